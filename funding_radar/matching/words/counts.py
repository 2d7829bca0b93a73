"""Sparse counts of what texts say: words and ideas, in columns that never change.

A word's column is a hash of its stem, the same on every machine and in every process: so blocks
of members can be indexed apart, stored and joined without sharing a vocabulary.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from funding_radar.matching.words import thesaurus

Floats = NDArray[np.float32]

WORD_COLUMNS = 1 << 21
"""Wide enough that of a call's hundred words hardly one shares its column with another."""


@lru_cache(maxsize=1 << 18)
def word_column(term: str) -> int:
    """Where a stem stands in every matrix of words."""
    return crc32(term.encode()) % WORD_COLUMNS


@lru_cache(maxsize=1)
def idea_columns() -> Mapping[str, int]:
    """Where each idea stands in every matrix of ideas."""
    return {idea: column for column, idea in enumerate(thesaurus.load().ideas)}


def word_counts(texts: Iterable[list[str]]) -> csr_matrix:
    """How often each text says each stem."""
    columns: list[int] = []
    starts = [0]
    for text in texts:
        columns.extend(map(word_column, text))
        starts.append(len(columns))
    data = np.ones(len(columns), dtype=np.float32)
    counts = csr_matrix((data, columns, starts), shape=(len(starts) - 1, WORD_COLUMNS))
    counts.sum_duplicates()
    return counts


def table(rows: Iterable[Mapping[str, float]], columns: Mapping[str, int]) -> csr_matrix:
    """Rows of named numbers as a matrix with these columns."""
    data: list[float] = []
    places: list[int] = []
    starts = [0]
    for row in rows:
        data.extend(row.values())
        places.extend(columns[name] for name in row)
        starts.append(len(data))
    shape = (len(starts) - 1, len(columns))
    filled = csr_matrix((np.array(data, dtype=np.float32), places, starts), shape=shape)
    filled.sort_indices()
    return filled


def scaled(matrix: csr_matrix, data: NDArray[np.floating]) -> csr_matrix:
    """The same matrix with other numbers."""
    return csr_matrix((data.astype(np.float32), matrix.indices, matrix.indptr), matrix.shape)


def unit_rows(matrix: csr_matrix, short: float = 0.0) -> csr_matrix:
    """Each row at length one, or under it by as much as ``short`` would add to it.

    A row of nothing stays nothing.
    """
    squares = np.asarray(matrix.multiply(matrix).sum(axis=1), dtype=np.float64).ravel()
    length = np.sqrt(squares + short**2)
    length[length == 0] = 1.0
    return scaled(matrix, matrix.data / np.repeat(length, np.diff(matrix.indptr)))
