"""The order of members for a call, by what both say and by where they are.

Only an order is wanted, so the collection may correct the table of rarity: ``score`` is absolute.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from funding_radar.matching.words import rarity
from funding_radar.matching.words.block import Block
from funding_radar.matching.words.fit import Members
from funding_radar.matching.words.place import Places
from funding_radar.matching.words.records import Asked, Offered

PLACES = 4.0
"""What a shared district counts beside the fit of the words, whose best is about 4.

From 3 to 6 results are the same; without places they are far worse wherever a call names any.
"""


CALLS_AT_ONCE = 256


def rank(
    calls: Sequence[Asked], members: Sequence[Offered], top: int
) -> Iterator[list[tuple[str, float]]]:
    """For each call its ``top`` members with scores that only order, best first; ties by id."""
    by_id = sorted(members, key=lambda m: (m.id, m.name, m.text))
    block, places = Block.of_members(by_id), Places(by_id)
    ready = Members(block, rarity.of_collection(block))
    for start in range(0, len(calls), CALLS_AT_ONCE):
        some = calls[start : start + CALLS_AT_ONCE]
        fits = ready.fit(Block.of_calls(some))
        fits += places.nearness(some) * np.float32(PLACES)
        for fit in fits.T:
            best = np.argsort(-fit, kind="stable")[:top]
            yield [(by_id[i].id, round(float(fit[i]), 6)) for i in best]
