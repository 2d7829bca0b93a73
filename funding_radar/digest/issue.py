"""Composing an issue for many members, some in each transaction: composed once however often it is run."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from db import digests
from db.deliveries import recipients
from db.engine import writing
from db.facts import stale_share
from db.matches import answers_in_force
from db.proof import note_owed
from db.views import UK, CallView, Deadline, MatchView, MemberView
from db.vocabulary import Field, Rhythm, Status
from funding_radar.config import Settings
from funding_radar.digest.codes import Codes
from funding_radar.digest.compose import (
    ALERT,
    alert_of,
    compose,
    compose_alert,
    due,
    issue_of,
    too_stale,
)
from funding_radar.digest.content import CoordinatorContent, DigestContent, Item, Section
from funding_radar.digest.message import Post
from funding_radar.digest.told import Alarm, Before, Change, Joint, Said, Told

CHANGES_DAYS = 200
"""How far back a change may lie: nobody is told of a call that was last told longer ago."""
ALERT_DAYS = 7
"""From one alert to the next, counted in days of the UK and not in weeks of the calendar."""
AT_ONCE = 50
"""Members in one transaction: few questions for many, and other writers wait a fraction of a second."""
SECRET = "reply codes"  # noqa: S105 - the name of one


def nothing(_member_id: int) -> Sequence[Joint]:
    """No joint bid asks for anything."""
    return ()


@dataclass(frozen=True, slots=True)
class Material:
    """What all members' messages are made of.

    ``calls`` are those open now and those that closed lately, so that an early end can be told. ``matches_of`` and
    ``joint_of`` give what concerns one member by its number.
    """

    calls: Mapping[int, CallView]
    matches_of: Callable[[int], Sequence[MatchView]]
    joint_of: Callable[[int], Sequence[Joint]] = nothing
    places: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[int, Sequence[Change]] = field(default_factory=dict)
    alarms: Sequence[Alarm] = ()
    stale_percent: float = 0.0


@dataclass(frozen=True, slots=True)
class ComposeReport:
    """What a composing run did: counts of members, and whether stale facts stopped it."""

    composed: int = 0
    nothing_new: int = 0
    already: int = 0
    not_due: int = 0
    held: int = 0
    stopped_because: str = ""


def gather_material(
    session: Session,
    calls: Iterable[CallView],
    matches_of: Callable[[int], Sequence[MatchView]],
    now: datetime,
    *,
    joint_of: Callable[[int], Sequence[Joint]] = nothing,
    places: Mapping[str, str] | None = None,
) -> Material:
    """The calls with changes, alarms and the stale share, as the tables have them now."""
    listed = list(calls)
    open_calls = [call for call in listed if call.status is Status.OPEN]
    changes: dict[int, list[Change]] = {}
    for row in digests.changes_since(session, now - timedelta(days=CHANGES_DAYS)):
        change = Change(row.call_id, Field(row.field), row.old, row.new, row.noticed_at)
        changes.setdefault(row.call_id, []).append(change)
    return Material(
        calls={call.id: call for call in listed},
        matches_of=matches_of,
        joint_of=joint_of,
        places=places or {},
        changes=changes,
        alarms=[
            Alarm(publisher, since.astimezone(UK).date())
            for publisher, since in digests.alarms(session)
        ],
        stale_percent=100 * stale_share(open_calls, now.astimezone(UK).date()),
    )


def told_to(session: Session, member_ids: Sequence[int], material: Material) -> dict[int, Told]:
    """What each member may be told, with what it was told and what it said."""
    said: dict[int, list[Said]] = {}
    for view in answers_in_force(session, member_ids=member_ids):
        said.setdefault(view.member_id, []).append(Said(view.call_id, view.reply, view.reason))
    before = digests.told_before(session, member_ids)
    under_way = digests.calls_under_way(session, member_ids)
    quiet = digests.quiet_since(session, member_ids)
    return {
        member_id: Told(
            calls=material.calls,
            matches=material.matches_of(member_id),
            changes=[
                change
                for call_id in sorted({call_id for call_id, _, _ in before[member_id]})
                for change in material.changes.get(call_id, ())
            ],
            joint=material.joint_of(member_id),
            before=[Before(call, Section(part), at) for call, part, at in before[member_id]],
            under_way=under_way[member_id],
            said=said.get(member_id, ()),
            alarms=material.alarms,
            stale_percent=material.stale_percent,
            quiet_since_on=quiet[member_id],
            places=material.places,
        )
        for member_id in member_ids
    }


def reply_codes(session: Session, now: datetime) -> Codes:
    """The maker of codes with this database's secret, made at the first need."""
    return Codes(digests.secret(session, SECRET, lambda: secrets.token_urlsafe(32), now))


@dataclass(frozen=True, slots=True)
class _Way:
    """A way of composing: the function, for whom it is due, the name of its issue, and who has had it."""

    write: Callable[[MemberView, Told, datetime, Settings], DigestContent | None]
    due: Callable[[Rhythm, datetime], bool]
    issue: Callable[[datetime], str]
    already: Callable[[Session, datetime, Sequence[int]], set[int]]


def compose_issue(
    engine: Engine,
    members: Iterable[MemberView],
    material: Material,
    settings: Settings,
    now: datetime,
) -> ComposeReport:
    """The week's digest for every member whose rhythm is due; a second run composes only what is missing."""
    return _compose_all(engine, members, Desk(material, settings, now, _WEEKLY))


def compose_alerts(
    engine: Engine,
    members: Iterable[MemberView],
    material: Material,
    settings: Settings,
    now: datetime,
) -> ComposeReport:
    """Alerts for what cannot wait, at most one for a member in seven days."""
    return _compose_all(engine, members, Desk(material, settings, now, _ALERTS))


def _told_this_week(session: Session, now: datetime, member_ids: Sequence[int]) -> set[int]:
    return digests.composed_for(session, issue_of(now), member_ids)


def _alerted_lately(session: Session, now: datetime, member_ids: Sequence[int]) -> set[int]:
    first = now.astimezone(UK).date() - timedelta(days=ALERT_DAYS - 1)
    since = datetime.combine(first, time.min, UK)
    return digests.composed_since(session, since, ALERT, member_ids)


_WEEKLY = _Way(compose, due, issue_of, _told_this_week)
_ALERTS = _Way(
    compose_alert, lambda rhythm, _now: rhythm is not Rhythm.NONE, alert_of, _alerted_lately
)


@dataclass(frozen=True, slots=True)
class Desk:
    """One composing run: everything but the member."""

    material: Material
    settings: Settings
    now: datetime
    way: _Way

    def compose(
        self, session: Session, members: Sequence[MemberView], codes: Codes, domain: str
    ) -> Counter[str]:
        """Composes and stores what is missing of some members' messages; counts in the words of the report."""
        issue = self.way.issue(self.now)
        already = self.way.already(session, self.now, [member.id for member in members])
        missing = [member for member in members if member.id not in already]
        known = recipients(session, [member.id for member in missing])
        may_hear = [m for m in missing if m.id in known and not known[m.id].held_because]
        told = told_to(session, [member.id for member in may_hear], self.material)
        made = [
            (member, content)
            for member in may_hear
            if (content := self.way.write(member, told[member.id], self.now, self.settings))
        ]
        news = [
            digests.NewDigest(
                member.id,
                issue,
                codes.message_id(member.id, issue, domain),
                content.to_json(),
                [(item.call_id, item.section, _closes_on(item)) for item in content.items],
            )
            for member, content in made
        ]
        digests.save_digests(session, news, self.now)
        return Counter(
            composed=len(made),
            nothing_new=len(may_hear) - len(made),
            already=len(already),
            held=len(missing) - len(may_hear),
        )


def _compose_all(engine: Engine, members: Iterable[MemberView], desk: Desk) -> ComposeReport:
    stale = desk.material.stale_percent
    if too_stale(stale, desk.settings):
        said = f"{round(stale)}% of the facts are out of date: members are told nothing until they are read again"
        return ComposeReport(stopped_because=said)
    domain = Post.of(desk.settings).domain
    with writing(engine) as session:
        codes = reply_codes(session, desk.now)
        note_owed(session, desk.now)
    listed = list(members)
    due_now = [member for member in listed if desk.way.due(member.rhythm, desk.now)]
    counts = Counter(not_due=len(listed) - len(due_now))
    for start in range(0, len(due_now), AT_ONCE):
        with writing(engine) as session:
            counts += desk.compose(session, due_now[start : start + AT_ONCE], codes, domain)
    return ComposeReport(
        counts["composed"],
        counts["nothing_new"],
        counts["already"],
        counts["not_due"],
        counts["held"],
    )


def _closes_on(item: Item) -> date | None:
    return Deadline.parse(item.deadline).on if item.deadline else None


def save_coordinator_digest(
    session: Session, content: CoordinatorContent, settings: Settings, now: datetime
) -> int | None:
    """Stores the coordinator's digest for sending; its id, or None when this issue was composed already."""
    issue = content.issue
    message_id = reply_codes(session, now).message_id(None, issue, Post.of(settings).domain)
    new = digests.NewDigest(None, issue, message_id, content.to_json())
    return digests.save_digest(session, new, now)
