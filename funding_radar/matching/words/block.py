"""A block of texts as arrays: members' built once, stored, and scored against any calls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from funding_radar.matching.words import thesaurus
from funding_radar.matching.words.counts import WORD_COLUMNS, idea_columns, table, word_counts
from funding_radar.matching.words.reading import read
from funding_radar.matching.words.records import Asked, Offered
from funding_radar.matching.words.tokens import terms

NAME_WEIGHT = 2
"""A word of a member's name counts as two of its text: names say the theme ("Anytown Carers").

Between 1 and 3 the results are flat.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """What texts say: a row for each, in columns for words and for ideas."""

    words: csr_matrix
    ideas: csr_matrix

    def __len__(self) -> int:
        return int(self.words.shape[0])

    @classmethod
    def of_members(cls, members: Iterable[Offered]) -> "Block":
        """The block of these members, in their order."""
        said = [terms(m.name) * NAME_WEIGHT + terms(m.text) for m in members]
        return cls._of(said, map(thesaurus.load().count, said))

    @classmethod
    def of_calls(cls, calls: Iterable[Asked]) -> "Block":
        """The block of these calls, in their order."""
        said = [read(call.text) for call in calls]
        return cls._of((one.terms for one in said), (thesaurus.risen(one.mentions) for one in said))

    @classmethod
    def _of(cls, said: Iterable[list[str]], ideas: Iterable[Mapping[str, float]]) -> "Block":
        return cls(word_counts(said), table(ideas, idea_columns()))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What to store (``numpy.savez``) so that ``from_arrays`` gives the block again."""
        parts = {"words": self.words, "ideas": self.ideas}
        return {
            f"{part}_{name}": getattr(matrix, name)
            for part, matrix in parts.items()
            for name in ("data", "indices", "indptr")
        }

    @classmethod
    def from_arrays(cls, stored: Mapping[str, NDArray[Any]]) -> "Block":
        """The block that ``arrays`` described; only one of the same ``edition`` means the same."""
        matrices = []
        for part, width in {"words": WORD_COLUMNS, "ideas": len(idea_columns())}.items():
            arrays = tuple(stored[f"{part}_{name}"] for name in ("data", "indices", "indptr"))
            matrices.append(csr_matrix(arrays, shape=(len(arrays[2]) - 1, width)))
        return cls(*matrices)


@lru_cache(maxsize=1)
def edition() -> str:
    """What stored blocks were made with: when it changes, they are to be made again."""
    package = files(__package__)
    parts = ("tokens.py", "thesaurus.py", "thesaurus.toml", "counts.py", "block.py", "reading.py")
    read = b"".join(package.joinpath(part).read_bytes() for part in parts)
    return sha256(read).hexdigest()[:16]
