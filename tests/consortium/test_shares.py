from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funding_radar.consortium.model import Limits, Problem
from funding_radar.consortium.shares import coverage_shares, fill, split
from tests.consortium.makers import member, problem, rules

three = [
    member("a", covers=["n0", "n1"]),
    member("b", covers=["n1", "n2"], size="medium"),
    member("c", covers=["n2"], reaches=["c0"]),
]


def test_a_share_is_the_average_of_what_a_partner_adds_over_all_orders() -> None:
    built = Problem.from_json(problem(three))
    cells = {c.id: c.weight for c in (*built.needs, *built.communities)}
    has = {m.id: m.covers | m.reaches for m in built.members}
    added = dict.fromkeys(has, Fraction(0))
    for order in permutations(has):
        seen: frozenset[str] = frozenset()
        for name in order:
            added[name] += Fraction(sum(cells[c] for c in has[name] - seen), 6)
            seen |= has[name]

    shares = coverage_shares(built, ["a", "b", "c"])

    assert {name: alone + shared for name, (alone, shared) in shares.items()} == added


def test_what_one_covers_alone_is_told_from_what_is_shared() -> None:
    shares = coverage_shares(Problem.from_json(problem(three)), ["a", "b", "c"])

    assert shares["a"] == (100, 30)
    assert shares["b"] == (0, 45)
    assert shares["c"] == (20, 15)


def test_small_members_get_their_floor_where_coverage_would_give_them_less() -> None:
    members = [
        member("big", covers=["n0", "n1", "n2"], size="medium", share_as_lead=[10, 90]),
        member("one"),
        member("two"),
    ]
    built = Problem.from_json(problem(members, rules=rules(min_small_money_percent=30)))

    shared = split(built, ["big", "one", "two"], "big", coins=1000)

    assert shared.floor_lifted
    assert shared.small_money == 30_000
    assert shared.given == {"big": 70_000, "one": 15_000, "two": 15_000}


def test_a_cap_passes_money_on_in_proportion() -> None:
    members = [
        member("a", covers=["n0"], share_as_lead=[0, 40]),
        member("b", covers=["n1"], share=[0, 100]),
        member("c", covers=["n2"], share=[0, 100]),
    ]

    shared = split(Problem.from_json(problem(members)), ["a", "b", "c"], "a", coins=1000)

    assert shared.given == {"a": 40_000, "b": 40_000, "c": 20_000}
    assert [line.member for line in shared.lines if line.at_most] == ["a"]


def test_a_budget_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be shared out"):
        fill(10, {"a": Fraction(1)}, {"a": Limits(0, 9)})


lines = st.lists(
    st.tuples(st.integers(1, 1000), st.integers(0, 500), st.integers(0, 500)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=200, deadline=None, database=None)
@given(lines, st.floats(0, 1))
def test_everyone_is_within_a_pound_of_one_level(
    drawn: list[tuple[int, int, int]], at: float
) -> None:
    parts = {str(i): Fraction(part) for i, (part, _, _) in enumerate(drawn)}
    limits = {str(i): Limits(least, least + more) for i, (_, least, more) in enumerate(drawn)}
    low, high = sum(li.least for li in limits.values()), sum(li.most for li in limits.values())
    total = low + round((high - low) * at)

    amounts = fill(total, parts, limits)

    assert sum(amounts.values()) == total
    assert all(limits[i].least <= amounts[i] <= limits[i].most for i in amounts)
    above = [(amounts[i] - 1) / parts[i] for i in amounts if amounts[i] > limits[i].least]
    below = [(amounts[i] + 1) / parts[i] for i in amounts if amounts[i] < limits[i].most]
    assert max(above, default=Fraction(0)) < min(below, default=Fraction(10**9))
