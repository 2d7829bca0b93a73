from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.entry import SourceEntry
from spiders.plan import CrawlPlan, CrawlReport
from spiders.runner import crawl
from tests.spiders.loopback import Answer, Loopback, Route

NOW = datetime(2026, 9, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def serve() -> Iterator[Callable[..., Loopback]]:
    """Starts a loopback server for the length of the test."""
    with ExitStack() as stack:

        def start(routes: dict[str, Route | Answer], host: str = "127.0.0.1") -> Loopback:
            return stack.enter_context(Loopback(routes, host).running())

        yield start


Visit = Callable[..., list[CrawlReport]]


@pytest.fixture
def visit(database: Path) -> Visit:
    """Crawls the entries given, at once and on loopback."""

    def run(*entries: SourceEntry, now: datetime = NOW, **changes: object) -> list[CrawlReport]:
        settings = {"delay": 0.0, "timeout": 20.0, "allow_private_hosts": True, **changes}
        url = f"sqlite:///{database}"
        plan = CrawlPlan(url, entries, "radar-test (test@example.org)", now=now, **settings)  # type: ignore[arg-type]
        return crawl(plan, lambda _: None)

    return run
