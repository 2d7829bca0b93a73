"""How well members' texts fit calls' texts: the sum of two parts that need no other texts.

- words: BM25 of the call's words, so that rare words count more, repeats less and less, and long
  texts must say a word more often; divided by the length of the call's own vector, so that a long
  call does not score higher for being long;
- ideas: the cosine of the ideas that both speak of, whatever words they use.
"""

import numpy as np

from funding_radar.matching.words.block import Block
from funding_radar.matching.words.rarity import Rarity
from funding_radar.matching.words.rows import Floats, Rows

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
"""So few calls are quicker without cutting the members down to their words."""

CALLS_AT_ONCE = 256
"""So that the calls' dense side stays in the processor's cache and in few megabytes."""


class Members:
    """A block of members made ready for calls: both parts side by side in one sparse matrix."""

    def __init__(self, block: Block, rarity: Rarity) -> None:
        self._rarity = rarity
        ideas = _ideas(block, rarity, LITTLE)
        self._rows = impacts(block.words).beside(ideas.having(ideas.data * np.float32(IDEAS)))

    def fit(self, calls: Block) -> Floats:
        """Members by calls: nought where nothing is shared, no upper bound."""
        asked = self._asked(calls)
        if len(calls) <= FEW:
            return self._rows.times(asked.turned())
        fits = np.zeros((len(self._rows), len(calls)), dtype=np.float32)
        for start in range(0, len(calls), CALLS_AT_ONCE):
            end = min(start + CALLS_AT_ONCE, len(calls))
            used, some = asked.part(start, end).packed()
            fits[:, start:end] = self._rows.only(used).times(some.turned())
        return fits

    def _asked(self, calls: Block) -> Rows:
        said = calls.words
        damped = np.log1p(said.data)  # a long call says its title's words on every page
        telling = said.having(damped * self._rarity.words[said.columns]).unit()
        return telling.beside(_ideas(calls, self._rarity))


def impacts(counts: Rows) -> Rows:
    """What each word of each text is worth before its rarity: from 0 to ``K1 + 1``."""
    length = counts.sums(counts.data) / USUAL_LENGTH
    room = (K1 * (1 - B + B * length))[counts.owner]
    return counts.having(counts.data * (K1 + 1) / (counts.data + room))


def _ideas(block: Block, rarity: Rarity, short: float = 0.0) -> Rows:
    ideas = block.ideas
    return ideas.having(np.log1p(ideas.data) * rarity.ideas[ideas.columns]).unit(short)
