"""Cells that are safe to open in a spreadsheet, and back."""

import csv
import io
from collections.abc import Iterable
from typing import TypeVar

from funding_radar.harmless import harmless

T = TypeVar("T")

_TRIGGERS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet take a text for a formula, after blanks and in full width too (OWASP, CSV injection)."""


def defused(cell: T) -> T | str:
    """A cell that no spreadsheet runs: a text that begins like a formula, or with a tab, gets an apostrophe.

    >>> defused("=HYPERLINK(1)"), defused("Open Door"), defused(-5)
    ("'=HYPERLINK(1)", 'Open Door', -5)
    """
    if isinstance(cell, str) and (cell.lstrip().startswith(_TRIGGERS) or cell[:1] in ("\t", "\r")):
        return f"'{cell}"
    return cell


def undefused(cell: str) -> str:
    """A cell without the apostrophe by which our own exports keep a formula from running.

    >>> undefused("'=1+1"), undefused("'s-Hertogenbosch")
    ('=1+1', "'s-Hertogenbosch")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].lstrip().startswith(_TRIGGERS) else cell


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV that no spreadsheet runs and no terminal obeys; for Excel and for what expects RFC 4180.

    Every text stands in quotes: LibreOffice would take a semicolon or a tab in a bare one for the end of its cell.

    >>> csv_text([["themes", "won"], ["food; arts", 5], ["sport", None]]).splitlines()
    ['"themes","won"', '"food; arts",5', '"sport",""']
    """
    out = io.StringIO()
    sheet = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    for row in rows:
        sheet.writerow([defused(_cell(cell)) for cell in row])
    return out.getvalue()


def _cell(cell: object) -> object:
    return harmless(cell) if isinstance(cell, str) else cell
