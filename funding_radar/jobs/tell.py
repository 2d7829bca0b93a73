"""Telling: compose an issue from the tables, and send what is composed."""

import os
import socket
import time
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session

from db.calls import call_views
from db.decisions import log_decision, who
from db.engine import reading, writing
from db.matches import match_views
from db.members import member_views
from db.views import CallView, MatchView, MemberView
from db.vocabulary import Status
from funding_radar.config import Settings
from funding_radar.digest.compose import compose
from funding_radar.digest.content import DigestContent
from funding_radar.digest.issue import (
    ComposeReport,
    Material,
    compose_alerts,
    compose_issue,
    gather_material,
    told_to,
)
from funding_radar.digest.outbox import Sender, SendReport, running_from, send_due, send_trial
from funding_radar.jobs.coordinate import compose_for_coordinator, joint_asks

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

TELLABLE = (Status.OPEN, Status.COMING, Status.CLOSED, Status.GONE)
"""Calls that closed are among them, so that an early end can be told to whoever kept them."""


def compose_digests(
    engine: Engine,
    settings: Settings,
    gazetteer: "Gazetteer",
    now: datetime,
    *,
    alerts: bool = False,
    by: str = "",
) -> ComposeReport:
    """Composes this week's issue with the coordinator's own, or the alerts between issues, for all that are due.

    ``by`` signs the entry of the log; the user of this machine when left out.
    """
    with reading(engine) as session:
        members = member_views(session)
        material = _material(session, gazetteer, now)
    if not alerts:
        compose_for_coordinator(engine, settings, gazetteer, now)
    write = compose_alerts if alerts else compose_issue
    report = write(engine, members, material, settings, now)
    if report.composed:
        what = f"composed {report.composed} {'alerts' if alerts else 'digests'}"
        _note(engine, what, by, now)
    return report


def preview(
    engine: Engine, settings: Settings, gazetteer: "Gazetteer", member: MemberView, now: datetime
) -> DigestContent | None:
    """What this member's digest would say now; nothing is stored, and None when there is nothing to say."""
    with reading(engine) as session:
        told = told_to(session, [member.id], _material(session, gazetteer, now))[member.id]
    return compose(member, told, now, settings)


def send(engine: Engine, settings: Settings, now: datetime, *, by: str = "") -> SendReport:
    """Sends what is composed and due, to the mail server or the outbox folder; the clock runs on from ``now``."""
    clock = running_from(now, time.monotonic)
    worker = f"{socket.gethostname()}:{os.getpid()}"
    report = send_due(Sender(engine, settings, clock, time.sleep, worker))
    if report.sent or report.failed_for_good:
        _note(engine, f"sent {report.sent} messages, {report.failed_for_good} failed", by, now)
    return report


def _note(engine: Engine, what: str, by: str, now: datetime) -> None:
    with writing(engine) as session:
        log_decision(session, "digests", what, by=by or who(), now=now)


def trial(
    engine: Engine, settings: Settings, content: DigestContent, address: str, now: datetime
) -> None:
    """Sends a digest to an address of the coordinator's own, marked as a trial; nothing is stored."""
    clock = running_from(now, time.monotonic)
    send_trial(Sender(engine, settings, clock, time.sleep, "trial"), content, address)


def _material(session: Session, gazetteer: "Gazetteer", now: datetime) -> Material:
    calls = call_views(session, statuses=TELLABLE)
    by_member: dict[int, list[MatchView]] = {}
    for match in match_views(session):
        by_member.setdefault(match.member_id, []).append(match)
    return gather_material(
        session,
        calls,
        lambda member_id: by_member.get(member_id, ()),
        now,
        joint_of=joint_asks(session, gazetteer, now),
        places=_names(calls, gazetteer),
    )


def _names(calls: list[CallView], gazetteer: "Gazetteer") -> dict[str, str]:
    codes = {code for call in calls for code in call.areas}
    found = {code: gazetteer.place(code) for code in codes}
    return {code: place.label for code, place in found.items() if place}
