"""Whether two sightings are of one call: a score that is the sum of its reasons.

Names alone never decide: one fund has many titles, and many funds have one title ("Community Grants").
So a name counts by the words in it that tell, and funder, deadline, amounts, places, links and shared text
are added to it; what speaks against is taken off. A fund that comes again is another call of one series.
"""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum

from funding_radar.reading.call_key import JOINING, READ, CallKey, body_of
from funding_radar.reading.call_names import Name, name_of
from funding_radar.reading.rounds import time_evidence

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
    dull = _stems_of(one.funder) | _stems_of(other.funder) | one.place_stems | other.place_stems
    shared = one.name.weights.keys() & other.name.weights.keys()
    likeness = _names_alike(one.name, other.name, dull)
    within = max(_named_in(one, other), _named_in(other, one))
    total.telling = within > 0 or any(
        one.name.weights[word] == 1.0 and word not in dull for word in shared
    )
    if within > likeness:
        total.add(0.65 * within, "the name of one stands in the words of the other")
        return within
    if likeness:
        total.add(0.65 * likeness, f"names share {', '.join(sorted(shared))}")
        _add_other_words(total, one, other, dull)
    return likeness


def _names_alike(one: Name, other: Name, dull: frozenset[str]) -> float:
    """The likeness of the whole names, or of the parts of them that are likest."""
    whole = _words_alike(one.weights.keys(), other.weights.keys(), one, other, dull)
    parts = max(
        (
            _words_alike(set(a), set(b), one, other, dull)
            for a in one.parts
            for b in other.parts
            if not (dull.issuperset(a) or dull.issuperset(b))
        ),
        default=0.0,
    )
    return max(whole, 0.95 * parts, _RUN if _run(one, other) else 0.0)


def _words_alike(
    a: AbstractSet[str], b: AbstractSet[str], one: Name, other: Name, dull: frozenset[str]
) -> float:
    worth = {
        word: (one.weights.get(word) or other.weights[word]) * (_DULL if word in dull else 1.0)
        for word in a | b
    }
    together = sum(worth[word] for word in a & b)
    if not together:
        return 0.0
    mine, theirs = sum(worth[word] for word in a), sum(worth[word] for word in b)
    contained, alike = together / min(mine, theirs), together / max(mine, theirs)
    told = min(1.0, 0.2 + together / 2.2)
    if a == b:
        told = max(told, 0.85 if max(worth[word] for word in a) == 1.0 else 0.6)
    return contained * (0.7 + 0.3 * alike) * told


def _add_other_words(total: _Sum, one: CallKey, other: CallKey, dull: frozenset[str]) -> None:
    """Where each name has a word of its own in the same place, they are two: Dementia, and Carer Friendly Places."""
    initials = {_initials(body) for key in (one, other) for body in key.bodies}
    skipped = dull | initials | {"government"}
    a = [[word for word in part if word not in skipped] for part in one.name.parts]
    b = [[word for word in part if word not in skipped] for part in other.name.parts]
    pairs = [(x, y) for x in a for y in b if set(x) & set(y)]
    if not pairs:
        return
    x, y = max(pairs, key=lambda pair: len(set(pair[0]) & set(pair[1])))
    swapped = [
        (x[i1:i2], y[j1:j2])
        for what, i1, i2, j1, j2 in SequenceMatcher(None, x, y, autojunk=False).get_opcodes()
        if what == "replace"
    ]
    rest = [word for part in a if part is not x for word in part if one.name.weights[word] == 1.0]
    other_rest = [
        word for part in b if part is not y for word in part if other.name.weights[word] == 1.0
    ]
    if rest and other_rest and not set(rest) & set(other_rest):
        swapped.append((rest, other_rest))
    for mine, theirs in swapped[:1]:
        total.add(-0.25, f"{' '.join(mine)} is not {' '.join(theirs)}")
        total.cap(Relation.DOUBTFUL)


def _initials(body: str) -> str:
    return "".join(word[0] for word in body.split() if word not in JOINING)


_DULL = 0.35
_RUN = 0.42
"""What a name of three words in a row is worth at least, when both titles have it."""


def _stems_of(words: str) -> frozenset[str]:
    return frozenset(name_of(words).weights)


def _run(one: Name, other: Name) -> bool:
    """Whether both titles have three words in a row that end a name, such as Covid Recovery Fund."""
    theirs = f" {' '.join(other.words)} "
    words = one.words
    return any(
        words[i + 2] in _ENDS
        and one.telling(words[i : i + 2]) == 2
        and f" {' '.join(words[i : i + 3])} " in theirs
        for i in range(len(words) - 2)
    )


_ENDS = {
    "fund",
    "funding",
    "grant",
    "grants",
    "scheme",
    "programme",
    "awards",
    "service",
    "services",
}


def _named_in(one: CallKey, other: CallKey) -> float:
    """How surely the other's words name this call: its words in a row, told as a whole."""
    for words in one.name.phrases:
        if f" {words} " in other.words:
            return 0.55
    return 0.0


def _add_funder(total: _Sum, one: CallKey, other: CallKey) -> None:
    points, why = _funders(one, other)
    total.funder = points
    if why:
        total.add(points, why)


def _funders(one: CallKey, other: CallKey) -> tuple[float, str]:
    mine, theirs = body_of(one.funder), body_of(other.funder)
    # All that one site tells has one publisher: that says nothing.
    own = {mine} if one.source and one.source == other.source else set()
    shared = (one.bodies & other.bodies) - own
    points, why = 0.0, ""
    if shared:
        points = min(0.30, 0.12 + 0.09 * (len(shared) - 1))
        why = f"both name {', '.join(sorted(shared)[:3])}"
    if _links(one, other):
        return 0.30, "one links to the other's page"
    told = _names_body(other.words, mine) or _names_body(one.words, theirs)
    if points < 0.17 and told and not own:
        return 0.17, "one names the other's publisher"
    if points < 0.15 and mine and mine == theirs and not own:
        return 0.15, "the same publisher"
    if why:
        return points, why
    if _by_initials(one, other) or _by_initials(other, one):
        return 0.10, "one names the other's funder by its initials"
    named = one.named_bodies - {mine} or other.named_bodies - {theirs}
    if named and one.bodies - own and other.bodies - own:
        return -0.15, "they name different organisations"
    return (-0.05, "different publishers") if mine and theirs and not own else (0.0, "")


def _links(one: CallKey, other: CallKey) -> bool:
    return any(
        len(a.url) > _SHORT_URL and a.url.rstrip("/") in b.text
        for a, b in ((one, other), (other, one))
    )


_SHORT_URL = 24
"""A home page is linked from anywhere; an address must be longer to be that of one fund."""


def _names_body(words: str, body: str) -> bool:
    return len(body) >= 5 and f" {body} " in words


def _by_initials(one: CallKey, other: CallKey) -> bool:
    for body in one.bodies:
        letters = _initials(body)
        if len(letters) >= 3 and re.search(
            rf"\b{letters.upper()}\b", f"{other.title} {other.text[:READ]}"
        ):
            return True
    return False


def _add_amounts(total: _Sum, one: CallKey, other: CallKey) -> None:
    counted: set[int] = set()
    a, b = one.max_amount, other.max_amount
    if a is not None and b is not None:
        if a == b:
            counted.add(a)
            total.add(0.15, f"both up to £{a:,}")
        elif a not in other.sums and b not in one.sums:
            total.add(-0.20, f"up to £{a:,} and up to £{b:,}", of_time=True)
    p, q = one.total_pot, other.total_pot
    if p is not None and q is not None and p not in counted:
        if p == q:
            counted.add(p)
            total.add(0.12, f"both £{p:,} in all")
        elif p not in other.sums and q not in one.sums:
            total.add(-0.10, f"£{p:,} and £{q:,} in all", of_time=True)
    shared = sorted((one.sums & other.sums) - counted, reverse=True)
    if shared:
        points = min(0.20, sum(0.12 if s >= _LARGE else 0.06 for s in shared))
        total.add(points, "both name " + " and ".join(f"£{s:,}" for s in shared[:3]))
    elif one.sums and other.sums and not counted:
        total.add(-0.06, "no sum in common", of_time=True)


_LARGE = 100_000
"""A sum that few funds have in common."""


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
    if fewest < 5:
        return
    share = len(one.shingles & other.shingles) / fewest
    if share >= 0.10:
        total.copied = True
        total.add(min(0.30, 0.10 + share / 3), f"{round(share * 100)} % of the words are the same")


def _add_parts(total: _Sum, one: CallKey, other: CallKey) -> None:
    a, b = one.name, other.name
    if bool(one.strand) != bool(other.strand):
        total.add(-0.30, "a part of a fund and a whole one")
        total.cap(Relation.DOUBTFUL)
    elif one.strand and _strand(one.strand) != _strand(other.strand):
        total.add(-0.60, "different parts")
        total.cap(Relation.OTHER)
    if a.lots and b.lots and a.lots != b.lots:
        total.add(-0.60, "different lots or levels")
        total.cap(Relation.OTHER)
    mine, theirs = a.sides - b.sides, b.sides - a.sides
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


def funder_among(keys: Iterable[CallKey]) -> str:
    """Whose fund it is: the publisher that the others name; else that of the first."""
    keys = list(keys)
    for key in keys:
        body = body_of(key.funder)
        if any(other.funder != key.funder and _names_body(other.words, body) for other in keys):
            return key.funder
    return keys[0].funder if keys else ""
