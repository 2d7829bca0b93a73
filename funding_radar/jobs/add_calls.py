"""Calls heard of by other ways: a file of them, kept whole or not at all."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from db.calls import calls_of_sighting
from db.decisions import who
from db.engine import writing
from db.errors import RadarError
from db.facts import NewFact, chosen, correct, facts_in_force
from db.sightings import save_source, store_sighting, stored_sightings
from db.vocabulary import Field
from funding_radar.corrections import parse_correction
from funding_radar.jobs.read import read_sightings
from spiders.entry import SourceEntry
from spiders.fields import SightingDraft

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

SOURCE = "by_hand"
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class AddReport:
    """How many of the calls in a file were new, changed, or as before."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Given:
    """One row: what was heard, and the facts given with it."""

    draft: SightingDraft
    facts: dict[Field, Any]


def add_calls(engine: Engine, file: Path, gazetteer: "Gazetteer", now: datetime) -> AddReport:
    """Stores and reads the calls of a file; given facts stand as corrections.

    Raises RadarError that lists every fault with its line, and stores nothing then.
    """
    rows = _rows(file, gazetteer)
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    with writing(engine) as session:
        save_source(session, _entry(), now)
        for row in rows:
            counts[store_sighting(session, row.draft, now)] += 1
    read_sightings(engine, gazetteer, now)
    with writing(engine) as session:
        for row in rows:
            sighting = stored_sightings(session, SOURCE, [row.draft.source_ref])[
                row.draft.source_ref
            ]
            for call_id in calls_of_sighting(session, sighting.id or 0).values():
                held = chosen(facts_in_force(session, [call_id]).get(call_id, []))
                for name, value in row.facts.items():
                    known = held[name].value if name in held else None
                    if known != value:
                        new = NewFact(field=name, value=value)
                        correct(
                            session,
                            call_id,
                            new,
                            because=f"given in {file.name}",
                            by=who(),
                            now=now,
                        )
    return AddReport(**counts)


def _entry() -> SourceEntry:
    return SourceEntry(
        name=SOURCE, publisher="Added by hand", licence="", home_page="", places=(), shape="file", url="",
    )  # fmt: skip


def _rows(file: Path, gazetteer: "Gazetteer") -> list[Given]:
    try:
        if file.stat().st_size > MOST_BYTES:
            msg = f"{file} is larger than {MOST_BYTES // 1_000_000} MB: split it"
            raise RadarError(msg)
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as fault:
        msg = f"{file} cannot be read: {fault.strerror}"
        raise RadarError(msg) from None
    except UnicodeDecodeError:
        msg = f"{file} is not UTF-8 text"
        raise RadarError(msg) from None
    rows, faults = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            rows.append(_row(line, gazetteer))
        except (RadarError, ValueError) as fault:
            faults.append(f"  line {number}: {fault}")
    if faults:
        shown = faults[:20] + ([f"  and {len(faults) - 20} more"] if len(faults) > 20 else [])
        raise RadarError("\n".join([f"{file} has faults, and nothing of it was added:", *shown]))
    if not rows:
        msg = f"{file} holds no calls"
        raise RadarError(msg)
    return rows


def _row(line: str, gazetteer: "Gazetteer") -> Given:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as fault:
        msg = f"not JSON ({fault.msg})"
        raise RadarError(msg) from None
    if not isinstance(row, dict):
        msg = "not an object with title and text"
        raise RadarError(msg)
    for key in ("title", "text"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            msg = f"{key} is missing or no text"
            raise RadarError(msg)
    published = row.get("published_on")
    try:
        published_on = date.fromisoformat(published) if published else None
    except (TypeError, ValueError):
        msg = f"published_on is not a day such as 2026-11-23: {published!r}"
        raise RadarError(msg) from None
    url, funder = str(row.get("url") or ""), str(row.get("funder") or "")
    identity = url or hashlib.sha256(f"{row['title']}\n{funder}".encode()).hexdigest()[:24]
    draft = SightingDraft(
        source=SOURCE, source_ref=identity, url=url, title=row["title"], text=row["text"],
        publisher=funder, published_on=published_on,
    )  # fmt: skip
    return Given(draft, _facts(row.get("facts") or {}, gazetteer))


def _facts(given: Any, gazetteer: "Gazetteer") -> dict[Field, Any]:
    if not isinstance(given, dict):
        msg = "facts is not an object of field and value"
        raise RadarError(msg)
    facts = {}
    for field, value in given.items():
        said = ";".join(map(str, value)) if isinstance(value, list) else _plain(value)
        name, parsed = parse_correction(field, said, gazetteer)
        facts[name] = parsed
    return facts


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "unknown" if value is None else str(value)
