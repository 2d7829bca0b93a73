"""Days as UK pages write them, counted from today."""

from datetime import date, timedelta
from functools import cache

import holidays

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SATURDAY = 5


def day_from(today: date, days: int, weekday: str = "") -> date:
    """The day so many days from today, moved on to a weekday, or off a weekend when none is named.

    What is still to come never falls on a bank holiday: no funder closes on one.

    >>> day_from(date(2026, 11, 23), 5).isoformat(), day_from(date(2026, 11, 23), 30, "fri").isoformat()
    ('2026-11-30', '2027-01-08')
    """
    day = today + timedelta(days=days)
    if weekday:
        day += timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % 7)
    while days > 0 and (day in _bank_holidays() or (not weekday and day.weekday() >= _SATURDAY)):
        day += timedelta(days=7 if weekday else 1)
    return day


@cache
def _bank_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")


def long(day: date) -> str:
    """Friday 8 January 2027."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def plain(day: date) -> str:
    """8 January 2027."""
    return f"{day.day} {day:%B %Y}"


def ordinal(day: date) -> str:
    """8th January 2027."""
    return f"{_nth(day.day)} {day:%B %Y}"


def no_year(day: date) -> str:
    """Friday 8th January."""
    return f"{day:%A} {_nth(day.day)} {day:%B}"


def short(day: date) -> str:
    """08/01/2027."""
    return f"{day:%d/%m/%Y}"


def dotted(day: date) -> str:
    """8.1.27."""
    return f"{day.day}.{day.month}.{day:%y}"


def dashed(day: date) -> str:
    """8-Jan-27."""
    return f"{day.day}-{day:%b-%y}"


def month(day: date) -> str:
    """January 2027."""
    return f"{day:%B %Y}"


FILTERS = {f.__name__: f for f in (long, plain, ordinal, no_year, short, dotted, dashed, month)}
"""What a text may write after a day: ``{{ closes|long }}``."""


def _nth(number: int) -> str:
    tail = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"
