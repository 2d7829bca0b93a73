"""Public contracts of the United Kingdom."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse

from spiders import windows
from spiders.base import ApiSource, Found
from spiders.fields import Ask, Refused, SightingDraft
from spiders.ocds import draft_of, releases_of
from spiders.values import UK


class UkFindATender(ApiSource):
    """Notices of the Procurement Act 2023 and of the laws before it, whole UK.

    Its cursor drops rows at the edges of pages, so none is used: a window of time is asked for, and halved when it is
    full. The first page of a window was always right (measured by others over several days of 2026). Its ``stages``
    parameter hides most tenders and is not used either. About twelve requests a day of notices.
    """

    name = "uk_find_a_tender"
    url = "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages"

    # Source
    publisher = "Cabinet Office, Find a Tender"
    licence = "OGL-UK-3.0"
    home_page = "https://www.find-tender.service.gov.uk"
    places = ("K02000001",)
    expects_at_least = 1  # a visit may span no more than a Sunday
    every = 6
    whole_crawl = False
    remembers = False
    options = ("first_days", "limit")

    first_days: int = 28
    """How far back the first visit looks: tenders stay open about a month."""
    limit: int = 100
    overlap = timedelta(hours=3)
    """Asked again each time: notices can appear late, and the hour that autumn repeats is covered."""
    keeps_trying = timedelta(days=60)
    """How long a window that could not be read is asked for again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_windows: set[windows.Window] = set()
        self.span = timedelta()
        self._full: dict[str, frozenset[str]] = {}
        self._other_half: dict[str, str] = {}

    def first(self) -> Iterator[Ask]:
        """What the last visit left open, then day by day from where it stopped, the newest day first."""
        end = self.now.astimezone(UK).replace(tzinfo=None, microsecond=0)
        until = self.state.get("until")
        start = windows.moment(until) - self.overlap if until else None
        self.span = end - (start or end - timedelta(days=self.first_days))
        left = [windows.read(row) for row in self.state.get("open", [])]
        oldest = end - self.keeps_trying
        self.open_windows = {span for span in left if span[0] >= oldest}
        self.open_windows.update(windows.days(end - self.span, end))
        self.end = end
        for span in sorted(self.open_windows, reverse=True):
            yield Ask(self._address(*span), "window")

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """A window that is full may hide more: its halves are asked for instead."""
        items = self.items(self.data(page))
        if len(items) < self.limit:
            for item in items:
                yield from self.taken(self.read(item))
            return
        start, end = _window_of(ask.url)
        ids = frozenset(str(item.get("id")) for item in items if isinstance(item, dict))
        self._full[ask.url] = ids
        # Two halves share one second: the same full page in both means that nobody looks at the times.
        if ids == self._full.get(self._other_half.get(ask.url, "")):
            msg = "the server gives the same full page whatever time is asked for"
            raise Refused(msg)
        parts = windows.halves(start, end)
        if parts is None:
            for item in items:
                yield from self.taken(self.read(item))
            yield Refused(f"a full page in the one second of {start}: notices may be missing")
            return
        older, newer = (self._address(*part) for part in parts)
        self._other_half.update({older: newer, newer: older})
        yield Ask(older, ask.role, depth=ask.depth + 1)
        yield Ask(newer, ask.role, depth=ask.depth + 1)

    def items(self, data: Any) -> list[Any]:
        """The releases of a package."""
        return releases_of(data)

    def read(self, item: Any) -> Iterator[SightingDraft | Refused]:
        """One release is one notice."""
        yield draft_of(item, self.name, f"{self.home_page}/Notice/")

    def expected(self) -> int:
        """A visit that looks back less than a day may find a quiet night."""
        return self.expects_at_least if self.span >= timedelta(days=1) else 0

    def finished(self, ask: Ask, follows: list[Ask]) -> None:
        """A window that was read is closed, one that was halved lives on in its halves."""
        self.open_windows.discard(_window_of(ask.url))
        self.open_windows.update(_window_of(follow.url) for follow in follows)
        still_open = [windows.write(span) for span in sorted(self.open_windows)]
        self.state = {"until": self.end.strftime(windows.FORMAT), "open": still_open}

    def _address(self, start: datetime, end: datetime) -> str:
        query = {
            "limit": self.limit,
            "updatedFrom": start.strftime(windows.FORMAT),
            "updatedTo": end.strftime(windows.FORMAT),
        }
        return f"{self.url}?{urlencode(query, safe=':')}"


def _window_of(url: str) -> windows.Window:
    query = dict(parse_qsl(urlsplit(url).query))
    return windows.moment(query["updatedFrom"]), windows.moment(query["updatedTo"])
