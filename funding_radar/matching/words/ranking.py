"""The order of members for a call.

Only an order is wanted, so the collection may correct the table of rarity: ``score`` is absolute.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from funding_radar.matching.words import rarity
from funding_radar.matching.words.block import Block
from funding_radar.matching.words.fit import Members, Weights
from funding_radar.matching.words.records import Asked, Offered

CALLS_AT_ONCE = 256


def rank(
    calls: Sequence[Asked], members: Sequence[Offered], top: int
) -> Iterator[list[tuple[str, float]]]:
    """For each call its ``top`` members with scores that only order, best first; ties by id."""
    by_id = sorted(members, key=lambda m: (m.id, m.name, m.text))
    block = Block.of_members(by_id)
    ready = Members(block, rarity.of_collection(block))
    for start in range(0, len(calls), CALLS_AT_ONCE):
        asked = Block.of_calls(calls[start : start + CALLS_AT_ONCE])
        for fits in ready.fit(asked, Weights()).T:
            best = np.argsort(-fits, kind="stable")[:top]
            yield [(by_id[i].id, round(float(fits[i]), 6)) for i in best]
