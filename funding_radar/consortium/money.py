"""The money of a bid, what a member may take of it, and how large a member is."""

from dataclasses import dataclass

from db.views import CallView, MemberView
from db.vocabulary import Field, Size
from funding_radar.config import Consortium
from funding_radar.consortium.model import Limits

IN_HUNDREDTHS = 100
LARGE_BID = 100_000
"""From so many pounds up the search counts in thousands, below in hundreds."""


@dataclass(frozen=True, slots=True)
class Purse:
    """The money of one bid: pounds (None: not known), for how many years, and as units that the search counts in."""

    money: int | None
    years: float
    unit: int

    @property
    def budget(self) -> int:
        """Whole units; hundredths where the money is not known."""
        return (self.money or IN_HUNDREDTHS) // self.unit

    @property
    def yearly(self) -> int | None:
        """Pounds a year."""
        return None if self.money is None else round(self.money / self.years)


def purse_of(call: CallView) -> Purse:
    """The money of one bid for a call."""
    money = money_of(call)
    return Purse(money, years_of(call), _unit(money))


def money_of(call: CallView) -> int | None:
    """The money of one bid in pounds: the most of an award over its whole time, else the pot; None when unknown."""
    most = call.facts.get(Field.MAX_AMOUNT)
    if most is None:
        pot = call.value(Field.TOTAL_POT)
        return int(pot) if pot is not None else None
    years = years_of(call) if most.basis == "per_year" else 1
    return int(most.value * years)


def years_of(call: CallView) -> float:
    """For how many years the money is; one when the call does not say."""
    months = call.value(Field.DURATION_MONTHS)
    return max(1.0, months / 12) if isinstance(months, int | float) else 1.0


def limits_of(
    member: MemberView, call: CallView, purse: Purse, settings: Consortium, cap_percent: int
) -> Limits:
    """The least that is worth its while, and the most that rules, its income and its own word let it take."""
    cap = cap_percent * purse.budget // 100
    least = settings.least_share_percent * purse.budget // 100
    if purse.money is None:
        return Limits(max(1, least), cap)
    least = min(least, settings.least_share // purse.unit)
    if member.income is not None:
        percent = call.value(Field.MAX_PERCENT_OF_INCOME) or settings.income_cap_percent
        cap = min(cap, int(member.income * percent / 100 * purse.years) // purse.unit)
    if member.max_award is not None:
        cap = min(cap, member.max_award // purse.unit)
    if member.min_award is not None:
        least = max(least, -(-member.min_award // purse.unit))
    return Limits(max(1, least), cap)


def size_of(member: MemberView, bounds: Consortium) -> Size | None:
    """Its size by income and the bounds in the settings; None while the income is not known."""
    if member.income is None:
        return None
    if member.income < bounds.small_income:
        return Size.SMALL
    return Size.LARGE if member.income > bounds.large_income else Size.MEDIUM


def _unit(money: int | None) -> int:
    if money is None:
        return 1
    return 1000 if money >= 100_000 else 100
