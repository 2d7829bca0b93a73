"""Whether two sightings are of one call: a score that is the sum of its reasons.

Names alone never decide: one fund has many titles, and many funds have one title ("Community Grants").
So a name counts by the words in it that tell, and funder, deadline, amounts, places, links and shared text
are added to it; what speaks against is taken off. A fund that comes again is another call of one series.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from funding_radar.reading.call_key import CallKey
from funding_radar.reading.call_names import Name, name_of
from funding_radar.reading.funders import body_of
from funding_radar.reading.funders_alike import funders_alike, names_body
from funding_radar.reading.names_alike import named_in, names_alike, stems_of, words_swapped
from funding_radar.reading.rounds import months_shared, round_unsure, time_evidence
from funding_radar.reading.sums_alike import sums_alike

SAME = 0.80
"""From here on two sightings are taken for one call."""
DOUBTFUL = 0.62
"""From here up to SAME a person is asked."""
_SERIES = 0.50
"""From here on, without what tells rounds apart, two calls are rounds of one fund."""


class Relation(Enum):
    """What two sightings are to each other."""

    SAME = "same"
    ROUND = "another round"
    DOUBTFUL = "doubtful"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sameness:
    """How alike two calls are, 0 to 1, what they are to each other, and the sentences that say why."""

    score: float
    reasons: tuple[str, ...]
    relation: Relation = Relation.OTHER

    def __str__(self) -> str:
        return "; ".join(self.reasons)


@dataclass(slots=True)
class _Sum:
    score: float = 0.0
    reasons: list[str] = field(default_factory=list)
    time: float = 0.0
    """The part that may tell rounds apart, and says nothing of whether it is one fund."""
    another_round: bool = False
    funder: float = 0.0
    copied: bool = False
    """Whether the texts share words in a row."""
    telling: bool = False
    """Whether the names share a word that few funds have."""
    at_most: Relation = Relation.SAME
    """What the two can be at most, whatever else agrees."""

    def add(self, points: float, why: str, *, of_time: bool = False) -> None:
        self.score += points
        self.time += points if of_time else 0.0
        self.reasons.append(f"{why} ({points:+.2f})")

    def cap(self, relation: Relation) -> None:
        if self.at_most is Relation.SAME or relation is Relation.OTHER:
            self.at_most = relation


def sameness(one: CallKey, other: CallKey) -> Sameness:
    """How surely two sightings are of one call, and why."""
    if one.url and one.url == other.url and (one.title, one.strand) == (other.title, other.strand):
        return Sameness(1.0, ("the same address and title",), Relation.SAME)
    total = _Sum()
    names = _add_name(total, one, other)
    if names == 0.0:
        return Sameness(0.0, ("no telling word of the names in common",))
    _add_funder(total, one, other)
    _add_amounts(total, one, other)
    _add_places(total, one, other)
    _add_words(total, one, other)
    _add_parts(total, one, other)
    _add_time(total, one, other)
    score = max(0.0, min(1.0, total.score))
    return Sameness(round(score, 3), tuple(total.reasons), _relation(total, names))


def _relation(total: _Sum, names: float) -> Relation:
    if total.another_round:
        timeless = total.score - total.time
        return Relation.ROUND if timeless >= _SERIES else Relation.OTHER
    if total.at_most is Relation.OTHER or total.score < DOUBTFUL:
        return Relation.OTHER
    if total.score < SAME or names < _LEAST_NAME:
        return Relation.DOUBTFUL
    if not total.telling and total.funder <= 0 and not total.copied:
        return Relation.DOUBTFUL
    return total.at_most


_LEAST_NAME = 0.25
"""Whatever else agrees, names that share less are at most doubtful: a funder's funds often share day and sum."""


def _add_name(total: _Sum, one: CallKey, other: CallKey) -> float:
    """The names' likeness, 0 to 1, which is added by two thirds."""
    # A funder's or a place's own words in a title ("Ninefold Trust: …") hardly say which fund it is.
    dull = stems_of(one.funder) | stems_of(other.funder) | one.place_stems | other.place_stems
    dull |= one.funder_stems | other.funder_stems
    mine, theirs, likeness = _likest(one, other, dull)
    shared = mine.weights.keys() & theirs.weights.keys()
    within = max(named_in(one, other), named_in(other, one))
    total.telling = within > 0 or any(
        mine.weights[word] == 1.0 and word not in dull for word in shared
    )
    if within > likeness:
        total.add(0.65 * within, "the name of one stands in the words of the other")
        return within
    if likeness:
        total.add(0.65 * likeness, f"names share {', '.join(sorted(shared))}")
        _add_other_words(total, mine, theirs, dull | one.initials | other.initials)
    return likeness


_IN_TEXT = 0.95
"""What a name counts that stands under a headline and not in it."""


def _likest(one: CallKey, other: CallKey, dull: frozenset[str]) -> tuple[Name, Name, float]:
    """The titles, or the funds that they and the texts under them name: whichever are likest."""
    best = (one.name, other.name, names_alike(one.name, other.name, dull))
    mine, theirs = one.fund, other.fund
    if mine is None or theirs is None:
        return best
    told = names_alike(mine.name, theirs.name, dull)
    if not (mine.in_title and theirs.in_title):
        told *= _IN_TEXT
    return (mine.name, theirs.name, told) if told > best[2] else best


def _add_other_words(total: _Sum, one: Name, other: Name, skipped: frozenset[str]) -> None:
    for mine, theirs in words_swapped(one, other, skipped | {"government"})[:1]:
        total.add(-0.25, f"{' '.join(mine)} is not {' '.join(theirs)}")
        total.cap(Relation.DOUBTFUL)


def _add_funder(total: _Sum, one: CallKey, other: CallKey) -> None:
    points, why = funders_alike(one, other)
    total.funder = points
    if why:
        total.add(points, why)


def _add_amounts(total: _Sum, one: CallKey, other: CallKey) -> None:
    for points, why, of_time in sums_alike(one, other):
        total.add(points, why, of_time=of_time)


def _add_places(total: _Sum, one: CallKey, other: CallKey) -> None:
    if not one.districts or not other.districts:
        return
    if one.districts == other.districts:
        few = len(one.districts) <= _FEW_DISTRICTS
        total.add(0.07 if few else 0.03, "for the same places")
    elif not one.districts & other.districts:
        total.add(-0.45, "for other places")
        total.cap(Relation.DOUBTFUL)


_FEW_DISTRICTS = 15


def _add_words(total: _Sum, one: CallKey, other: CallKey) -> None:
    fewest = min(len(one.shingles), len(other.shingles))
    # One site tells of all funds in the same words.
    if fewest < 5 or (one.source and one.source == other.source):
        return
    share = len(one.shingles & other.shingles) / fewest
    if share >= 0.10:
        total.copied = True
        total.add(min(0.30, 0.10 + share / 3), f"{round(share * 100)} % of the words are the same")


def _add_parts(total: _Sum, one: CallKey, other: CallKey) -> None:
    if bool(one.strand) != bool(other.strand):
        total.add(-0.30, "a part of a fund and a whole one")
        total.cap(Relation.DOUBTFUL)
    elif one.strand and _strand(one.strand) != _strand(other.strand):
        total.add(-0.60, "different parts")
        total.cap(Relation.OTHER)
    lots, other_lots = one.name.lots, other.name.lots
    if lots and other_lots and lots != other_lots:
        total.add(-0.60, "different lots or levels")
        total.cap(Relation.OTHER)
    mine, theirs = one.sides - other.sides, other.sides - one.sides
    rows = {row for row, _ in mine} & {row for row, _ in theirs}
    if rows:
        words = sorted(word for row, word in mine | theirs if row in rows)
        total.add(-0.40, f"{' and '.join(words)} are not the same")
        total.cap(Relation.DOUBTFUL)
    if one.source and one.source == other.source:
        notices = bool(one.notice and other.notice and one.notice != other.notice)
        total.add(-0.50 if notices else -0.10, "told apart by the one site")
        if notices:
            total.cap(Relation.DOUBTFUL)


def _strand(title: str) -> frozenset[str]:
    return frozenset(name_of(title).words) - {"lot", "strand"}


def _add_time(total: _Sum, one: CallKey, other: CallKey) -> None:
    told = time_evidence(one, other)
    if told is not None:
        total.another_round = told.another_round
        total.add(told.points, told.why, of_time=True)
    if shared := months_shared(one, other):
        total.add(shared.points, shared.why, of_time=True)
    if round_unsure(one, other) and not (told and told.points > 0) and not shared:
        total.reasons.append("one speaks of rounds, and which this is nobody says (+0.00)")
        total.cap(Relation.DOUBTFUL)


def funder_among(keys: Iterable[CallKey]) -> str:
    """Whose fund it is: the publisher that the others name; else that of the first."""
    keys = list(keys)
    for key in keys:
        body = body_of(key.funder)
        if any(other.funder != key.funder and names_body(other.words, body) for other in keys):
            return key.funder
    return keys[0].funder if keys else ""
