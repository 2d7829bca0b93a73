"""Older and smaller public contracts of England."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from scrapy.http import TextResponse

from spiders import windows
from spiders.base import ApiSource
from spiders.fields import Ask, Refused, SightingDraft
from spiders.ocds import draft_of, releases_of
from spiders.values import UK


class UkContractsFinder(ApiSource):
    """Notices of procedures begun before 24 February 2025, and some others: fewer every month.

    The cursor works here; an empty page still names a next one. A 403 means "too often": its help asks for five
    minutes. Some answers are ISO-8859-1 whatever they say of themselves.
    """

    name = "uk_contracts_finder"
    url = "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search"

    # Source
    publisher = "Cabinet Office, Contracts Finder"
    licence = "OGL-UK-3.0"
    home_page = "https://www.contractsfinder.service.gov.uk"
    places = ("E92000001",)
    expects_at_least = 1
    every = 168
    whole_crawl = False
    remembers = False
    busy = ApiSource.busy | {403}
    options = ("first_days", "limit")

    first_days: int = 28
    """How far back the first visit looks."""
    limit: int = 100
    overlap = timedelta(hours=3)

    def first(self) -> Iterator[Ask]:
        """From where the last whole visit stopped until now."""
        end = self.now.astimezone(UK).replace(tzinfo=None, microsecond=0)
        until = self.state.get("until")
        start = windows.moment(until) - self.overlap if until else None
        start = start or end - timedelta(days=self.first_days)
        self.span, self.end = end - start, end
        query = {
            "publishedFrom": start.strftime(windows.FORMAT),
            "publishedTo": end.strftime(windows.FORMAT),
            "limit": self.limit,
        }
        yield Ask(f"{self.url}?{urlencode(query, safe=':')}", "list")

    def items(self, data: Any) -> list[Any]:
        """The releases of a package."""
        return releases_of(data)

    def next_page(self, data: Any, page: TextResponse) -> str | None:  # noqa: ARG002
        """The cursor's address."""
        links = data.get("links")
        return links.get("next") if isinstance(links, dict) else None

    def read(self, item: Any) -> Iterator[SightingDraft | Refused]:
        """One release is one notice."""
        yield draft_of(item, self.name, f"{self.home_page}/Notice/")

    def expected(self) -> int:
        """A visit that looks back less than a week may find a quiet one."""
        return self.expects_at_least if self.span >= timedelta(days=7) else 0

    def finished(self, ask: Ask, follows: list[Ask]) -> None:  # noqa: ARG002
        """Only the last page ends the window."""
        if not follows:
            self.state = {"until": self.end.strftime(windows.FORMAT)}
