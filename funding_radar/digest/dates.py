"""Days and deadlines as people say them, in UK time."""

from datetime import date, datetime

from db.views import UK, Deadline
from funding_radar.phrases import clock


def today_of(now: datetime) -> date:
    """The day in the UK."""
    return now.astimezone(UK).date()


def day(on: date, today: date) -> str:
    """A day with its weekday, and its year when it is not this one.

    >>> day(date(2026, 12, 4), date(2026, 11, 23)), day(date(2027, 1, 8), date(2026, 11, 23))
    ('Friday 4 December', 'Friday 8 January 2027')
    """
    said = f"{on:%A} {on.day} {on:%B}"
    return said if on.year == today.year else f"{said} {on.year}"


def short_day(on: date, today: date) -> str:
    """The same, short enough for a subject line.

    >>> short_day(date(2026, 12, 4), date(2026, 11, 23))
    'Fri 4 Dec'
    """
    said = f"{on:%a} {on.day} {on:%b}"
    return said if on.year == today.year else f"{said} {on.year}"


def _time(when: Deadline) -> str:
    if when.at and (when.at.hour, when.at.minute) == (0, 0):
        return ", as the day begins (midnight)"
    return f", {clock(when)}" if when.at else ""


def days_left(on: date, today: date) -> str:
    """How long there is still.

    >>> days_left(date(2026, 12, 4), date(2026, 11, 23)), days_left(date(2026, 11, 24), date(2026, 11, 23))
    ('11 days left', 'tomorrow')
    """
    days = (on - today).days
    if days < 0:
        return "over"
    return ("today", "tomorrow")[days] if days < 2 else f"{days} days left"


def closes(deadline: str | None, now: datetime) -> str:
    """A deadline with weekday, time and days left; it may be rolling, or not stated.

    >>> closes("2026-12-04T12:00", datetime(2026, 11, 23, 9, tzinfo=UK))
    'Friday 4 December, 12 noon (11 days left)'
    """
    if not deadline:
        return "not stated"
    when = Deadline.parse(deadline)
    if when.on is None:
        return "no closing date: apply at any time"
    today = today_of(now)
    return f"{day(when.on, today)}{_time(when)} ({days_left(when.on, today)})"


def closing_day(deadline: str | None, now: datetime) -> str:
    """A deadline without time and days left, for a sentence about a change."""
    if not deadline:
        return "not stated"
    when = Deadline.parse(deadline)
    today = today_of(now)
    if when.on is None:
        return "no closing date"
    return f"{day(when.on, today)}{_time(when)}"
