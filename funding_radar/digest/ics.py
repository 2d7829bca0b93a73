"""Deadlines for the reader's calendar: one stable event for each call, moved or cancelled when its date is."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from db.views import Deadline
from funding_radar.digest.content import Dated

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def calendar(dated: Sequence[Dated], domain: str, now: datetime) -> bytes | None:
    """The deadlines as one iCalendar file (RFC 5545); None when there are none.

    The UID of a call never changes and SEQUENCE grows with time (hours since 2020), so a later file
    moves or cancels the event of an earlier one.
    """
    if not dated:
        return None
    file = Calendar()
    file.add("prodid", "-//funding-radar//digest//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    for entry in dated:
        file.add_component(_event(entry, domain, now))
    return bytes(file.to_ical())


def _event(entry: Dated, domain: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"call-{entry.call_id}@{domain}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", int((now - _EPOCH).total_seconds() // 3600))
    event.add("summary", f"{'Cancelled' if entry.cancelled else 'Deadline'}: {entry.title}")
    when = Deadline.parse(entry.deadline)
    if when.at:
        event.add("dtstart", when.at.astimezone(UTC))
    else:
        day = when.on or date.min
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if entry.url:
        event.add("url", entry.url)
    return event
