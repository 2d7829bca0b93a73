"""Only what is new or changed is matched again, and it comes to a full run."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from db.views import AwardView, GrantView
from db.vocabulary import Field, Reason, Reply, Theme
from funding_radar.matching.context import Said
from funding_radar.matching.match import match, match_changed
from tests.matching.cases import (
    ANY_GOOD_CAUSE,
    DON_VALLEY_YOUTH,
    HALLAM_MINDS,
    NOW,
    PEER_SUPPORT_GRANTS,
    ROADS,
    context,
    fact,
)

AWARD = AwardView("1", "A Funder", "A Choir", themes=frozenset({Theme.MENTAL_HEALTH}), amount=2_266)
HOLDER = replace(
    HALLAM_MINDS,
    grants_held=(GrantView("Sheffield City Council", 5_000, date(2026, 11, 26)),),
    income_year=2023,
)
ONE_EACH = replace(
    PEER_SUPPORT_GRANTS,
    facts=PEER_SUPPORT_GRANTS.facts | {Field.ONE_BID: fact(Field.ONE_BID, True)},
)
STALE_SOON = replace(
    ANY_GOOD_CAUSE,
    facts=ANY_GOOD_CAUSE.facts
    | {
        Field.MAX_INCOME: fact(Field.MAX_INCOME, 500_000, check_by_on=date(2026, 12, 1)),
        Field.OPENS: fact(Field.OPENS, "2026-11-20"),
    },
)
CALLS = [ONE_EACH, ROADS, STALE_SOON]
MEMBERS = [HOLDER, DON_VALLEY_YOUTH]
NO = {
    (HOLDER.id, 90): Said(
        Reply.NOT_FOR_US, replace(PEER_SUPPORT_GRANTS, id=90), date(2026, 11, 20), Reason.THEME
    )
}
LATER_NO = {(HOLDER.id, 90): replace(NO[HOLDER.id, 90], reason=Reason.PLACE)}


def everything(calls, members, told) -> dict[tuple[int, int], Any]:
    return {(m.call_id, m.member_id): m for m in match(calls, members, told)}


@pytest.mark.parametrize(
    ("change", "matched_again"),
    [
        pytest.param({"answers": NO}, 3, id="an answer of one member"),
        pytest.param({"in_bid": frozenset({(HOLDER.id, ONE_EACH.id)})}, 2, id="a bid for one call"),
        pytest.param(
            {"awards": {"sheffield city council": (AWARD,)}},
            2,
            id="awards of one funder",
        ),
        pytest.param({"now": NOW + timedelta(hours=1)}, 0, id="an hour later"),
        pytest.param({"now": NOW + timedelta(days=1)}, 4, id="a day later, a full week less for two calls"),
        pytest.param({"now": NOW + timedelta(days=4)}, 6, id="a grant ends, a full week less for all calls"),
        pytest.param({"now": NOW + timedelta(days=10)}, 6, id="a fact goes stale"),
        pytest.param({"now": NOW + timedelta(days=26)}, 6, id="deadlines pass"),
        pytest.param({"now": NOW + timedelta(days=300)}, 6, id="a new year"),
    ],
)  # fmt: skip
def test_circumstances_that_change_are_matched_again(
    change: dict[str, Any], matched_again: int
) -> None:
    stored = {
        (m.view.call_id, m.view.member_id): m for m in match_changed(CALLS, MEMBERS, context(), {})
    }
    hashes = {pair: m.inputs_hash for pair, m in stored.items()}
    told = context(**change)

    again = {
        (m.view.call_id, m.view.member_id): m for m in match_changed(CALLS, MEMBERS, told, hashes)
    }

    assert {pair: m.view for pair, m in (stored | again).items()} == everything(
        CALLS, MEMBERS, told
    )
    assert len(again) == matched_again


def test_another_reason_for_the_same_answer_is_matched_again() -> None:
    stored = {
        (m.view.call_id, m.view.member_id): m.inputs_hash
        for m in match_changed(CALLS, MEMBERS, context(answers=NO), {})
    }

    again = list(match_changed(CALLS, MEMBERS, context(answers=LATER_NO), stored))

    assert {m.view.member_id for m in again} == {HOLDER.id}
    assert len(again) == len(CALLS)


def test_a_new_call_is_matched_with_all_and_a_new_member_with_all() -> None:
    stored = {
        (m.view.call_id, m.view.member_id): m.inputs_hash
        for m in match_changed(CALLS[:2], MEMBERS[:1], context(), {})
    }

    again = [
        (m.view.call_id, m.view.member_id) for m in match_changed(CALLS, MEMBERS, context(), stored)
    ]

    assert len(stored) == 2
    assert len(again) == 4
    assert set(stored).isdisjoint(again)
