"""The plan for calendars: an event for each step, whose name in a later file is the same, so that it moves."""

import re
from datetime import UTC, timedelta

from icalendar import Calendar, Event

from funding_radar.bids.pack.dossier import Dossier, plain


def plan_calendar(told: Dossier) -> bytes | None:
    """The plan as an iCalendar file (RFC 5545); None while there is no plan."""
    if told.plan is None:
        return None
    file = Calendar()
    file.add("prodid", "-//funding-radar//bids//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("x-wr-calname", plain(f"Bid {told.bid.id}: {told.call.title}"))
    for step in told.plan.steps:
        event = _event(told, step.what, f"{step.what} ({step.who})")
        event.add("dtstart", step.on)
        event.add("dtend", step.on + timedelta(days=1))
        file.add_component(event)
    if not told.plan.aim:
        file.add_component(_deadline(told))
    return bytes(file.to_ical())


def _deadline(told: Dossier) -> Event:
    event = _event(told, "deadline", f"Deadline: {told.call.title}")
    at = told.call.deadline.at if told.call.deadline else None
    if at is not None:
        event.add("dtstart", at.astimezone(UTC))
    elif told.plan is not None:
        event.add("dtstart", told.plan.deadline_on)
        event.add("dtend", told.plan.deadline_on + timedelta(days=1))
    if told.call.url:
        event.add("url", plain(told.call.url, 1000))
    return event


def _event(told: Dossier, key: str, summary: str) -> Event:
    event = Event()
    name = re.sub(r"[^a-z]+", "-", key.lower()).strip("-")
    event.add("uid", f"bid-{told.bid.id}-{name}@{_domain(told.email)}")
    event.add("dtstamp", told.made_at.astimezone(UTC))
    event.add("sequence", told.bid.version)
    event.add("summary", plain(summary))
    event.add("description", plain(f"Bid {told.bid.id} for {told.call.title}"))
    event.add("transp", "TRANSPARENT")
    return event


def _domain(email: str) -> str:
    domain = email.rpartition("@")[2].lower()
    return domain if re.fullmatch(r"[a-z0-9.-]+", domain) else "funding-radar.invalid"
