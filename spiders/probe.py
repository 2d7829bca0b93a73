"""Looking at an address to make a source of it: what is there, which shape fits, the first items, the entry."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import tomlkit
from sqlmodel import Session, col, select

from db.engine import open_engine
from db.errors import RadarError
from db.models import Sighting
from db.schema import upgrade
from spiders.catalogue import load_catalogue
from spiders.entry import SourceEntry
from spiders.plan import CrawlPlan, CrawlReport
from spiders.runner import crawl

FIRST_ITEMS = 5
_PAGES_TO_TRY = 8


@dataclass(frozen=True, slots=True)
class FirstItem:
    """An item that the new source would bring, for a person to approve."""

    title: str
    url: str
    stated: Mapping[str, Any]

    @property
    def says(self) -> str:
        """What it states in fields of its own, in a line."""
        fields = ((name, value) for name, value in self.stated.items() if name in _SHOWN)
        return ", ".join(
            f"{_SHOWN[name]} {_shown(value)}".replace("£ ", "£") for name, value in fields
        )


_SHOWN = {
    "status": "status",
    "deadline": "closes",
    "opens": "opens",
    "min_amount": "from £",
    "max_amount": "up to £",
    "total_pot": "in all £",
}


def _shown(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value).replace("T", " ")


@dataclass(frozen=True, slots=True)
class Findings:
    """What a look at an address found: sentences, the first items, and the table for config.toml.

    ``toml`` and ``entry`` are empty when nothing there can be read; ``said`` says so then.
    """

    url: str
    said: tuple[str, ...]
    items: tuple[FirstItem, ...] = ()
    entry: SourceEntry | None = None
    toml: str = ""


def probe(
    url: str, plan: CrawlPlan, name: str = "", publisher: str = "", places: Sequence[str] = ()
) -> Findings:
    """Looks at an address by the plan's manners (its database and entries are not used), and tries the best shape.

    ``places`` are codes of the places that the publisher serves, for the entry. Raises RadarError for an address that
    is none.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        msg = f"not an address that starts with http:// or https:// ({url!r})"
        raise RadarError(msg)
    name = name or _name(parts.hostname)
    look = _site(
        name, {"shape": "first_look", "publisher": publisher or parts.hostname, "url": url}
    )
    report, rows = _visit(plan, look)
    told = [dict(row.stated) | {"url": row.url} for row in rows]
    said = [_sentence(one) for one in told]
    site = next((str(one["site"]) for one in told if one["what"] == "page"), "")
    served = {"places": list(places)} if places else {}
    for table in _candidates(told, url):
        table = {**served, **table}
        entry = _site(name, {**table, "publisher": publisher or site or parts.hostname})
        tried, found = _visit(replace(plan, max_pages=_PAGES_TO_TRY), entry)
        if found:
            items = tuple(FirstItem(row.title, row.url, row.stated) for row in found[:FIRST_ITEMS])
            noun = "item" if tried.found == 1 else "items"
            said.append(f"read as {entry.shape}: {tried.found} {noun}")
            return Findings(url, tuple(said), items, entry, _toml(name, entry, table))
        said.append(f"read as {entry.shape}: nothing ({_reason(tried)})")
    if not told:
        said.append(f"the page could not be read: {_reason(report)}")
    said.append(
        "nothing here can be read as a source: no feed, no WordPress, no labelled list, no sitemap of funds"
    )
    return Findings(url, tuple(said))


def _candidates(told: list[dict[str, Any]], url: str) -> Iterator[dict[str, Any]]:
    """Tables of the shapes that may fit, the one that says most first."""
    for one in told:
        if one["what"] == "labelled":
            keys = ("cards", "title", "next_link")
            yield {"shape": "labelled", "url": url, **{key: one[key] for key in keys if key in one}}
    for one in told:
        if one["what"] == "json_ld" and "MonetaryGrant" in one["types"]:
            yield {"shape": "json_ld", "url": url}
    for one in told:
        if one["what"] == "wordpress":
            yield {"shape": "wordpress", "url": urljoin(url, "/"), "types": one["kinds"]}
    for one in told:
        if one["what"] == "feed":
            yield {"shape": "feed", "url": one["url"]}
    for one in told:
        if one["what"] == "json_ld" and "MonetaryGrant" not in one["types"]:
            yield {"shape": "json_ld", "url": url}
        if one["what"] == "sitemap" and one["pages"]:
            yield {"shape": "sitemap", "url": one["url"]}


def _sentence(one: Mapping[str, Any]) -> str:
    what = one["what"]
    if what == "page":
        return f"a page: {one['heading']}"
    if what == "wordpress":
        return f"WordPress with an open REST interface: {', '.join(one['kinds'])}"
    if what == "feed":
        return f"a feed of {one['entries']} entries: {one['url']}"
    if what == "sitemap":
        return f"a sitemap with {one['pages']} pages about funds or grants: {one['url']}"
    if what == "json_ld":
        return f"structured data: {', '.join(one['types'])}"
    fields = ", ".join(str(name).replace("_", " ") for name in one["fields"])
    return f"a list of {one['count']} items that say {fields} ({one['cards']})"


def _visit(plan: CrawlPlan, entry: SourceEntry) -> tuple[CrawlReport, list[Sighting]]:
    """A visit into a database that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'look.db'}"
        engine = open_engine(url, create=True)
        try:
            upgrade(engine)
            (report,) = crawl(replace(plan, database_url=url, entries=(entry,)), lambda _: None)
            with Session(engine) as session:
                rows = list(session.exec(select(Sighting).order_by(col(Sighting.id))))
                session.expunge_all()
        finally:
            engine.dispose()
    return report, rows


def _site(name: str, table: Mapping[str, Any]) -> SourceEntry:
    return load_catalogue({name: table})[name]


def _toml(name: str, entry: SourceEntry, table: Mapping[str, Any]) -> str:
    written = tomlkit.table()
    for key in ("shape", "publisher", "url"):
        written[key] = getattr(entry, key)
    for key, value in table.items():
        if key not in written:
            written[key] = list(value) if isinstance(value, list | tuple) else value
    sources = tomlkit.table(is_super_table=True)
    sources[name] = written
    document = tomlkit.document()
    document["sources"] = sources
    return tomlkit.dumps(document)


def _reason(report: CrawlReport) -> str:
    reasons = [reason for _, reason in report.refusals]
    return reasons[0] if reasons else report.message or "no items"


def _name(host: str) -> str:
    bare = host.removeprefix("www.").replace("-", "_").replace(".", "_").lower()
    return bare if bare[:1].isalpha() else f"site_{bare}"
