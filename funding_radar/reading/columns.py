"""Dates in the columns of a table: each is what the head of its column says."""

import re
from collections.abc import Iterator

from funding_radar.reading.cues import cues
from funding_radar.reading.text import Document, Span

_BETWEEN_CELLS = re.compile(r"[\t|]+")
_LONGEST_TABLE = 20
"""Rows above a date that are looked at for the head of its column."""
_LONGEST_ROW = 300
_LONGEST_CELL = 60
_FEWEST_LINES = 3
_WIDEST = 5
_DATE_IN_LINE = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2}\b|\d\d?[/.]\d\d?[/.]\d\d"
)


def heads_above(document: Document, place: int) -> Iterator[Span]:
    """The cells above a place in its column, the nearest first.

    None where no cells are marked. In a row that itself has a cell with a name it is that cell.
    """
    low = document.low
    row = _row(low, place)
    cells = _cells(low, row)
    if len(cells) < 2:
        return
    column = sum(cell.end < place for cell in cells)
    names = [
        cell for cell in (*reversed(cells[:column]), *cells[column + 1 :]) if _named(low, cell)
    ]
    if names:
        yield names[0]
        return
    for _ in range(_LONGEST_TABLE):
        if row.start <= document.title_end + 1:
            return
        row = _row(low, row.start - 1)
        if not low[row.start : row.end].strip("|- :"):
            continue
        above = _cells(low, row)
        if len(above) != len(cells):
            return
        yield above[column]


def head_in_lines(document: Document, place: int) -> Span | None:
    """The head of the column of a place, in a table whose cells stand one under the other.

    Its heads are the first lines with a name that says what a date is; each row after them has as many lines. A
    row is believed where dates stand in the same columns of every row down to the place.
    """
    low = document.low
    lines = _lines_above(low, place, document.title_end)
    if len(lines) < _FEWEST_LINES:
        return None
    dated = [bool(_DATE_IN_LINE.search(low, line.start, line.end)) for line in lines]
    for width in range(2, _WIDEST + 1):
        for top in range(len(lines) - width):
            heads, column = lines[top : top + width], (len(lines) - 1 - top) % width
            if any(dated[top : top + width]) or not _named(low, heads[column]):
                continue
            below = dated[top + width :]
            rows = [below[at : at + width] for at in range(0, len(below), width)]
            says = [_named(low, head) for head in heads]
            if sum(says) > 1 and all(row == says[: len(row)] for row in rows):
                return heads[column]
    return None


def _lines_above(low: str, place: int, floor: int) -> list[Span]:
    """The short lines down to the one of a place, without the empty ones, topmost first."""
    lines: list[Span] = []
    line = _row(low, place)
    while len(lines) < _LONGEST_TABLE and line.end - line.start <= _LONGEST_CELL:
        if low.endswith((".", "!"), line.start, line.end):
            break
        if low[line.start : line.end].strip():
            lines.append(line)
        if line.start <= floor + 1:
            break
        line = _row(low, line.start - 1)
    return lines[::-1]


def _named(low: str, cell: Span) -> bool:
    return bool(cues("days").within(low, cell.start, cell.end))


def _row(low: str, place: int) -> Span:
    """The line of a place, or the part of a long one around it."""
    start = low.rfind("\n", max(0, place - _LONGEST_ROW), place)
    end = low.find("\n", place, place + _LONGEST_ROW)
    first = start + 1 if start >= 0 else max(0, place - _LONGEST_ROW)
    return Span(first, end if end >= 0 else min(len(low), place + _LONGEST_ROW))


def _cells(low: str, row: Span) -> list[Span]:
    """The cells of a row, without the strokes at its ends."""
    bare = low[row.start : row.end].strip("|\t ")
    start = low.index(bare, row.start)
    cells = []
    for stroke in _BETWEEN_CELLS.finditer(low, start, start + len(bare)):
        cells.append(Span(start, stroke.start()))
        start = stroke.end()
    return [*cells, Span(start, row.end)]
