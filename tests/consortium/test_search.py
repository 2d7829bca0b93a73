import random
from itertools import combinations, pairwise
from typing import Any

import pytest

from funding_radar.consortium import verify
from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.lab import propose_file
from funding_radar.consortium.model import Problem
from funding_radar.consortium.search import Ask, solve, solve_diverse
from funding_radar.consortium.verify import distance, judge
from tests.consortium.makers import Json, cases, every_value, member, problem, random_problem, rules


def best_values(given: Json, count: int) -> list[int]:
    return sorted(every_value(given), reverse=True)[:count]


def values(answer: dict[str, Any]) -> list[int]:
    return [proposal["value"] for proposal in answer["proposals"]]


def agrees_with_counting(seed: int) -> bool:
    """Whether the best five of a small problem are those found by trying every set; says if there are any."""
    given = random_problem(seed)
    wanted = best_values(given, 5)

    answer = propose_file(given, 5)

    assert values(answer) == wanted, seed
    assert judge(given, answer) is None, seed
    assert answer["status"] == ("optimal" if wanted else "infeasible"), seed
    return bool(wanted)


def test_the_best_five_are_those_of_trying_every_set() -> None:
    possible = [agrees_with_counting(seed) for seed in range(120)]

    assert 12 <= possible.count(False) <= 80


@pytest.mark.soak
@pytest.mark.parametrize("start", range(1000, 11000, 500))
def test_ten_thousand_small_problems_agree_with_trying_every_set(start: int) -> None:
    for seed in range(start, start + 500):
        agrees_with_counting(seed)


@pytest.mark.parametrize("seed", range(8))
def test_a_diverse_list_is_the_best_one_can_do_step_by_step(seed: int) -> None:
    given = random_problem(seed + 300)
    apart = 2

    answer = propose_file(given, 3, apart)

    assert judge(given, answer, diverse=apart) is None
    earlier: list[list[str]] = []
    for proposal in answer["proposals"]:
        assert proposal["value"] == best_beside(given, earlier, apart)
        earlier.append(proposal["members"])
    if len(earlier) < 3:
        assert best_beside(given, earlier, apart) is None


def best_beside(given: Json, earlier: list[list[str]], apart: int) -> int | None:
    """The best value of a set that differs enough from all earlier ones, by trying every set."""
    names, (least, most) = [m["id"] for m in given["members"]], given["rules"]["partners"]
    found = [
        verify.value(given, group, lead)
        for size in range(least, most + 1)
        for group in combinations(names, size)
        if all(distance(group, other) >= apart for other in earlier)
        for lead in group
        if verify.fault(given, group, lead) is None
    ]
    return max(found, default=None)


@pytest.mark.parametrize(("count", "seed"), [(40, 1), (60, 2), (120, 3), (200, 4), (400, 5)])
def test_the_known_best_five_of_planted_problems_are_found(count: int, seed: int) -> None:
    tool = cases()
    given = tool.planted(count, seed)

    answer = propose_file(given, 5)

    assert tool.Referee(given).judge(answer) is None
    assert answer["status"] == "optimal"


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 150))
def test_fifty_planted_problems_are_solved(seed: int) -> None:
    tool = cases()
    given = tool.planted(random.Random(seed).choice((40, 80, 150, 300, 600, 1000)), seed)

    assert tool.Referee(given).judge(propose_file(given, 5)) is None


@pytest.mark.parametrize(("count", "seed"), [(12, 3), (30, 1), (60, 2), (120, 3), (200, 4)])
def test_realistic_problems_are_answered_within_the_rules(count: int, seed: int) -> None:
    tool = cases()
    given = tool.realistic(count, seed)

    answer = propose_file(given, 5)

    assert tool.Referee(given).judge(answer) is None
    assert judge(given, answer) is None


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(200, 250))
def test_fifty_realistic_problems_are_answered_within_the_rules(seed: int) -> None:
    tool = cases()
    given = tool.realistic(random.Random(seed).choice((20, 40, 80, 150, 300, 1000)), seed)

    answer = propose_file(given, 5)

    assert tool.Referee(given).judge(answer) is None
    assert judge(given, answer) is None


def test_the_order_of_members_changes_no_value() -> None:
    given = cases().realistic(80, 7)
    shuffled = given | {"members": random.Random(1).sample(given["members"], 80)}

    assert values(propose_file(given, 5)) == values(propose_file(shuffled, 5))


def test_twice_every_weight_is_twice_the_value_with_the_same_members() -> None:
    given = cases().planted(60, 3)
    twice = given | {
        "needs": [n | {"weight": 2 * n["weight"]} for n in given["needs"]],
        "communities": [c | {"weight": 2 * c["weight"]} for c in given["communities"]],
        "members": [
            m | {"score": 2 * m["score"], "lead_score": 2 * m["lead_score"]}
            for m in given["members"]
        ],
        "trust": [[a, b, 2 * points] for a, b, points in given["trust"]],
        "rules": given["rules"] | {"points_per_small_thousand": 2},
    }

    once, doubled = propose_file(given, 1)["proposals"][0], propose_file(twice, 1)["proposals"][0]

    assert doubled["members"] == once["members"]
    assert doubled["value"] == 2 * once["value"]


def test_taking_away_who_was_not_chosen_changes_nothing() -> None:
    given = cases().realistic(60, 5)
    best = propose_file(given, 1)["proposals"][0]
    other = next(m for m in given["members"] if m["id"] not in best["members"])["id"]
    rest = given | {
        "members": [m for m in given["members"] if m["id"] != other],
        "trust": [t for t in given["trust"] if other not in t],
        "conflicts": [c for c in given["conflicts"] if other not in c],
    }

    assert values(propose_file(rest, 1)) == [best["value"]]


def test_the_same_problem_has_the_same_answer() -> None:
    given = cases().realistic(100, 9)

    assert propose_file(given, 5, seed=1) == propose_file(given, 5, seed=2)


def test_a_search_stopped_at_once_still_gives_a_bound_that_holds() -> None:
    given = Problem.from_json(cases().realistic(300, 3))
    arrays = arrays_of(given)

    stopped = solve(arrays, Ask(5, seconds=0.0))
    whole = solve(arrays, Ask(5))

    assert not stopped.proved
    assert stopped.bound is not None
    assert stopped.found[0].value <= whole.found[0].value <= stopped.bound


def test_a_forced_member_is_in_every_set() -> None:
    given = Problem.from_json(cases().realistic(60, 2))
    arrays = arrays_of(given)
    free = solve(arrays, Ask(1)).found[0]
    outsider = next(i for i in range(60) if i not in free.members and given.members[i].eligible)

    forced = solve(arrays, Ask(3, forced=(outsider,)))

    assert all(outsider in found.members for found in forced.found)
    assert all(one.value >= other.value for one, other in pairwise(forced.found))


def test_a_forced_member_gets_the_best_set_that_has_it() -> None:
    for seed in range(400, 440):
        given = random_problem(seed)
        arrays = arrays_of(Problem.from_json(given))
        for name in ("m0", "m3"):
            outcome = solve(arrays, Ask(1, forced=(arrays.ids.index(name),)))
            wanted = every_value_with(given, name)
            assert [f.value for f in outcome.found] == sorted(wanted, reverse=True)[:1]


def every_value_with(given: Json, name: str) -> list[int]:
    """Values of the permitted sets that have a member: those that are lost when it is not eligible."""
    names, (least, most) = [m["id"] for m in given["members"]], given["rules"]["partners"]
    return [
        verify.value(given, group, lead)
        for size in range(least, most + 1)
        for group in combinations(names, size)
        if name in group
        for lead in group
        if verify.fault(given, group, lead) is None
    ]


def test_diverse_sets_of_a_larger_problem_differ_enough() -> None:
    given = cases().planted(120, 4)
    arrays = arrays_of(Problem.from_json(given))

    found = solve_diverse(arrays, Ask(5, distance=4)).found

    assert [found[0].value - f.value for f in found] == [0, 3, 5, 6, 9]


def test_a_single_organisation_may_be_the_whole_bid_where_rules_allow_it() -> None:
    given = problem(
        [member("a", covers=["n0"], share=[5, 100], share_as_lead=[5, 100]), member("b")],
        rules=rules(partners=[1, 1]),
    )

    answer = propose_file(given, 2)

    assert answer["proposals"][0]["members"] == ["a"]
    assert judge(given, answer) is None
