"""How well members' texts fit calls' texts: the sum of two parts that need no other texts.

- words: BM25 of the call's words, so that rare words count more, repeats less and less, and long
  texts must say a word more often; divided by the length of the call's own vector, so that a long
  call does not score higher for being long;
- ideas: the cosine of the ideas that both speak of, whatever words they use.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack

from funding_radar.matching.words.block import Block
from funding_radar.matching.words.counts import Floats, scaled, unit_rows
from funding_radar.matching.words.rarity import Rarity

K1, B = 1.2, 0.75
"""BM25's textbook values; from 0.8 to 1.6 and from 0.5 to 0.9 nothing changes beyond chance."""

USUAL_LENGTH = 60.0
"""Words in a usual member's text. A collection's own mean does no better."""

IDEAS = 3.5
"""What the ideas count beside the words. From 2 to 4 results are the same."""

LITTLE = 3.0
"""What a member's text that says next to nothing is short of, in nats: about one idea of a theme.

Without it the two words "advancing education" would be a perfect fit for every school. From 2 to 6
results are the same.
"""

FEW = 4
"""So many calls are quicker one by one, without cutting the members' matrix down to their words."""

CALLS_AT_ONCE = 256
"""So that the calls' dense side stays in the processor's cache and in few megabytes."""


class Members:
    """A block of members made ready for calls: both parts side by side in one sparse matrix."""

    def __init__(self, block: Block, rarity: Rarity) -> None:
        self._rarity = rarity
        parts = [impacts(block.words), _ideas(block, rarity, LITTLE) * np.float32(IDEAS)]
        self._rows = hstack(parts, format="csr", dtype=np.float32)

    def fit(self, calls: Block) -> Floats:
        """Members by calls: nought where nothing is shared, no upper bound."""
        asked = self._asked(calls)
        fits = np.zeros((self._rows.shape[0], len(calls)), dtype=np.float32)
        if len(calls) <= FEW:
            for column in range(len(calls)):
                fits[:, column] = self._rows @ asked[column].toarray().ravel()
            return fits
        for start in range(0, len(calls), CALLS_AT_ONCE):
            some = asked[start : start + CALLS_AT_ONCE]
            used, columns = np.unique(some.indices, return_inverse=True)
            narrow = csr_matrix((some.data, columns, some.indptr), (some.shape[0], len(used)))
            dense = narrow.T.toarray(order="C")
            fits[:, start : start + CALLS_AT_ONCE] = _only(self._rows, used) @ dense
        return fits

    def _asked(self, calls: Block) -> csr_matrix:
        said = calls.words
        damped = np.log1p(said.data)  # a long call says its title's words on every page
        telling = unit_rows(scaled(said, damped * self._rarity.words[said.indices]))
        return hstack([telling, _ideas(calls, self._rarity)], format="csr", dtype=np.float32)


def _only(matrix: csr_matrix, columns: NDArray[np.intp]) -> csr_matrix:
    """The matrix cut down to these columns, in their order: the rest cannot meet a call."""
    position = np.full(matrix.shape[1], -1, dtype=np.int32)
    position[columns] = np.arange(len(columns), dtype=np.int32)
    placed = position[matrix.indices]
    kept = placed >= 0
    starts = np.concatenate([[0], np.cumsum(kept, dtype=np.int32)])[matrix.indptr]
    return csr_matrix((matrix.data[kept], placed[kept], starts), (matrix.shape[0], len(columns)))


def impacts(counts: csr_matrix) -> csr_matrix:
    """What each word of each text is worth before its rarity: from 0 to ``K1 + 1``."""
    length = np.asarray(counts.sum(axis=1)).ravel() / USUAL_LENGTH
    room = np.repeat(K1 * (1 - B + B * length), np.diff(counts.indptr))
    return scaled(counts, counts.data * (K1 + 1) / (counts.data + room))


def _ideas(block: Block, rarity: Rarity, short: float = 0.0) -> csr_matrix:
    ideas = block.ideas
    return unit_rows(scaled(ideas, np.log1p(ideas.data) * rarity.ideas[ideas.indices]), short)
