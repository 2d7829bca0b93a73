"""Collecting: what the crawling process is told."""

from collections.abc import Callable, Sequence
from datetime import datetime

from funding_radar.config import Settings
from funding_radar.version import installed_version
from spiders.entry import SourceEntry
from spiders.plan import CrawlPlan, CrawlReport, Progress
from spiders.runner import crawl


def crawl_plan(settings: Settings, sources: Sequence[SourceEntry], now: datetime) -> CrawlPlan:
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
    version = installed_version().partition("+")[0]
    return f"funding-radar/{version} ({settings.alliance.name}; {contact})"


def collect(
    settings: Settings,
    sources: Sequence[SourceEntry],
    now: datetime,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> list[CrawlReport]:
    """Visits the sources; a report for each. Progress counts the sources that are done."""
    done: set[str] = set()

    def note(progress: Progress) -> None:
        if progress.event == "ended":
            done.add(progress.source)
        if on_progress:
            on_progress(len(done), len(sources), progress.source)

    return crawl(crawl_plan(settings, sources, now), note)
