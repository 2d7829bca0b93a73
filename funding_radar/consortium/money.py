"""How much there is to share, and between which amounts each member's share lies."""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from db.views import CallView, MemberView
from db.vocabulary import Basis, Field
from funding_radar.consortium.model import Limits
from funding_radar.consortium.settings import ConsortiumSettings


@dataclass(frozen=True, slots=True)
class Money:
    """Pounds to share and years to spend them in; ``known`` is False for a nominal amount."""

    budget: int
    years: float
    known: bool


def money(call: CallView, budget: int | None, settings: ConsortiumSettings) -> Money:
    """What a call pays in all: the amount asked for, else its largest award, else a nominal one."""
    months = call.value(Field.DURATION_MONTHS)
    years = max(1.0, months / 12) if months else 1.0
    if budget is not None:
        return Money(budget, years, known=True)
    fact = call.facts.get(Field.MAX_AMOUNT)
    if fact is None or not fact.value:
        return Money(settings.nominal_budget, years, known=False)
    times = {Basis.PER_YEAR: years, Basis.PER_PARTNER: settings.min_partners}
    return Money(int(fact.value * times.get(fact.basis or Basis.TOTAL, 1)), years, known=True)


def limits(member: MemberView, pot: Money, settings: ConsortiumSettings, *, leads: bool) -> Limits:
    """The least share worth its while, and the most by the caps, its income and its wish."""
    percent = settings.lead_cap_percent if leads else settings.partner_cap_percent
    most = [pot.budget * percent // 100]
    if pot.known and member.income is not None:
        most.append(int(member.income * settings.income_percent / 100 * pot.years))
    if pot.known and member.max_award is not None:
        most.append(member.max_award)
    least = min(settings.least_share, pot.budget * settings.least_share_percent // 100)
    if pot.known and member.min_award is not None:
        least = max(least, member.min_award)
    return Limits(least, min(most))


def working_days(today: date, last: date) -> int:
    """Working days in England after today, up to and with the last day.

    >>> working_days(date(2026, 12, 23), date(2026, 12, 29))
    2
    """
    off = holidays.country_holidays("GB", subdiv="ENG", years=range(today.year, last.year + 1))
    days = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return sum(day.weekday() < 5 and day not in off for day in days)


def partners_in_time(days: int, settings: ConsortiumSettings) -> int:
    """How many partners a bid may have with so many working days left.

    >>> partners_in_time(19, ConsortiumSettings())
    5
    """
    spare = days - settings.days_for_three
    return max(0, min(settings.max_partners, 3 + spare // max(1, settings.days_per_further)))
