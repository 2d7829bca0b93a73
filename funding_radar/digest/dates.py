"""Deadlines as members read them, in UK time."""

from datetime import date, datetime

from db.views import UK, Deadline
from funding_radar.phrases import clock, day, days_left


def today_of(now: datetime) -> date:
    """The day in the UK."""
    return now.astimezone(UK).date()


def closes(deadline: str | None, now: datetime) -> str:
    """A deadline with weekday, time and days left; it may be rolling, or not stated.

    >>> closes("2026-12-04T12:00", datetime(2026, 11, 23, 9, tzinfo=UK))
    'Friday 4 December, 12 noon (11 days left)'
    """
    when = Deadline.parse(deadline) if deadline else None
    if when is not None and when.on is None:
        return "no closing date: apply at any time"
    left = days_left(when, today_of(now))
    return closing_day(deadline, now) + (f" ({left})" if left else "")


def closing_day(deadline: str | None, now: datetime) -> str:
    """A deadline without days left, for a sentence about a change."""
    if not deadline:
        return "not stated"
    when = Deadline.parse(deadline)
    if when.on is None:
        return "no closing date"
    time = clock(when)
    return day(when.on, today_of(now)) + (f", {time}" if time else "")
