import random

import pytest

from funding_radar.consortium.lab import propose_file
from funding_radar.consortium.milp import second_opinion
from funding_radar.consortium.model import Problem
from tests.consortium.makers import Json, cases, random_problem


def agrees(given: Json) -> None:
    answer = propose_file(given, 1)

    opinion = second_opinion(Problem.from_json(given))

    assert opinion.proved
    assert [p["value"] for p in answer["proposals"]] == (
        [] if opinion.value is None else [opinion.value]
    )


@pytest.mark.parametrize("seed", range(500, 520))
def test_highs_agrees_on_small_problems(seed: int) -> None:
    agrees(random_problem(seed))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_highs_agrees_on_fifty_members(seed: int) -> None:
    agrees(cases().realistic(50, seed))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20, 60))
def test_highs_agrees_on_fifty_to_two_hundred_members(seed: int) -> None:
    agrees(cases().realistic(random.Random(seed).choice((50, 60, 80, 100, 150, 200)), seed))
