"""Announcements from a file, read one by one: the engine behind ``lab read``."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from db.errors import RadarError
from db.views import ROLLING
from db.vocabulary import Field, Status
from funding_radar.gazetteer import Gazetteer
from funding_radar.reading.facts import Item, ReadFact
from funding_radar.reading.pipeline import read


def read_lines(
    lines: Iterable[str], today: date | None = None, gazetteer: Gazetteer | None = None
) -> Iterator[dict[str, Any]]:
    """One JSON object for each row of a file: its id, its kind and its facts.

    With ``today`` the status follows from the days read. Raises ``RadarError`` with the line's
    number for a row that is no JSON object with ``id`` and ``text``.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(number, line)
        reading = read(_item(number, row), gazetteer)
        facts = dict(reading.facts)
        status = _status(facts, today) if today is not None else None
        if status is not None:
            facts[Field.STATUS] = status
        yield {
            "id": row["id"],
            "kind": reading.kind.value,
            "facts": {name.value: _shown(fact) for name, fact in facts.items()},
        }


def _row(number: int, line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as fault:
        raise RadarError(f"line {number} is not JSON ({fault}): one object on each line") from fault
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise RadarError(f'line {number} needs "id" and "text": {{"id": …, "text": …}}')
    return row


def _item(number: int, row: Mapping[str, Any]) -> Item:
    published = row.get("published_on")
    try:
        published_on = date.fromisoformat(str(published)[:10]) if published else None
    except ValueError as fault:
        raise RadarError(
            f'line {number}: "published_on" is {published!r}; write it as 2026-01-31'
        ) from fault
    return Item(
        title=str(row.get("title") or ""),
        text=row["text"],
        url=str(row.get("url") or ""),
        publisher=str(row.get("publisher") or ""),
        published_on=published_on,
    )


def _status(facts: Mapping[Field, ReadFact], today: date) -> ReadFact | None:
    """Where a call stands on a day, by the day on which it opens or closes."""
    opens, closes = facts.get(Field.OPENS), facts.get(Field.DEADLINE)
    if opens is not None and opens.value[:10] > today.isoformat():
        return replace(opens, field=Field.STATUS, value=Status.COMING.value)
    if closes is None or closes.value == ROLLING:
        return None
    over = closes.value[:10] < today.isoformat()
    value = Status.CLOSED.value if over else Status.OPEN.value
    return replace(closes, field=Field.STATUS, value=value)


def _shown(fact: ReadFact) -> dict[str, Any]:
    shown: dict[str, Any] = {"value": fact.value, "quote": fact.quote}
    if fact.basis is not None:
        shown["basis"] = fact.basis.value
    if fact.inferred:
        shown["inferred"] = True
    if fact.contradicted:
        shown["contradicted"] = True
    return shown
