# ruff: noqa: E501  (read by the line)
"""Parts of a text that speak of one fund, or one strand of a fund, each under a head of its own."""

import re
from dataclasses import dataclass

from funding_radar.reading.amounts import AWARD, POT, told_sums
from funding_radar.reading.days import told_days
from funding_radar.reading.tables import pattern
from funding_radar.reading.text import Document, Span

_HEAD = re.compile(
    r"(?:^|\n)[ \t]*(?:[•*·-] |\d{1,2}[.)] )?([^\n:]{4,90}?)(?::|(?= - )|(?= – )|\. |\n|$)"
)
_NAME = re.compile(r"[A-Z0-9£][\w&'’.-]*")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text under a head: its name, where it stands, and whether it names a strand of one fund."""

    name: str
    span: Span
    strand: bool


def sections(document: Document) -> list[Section]:
    """The parts that have a head of their own and speak of money or dates under it."""
    heads = _heads(document)
    found: list[Section] = []
    places = _places(document)
    for number, (name, start, strand) in enumerate(heads):
        end = heads[number + 1][1] if number + 1 < len(heads) else len(document.text)
        if any(start <= place < end for place in places) and _speaks_of_funds(document, start, end):
            found.append(Section(name, Span(start, end), strand))
    return found


def _heads(document: Document) -> list[tuple[str, int, bool]]:
    result = []
    for match in _HEAD.finditer(document.text, document.title_end):
        name = match.group(1).strip()
        low = document.low[match.start(1) : match.end(1)]
        if pattern("sections", "strand").match(low):
            result.append((name, match.start(1), True))
        elif not pattern("sections", "label").match(low) and _is_name(name, low):
            result.append((name, match.start(1), False))
    return result


def _is_name(name: str, low: str) -> bool:
    """Whether a head reads like the name of a fund: a fund's word or most words with capitals."""
    words = name.split()
    if not 1 < len(words) <= 14 or name.endswith((".", ",", ";")):
        return False
    capitals = sum(1 for word in words if _NAME.match(word))
    named = pattern("sections", "fund").search(low) is not None
    return capitals >= 2 and capitals / len(words) >= (0.4 if named else 0.6)


def _places(document: Document) -> list[int]:
    """Where a day or a sum of a call stands."""
    days = [
        one.moment.start
        for one in told_days(document)
        if one.kind in ("deadline", "opens", "first_stage")
    ]
    pounds = [one.sum.start for one in told_sums(document) if one.of in (AWARD, POT)]
    return sorted(days + pounds)


def _speaks_of_funds(document: Document, start: int, end: int) -> bool:
    return pattern("sections", "funds").search(document.low, start, end) is not None
