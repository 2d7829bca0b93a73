"""What the daemon's jobs do: each does its work and says so, without anybody's name or address.

A job that could not do its work raises RadarError: that is an alarm, and the job is tried again before its next time.
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from db.calls import call_views, settle_status
from db.decisions import DAEMON
from db.engine import reading, writing
from db.errors import RadarError
from db.models import CallSighting, Sighting, Source
from db.views import UK
from db.vocabulary import Status
from funding_radar.gazetteer import load
from funding_radar.jobs import tell
from funding_radar.jobs.refresh import refresh
from funding_radar.jobs.rhythm import jitter
from funding_radar.jobs.sources import chosen_sources
from funding_radar.jobs.work import Done, Work
from spiders.entry import SourceEntry


def refresh_due_sources(work: Work) -> Done:
    """Collects from the sources whose visit is due, a few at a time; reads and matches what is new."""
    entries = chosen_sources(work.engine, work.settings, [])
    with reading(work.engine) as session:
        due = sources_now_due(session, entries, work)
    turn = due[: work.settings.daemon.sources_at_once]
    report = refresh(work.engine, work.settings, load(), work.now, sources=turn)
    failed = sum(crawl.outcome != "ok" for crawl in report.crawls)
    line = (
        f"visited {len(turn)} of {len(due)} sources that are due, {failed} failed;"
        f" {report.reading.new} new calls, {report.reading.changed} changed"
    )
    return Done(line, more=len(due) > len(turn))


def sources_now_due(session: Session, entries: list[SourceEntry], work: Work) -> list[SourceEntry]:
    """Those whose rhythm, with its jitter, has come round: the longest due first, one never visited before all."""
    rows = dict(session.exec(select(Source.name, Source.due_at)).all())
    found = []
    for entry in entries:
        due_at = rows.get(entry.name)
        if due_at is not None and entry.name in rows:
            percent = work.settings.daemon.jitter_percent
            due_at += jitter(entry.name, due_at, timedelta(hours=entry.every), percent)
        if due_at is None or due_at <= work.now:
            found.append((due_at is not None, due_at or work.now, entry.name, entry))
    return [entry for *_, entry in sorted(found, key=lambda row: row[:3])]


def compose_digests(work: Work) -> Done:
    """Composes the week's issue."""
    report = tell.compose_digests(work.engine, work.settings, load(), work.now, by=DAEMON)
    if report.stopped_because:
        raise RadarError(report.stopped_because)
    return Done(f"composed {report.composed} digests, {report.already} were there before")


def compose_alerts(work: Work) -> Done:
    """Composes alerts for what cannot wait for the next issue."""
    report = tell.compose_digests(
        work.engine, work.settings, load(), work.now, alerts=True, by=DAEMON
    )
    if report.stopped_because:
        raise RadarError(report.stopped_because)
    return Done(f"composed {report.composed} alerts")


def send_deliveries(work: Work) -> Done:
    """Sends what is composed and due. A mail server that cannot be used is an alarm."""
    report = tell.send(work.engine, work.settings, work.clock(), by=DAEMON)
    if report.stopped_because:
        raise RadarError(report.stopped_because)
    return Done(
        f"sent {report.sent}, {report.failed_for_now} to be tried again, {report.failed_for_good} failed"
    )


def take_replies(work: Work) -> Done:
    """Reads what members wrote back."""
    from funding_radar.digest.mailbox import open_mailbox
    from funding_radar.digest.reading_replies import read_replies

    report = read_replies(work.engine, open_mailbox(work.settings), work.now)
    return Done(
        f"{report.letters} letters, {report.answers} answers, {report.stopped} stopped,"
        f" {report.for_a_person} wait for a person"
    )


def close_passed_calls(work: Work) -> Done:
    """Closes calls whose deadline has passed, and opens those whose day has come."""
    with writing(work.engine) as session:
        return Done(f"{settle_status(session, work.now)} calls opened or closed")


def check_stale_facts(work: Work) -> Done:
    """Has the sources of facts that are out of date visited at once; those in alarm keep their own, later time."""
    today = work.now.astimezone(UK).date()
    with writing(work.engine) as session:
        calls = call_views(session, statuses=[Status.OPEN, Status.COMING])
        stale = [c.id for c in calls if any(fact.stale(today) for fact in c.facts.values())]
        fed_by = (
            select(Sighting.source)
            .join(CallSighting, col(CallSighting.sighting_id) == col(Sighting.id))
            .where(col(CallSighting.call_id).in_(stale))
        )
        query = select(Source).where(col(Source.name).in_(fed_by), col(Source.alarm).is_(None))
        late = [source for source in session.exec(query) if (source.due_at or work.now) > work.now]
        for source in late:
            source.due_at = work.now - timedelta(days=1)
    return Done(f"{len(stale)} calls have facts out of date; {len(late)} sources are visited again")
