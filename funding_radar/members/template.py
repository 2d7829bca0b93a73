"""An empty file to fill in: every column with its meaning, and one example row."""

import csv
import io
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from funding_radar.members.columns import COLUMNS
from funding_radar.members.workbook import SHEET

Kind = Literal["csv", "xlsx"]

NOTES = (
    "One row for each organisation. Only name is needed, and places or postcode: leave out what you do not know.",
    "Several values in one cell are parted by a semicolon: peer support; loneliness",
    "An empty cell leaves what is held already; write unknown to clear it, and none where there are none.",
    "Import the file as often as you like: members are found again by charity number, company number, then name.",
    "Nothing is sent to a person without the day of their consent in consent_on.",
    "The example row is never imported. Lines that begin with # are remarks.",
)


def template(kind: Kind) -> bytes:
    """A file for ``members import`` with a heading, an example row and notes; CSV opens well in Excel."""
    return _csv() if kind == "csv" else _xlsx()


def _csv() -> bytes:
    out = io.StringIO()
    for note in NOTES:
        out.write(f"# {note}\r\n")
    for column in COLUMNS.values():
        out.write(f"# {column.name}: {column.meaning}\r\n")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerow(column.example for column in COLUMNS.values())
    return out.getvalue().encode("utf-8-sig")


def _xlsx() -> bytes:
    book = Workbook()
    members = book.active
    members.title = SHEET
    members.append(list(COLUMNS))
    members.append([column.example for column in COLUMNS.values()])
    members.freeze_panes = "B2"
    for cell in members[1]:
        cell.font = Font(bold=True)
        members.column_dimensions[cell.column_letter].width = max(14, len(str(cell.value)) + 2)
    notes = book.create_sheet("notes")
    for note in NOTES:
        notes.append([note])
    notes.append([])
    for column in COLUMNS.values():
        notes.append([column.name, column.meaning, column.example])
    notes.column_dimensions["A"].width = 24
    notes.column_dimensions["B"].width = 90
    for row in notes.iter_rows(min_row=len(NOTES) + 2, max_col=1):
        row[0].font = Font(bold=True)
        row[0].alignment = Alignment(vertical="top")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
