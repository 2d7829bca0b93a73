"""Refreshing: collect, read, match."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from db.engine import reading as reading_of
from funding_radar.config import Settings
from funding_radar.jobs.match import MatchReport, match_all
from funding_radar.jobs.read import read_sightings
from funding_radar.jobs.read_report import ReadReport

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer
    from spiders.entry import SourceEntry
    from spiders.plan import CrawlReport


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did, step by step."""

    crawls: "tuple[CrawlReport, ...]"
    reading: ReadReport
    matching: MatchReport


def refresh(
    engine: Engine,
    settings: Settings,
    gazetteer: "Gazetteer",
    now: datetime,
    *,
    sources: "Sequence[SourceEntry]",
    on_progress: Callable[[int, int, str], None] | None = None,
) -> RefreshReport:
    """Collects from the sources, then reads and matches all that is new. Without sources, only reads and matches."""
    crawls: list[CrawlReport] = []
    if sources:
        # Crawling is loaded where it is done: it takes long, and to match what is stored is to be instant.
        from funding_radar.jobs.crawling import collect

        crawls = collect(settings, sources, now, on_progress)
    reading = read_sightings(engine, gazetteer, now, on_progress, settings.crawl.keep)
    if sources:
        crawls += _guidance(engine, settings, gazetteer, now, sources)
    matching = match_all(engine, gazetteer, now, on_progress)
    return RefreshReport(tuple(crawls), reading, matching)


def _guidance(
    engine: Engine,
    settings: Settings,
    gazetteer: "Gazetteer",
    now: datetime,
    sources: "Sequence[SourceEntry]",
) -> "list[CrawlReport]":
    """Visits the documents that open calls of these sources lead to, and reads what the pages leave unsaid."""
    from funding_radar.jobs.crawling import collect
    from funding_radar.jobs.documents import document_entries, read_documents

    with reading_of(engine) as session:
        visits = document_entries(session, sources)
    reports = collect(settings, visits, now) if visits else []
    if visits:
        # The documents are sightings too, of no call; taken note of here so that the next reading finds nothing new.
        read_sightings(engine, gazetteer, now, keep=settings.crawl.keep)
    read_documents(engine, gazetteer, sources, now)
    return reports
