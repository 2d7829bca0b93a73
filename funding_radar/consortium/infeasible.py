"""Why no consortium keeps all the rules: which rules together, and the smallest change."""

from dataclasses import dataclass

from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.model import Problem
from funding_radar.consortium.relax import RELAXABLE, Relaxable, without
from funding_radar.consortium.search import Ask, solve
from funding_radar.phrases import listed

TRIES = 60
"""Milder forms of one rule that are tried before going on."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """A smallest group of rules that cannot be kept together, and changes of which any would do."""

    rules: tuple[str, ...]
    changes: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Both in one sentence."""
        together = listed(self.rules, len(self.rules)) or "the number of members"
        would = f"; this would be enough: {' or '.join(self.changes)}" if self.changes else ""
        return f"No group of members keeps {together} together{would}"


def feasible(problem: Problem) -> bool:
    """Whether any consortium keeps all the rules."""
    return bool(solve(arrays_of(problem), Ask(1, first_found=True)).found)


def why_impossible(problem: Problem) -> Impossible:
    """The rules that together make a problem impossible, and the smallest changes that mend it."""
    blamed = _blamed(problem, set())
    changes = [change for rule in blamed if (change := _smallest_change(problem, rule))]
    if blamed and not changes:
        changes = _several_given_up(problem, blamed)
    return Impossible(tuple(rule.words for rule in blamed), tuple(changes))


def _blamed(problem: Problem, given_up: set[str]) -> list[Relaxable]:
    """A smallest group of rules that cannot be kept together; empty where none are to blame.

    Rules are left away one after the other; one without which it is still impossible is not to
    blame. What remains cannot be made smaller.
    """
    left_away = set(given_up)
    if feasible(without(problem, left_away)):
        return []
    for rule in reversed(RELAXABLE):
        if not feasible(without(problem, left_away | {rule.name})):
            left_away.add(rule.name)
    return [rule for rule in RELAXABLE if rule.name not in left_away]


def _several_given_up(problem: Problem, blamed: list[Relaxable]) -> list[str]:
    """Where no single change does: rules to give up together, one from each group to blame."""
    given_up: list[Relaxable] = []
    while blamed:
        given_up.append(blamed[0])
        blamed = _blamed(problem, {rule.name for rule in given_up})
    names = {rule.name for rule in given_up}
    words = listed([rule.words for rule in given_up], len(given_up))
    return [f"{words} given up together"] if feasible(without(problem, names)) else []


def _smallest_change(problem: Problem, rule: Relaxable) -> str | None:
    """The first milder form of a rule that makes the problem possible, all others kept."""
    if not feasible(rule.without(problem)):
        return None
    for _, (milder, words) in zip(range(TRIES), rule.milder(problem), strict=False):
        if feasible(milder):
            return words
    return f"{rule.words} given up"
