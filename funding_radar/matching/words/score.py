"""How well a member's words fit a call's, on a scale of its own: 0 (nothing shared) to 1.

The score of a member and a call depends on their two texts and on tables that ship, never on which
other members or calls there are: so it can be added to other rules' points.
"""

import numpy as np

from funding_radar.matching.words import rarity
from funding_radar.matching.words.block import Block
from funding_radar.matching.words.fit import Members
from funding_radar.matching.words.rows import Floats

HALF = 2.0
"""The fit that earns half of the scale.

Of real pairs of a grant and its winner half fit better than 1.3, and the best of a thousand members
fits 3 to 5 (0.65 to 0.8 of the scale); of chance pairs one in twenty fits better than 1.2.
"""


class Words:
    """A block of members, ready to be scored against calls."""

    def __init__(self, members: Block) -> None:
        self._members = Members(members, rarity.shipped())

    def scores(self, calls: Block) -> Floats:
        """Members by calls: the fit of each pair, 0 to 1."""
        fits = self._members.fit(calls)
        scores: Floats = 1 - np.exp2(fits / np.float32(-HALF))
        return scores
