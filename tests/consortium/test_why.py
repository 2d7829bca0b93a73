import pytest

from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.explain import binding, coverage_lost, only_one_for, worth
from funding_radar.consortium.infeasible import feasible, why_impossible
from funding_radar.consortium.lab import propose_file
from funding_radar.consortium.model import Problem
from funding_radar.consortium.relax import RELAXABLE, without
from funding_radar.consortium.search import Ask, solve
from funding_radar.consortium.shares import split
from funding_radar.consortium.steadiness import steadiness
from funding_radar.consortium.why_not import brought_in, why_not
from tests.consortium.makers import Json, every_value, member, problem, random_problem, rules


def possible_problems(count: int) -> list[Json]:
    found = [random_problem(seed) for seed in range(700, 700 + 4 * count)]
    return [given for given in found if propose_file(given, 1)["proposals"]][:count]


def test_the_terms_add_up_to_the_value() -> None:
    for given in possible_problems(25):
        read, best = Problem.from_json(given), propose_file(given, 1)["proposals"][0]
        shared = split(read, best["members"], best["lead"])

        terms = worth(read, best["members"], best["lead"], shared.small_money_possible)

        assert terms.value == best["value"]


def test_what_a_partner_alone_brings_is_what_is_lost_without_it() -> None:
    read = Problem.from_json(
        problem(
            [
                member("a", covers=["n0", "n1"], reaches=["c0"]),
                member("b", covers=["n1"]),
                member("c", covers=["n2"], reaches=["c0", "c1"]),
            ]
        )
    )

    assert only_one_for(read, ["a", "b", "c"]) == {"a": {"n0"}, "b": set(), "c": {"n2"}}
    assert coverage_lost(read, ["a", "b", "c"]) == {"a": 100, "b": 0, "c": 40}


def test_a_rule_binds_when_nothing_is_to_spare() -> None:
    given = problem(
        [member("a"), member("b"), member("c", experts=0)],
        rules=rules(min_experts=2, partners=[2, 3]),
    )
    arrays = arrays_of(Problem.from_json(given))

    said = binding(arrays, ["a", "b", "c"], "a")

    assert "one expert by experience fewer would be too few" in said
    assert "there is no place for another partner" in said
    assert "one small partner fewer would be too few" not in said


def test_a_member_is_in_when_it_brings_what_it_was_short_by() -> None:
    asked = 0
    for given in possible_problems(12):
        read = Problem.from_json(given)
        best = solve(arrays_of(read), Ask(1))
        inside = {read.members[i].id for i in best.found[0].members}
        outside = [m.id for m in read.members if m.id not in inside]
        for answer in why_not(read, outside, best):
            if answer.with_it is None:
                continue
            asked += 1
            now = solve(arrays_of(brought_in(read, answer)), Ask(1)).found[0].value
            assert now == best.found[0].value
    assert asked > 20


def test_a_member_that_no_rule_lets_in_is_told_the_rule() -> None:
    given = problem(
        [member("a"), member("b"), member("c"), member("out", eligible=False)],
        rules=rules(partners=[2, 2]),
    )
    read = Problem.from_json(given)

    (answer,) = why_not(read, ["out"], solve(arrays_of(read), Ask(1)))

    assert answer.with_it is None
    assert answer.bars == ("eligibility",)


IMPOSSIBLE = {
    "experts": (problem([member(n, experts=0) for n in "abc"]), "experts", "0 instead of 1"),
    "lead": (problem([member(n, may_lead=False) for n in "abc"]), "lead", "a able to lead"),
    "large": (
        problem(
            [member("a"), *(member(n, size="large") for n in "bc")], rules=rules(partners=[3, 3])
        ),
        "the most large partners",
        "2 large partners instead of 1",
    ),
    "money": (
        problem([member(n, share=[5, 20], share_as_lead=[5, 25]) for n in "abc"]),
        "the caps on shares",
        "every cap on a share 75 % higher",
    ),
}


@pytest.mark.parametrize(("given", "rule", "change"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_an_impossible_call_names_the_rules_and_the_smallest_change(
    given: Json, rule: str, change: str
) -> None:
    why = why_impossible(Problem.from_json(given))

    assert any(rule in words for words in why.rules)
    assert any(change in words for words in why.changes)
    assert change in why.sentence


def test_two_rules_that_bar_together_are_named_together() -> None:
    small = [member(n, experts=0) for n in "abc"]
    given = problem(
        [*small, *(member(n, size="large", experts=1) for n in "de")],
        rules=rules(partners=[3, 3], min_experts=2, max_large=1),
    )

    why = why_impossible(Problem.from_json(given))

    assert {"the most large partners", "the fewest experts by experience"} <= set(why.rules)
    assert len(why.changes) >= 2


def rules_blamed(read: Problem) -> int:
    """How many rules are blamed: impossible together and not without any one, or the test fails."""
    names = {rule.words: rule.name for rule in RELAXABLE}
    blamed = {names[words] for words in why_impossible(read).rules}
    others = set(names.values()) - blamed
    assert possible(without(read, set(names.values()))) is bool(blamed)
    assert not possible(without(read, others))
    for rule in blamed:
        assert possible(without(read, others | {rule}))
    return len(blamed)


def test_the_rules_blamed_are_impossible_together_and_not_without_any_one() -> None:
    assert sum(map(rules_blamed, small_and_hopeless(2))) > 1


def changes_named(read: Problem) -> int:
    """How many changes are named: each makes the problem possible, or the test fails."""
    changed = 0
    for words in why_impossible(read).changes:
        milder = [p for rule in RELAXABLE for p, said in rule.milder(read) if said == words]
        changed += len(milder)
        assert all(possible(p) for p in milder)
    return changed


def test_a_change_that_is_named_makes_the_problem_possible() -> None:
    assert sum(map(changes_named, small_and_hopeless(3))) > 1


@pytest.mark.soak
def test_what_is_said_of_every_impossible_problem_is_so() -> None:
    hopeless = small_and_hopeless(16)

    assert sum(map(rules_blamed, hopeless)) > 16
    assert sum(map(changes_named, hopeless)) > 16


def small_and_hopeless(count: int) -> list[Problem]:
    """The first problems of few members that no set solves."""
    read = [Problem.from_json(random_problem(seed)) for seed in range(120)]
    few = [one for one in read if len(one.members) <= 6]
    return [one for one in few if not possible(one)][:count]


def possible(read: Problem) -> bool:
    """Whether any set is permitted, by trying every one with the plain verifier."""
    return next(every_value(read.as_json()), None) is not None


def test_every_impossible_problem_has_a_change_that_would_do() -> None:
    hopeless = [
        given
        for seed in range(40)
        if not feasible(Problem.from_json(given := random_problem(seed)))
    ][:4]
    for given in hopeless:
        why = why_impossible(Problem.from_json(given))

        assert why.changes or not why.rules


def test_a_clear_winner_stays_and_a_close_one_does_not() -> None:
    clear = [member("a", covers=["n0", "n1", "n2"]), member("b", score=90), member("c", score=-90)]
    close = [
        member("a"),
        member("b", covers=["n0"], score=0),
        member("c", score=101, may_lead=False),
    ]
    pair = rules(partners=[2, 2], points_per_small_thousand=0)

    sure = steadiness(Problem.from_json(problem(clear, rules=pair)), ["a", "b"])
    apart = problem(close, rules=pair, conflicts=[["b", "c"]])
    unsure = steadiness(Problem.from_json(apart), ["a", "c"])

    assert sure.stays == sure.moves
    assert unsure.upset_by == ("needs covered +20 %", "matches and chances owed −20 %")
    assert unsure.members["a"] < unsure.moves or unsure.members["c"] < unsure.moves
