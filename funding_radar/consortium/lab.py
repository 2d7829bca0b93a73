"""The search on a problem file: what ``lab propose`` prints."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from funding_radar.consortium.arrays import Arrays, arrays_of
from funding_radar.consortium.model import Problem
from funding_radar.consortium.search import Found, Outcome, solve
from funding_radar.consortium.shares import split

POUNDS = 1000
"""Problem files count money in thousands; shares are split to the pound."""


def propose_file(
    problem: Mapping[str, Any],
    top: int,
    diverse: int | None = None,
    seed: int = 0,
    seconds: float | None = None,
) -> dict[str, Any]:
    """The answer to a problem file, in the form that it describes; raises RadarError for a faulty file."""
    read = Problem.from_json(problem)
    arrays = arrays_of(read)
    outcome = solve(arrays, top, seconds=seconds)
    return _answer(read, arrays, outcome)


def _answer(problem: Problem, arrays: Arrays, outcome: Outcome) -> dict[str, Any]:
    status = "bounded" if not outcome.proved else "optimal" if outcome.found else "infeasible"
    return {
        "status": status,
        "bound": int(outcome.bound) if isfinite(outcome.bound) else None,
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
