"""The heading of the list in which a line or a clause stands: it holds for each of them."""

import re

from funding_radar.reading.tables import pattern
from funding_radar.reading.text import Document, Span

_REACH = 14
"""How many lines a list can have between its heading and the line that is asked about."""
_SHORT = 60
_BULLET = re.compile(r"[•*·▪‣–—-]|o |\(?\w{1,3}[.)] ")
_SENTENCE = re.compile(r"\b(?:we|you|your|must|should|can|cannot|may|will|is|are|was|were)\b")
"""Words that make a line a sentence of its own, and no item of a list."""


def heading_of(document: Document, number: int) -> Span | None:
    """The line that opens the list in which a sentence stands, or None outside of any list."""
    within = _opening_of_clauses(document, number)
    if within is not None:
        return within
    if not _is_item(document, number):
        return None
    for back in range(number - 1, max(-1, number - _REACH), -1):
        span = document.sentences[back]
        words = document.low[span.start : span.end].rstrip()
        if words.endswith(":") or (len(words) < _SHORT and _opens(words)):
            return span
        if words.endswith((".", "!")) and not _is_item(document, back):
            return None
    return None


def shut_out_by_heading(document: Document, number: int) -> bool:
    """Whether a sentence stands in a list of what, or who, is not funded."""
    span = heading_of(document, number)
    if span is None:
        return False
    words = document.low[span.start : span.end]
    return pattern("sums", "income", "shuts_out").search(words) is not None


def _opening_of_clauses(document: Document, number: int) -> Span | None:
    """Up to the colon of ``We do not fund: schools; groups with …`` for any clause but the first."""
    for back in range(number - 1, max(-1, number - _REACH), -1):
        span = document.sentences[back]
        if document.low[span.end - 1] != ";":
            return None
        colon = document.low.rfind(": ", span.start, span.end)
        if colon >= 0:
            return Span(span.start, colon + 1)
    return None


def _opens(words: str) -> bool:
    """Whether a short line without a colon is a heading: it asks, or says who is not funded."""
    return words.endswith("?") or (
        not words.endswith((".", ";", ","))
        and pattern("sums", "income", "shuts_out").search(words) is not None
    )


def _is_item(document: Document, number: int) -> bool:
    """Whether a sentence is a line of a list: it has a bullet, or is no sentence of its own."""
    span = document.sentences[number]
    before = document.text[document.sentences[number - 1].end if number else 0 : span.start]
    if before.strip() or _BULLET.match(document.text, span.start):
        return True
    words = document.low[span.start : span.end]
    return "\n" in before and _SENTENCE.search(words) is None
