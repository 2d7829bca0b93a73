"""Working days in England, and how finely they are counted."""

from datetime import date, timedelta
from functools import lru_cache

import numpy as np

NEAR = 15
"""Up to so many working days are counted singly: every one matters."""
STEP = 5
"""Beyond that only full weeks count, so that a call far off is not matched anew each morning."""
MONDAY, SATURDAY = 0, 5


@lru_cache(maxsize=4096)
def working_days(start: date, end: date) -> int:
    """Working days from a day up to and including another, in England; 0 when it is past.

    >>> working_days(date(2026, 12, 24), date(2026, 12, 29))
    2
    """
    if end < start:
        return 0
    holidays = [day for year in range(start.year, end.year + 1) for day in bank_holidays(year)]
    after = np.datetime64(end) + np.timedelta64(1, "D")
    return int(np.busday_count(np.datetime64(start), after, holidays=holidays))


def stepped(days: int) -> int:
    """Working days as the gates count them: singly when near, else in full weeks.

    >>> [stepped(days) for days in (3, 15, 16, 19, 20)]
    [3, 15, 15, 15, 20]
    """
    return days if days <= NEAR else days // STEP * STEP


@lru_cache(maxsize=32)
def bank_holidays(year: int) -> tuple[date, ...]:
    """The yearly bank holidays of England (Banking and Financial Dealings Act 1971).

    Worked out here since the package that knows them takes longer to load than all matching does; a test
    holds the two against each other. One-off days, such as a coronation, are not known in advance.

    >>> [day.isoformat() for day in bank_holidays(2027)[-2:]]
    ['2027-12-27', '2027-12-28']
    """
    easter = _easter(year)
    new_year = _weekday_from(date(year, 1, 1))
    christmas = _weekday_from(date(year, 12, 25))
    boxing = _weekday_from(max(date(year, 12, 26), christmas + timedelta(days=1)))
    return (
        new_year,
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
        christmas,
        boxing,
    )


def _weekday_from(day: date) -> date:
    return day if day.weekday() < SATURDAY else _monday_from(day)


def _monday_from(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm (Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
