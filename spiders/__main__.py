"""The crawling process: a plan comes in as JSON, sightings go to the database, progress goes out line by line."""

import asyncio
import gc
import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from db.engine import open_engine
from spiders.catalogue import source_class
from spiders.entry import SourceEntry
from spiders.ledger import Job
from spiders.plan import CrawlPlan
from spiders.settings import scrapy_settings

AT_ONCE = 60
"""Hosts visited at the same time."""


def main() -> None:
    """Reads the plan from standard input and crawls it."""
    # What is loaded stays: looking through it again for every few hundred notices is a tenth of a crawl.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    plan = CrawlPlan.from_json(sys.stdin.read())
    settings = Settings(scrapy_settings(plan))
    process = AsyncCrawlerProcess(settings)
    crawl = _Crawl(plan, process, settings)
    asyncio.get_event_loop().create_task(crawl.every_host()).add_done_callback(crawl.done)
    process.start(stop_after_crawl=False)
    if crawl.fault is not None:
        raise crawl.fault


class _Crawl:
    """All visits of a plan: hosts side by side, the sources of one host one after another."""

    def __init__(self, plan: CrawlPlan, process: AsyncCrawlerProcess, settings: Settings) -> None:
        self.plan = plan
        self.process = process
        self.settings = settings
        self.engine = open_engine(plan.database_url)
        self.places = asyncio.Semaphore(AT_ONCE)
        self.fault: BaseException | None = None

    async def every_host(self) -> None:
        await asyncio.gather(*(self.one_host(entries) for entries in by_host(self.plan.entries)))

    async def one_host(self, entries: list[SourceEntry]) -> None:
        async with self.places:
            for entry in entries:
                await self.visit(entry)

    async def visit(self, entry: SourceEntry) -> None:
        settings = self.settings.copy()
        settings.set("DOWNLOAD_DELAY", self.plan.delay if entry.delay is None else entry.delay)
        now = self.plan.now or datetime.now(UTC)
        job = Job(entry, self.engine, now, _tell)
        crawler = Crawler(source_class(entry), settings)
        await self.process.crawl(
            crawler, entry=entry, now=now, job=job, max_pages=self.plan.max_pages
        )

    def done(self, task: "asyncio.Task[None]") -> None:
        self.fault = task.exception()
        self.engine.dispose()
        from twisted.internet import reactor

        stop: Any = reactor
        stop.callLater(0, stop.stop)


def by_host(entries: Iterable[SourceEntry]) -> list[list[SourceEntry]]:
    """The entries in groups of one host each; files are a host of their own."""
    groups: dict[str, list[SourceEntry]] = {}
    for entry in entries:
        host = (urlsplit(entry.url).hostname or "").removeprefix("www.")
        groups.setdefault(host, []).append(entry)
    return list(groups.values())


def _tell(event: str, facts: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps({"event": event, **facts}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
