"""Days and deadlines as people say them, in UK time."""

from datetime import date, datetime

from db.views import UK, Deadline


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


def hour(at: datetime) -> str:
    """A time of day.

    >>> hour(datetime(2026, 12, 4, 12, 0)), hour(datetime(2026, 12, 4, 17, 30))
    ('12 noon', '5:30pm')
    """
    if (at.hour, at.minute) == (12, 0):
        return "12 noon"
    if (at.hour, at.minute) == (0, 0):
        return "as the day begins (midnight)"
    half = "am" if at.hour < 12 else "pm"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes}{half}"


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
        return "closing date not stated"
    when = Deadline.parse(deadline)
    if when.on is None:
        return "no closing date: apply at any time"
    today = now.astimezone(UK).date()
    time = f", {hour(when.at)}" if when.at else ""
    return f"{day(when.on, today)}{time} ({days_left(when.on, today)})"


def closing_day(deadline: str | None, now: datetime) -> str:
    """A deadline without time and days left, for a sentence about a change."""
    if not deadline:
        return "not stated"
    when = Deadline.parse(deadline)
    today = now.astimezone(UK).date()
    if when.on is None:
        return "no closing date"
    return f"{day(when.on, today)}{f', {hour(when.at)}' if when.at else ''}"
