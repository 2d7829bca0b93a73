"""Parts of a text that speak of one fund of several, or of one strand of a fund."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from funding_radar.reading.days import told_days
from funding_radar.reading.sums import told_sums
from funding_radar.reading.tables import pattern, phrases
from funding_radar.reading.text import Document, Span
from funding_radar.reading.weighing import AWARD, POT

_HEAD = re.compile(r"[ \t•*·-]*(?:\d{1,2}[.)] )?([^\n:]{4,90}?)(?::|(?= [-–—] )|\s*\Z)")
_LEAD = re.compile(
    r"[ \t•*·-]*(?:\d{1,2}[.)] |(?:tiers|strands|levels|types of grants?|sizes|grants):\s)?"
)
_NAME = re.compile(r"[A-Z0-9£][\w&'’.-]*")
_NOT_FUNDS = ("strand", "stage", "label")
_LONGEST_NAME = 14
_FEWEST = 2
"""Several funds name at least so many days, sums and ways to ask between them."""
_DETAIL = re.compile(
    r"£|\d[:.]\d\d|\d(?:st|nd|rd|th)\b|\d (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)
_DATED = frozenset({"deadline", "opens", "first_stage"})


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text under a name of its own."""

    name: str
    span: Span


def funds(document: Document) -> list[Section]:
    """The parts under the names of different funds, each with a sum or a day of its own."""
    details = len(told_days(document)) + len(told_sums(document))
    if details + len(_asking(document)) < _FEWEST:
        return []
    return _with_places(document, list(_fund_heads(document)))


def strands(document: Document) -> list[Section]:
    """The strands, tiers or lots of one fund with a sum or a day of their own, if there are two."""
    heads: list[tuple[str, int]] = []
    for span in document.sentences:
        if span.start < document.title_end:
            continue
        lead = _LEAD.match(document.low, span.start, span.end)
        start = lead.end() if lead else span.start
        match = pattern("sections", "strand").match(document.low, start, span.end)
        if match is not None:
            heads.append((document.words(start, match.end()), start))
    found = _with_places(document, heads)
    names = {section.name.casefold() for section in found}
    return found if len(names) > 1 and len(names) == len(found) else []


def _fund_heads(document: Document) -> Iterator[tuple[str, int]]:
    """Names at the head of a line or sentence, before a colon or a dash, or alone in their line."""
    for span in document.sentences:
        if span.start <= document.title_end:
            continue
        match = _HEAD.match(document.text, span.start, span.end)
        if match is None:
            continue
        low = document.low[match.start(1) : match.end(1)]
        if any(pattern("sections", not_a_fund).match(low) for not_a_fund in _NOT_FUNDS):
            continue
        if _is_name(match.group(1).strip(), low):
            yield match.group(1).strip(), match.start(1)


def _is_name(name: str, low: str) -> bool:
    """Whether a head reads like the name of a fund: a fund's word or most words with capitals."""
    words = name.split()
    if not 1 < len(words) <= _LONGEST_NAME or name.endswith((".", ",", ";")):
        return False
    if _DETAIL.search(low):
        return False
    capitals = sum(1 for word in words if _NAME.match(word))
    named = pattern("sections", "fund").search(low) is not None
    return capitals >= 2 and capitals / len(words) >= (0.4 if named else 0.6)


def _asking(document: Document) -> list[int]:
    """Where a text asks for bids without a day or a sum."""
    if "asks" not in document.kept:
        found = phrases("sections", "asks").in_order(document.low)
        document.kept["asks"] = [match.start() for match in found]
    places: list[int] = document.kept["asks"]
    return places


def _with_places(document: Document, heads: list[tuple[str, int]]) -> list[Section]:
    """Each part from its head to the next one, if a day or a sum of a call, or its asking for bids, stands in it."""
    days = [one.moment.start for one in told_days(document) if one.kind in _DATED]
    pounds = [one.sum.start for one in told_sums(document) if one.of in (AWARD, POT)]
    places = days + pounds + _asking(document)
    found = []
    for number, (name, start) in enumerate(heads):
        end = heads[number + 1][1] if number + 1 < len(heads) else len(document.text)
        speaks = pattern("sections", "funds").search(document.low, start, end)
        named = pattern("sections", "fund").search(document.low, start, start + len(name))
        if (speaks or named) and any(start <= place < end for place in places):
            found.append(Section(name, Span(start, end)))
    return found
