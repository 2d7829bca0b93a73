"""How much one bid may ask for, and how much there is in all."""

from collections.abc import Iterator, Sequence

from db.vocabulary import Basis, Field
from funding_radar.reading.facts import ReadFact
from funding_radar.reading.limits import LEAST, MOST, RARE
from funding_radar.reading.sums import Told, told_sums
from funding_radar.reading.tables import pattern
from funding_radar.reading.text import Document
from funding_radar.reading.weighing import AWARD, PACKAGE, POT, USUAL

_AS_SURE = 0.5
"""Pots said as surely as this are weighed by their size: the whole is named beside its parts."""
_NO_FLOOR = 5
"""Less than this bounds no bid: ``between £1 and £50,000``."""


def read_amounts(document: Document) -> Iterator[ReadFact]:
    """The least and the most that one bid may ask for, and the whole pot, each at most once."""
    told = told_sums(document)
    awards = [one for one in told if one.of == AWARD]
    if all(one.limit == RARE for one in awards):
        awards = [one for one in told if one.of == USUAL] + awards
    limits = list(_award_limits(document, awards))
    yield from limits
    most = max((fact.value for fact in limits), default=0)
    pots = [one for one in told if one.of == POT and one.sum.low is None]
    pots = pots or [one for one in told if one.of == PACKAGE]
    pots = [one for one in pots if one.sum.pounds > most]
    if pots:
        surest = max(one.points for one in pots) - _AS_SURE
        likely = [one for one in pots if one.points >= surest]
        best = max(likely, key=lambda one: (one.sum.pounds, one.points, -one.sum.start))
        yield _fact(document, best, Field.TOTAL_POT, best.sum.pounds)


def _award_limits(document: Document, awards: Sequence[Told]) -> Iterator[ReadFact]:
    """The largest most and the smallest least of all sizes of grant that are told."""
    whole = [one for one in awards if one.basis is not Basis.PER_YEAR]
    if _most(whole) < _most(awards):
        whole = list(awards)
    tops = _tops(whole) or _tops(awards)
    if tops:
        best = max(tops, key=lambda one: (one.sum.pounds, -one.sum.start))
        yield _fact(document, best, Field.MAX_AMOUNT, best.sum.pounds)
    floors = _floors(whole) or _floors(awards)
    if floors:
        least = min(floors, key=lambda one: (_least(one), one.sum.start))
        tiers_below = [
            one for one in tops if one.sum.low is None and one.sum.pounds <= _least(least)
        ]
        if not tiers_below:
            yield _fact(document, least, Field.MIN_AMOUNT, _least(least))


def _most(awards: Sequence[Told]) -> int:
    return max((one.sum.pounds for one in _tops(awards)), default=0)


def _tops(awards: Sequence[Told]) -> list[Told]:
    """The sums that an award can come to at most; a size without a limit where none has one."""
    capped = [one for one in awards if one.sum.low is not None or one.limit == MOST]
    sizes = [one for one in awards if one.limit == ""]
    return capped or sizes or [one for one in awards if one.limit == RARE]


def _floors(awards: Sequence[Told]) -> list[Told]:
    return [
        one
        for one in awards
        if (one.sum.low is not None or one.limit == LEAST) and _least(one) >= _NO_FLOOR
    ]


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
