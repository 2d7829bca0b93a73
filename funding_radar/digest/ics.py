"""Deadlines for the reader's calendar: one stable event for each call, moved or cancelled when its date is."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event

from db.views import Deadline
from funding_radar.digest.content import Dated

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_END = b"END:VCALENDAR\r\n"
HOUR = timedelta(hours=1)


def calendar(dated: Sequence[Dated], domain: str, now: datetime) -> bytes | None:
    """The deadlines as one iCalendar file (RFC 5545); None when there are none.

    The UID of a call never changes and SEQUENCE grows with time (hours since 2020), so a later file
    moves or cancels the event of an earlier one.
    """
    if not dated:
        return None
    hours = (now - _EPOCH) // HOUR
    return b"".join([_frame(), *(_event(entry, domain, hours) for entry in dated), _END])


@lru_cache(maxsize=1)
def _frame() -> bytes:
    file = Calendar()
    file.add("prodid", "-//funding-radar//digest//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    return bytes(file.to_ical()).removesuffix(_END)


@lru_cache(maxsize=5_000)
def _event(entry: Dated, domain: str, hours: int) -> bytes:
    """One call's event: the same for every member that is told in this hour, so it is written once."""
    event = Event()
    event.add("uid", f"call-{entry.call_id}@{domain}")
    event.add("dtstamp", _EPOCH + hours * HOUR)
    event.add("sequence", hours)
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
    return bytes(event.to_ical())
