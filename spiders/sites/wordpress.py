"""Any WordPress site: its REST interface, else its feed, else its sitemap and pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode, urljoin

from scrapy.http import TextResponse

from spiders.base import ApiSource, Found
from spiders.fields import Ask, Refused, SightingDraft
from spiders.page import article, sitemap
from spiders.sites.feed import FeedSite
from spiders.text import plain
from spiders.values import moment_day

_FIELDS = "id,date_gmt,modified_gmt,link,title,excerpt,content,acf"


class WordpressSite(ApiSource):
    """News and funds of a WordPress site, newest first.

    ``types`` are its kinds of post, such as ``posts`` or ``funding_opportunity``. Security plugins often close the REST
    interface while pages stay open: then the feed is read, and where that is closed too, the pages of the sitemap that
    ``pages`` matches.
    """

    options = ("types", "categories", "pages", "first_days", "per_page")

    types: tuple[str, ...] = ("posts",)
    categories: tuple[int, ...] = ()
    pages: str = "(?i)fund|grant"
    first_days: int = 120
    """How far back the first visit looks."""
    per_page: int = 50
    overlap = timedelta(days=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._since: str = ""
        self._answered: set[str] = set()
        self._refused: set[str] = set()

    def first(self) -> Iterator[Ask]:
        """Each kind of post, as changed since the last visit."""
        self._since = self.state.get("until", "")
        yield from (Ask(self._rest(kind), f"rest {kind}") for kind in self.types)

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """REST, feed, sitemap or page, by the door that was taken."""
        door = ask.role.split()[0]
        if door == "rest":
            yield from super().look(page, ask)
        elif door == "feed":
            yield from (_by_link(found) for found in self._feed().look(page, ask))
        elif door == "sitemap":
            yield from sitemap(page, self.pages, ask.depth)
        else:
            yield article(page, self.name, self.publisher)

    def items(self, data: Any) -> list[Any]:
        """The posts of a page."""
        if not isinstance(data, list):
            message = data.get("message") if isinstance(data, dict) else None
            msg = (
                f"the REST interface says: {message}" if message else "no posts stand in the answer"
            )
            raise Refused(msg[:200])
        return data

    def read(self, item: Any) -> Iterator[SightingDraft | Refused]:
        """A post: its title and content as rendered, with the fields of its own that an editor filled in."""
        if not isinstance(item, dict):
            yield Refused("a post that is no table of values")
            return
        link = str(item.get("link") or "")
        yield SightingDraft(
            source=self.name,
            source_ref=link,
            url=link if link.startswith(("http://", "https://")) else self.url,
            title=plain(_rendered(item, "title")),
            text=_own_fields(item) + (_rendered(item, "content") or _rendered(item, "excerpt")),
            publisher=self.publisher,
            published_on=moment_day(str(item.get("date_gmt") or "")),
        )

    def next_page(self, data: Any, page: TextResponse) -> str | None:
        """Pages are numbered; the header says how many there are."""
        total = int((page.headers.get("X-WP-TotalPages") or b"1").decode("latin-1") or 1)
        before, _, number = page.url.rpartition("&page=")
        return f"{before}&page={int(number) + 1}" if data and int(number) < total else None

    def instead(self, ask: Ask) -> Iterator[Ask]:
        """The next door."""
        door, _, kind = ask.role.partition(" ")
        if door == "rest" and ask.url.endswith("&page=1"):
            self._refused.add(kind)
            yield Ask(urljoin(self._root(), "feed/"), "feed")
        elif door == "feed":
            yield Ask(urljoin(self._root(), "wp-sitemap.xml"), "sitemap")
        elif door == "sitemap" and ask.url.endswith("wp-sitemap.xml"):
            yield Ask(urljoin(self._root(), "sitemap.xml"), "sitemap")

    def expected(self) -> int:
        """After the first visit the REST interface gives only what changed, and that may be nothing."""
        return 0 if self._since and self._answered else self.expects_at_least

    def finished(self, ask: Ask, follows: list[Ask]) -> None:
        """The next visit asks for what changed since this one."""
        door, _, kind = ask.role.partition(" ")
        if door != "rest":
            return
        self._answered.add(kind)
        kinds = sorted({*self.state.get("kinds", ()), kind})
        self.state = {**self.state, "kinds": kinds}
        if not follows:
            self.state["until"] = self.now.strftime("%Y-%m-%dT%H:%M:%S")

    def lost(self) -> str:
        """A kind of post that it had, while others still answer: the funds may have moved to another kind."""
        lost = self._refused.intersection(self.state.get("kinds", ()))
        if not lost or not self._answered:
            return ""
        return f"it has no {' and '.join(sorted(lost))} any more (the site may have changed)"

    def worth_remembering(self, ask: Ask) -> bool:
        """The REST address carries a day, so it never comes again."""
        return not ask.role.startswith("rest")

    def _root(self) -> str:
        return self.url if self.url.endswith("/") else self.url + "/"

    def _rest(self, kind: str) -> str:
        back = self.overlap if self._since else timedelta(days=self.first_days)
        since = (_utc(self._since) if self._since else self.now) - back
        query: dict[str, Any] = {
            "per_page": self.per_page,
            "orderby": "modified",
            "order": "desc",
            "modified_after": since.strftime("%Y-%m-%dT%H:%M:%S"),
            "_fields": _FIELDS,
        }
        if self.categories:
            query["categories"] = ",".join(str(number) for number in self.categories)
        return f"{self._root()}wp-json/wp/v2/{kind}?{urlencode(query, safe=':,')}&page=1"

    def _feed(self) -> FeedSite:
        feed = FeedSite()
        feed.name, feed.publisher, feed.url = self.name, self.publisher, self.url
        return feed


def _by_link(found: Found) -> Found:
    """A post is known by its address at every door."""
    return replace(found, source_ref=found.url) if isinstance(found, SightingDraft) else found


def _rendered(item: dict[str, Any], key: str) -> str:
    part = item.get(key)
    return str(part.get("rendered") or "") if isinstance(part, dict) else str(part or "")


def _own_fields(item: dict[str, Any]) -> str:
    """The fields that an editor filled in (Advanced Custom Fields), as labelled lines for the readers."""
    fields = item.get("acf")
    if not isinstance(fields, dict):
        return ""
    lines = [
        f"<p>{escape(key.replace('_', ' ').capitalize())}: {escape(str(value))}</p>"
        for key, value in fields.items()
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
    ]
    return "".join(lines)


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
