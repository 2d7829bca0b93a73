"""How steady an answer is: the search again with each weight a fifth up and a fifth down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.model import Candidate, Cell, Problem
from funding_radar.consortium.search import Ask, solve

PERCENT = 20


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How often the set stays the best, and each member in the best, when one weight moves."""

    moves: int
    stays: int
    members: dict[str, int]
    upset_by: tuple[str, ...]
    """The moves after which another set is better."""


def steadiness(problem: Problem, members: Sequence[str]) -> Steadiness:
    """Move each weight by a fifth either way, and see whether these are still the best set."""
    kept, upset = dict.fromkeys(members, 0), []
    moves = [
        (f"{words} {'+' if percent > 100 else '−'}{PERCENT} %", _moved(problem, move, percent))
        for words, move in MOVES.items()
        if move(problem, 2) != problem
        for percent in (100 - PERCENT, 100 + PERCENT)
    ]
    for words, moved in moves:
        arrays = arrays_of(moved)
        hint = tuple(arrays.ids.index(member) for member in members)
        outcome = solve(arrays, Ask(1, hints=[hint]))
        best = {arrays.ids[i] for i in outcome.found[0].members} if outcome.found else set()
        for member in best & set(members):
            kept[member] += 1
        if best != set(members):
            upset.append(words)
    return Steadiness(len(moves), len(moves) - len(upset), kept, tuple(upset))


Move = Callable[[Problem, int], Problem]


def _moved(problem: Problem, move: Move, percent: int) -> Problem:
    """Everything times a hundred but one weight, which is times its percentage: all is whole."""
    for other in MOVES.values():
        problem = other(problem, percent if other is move else 100)
    return problem


def _needs(problem: Problem, times: int) -> Problem:
    return replace(problem, needs=tuple(Cell(n.id, n.weight * times) for n in problem.needs))


def _communities(problem: Problem, times: int) -> Problem:
    cells = tuple(Cell(c.id, c.weight * times) for c in problem.communities)
    return replace(problem, communities=cells)


def _members(problem: Problem, change: Callable[[Candidate], Candidate]) -> Problem:
    return replace(problem, members=tuple(change(member) for member in problem.members))


def _scores(problem: Problem, times: int) -> Problem:
    return _members(problem, lambda m: replace(m, score=m.score * times))


def _leads(problem: Problem, times: int) -> Problem:
    return _members(problem, lambda m: replace(m, lead_score=m.lead_score * times))


def _trust(problem: Problem, times: int) -> Problem:
    return replace(problem, trust={pair: p * times for pair, p in problem.trust.items()})


def _money(problem: Problem, times: int) -> Problem:
    points = problem.rules.points_per_small_thousand * times
    return replace(problem, rules=replace(problem.rules, points_per_small_thousand=points))


MOVES: dict[str, Move] = {
    "needs covered": _needs,
    "communities": _communities,
    "matches and chances owed": _scores,
    "who leads": _leads,
    "trust": _trust,
    "money for small members": _money,
}
"""What is moved, in the words of a proposal."""
