"""Splits the budget of a consortium by who covers what, as fairly as everyone's limits allow.

First the Shapley share of coverage: the weight of each covered cell, divided equally among the
partners that cover it. (For a game in which a cell counts once however many cover it, this is the
average of what a partner adds over all orders in which partners could have come.) Then the split
that is leximin in money over share: raise everyone's level together, let nobody go under its least
or over its most. Where small members would get less than their floor, they and the others are
filled separately. Whole pounds, and they add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from funding_radar.consortium.model import Candidate, Limits, Problem

T = TypeVar("T")
LEAST_PART = 1000
"""A partner that covers nothing counts as covering a thousandth, so that all have a level."""


@dataclass(frozen=True, slots=True)
class Line:
    """One partner's line of the split, with how it came about. Money is in coins."""

    member: str
    alone: Fraction
    """Weight that no other partner covers."""
    shared: Fraction
    """Its part of the weight that others cover too."""
    target: Fraction
    """What its share of coverage alone would give it."""
    limits: Limits
    given: int

    @property
    def at_most(self) -> bool:
        """Whether its cap holds it down."""
        return self.given == self.limits.most and self.target > self.given

    @property
    def at_least(self) -> bool:
        """Whether its least share lifts it."""
        return self.given == self.limits.least and self.target < self.given


@dataclass(frozen=True, slots=True)
class Split:
    """The split of a budget: a line for each partner, and what the floor for small members did."""

    lines: tuple[Line, ...]
    small_money: int
    small_money_possible: int
    floor_lifted: bool

    @property
    def given(self) -> dict[str, int]:
        """Coins by member."""
        return {line.member: line.given for line in self.lines}


def coverage_shares(
    problem: Problem, members: Sequence[str]
) -> dict[str, tuple[Fraction, Fraction]]:
    """For each partner the weight it covers alone, and its part of what others cover too."""
    group = _group(problem, members)
    shares = {member.id: [Fraction(0), Fraction(0)] for member in group}
    for kind, cells in (("covers", problem.needs), ("reaches", problem.communities)):
        for cell in cells:
            who = [member.id for member in group if cell.id in getattr(member, kind)]
            for name in who:
                shares[name][len(who) > 1] += Fraction(max(0, cell.weight), len(who))
    return {name: (alone, shared) for name, (alone, shared) in shares.items()}


def split(problem: Problem, members: Sequence[str], lead: str, *, coins: int = 1) -> Split:
    """Share out the budget; ``coins`` is how many whole coins make one unit of the budget.

    Raises ValueError when the budget cannot be shared out within the limits.
    """
    group, budget = _group(problem, members), problem.budget * coins
    limits = {m.id: _in_coins(m.limits(leads=m.id == lead), coins) for m in group}
    weights = coverage_shares(problem, members)
    parts = _parts({name: sum(pair, Fraction(0)) for name, pair in weights.items()})
    small = {m.id for m in group if m.size == "small"}
    floor = -(-problem.rules.min_small_money_percent * budget // 100)
    given = fill(budget, parts, limits)
    lifted = sum(given[name] for name in small) < floor
    if lifted:
        others = set(given) - small
        given = fill(floor, _only(parts, small), _only(limits, small))
        given |= fill(budget - floor, _only(parts, others), _only(limits, others))
    whole = sum(parts.values())
    lines = tuple(
        Line(name, *weights[name], parts[name] * budget / whole, limits[name], given[name])
        for name in (m.id for m in group)
    )
    possible = min(
        sum(limits[name].most for name in small),
        budget - sum(limits[name].least for name in set(limits) - small),
    )
    return Split(lines, sum(given[name] for name in small), possible, lifted)


def fill(total: int, parts: Mapping[str, Fraction], limits: Mapping[str, Limits]) -> dict[str, int]:
    """The leximin split of a total: level times part, within limits, in whole coins that add up.

    >>> fill(10, {"a": Fraction(1), "b": Fraction(3)}, {"a": Limits(4, 9), "b": Limits(0, 9)})
    {'a': 4, 'b': 6}
    """
    if (
        not sum(li.least for li in limits.values())
        <= total
        <= sum(li.most for li in limits.values())
    ):
        raise ValueError(f"{total} cannot be shared out within the limits")
    exact = _at_level(_level(total, parts, limits), parts, limits)
    given = {name: int(amount) for name, amount in exact.items()}
    by_remainder = sorted(given, key=lambda name: (given[name] - exact[name], name))
    for name in by_remainder[: total - sum(given.values())]:
        given[name] += 1
    return given


def _level(total: int, parts: Mapping[str, Fraction], limits: Mapping[str, Limits]) -> Fraction:
    """The level at which amounts add up to the total: linear between where limits begin to hold."""
    turns = sorted(
        {Fraction(end) / parts[name] for name, li in limits.items() for end in (li.least, li.most)}
    )
    low = Fraction(0)
    for high in turns:
        filled = sum(_at_level(high, parts, limits).values())
        if filled >= total:
            before = sum(_at_level(low, parts, limits).values())
            return (
                high
                if filled == before
                else low + (high - low) * (total - before) / (filled - before)
            )
        low = high
    return low


def _at_level(
    level: Fraction, parts: Mapping[str, Fraction], limits: Mapping[str, Limits]
) -> dict[str, Fraction]:
    return {
        name: min(max(level * parts[name], Fraction(li.least)), Fraction(li.most))
        for name, li in limits.items()
    }


def _parts(weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, Fraction(1))
    return {name: max(weight, Fraction(whole, LEAST_PART)) for name, weight in weights.items()}


def _in_coins(limits: Limits, coins: int) -> Limits:
    return Limits(limits.least * coins, limits.most * coins)


def _group(problem: Problem, members: Sequence[str]) -> list[Candidate]:
    wanted = set(members)
    return [member for member in problem.members if member.id in wanted]


def _only(table: Mapping[str, T], names: set[str]) -> dict[str, T]:
    return {name: value for name, value in table.items() if name in names}
