"""Some members of a block, as a block: columns are cut from the whole, not made again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.vocabulary import Group, Theme
from funding_radar.matching.answers import Answers, Floats
from funding_radar.matching.block import MemberBlock
from funding_radar.matching.coded import Coded
from funding_radar.matching.context import Said
from funding_radar.matching.forms import Forms
from funding_radar.matching.held import Held
from funding_radar.matching.row import CallRow


@dataclass(frozen=True, eq=False)
class Part(MemberBlock):
    """The members of ``whole`` at these places. Most calls are for one county: most gates need few members."""

    whole: MemberBlock
    places: NDArray[np.intp]

    @classmethod
    def cut(cls, whole: MemberBlock, places: NDArray[np.intp]) -> "Part":
        """The part of a block at these places, in their order."""
        return cls((), whole.context, whole, places)

    def __len__(self) -> int:
        return len(self.places)

    def _column(self, name: str) -> Floats:
        column: Floats = getattr(self.whole, name)[self.places]
        return column

    def _coded(self, name: str) -> Coded[Any]:
        column: Coded[Any] = getattr(self.whole, name)
        return Coded(column.values, column.codes[self.places])

    @cached_property
    def forms(self) -> Forms:
        """What each member surely or possibly is in law."""
        forms = self.whole.forms
        return Forms(forms.surely[self.places], forms.maybe[self.places])

    @cached_property
    def held(self) -> Held:
        """The grants that members hold."""
        held = self.whole.held
        if not len(held.member):
            return held
        here = self._here[held.member]
        kept = here >= 0
        return Held(here[kept], held.funder[kept], held.ends[kept], held.funders)

    def there(self, call: CallRow) -> Answers:
        """Whether each member works in the call's area."""
        return self.whole.there(call)[self.places]

    def near(self, word: Theme | Group) -> NDArray[np.float32]:
        """How near each member comes to a theme or group."""
        return self.whole.near(word)[self.places]

    def fit(self, call: CallRow) -> Floats:
        """How well each member's words fit a call's, 0 to 1."""
        return self.whole.fit_of(call, self.places)

    @cached_property
    def wordless(self) -> NDArray[np.bool_]:
        """Who has written nothing about its work."""
        return self.whole.wordless[self.places]

    @cached_property
    def said(self) -> list[tuple[int, Said]]:
        """Every answer of these members, with where the member stands."""
        if not self.whole.said:
            return []
        here = self._here
        return [(int(here[row]), said) for row, said in self.whole.said if here[row] >= 0]

    def likes(self, call: CallRow) -> Floats:
        """The share of the funder's past awards that were for a theme of each member's."""
        return self.whole.likes(call)[self.places]

    def funded(self, call: CallRow) -> NDArray[np.bool_]:
        """Who is among those that the funder has given to."""
        return self.whole.funded(call)[self.places]

    def those(self, member_ids: Sequence[int]) -> NDArray[np.bool_]:
        """Which members have these ids."""
        return self.whole.those(member_ids)[self.places]

    @cached_property
    def _here(self) -> NDArray[np.intp]:
        here = np.full(len(self.whole), -1, dtype=np.intp)
        here[self.places] = np.arange(len(self.places))
        return here
