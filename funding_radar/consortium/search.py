"""The best few consortia of a problem, with proof: one search, or several on one preparation."""

from dataclasses import dataclass, replace
from math import floor, inf

import numpy as np

from funding_radar.consortium.arrays import Arrays
from funding_radar.consortium.best import Ask, Best, Found, Outcome
from funding_radar.consortium.descent import Search
from funding_radar.consortium.presolve import possible_members
from funding_radar.consortium.prices import root_prices
from funding_radar.consortium.relaxation import Floats, Relaxation, relaxation
from funding_radar.consortium.rules import Ints

__all__ = ["Ask", "Found", "Outcome", "Prepared", "prepare", "solve", "solve_diverse"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A problem made ready to be searched, again and again with different wishes."""

    arrays: Arrays
    kept: Ints
    relaxed: Relaxation | None
    prices: Floats

    @property
    def number(self) -> dict[int, int]:
        """The number of each member that is left, by its number in the problem."""
        return {int(old): new for new, old in enumerate(self.kept)}


def prepare(arrays: Arrays) -> Prepared:
    """Leave out who cannot be in any consortium, and find prices to begin from."""
    kept = possible_members(arrays)
    if not len(kept):
        return Prepared(arrays, kept, None, np.zeros(0))
    rough = relaxation(arrays.only(kept), bonds=False)
    prices, pull = root_prices(rough)
    return Prepared(arrays, kept, relaxation(rough.arrays, pull), prices)


def solve(problem: Arrays | Prepared, ask: Ask | None = None) -> Outcome:
    """The best consortia with proof, or the best found with a bound when time is up.

    The work and its order depend on the problem alone, so the same problem has the same answer.
    """
    ask = ask or Ask()
    until = inf if ask.seconds is None else ask.clock() + ask.seconds
    ready = problem if isinstance(problem, Prepared) else prepare(problem)
    number = ready.number
    if ready.relaxed is None or any(i not in number for i in ask.forced):
        return Outcome((), None, True, 0)
    search = Search(ready.relaxed, Best(_renumbered(ask, number)), until)
    root = search.begin(ready.prices)
    left = -inf
    if root.bound[0] > -inf:
        if len(search.best.sets) < ask.wanted:
            search.dive(root)
            if not ask.first_found:
                search.polish(root.prices[0])
        left = search.prove(root)
    kept = ready.kept
    found = tuple(
        Found(f.value, tuple(int(kept[i]) for i in f.members), int(kept[f.lead]))
        for f in search.best.ranked()
    )
    most = max(
        [float(f.value) for f in found[:1]]
        + [floor(left + ready.relaxed.slack) if left > -inf else -inf]
    )
    return Outcome(found, int(most) if most > -inf else None, left == -inf, search.nodes)


def _renumbered(ask: Ask, number: dict[int, int]) -> Ask:
    """The same wish in the numbers of who is left; others get numbers of their own."""
    return replace(
        ask,
        forced=tuple(number[i] for i in ask.forced),
        away_from=[frozenset(number.get(i, -1 - i) for i in other) for other in ask.away_from],
        hints=[tuple(number[i] for i in h) for h in ask.hints if all(i in number for i in h)],
    )


def solve_diverse(problem: Arrays | Prepared, ask: Ask) -> Outcome:
    """One after the other the best set that differs from every earlier one in enough members."""
    ready = problem if isinstance(problem, Prepared) else prepare(problem)
    until = None if ask.seconds is None else ask.clock() + ask.seconds
    found: list[Found] = []
    bound, proved, nodes = None, True, 0
    while len(found) < ask.wanted:
        left = None if until is None else max(0.0, until - ask.clock())
        away = [frozenset(f.members) for f in found]
        outcome = solve(ready, replace(ask, wanted=1, away_from=away, seconds=left))
        nodes += outcome.nodes
        proved &= outcome.proved
        bound = bound if found else outcome.bound
        if not outcome.found:
            break
        found += outcome.found
    return Outcome(tuple(found), bound, proved, nodes)
