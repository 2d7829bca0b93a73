"""Refreshing: collect, read, match."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from db.errors import RadarError
from funding_radar import __version__
from funding_radar.config import Settings
from funding_radar.jobs.match import MatchReport, match_all
from funding_radar.jobs.read import ReadReport, read_sightings
from spiders.catalogue import SourceEntry, load_catalogue
from spiders.runner import CrawlPlan, CrawlReport, crawl

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """What a refresh did, step by step."""

    crawls: tuple[CrawlReport, ...]
    reading: ReadReport
    matching: MatchReport


def catalogue(settings: Settings) -> dict[str, SourceEntry]:
    """Every source there is, with the configuration's overrides. Raises RadarError for a faulty one."""
    overrides: Mapping[str, Mapping[str, Any]] = {
        name: table.values() for name, table in settings.sources.items()
    }
    return load_catalogue(overrides, folder=settings.folder)


def chosen_sources(settings: Settings, names: Sequence[str]) -> list[SourceEntry]:
    """The sources named, or all that are not paused. Raises RadarError naming the nearest for an unknown one."""
    from rapidfuzz import process

    entries = catalogue(settings)
    for name in names:
        if name not in entries:
            near = process.extractOne(name, list(entries))
            hint = f"; did you mean {near[0]}?" if near and near[1] >= 60 else ""
            msg = f"there is no source {name!r}{hint} (funding-radar sources list)"
            raise RadarError(msg)
    if names:
        return [entries[name] for name in names]
    return [entry for entry in entries.values() if not entry.paused]


def refresh(
    engine: Engine,
    settings: Settings,
    gazetteer: "Gazetteer",
    now: datetime,
    *,
    sources: Sequence[SourceEntry],
    on_progress: Mapping[str, Progress] | None = None,
) -> RefreshReport:
    """Collects from the sources, then reads and matches all that is new. Without sources, only reads and matches."""
    steps = on_progress or {}
    crawls: list[CrawlReport] = []
    if sources:
        crawls = crawl(crawl_plan(settings, sources, now), steps.get("collect"))
    reading = read_sightings(engine, gazetteer, now, steps.get("read"))
    matching = match_all(engine, settings, gazetteer, now, steps.get("match"))
    return RefreshReport(tuple(crawls), reading, matching)


def crawl_plan(
    settings: Settings, sources: Sequence[SourceEntry], now: datetime | None
) -> CrawlPlan:
    """What the crawling process needs to know."""
    return CrawlPlan(
        database_url=settings.database_url,
        entries=tuple(sources),
        user_agent=user_agent(settings),
        delay=settings.crawl.delay,
        timeout=settings.crawl.timeout,
        max_bytes=settings.crawl.max_bytes,
        max_pages=settings.crawl.max_pages,
        allow_private_hosts=settings.crawl.allow_private_hosts,
        now=now,
    )


def user_agent(settings: Settings) -> str:
    """The name and address that sites see."""
    if settings.crawl.user_agent:
        return settings.crawl.user_agent
    contact = settings.alliance.email or "no address given"
    return f"funding-radar/{__version__} ({settings.alliance.name}; {contact})"
