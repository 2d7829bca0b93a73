"""Which legal forms may apply, and which may not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from db.vocabulary import Field, LegalForm
from funding_radar.reading.choices import Choices
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.tables import pattern, table
from funding_radar.reading.text import Document, Span

_LIST_REACH = 14
_BESIDE = 40
_CLAUSE = re.compile(r"[ ,](?:but|however|although|while|whereas|except that)\b|; ")
_TRIGGER = re.compile(
    r"charit|compan|groups?\b|organi[sz]ation|enterprise|cics?\b|vc\w?se|vcs\b|societ|council|school|"
    r"individual|profit|third sector|faith|churches|co-?op|statutory|public|clubs?\b|cios?\b|"
    r"authorit|universit|college|nhs|associations?|sole trader|business|credit union"
)


_OF_THE_NEXT = re.compile(r"\b(?:who|whose|which|that)\b[^,]*")
"""What is said of another form of the same list: "individuals, or groups whose work is elsewhere, cannot apply"."""
_BODIES = frozenset(
    {
        LegalForm.PARISH_COUNCIL,
        LegalForm.LOCAL_AUTHORITY,
        LegalForm.NHS_BODY,
        LegalForm.UNIVERSITY,
        LegalForm.SCHOOL,
        LegalForm.HOUSING_ASSOCIATION,
    }
)
_NAME_BEFORE = re.compile(
    r"(?:\b(?:[Tt]he|[Oo]ur|[Tt]his|[Ee]ach|[Ee]very|[Yy]our|per|full|local)|\b[A-Z][\w&.'’-]+(?: (?:of|and|&))?) $"
)
"""What stands before one body that is meant, and not before a kind: "Moor Parish Council", "the County Council"."""
_HELPED = re.compile(
    r"\b(?:support|help|assist|benefit|enabl|empower|serv|reach|affect)\w*\b[^.;,:]{0,25}$|"
    r"\b(?:needs|lives|number) of $",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\bno|n't|cannot|neither|never|exc[le]|unable|ineligible|restrict|rather|other than"
)
"""Of these at least one stands in whatever bars."""
_BULLETS = ("-", "•", "*", "·", "–")
_ENDS = (".", "!", ";", ",")
_SHORT = 80
"""A line of fewer letters may be a heading without a colon."""


@dataclass(frozen=True, slots=True)
class _Named:
    form: LegalForm
    place: Span
    barred: bool


def read_legal_forms(document: Document) -> Iterator[ReadFact]:
    """The forms that may apply and those that may not, quoted by the sentence that names most."""
    named = list(_named(document))
    for barred, name in ((False, Field.LEGAL_FORMS), (True, Field.EXCLUDED_LEGAL_FORMS)):
        these = [one for one in named if one.barred is barred]
        if not these:
            continue
        these = these if barred else _bound(document, these)
        forms = sorted({one.form.value for one in these})
        if barred:
            allowed = {one.form.value for one in named if not one.barred}
            forms = [form for form in forms if form not in allowed]
        if forms:
            yield ReadFact(name, forms, _fullest(document, these))


def _bound(document: Document, named: list[_Named]) -> list[_Named]:
    """Without the loose words of other sentences where one sentence says what an applicant must be."""
    loose = set(table("legal_forms")["says"]["loose"])
    binding = {
        sentence
        for one in named
        if one.form.value not in loose
        and pattern("legal_forms", "says", "binding").search(
            document.low, (sentence := document.sentence_at(one.place.start)).start, sentence.end
        )
    }
    if not binding:
        return named
    return [
        one
        for one in named
        if one.form.value not in loose or document.sentence_at(one.place.start) in binding
    ]


def _named(document: Document) -> Iterator[_Named]:
    """Forms in the sentences that speak of who may apply, and in the lists under them."""
    low = document.low
    for number, span in enumerate(document.sentences):
        if span.start < document.title_end or not _TRIGGER.search(low, span.start, span.end):
            continue
        speaks = _speaks(low[span.start : span.end])
        above = "" if speaks else _heading(document, number)
        if speaks or above:
            yield from _in_sentence(document, span, above)


def _says(key: str, words: str) -> bool:
    return pattern("legal_forms", "says", key).search(words) is not None


def _speaks(words: str) -> bool:
    """Whether a sentence says who may apply, or who may not."""
    return _says("who", words) or _bars(words)


def _bars(words: str) -> bool:
    return _NO.search(words) is not None and any(
        _says(key, words) for key in ("barred", "barred_after", "no")
    )


def _heading(document: Document, number: int) -> str:
    """The line, or the words before a colon, that open the list of a sentence, if they say who may apply or not."""
    for back in range(number, max(-1, number - _LIST_REACH), -1):
        span = document.sentences[back]
        words = document.low[span.start : span.end].strip()
        head, colon, first = words.rpartition(":")
        if words.endswith(":"):
            return head if _speaks(head) else ""
        if (
            colon
            and _speaks(head)
            and (words.endswith(";") or (len(first) < _SHORT and _bars(head)))
        ):
            return head
        line = len(words) < _SHORT and not words.startswith(_BULLETS) and words[-1:] not in _ENDS
        if words.endswith("?") or (line and _bars(words)):
            return words if _speaks(words) else ""
        if len(words) < _SHORT and _says("who", words) and not _bars(words):
            return words
    return ""


def _in_sentence(document: Document, span: Span, head: str) -> Iterator[_Named]:
    """The forms of each clause; a bar counts for the forms that it is said of."""
    above = bool(head) and _says("no", head)
    start = span.start
    for end in (*(m.start() for m in _CLAUSE.finditer(document.low, start, span.end)), span.end):
        yield from _in_clause(document, Span(start, end), above=above)
        start = end


def _in_clause(document: Document, span: Span, *, above: bool) -> Iterator[_Named]:
    """The forms of a clause; where a no stands in it that is not said of a form, nobody knows."""
    words = document.low[span.start : span.end]
    turn = pattern("legal_forms", "says", "turned").search(words)
    background = [m.end() for m in pattern("legal_forms", "says", "background").finditer(words)]
    barring = _bars(words)
    doubtful = above or (barring and _says("no", words))
    forms, names = _names()
    listed = False
    for number, match in names.matches(words, 0, len(words)):
        at = match.start()
        if any(0 <= at - end < _BESIDE for end in background):
            continue
        if _is_no_applicant(
            document.text, forms[number], span.start + at, span.start + match.end()
        ):
            continue
        turned = turn is not None and turn.start() <= at
        place = Span(span.start + at, span.start + match.end())
        if turned or not (doubtful or barring):
            yield _Named(forms[number], place, barred=False)
            continue
        item = above and _is_item(words, match, listed=listed)
        listed = listed or item
        barred = item or _is_barred(words, match)
        some = _says("some_of", words[:at])
        if (barred and not some) or not (barred or doubtful):
            yield _Named(forms[number], place, barred)


def _is_no_applicant(text: str, form: LegalForm, start: int, end: int) -> bool:
    """Whether a body is named, and so the funder or its partner, or persons are those who are helped."""
    before = text[max(0, start - _BESIDE) : start]
    if form is LegalForm.INDIVIDUAL:
        return _HELPED.search(before) is not None
    one = form in _BODIES and not text[:end].endswith("s")
    return one and _NAME_BEFORE.search(before) is not None


def _is_barred(words: str, form: re.Match[str]) -> bool:
    """Whether a clause shuts a form out: as the object of words that bar, or as their subject."""
    if pattern("legal_forms", "says", "some_after").match(words, form.end()):
        return False
    breaks = pattern("legal_forms", "says", "breaks")
    for bar in pattern("legal_forms", "says", "barred").finditer(words):
        if bar.end() <= form.start() + 1 and not breaks.search(words, bar.end(), form.start()):
            return True
    after = pattern("legal_forms", "says", "barred_after").search(words, form.end())
    if after is None:
        return False
    between = words[form.end() : after.start()]
    if between.startswith((", ", " or ", " and ")):
        between = _OF_THE_NEXT.sub("", between)
    return breaks.search(between) is None


def _is_item(words: str, form: re.Match[str], *, listed: bool) -> bool:
    """Whether a line under a head that bars begins with a form, or goes on with one."""
    if pattern("legal_forms", "says", "some_after").match(words, form.end()):
        return False
    begins = pattern("legal_forms", "says", "item").fullmatch(words, 0, form.start())
    return begins is not None or (listed and not _says("breaks", words[: form.start()]))


@cache
def _names() -> tuple[list[LegalForm], Choices]:
    """The forms, and the words for each."""
    rows = table("legal_forms")["forms"]
    return [LegalForm(form) for form in rows], Choices(rows.values(), after="(?<![a-z-])")


def _fullest(document: Document, named: list[_Named]) -> str:
    """The sentence with most of the forms."""
    counts: dict[Span, int] = {}
    for one in named:
        sentence = document.sentence_at(one.place.start)
        counts[sentence] = counts.get(sentence, 0) + 1
    best = max(counts, key=lambda sentence: (counts[sentence], -sentence.start))
    these = [one.place for one in named if document.sentence_at(one.place.start) == best]
    start, end = min(these).start, max(place.end for place in these)
    if any(one.barred for one in named):
        bar = pattern("legal_forms", "says", "barred").search(document.low, best.start, start)
        after = pattern("legal_forms", "says", "barred_after").search(document.low, end, best.end)
        start, end = bar.start() if bar else start, after.end() if after and not bar else end
    return document.quote(start, end)
