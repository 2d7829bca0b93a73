"""What the words of a text weigh for each kind of item.

Words of asking and words of giving stand side by side: a call tells of an earlier round, news
tells how to apply. So a sentence that tells who was given what tells no size of a call's grants,
and one that invites tells no news.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from funding_radar.reading.facts import ReadFact
from funding_radar.reading.phrases import Phrases
from funding_radar.reading.tables import fill, pattern, table
from funding_radar.reading.text import Document

_TIMES = 2
"""Places of one row that count: the second for half."""
_INVITES = 4
"""Points from which words of a call invite, and do not only describe."""
_MUCH = 8
"""Points from which what was given before is told at length."""

_Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of each kind, the first words that speak for it, and what was told of giving."""

    points: dict[str, int]
    quotes: dict[str, str]
    told: tuple[str, ...]
    """The sentences that tell who was given what, or what was asked for once."""

    def of_a_call(self, fact: ReadFact | None) -> bool:
        """Whether a sum was read, and not in news of what was given."""
        return fact is not None and not any(fact.quote in sentence for sentence in self.told)


def weigh(document: Document) -> Weights:
    """What the words of a text weigh: no word counts twice for one kind."""
    found, asked = _asking_now(document, _found(document))
    given = {
        number: [place for place in places if _is_real(document, place[0])]
        for number, places in found.items()
        if _kind(number) == "award"
    }
    inviting = _sentences(
        document, found, lambda number: _kind(number) == "call" and _invites(number)
    )
    found |= {
        number: [place for place in places if _is_news(document, place[0], inviting)]
        for number, places in given.items()
    }
    telling = _sentences(document, found, lambda number: _kind(number) == "award")
    for number, places in found.items():
        if _kind(number) == "call" and not _invites(number):
            found[number] = [
                place for place in places if document.index_at(place[0]) not in telling
            ]
    points, quotes = _counted(document, found)
    if not inviting:  # nothing asks for bids: what was given before is the news
        before, words = _counted(document, given)
        if before["award"] >= max(_MUCH, 2 * points["call"]):
            points["award"] = max(points["award"], before["award"])
            quotes = words | quotes
    for kind, worth, address in _addresses():
        if address.search(document.item.url):
            points[kind] += worth
    spans = [document.sentences[number] for number in sorted(telling | asked)]
    return Weights(points, quotes, tuple(document.text[one.start : one.end] for one in spans))


def _asking_now(
    document: Document, found: dict[int, list[_Place]]
) -> tuple[dict[int, list[_Place]], set[int]]:
    """The places without words of what was asked once, and the sentences that tell of that."""
    spans = [one.span() for one in pattern("kinds", "call", "asked").finditer(document.low)]
    if not spans:
        return found, set()
    now = {
        number: [
            place for place in places if _kind(number) != "call" or not _overlaps(*place, spans)
        ]
        for number, places in found.items()
    }
    return now, {document.index_at(start) for start, _ in spans}


def _kind(number: int) -> str:
    return _rows()[0][number][0]


def _invites(number: int) -> bool:
    return _rows()[0][number][1] >= _INVITES


def _sentences(
    document: Document, found: dict[int, list[_Place]], chosen: Callable[[int], bool]
) -> set[int]:
    """The sentences in which words of the chosen rows stand."""
    return {
        document.index_at(start)
        for number, places in found.items()
        if chosen(number)
        for start, _ in places
    }


def _found(document: Document) -> dict[int, list[_Place]]:
    """The places of each row, from left to right."""
    owners, words = _rows()[1:]
    places: dict[int, set[_Place]] = {}
    for number, match in words.matches(document.low):
        places.setdefault(owners[number], set()).add(match.span())
    return {number: sorted(places[number]) for number in places}


def _counted(
    document: Document, found: dict[int, list[_Place]]
) -> tuple[dict[str, int], dict[str, str]]:
    """Points and first words of each kind; the rows of most points come first."""
    rows = _rows()[0]
    points: dict[str, int] = defaultdict(int)
    quotes: dict[str, str] = {}
    taken: dict[str, list[_Place]] = defaultdict(list)
    for number in sorted(found, key=lambda number: (-rows[number][1], number)):
        kind, worth = rows[number]
        times = 0
        for start, end in found[number]:
            if times == _TIMES or _overlaps(start, end, taken[kind]):
                continue
            taken[kind].append((start, end))
            weight = worth if times == 0 else worth // 2
            points[kind] += weight * (2 if start < document.title_end else 1)
            quotes.setdefault(kind, document.quote(start, end))
            times += 1
    return points, quotes


def _overlaps(start: int, end: int, places: Iterable[_Place]) -> bool:
    return any(start < after and before < end for before, after in places)


def _is_real(document: Document, place: int) -> bool:
    """Whether words of awards tell of what was given, not of what may be or is from time to time."""
    sentence = document.sentence_at(place)
    return pattern("kinds", "award", "unreal").search(document.low, sentence.start, place) is None


def _is_news(document: Document, place: int, inviting: set[int]) -> bool:
    """Whether words of awards tell of now: not of earlier rounds, nor beside an invitation."""
    sentence = document.sentence_at(place)
    if pattern("kinds", "award", "earlier").search(document.low, sentence.start, sentence.end):
        return False
    return place < document.title_end or document.index_at(place) not in inviting


@cache
def _rows() -> tuple[list[tuple[str, int]], list[int], Phrases]:
    """Kind and points of each row, the row that each pattern belongs to, and all patterns."""
    rows = table("kind_words")["words"]
    owners = [number for number, row in enumerate(rows) for _ in row["any"]]
    words = Phrases([fill("kind_words", word) for row in rows for word in row["any"]])
    return [(row["kind"], row["points"]) for row in rows], owners, words


@cache
def _addresses() -> list[tuple[str, int, re.Pattern[str]]]:
    return [
        (row["kind"], row["points"], re.compile("|".join(row["any"])))
        for row in table("kind_words")["address"]
    ]
