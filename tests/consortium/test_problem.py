"""From a call and an alliance to a problem: what a member can carry, days, trust, conflicts, chances owed."""

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.views import CallView, FactView, MatchView, MemberView
from db.vocabulary import Answer, Field, LegalForm, Theme, Verdict
from funding_radar.config import Consortium
from funding_radar.consortium.history import History, trust_of
from funding_radar.consortium.leads import Leading, lead_tests
from funding_radar.consortium.model import Candidate, Limits
from funding_radar.consortium.problem import Built, Setting, build_problem
from funding_radar.consortium.propose import propose
from funding_radar.gazetteer import load

TODAY = date(2026, 11, 23)
SHEFFIELD, ROTHERHAM = "E08000039", "E08000018"


def member(number: int, **changes: Any) -> MemberView:
    """A small organisation in Sheffield that works on loneliness and may lead."""
    plain: dict[str, Any] = {
        "id": number, "name": f"Member {number}", "places": (SHEFFIELD,), "themes": frozenset({Theme.LONELINESS}),
        "income": 400_000, "legal_form": LegalForm.CIO, "experts_by_experience": 1, "bid_days": 6, "can_lead": True,
    }  # fmt: skip
    return MemberView(**plain | changes)


def call(**facts: Any) -> CallView:
    """A call for £150,000 in one payment, for loneliness in Sheffield and Rotherham."""
    plain = {
        Field.MAX_AMOUNT: 150_000, Field.THEMES: ["loneliness"], Field.AREAS: [SHEFFIELD, ROTHERHAM],
    }  # fmt: skip
    told = plain | {Field(name): value for name, value in facts.items()}
    return CallView(id=1, title="Call", facts={n: FactView(n, v, "") for n, v in told.items()})


def built(
    *members: MemberView,
    of: CallView | None = None,
    history: History | None = None,
    working_days: int | None = None,
    **weights: Any,
) -> Built:
    setting = Setting(
        Consortium(**weights), load(), TODAY, history or History(), working_days=working_days
    )
    matches = {m.id: MatchView(1, m.id, Verdict.FITS, 50) for m in members}
    return build_problem(of or call(), members, matches, setting)


def candidate(found: Built, number: int) -> Candidate:
    return next(c for c in found.problem.members if c.id == f"m{number}")


def test_what_a_member_can_handle_is_its_cap_and_what_is_worth_its_while_its_least() -> None:
    found = built(member(1, max_award=20_000), member(2, min_award=25_500), member(3))

    assert candidate(found, 1).share == Limits(8, 20)
    assert candidate(found, 1).share_as_lead == Limits(8, 20)
    assert candidate(found, 2).share == Limits(26, 52)
    assert candidate(found, 3).share == Limits(8, 52)


def test_a_member_that_asks_for_more_than_it_could_have_is_told_so() -> None:
    found = built(member(1, min_award=90_000), member(2))

    assert found.left_out == {1: "it asks for £90,000 or more, and could have £60,000 here"}


def test_income_caps_a_share_by_the_year_and_the_calls_own_percentage_goes_before_ours() -> None:
    ours = built(member(1, income=40_000))
    two_years = built(member(1, income=40_000), of=call(duration_months=24))
    stated = built(member(1, income=40_000), of=call(max_percent_of_income=30))

    assert candidate(ours, 1).share.most == 20
    assert candidate(two_years, 1).share.most == 40
    assert candidate(stated, 1).share.most == 12


def test_days_are_those_before_the_deadline_less_what_other_bids_take() -> None:
    usual = built(member(1, bid_days=6))
    two_months = built(member(1, bid_days=6), working_days=42)
    nearly_over = built(member(1, bid_days=6), working_days=3)
    busy = built(member(1, bid_days=6), history=History(busy={1: 2}))

    assert [candidate(f, 1).days for f in (usual, two_months, nearly_over, busy)] == [6, 12, 1, 2]


def test_days_that_nobody_told_are_neither_passed_nor_held_against_a_member() -> None:
    silent = [member(n, bid_days=None) for n in (1, 2, 3)]
    short = [member(n, bid_days=1) for n in (4, 5)]

    alone = propose(built(*silent), Consortium().model_dump())
    with_short = propose(built(silent[0], *short), Consortium().model_dump())

    assert alone.status == "optimal"
    assert with_short.status == "infeasible"
    assert any("bid days unknown for Member 1" in line for line in alone.to_check)


def test_the_rule_of_experts_waits_while_too_few_have_said_how_many_they_bring() -> None:
    silent = [member(n, experts_by_experience=None) for n in (1, 2, 3)]

    waiting = built(*silent, member(4))
    asked = built(*silent, member(4), member(5))

    assert waiting.problem.rules.min_experts == 0
    assert (
        "experts by experience unknown for Member 1, Member 2, Member 3: the others have 1, "
        "so the rule of at least 2 waits for their word"
    ) in waiting.to_check
    assert asked.problem.rules.min_experts == 2


def test_who_said_it_bids_for_this_call_itself_is_left_out_and_a_bid_for_another_is_no_bar() -> (
    None
):
    history = History(rivals=frozenset({1}), busy={2: 1})

    found = built(member(1), member(2), of=call(one_bid_per_organisation=True), history=history)

    assert found.left_out == {1: "it has said that it is in a bid of its own for this call"}


def test_members_named_apart_are_never_together_and_a_name_nobody_has_is_said() -> None:
    pairs = (("member 1", "Member 2"), ("Member 1", "Nobody"))
    found = built(*(member(n) for n in range(1, 6)), apart=pairs)

    sets = [{p.id for p in one.members} for one in propose(found, found_settings()).proposals]

    assert sets
    assert all(not {1, 2} <= together for together in sets)
    assert "[consortium] apart: no member is called Nobody" in found.to_check


def found_settings() -> dict[str, Any]:
    return Consortium().model_dump()


def test_the_time_that_is_left_says_for_how_many_partners_it_is_enough() -> None:
    setting = Setting(Consortium(), load(), TODAY, working_days=17, most_partners=4)
    members = [member(n) for n in range(1, 8)]

    found = build_problem(call(), members, {}, setting)

    assert found.problem.rules.max_partners == 4
    assert "17 working days to the deadline: time for 4 partners" in found.to_check


@pytest.mark.parametrize(
    ("led_on", "penalty"),
    [
        pytest.param(None, 0, id="never"),
        pytest.param(date(2026, 3, 1), -25, id="this year"),
        pytest.param(date(2025, 11, 1), 0, id="before"),
    ],
)
def test_a_lead_of_the_last_twelve_months_loses_points(led_on: date | None, penalty: int) -> None:
    history = History(led_on={1: led_on} if led_on else {})

    assert candidate(built(member(1), history=history), 1).lead_score == penalty


def test_who_leads_enough_bids_already_may_not_lead_another_and_is_told_why() -> None:
    full = lead_tests(member(1), None, Leading(50_000, bids=2, most_bids=2))
    free = lead_tests(member(1), None, Leading(50_000, bids=1, most_bids=2))

    assert full.failed == ["Member 1 leads 2 other bids already, and 2 at once is the most"]
    assert free.failed == []
    assert {answer for answer, _ in free.told} == {Answer.MET}


def test_chances_owed_add_points_and_fade() -> None:
    history = History(matched={1: 3.0, 2: 0.5, 3: 2.0}, chosen={3: 2.0})

    found = built(*(member(n) for n in (1, 2, 3, 4)), history=history)

    assert found.owed == {1: 60, 2: 30, 3: 0, 4: 0}
    assert [c.score - 25 for c in found.problem.members] == [60, 30, 0, 0]


names = st.integers(1, 7)


@settings(max_examples=100, deadline=None, database=None)
@given(st.sets(st.tuples(names, names), max_size=25), st.integers(0, 20))
def test_nobody_brings_more_by_whom_it_knows_than_the_cap(
    known: set[tuple[int, int]], most: int
) -> None:
    pool = [
        member(n, past_partners=tuple(f"MEMBER {b}" for a, b in known if a == n))
        for n in range(1, 8)
    ]

    points = trust_of(pool, most)

    for size in range(2, 8):
        for group in combinations(range(1, 8), size):
            brought = sum(w for pair, w in points.items() if 1 in pair and pair <= set(group))
            assert brought <= most


def test_a_newcomer_that_covers_a_need_goes_before_a_friend_that_covers_none() -> None:
    friends = [
        member(n, past_partners=tuple(f"Member {m}" for m in (1, 2, 3, 4) if m != n))
        for n in (1, 2, 3, 4)
    ]
    newcomer = member(5, places=(ROTHERHAM,))

    found = built(*friends, newcomer, max_partners=3)

    assert 5 in {p.id for p in propose(found, found_settings(), top=1).proposals[0].members}


def test_the_points_add_up_and_so_do_the_pounds_with_every_step_shown() -> None:
    members = [member(n, places=(SHEFFIELD, ROTHERHAM)[n % 2 : n % 2 + 1]) for n in range(1, 7)]
    history = History(matched=dict.fromkeys((1, 2), 1.0))

    answer = propose(built(*members, history=history), found_settings())

    for proposal in answer.proposals:
        assert sum(proposal.terms.values()) == proposal.value
        assert sum(p.share or 0 for p in proposal.members) == answer.budget == 150_000
        for partner in proposal.members:
            steps = partner.steps
            assert steps.least <= (partner.share or 0) <= steps.most
        weight = sum(p.steps.alone + p.steps.shared for p in proposal.members)
        assert weight == pytest.approx(proposal.terms["needs covered"], abs=0.5)


def test_what_small_partners_get_is_said_beside_what_could_reach_them() -> None:
    large = member(9, income=2_000_000, places=(ROTHERHAM,), themes=frozenset({Theme.LONELINESS}))
    small = [member(n, income=60_000 * n) for n in (1, 2, 3)]

    proposal = propose(built(*small, large), found_settings(), top=1).proposals[0]

    given_small = sum(p.share or 0 for p in proposal.members if p.id != 9)
    possible = proposal.terms["money that can reach small partners"] * 1000
    assert given_small < possible
    assert f"£{given_small:,} " in proposal.small_money
    assert f"£{possible:,} at the most" in proposal.small_money


def test_everyone_that_matched_and_is_not_in_has_an_answer() -> None:
    members = [member(n) for n in range(1, 9)]
    elsewhere = member(20, places=("E06000001",))

    answer = propose(built(*members, elsewhere), found_settings())

    inside = {p.id for p in answer.proposals[0].members}
    assert {out.id for out in answer.left_out} | inside == {m.id for m in (*members, elsewhere)}
    assert all(out.why and out.would_need for out in answer.left_out)
    assert not next(out for out in answer.left_out if out.id == 20).could_join


def test_it_is_told_who_covers_what_alone_and_who_shares_it_with_whom() -> None:
    proposal = propose(
        built(member(1), member(2), member(3, places=(ROTHERHAM,))), found_settings(), top=1
    ).proposals[0]

    why = {p.id: p.why for p in proposal.members}
    assert "shares all that it covers with Member 2" in why[1]
    assert "shares all that it covers with Member 1" in why[2]
    assert "alone covers loneliness and isolation in Rotherham" in why[3]
    assert "ask what it is for" in why[1]
    assert "ask what it is for" not in why[3]
