"""A made-up alliance and the made-up sites that publish money for it, to try everything out without the internet."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from funding_radar.demo import server, sites, tenders
from funding_radar.demo.pages import Page, html, plain
from funding_radar.demo.texts import members_text, newsletter_files

ALLIANCE = "Four Rivers Alliance for Mental Health"
PLACES = ("Sheffield", "Rotherham", "Barnsley", "Doncaster")
DISTRICTS = ["E08000039", "E08000018", "E08000038", "E08000017"]
"""Their official codes, in the same order."""
ENGLAND = "E92000001"
NAMES: Mapping[str, str] = {
    "icb": "Don and Dearne Integrated Care Board",
    "link": "Hallam and Dearne Link",
    "ridge": "Ridge and Vale Funding Advice",
    "steelwater": "Steelwater Community Foundation",
    "council": "Wharncliffe Borough Council",
    "ninefold": "Ninefold Trust",
}
"""Publishers that belong to nobody."""
NEWSLETTERS = "newsletters"
"""The folder, beside the configuration, into which members' forwarded newsletters are saved."""
_ROBOTS = """User-agent: *
Disallow: /wp-admin/
Allow: /
"""


class Demo:
    """Pages, a server, members and a configuration, all for one day."""

    def __init__(self, today: date) -> None:
        self.today = today

    def pages(self, base_url: str = "http://127.0.0.1") -> dict[str, Page]:
        """Every page of every made-up site, by path."""
        return {
            "/robots.txt": plain(_ROBOTS),
            "/": html(_front_page()),
            **tenders.tenders(base_url, self.today),
            **sites.newsroom("icb", NAMES["icb"], base_url, self.today),
            **sites.newsroom("council", NAMES["council"], base_url, self.today),
            **sites.wordpress("link", NAMES["link"], base_url, self.today),
            **sites.closed_wordpress("ridge", NAMES["ridge"], base_url, self.today),
            **sites.labelled("steelwater", NAMES["steelwater"], "table", self.today),
            **sites.labelled("ninefold", NAMES["ninefold"], "list", self.today),
        }

    @contextmanager
    def serve(self) -> Iterator[str]:
        """Serves the sites on the loopback address until the block ends; gives the base URL."""
        bound = server.bound_server()
        address = server.base_url(bound)
        with server.serving(bound, self.pages(address)):
            yield address

    def members_csv(self) -> str:
        """The alliance as a file for ``members import``."""
        return members_text(self.today)

    def newsletters(self) -> dict[str, str]:
        """Files that a coordinator would save into the newsletters' folder, by name."""
        return newsletter_files(self.today)

    def sources(self, base_url: str, folder: Path) -> dict[str, dict[str, Any]]:
        """The ``[sources.NAME]`` tables of the made-up sites."""
        return {
            "uk_find_a_tender": {
                "url": f"{base_url}{tenders.PATH}",
                "home_page": f"{base_url}/tenders",
                "publisher": "Tender notices (made up)",
                "first_days": 14,
                "expects_at_least": 3,
            },
            "demo_icb": _site("feed", NAMES["icb"], f"{base_url}/icb/news/feed.rss", DISTRICTS),
            "demo_council": _site(
                "feed",
                NAMES["council"],
                f"{base_url}/council/news/feed.rss",
                [DISTRICTS[1], DISTRICTS[3]],
            ),
            "demo_link": _site("wordpress", NAMES["link"], f"{base_url}/link/", DISTRICTS),
            "demo_ridge": _site("wordpress", NAMES["ridge"], f"{base_url}/ridge/", DISTRICTS),
            "demo_steelwater": {
                **_site(
                    "labelled", NAMES["steelwater"], f"{base_url}/steelwater/grants", DISTRICTS
                ),
                "cards": "div.grant",
                "title": "h3",
                "link": "a.button::attr(href)",
                "status": "span.badge",
                "body": "div.content",
            },
            "demo_ninefold": {
                **_site("labelled", NAMES["ninefold"], f"{base_url}/ninefold/grants", [ENGLAND]),
                "cards": "li.programme",
                "title": "h2",
                "body": "div.content",
            },
            "demo_newsletters": _site(
                "file",
                "Newsletters sent on by members",
                str(folder.absolute() / NEWSLETTERS),
                DISTRICTS,
            ),
        }

    def config_toml(self, base_url: str, folder: Path) -> str:
        """A configuration for the folder: made-up sites only, no delay, mail into a folder."""
        tables: dict[str, Mapping[str, Any]] = {
            "database": {"url": "sqlite:///radar.db"},
            "alliance": {"name": ALLIANCE, "email": "alliance@example.org", "places": list(PLACES)},
            "crawl": {"delay": 0, "allow_private_hosts": True},
            "mail": {"outbox": "outbox"},
        }
        made_up = self.sources(base_url, folder)
        reason = {"paused": True, "paused_because": "the demo asks made-up sites only"}
        tables |= {f"sources.{name}": reason for name in _real_sources() if name not in made_up}
        tables |= {f"sources.{name}": table for name, table in made_up.items()}
        return "# Made by funding-radar demo: everything here is made up.\n" + "".join(
            _table(name, table) for name, table in tables.items()
        )

    def write(self, base_url: str, folder: Path) -> Path:
        """Writes config.toml, members.csv and the newsletters into a folder; gives the configuration's path."""
        letters = folder / NEWSLETTERS
        letters.mkdir(parents=True, exist_ok=True)
        for name, text in self.newsletters().items():
            (letters / name).write_text(text, encoding="utf-8")
        (folder / "members.csv").write_text(self.members_csv(), encoding="utf-8")
        config = folder / "config.toml"
        config.write_text(self.config_toml(base_url, folder), encoding="utf-8")
        return config


def _site(shape: str, publisher: str, url: str, places: list[str]) -> dict[str, Any]:
    return {
        "shape": shape,
        "publisher": publisher,
        "url": url,
        "places": places,
        "licence": "made up",
    }


def _real_sources() -> list[str]:
    """The names of the sources that come with the program, none of which a demo may ask."""
    from spiders.catalogue import built_in

    return sorted(built_in())


def _table(name: str, table: Mapping[str, Any]) -> str:
    # A JSON text, number, list or truth value is the same in TOML.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in table.items()]
    return f"\n[{name}]\n{''.join(lines)}"


def _front_page() -> str:
    names = "".join(f"<li>{name}</li>" for name in NAMES.values())
    return f"<!DOCTYPE html><html lang=en-GB><title>Made-up sites</title><h1>Made-up sites</h1><ul>{names}</ul></html>"
