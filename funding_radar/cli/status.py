"""``funding-radar status``: how things stand, on one screen."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import Desk, desk

if TYPE_CHECKING:
    from funding_radar.jobs.overview import Overview, SourceHealth

CLOSING = 5
"""Calls shown that close soon."""


def status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show how things stand: sources, calls, members, digests, alarms, what is next."""
    from funding_radar.jobs.overview import clashing, overview

    here = desk(context)
    seen = overview(here.engine, here.settings, here.now)
    clashes = clashing(here.engine, here.gazetteer, here.now)
    if as_json:
        console.show_json(_as_json(seen, clashes))
    else:
        console.show(*_screen(seen, clashes, here))


def _screen(seen: "Overview", clashes: int, here: Desk) -> list[Any]:
    from funding_radar import phrases

    calls = phrases.listed([f"{n} {s.label}" for s, n in sorted(seen.calls.items())], 8) or "none"
    active = sum(not s.paused for s in seen.sources)
    alarmed = sum(bool(s.alarm) and not s.paused for s in seen.sources)
    rows: list[tuple[str, Any]] = [("calls", calls)]
    for number, call in enumerate(seen.closing[:CLOSING]):
        left = phrases.days_left(call.deadline, here.today)
        closes = f"{call.id}  {call.title} ({phrases.closes(call.deadline)}, {left})"
        rows.append(("" if number else "closing", closes))
    rows += [
        ("clashes", f"{clashes}: funding-radar clashes shows them" if clashes else "none"),
        ("members", f"{seen.members}, {seen.consents} of them with consent to be mailed"),
        ("digests", _digests(seen)),
        ("sources", f"{active} active, {len(seen.sources) - active} paused, {alarmed} in alarm"),
        ("to review", f"{seen.to_review}, {seen.stale_share:.0%} of facts out of date"),
    ]
    if seen.free_bytes is not None:
        rows.append(("disk", f"{seen.free_bytes / 1e9:.1f} GB free"))
    rows += [("next", f"{name} {_when(at, here)}") for name, at, _ in seen.next_jobs[:3]]
    rows += [("alarm", console.words(alarm, "red")) for alarm in seen.alarms]
    if not seen.alarms:
        rows.append(("alarms", "none"))
    parts = [console.heading(here.settings.alliance.name), console.columns(rows)]
    if not seen.members:
        parts.append("\nno members yet: funding-radar members import FILE")
    elif not seen.calls:
        parts.append("\nno calls yet: funding-radar refresh")
    return parts


def _digests(seen: "Overview") -> str:
    from db.vocabulary import DeliveryState

    waiting = (DeliveryState.COMPOSED, DeliveryState.FAILED_FOR_NOW)
    sent = seen.deliveries.get(DeliveryState.SENT, 0)
    return f"{sent} sent, {sum(seen.deliveries.get(state, 0) for state in waiting)} waiting"


def _when(at: datetime, here: Desk) -> str:
    from db.views import UK

    return "is due" if at <= here.now else f"{at.astimezone(UK):%a %d %b %H:%M}"


def _source(source: "SourceHealth") -> dict[str, Any]:
    return {
        "name": source.name,
        "publisher": source.publisher,
        "paused": source.paused,
        "paused_because": source.paused_because,
        "alarm": source.alarm,
        "last_ok_at": source.last_ok_at,
        "found": source.found,
    }


def _as_json(seen: "Overview", clashes: int) -> dict[str, Any]:
    return {
        "sources": [_source(source) for source in seen.sources],
        "calls": {status.value: count for status, count in seen.calls.items()},
        "closing": [
            {"id": call.id, "title": call.title, "deadline": str(call.deadline)}
            for call in seen.closing
        ],
        "clashes": clashes,
        "to_review": seen.to_review,
        "stale_share": round(seen.stale_share, 4),
        "members": seen.members,
        "consents": seen.consents,
        "deliveries": {state.value: count for state, count in seen.deliveries.items()},
        "next_jobs": [
            {"job": name, "due_at": at, "fault": fault} for name, at, fault in seen.next_jobs
        ],
        "alarms": seen.alarms,
        "free_bytes": seen.free_bytes,
    }
