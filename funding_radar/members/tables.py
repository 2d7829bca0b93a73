"""A file as rows of text: which program wrote it, in which spelling, makes no difference afterwards."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from db.errors import RadarError
from funding_radar.members.cells import tidy
from funding_radar.members.columns import column_of
from funding_radar.members.faults import Fault, MembersFileError

LARGEST_FILE = 10_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of text cells, with the line or row number that people see."""

    line: int
    cells: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is written in it."""
        return not any(cell.strip() for cell in self.cells)

    @property
    def remark(self) -> bool:
        """Whether it is a remark: its first word begins with ``# ``."""
        first = next((cell.strip() for cell in self.cells if cell.strip()), "")
        return first == "#" or first.startswith("# ")


def read_table(data: bytes, name: str) -> list[Row]:
    """The rows of a CSV (comma, semicolon or tab) or XLSX file: heading first, remarks and empty rows left out.

    Raises RadarError for what is neither, for what is too large, and MembersFileError for what is broken inside.
    """
    if len(data) > LARGEST_FILE:
        msg = f"{name} is larger than {LARGEST_FILE // 1_000_000} MB: split it into smaller files"
        raise RadarError(msg)
    if data.startswith(b"PK\x03\x04"):
        from funding_radar.members.workbook import workbook_rows

        rows = workbook_rows(data, name)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        msg = f"{name} is an old Excel file or locked with a password: save it as .xlsx without one, or as CSV"
        raise RadarError(msg)
    else:
        rows = _csv_rows(_text(data, name), name)
    return _bounded(rows, name)


def _bounded(rows: Iterator[Row], name: str) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        if row.empty or row.remark:
            continue
        kept.append(row)
        if len(kept) > MOST_ROWS + 1:
            msg = f"{name} has more than {MOST_ROWS:,} rows: split it into smaller files"
            raise RadarError(msg)
        if len(row.cells) > MOST_COLUMNS and any(cell.strip() for cell in row.cells[MOST_COLUMNS:]):
            msg = f"{name}, line {row.line}: more than {MOST_COLUMNS} columns; this is not a list of members"
            raise RadarError(msg)
    if not kept:
        msg = f"{name} is empty: funding-radar members import --template makes a file to fill in"
        raise RadarError(msg)
    return kept


def _text(data: bytes, name: str) -> str:
    """The text of a CSV file: UTF-8, UTF-16 with its mark (Excel's "Unicode text"), or Windows' own."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encodings = ["utf-16"] if wide else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    msg = f"{name} is neither CSV nor XLSX: save your list as one of these and import it again"
    raise RadarError(msg)


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as fault:
        reason = (
            f"this is not a well-formed row ({fault}): look for a quotation mark that is not closed"
        )
        raise MembersFileError(name, [Fault(line, "", reason)]) from None


def _delimiter(text: str) -> str:
    """The delimiter under which most headings are known; a comma when none is better."""
    for line in text.splitlines():
        if line.strip() and not line.lstrip('"').startswith("# "):
            break
    else:
        return ","

    def known(delimiter: str) -> int:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            return 0
        return sum(column_of(tidy(cell)) is not None for cell in cells)

    return max(DELIMITERS, key=known)
