"""The budget: direct costs and overheads to the pound, and paid time."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.bids import BidView, PartnerView
from db.vocabulary import BidStatus, PartnerAnswer
from funding_radar.bids.costs import Involvement, Rates, costs_of, overhead_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def bid(*shares: int | None, rates: tuple[float | None, ...] = ()) -> BidView:
    rates = rates or (None,) * len(shares)
    partners = tuple(
        PartnerView(n, f"Member {n}", lead=n == 1, share=share, answer=PartnerAnswer.HELD, overhead_percent=rate)
        for n, (share, rate) in enumerate(zip(shares, rates, strict=True), 1)
    )  # fmt: skip
    return BidView(1, 1, "A call", BidStatus.OPEN, None, 1, NOW, partners)


@given(share=st.integers(0, 10_000_000), percent=st.floats(0, 100, allow_nan=False))
def test_overheads_are_their_rate_of_the_direct_costs_within_a_pound(
    share: int, percent: float
) -> None:
    overhead = overhead_of(share, percent)

    assert 0 <= overhead <= share
    assert abs(overhead - (share - overhead) * percent / 100) <= 1 + percent / 100


@given(shares=st.lists(st.integers(0, 500_000), min_size=1, max_size=8))
def test_every_line_and_the_whole_add_up_to_the_pound(shares: list[int]) -> None:
    costs = costs_of(bid(*shares), 24, Rates())

    assert costs.total == sum(shares)
    for line in costs.lines:
        assert line.direct is not None
        assert line.overhead is not None
        assert line.direct + line.overhead == line.partner.share
        assert 0 <= line.involvement <= line.direct


def test_a_small_partner_keeps_its_own_rate_whatever_the_lead_takes() -> None:
    costs = costs_of(bid(60_000, 11_500, rates=(5.0, 25.0)), 12, Rates())

    assert [(line.overhead, line.rate_is_ours) for line in costs.lines] == [
        (2857, False),
        (2300, False),
    ]


def test_a_rate_that_is_not_told_is_ours_and_marked() -> None:
    costs = costs_of(bid(11_500, rates=(None,)), 12, Rates(overhead_percent=15.0))

    assert [(line.overhead, line.direct, line.rate_is_ours) for line in costs.lines] == [
        (1500, 10_000, True)
    ]


def test_a_share_that_is_not_known_stays_unknown() -> None:
    costs = costs_of(bid(5000, None), None, Rates())

    assert costs.total is None
    assert (costs.lines[1].direct, costs.lines[1].overhead) == (None, None)
    assert not costs.months_stated


@pytest.mark.parametrize(
    ("kind", "hours", "cost"),
    [
        pytest.param(Involvement("meeting", 2, 3, 2, 1), 18, 18 * 25 + 6 * 15, id="preparation is paid, and expenses"),
        pytest.param(Involvement("reading", 2, 1, 3, 0, meeting=False), 6, 150, id="reading has no expenses"),
    ],
)  # fmt: skip
def test_experts_are_paid_for_all_their_time(kind: Involvement, hours: float, cost: int) -> None:
    assert (kind.paid_hours, kind.cost(Rates())) == (hours, cost)


def test_at_least_two_experts_are_paid_before_the_first_draft_and_while_the_work_runs() -> None:
    costs = costs_of(bid(90_000), 24, Rates())

    assert all(one.people >= 2 for one in (*costs.before, *costs.during))
    assert costs.during[0].times == 24
    assert costs.lines[0].involvement == costs.cost_during
