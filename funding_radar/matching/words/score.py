"""How well a member's words fit a call's, on a scale of its own: 0 (nothing shared) to 1.

The score of a member and a call depends on their two texts and on tables that ship, never on which
other members or calls there are: so it can be added to other rules' points. Places are left out:
other rules judge them.
"""

from collections.abc import Sequence

import numpy as np

from funding_radar.matching.words import rarity
from funding_radar.matching.words.block import Block
from funding_radar.matching.words.counts import Floats
from funding_radar.matching.words.fit import WITHOUT_PLACES, Members
from funding_radar.matching.words.records import Asked

HALF = 2.0
"""The fit that earns half of the scale."""


class Words:
    """A block of members, ready to be scored against calls."""

    def __init__(self, block: Block) -> None:
        self._members = Members(block, rarity.shipped())

    def scores(self, calls: Sequence[str]) -> Floats:
        """Members by calls: the fit of each pair, 0 to 1."""
        asked = Block.of_calls([Asked("", text) for text in calls])
        fits = self._members.fit(asked, WITHOUT_PLACES)
        scores: Floats = 1 - np.exp2(-fits / np.float32(HALF))
        return scores

    def score(self, call: str) -> Floats:
        """The fit of every member to one call, 0 to 1."""
        return self.scores([call])[:, 0]
