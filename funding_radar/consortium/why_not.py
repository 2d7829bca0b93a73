"""Why a member is not in the proposal, and what would bring it in: the search again, with it in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from funding_radar.consortium.arrays import NEVER, arrays_of
from funding_radar.consortium.model import Problem
from funding_radar.consortium.relax import RELAXABLE
from funding_radar.consortium.search import Ask, Found, Outcome, Prepared, prepare, solve


@dataclass(frozen=True, slots=True)
class WhyNot:
    """One member's own answer. ``with_it`` is the best consortium that has it, if any."""

    member: str
    with_it: Found | None
    short_by: int
    """How much less that consortium is worth than the best; 0 where it is in one as good."""
    bars: tuple[str, ...]
    """Where none has it: the rules without each of which one would."""


def why_not(problem: Problem, members: Sequence[str], best: Outcome) -> list[WhyNot]:
    """Answers for members, each from a search of its own; ``best`` is the outcome without."""
    ready = prepare(arrays_of(problem))
    return [_answer(problem, ready, member, best) for member in members]


def _answer(problem: Problem, ready: Prepared, member: str, best: Outcome) -> WhyNot:
    number = ready.arrays.ids.index(member)
    ask = Ask(1, forced=(number,), hints=_exchanges(number, best))
    forced = solve(ready, ask)
    if not forced.found:
        return WhyNot(member, None, 0, _bars(problem, number, best))
    found = forced.found[0]
    top = best.found[0].value if best.found else found.value
    return WhyNot(member, found, max(0, top - found.value), ())


def _exchanges(number: int, best: Outcome) -> list[tuple[int, ...]]:
    """The best sets with the member in the place of each partner: good ones to begin with."""
    return [
        (*(i for i in found.members if i != out), number)
        for found in best.found
        for out in found.members
        if number not in found.members
    ]


def _bars(problem: Problem, number: int, best: Outcome) -> tuple[str, ...]:
    """Rules without which, all others kept, a consortium with the member exists.

    Mostly an exchange in the best sets shows it; only where none does, it is searched for.
    """
    loose = {rule.words: rule.without(problem) for rule in RELAXABLE}
    loose = {words: other for words, other in loose.items() if other != problem}
    shown = tuple(w for w, other in loose.items() if _permitted(other, _exchanges(number, best)))
    return shown or tuple(
        words
        for words, other in loose.items()
        if solve(arrays_of(other), Ask(1, forced=(number,), first_found=True)).found
    )


def _permitted(problem: Problem, sets: list[tuple[int, ...]]) -> bool:
    """Whether any of these sets keeps all the rules of a problem."""
    arrays = arrays_of(problem)
    return any(arrays.worth(np.array([members]))[0][0] != NEVER for members in sets)


def brought_in(problem: Problem, answer: WhyNot) -> Problem:
    """The problem in which the member brings the points that it was short by: as good, then."""
    members = tuple(
        replace(m, score=m.score + answer.short_by) if m.id == answer.member else m
        for m in problem.members
    )
    return replace(problem, members=members)
