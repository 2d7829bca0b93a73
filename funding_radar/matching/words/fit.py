"""How well members' texts fit calls' texts: the sum of three parts that need no other texts.

- words: BM25 of the call's words, so that rare words count more, repeats less and less, and long
  texts must say a word more often; divided by the length of the call's own vector, so that a long
  call does not score higher for being long;
- ideas: the cosine of the ideas that both speak of, whatever words they use;
- places: how telling the smallest unit is that holds both.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from funding_radar.matching.words.block import Block
from funding_radar.matching.words.counts import Floats, place_columns, scaled, unit_rows
from funding_radar.matching.words.place import units
from funding_radar.matching.words.rarity import Rarity

K1, B = 1.2, 0.75
"""BM25's textbook values; from 0.8 to 1.6 and from 0.5 to 0.75 nothing changes beyond chance."""

USUAL_LENGTH = 60.0
"""Words in a usual member's text. A collection's own mean does no better."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part counts. Found by leaving funders out; flat to a third either way."""

    words: float = 1.0
    ideas: float = 3.5
    places: float = 3.5


WITHOUT_PLACES = Weights(places=0.0)


class Members:
    """A block of members made ready for calls."""

    def __init__(self, block: Block, rarity: Rarity) -> None:
        self._rarity = rarity
        self._words = impacts(block.words)
        self._ideas = _ideas(block, rarity)
        self._places = block.places

    def fit(self, calls: Block, weights: Weights) -> Floats:
        """Members by calls: nought where nothing is shared, no upper bound."""
        said = calls.words
        asked = unit_rows(scaled(said, said.data * self._rarity.words[said.indices]))
        total: Floats = (self._words @ asked.T).toarray() * np.float32(weights.words)
        total += (self._ideas @ _ideas(calls, self._rarity).T).toarray() * np.float32(weights.ideas)
        if weights.places:
            told = scaled(calls.places, calls.places.data * _adds()[calls.places.indices])
            total += (self._places @ told.T).toarray() * np.float32(weights.places)
        return total


def impacts(counts: csr_matrix) -> csr_matrix:
    """What each word of each text is worth before its rarity: from 0 to ``K1 + 1``."""
    length = np.asarray(counts.sum(axis=1)).ravel() / USUAL_LENGTH
    room = np.repeat(K1 * (1 - B + B * length), np.diff(counts.indptr))
    return scaled(counts, counts.data * (K1 + 1) / (counts.data + room))


def _ideas(block: Block, rarity: Rarity) -> csr_matrix:
    ideas = block.ideas
    return unit_rows(scaled(ideas, np.log1p(ideas.data) * rarity.ideas[ideas.indices]))


def _adds() -> Floats:
    adds = units().adds
    return np.array([adds[unit] for unit in place_columns()], dtype=np.float32)
