"""Dates in the columns of a table: each is what the head of its column says."""

import re
from collections.abc import Iterator

from funding_radar.reading.cues import cues
from funding_radar.reading.text import Document, Span

_BETWEEN_CELLS = re.compile(r"[\t|]+")
_LONGEST_TABLE = 20
"""Rows above a date that are looked at for the head of its column."""
_LONGEST_ROW = 300


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
