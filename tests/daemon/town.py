"""A made-up alliance, its funders' sites and its post, in which a daemon lives through weeks that last minutes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from db.engine import open_engine, writing
from db.schema import upgrade
from db.views import UK
from funding_radar.config import Settings, SourceTable, load_settings
from funding_radar.demo import Demo, server
from funding_radar.demo.pages import Page, html
from funding_radar.gazetteer import load
from funding_radar.members.importing import store_members
from funding_radar.members.profiles import read_members

FIRST = date(2026, 9, 1)
OPEN_DAYS = 35
"""How long a fund of the harbour takes applications, and stands on its page."""
_COLOURS = (
    "Amber", "Birch", "Cobalt", "Damson", "Ember", "Fern", "Granite", "Heather", "Indigo", "Juniper",
    "Kestrel", "Lilac", "Maple",
)  # fmt: skip
_THINGS = (
    "Anchor", "Bell", "Compass", "Door", "Engine", "Ferry", "Gate", "Hull", "Island", "Jetty", "Keel",
    "Lantern", "Mast", "Net", "Oar", "Pier", "Quay", "Rope", "Sail",
)  # fmt: skip
_WHAT = (
    "talking therapies", "peer support", "counselling", "befriending", "gardening for wellbeing",
    "bereavement support", "young people's mental health",
)  # fmt: skip
_HARBOUR = """
[sources.demo_harbour]
shape = "labelled"
publisher = "Harbour Trust"
licence = "made up"
url = "{base}/harbour/grants"
places = ["E08000039"]
cards = "div.grant"
title = "h3"
link = "a.more::attr(href)"
body = "div.content"
"""


def fund(day: date) -> str:
    """The name of the fund that the harbour opens on a day; none comes twice within eight months."""
    number = (day - FIRST).days
    return f"{_COLOURS[number % len(_COLOURS)]} {_THINGS[number % len(_THINGS)]} Fund"


def funds_on(day: date) -> list[date]:
    """The days whose funds stand on the harbour's page on a day."""
    return [day - timedelta(days=back) for back in range(OPEN_DAYS)]


@dataclass
class Town:
    """The sites as they are served now, and the folder of an installation."""

    folder: Path
    base: str
    pages: dict[str, Page]

    def publish(self, today: date) -> None:
        """The sites as they are on a day: the made-up funders' news of the week, and one new fund of the harbour."""
        monday = today - timedelta(days=today.weekday())
        self.pages.update(Demo(monday).pages(self.base))
        cards = []
        for day in funds_on(today):
            slug = fund(day).lower().replace(" ", "-")
            self.pages[f"/harbour/grants/{slug}"] = html(_fund_page(day))
            cards.append(
                f'<div class="grant"><h3>{fund(day)}</h3><p>Closing date: {_closes(day):%d %B %Y}</p>'
                f'<a class="more" href="/harbour/grants/{slug}">Read more</a></div>'
            )
        self.pages["/harbour/grants"] = html(f"<html><main>{''.join(cards)}</main></html>")

    def close(self, site: str) -> None:
        """A site that answers 404 to everything until it is published again."""
        for path in [path for path in self.pages if path.startswith(f"/{site}")]:
            del self.pages[path]

    def settings(self, **mail: Any) -> Settings:
        """The installation's settings; all sources are visited together, which keeps weeks short."""
        settings = load_settings(self.folder / "config.toml")
        post = settings.mail.model_copy(
            update={"smtp_host": "127.0.0.1", "security": "none", "per_minute": 10_000, **mail}
        )
        daemon = settings.daemon.model_copy(update={"jitter_percent": 0, "sources_at_once": 50})
        # Visited once a day, as the others are, and with days on which nobody tenders.
        own = {"every": 24, "expects_at_least": 0}
        tenders = SourceTable(**settings.sources["uk_find_a_tender"].values() | own)
        return settings.model_copy(
            update={
                "mail": post,
                "daemon": daemon,
                "sources": {**settings.sources, "uk_find_a_tender": tenders},
            }
        )

    def engine(self) -> Engine:
        """The installation's database."""
        return open_engine(self.settings().database_url, create=True)


def _closes(day: date) -> date:
    return day + timedelta(days=OPEN_DAYS - 1)


def _fund_page(day: date) -> str:
    what = _WHAT[day.toordinal() % len(_WHAT)]
    return (
        f'<html><main><h1>{fund(day)}</h1><div class="content"><p>The {fund(day)} is open to charities and'
        f" community groups in Sheffield that offer {what} to people with poor mental health.</p>"
        f"<p>Grants of up to £{3 + day.toordinal() % 9},000 are available.</p>"
        f"<p>Apply by {_closes(day):%d %B %Y}.</p></div></main></html>"
    )


@contextmanager
def living(folder: Path, now: datetime) -> Iterator[Town]:
    """A town with its sites served, an alliance of nineteen in its database, until the block ends."""
    today = now.astimezone(UK).date()
    demo, bound = Demo(today), server.bound_server()
    town = Town(folder, server.base_url(bound), {})
    config = demo.write(town.base, folder)
    with config.open("a", encoding="utf-8") as file:
        file.write(_HARBOUR.format(base=town.base))
    town.pages.update(demo.pages(town.base))
    town.publish(today)
    engine = town.engine()
    upgrade(engine)
    members = read_members((folder / "members.csv").read_bytes(), "m.csv", load(), today)
    with writing(engine) as session:
        store_members(session, members, now)
    engine.dispose()
    with server.serving(bound, town.pages):
        yield town
