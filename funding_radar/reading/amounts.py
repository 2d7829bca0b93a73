"""What a sum is of: an award's limits, the whole pot, an earlier round, an income, a price."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from db.vocabulary import Basis, Field
from funding_radar.reading.cues import cues
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.headings import shut_out_by_heading
from funding_radar.reading.money import Sum, sums
from funding_radar.reading.tables import fill, pattern, table
from funding_radar.reading.text import Document

AWARD, POT, INCOME = "award", "pot", "income"
THERE = "there"
"""Money that is there to be had: a grant where it is a small most, a pot otherwise."""
MOST, LEAST, ABOUT, WEAK, TURNED = "max", "min", "about", "weak", "turned"

_REACH = 140
_LETTERS_A_POINT = 22
_ENOUGH, _ENOUGH_POT = 6, 5
_FEWEST_YEARS, _MOST_YEARS = 2, 5
_HUGE, _SURELY = 2_000_000, 16
"""So much is one award's only where the words leave no doubt."""
_FAINT = 8
_AS_SURE = 0.5
"""Pots said as surely as this are weighed by their size: the whole is named beside its parts."""
_TINY, _SMALL, _LARGE, _VAST = 2_000, 20_000, 400_000, 500_000_000
"""A tiny sum is hardly a pot; a small one is likelier the size of a grant, a large one a pot; a vast
one is what a government spends in all."""

_AND = re.compile(
    r"\s?(?:,|,? and|,? or|/|,? but)? ?(?:of )?"
    r"(?:up to |a maximum of |over |less than |under |more than |below |at least |no more than )?"
)
_OF_WHICH = re.compile(r",? of which (?:up to |over |around |just over )?")
_LABELLED = re.compile(r"[a-z)]\s?:\s?\S{0,3}\Z")
_LONGEST_COLON = 7


@dataclass(frozen=True, slots=True)
class Told:
    """A sum with what it is of, how sure that is, which limit it sets and what it is counted by."""

    sum: Sum
    of: str
    points: float
    limit: str
    basis: Basis


def read_amounts(document: Document) -> Iterator[ReadFact]:
    """The least and the most that one bid may ask for, and the whole pot, each at most once."""
    told = told_sums(document)
    awards = [one for one in told if one.of == AWARD]
    limits = list(_award_limits(document, awards))
    yield from limits
    most = max((fact.value for fact in limits), default=0)
    pots = [one for one in told if one.of == POT and one.sum.low is None]
    pots = [one for one in pots if one.sum.pounds > most]
    if pots:
        surest = max(one.points for one in pots) - _AS_SURE
        likely = [one for one in pots if one.points >= surest]
        best = max(likely, key=lambda one: (one.sum.pounds, one.points, -one.sum.start))
        yield _fact(document, best, Field.TOTAL_POT, best.sum.pounds)


def told_sums(document: Document) -> list[Told]:
    """Every sum of a text with what its words say it is of."""
    if "sums" not in document.kept:
        document.kept["sums"] = _told_sums(document)
    told: list[Told] = document.kept["sums"]
    return told


def _told_sums(document: Document) -> list[Told]:
    found = sums(document.low)
    told: list[Told] = []
    for number, one in enumerate(found):
        end = found[number + 1].start if number + 1 < len(found) else len(document.low)
        told.append(_told(document, one, told[-1] if told else None, end))
    return told


def _told(document: Document, one: Sum, before: Told | None, following: int) -> Told:
    low, number = document.low, document.index_at(one.start)
    sentence = document.sentences[number]
    beside = before if before is not None and before.sum.end > sentence.start else None
    floor = max(sentence.start, one.start - _REACH, beside.sum.end if beside else 0)
    ceiling = min(max(sentence.end, one.end), one.end + _REACH, following)
    left = low[floor : one.start]
    moved = pattern("sums", "basis", "moved").search(left) if one.low is not None else None
    if moved:
        one = replace(one, low=None)
    limit = (
        _limit(left)
        if not moved
        else MOST
        if pattern("sums", "basis", "capped").search(left)
        else ""
    )
    after = _limit_after(low, one.end, ceiling)
    limit = after if limit == ABOUT and after else limit or after
    if limit == LEAST and shut_out_by_heading(document, number):
        limit = MOST
    points = _points(document, number, (floor, one, ceiling))
    if beside is not None and beside.of and len(left) < 30 and _AND.fullmatch(left):
        points[beside.of] = max(points.get(beside.of, 0), beside.points + 2)
        limit = limit or beside.limit
    if beside is not None and beside.of == POT and _is_what_is_left(low, left, one, ceiling):
        points[POT] = beside.points + 2
    _weigh(points, one, limit, plain=not _weak(left))
    asked = low[sentence.start : sentence.end].endswith("?")
    if limit == LEAST and (asked or pattern("sums", "limit", "exceptional").search(left)):
        points.clear()
    of = max(points, key=lambda kind: points[kind], default="")
    if points.get(of, 0) < {AWARD: _ENOUGH, POT: _ENOUGH_POT}.get(of, 0):
        of = ""
    if beside is not None and _years_of(one, beside):
        of, limit = AWARD, MOST
    return Told(one, of, points.get(of, 0), limit, _basis(low, floor, one, ceiling))


def _is_what_is_left(low: str, left: str, one: Sum, ceiling: int) -> bool:
    """Whether a sum is the part of a wider pot that is to be had here."""
    available = pattern("sums", "basis", "available").match(low, one.end, ceiling)
    return _OF_WHICH.fullmatch(left) is not None and available is not None


def _years_of(one: Sum, before: Told) -> bool:
    """Whether a sum is the yearly award named just before it, over some years."""
    yearly = before.of == AWARD and before.basis is Basis.PER_YEAR and one.low is None
    if not yearly or not before.sum.pounds:
        return False
    years, rest = divmod(one.pounds, before.sum.pounds)
    return rest == 0 and _FEWEST_YEARS <= years <= _MOST_YEARS


def _points(document: Document, number: int, reach: tuple[int, Sum, int]) -> dict[str, float]:
    """What the words before a sum, after it and in the label above speak of, and how strongly."""
    floor, one, ceiling = reach
    low = document.low
    points: dict[str, float] = {}
    found = cues("sums", "before").within(low, floor, one.start)
    for cue in found:
        worth = cue.points - (one.start - cue.end) / _LETTERS_A_POINT
        points[cue.kind] = max(points.get(cue.kind, 0), worth)
    for kind, worth, least, after in _after():
        enough = one.pounds >= least and points.get(kind, 0) < worth
        if enough and after.match(low, one.end, ceiling):
            points[kind] = worth
    label = document.label_of(number)
    start = max(document.sentences[number].start, one.start - _LONGEST_COLON)
    labelled = _LABELLED.search(low, start, one.start)
    if label is not None and not found and not labelled and "£" not in low[label.start : label.end]:
        for cue in cues("sums", "before").within(low, label.start, label.end):
            points[cue.kind] = max(points.get(cue.kind, 0), cue.points - 1)
    return points


@cache
def _after() -> tuple[tuple[str, float, int, re.Pattern[str]], ...]:
    return tuple(
        (
            row["kind"],
            float(row["points"]),
            row.get("least", 0),
            re.compile(fill("sums", "|".join(row["words"]))),
        )
        for row in table("sums")["after"]
    )


def _weigh(points: dict[str, float], one: Sum, limit: str, plain: bool) -> None:
    """A limit or a range speaks for an award, a large sum for a pot, ``around`` against a limit."""
    there = points.pop(THERE, 0)
    if there and limit == MOST and one.pounds <= _SMALL and POT not in points:
        points[AWARD] = max(points.get(AWARD, 0), there)
    elif there:
        points[POT] = max(points.get(POT, 0), there)
    if limit in (MOST, LEAST) and (AWARD in points or points.get(POT, 0) < _FAINT):
        points[AWARD] = points.get(AWARD, 0) + 3
        if limit == MOST and plain:
            points[AWARD] = max(points[AWARD], _ENOUGH)
    if one.low is not None and INCOME not in points:
        points.pop(POT, None)
        points[AWARD] = max(points.get(AWARD, 0) + 3, 10)
    if POT in points and (one.pounds <= _TINY or one.pounds >= _VAST):
        points[POT] -= 1 if one.pounds <= _TINY else 4
    for kind, much in ((AWARD, one.pounds <= _SMALL), (POT, one.pounds >= _LARGE)):
        if kind in points and much:
            points[kind] += 2
    if limit == MOST and one.pounds >= _HUGE and points.get(AWARD, 0) < _SURELY:
        points[POT] = max(points.get(POT, 0), points.pop(AWARD, 0))
    if limit == ABOUT and points.get(AWARD, 0) > points.get(POT, 0):
        points["typical"] = points[AWARD] + 1


def _limit(left: str) -> str:
    """Whether the words before a sum make it a most, a least or an about; ``not`` turns it."""
    for name in (ABOUT, MOST, LEAST):
        match = _limits()[name].search(left)
        if match is None:
            continue
        if name == ABOUT or not _limits()[TURNED].search(left, 0, match.start()):
            return name
        return LEAST if name == MOST else MOST
    return ""


@cache
def _limits() -> Mapping[str, re.Pattern[str]]:
    words = table("sums")["limit"]
    return {
        name: re.compile(rf"(?<![a-z])(?:{fill('sums', words[name])})")
        for name in (ABOUT, MOST, LEAST, WEAK, TURNED)
    }


def _limit_after(low: str, end: int, ceiling: int) -> str:
    """A limit that stands after its sum: ``£500 maximum``, ``£250 upwards``."""
    if pattern("sums", "limit", "max_after").match(low, end, ceiling):
        return MOST
    return LEAST if pattern("sums", "limit", "min_after").match(low, end, ceiling) else ""


def _weak(left: str) -> bool:
    """Whether a limit is said by a word that only compares: ``under``, not ``cannot exceed``."""
    match = _limits()[WEAK].search(left)
    return match is not None and not _limits()[TURNED].search(left, 0, match.start())


def _basis(low: str, floor: int, one: Sum, ceiling: int) -> Basis:
    if pattern("sums", "basis", "per_partner").match(low, one.end, ceiling):
        return Basis.PER_PARTNER
    yearly = pattern("sums", "basis", "per_year").match(low, one.end, min(ceiling, one.end + 42))
    if yearly or pattern("sums", "basis", "per_year_before").search(low[floor : one.start]):
        return Basis.PER_YEAR
    if pattern("sums", "basis", "per_place").match(low, one.end, ceiling):
        return Basis.PER_PLACE
    return Basis.TOTAL


def _award_limits(document: Document, awards: Sequence[Told]) -> Iterator[ReadFact]:
    """The largest most and the smallest least of all sizes of grant that are told."""
    whole = [one for one in awards if one.basis is not Basis.PER_YEAR] or awards
    tops = _tops(whole) or _tops(awards)
    if tops:
        best = max(tops, key=lambda one: (one.sum.pounds, -one.sum.start))
        yield _fact(document, best, Field.MAX_AMOUNT, best.sum.pounds)
    floors = [one for one in whole if one.sum.low is not None or one.limit == LEAST]
    if floors:
        least = min(floors, key=lambda one: (_least(one), one.sum.start))
        tiers_below = [
            one for one in tops if one.sum.low is None and one.sum.pounds <= _least(least)
        ]
        if not tiers_below:
            yield _fact(document, least, Field.MIN_AMOUNT, _least(least))


def _tops(awards: Sequence[Told]) -> list[Told]:
    """The sums that an award can come to at most; a size without a limit where none has one."""
    capped = [one for one in awards if one.sum.low is not None or one.limit == MOST]
    return capped or [one for one in awards if one.limit == ""]


def _least(one: Told) -> int:
    return one.sum.pounds if one.sum.low is None else one.sum.low


def _fact(document: Document, one: Told, name: Field, value: int) -> ReadFact:
    return ReadFact(name, value, quoted(document, one), basis=one.basis)


def quoted(document: Document, one: Told) -> str:
    """The clause of a sum, with the words that say by what it is counted."""
    start, end = one.sum.start, one.sum.end
    if one.basis is Basis.PER_YEAR:
        after = pattern("sums", "basis", "per_year").match(document.low, end, end + 42)
        floor = document.sentence_at(start).start
        before = pattern("sums", "basis", "per_year_before").search(document.low[floor:start])
        end = after.end() if after else end
        start = floor + before.start() if before and not after else start
    return document.quote(start, end)
