"""The whole catalogue against a web that does everything wrong at once."""

import json
import os
import threading
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

import pytest
from sqlmodel import Session, select

from db.models import Refusal, Run, Sighting
from spiders.catalogue import load_catalogue
from tests.spiders.conftest import NOW
from tests.spiders.loopback import Answer, Asked, Loopback
from tests.spiders.notices import Windows, busy_day, package, release

MEGABYTE = b"x" * 1_000_000
CLOCK = threading.Event()


def html(body: str, **more) -> Answer:
    return Answer(f"<html><body>{body}</body></html>".encode(), **more)


def card(name: str) -> str:
    return f'<div class="grant"><h3>{name}</h3><a href="/cf/{name}">More</a></div>'


def detail(name: str) -> Answer:
    return html(f"<h1>{name}</h1><main><p>Deadline: 4 December 2026</p></main>")


def feed(*titles: str, tail: str = "</channel></rss>") -> bytes:
    items = "".join(
        f"<item><title>{t}</title><link>http://x.example/{t}</link><guid>{t}</guid></item>"
        for t in titles
    )
    return f'\n<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}{tail}'.encode()


def for_ever() -> Iterator[bytes]:
    while not CLOCK.wait(0.05):
        yield b" " * 10


def two_hundred_megabytes() -> Iterator[bytes]:
    for _ in range(200):
        yield MEGABYTE


class Moody:
    """Answers each path once with a fault, then well."""

    def __init__(self, fault: Answer, then) -> None:
        self.fault, self.then = fault, then
        self.seen: set[str] = set()

    def __call__(self, asked: Asked) -> Answer:
        if asked.url not in self.seen:
            self.seen.add(asked.url)
            return self.fault
        return self.then(asked) if callable(self.then) else self.then


def cursor_pages(asked: Asked) -> Answer:
    """Three pages; a title in Windows-1252; an empty last page that still leads on."""
    number = int(asked.query.get("cursor", 0))
    rows = [
        release(9000 + number * 10 + n, datetime.fromisoformat("2026-09-01")) for n in range(10)
    ]
    if number == 3:
        rows = []
    elif number == 1:
        rows[0]["tender"]["title"] = "Café – for £5"
    data = {"releases": rows, "links": {"next": f"/cf-api?cursor={min(number + 1, 3)}"}}
    return Answer(json.dumps(data, ensure_ascii=False).encode("cp1252"), kind="application/json")


def once_unchanged(asked: Asked) -> Answer:
    if asked.headers.get("if-modified-since"):
        return Answer(status=304)
    stamp = {"Last-Modified": "Thu, 03 Sep 2026 08:00:00 GMT"}
    return Answer(feed("A", "B", "C"), kind="application/rss+xml", headers=stamp)


def hostile(site: Loopback, inside: Loopback) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join([packer.compress(bytes(1_000_000)) for _ in range(200)]) + packer.flush()
    cut = package([release(1, datetime.fromisoformat("2026-09-01"))]).body[:150]
    site.routes.update(
        {
            "/windows": Windows(busy_day(datetime.fromisoformat("2026-09-03"), 250)),
            "/cf-api": Moody(Answer(b"Forbidden", 403), cursor_pages),
            "/cf": html(card("one") + card("two") + '<a rel="next" href="/cf2">Next</a>'),
            "/cf2": Moody(
                Answer(status=429, headers={"Retry-After": "1"}), html(card("three") + card("four"))
            ),
            "/cf/one": detail("one"),
            "/cf/two": detail("two"),
            "/cf/three": Answer(status=404),
            "/cf/four": html("<h1>four</h1>"),
            "/feed": once_unchanged,
            "/loop": Answer(status=302, headers={"Location": "/loop"}),
            "/away": Answer(status=302, headers={"Location": f"{inside.base}/admin"}),
            "/large": Answer(says_length=200_000_000, body=MEGABYTE),
            "/larger": Answer(chunks=two_hundred_megabytes),
            "/bomb": Answer(bomb, headers={"Content-Encoding": "gzip"}),
            "/endless": Answer(chunks=for_ever),
            "/broken": Answer(feed("D", "E", tail="<item><title>cut off</ti"), kind="text/xml"),
            "/cut": Answer(cut, kind="application/json"),
            "/lost": Answer(b"half of it", says_length=5000),
            "/private": Answer(feed("F")),
            "/robots.txt": Answer(b"User-agent: *\nDisallow: /private\n", kind="text/plain"),
        }
    )


FAULTS = {
    "loop": "it was sent round in circles",
    "away": "it leads to another host (127.0.0.2): not followed",
    "large": "the answer is larger than allowed",
    "larger": "the answer is larger than allowed",
    "bomb": "the answer is larger than allowed once unpacked",
    "endless": "the answer took too long",
    "private": "robots.txt asks us not to read it",
    "lost": "the answer broke off before its end",
}


class Peak:
    """The most memory that a crawling child of this process took, in megabytes, watched while it runs."""

    megabytes = 0.0

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            for status in Path("/proc").glob("[0-9]*/status"):
                with suppress(OSError):
                    said = dict(line.split(":", 1) for line in status.read_text().splitlines())
                    if int(said["PPid"]) == os.getpid() and "VmHWM" in said:
                        self.megabytes = max(self.megabytes, int(said["VmHWM"].split()[0]) / 1024)


def catalogue(base: str) -> dict:
    def site(path: str, shape: str = "feed", **more) -> dict:
        return {"shape": shape, "publisher": "Somebody", "url": f"{base}/{path}", **more}

    tables = {f"a_{name}": site(name) for name in [*FAULTS, "broken", "feed"]}
    tables["a_foundation"] = site(
        "cf", "labelled", cards=".grant", next_link="a[rel=next]::attr(href)"
    )
    tables["uk_find_a_tender"] = {"url": f"{base}/windows", "first_days": 2}
    tables["uk_contracts_finder"] = {"url": f"{base}/cf-api"}
    tables["a_cut"] = site("cut", "wordpress")
    every = load_catalogue(tables)
    return {name: every[name] for name in tables}


@pytest.fixture
def web(serve):
    inside = serve({}, host="127.0.0.2")
    site = serve({})
    hostile(site, inside)
    site.routes["/cut/wp-json/wp/v2/posts"] = site.routes.pop("/cut")
    return site, inside


def test_every_good_call_arrives_once_and_every_fault_is_counted_once(web, visit, engine):
    site, inside = web
    entries = catalogue(site.base)
    limits = {"timeout": 3.0, "max_bytes": 5_000_000}

    with Peak() as peak:
        reports = {r.source: r for r in visit(*entries.values(), **limits)}

    for name, reason in FAULTS.items():
        assert [r for _, r in reports[f"a_{name}"].refusals] == [reason], name
        assert reports[f"a_{name}"].outcome == "failed"
    assert inside.asked == []
    assert [r for _, r in reports["a_broken"].refusals] == ["the feed is broken after 2 entries"]
    cut = [r for _, r in reports["a_cut"].refusals]
    assert cut[0].startswith("the JSON is broken or cut short")
    foundation = reports["a_foundation"]
    assert (foundation.outcome, foundation.found) == ("ok", 4)
    assert [r for _, r in foundation.refusals] == ["the page is not there (404)"]
    assert reports["uk_find_a_tender"].found == 250
    assert reports["uk_contracts_finder"].found == 30
    with Session(engine) as session:
        rows = session.exec(select(Sighting.source, Sighting.title)).all()
        assert len(session.exec(select(Refusal)).all()) == sum(r.refused for r in reports.values())
        assert {run.outcome for run in session.exec(select(Run))} == {"ok", "failed"}
    assert len(rows) == len(set(rows)) == 250 + 30 + 4 + 2 + 3
    assert ("uk_contracts_finder", "Café – for £5") in rows
    assert 0 < peak.megabytes < 250

    again = {r.source: r for r in visit(entries["a_feed"], now=NOW + timedelta(days=1), **limits)}

    assert (again["a_feed"].unchanged_pages, again["a_feed"].found) == (1, 3)
