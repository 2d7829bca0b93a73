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
    r"universit|college|nhs|associations?|sole trader|business|credit union"
)


_BRACKETED = re.compile(r"\([^()]{0,120}\)")
"""What is said in brackets bars only what stands in them: "England (excluding London)"."""
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
        speaks = _speaks(document, span)
        above = "" if speaks else _heading(document, number)
        if speaks or above:
            yield from _in_sentence(document, span, above)


def _speaks(document: Document, span: Span) -> bool:
    """Whether a sentence says who may apply, or who may not."""
    words = document.low[span.start : span.end]
    return (
        pattern("legal_forms", "says", "who").search(words) is not None
        or pattern("legal_forms", "says", "barred").search(words) is not None
    )


def _heading(document: Document, number: int) -> str:
    """The line that opens the list of a sentence, if it says who may apply, or who may not."""
    for back in range(number, max(-1, number - _LIST_REACH), -1):
        span = document.sentences[back]
        words = document.low[span.start : span.end]
        short = len(words) < _SHORT and pattern("legal_forms", "says", "who").search(words)
        if short or words.rstrip().endswith((":", "?")):
            return words if _speaks(document, span) else ""
    return ""


def _in_sentence(document: Document, span: Span, head: str) -> Iterator[_Named]:
    """The forms of each clause; a bar counts for all forms of its own clause."""
    barred_above = pattern("legal_forms", "says", "barred").search(head) is not None
    start = span.start
    for end in (*(m.start() for m in _CLAUSE.finditer(document.low, start, span.end)), span.end):
        yield from _in_clause(document, Span(start, end), barred_above)
        start = end


def _in_clause(document: Document, span: Span, barred_above: bool) -> Iterator[_Named]:
    words = document.low[span.start : span.end]
    outer = _BRACKETED.sub(lambda match: " " * len(match[0]), words) if "(" in words else words
    bar = bar_within = pattern("legal_forms", "says", "barred").search(words)
    if bar is not None and outer != words:
        bar = pattern("legal_forms", "says", "barred").search(outer)
    turn = pattern("legal_forms", "says", "turned").search(words)
    background = [m.end() for m in pattern("legal_forms", "says", "background").finditer(words)]
    forms, names = _names()
    for number, match in names.matches(words, 0, len(words)):
        at = match.start()
        if any(0 <= at - end < _BESIDE for end in background):
            continue
        turned = turn is not None and turn.start() <= at
        bracketed = outer[at] != words[at]
        said = bar_within if bracketed else bar
        barred = (said is not None or barred_above) and not turned
        if barred and pattern("legal_forms", "says", "some_of").search(words[:at]):
            continue
        place = Span(span.start + at, span.start + match.end())
        yield _Named(forms[number], place, barred)


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
    bar = pattern("legal_forms", "says", "barred").search(document.low, best.start, start)
    if bar is not None and any(one.barred for one in named):
        start = bar.start()
    return document.quote(start, end)
