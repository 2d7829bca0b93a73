# ruff: noqa: E501  (read by the line)
"""Announcements from a file, read one by one: the engine behind ``lab read``."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from db.errors import RadarError
from funding_radar.gazetteer import Gazetteer
from funding_radar.reading.facts import Item, ReadFact
from funding_radar.reading.pipeline import read


def read_lines(
    lines: Iterable[str], today: date | None = None, gazetteer: Gazetteer | None = None
) -> Iterator[dict[str, Any]]:
    """One JSON object for each row of a file: its id, its kind and its facts.

    ``today`` stands for the day of publication where a row has none. Raises ``RadarError`` with the line's number
    for a row that is no JSON object with ``id`` and ``text``.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(number, line)
        reading = read(_item(number, row, today), gazetteer)
        yield {
            "id": row["id"],
            "kind": reading.kind.value,
            "facts": {name.value: _shown(fact) for name, fact in reading.facts.items()},
        }


def _row(number: int, line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as fault:
        raise RadarError(f"line {number} is not JSON ({fault}): one object on each line") from fault
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise RadarError(f'line {number} needs "id" and "text": {{"id": …, "text": …}}')
    return row


def _item(number: int, row: Mapping[str, Any], today: date | None) -> Item:
    published = row.get("published_on")
    try:
        published_on = date.fromisoformat(str(published)[:10]) if published else today
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


def _shown(fact: ReadFact) -> dict[str, Any]:
    shown: dict[str, Any] = {"value": fact.value, "quote": fact.quote}
    if fact.basis is not None:
        shown["basis"] = fact.basis.value
    if fact.inferred:
        shown["inferred"] = True
    if fact.contradicted:
        shown["contradicted"] = True
    return shown
