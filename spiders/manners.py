"""Being a good guest: own hosts only, nothing private, patience when asked to wait, the pace that a site asks for."""

import asyncio
import ipaddress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, IgnoreRequest, ResponseDataLossError
from scrapy.http import Request, Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred

from spiders.fields import Refused

TRIES = 3
LONGEST_WAIT = 600
"""Seconds; who asks for more is visited another time."""
LONGEST_DELAY = 60
_PRIVATE_NAMES: set[str] = set()


class Guard:
    """Lets a request through only to the source's own hosts, and to no private address unless configured."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.private_allowed = crawler.settings.getbool("ALLOW_PRIVATE_HOSTS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Guard":
        """As Scrapy makes it."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest with the reason."""
        spider: Any = self.crawler.spider
        if spider.gave_up:
            raise IgnoreRequest
        start, target = urlsplit(spider.url), urlsplit(request.url)
        if target.scheme == "file":
            inside = target.path == start.path or target.path.startswith(f"{start.path}/")
            if start.scheme != "file" or not inside:
                msg = "a page that would read a file of this machine: not followed"
                raise IgnoreRequest(msg)
            return
        host = target.hostname or ""
        if host not in spider.own_hosts:
            msg = f"it leads to another host ({host[:100]}): not followed"
            raise IgnoreRequest(msg)
        if target.port not in (None, 80, 443, start.port):
            msg = f"it leads to another port ({target.port}): not followed"
            raise IgnoreRequest(msg)
        if not self.private_allowed and is_private(host):
            msg = f"{host} is a private address: allow_private_hosts = true lets it be visited"
            raise IgnoreRequest(msg)

    def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002
        """Says what really happened when the resolver would not give a private address."""
        if urlsplit(request.url).hostname in _PRIVATE_NAMES:
            msg = (
                "its name leads to a private address: allow_private_hosts = true lets it be visited"
            )
            raise Refused(msg)


class PublicResolver(CachingThreadedResolver):
    """Names to addresses, but never to a private one: the address checked is the one that is connected to."""

    private_allowed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> "PublicResolver":
        """As Scrapy makes it."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.private_allowed = crawler.settings.getbool("ALLOW_PRIVATE_HOSTS")
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":  # noqa: N802
        """The address of a name; fails for a private one."""
        found = super().getHostByName(name, timeout)
        return found if self.private_allowed else found.addCallback(_public, name)


class Patience:
    """Asks again a little later when a site is busy, and waits as long as it says."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.delay = crawler.settings.getfloat("DOWNLOAD_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Patience":
        """As Scrapy makes it."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The answer, or the same question again after a wait. Only one question is under way, so all wait."""
        spider: Any = self.crawler.spider
        tries = request.meta.get("tries", 1)
        if response.status not in spider.busy or tries >= TRIES:
            return response
        wait = self._wait(response, tries)
        if wait > LONGEST_WAIT:
            return response
        await asyncio.sleep(wait)
        return _again(request, tries)

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """The same question once more when the line broke."""
        tries = request.meta.get("tries", 1)
        if isinstance(exception, DownloadFailedError | ResponseDataLossError) and tries < 2:
            return _again(request, tries)
        return None

    def _wait(self, response: Response, tries: int) -> float:
        asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if asked is not None:
            return asked
        # Contracts Finder's own help says five minutes after a 403; at the usual delay of 5 s that is 60 delays.
        return self.delay * (60 if response.status == 403 else 6 * tries)


class AskedPace:
    """Slows down to the Crawl-delay of robots.txt where that is slower than ours."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "AskedPace":
        """As Scrapy makes it."""
        return cls(crawler)

    def robots_parsed(self, robotparser: Any, request: Request) -> None:
        """Called once for each host."""
        asked = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if asked is None or self.crawler.engine is None:
            return
        host = urlsplit(request.url).hostname or ""
        slot = self.crawler.engine.downloader.slots.get(host)
        if slot is not None:
            slot.delay = max(slot.delay, min(float(asked), LONGEST_DELAY))


def is_private(host: str) -> bool:
    """Whether a host is an address that the world cannot reach, or should not.

    >>> is_private("127.0.0.1"), is_private("::ffff:10.0.0.1"), is_private("example.org")
    (True, True, False)
    """
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None) or address
    return not mapped.is_global or mapped.is_multicast


def retry_after(header: bytes | None, now: datetime) -> float | None:
    """Seconds to wait, from a count or a date; None when the header says nothing.

    >>> retry_after(b"120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    >>> retry_after(b"Thu, 01 Jan 2026 00:00:30 GMT", datetime(2026, 1, 1, tzinfo=UTC))
    30.0
    """
    if header is None:
        return None
    text = header.decode("latin-1").strip()
    if text.isdigit():
        return float(text[:9])
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds())


def _again(request: Request, tries: int) -> Request:
    again = request.replace(dont_filter=True)
    again.meta["tries"] = tries + 1
    return again


def _public(address: str, name: str) -> str:
    if is_private(address):
        _PRIVATE_NAMES.add(name)
        msg = f"{name} leads to a private address"
        raise OSError(msg)
    return address
