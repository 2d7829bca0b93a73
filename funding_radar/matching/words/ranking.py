"""The order of members for a call: several views of the same words, standardised and added.

Only an order is wanted here, so the collection's own frequencies may speak; ``score`` is absolute.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from funding_radar.matching.words import bm25, cosine
from funding_radar.matching.words.block import Block
from funding_radar.matching.words.counts import Floats, matrix
from funding_radar.matching.words.records import Asked, Offered
from funding_radar.matching.words.tokens import terms

AREA_WEIGHT = 2
"""The words of the stated area count twice: in a short call they are the surest."""

CALLS_AT_ONCE = 256


def rank(
    calls: Sequence[Asked], members: Sequence[Offered], top: int
) -> Iterator[list[tuple[str, float]]]:
    """For each call its ``top`` members with scores that only order, best first; ties by id."""
    by_id = sorted(members, key=lambda m: (m.id, m.name, m.text))
    if not by_id:
        yield from ([] for _ in calls)
        return
    views = _Views(Block.of(by_id))
    for start in range(0, len(calls), CALLS_AT_ONCE):
        for row in views.scores(calls[start : start + CALLS_AT_ONCE]):
            best = np.argsort(-row, kind="stable")[:top]
            yield [(by_id[i].id, round(float(row[i]), 6)) for i in best]


class _Views:
    """A collection as each part of the score sees it."""

    def __init__(self, block: Block) -> None:
        counts = block.counts
        usual = max(float(counts.sum()) / max(len(block), 1), 1.0)
        self.rarity = bm25.rarity(counts)
        self.impacts = bm25.impacts(counts, usual).T.tocsr()
        self.cosine_rarity = self.rarity + 1
        self.unit = cosine.unit(counts, self.cosine_rarity).T.tocsr()

    def scores(self, calls: Sequence[Asked]) -> NDArray[np.float64]:
        """Calls by members: the sum of the standardised parts."""
        asked = matrix([terms(c.text) + terms(c.area) * AREA_WEIGHT for c in calls])
        weighted = csr_matrix(
            (asked.data * self.rarity[asked.indices], asked.indices, asked.indptr), asked.shape
        )
        alike = cosine.unit(asked, self.cosine_rarity) @ self.unit
        return _standard((weighted @ self.impacts).toarray()) + _standard(alike.toarray())


def _standard(scores: Floats) -> NDArray[np.float64]:
    """Each row with mean 0 and deviation 1, so that parts on different scales can be added."""
    exact = scores.astype(np.float64)
    spread = exact.std(axis=1, keepdims=True)
    standard: NDArray[np.float64] = exact - exact.mean(axis=1, keepdims=True)
    return standard / np.where(spread > 0, spread, 1)
