"""The words of the made-up sites: one file for each item, its dates counted from today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from db.views import UK
from funding_radar.demo.days import FILTERS, day_from

FOLDER = Path(__file__).parent / "texts"
SITES = ("icb", "link", "ridge", "steelwater", "council", "ninefold")
"""Folders of items that a made-up site shows; ``newsletter`` holds files as they arrive by mail."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a site published: head lines such as title and closing, and the body in HTML."""

    slug: str
    head: Mapping[str, str]
    body: str
    published_at: datetime

    @property
    def title(self) -> str:
        """Its heading."""
        return self.head["title"]


def rendered(text: str, today: date) -> str:
    """A text with its days filled in: ``{{ day(31, "fri")|long }}`` is the first Friday 31 days from today on."""
    rooms = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)  # noqa: S701 - our own words
    rooms.filters.update(FILTERS)
    return rooms.from_string(text).render(
        day=partial(day_from, today), year=today.year, today=today
    )


def site_items(site: str, today: date) -> list[Item]:
    """The items of a made-up site, newest first."""
    items = [_item(path, today) for path in sorted((FOLDER / site).glob("*.html"))]
    return sorted(items, key=lambda item: item.published_at, reverse=True)


def newsletter_files(today: date) -> dict[str, str]:
    """Plain texts as they come by mail, by file name."""
    found = sorted((FOLDER / "newsletter").glob("*.txt"))
    return {path.name: rendered(path.read_text(encoding="utf-8"), today) for path in found}


def members_text(today: date) -> str:
    """The made-up alliance as a file for ``members import``."""
    return rendered((FOLDER / "members.csv").read_text(encoding="utf-8"), today)


def _item(path: Path, today: date) -> Item:
    head, _, body = rendered(path.read_text(encoding="utf-8"), today).partition("\n---\n")
    values = dict(line.split(": ", 1) for line in head.splitlines())
    day = today + timedelta(days=int(values.pop("published")))
    # Each site publishes at an hour of its own, so that no order hangs on the clock.
    at = datetime.combine(day, time(9, len(path.stem)), UK)
    return Item(path.stem, values, body.strip(), at)
