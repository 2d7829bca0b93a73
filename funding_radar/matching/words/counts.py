"""How often each of many texts says each term."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from funding_radar.matching.words.tokens import COLUMNS, column

Floats = NDArray[np.float32]


def matrix(texts: Iterable[list[str]]) -> csr_matrix:
    """How often each text says each term: float32, one row for each text."""
    columns: list[int] = []
    starts = [0]
    for text in texts:
        columns.extend(map(column, text))
        starts.append(len(columns))
    data = np.ones(len(columns), dtype=np.float32)
    counts = csr_matrix((data, columns, starts), shape=(len(starts) - 1, COLUMNS))
    counts.sum_duplicates()
    return counts
