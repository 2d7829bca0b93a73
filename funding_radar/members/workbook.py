"""An Excel workbook as rows of text: the values that its formulas came to, days as days."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from db.errors import RadarError
from funding_radar.members.faults import Fault, MembersFileError
from funding_radar.members.tables import MOST_COLUMNS, MOST_ROWS, Row

LARGEST_UNPACKED = 200_000_000
"""A workbook of the most rows that we take, filled to the brim, is a third of this."""
MOST_SCANNED = 200_000
"""Rows looked at, most of them empty: a sheet may be formatted down to its last row."""
SHEET = "members"
"""The sheet that is read when a workbook has one of this name; else the first."""

_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, SyntaxError, KeyError, IndexError,
    ValueError, TypeError, AttributeError, OSError, EOFError, NotImplementedError, RuntimeError, OverflowError,
)  # fmt: skip
"""What openpyxl and zipfile raise for a damaged workbook: they promise no error of their own."""


def workbook_rows(data: bytes, name: str) -> Iterator[Row]:
    """The rows of the sheet ``members``, or of the first.

    Raises RadarError when it cannot be read, and MembersFileError that lists formulas without a saved
    result and cells that hold a spreadsheet's error.
    """
    try:
        _check_package(data, name)
        rows, faults = _read(data, name)
    except _BROKEN:
        msg = f"{name} cannot be read as a workbook: open it, save it again as .xlsx or as CSV, and try once more"
        raise RadarError(msg) from None
    if faults:
        raise MembersFileError(name, faults)
    return iter(rows)


def _check_package(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if len(parts) > 2_000 or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            msg = f"{name} unpacks to more than any list of members: split it, or save it as CSV"
            raise RadarError(msg)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with package.open(part) as stream:
                    # No spreadsheet program writes a document type; entities can be made to explode.
                    if b"<!DOCTYPE" in stream.read(4_096).upper():
                        msg = f"{name} has a document type inside, which no spreadsheet has: it was not opened"
                        raise RadarError(msg)


def _read(data: bytes, name: str) -> tuple[list[Row], list[Fault]]:
    with warnings.catch_warnings():
        # openpyxl warns of what it leaves out: styles, pictures, checks. None of them is a value.
        warnings.simplefilter("ignore")
        return _rows_and_faults(_sheet(data, data_only=True), _sheet(data, data_only=False), name)


def _rows_and_faults(
    values: Iterator[tuple[Any, ...]], formulas: Iterator[tuple[Any, ...]], name: str
) -> tuple[list[Row], list[Fault]]:
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, (row, written) in enumerate(zip(values, formulas, strict=True), start=1):
        if number > MOST_SCANNED:
            msg = f"{name} goes on below row {MOST_SCANNED:,}: delete what stands under your list"
            raise RadarError(msg)
        for place, (value, source) in enumerate(zip(row, written, strict=True), start=1):
            fault = _cell_fault(value, source)
            if fault:
                faults.append(Fault(number, f"column {get_column_letter(place)}", fault))
        cells = tuple(_shown(value) for value in row)
        if any(cells):
            rows.append(Row(number, cells))
        if len(rows) > MOST_ROWS + 1:
            return rows, []
    return rows, faults


def _sheet(data: bytes, *, data_only: bool) -> Iterator[tuple[Any, ...]]:
    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False
    )
    named = {str(sheet.title).strip().casefold(): sheet for sheet in book.worksheets}
    sheet = named.get(SHEET) or book.worksheets[0]
    # The size that a file claims is often wrong, in both directions.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        yield row[: MOST_COLUMNS + 1]


def _cell_fault(value: Any, source: Any) -> str:
    if isinstance(value, str) and value in ERROR_CODES:
        return f"the cell shows the error {value}; mend it in the spreadsheet"
    is_formula = isinstance(source, str) and source.startswith("=") and source != value
    if value is None and (is_formula or (source is not None and not isinstance(source, str))):
        return "the formula has no saved result; open the file in the spreadsheet program and save it once more"
    return ""


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return (
            value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        )
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return str(value)
