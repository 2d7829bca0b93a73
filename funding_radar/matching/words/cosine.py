"""Cosine of damped counts: how much two texts are about the same, whatever their lengths."""

import numpy as np
from scipy.sparse import csr_matrix

from funding_radar.matching.words.counts import Floats


def unit(counts: csr_matrix, rarity: Floats) -> csr_matrix:
    """Rows of length one: (1 + log count) times rarity. A row without words stays zero."""
    data = (1 + np.log(counts.data)) * rarity[counts.indices]
    squares = np.add.reduceat(np.append(data * data, np.float32(0)), counts.indptr[:-1])
    filled = np.diff(counts.indptr)
    length = np.sqrt(np.where(filled > 0, squares, 1))
    data = data / np.repeat(np.where(length > 0, length, 1), filled)
    return csr_matrix((data.astype(np.float32), counts.indices, counts.indptr), shape=counts.shape)
