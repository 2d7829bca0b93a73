"""Reading what was collected: sightings become calls, facts and changes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session

from db.calls import settle_status, unread_sightings
from db.engine import writing
from funding_radar.jobs.read_report import ReadReport
from funding_radar.jobs.setting_aside import bring_back
from funding_radar.reading import edition

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer
    from funding_radar.jobs.shelf import Shelf

BATCH = 100
"""Sightings in one transaction: short enough that no other writer waits long."""


def read_sightings(
    engine: Engine,
    gazetteer: "Gazetteer",
    now: datetime,
    on_progress: Callable[[int, int, str], None] | None = None,
    keep: Sequence[str] = (),
) -> ReadReport:
    """Reads every sighting whose content or reader changed, then opens and closes calls by the calendar.

    ``keep`` are the words that keep a tender notice whatever it seems to be for (``[crawl] keep``): what was
    set aside before they were set comes back.
    """
    report, shelf_of = ReadReport(), None
    while True:
        with writing(engine) as session:
            batch = unread_sightings(session, edition.READER_NAME, BATCH)
            if not batch:
                bring_back(session, keep)
                moved = settle_status(session, now)
                return replace(report, moved=report.moved + moved)
            shelf_of = shelf_of or _shelves(gazetteer, now, keep)
            shelf = shelf_of(session)
            for sighting in batch:
                report += shelf.take(sighting)
            settle_status(session, now, shelf.touched)
        if on_progress:
            on_progress(report.read, 0, "reading")


def _shelves(
    gazetteer: "Gazetteer", now: datetime, keep: Sequence[str]
) -> "Callable[[Session], Shelf]":
    # The readers take long to load: they are loaded when there is something to read.
    from funding_radar.jobs.recognising import Recogniser
    from funding_radar.jobs.shelf import Shelf

    recogniser = Recogniser(gazetteer)
    return lambda session: Shelf(session, gazetteer, recogniser, now, keep)
