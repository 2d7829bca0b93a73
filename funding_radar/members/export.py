"""Members as a file: in the columns that ``members import`` reads, safe to open in a spreadsheet."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook

from funding_radar.members.columns import COLUMNS
from funding_radar.members.template import Kind
from funding_radar.members.workbook import SHEET
from funding_radar.spreadsheets import csv_text, defused


def members_file(exports: Iterable[Mapping[str, Any]], kind: Kind) -> bytes:
    """A CSV or XLSX of members from what ``db.contacts.export_member`` gives, contact included.

    Importing it again changes nothing.
    """
    rows = [list(COLUMNS), *(_row(export) for export in exports)]
    if kind == "csv":
        return csv_text(rows).encode("utf-8-sig")
    book = Workbook()
    book.active.title = SHEET
    for row in rows:
        book.active.append([defused(cell) for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _row(export: Mapping[str, Any]) -> list[str]:
    contact = export["contact"] or {}
    values = {
        **export["profile"],
        "contact_name": contact.get("name"),
        "contact_email": contact.get("email"),
        # A consent that was withdrawn is no consent, wherever the file goes.
        "consent_on": None if contact.get("withdrawn_at") else contact.get("consent_on"),
        "digest": contact.get("rhythm"),
        "led_by_consent": export["profile"]["led_by_consent"] or None,
        "grants_held": [_grant(grant) for grant in export["profile"]["grants_held"]],
    }
    for name in _KNOWN_TO_BE_NONE:
        values[name] = "none" if values.get(name) == [] else values.get(name)
    return [_cell(values.get(name)) for name in COLUMNS]


_KNOWN_TO_BE_NONE = ("policies", "past_partners", "led_by")
"""Lists whose emptiness is an answer; of the others, an empty one is unknown."""


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _grant(grant: Mapping[str, Any]) -> str:
    parts = [grant["funder"], _cell(grant["amount"]), grant["ends_on"] or ""]
    return "/".join(parts).rstrip("/")
