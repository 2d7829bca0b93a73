"""A block of texts as arrays: members' are built once and scored against any calls."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funding_radar.matching.words import thesaurus
from funding_radar.matching.words.counts import idea_columns, table, word_counts
from funding_radar.matching.words.reading import read
from funding_radar.matching.words.records import Asked, Offered
from funding_radar.matching.words.rows import Rows
from funding_radar.matching.words.tokens import terms

NAME_WEIGHT = 2
"""A word of a member's name counts as two of its text: names say the theme ("Anytown Carers").

Between 1 and 3 the results are flat.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """What texts say: a row for each, in columns for words and for ideas."""

    words: Rows
    ideas: Rows

    def __len__(self) -> int:
        return len(self.words)

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
