"""Adding a source: a look at an address says what is there, tries the best shape, shows the first items."""

import json
import tomllib
from pathlib import Path

import pytest

from db.errors import RadarError
from spiders.catalogue import load_catalogue
from spiders.plan import CrawlPlan
from spiders.probe import probe
from tests.spiders.conftest import NOW
from tests.spiders.loopback import Answer

PAGES = Path(__file__).parents[1] / "pages"
PLAN = CrawlPlan("", (), "test", delay=0.0, timeout=20.0, allow_private_hosts=True, now=NOW)


def saved(name, **more):
    return Answer((PAGES / name).read_bytes(), **more)


def test_a_wordpress_site_is_read_by_its_routes(serve):
    types = {
        "post": {"name": "Posts", "rest_base": "posts"},
        "page": {"name": "Pages", "rest_base": "pages"},
        "attachment": {"name": "Media", "rest_base": "media"},
        "wp_block": {"name": "Patterns", "rest_base": "blocks"},
    }
    site = serve(
        {
            "/": Answer(b"<html><title>Example CVS</title><h1>Example CVS</h1><p>Hello</p></html>"),
            "/wp-json/wp/v2/types": Answer(json.dumps(types).encode(), kind="application/json"),
            "/wp-json/wp/v2/posts": saved("wordpress/posts.json", kind="application/json"),
            "/feed/": saved("wordpress/feed.xml", kind="application/rss+xml"),
        }
    )

    findings = probe(f"{site.base}/", PLAN, name="example_cvs")

    assert findings.entry.shape == "wordpress"
    assert [item.title for item in findings.items] == ["Small grants – round 4 opens", "Our AGM"]
    assert "WordPress with an open REST interface: posts" in findings.said
    table = tomllib.loads(findings.toml)["sources"]
    assert load_catalogue(table)["example_cvs"].publisher == "Example CVS"


def test_a_feed_that_the_page_names_is_read(serve):
    link = '<link rel="alternate" type="application/rss+xml" href="/news/feed.rss">'
    site = serve(
        {
            "/news": Answer(f"<html><head>{link}</head><h1>News</h1></html>".encode()),
            "/news/feed.rss": saved("feed/rss.xml", kind="application/rss+xml"),
        }
    )

    findings = probe(f"{site.base}/news", PLAN)

    assert findings.entry.shape == "feed"
    assert findings.entry.url == f"{site.base}/news/feed.rss"
    assert findings.items[0].title == "Winter warmth fund – apply now"


def test_a_labelled_listing_is_found_by_what_repeats(serve):
    site = serve({"/grants/": saved("labelled/somerset_cards.html")})

    findings = probe(f"{site.base}/grants/", PLAN, name="a_foundation", publisher="A Foundation")

    assert findings.entry.shape == "labelled"
    assert [item.title for item in findings.items] == ["Hardship grants", "Comfort fund"]
    assert findings.items[1].stated["deadline"] == "2026-12-04T12:00"
    assert "a list of 2 items that say deadline" in " ".join(findings.said)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param(
            Answer(b"<html><h1>Welcome</h1><p>Nothing here</p></html>"),
            "a page: Welcome",
            id="bare",
        ),
        pytest.param(
            Answer(status=404), "the page could not be read: the page is not there (404)", id="gone"
        ),
    ],
)
def test_a_page_with_nothing_on_it_is_said(serve, page, said):
    site = serve({"/": page})

    findings = probe(f"{site.base}/", PLAN)

    assert findings.entry is None
    assert findings.toml == ""
    assert findings.said[0] == said
    assert findings.said[-1].startswith("nothing here can be read as a source")


def test_an_address_that_is_none_is_refused():
    with pytest.raises(RadarError, match="not an address"):
        probe("example.org/grants", PLAN)
