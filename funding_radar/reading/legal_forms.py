# ruff: noqa: E501  (read by the line)
"""Which legal forms may apply, and which may not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from db.vocabulary import Field, LegalForm
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.tables import pattern, table
from funding_radar.reading.text import Document, Span

_LIST_REACH = 14
_TRIGGER = re.compile(
    r"charit|compan|groups?\b|organi[sz]ation|enterprise|cics?\b|vc\w?se|vcs\b|societ|council|school|"
    r"individual|profit|third sector|faith|churches|co-?op|statutory|public|clubs?\b|cios?\b|"
    r"universit|college|nhs|associations?|sole trader|business|credit union"
)


@dataclass(frozen=True, slots=True)
class _Named:
    form: LegalForm
    place: Span
    barred: bool


def read_legal_forms(document: Document) -> Iterator[ReadFact]:
    """The forms that may apply and those that may not; the quote is the sentence that names most of them."""
    named = list(_named(document))
    for barred, name in ((False, Field.LEGAL_FORMS), (True, Field.EXCLUDED_LEGAL_FORMS)):
        these = [one for one in named if one.barred is barred]
        if not these:
            continue
        forms = sorted({one.form.value for one in these})
        if barred:
            allowed = {one.form.value for one in named if not one.barred}
            forms = [form for form in forms if form not in allowed]
        if forms:
            yield ReadFact(name, forms, _fullest(document, these))


def _named(document: Document) -> Iterator[_Named]:
    """Forms in the sentences that speak of who may apply, and in the lists under such a sentence."""
    head: str = ""
    left = 0
    for span in document.sentences:
        words = document.low[span.start : span.end]
        if words.rstrip().endswith((":", "?")) or (
            len(words) < 80 and pattern("legal_forms", "says", "who").search(words)
        ):
            head, left = words, _LIST_REACH
        else:
            left -= 1
        if span.start < document.title_end or not _TRIGGER.search(words):
            continue
        speaks = pattern("legal_forms", "says", "who").search(words)
        listed = left > 0 and (
            pattern("legal_forms", "says", "who").search(head)
            or pattern("legal_forms", "says", "barred").search(head)
        )
        if not speaks and not listed:
            continue
        above = head if listed and not speaks else ""
        yield from _in_sentence(document, span, above)


def _in_sentence(document: Document, span: Span, head: str) -> Iterator[_Named]:
    words = document.low[span.start : span.end]
    bars = [m.start() for m in pattern("legal_forms", "says", "barred").finditer(words)]
    turns = [m.start() for m in pattern("legal_forms", "says", "turned").finditer(words)]
    background = [m.end() for m in pattern("legal_forms", "says", "background").finditer(words)]
    barred_above = pattern("legal_forms", "says", "barred").search(head) is not None
    after_only = any(
        words.startswith("cannot apply", at) or "not eligible" in words[at : at + 14] for at in bars
    )
    for match in _names().finditer(words):
        at = match.start()
        if any(0 <= at - end < 40 for end in background):
            continue
        turned = any(turn <= at for turn in turns)
        barred = barred_above or any(bar <= at for bar in bars) or (after_only and bars[0] > at)
        form = LegalForm(_group(match))
        yield _Named(form, Span(span.start + at, span.start + match.end()), barred and not turned)


@cache
def _names() -> re.Pattern[str]:
    rows = table("legal_forms")["forms"].items()
    return re.compile(
        r"(?<![a-z-])(?:" + "|".join(f"(?P<{form}>{'|'.join(words)})" for form, words in rows) + ")"
    )


def _group(match: re.Match[str]) -> str:
    return match.lastgroup or ""


def _fullest(document: Document, named: list[_Named]) -> str:
    """The sentence with most of the forms."""
    counts: dict[Span, int] = {}
    for one in named:
        sentence = document.sentence_at(one.place.start)
        counts[sentence] = counts.get(sentence, 0) + 1
    best = max(counts, key=lambda sentence: (counts[sentence], -sentence.start))
    first = next(one.place for one in named if document.sentence_at(one.place.start) == best)
    return document.quote(first.start, first.end)
