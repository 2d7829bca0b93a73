"""What a sum can be of, and how its limit and its size speak for one meaning or another.

Each meaning has points from the words around the sum; the one with most points counts.
"""

from funding_radar.reading.limits import ABOUT, LEAST, MOST
from funding_radar.reading.money import Sum

AWARD, POT, INCOME = "award", "pot", "income"
THERE = "there"
"""Money that is there to be had: a grant where it is a small most, a pot otherwise."""
FUNDING = "funding"
"""Funding of up to so much: a grant, or a pot where it is large or grants are smaller."""
BUDGET = "budget"
"""A yearly budget: an applicant's income, or a pot where it is there to be had."""
TYPICAL, USUAL = "typical", "usual"
"""What grants come to on average, and between which sums most are: limits where no others are told."""
PART = "part"
"""What is only a part: of a grant, of a pot, for some of those who bid."""
WIDER, PACKAGE = "wider", "package"
"""What a pot is a part of; a package is a pot where no other is told."""

SURELY, FAINT = 16, 8
"""Points of what leaves no doubt, and of what is said by the way."""
LARGE = 400_000
"""So much is likelier a pot than a grant."""
_ENOUGH, _ENOUGH_POT, _RANGE = 6, 5, 12
_MUCH, _HUGE = 1_000_000, 2_000_000
"""So much, without a limit and as one, is one award's only where the words leave no doubt."""
_TINY, _SMALL, _VAST = 2_000, 20_000, 500_000_000
"""A tiny sum is hardly a pot; a small one is likelier the size of a grant; a vast one is what a
government spends in all."""
_LEAST = 25
"""What costs less is a price."""
_NO_RANGES = ("past", "match", "price", "reserves")
"""Words of these before a range say that no bid is asked for in it."""

Points = dict[str, float]


def weigh(points: Points, one: Sum, limit: str, *, plain: bool, named: bool) -> str:
    """What a sum is of, or nothing.

    A limit that is ``plain`` does not only compare; one that is ``named`` is called a limit.
    """
    _weigh_there(points, one, limit, named=named)
    _weigh_limit(points, one, limit, plain=plain, named=named)
    if one.low is not None and INCOME not in points:
        _weigh_range(points, limit)
    _weigh_size(points, one, limit)
    if limit == ABOUT and points.get(AWARD, 0) > points.get(POT, 0):
        points[TYPICAL] = points[AWARD] + 1
    if one.low is not None and TYPICAL in points:
        points[USUAL] = points.pop(TYPICAL)
    of = max(points, key=lambda kind: points[kind], default="")
    enough = points.get(of, 0) >= {AWARD: _ENOUGH, POT: _ENOUGH_POT}.get(of, 0)
    return of if enough and (one.pounds >= _LEAST or of not in (AWARD, POT)) else ""


def _weigh_there(points: Points, one: Sum, limit: str, *, named: bool) -> None:
    """Of money that is there a small most is a grant, and so is a range."""
    there, budget = points.pop(THERE, 0), points.pop(BUDGET, 0)
    if budget:
        points[POT if there else INCOME] = budget
    most = limit == MOST
    if there and one.low is not None:
        points[AWARD] = max(points.get(AWARD, 0), there)
    elif there and most and one.pounds <= (LARGE if named else _SMALL):
        surely_pot = points.get(POT, 0) >= FAINT
        points[POT if surely_pot else AWARD] = max(points.get(AWARD, 0), there)
    elif there and (one.pounds > _TINY or POT in points):
        surely_award = most and points.get(AWARD, 0) >= FAINT
        points[POT] = max(points.get(POT, 0), 0 if surely_award else there)


def _weigh_limit(points: Points, one: Sum, limit: str, *, plain: bool, named: bool) -> None:
    """A limit speaks for an award; where little else speaks, for some or other funding if it is much."""
    most = limit == MOST
    if named and most and one.pounds <= LARGE and points.get(POT, 0) <= FAINT:
        points.pop(POT, 0)
    nothing_else = not points
    bare = points.keys() <= {POT} and not named and one.pounds >= LARGE
    if FUNDING in points and (not most or one.low is not None):
        points[AWARD] = max(points.get(AWARD, 0), points.pop(FUNDING))
    if limit not in (MOST, LEAST) or (AWARD not in points and points.get(POT, 0) >= FAINT):
        return
    points[AWARD] = points.get(AWARD, 0) + 3
    if plain and most and bare:
        points[FUNDING] = FAINT
    elif plain and (most or (named and nothing_else)):
        points[AWARD] = max(points[AWARD], _ENOUGH)


def _weigh_range(points: Points, limit: str) -> None:
    """A range is no pot, and an award's unless other words speak of it."""
    pot = points.pop(POT, 0)
    rival = max(points.get(kind, 0) for kind in _NO_RANGES)
    if limit != ABOUT or not pot:
        award = points.get(AWARD, 0) + 3
        points[AWARD] = award if rival >= FAINT else max(award, _RANGE)


def _weigh_size(points: Points, one: Sum, limit: str) -> None:
    """A large sum speaks for a pot, a small one for an award."""
    if POT in points and (one.pounds <= _TINY or one.pounds >= _VAST):
        points[POT] -= 1 if one.pounds <= _TINY else 4
    for kind, much in ((AWARD, one.pounds <= _SMALL), (POT, one.pounds >= LARGE)):
        if kind in points and much:
            points[kind] += 2
    unsure = points.get(AWARD, 0) < SURELY and one.low is None
    huge = (limit == MOST and one.pounds >= _HUGE) or (limit == "" and one.pounds >= _MUCH)
    if AWARD in points and unsure and huge:
        whole = FUNDING if limit == MOST and points.get(POT, 0) < FAINT else POT
        points[whole] = max(points.get(whole, 0), points.pop(AWARD))
