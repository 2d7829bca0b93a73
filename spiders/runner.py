"""Crawling in a process of its own: a plan in, reports out, and a sentence when the process dies."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import IO

from sqlmodel import Session

from db.engine import open_engine
from db.errors import RadarError
from db.runs import fail_run
from db.sightings import save_source
from spiders.entry import SourceEntry
from spiders.plan import STEP, CrawlPlan, CrawlReport, Progress

DIED = "the crawling process stopped before its end; what was stored stays, and the next run goes on from there"

STOP_SECONDS = 1.5


def crawl(plan: CrawlPlan, on_progress: Callable[[Progress], None]) -> list[CrawlReport]:
    """Visits the plan's sources and gives a report for each, in the plan's order.

    Raises RadarError when the process cannot be started at all.
    """
    if not plan.entries:
        return []
    reports: dict[str, CrawlReport] = {}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        try:
            child = subprocess.Popen(
                [sys.executable, "-m", "spiders"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                encoding="utf-8",
            )
        except OSError as fault:
            msg = f"the crawling process cannot be started: {fault.strerror}"
            raise RadarError(msg) from None
        try:
            _talk(child, plan, reports, on_progress)
        finally:
            if child.poll() is None:
                _stop(child)
        last_words = _last_line(said)
    return [reports.get(entry.name) or _died(plan, entry, last_words) for entry in plan.entries]


def _stop(child: "subprocess.Popen[str]") -> None:
    """Asks it to end; one that waits for a slow site is killed: what it stored is whole, and it goes on from there."""
    child.terminate()
    try:
        child.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _talk(
    child: "subprocess.Popen[str]",
    plan: CrawlPlan,
    reports: dict[str, CrawlReport],
    on_progress: Callable[[Progress], None],
) -> None:
    if child.stdin is None or child.stdout is None:  # pragma: no cover - both were asked for
        return
    with child.stdout, child.stdin:
        try:
            child.stdin.write(plan.to_json())
            child.stdin.close()
        except BrokenPipeError:
            pass
        for line in child.stdout:
            _note(line, reports, on_progress)
    child.wait()


def _note(
    line: str, reports: dict[str, CrawlReport], on_progress: Callable[[Progress], None]
) -> None:
    try:
        row = json.loads(line)
    except json.JSONDecodeError:
        return
    if row["event"] == "ended":
        reports[row["source"]] = CrawlReport.from_row(row)
    on_progress(Progress(row["source"], row["event"], row["pages"], row["found"], row["refused"]))


def _died(plan: CrawlPlan, entry: SourceEntry, last_words: str) -> CrawlReport:
    sentence = f"{DIED} ({last_words})" if last_words else DIED
    now = plan.now or datetime.now(UTC)
    engine = open_engine(plan.database_url)
    try:
        with Session(engine) as session, session.begin():
            save_source(session, entry, now)
            fail_run(session, STEP, entry.name, sentence, timedelta(hours=entry.every), now)
    finally:
        engine.dispose()
    return CrawlReport(entry.name, "failed", sentence)


def _last_line(said: IO[str]) -> str:
    said.seek(0)
    lines = [line.strip() for line in said.read()[-4000:].splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""
