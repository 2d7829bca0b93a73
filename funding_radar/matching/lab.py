"""What ``lab rank`` does, on lines of JSON: no configuration, no database."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from db.errors import RadarError
from funding_radar.matching.words.ranking import rank
from funding_radar.matching.words.records import Asked, Offered

MOST = 10**15
"""Pounds beyond which a number is a slip: all the money there is."""


def rank_lines(calls: Iterable[str], members: Iterable[str], top: int) -> Iterator[dict[str, Any]]:
    """For each call, in order, ``{"id", "ranking": [{"member", "score"}, …]}``, best first.

    Raises ``RadarError`` naming the file and line when a row cannot be read, before any answer.
    """
    asked = [_asked(row, where) for where, row in _rows(calls, "calls")]
    offered = [_offered(row, where) for where, row in _rows(members, "members")]
    for call, ranking in zip(asked, rank(asked, offered, top), strict=True):
        yield {"id": call.id, "ranking": [{"member": m, "score": s} for m, s in ranking]}


def _rows(lines: Iterable[str], kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{kind}, line {number}"
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as fault:
            message = (
                f"{where}: this is not a line of JSON ({fault}). Each line must be one JSON object."
            )
            raise RadarError(message) from None
        if not isinstance(row, dict):
            message = (
                f'{where}: a JSON object with fields is wanted, such as {{"id": …, "text": …}}.'
            )
            raise RadarError(message)
        yield where, row


def _asked(row: dict[str, Any], where: str) -> Asked:
    return Asked(
        id=_text(row, "id", where, needed=True),
        text=_text(row, "text", where, needed=True),
        area=_text(row, "area", where),
        funder=_text(row, "funder", where),
        min_amount=_number(row, "min_amount", where),
        max_amount=_number(row, "max_amount", where),
    )


def _offered(row: dict[str, Any], where: str) -> Offered:
    return Offered(
        id=_text(row, "id", where, needed=True),
        name=_text(row, "name", where, needed=True),
        text=_text(row, "text", where),
        postcode=_text(row, "postcode", where),
        income=_number(row, "income", where),
    )


def _text(row: dict[str, Any], key: str, where: str, *, needed: bool = False) -> str:
    value = row.get(key)
    if value is None and not needed:
        return ""
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        message = f'{where}: "{key}" must be a text' + (
            ", and it is missing." if value is None else "."
        )
        raise RadarError(message)
    return value


def _number(row: dict[str, Any], key: str, where: str) -> float | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < MOST:
        message = f'{where}: "{key}" must be a number of pounds, without quotation marks.'
        raise RadarError(message)
    return float(value)
