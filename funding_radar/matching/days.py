"""Working days in England, and how finely they are counted."""

from datetime import date
from functools import lru_cache

import numpy as np

NEAR = 15
"""Up to so many working days are counted singly: every one matters."""
STEP = 5
"""Beyond that only full weeks count, so that a call far off is not matched anew each morning."""


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
    """The bank holidays of England in a year."""
    import holidays

    return tuple(sorted(holidays.country_holidays("GB", subdiv="ENG", years=[year])))
