"""A first look at an address that somebody gives: what is there to be read."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from scrapy.http import TextResponse

from spiders.base import Found, Source
from spiders.cards import find_cards
from spiders.fields import Ask, Refused, SightingDraft
from spiders.json_ld import things
from spiders.page import heading, sitemap
from spiders.text import decoded, tidy

_FEEDS = (
    "link[rel~=alternate][type*='rss']::attr(href), link[rel~=alternate][type*='atom']::attr(href)"
)
_TYPES = ("MonetaryGrant", "NewsArticle", "Event")
_PAGES = r"(?i)fund|grant"
_OWN_TYPES = ("attachment", "page", "nav_menu_item", "wp_")


class FirstLook(Source):
    """The page, its feeds, its WordPress routes, its sitemap and its structured data, each told as one draft.

    Not a source of funding: the drafts go to a database that is thrown away.
    """

    remembers = False
    expects_at_least = 0

    def first(self) -> Iterator[Ask]:
        """The page first, then the doors that sites usually have."""
        yield Ask(self.url, "page")
        root = urljoin(self.url, "/")
        yield Ask(urljoin(root, "wp-json/wp/v2/types"), "wordpress")
        yield Ask(urljoin(root, "sitemap.xml"), "sitemap")
        yield Ask(urljoin(root, "feed/"), "feed")

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """What stands behind one door."""
        if ask.role == "wordpress":
            yield self._told("wordpress", page.url, kinds=_kinds_of_post(page))
        elif ask.role == "sitemap":
            pages = [found for found in sitemap(page, _PAGES, 0) if isinstance(found, Ask)]
            yield self._told("sitemap", page.url, pages=len(pages))
        elif ask.role == "feed" or _is_feed(page):
            yield self._told("feed", page.url, entries=_entries(page))
        else:
            yield from self._page(page)

    def _page(self, page: TextResponse) -> Iterator[Found]:
        types = sorted({str(thing.get("@type")) for thing in things(page, _TYPES)})
        yield self._told("page", page.url, heading=heading(page) or page.url, site=_site_name(page))
        if types:
            yield self._told("json_ld", page.url, types=types)
        cards = find_cards(page)
        if cards:
            yield self._told("labelled", page.url, **cards)
        for address in page.css(_FEEDS).getall()[:5]:
            yield Ask(page.urljoin(address), "feed", depth=1)

    def _told(self, what: str, url: str, **stated: Any) -> SightingDraft:
        return SightingDraft(self.name, f"{what} {url}", url, what, stated={"what": what, **stated})


def _site_name(page: TextResponse) -> str:
    """What the site calls itself, as told to those who share its pages, or at the end of a page's title."""
    told = page.css("meta[property='og:site_name']::attr(content)").get() or ""
    title = page.css("title::text").get() or ""
    parts = re.split(r"\s[|–—-]\s", tidy(title))
    return tidy(told) or (
        parts[-1] if len(parts) > 1 or not urlsplit(page.url).path.strip("/") else ""
    )


def _kinds_of_post(page: TextResponse) -> list[str]:
    """The routes under which its kinds of post stand, its own furniture left out."""
    try:
        data = json.loads(decoded(page.body))
    except json.JSONDecodeError:
        data = None
    if not isinstance(data, dict) or "post" not in data:
        msg = "no WordPress routes"
        raise Refused(msg)
    return [
        str(kind.get("rest_base") or name)
        for name, kind in data.items()
        if isinstance(kind, dict) and not name.startswith(_OWN_TYPES)
    ]


def _is_feed(page: TextResponse) -> bool:
    return (
        page.body.lstrip()[:200].lower().find(b"<rss") >= 0 or b"<feed" in page.body[:500].lower()
    )


def _entries(page: TextResponse) -> int:
    feed = feedparser.parse(page.body.lstrip())
    if not feed.entries:
        msg = "no feed with entries"
        raise Refused(msg)
    return len(feed.entries)
