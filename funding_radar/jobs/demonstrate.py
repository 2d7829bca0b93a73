"""The whole journey on made-up sites: served on loopback, crawled by the real spiders, nothing pretended."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from db.calls import call_views, count_by_status
from db.engine import open_engine, reading, writing
from db.matches import match_views
from db.members import mailable_contacts, member_views
from db.schema import upgrade
from db.views import UK, CallView, MatchView, MemberView
from db.vocabulary import Answer, Field, Partnership, Status, Verdict
from funding_radar.config import Settings, load_settings
from funding_radar.consortium.propose import Proposals
from funding_radar.demo import Demo
from funding_radar.jobs import tell
from funding_radar.jobs.propose import propose_for
from funding_radar.jobs.refresh import RefreshReport, refresh
from funding_radar.jobs.sources import chosen_sources
from funding_radar.members.importing import store_members
from funding_radar.members.profiles import read_members

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

MARK = ".funding-radar-demo"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Done:
    """What the steps before the last screen did."""

    refresh: RefreshReport
    sent: int


@dataclass(frozen=True, slots=True)
class Journey:
    """What the last screen says."""

    sources: int
    found: int
    open: int
    not_calls: int
    call: CallView
    best: Sequence[tuple[MemberView, MatchView, str]]
    refused: tuple[MemberView, str] | None
    proposals: Proposals
    sent: int
    outbox: Path
    reader: int


def demonstrate(
    folder: Path, gazetteer: "Gazetteer", now: datetime, tell_person: Callable[[str], None]
) -> Journey:
    """Runs the journey in a folder made anew, saying each step."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    (folder / MARK).touch()
    made_up = Demo(now.astimezone(UK).date())
    with made_up.serve() as address:
        tell_person(f"1 of 5  serving made-up funders' sites at {address}")
        settings = load_settings(made_up.write(address, folder))
        engine = open_engine(settings.database_url, create=True)
        upgrade(engine)
        tell_person("2 of 5  loading a made-up alliance from members.csv")
        _load_members(engine, folder / "members.csv", gazetteer, now)
        tell_person("3 of 5  collecting with the real spiders, reading and matching")
        entries = chosen_sources(engine, settings, [])
        report = refresh(engine, settings, gazetteer, now, sources=entries)
    tell_person("4 of 5  composing and writing the digests")
    tell.compose_digests(engine, settings, gazetteer, now)
    sent = tell.send(engine, settings, now)
    tell_person("5 of 5  proposing a joint bid")
    journey = _journey(engine, settings, gazetteer, now, Done(report, sent.sent))
    engine.dispose()
    return journey


def _load_members(engine: Engine, file: Path, gazetteer: "Gazetteer", now: datetime) -> None:
    members = read_members(file.read_bytes(), file.name, gazetteer, now.date())
    with writing(engine) as session:
        store_members(session, members, now)


def _journey(
    engine: Engine, settings: Settings, gazetteer: "Gazetteer", now: datetime, done: Done
) -> Journey:
    with reading(engine) as session:
        calls = call_views(session, statuses=[Status.OPEN])
        members = {member.id: member for member in member_views(session)}
        call = max(calls, key=_joint_worth)
        matches = match_views(session, call_id=call.id)
        reader = min(mailable_contacts(session))
        open_count = count_by_status(session).get(Status.OPEN, 0)
        _, proposals = propose_for(session, call.id, gazetteer, settings.consortium, now)
    fitting = [m for m in matches if m.verdict is not Verdict.NO]
    refused = next(
        ((members[m.member_id], _why_not(m)) for m in matches if m.verdict is Verdict.NO), None
    )
    return Journey(
        sources=len(done.refresh.crawls),
        found=sum(crawl.found for crawl in done.refresh.crawls),
        open=open_count,
        not_calls=done.refresh.reading.not_calls,
        call=call,
        best=[(members[m.member_id], m, _why(m)) for m in fitting[:SHOWN]],
        refused=refused,
        proposals=proposals,
        sent=done.sent,
        outbox=settings.path(settings.mail.outbox or Path("outbox")),
        reader=reader,
    )


def _joint_worth(call: CallView) -> tuple[bool, int]:
    return (
        call.value(Field.PARTNERSHIP) == Partnership.REQUIRED,
        call.value(Field.MAX_AMOUNT) or call.value(Field.TOTAL_POT) or 0,
    )


def _why(match: MatchView) -> str:
    best = max((f for f in match.findings if not f.gate), key=lambda f: f.points, default=None)
    return best.sentence if best else ""


def _why_not(match: MatchView) -> str:
    return next((f.sentence for f in match.findings if f.gate and f.answer is Answer.NOT_MET), "")
