"""Discovering who publishes in a place: each site is looked at, what is there is offered, what is not is said."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from spiders import publishers
from spiders.publishers import Publisher
from tests.cli.conftest import Radar
from tests.spiders.conftest import serve
from tests.spiders.loopback import Answer, Loopback

__all__ = ["serve"]

PAGES = Path(__file__).parents[1] / "pages"
HULL = "E06000010"
KINDS = {"post": {"name": "Posts", "rest_base": "posts"}}


def saved(name: str, kind: str = "text/html; charset=utf-8") -> Answer:
    return Answer((PAGES / name).read_bytes(), kind=kind)


def page(heading: str, head: str = "") -> Answer:
    return Answer(f"<html><head>{head}</head><h1>{heading}</h1><p>Welcome.</p></html>".encode())


RSS = '<link rel="alternate" type="application/rss+xml" href="/news.rss">'
SITES: dict[str, tuple[str, dict[str, Answer]]] = {
    "Wold Council": ("council", {"/": page("Wold Council", RSS), "/news.rss": saved("feed/rss.xml", "text/xml")}),
    "Estuary Authority": ("combined_authority", {"/": page("Estuary Authority")}),
    "Wold Integrated Care Board": ("icb", {
        "/": page("The board"), "/wp-json/wp/v2/types": Answer(json.dumps(KINDS).encode(), kind="application/json"),
        "/wp-json/wp/v2/posts": saved("wordpress/posts.json", "application/json"),
    }),
    "Wold Minds Trust": ("nhs_mental_health_trust", {"/": Answer(b"Forbidden", 403)}),
    "Wold Police Commissioner": ("police_and_crime_commissioner", {"/": Answer(status=404)}),
    "Wold Foundation": ("community_foundation", {"/": saved("somerset_cf/cards.html")}),
    "Tide Foundation": ("community_foundation", {
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /\n", kind="text/plain"),
    }),
    "Wold Voluntary Action": ("cvs", {"/": page("Wold VA"), "/feed/": saved("feed/rss.xml", "text/xml")}),
    "Estuary Alliance": ("vcse_alliance", {"/": Answer(status=302, headers={"Location": "http://127.0.0.9/"})}),
    "Harbour Alliance": ("vcse_alliance", {}),
}  # fmt: skip
READ_AS = {"Wold Council": "feed", "Wold Integrated Care Board": "wordpress", "Wold Foundation": "labelled",
           "Wold Voluntary Action": "feed"}  # fmt: skip


FEW = ("Wold Police Commissioner", "Wold Voluntary Action")
NOT_READ = {
    "Estuary Authority": "Estuary Authority",
    "Wold Minds Trust": "refuses us (403)",
    "Wold Police Commissioner": "not there (404)",
    "Tide Foundation": "robots.txt",
    "Estuary Alliance": "another host",
    "Harbour Alliance": "not there (404)",
}


@pytest.mark.parametrize(
    "names",
    [pytest.param(FEW, id="two"), pytest.param(tuple(SITES), id="ten", marks=pytest.mark.soak)],
)
def test_the_sites_of_a_place_are_looked_at_and_those_that_can_be_read_are_added(
    radar: Radar,
    folder: Path,
    serve: Callable[..., Loopback],
    monkeypatch: pytest.MonkeyPatch,
    names: tuple[str, ...],
) -> None:
    sites = {name: SITES[name] for name in names}
    table = [
        Publisher(name, kind, frozenset({HULL}), serve(routes, f"127.0.0.{number}").base + "/", "", "", True)
        for number, (name, (kind, routes)) in enumerate(sites.items(), 10)
    ]  # fmt: skip
    table.append(Publisher("Nowhere Trust", "cvs", frozenset({HULL}), "", "", "", False))
    monkeypatch.setattr(publishers, "every_publisher", lambda: tuple(table))

    said = radar("sources", "discover", "--place", "Kingston upon Hull", "--look", "--yes")

    written = tomllib.loads((folder / "config.toml").read_text(encoding="utf-8"))["sources"]
    read_as = {name: shape for name, shape in READ_AS.items() if name in names}
    assert {entry["publisher"]: entry["shape"] for entry in written.values()} == read_as
    assert {tuple(entry["places"]) for entry in written.values()} == {(HULL,)}
    missed = " ".join(said.out.rpartition("nothing could be read of")[2].split())
    assert "Nowhere Trust" in missed
    for name in set(names) - set(READ_AS):
        assert name in missed
        assert NOT_READ[name] in " ".join(said.out.split())
