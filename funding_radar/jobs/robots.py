"""Whether a source's site answers, and whether its robots.txt lets us in: one small request to each host."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from protego import Protego

from spiders.entry import SourceEntry

AT_ONCE = 8
MAX_BYTES = 500_000


class Asked(Enum):
    """What came of asking."""

    WELCOME = "answers and lets us in"
    FORBIDDEN = "its robots.txt does not let us in"
    SILENT = "does not answer"


def ask_all(entries: Iterable[SourceEntry], agent: str, timeout: float) -> dict[str, Asked]:
    """Asks each host once for its robots.txt; sources that are no web sites are left out."""
    web = [entry for entry in entries if entry.url.startswith(("http://", "https://"))]
    hosts = sorted({_host(entry.url) for entry in web})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = dict(
            zip(hosts, pool.map(lambda host: _robots(host, agent, timeout), hosts), strict=True)
        )
    return {entry.name: _judge(said[_host(entry.url)], entry.url, agent) for entry in web}


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _robots(host: str, agent: str, timeout: float) -> str | None:
    """The file's text, empty where there is none; None when the host does not answer."""
    request = Request(f"{host}/robots.txt", headers={"User-Agent": agent})  # noqa: S310 - http(s) only, see ask_all
    try:
        with urlopen(request, timeout=min(timeout, 20)) as answer:  # noqa: S310 - the same
            return str(answer.read(MAX_BYTES).decode("utf-8", "replace"))
    except HTTPError as refusal:
        return "" if 400 <= refusal.code < 500 else None
    except (URLError, OSError, ValueError):
        return None


def _judge(robots: str | None, url: str, agent: str) -> Asked:
    if robots is None:
        return Asked.SILENT
    return Asked.WELCOME if Protego.parse(robots).can_fetch(url, agent) else Asked.FORBIDDEN
