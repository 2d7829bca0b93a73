"""What the daemon's jobs do: each does its work and returns a line for the log, without anybody's name or address."""

from db.backup import back_up as write_backup
from db.calls import settle_status
from db.engine import reading, writing
from db.runs import due_sources
from funding_radar.gazetteer import load
from funding_radar.jobs import tell
from funding_radar.jobs.refresh import refresh
from funding_radar.jobs.sources import chosen_sources
from funding_radar.jobs.work import Work


def refresh_due_sources(work: Work) -> str:
    """Collects from the sources whose visit is due; reads and matches what is new."""
    entries = {entry.name: entry for entry in chosen_sources(work.engine, work.settings, [])}
    with reading(work.engine) as session:
        due = due_sources(session, entries, work.now)
    report = refresh(
        work.engine, work.settings, load(), work.now, sources=[entries[name] for name in due]
    )
    failed = sum(crawl.outcome != "ok" for crawl in report.crawls)
    return (
        f"visited {len(due)} sources, {failed} failed; {report.reading.new} new calls,"
        f" {report.reading.changed} changed"
    )


def compose_digests(work: Work) -> str:
    """Composes the week's issue."""
    report = tell.compose_digests(work.engine, work.settings, load(), work.now)
    return report.stopped_because or f"composed {report.composed} digests"


def compose_alerts(work: Work) -> str:
    """Composes alerts for what cannot wait for the next issue."""
    report = tell.compose_digests(work.engine, work.settings, load(), work.now, alerts=True)
    return report.stopped_because or f"composed {report.composed} alerts"


def send_deliveries(work: Work) -> str:
    """Sends what is composed and due."""
    report = tell.send(work.engine, work.settings, work.clock())
    return (
        f"sent {report.sent}, {report.failed_for_now} to be tried again,"
        f" {report.failed_for_good} failed {report.stopped_because}".rstrip()
    )


def close_passed_calls(work: Work) -> str:
    """Closes calls whose deadline has passed, and opens those whose day has come."""
    with writing(work.engine) as session:
        return f"{settle_status(session, work.now)} calls opened or closed"


def back_up(work: Work) -> str:
    """Writes a backup and removes the oldest beyond the number that is kept."""
    if work.engine.dialect.name != "sqlite":
        return "PostgreSQL is backed up by pg_dump, outside the daemon"
    folder = work.settings.path(work.settings.daemon.backups)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = write_backup(work.engine, folder / f"radar-{work.now:%Y%m%d-%H%M%S}.db")
    old = sorted(folder.glob("radar-*.db"))[: -work.settings.daemon.keep_backups]
    for path in old:
        path.unlink()
    return f"backed up to {written.name}, removed {len(old)}"
