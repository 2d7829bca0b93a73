# ruff: noqa: E501  (a table of cases, a line each)
"""Ready to bid: seventeen points, each with one word from the data and one from people."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.bids import BidView, PartnerView
from db.views import CallView, FactView, MemberView
from db.vocabulary import Answer, BidStatus, Field, PartnerAnswer, Readiness, Verdict
from funding_radar.bids.plan import plan_ahead, plan_back
from funding_radar.bids.readiness import POINTS, Case, Standing, readiness

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PASS, FAIL, UNKNOWN, NOT_NEEDED = (
    Readiness.PASS,
    Readiness.FAIL,
    Readiness.UNKNOWN,
    Readiness.NOT_NEEDED,
)
PARTNERS = tuple(
    PartnerView(n, f"Member {n}", lead=n == 1, share=5000, answer=PartnerAnswer.ACCEPTED)
    for n in (1, 2, 3)
)
BID = BidView(1, 1, "A call", BidStatus.OPEN, 15_000, 1, NOW, PARTNERS)
MEMBERS = {
    n: MemberView(n, f"Member {n}", income=100_000, experts_by_experience=1, policies=frozenset({"safeguarding"}))
    for n in (1, 2, 3)
}  # fmt: skip
CASE = Case(
    BID,
    CallView(1, "A call"),
    MEMBERS,
    plan_back(date(2027, 2, 1), 3, NOW.date()),
    verdicts=dict.fromkeys(MEMBERS, Verdict.FITS),
    lead_tests=((Answer.MET, "accounts for three years"),),
    rule_faults=(),
    not_covered=(),
)


def call(**facts: Any) -> CallView:
    return CallView(
        1, "A call", facts={Field(k): FactView(Field(k), v, "") for k, v in facts.items()}
    )


def point(number: int, **changes: Any) -> Standing:
    return readiness(replace(CASE, **changes))[number - 1]


def without(**facts: Any) -> dict[int, MemberView]:
    return {1: MEMBERS[1], 2: MEMBERS[2], 3: replace(MEMBERS[3], **facts)}


def test_there_are_seventeen_points_and_each_is_somebodys_job() -> None:
    assert [p.number for p in POINTS] == list(range(1, 18))
    assert all(p.whose and p.name for p in POINTS)


@pytest.mark.parametrize(
    ("number", "changes", "state", "why"),
    [
        pytest.param(1, {}, PASS, "every stated lead rule is met", id="lead passes"),
        pytest.param(1, {"lead_tests": ()}, UNKNOWN, "has not been tested", id="lead never tested"),
        pytest.param(1, {"lead_tests": ((Answer.UNKNOWN, "accounts?"),)}, UNKNOWN, "accounts?", id="lead has an open test"),
        pytest.param(1, {"lead_tests": ((Answer.NOT_MET, "no accounts"),)}, FAIL, "no accounts", id="lead fails"),
        pytest.param(1, {"bid": replace(BID, partners=())}, FAIL, "nobody leads", id="no lead"),
        pytest.param(2, {}, PASS, "", id="all eligible"),
        pytest.param(2, {"barred": ("only charities",)}, FAIL, "only charities", id="barred"),
        pytest.param(2, {"verdicts": {1: Verdict.FITS, 2: Verdict.NO}}, UNKNOWN, "Member 2 and Member 3", id="not alone"),
        pytest.param(3, {}, UNKNOWN, "ask each partner", id="nobody can know"),
        pytest.param(3, {"rival": ("Member 2",)}, UNKNOWN, "Member 2", id="said to be in a bid"),
        pytest.param(3, {"call": call(one_bid_per_organisation=True)}, UNKNOWN, "one bid from each", id="one bid only"),
        pytest.param(4, {"not_covered": None}, UNKNOWN, "could not be read", id="needs unknown"),
        pytest.param(4, {"not_covered": ("food in Leeds",)}, UNKNOWN, "food in Leeds", id="a gap"),
        pytest.param(4, {"busy": ("Member 3",)}, UNKNOWN, "Member 3", id="busy elsewhere"),
        pytest.param(5, {}, PASS, "covered", id="no gap to state"),
        pytest.param(5, {"not_covered": ("food",)}, UNKNOWN, "food", id="a gap to state"),
        pytest.param(6, {}, UNKNOWN, "3 in the group: are they paid", id="counted, not yet paid"),
        pytest.param(6, {"members": {n: replace(m, experts_by_experience=0) for n, m in MEMBERS.items()}}, FAIL, "0 of", id="no experts"),
        pytest.param(6, {"members": {n: replace(m, experts_by_experience=None) for n, m in MEMBERS.items()}}, UNKNOWN, "not said", id="nobody said"),
        pytest.param(7, {}, PASS, "every partner agreed", id="agreed"),
        pytest.param(7, {"rule_faults": None}, UNKNOWN, "not judged", id="rules not judged"),
        pytest.param(7, {"rule_faults": ("2 partners, where 3",)}, FAIL, "2 partners", id="rule broken"),
        pytest.param(7, {"bid": replace(BID, partners=(replace(PARTNERS[0], share=None), *PARTNERS[1:]))}, UNKNOWN, "Member 1", id="share unknown"),
        pytest.param(7, {"bid": replace(BID, partners=(replace(PARTNERS[0], answer=PartnerAnswer.HELD), *PARTNERS[1:]))}, UNKNOWN, "not yet agreed by Member 1", id="not agreed"),
        pytest.param(9, {"members": without(income=4000)}, UNKNOWN, "plan the cash-flow: Member 3", id="heavy share"),
        pytest.param(9, {"members": without(income=4000), "years": 3.0}, UNKNOWN, "no share is over", id="light over three years"),
        pytest.param(9, {"members": without(income=None)}, UNKNOWN, "unknown for Member 3", id="income unknown"),
        pytest.param(9, {"call": call(max_percent_of_income=3)}, UNKNOWN, "over 3 %", id="the call's own bound"),
        pytest.param(12, {}, UNKNOWN, "the call names none", id="no policy named"),
        pytest.param(12, {"call": call(policies=["lone working"])}, FAIL, "the lead", id="lead lacks a policy"),
        pytest.param(12, {"call": call(policies=["safeguarding"]), "members": without(policies=frozenset())}, UNKNOWN, "Member 3", id="a partner lacks it"),
        pytest.param(12, {"call": call(dspt=True)}, UNKNOWN, "NHS patient data", id="toolkit"),
        pytest.param(12, {"call": call(policies=["safeguarding"])}, UNKNOWN, "in date?", id="there, dates unknown"),
        pytest.param(14, {}, PASS, "15 needed", id="time enough"),
        pytest.param(14, {"plan": plan_back(date(2026, 12, 1), 3, NOW.date())}, FAIL, "too late", id="too late"),
        pytest.param(14, {"plan": None}, UNKNOWN, "not known", id="no deadline"),
        pytest.param(14, {"plan": plan_ahead(3, NOW.date())}, NOT_NEEDED, "always open", id="rolling"),
        *(pytest.param(n, {}, UNKNOWN, "nobody has said", id=f"{n} is a person's word") for n in (8, 10, 11, 13, 15, 16, 17)),
    ],
)  # fmt: skip
def test_a_point_stands_where_the_data_say(
    number: int, changes: dict[str, Any], state: Readiness, why: str
) -> None:
    standing = point(number, **changes)

    assert standing.state is state
    assert why in standing.why


@pytest.mark.parametrize(
    ("number", "said", "state"),
    [
        pytest.param(10, PASS, PASS, id="what only people know"),
        pytest.param(6, PASS, PASS, id="an unknown is closed"),
        pytest.param(12, NOT_NEEDED, NOT_NEEDED, id="not needed"),
        pytest.param(14, FAIL, FAIL, id="a person sees a failure that the data do not"),
        pytest.param(2, UNKNOWN, PASS, id="what the data know stays known"),
    ],
)
def test_a_persons_word_counts_where_data_are_silent(
    number: int, said: Readiness, state: Readiness
) -> None:
    assert point(number, ticks={number: (said, "said Co")}).state is state


def test_a_failure_that_the_data_show_is_not_ticked_away() -> None:
    standing = point(7, rule_faults=("no large partner",), ticks={7: (PASS, "said Co")})

    assert (standing.state, standing.why) == (FAIL, "no large partner")
