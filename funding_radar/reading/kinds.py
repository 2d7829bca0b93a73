# ruff: noqa: E501  (read by the line)
"""What an item is about: an open call, or one of the many things that read like one."""

import re
from dataclasses import dataclass
from functools import cache

from db.vocabulary import Field, Kind
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.phrases import Phrases
from funding_radar.reading.sections import funds
from funding_radar.reading.tables import fill, pattern, phrases, table
from funding_radar.reading.text import Document

_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?\b")


@dataclass(frozen=True, slots=True)
class KindRead:
    """A kind with the words that say it; no words where only their absence does."""

    kind: Kind
    quote: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What the words of a text weigh for each kind, and the first words that do."""

    points: dict[str, int]
    quotes: dict[str, str]
    dated: bool
    opens: str

    def weight(self, name: str) -> int:
        return self.points.get(name, 0)

    def read(self, kind: Kind, name: str) -> KindRead:
        return KindRead(kind, self.quotes.get(name, ""))


def read_kind(document: Document, facts: dict[Field, ReadFact]) -> KindRead:
    """What an item is about, by its words and by the facts that were read in it."""
    said = _said(document, facts)
    return (
        _digest(document)
        or _job(said)
        or _closed(document, said)
        or _signal(said)
        or _told_of(said)
        or _coming(document, said)
        or _call(said)
    )


def _said(document: Document, facts: dict[Field, ReadFact]) -> _Said:
    points: dict[str, int] = {}
    quotes: dict[str, str] = {}
    for kind, worth, words in _rows("words"):
        places = sorted({match.span() for _, match in words.matches(document.low)})
        for times, (start, end) in enumerate(places[:2]):
            weight = worth if times == 0 else worth // 2
            points[kind] = points.get(kind, 0) + weight * (2 if start < document.title_end else 1)
            quotes.setdefault(kind, document.quote(start, end))
    for kind, worth, words in _rows("address"):
        if words.first(document.item.url):
            points[kind] = points.get(kind, 0) + worth
    deadline, opens = facts.get(Field.DEADLINE), facts.get(Field.OPENS)
    dated = deadline is not None and deadline.value != "rolling"
    sized = Field.MAX_AMOUNT in facts
    points["call"] = points.get("call", 0) + 4 * (deadline is not None) + 3 * sized
    return _Said(points, quotes, dated, str(opens.value) if opens is not None else "")


@cache
def _rows(key: str) -> tuple[tuple[str, int, Phrases], ...]:
    return tuple(
        (row["kind"], row["points"], Phrases([fill("kinds", words) for words in row["any"]]))
        for row in table("kinds")[key]
    )


def _digest(document: Document) -> KindRead | None:
    """Several calls one after the other, or a page that says it lists them."""
    title = document.low[: document.title_end]
    if pattern("kinds", "digest", "strong").search(title):
        return KindRead(Kind.DIGEST, document.text[: document.title_end])
    weak = pattern("kinds", "digest", "weak").search(title)
    said = phrases("kinds", "digest", "said").first(document.low, document.title_end)
    names = {part.name.casefold() for part in funds(document)}
    if len(names) >= (2 if weak or said else 4) or (weak and said):
        return KindRead(Kind.DIGEST, document.text[: document.title_end])
    return None


def _job(said: _Said) -> KindRead | None:
    if said.weight("job") > table("kinds")["job"]["threshold"]:
        return said.read(Kind.OTHER, "job")
    return None


def _closed(document: Document, said: _Said) -> KindRead | None:
    """Over, by its title or its words: not where only a part is, or where it will be once the money is spent."""
    low = document.low
    match = pattern("kinds", "closed", "in_title").search(low, 0, document.title_end)
    if match is not None:
        return KindRead(Kind.CLOSED_CALL, document.quote(match.start(), match.end()))
    found = phrases("kinds", "closed", "in_text").in_order(low)
    if not found or pattern("kinds", "closed", "open_too").search(low):
        return None
    for match in found:
        sentence = document.sentence_at(match.start())
        before = low[sentence.start : match.start()] + match.group().rpartition(" ")[0]
        if pattern("kinds", "closed", "only_if").search(low[sentence.start : match.start()]):
            continue
        if pattern("kinds", "closed", "only_a_part").search(before):
            continue
        if said.weight("call") >= 3 or said.weight("award") < 8:
            return KindRead(Kind.CLOSED_CALL, document.quote(match.start(), match.end()))
    return None


def _signal(said: _Said) -> KindRead | None:
    """A notice before a tender, or a decision or a plan from which a call may come."""
    if said.weight("notice") >= 6 and said.weight("notice") >= said.weight("call") - 8:
        return said.read(Kind.EARLY_SIGNAL, "notice")
    if said.weight("signal") < 6 or said.dated:
        return None
    if said.weight("signal") >= said.weight("call") - 2 or said.weight("signal") >= 12:
        return said.read(Kind.EARLY_SIGNAL, "signal")
    return None


def _told_of(said: _Said) -> KindRead | None:
    """News of awards, or an item that asks nobody to apply."""
    if said.dated and said.weight("call") >= 8:
        return None
    award, other, call = said.weight("award"), said.weight("other"), said.weight("call")
    if award >= 8 and award > call and award >= other:
        return said.read(Kind.AWARD_NEWS, "award")
    if other >= 5 and other > call and other > award:
        return said.read(Kind.OTHER, "other")
    return None


def _coming(document: Document, said: _Said) -> KindRead | None:
    """Still to open: by the page's day, or by words where no deadline is set and little tells how to apply."""
    page = document.item.published_on
    if page is not None and said.opens[:10] > page.isoformat():
        return said.read(Kind.COMING_CALL, "call")
    if said.dated:
        return None
    match = phrases("kinds", "coming", "in_text").first(document.low)
    if match is None:
        return None
    sentence = document.sentence_at(match.start())
    words = document.low[sentence.start : sentence.end]
    next_round = pattern("kinds", "coming", "of_the_next_round").search(words) is not None
    much = 10 if said.opens and _DAY.search(words) else 12 if next_round else 16
    if said.weight("call") >= much and match.start() > document.title_end:
        return None
    return KindRead(Kind.COMING_CALL, document.quote(match.start(), match.end()))


def _call(said: _Said) -> KindRead:
    if said.weight("call") >= 3 and said.weight("call") >= said.weight("job"):
        return said.read(Kind.OPEN_CALL, "call")
    if said.weight("award") >= 4:
        return said.read(Kind.AWARD_NEWS, "award")
    return said.read(Kind.OTHER, "other")
