"""The plan back from a deadline."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding_radar.bids.plan import (
    STEPS,
    Planned,
    is_working_day,
    most_partners,
    needed_days,
    plan_ahead,
    plan_back,
    working_day_before,
    working_days,
)

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        pytest.param(date(2026, 12, 24), True, id="Christmas Eve"),
        pytest.param(date(2026, 12, 25), False, id="Christmas Day"),
        pytest.param(date(2026, 12, 28), False, id="Boxing Day's substitute"),
        pytest.param(date(2027, 3, 26), False, id="Good Friday"),
        pytest.param(
            date(2026, 8, 3), True, id="Scotland's summer holiday is a working day in England"
        ),
        pytest.param(date(2026, 11, 28), False, id="Saturday"),
    ],
)
def test_working_days_are_those_of_england(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_days_are_counted_after_today_up_to_the_deadline() -> None:
    assert working_days(MONDAY, date(2026, 11, 27)) == 4
    assert working_days(MONDAY, MONDAY) == 0
    assert working_days(MONDAY, date(2026, 11, 20)) == 0


def test_a_full_plan_keeps_every_default() -> None:
    deadline = date(2027, 2, 26)

    plan = plan_back(deadline, 4, MONDAY)

    assert plan.enough_time
    assert [step.on for step in plan.steps] == [
        working_day_before(deadline, s.before) for s in STEPS
    ]


def test_too_late_for_four_says_for_how_many_there_is_time() -> None:
    deadline = working_day_before(MONDAY, -16)

    plan = plan_back(deadline, 4, MONDAY)

    assert plan.warning() == (
        "16 working days from start to deadline, 17 needed: there is time for 3 partners"
    )


def test_too_late_for_a_new_partnership_names_those_who_know_each_other() -> None:
    plan = plan_back(working_day_before(MONDAY, -8), 4, MONDAY)

    assert plan.warning([("Ash", "Elm")]).endswith("these two could bid: Ash with Elm")
    assert plan_back(working_day_before(MONDAY, -8), 2, MONDAY, known=True).enough_time
    assert not plan_back(working_day_before(MONDAY, -8), 2, MONDAY).enough_time


def test_too_late_for_anyone_names_the_ways_that_are_left() -> None:
    plan = plan_back(working_day_before(MONDAY, -7), 3, MONDAY)

    assert "one organisation could bid alone" in plan.warning([("Ash", "Elm")])


def test_a_call_without_a_closing_day_gets_every_step_in_its_time() -> None:
    plan = plan_ahead(3, MONDAY)

    assert plan.aim
    assert plan.steps[0].on == MONDAY
    assert plan.warning() == ""


def test_the_funders_days_stand_among_the_steps() -> None:
    asks = Planned(date(2026, 12, 15), "Last day for questions", "coordinator")

    plan = plan_back(date(2027, 2, 26), 3, MONDAY, dates=[asks])

    assert asks in plan.steps
    assert [step.on for step in plan.steps] == sorted(step.on for step in plan.steps)
    assert plan.next_steps(date(2026, 12, 15), 1) == (asks,)


@given(days=st.integers(0, 120), partners=st.integers(2, 8))
def test_steps_stay_in_order_and_none_is_before_the_start(days: int, partners: int) -> None:
    plan = plan_back(MONDAY + timedelta(days=days), partners, MONDAY)

    on = [step.on for step in plan.steps]
    assert [step.what for step in plan.steps] == [step.what for step in STEPS]
    assert on == sorted(on)
    assert on[0] >= MONDAY
    assert all(is_working_day(day) for day in on if day > MONDAY)


@given(partners=st.integers(3, 20))
def test_needed_days_and_partners_agree(partners: int) -> None:
    assert most_partners(needed_days(partners)) == partners
    assert most_partners(needed_days(partners) - 1) < partners
