import pytest

from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.lab import propose_file
from funding_radar.consortium.model import Problem
from funding_radar.consortium.search import Ask, solve
from funding_radar.consortium.verify import judge
from tests.consortium.extremes import extreme_problem
from tests.consortium.makers import Json, every_value, random_problem


class Ticks:
    """A clock that runs out after so many looks, so that a search stops where we like."""

    def __init__(self) -> None:
        self.looks = 0.0

    def __call__(self) -> float:
        self.looks += 1.0
        return self.looks


def agrees_with_counting(seed: int) -> bool:
    """Whether an extreme problem has an answer; it is the one of trying every set, or the test fails."""
    given = extreme_problem(seed)
    wanted = sorted(every_value(given), reverse=True)[:4]

    answer = propose_file(given, 4)

    assert [p["value"] for p in answer["proposals"]] == wanted, seed
    assert judge(given, answer) is None, seed
    assert answer["status"] == ("optimal" if wanted else "infeasible"), seed
    return bool(wanted)


def bound_holds(given: Json, looks: int) -> bool:
    """Whether the search was stopped after so many looks at its clock; its bound holds, or the test fails."""
    wanted = sorted(every_value(given), reverse=True)[:1]

    outcome = solve(
        arrays_of(Problem.from_json(given)), Ask(2, seconds=float(looks), clock=Ticks())
    )

    found = [f.value for f in outcome.found[:1]]
    if outcome.proved:
        assert found == wanted
    else:
        assert outcome.bound is not None
        assert not wanted or outcome.bound >= wanted[0]
        assert not found or outcome.bound >= found[0]
    return not outcome.proved


def test_extreme_problems_agree_with_trying_every_set() -> None:
    possible = [agrees_with_counting(seed) for seed in range(100)]

    assert min(possible.count(True), possible.count(False)) > 12


def test_a_search_stopped_anywhere_gives_a_bound_that_holds() -> None:
    stopped = [
        bound_holds(random_problem(seed), looks)
        for seed in range(2000, 2030)
        for looks in (0, 1, 3)
    ]

    assert stopped.count(True) > 10


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1000, 9000, 500))
def test_eight_thousand_extreme_problems_agree_with_trying_every_set(start: int) -> None:
    for seed in range(start, start + 500):
        agrees_with_counting(seed)
        bound_holds(extreme_problem(seed), seed % 5)
