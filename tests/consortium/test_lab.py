import pytest

from db.errors import RadarError
from funding_radar.consortium.lab import propose_file
from tests.consortium.makers import Json, member, problem, rules

FAULTS: dict[str, tuple[Json, str]] = {
    "no members": ({"budget": 1}, "does not have the expected shape"),
    "half a pound": (problem([member("a")], budget=1.5), "not a whole number"),
    "twice": (problem([member("a"), member("a")]), "names a member twice"),
    "stranger": (problem([member("a")], conflicts=[["a", "zoe"]]), "does not list: zoe"),
    "size": (problem([member("a", size="huge")]), "size must be small, medium or large"),
    "rule": (
        problem([member("a")], rules=rules(min_cats=1)),
        "a rule that does not exist: min_cats",
    ),
    "partners": (problem([member("a")], rules=rules(partners=[3, 2])), "the least and the most"),
    "a rule in words": (problem([member("a")], rules=rules(min_days="six")), "not a whole number"),
    "endless": (problem([member("a", score=float("inf"))]), "not a whole number"),
    "beyond counting": (problem([member("a", score=10**30)]), "too large a number"),
    "an id that is a list": (problem([member("a", id=["a"])]), "not an id"),
    "no table": (problem([member("a")], rules=None), "does not have the expected shape"),
}


@pytest.mark.parametrize(("given", "says"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_problem_gets_a_sentence(given: Json, says: str) -> None:
    with pytest.raises(RadarError, match=says):
        propose_file(given, 1)


def test_an_impossible_problem_is_called_so() -> None:
    answer = propose_file(
        problem([member("a"), member("b", experts=0)], rules=rules(min_experts=9)), 5
    )

    assert answer == {"status": "infeasible", "bound": None, "proposals": []}


def test_a_problem_without_members_is_impossible_and_no_error() -> None:
    assert propose_file(problem([]), 5)["status"] == "infeasible"
