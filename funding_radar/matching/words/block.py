"""A block of members' words as arrays: built once, stored, scored against any number of calls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from funding_radar.matching.words import background, cosine
from funding_radar.matching.words.counts import matrix
from funding_radar.matching.words.records import Offered
from funding_radar.matching.words.tokens import COLUMNS, terms

NAME_WEIGHT = 2
"""A word of the name counts as two of the text: names say the theme ("Anytown Carers").

Between 1 and 3 the results are flat.
"""


@dataclass(frozen=True, eq=False)
class Block:
    """Members' words: a row for each member, a column for each term, how often it is said."""

    counts: csr_matrix

    def __len__(self) -> int:
        return int(self.counts.shape[0])

    @classmethod
    def of(cls, members: Iterable[Offered]) -> "Block":
        """The block of these members, in their order."""
        return cls(matrix(terms(m.name) * NAME_WEIGHT + terms(m.text) for m in members))

    @cached_property
    def unit(self) -> csr_matrix:
        """Each member's words weighed by the shipped table, as a row of length one."""
        return cosine.unit(self.counts, background.rarity())

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What to store (``numpy.savez``) so that ``from_arrays`` gives the block again."""
        counts = self.counts
        return {"data": counts.data, "indices": counts.indices, "indptr": counts.indptr}

    @classmethod
    def from_arrays(cls, stored: Mapping[str, NDArray[Any]]) -> "Block":
        """The block that ``arrays`` described."""
        parts = (stored["data"], stored["indices"], stored["indptr"])
        return cls(csr_matrix(parts, shape=(len(stored["indptr"]) - 1, COLUMNS)))
