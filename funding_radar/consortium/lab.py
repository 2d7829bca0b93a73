"""The search on a problem file: what ``lab propose`` prints."""

from collections.abc import Mapping
from typing import Any

from funding_radar.consortium.arrays import Arrays, arrays_of
from funding_radar.consortium.model import Problem
from funding_radar.consortium.search import Ask, Found, Outcome, solve, solve_diverse
from funding_radar.consortium.shares import split

POUNDS = 1000
"""Problem files count money in thousands; shares are split to the pound."""
MANY, PATIENCE, HASTE = 2000, 60.0, 4.0
"""Seconds to prove in when none are given: long up to so many members, short beyond."""


def propose_file(
    problem: Mapping[str, Any],
    top: int,
    diverse: int | None = None,
    seed: int = 0,
    seconds: float | None = None,
) -> dict[str, Any]:
    """The answer to a problem file, in the form that it describes.

    Raises RadarError for a faulty file. The search takes no random choices, so ``seed`` changes
    nothing; it is there so that a caller need not know.
    """
    del seed
    read = Problem.from_json(problem)
    arrays = arrays_of(read)
    if seconds is None:
        seconds = PATIENCE if arrays.count <= MANY else HASTE
    ask = Ask(top, distance=diverse or 1, seconds=seconds)
    outcome = solve_diverse(arrays, ask) if diverse else solve(arrays, ask)
    return _answer(read, arrays, outcome)


def _answer(problem: Problem, arrays: Arrays, outcome: Outcome) -> dict[str, Any]:
    status = "bounded" if not outcome.proved else "optimal" if outcome.found else "infeasible"
    return {
        "status": status,
        "bound": outcome.bound,
        "proposals": [_proposal(problem, arrays, found) for found in outcome.found],
    }


def _proposal(problem: Problem, arrays: Arrays, found: Found) -> dict[str, Any]:
    members, lead = [arrays.ids[i] for i in found.members], arrays.ids[found.lead]
    given = split(problem, members, lead, coins=POUNDS).given
    return {
        "members": members,
        "lead": lead,
        "value": found.value,
        "shares": {name: coins / POUNDS for name, coins in given.items()},
    }
