"""How well a member's words fit a call's, on a scale of its own: 0 (nothing shared) to 1.

The score of a member and a call depends on their two texts and the shipped table of common words,
never on which other members or calls there are: so it can be added to other rules' points.
"""

from collections.abc import Sequence

import numpy as np

from funding_radar.matching.words import background, cosine
from funding_radar.matching.words.block import Block
from funding_radar.matching.words.counts import Floats, matrix
from funding_radar.matching.words.tokens import terms

HALF = 0.12
"""The cosine that earns half of the scale."""


def score(block: Block, call: str) -> Floats:
    """The fit of every member of a block to one call, 0 to 1."""
    return scores(block, [call])[:, 0]


def scores(block: Block, calls: Sequence[str]) -> Floats:
    """Members by calls: the fit of each pair, 0 to 1."""
    asked = cosine.unit(matrix(map(terms, calls)), background.rarity())
    return stretched((block.unit @ asked.T).toarray())


def stretched(shared: Floats) -> Floats:
    """Cosines on the scale that people see: 0 stays 0, ``HALF`` is a half, 1 is nearly 1."""
    fit: Floats = 1 - np.exp2(-shared / np.float32(HALF))
    return fit
