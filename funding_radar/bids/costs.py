"""What a joint bid costs, to the pound: each partner's direct costs and overheads, and the paid time of experts.

Overheads are told as a part of direct costs, so that full cost = direct x (100 + rate) / 100. A partner's overheads
come out of its own share at its own rate: no partner's overheads are cut to pay for another's. Where a partner has
not told its rate, a default of ours stands there and is marked as such.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from db.bids import BidView, PartnerView

DEFAULT_MONTHS = 12
"""Where a call does not say for how long, the work of a year is counted."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The figures that a budget is built on: defaults of ours with the day that they were set, to be replaced."""

    overhead_percent: float = 15.0
    expert_hourly: int = 25
    expert_expenses: int = 15
    """Travel, care or going online, in pounds for each meeting."""
    experts: int = 2
    set_on: date = date(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Involvement:
    """One kind of work that experts by experience are paid for; hours are those of one person, one time."""

    what: str
    people: int
    times: int
    hours: float
    preparation: float
    meeting: bool = True

    @property
    def paid_hours(self) -> float:
        """All hours of all people, preparation among them."""
        return self.people * self.times * (self.hours + self.preparation)

    def cost(self, rates: Rates) -> int:
        """Whole pounds, expenses among them."""
        return _whole(Decimal(str(self.paid_hours)) * rates.expert_hourly) + self.expenses(rates)

    def expenses(self, rates: Rates) -> int:
        """Whole pounds for getting to meetings."""
        return self.people * self.times * rates.expert_expenses if self.meeting else 0


@dataclass(frozen=True, slots=True)
class CostLine:
    """A partner's line of the budget: overheads + direct = share, all in whole pounds; None while it is unknown."""

    partner: PartnerView
    overhead_percent: float
    rate_is_ours: bool
    overhead: int | None = None
    direct: int | None = None
    involvement: int = 0
    """The part of its direct costs that pays experts by experience; the lead holds it for all."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The budget of a bid. ``before`` is the involvement until submission, ``during`` that of the work itself."""

    lines: tuple[CostLine, ...]
    rates: Rates
    months: int
    months_stated: bool
    before: tuple[Involvement, ...]
    during: tuple[Involvement, ...]

    @property
    def total(self) -> int | None:
        """All shares together; None while one is unknown."""
        shares = [line.partner.share for line in self.lines]
        return sum(s for s in shares if s is not None) if None not in shares else None

    @property
    def cost_before(self) -> int:
        """What involvement costs until submission: counted even where the funder does not pay it."""
        return sum(one.cost(self.rates) for one in self.before)

    @property
    def cost_during(self) -> int:
        """What involvement costs while the work runs."""
        return sum(one.cost(self.rates) for one in self.during)


def costs_of(bid: BidView, months: int | None, rates: Rates) -> Costs:
    """The budget of a bid as its partners stand now; ``months`` is what the call says of the duration."""
    before, during = involvement(rates.experts, months or DEFAULT_MONTHS)
    paid = sum(one.cost(rates) for one in during)
    lines = tuple(_line(partner, rates, paid if partner.lead else 0) for partner in bid.present)
    return Costs(lines, rates, months or DEFAULT_MONTHS, months is not None, before, during)


def involvement(
    experts: int, months: int
) -> tuple[tuple[Involvement, ...], tuple[Involvement, ...]]:
    """The involvement until submission and during the work: defaults of ours, the times of the plan's own sessions."""
    before = (
        Involvement("First session: what should change", experts, 1, 2, 1),
        Involvement("Second session: who delivers what", experts, 1, 2, 1),
        Involvement("Reading and commenting on the draft", experts, 1, 3, 0, meeting=False),
    )
    during = (Involvement("Steering group, every month", experts, months, 2, 1),)
    return before, during


def overhead_of(share: int, percent: float) -> int:
    """The overheads in a share that pays the full cost, in whole pounds.

    >>> overhead_of(11500, 15)
    1500
    """
    rate = Decimal(str(percent))
    return _whole(share * rate / (100 + rate))


def _line(partner: PartnerView, rates: Rates, involvement: int) -> CostLine:
    ours = partner.overhead_percent is None
    percent = (
        rates.overhead_percent if partner.overhead_percent is None else partner.overhead_percent
    )
    if partner.share is None:
        return CostLine(partner, percent, ours)
    overhead = overhead_of(partner.share, percent)
    direct = partner.share - overhead
    return CostLine(partner, percent, ours, overhead, direct, min(involvement, direct))


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
