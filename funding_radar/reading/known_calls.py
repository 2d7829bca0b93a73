"""The calls that are known, laid out so that a new sighting is compared with the few that it could be.

Comparing each with each is out of the question for thousands: a sighting is compared with calls that share
a rare word of the name, the day and the sum, an address, or whose name stands in its words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from math import log

from funding_radar.reading.call_key import CallKey
from funding_radar.reading.call_names import stem
from funding_radar.reading.same_call import Relation, Sameness, sameness

_MOST = 25
"""Calls that one sighting is compared with."""
_TOO_COMMON = 150
"""A word in more names than this finds nothing by itself."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A known call, and what it is to a sighting."""

    call_id: int
    sameness: Sameness
    key: CallKey

    @property
    def relation(self) -> Relation:
        """What the two are to each other."""
        return self.sameness.relation


class KnownCalls:
    """Calls by what identifies them: several keys for a call that several sites tell of."""

    def __init__(self) -> None:
        self._keys: list[tuple[int, CallKey]] = []
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        self._by_mark: dict[tuple[object, ...], list[int]] = defaultdict(list)
        self._by_phrase: dict[str, list[int]] = defaultdict(list)
        self._gone: set[int] = set()

    def add(self, call_id: int, key: CallKey) -> None:
        """Makes a call known by one of its sightings."""
        place = len(self._keys)
        self._keys.append((call_id, key))
        for word in _weights(key):
            self._by_stem[word].append(place)
        for mark in _marks(key):
            self._by_mark[mark].append(place)
        for phrase in key.name.phrases:
            self._by_phrase[phrase.split()[0]].append(place)

    def forget(self, call_id: int) -> None:
        """Takes a call away, such as one that was merged into another."""
        self._gone.add(call_id)

    def like(self, key: CallKey, but_not: Collection[int] = ()) -> list[Likeness]:
        """The known calls that are the same, doubtful or another round: one line for each, the likest first."""
        found: dict[int, list[Likeness]] = defaultdict(list)
        for place in self._nearest(key):
            call_id, other = self._keys[place]
            if call_id not in but_not and call_id not in self._gone:
                found[call_id].append(Likeness(call_id, sameness(key, other), other))
        together = (_together(each) for each in found.values())
        return sorted(
            (one for one in together if one.relation is not Relation.OTHER),
            key=lambda one: (one.relation is not Relation.SAME, -one.sameness.score, one.call_id),
        )

    def _nearest(self, key: CallKey) -> list[int]:
        points: dict[int, float] = defaultdict(float)
        for word, weight in _weights(key).items():
            places = self._by_stem.get(word, ())
            if len(places) <= max(_TOO_COMMON, len(self._keys) // 50):
                rarity = weight * log(2 + len(self._keys) / (1 + len(places)))
                for place in places:
                    points[place] += rarity
        for mark in _marks(key):
            for place in self._by_mark.get(mark, ())[-_TOO_COMMON:]:
                points[place] += _MARKED
        for place in self._named(key):
            points[place] += _MARKED
        return nlargest(_MOST, points, key=lambda place: (points[place], place))

    def _named(self, key: CallKey) -> Iterator[int]:
        """Calls whose whole name stands in the words of a sighting, or the other way round by day and sum."""
        for word in dict.fromkeys(key.words.split()):
            for place in self._by_phrase.get(word, ())[-_TOO_COMMON:]:
                if any(f" {phrase} " in key.words for phrase in self._keys[place][1].name.phrases):
                    yield place


_MARKED = 4.0
"""What an equal day and sum is worth beside the rarity of a word, when it is decided which calls to compare."""


def _weights(key: CallKey) -> Mapping[str, float]:
    """The telling words of the headline, and of the fund that the words under it name."""
    if key.fund is None or key.fund.in_title:
        return key.name.weights
    return {**key.fund.name.weights, **key.name.weights}


def _marks(key: CallKey) -> Iterator[tuple[object, ...]]:
    if key.url:
        yield ("url", key.url)
    day = key.day
    if day is not None:
        for word in sorted(key.name.weights):
            yield (day, word)
        for amount in {key.max_amount, key.total_pot} - {None}:
            yield (day, amount)
    for amount in sorted(key.sums)[-3:]:
        for word in sorted(key.name.weights):
            yield (amount, word)


def _together(each: list[Likeness]) -> Likeness:
    """What a call is to a sighting, by all keys: the likest, unless another key denies it outright."""
    best = max(each, key=lambda one: one.sameness.score)
    if best.relation is Relation.SAME and any(one.relation is Relation.ROUND for one in each):
        doubt = Sameness(best.sameness.score, best.sameness.reasons, Relation.DOUBTFUL)
        return Likeness(best.call_id, doubt, best.key)
    rounds = [one for one in each if one.relation is Relation.ROUND]
    if best.relation is Relation.OTHER and rounds:
        return rounds[0]
    return best


def words_of(names: Collection[str]) -> frozenset[str]:
    """The stems of the words of names of places."""
    return frozenset(stem(word) for name in names for word in name.casefold().split())
