"""BM25: rare words count more, repeats less and less, and long texts must say a word more often."""

import numpy as np
from scipy.sparse import csr_matrix

from funding_radar.matching.words.counts import Floats

K1, B = 1.2, 0.75
"""The textbook values; from 0.8 to 1.6 and from 0.5 to 0.75 nothing changes beyond chance."""


def impacts(counts: csr_matrix, usual_length: float) -> csr_matrix:
    """What each word of each text is worth before its rarity: from 0 to ``K1 + 1``."""
    length = np.asarray(counts.sum(axis=1), dtype=np.float32).ravel() / np.float32(usual_length)
    room = np.repeat(K1 * (1 - B + B * length), np.diff(counts.indptr)).astype(np.float32)
    data = counts.data * np.float32(K1 + 1) / (counts.data + room)
    return csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)


def rarity(counts: csr_matrix) -> Floats:
    """Inverse document frequency of every column in this collection, never below zero."""
    texts = counts.shape[0]
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    says: Floats = np.log1p((texts - having + 0.5) / (having + 0.5)).astype(np.float32)
    return says
