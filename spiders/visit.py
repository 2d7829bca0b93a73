"""One visit to one source: Scrapy asks for pages, the source looks at them, a harvest goes to the pipeline."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import scrapy
from scrapy.http import Request, Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from spiders.faults import reason_of
from spiders.fields import SURPRISES, Ask, Refused, SightingDraft

MAX_DEPTH = 24
"""How far from its first page a visit may go; halving a day to a second takes seventeen steps."""


MOST_FAILURES = 6


@dataclass(slots=True)
class Known:
    """A page as it was last read."""

    content_hash: str
    etag: str | None = None
    last_modified: str | None = None
    refs: list[str] = field(default_factory=list)
    follows: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Harvest:
    """What one answer brought: stored together or not at all."""

    ask: Ask
    bytes: int = 0
    unchanged: bool = False
    known: Known | None = None
    drafts: list[SightingDraft] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    follows: list[Ask] = field(default_factory=list)
    whole: bool = True
    """False when the page itself was refused."""


class Visiting(scrapy.Spider):
    """The fetching half of a source."""

    name = "source"
    known: dict[str, Known]
    max_pages: int = 500
    failures_in_a_row: int = 0
    cut_short: str = ""
    """Why the visit stopped before its end."""

    def __init__(self, **_: Any) -> None:
        super().__init__(name=self.name)
        self.known = {}
        self._asked: set[str] = set()
        self.handle_httpstatus_list = [304]

    def first(self) -> Iterator[Ask]:
        """The pages that a visit starts with."""
        raise NotImplementedError

    def look(self, page: Any, ask: Ask) -> Iterator[SightingDraft | Ask | Refused]:
        """What stands on a page."""
        raise NotImplementedError

    async def start(self) -> AsyncIterator[Any]:
        """Scrapy's first requests."""
        for ask in self.first():
            for request in self.requests(ask):
                yield request

    def parse(self, response: Response, ask: Ask) -> Iterator[Any]:
        """Scrapy's answer to a request: a harvest, then the requests that follow from it."""
        harvest = self.harvest(response, ask)
        others: list[Ask] = []
        if harvest.whole:
            self.failures_in_a_row = 0
            self.finished(ask, harvest.follows)
        else:
            others = self._after_failure(ask)
        new = [
            request for follow in [*harvest.follows, *others] for request in self.requests(follow)
        ]
        harvest.refused += [
            f"its next page {follow.url} was already read"
            for follow in harvest.follows
            if follow.role == ask.role and follow.url == ask.url
        ]
        yield harvest
        yield from new

    def failed(self, failure: Failure) -> Iterator[Any]:
        """Scrapy's word that a page could not be had: a harvest with the reason, then other doors."""
        ask: Ask = failure.request.cb_kwargs["ask"]  # type: ignore[attr-defined]
        if self.gave_up:
            return
        size = len(failure.value.response.body) if isinstance(failure.value, HttpError) else 0
        known = self.known.get(ask.url)
        yield Harvest(
            ask, size, known=known, refused=[reason_of(failure.value or failure)], whole=False
        )
        for other in self._after_failure(ask):
            yield from self.requests(other)

    @property
    def gave_up(self) -> bool:
        """Whether so many pages failed one after another that asking on is rude."""
        return self.failures_in_a_row >= MOST_FAILURES

    def requests(self, ask: Ask) -> Iterator[Request | Harvest]:
        """The request for a page, once in a visit and as far as the limits go; none where nothing can be new."""
        key = f"{ask.role} {ask.url}"
        if key in self._asked:
            return
        if len(self._asked) >= self.max_pages or ask.depth > MAX_DEPTH:
            self.cut_short = f"stopped after {len(self._asked)} pages: more at the next visit"
            return
        self._asked.add(key)
        if ask.stamp and self._is_known(ask):
            yield self._unchanged(ask, self.known[ask.url], 0)
            return
        yield Request(
            ask.url,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"ask": ask},
            headers=self._conditions(ask),
            dont_filter=True,
        )

    def harvest(self, response: Response, ask: Ask) -> Harvest:
        """What an answer brings; a page that has not changed brings what it brought before."""
        known = self.known.get(ask.url)
        if response.status == 304 and known:
            return self._unchanged(ask, known, 0)
        hash_now = f"{self.reading_key(ask)}:{hashlib.sha256(response.body).hexdigest()}"
        if known and known.content_hash == hash_now:
            return self._unchanged(ask, known, len(response.body))
        harvest = Harvest(ask, len(response.body))
        try:
            for found in self.look(self.text_page(response), ask):
                _sort_in(harvest, found)
        except Refused as fault:
            return Harvest(ask, len(response.body), known=known, refused=[str(fault)], whole=False)
        except SURPRISES as surprise:
            self.logger.warning("%s could not be read", ask.url, exc_info=True)
            reason = f"the page is not as expected ({type(surprise).__name__})"
            return Harvest(ask, len(response.body), known=known, refused=[reason], whole=False)
        if self.worth_remembering(ask) and not harvest.refused:
            harvest.known = Known(
                hash_now,
                _header(response, "ETag"),
                _header(response, "Last-Modified"),
                [draft.source_ref for draft in harvest.drafts],
                [follow.as_json() for follow in harvest.follows],
            )
        return harvest

    def instead(self, ask: Ask) -> Iterator[Ask]:
        """Other doors to try when a page was refused."""
        raise NotImplementedError

    def finished(self, ask: Ask, follows: list[Ask]) -> None:
        """Told after a page was read whole."""
        raise NotImplementedError

    def text_page(self, response: Response) -> Any:
        """The answer as a page of text."""
        raise NotImplementedError

    def reading_key(self, ask: Ask) -> str:
        """Changes when the same bytes would be read differently."""
        raise NotImplementedError

    def worth_remembering(self, ask: Ask) -> bool:
        """Whether a page is asked for again under the same address."""
        raise NotImplementedError

    def _after_failure(self, ask: Ask) -> list[Ask]:
        """Other doors to try, until so many failed in a row that the visit ends."""
        self.failures_in_a_row += 1
        if self.gave_up:
            self.cut_short = f"gave up after {MOST_FAILURES} failures in a row"
            return []
        return list(self.instead(ask))

    def _unchanged(self, ask: Ask, known: Known, size: int) -> Harvest:
        follows = [Ask.from_json(row) for row in known.follows]
        return Harvest(ask, size, unchanged=True, known=known, follows=follows)

    def _is_known(self, ask: Ask) -> bool:
        """Whether the page was read before, and in the way in which it would be read now."""
        known = self.known.get(ask.url)
        return known is not None and known.content_hash.startswith(self.reading_key(ask))

    def _conditions(self, ask: Ask) -> dict[str, str]:
        if not self._is_known(ask):
            return {}
        known = self.known[ask.url]
        return {
            **({"If-None-Match": known.etag} if known.etag else {}),
            **({"If-Modified-Since": known.last_modified} if known.last_modified else {}),
        }


def _sort_in(harvest: Harvest, found: SightingDraft | Ask | Refused) -> None:
    if isinstance(found, SightingDraft):
        harvest.drafts.append(found)
    elif isinstance(found, Ask):
        harvest.follows.append(found)
    else:
        harvest.refused.append(str(found))


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1")[:500] if value else None
