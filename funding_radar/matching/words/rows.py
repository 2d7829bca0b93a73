"""Sparse rows: numbers in a few of very many columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MANY = 1_000
"""From so many rows on SciPy multiplies them; for fewer, to load it takes longer than to do without it."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Row ``i`` has ``data[starts[i] : starts[i + 1]]`` in the same ``columns``, which ascend; nought elsewhere."""

    data: Floats
    columns: NDArray[np.int32]
    starts: NDArray[np.int32]
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def counting(cls, rows: Sequence[Sequence[int]], width: int) -> "Rows":
        """How often each row names each column."""
        named = np.fromiter((c for row in rows for c in row), dtype=np.int64)
        owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        cells, counts = np.unique(owner * width + named, return_counts=True)
        return cls._of_cells(cells, counts, len(rows), width)

    @classmethod
    def holding(cls, rows: Sequence[Mapping[int, float]], width: int) -> "Rows":
        """Each row's numbers by their columns."""
        cells = np.array(
            [number * width + column for number, row in enumerate(rows) for column in row],
            dtype=np.int64,
        )
        data = np.array([value for row in rows for value in row.values()], dtype=np.float32)
        order = np.argsort(cells)
        return cls._of_cells(cells[order], data[order], len(rows), width)

    @classmethod
    def _of_cells(
        cls, cells: NDArray[np.int64], data: NDArray[np.generic], count: int, width: int
    ) -> "Rows":
        starts = np.searchsorted(cells, np.arange(count + 1) * width)
        columns = (cells % width).astype(np.int32)
        return cls(data.astype(np.float32), columns, starts.astype(np.int32), width)

    @property
    def owner(self) -> NDArray[np.intp]:
        """The row of each number."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def having(self, data: NDArray[np.floating]) -> "Rows":
        """The same rows with other numbers; what becomes nought is left out."""
        data = data.astype(np.float32)
        return self._where(data != 0, data, self.columns, self.width)

    def sums(self, data: Floats) -> Floats:
        """For each row the sum of those of ``data`` that are its own."""
        found = np.zeros(len(self), dtype=np.float32)
        filled = np.flatnonzero(np.diff(self.starts))
        if len(filled):
            found[filled] = np.add.reduceat(data, self.starts[filled])
        return found

    def unit(self, short: float = 0.0) -> "Rows":
        """Each row at length one, or under it by as much as ``short`` would add to it.

        A row of nothing stays nothing.
        """
        length = np.sqrt(self.sums(self.data * self.data).astype(np.float64) + short**2)
        length[length == 0] = 1.0
        return self.having(self.data / length[self.owner])

    def beside(self, other: "Rows") -> "Rows":
        """These rows, each with the other's of the same number after it."""
        starts = self.starts + other.starts
        data = np.empty(starts[-1], dtype=np.float32)
        columns = np.empty(starts[-1], dtype=np.int32)
        for rows, before, shift in (
            (self, other.starts[:-1], 0),
            (other, self.starts[1:], self.width),
        ):
            places = np.arange(len(rows.data)) + before[rows.owner]
            data[places], columns[places] = rows.data, rows.columns + shift
        return Rows(data, columns, starts, self.width + other.width)

    def part(self, start: int, end: int) -> "Rows":
        """The rows from one up to another."""
        starts = self.starts[start : end + 1]
        here = slice(starts[0], starts[-1])
        return Rows(self.data[here], self.columns[here], starts - starts[0], self.width)

    def only(self, columns: NDArray[np.int32]) -> "Rows":
        """The rows cut down to these columns, in their order."""
        position = np.full(self.width, -1, dtype=np.int32)
        position[columns] = np.arange(len(columns), dtype=np.int32)
        placed = position[self.columns]
        return self._where(placed >= 0, self.data, placed, len(columns))

    def packed(self) -> tuple[NDArray[np.int32], "Rows"]:
        """The columns that hold anything, and the rows cut down to them."""
        used, places = np.unique(self.columns, return_inverse=True)
        return used, replace(self, columns=places.astype(np.int32), width=len(used))

    def _where(
        self, kept: NDArray[np.bool_], data: Floats, columns: NDArray[np.int32], width: int
    ) -> "Rows":
        if kept.all():
            return Rows(data, columns, self.starts, width)
        starts = np.concatenate([[0], np.cumsum(kept, dtype=np.int32)])[self.starts]
        return Rows(data[kept], columns[kept], starts.astype(np.int32), width)

    def turned(self) -> Floats:
        """All numbers, noughts too: columns by rows."""
        dense = np.zeros((self.width, len(self)), dtype=np.float32)
        dense[self.columns, self.owner] = self.data
        return dense

    def times(self, dense: Floats) -> Floats:
        """The product with a matrix that has a row for each column.

        Each row's products are added up in the order of its columns, few rows or many: so a member's fit is the
        same number alone and among all.
        """
        if len(self) >= MANY:
            from scipy.sparse import csr_matrix

            shape = (len(self), self.width)
            product: Floats = csr_matrix((self.data, self.columns, self.starts), shape) @ dense
            return product
        found = np.zeros((len(self), dense.shape[1]), dtype=np.float32)
        for row, (start, end) in enumerate(zip(self.starts, self.starts[1:], strict=False)):
            if end > start:
                parts = self.data[start:end, None] * dense[self.columns[start:end]]
                found[row] = np.add.accumulate(parts, axis=0, out=parts)[-1]
        return found
