"""Members as columns: what the gates and rules read of many members at once."""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.views import MemberView
from db.vocabulary import Group, Theme
from funding_radar.matching.answers import MET, Answers, Floats
from funding_radar.matching.coded import Coded
from funding_radar.matching.context import Context, Said
from funding_radar.matching.forms import Forms
from funding_radar.matching.given import Key, keys_of_award, keys_of_member
from funding_radar.matching.held import Held
from funding_radar.matching.kin import NEAR_GROUPS, NEAR_THEMES, PLACE, nearness
from funding_radar.matching.reach import Reach
from funding_radar.matching.row import CallRow
from funding_radar.matching.words.block import Block as WordBlock
from funding_radar.matching.words.records import Asked, Offered
from funding_radar.matching.words.score import Words


@dataclass(frozen=True, eq=False)
class MemberBlock:
    """Members in their order, and each of their facts as an array, made when first asked for.

    Numbers are floats with NaN for unknown. Nothing in it depends on the other members of the block.
    """

    members: tuple[MemberView, ...]
    context: Context

    @classmethod
    def of(cls, members: Sequence[MemberView], context: Context) -> "MemberBlock":
        """The block of these members."""
        return cls(tuple(members), context)

    def __len__(self) -> int:
        return len(self.members)

    def all(self, answer: np.int8 = MET) -> Answers:
        """One answer for everybody."""
        return np.full(len(self), answer, dtype=np.int8)

    def full(self, value: float) -> Floats:
        """One number for everybody."""
        return np.full(len(self), value)

    def _column(self, name: str) -> Floats:
        values = (getattr(member, name) for member in self.members)
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64)

    def _coded(self, name: str) -> Coded[Any]:
        return Coded.of(getattr(member, name) for member in self.members)

    def alike(self, name: str, reads: Callable[[MemberView], Hashable]) -> list[int]:
        """A number for each member, the same for those of whom ``reads`` says the same; kept by name."""
        if name not in self._alike:
            self._alike[name] = Coded.of(map(reads, self.members)).codes.tolist()
        return self._alike[name]

    @cached_property
    def _alike(self) -> dict[str, list[int]]:
        return {}

    @cached_property
    def income(self) -> Floats:
        """Pounds a year."""
        return self._column("income")

    @cached_property
    def income_year(self) -> Floats:
        """The year of that income."""
        return self._column("income_year")

    @cached_property
    def min_award(self) -> Floats:
        """The smallest award worth asking for, in pounds."""
        return self._column("min_award")

    @cached_property
    def max_award(self) -> Floats:
        """The largest award that the member could handle, in pounds."""
        return self._column("max_award")

    @cached_property
    def accounts_years(self) -> Floats:
        """Years of published accounts."""
        return self._column("accounts_years")

    @cached_property
    def trustees(self) -> Floats:
        """How many trustees."""
        return self._column("trustees")

    @cached_property
    def unrelated_trustees(self) -> Floats:
        """How many of them are unrelated."""
        return self._column("unrelated_trustees")

    @cached_property
    def bid_days(self) -> Floats:
        """Working days a month that can go into a bid."""
        return self._column("bid_days")

    @cached_property
    def dspt(self) -> Floats:
        """Data Security and Protection Toolkit: 1 done, 0 not done."""
        return self._column("dspt")

    @cached_property
    def policies(self) -> Coded[frozenset[str] | None]:
        """Policies in date."""
        return self._coded("policies")

    @cached_property
    def insurance(self) -> Coded[str | None]:
        """What the member is insured for."""
        return self._coded("insurance")

    @cached_property
    def led_by(self) -> Coded[frozenset[Group] | None]:
        """Who leads it, self-described and consented."""
        return self._coded("led_by")

    @cached_property
    def forms(self) -> Forms:
        """What each member surely or possibly is in law."""
        return Forms.of(self.members)

    @cached_property
    def held(self) -> Held:
        """The grants that members hold."""
        return Held.of(self.members)

    @cached_property
    def reach(self) -> Reach:
        """Where they work."""
        return Reach.of(list(self.members), self.context)

    def there(self, call: CallRow) -> Answers:
        """Whether each member works in the call's area."""
        return self.reach.answers(call)

    @cached_property
    def _themes(self) -> NDArray[np.float32]:
        named = Coded.of(member.themes for member in self.members)
        return np.asfortranarray(named.spread(nearness(named.values, Theme, NEAR_THEMES)))

    @cached_property
    def _groups(self) -> NDArray[np.float32]:
        named = Coded.of(member.groups for member in self.members)
        return np.asfortranarray(named.spread(nearness(named.values, Group, NEAR_GROUPS)))

    def near(self, word: Theme | Group) -> NDArray[np.float32]:
        """How near each member comes to a theme or group: 1 the same, less for a near one; NaN where it names none."""
        near = self._themes if isinstance(word, Theme) else self._groups
        return near[:, PLACE[word]]

    @cached_property
    def words(self) -> Words:
        """Their own words, ready for the relevance engine."""
        offered = (Offered(str(m.id), m.name, m.description) for m in self.members)
        return Words(WordBlock.of_members(offered))

    @cached_property
    def wordless(self) -> NDArray[np.bool_]:
        """Who has written nothing about its work."""
        return np.array([not member.description.strip() for member in self.members], dtype=bool)

    @cached_property
    def _fits(self) -> dict[CallRow, NDArray[np.float32]]:
        return {}

    def fit(self, call: CallRow) -> Floats:
        """How well each member's words fit a call's, 0 to 1."""
        if call not in self._fits:
            self.read([call])
        return self._fits[call].astype(np.float64)

    def fit_of(self, call: CallRow, places: NDArray[np.intp]) -> Floats:
        """The same for the members at these places."""
        if call not in self._fits:
            self.read([call])
        return self._fits[call][places].astype(np.float64)

    def read(self, calls: Sequence[CallRow]) -> None:
        """Reads the words of many calls at one go, which is faster; forgets those read before."""
        self._fits.clear()
        fits = self.words.scores(WordBlock.of_calls([Asked("", call.text) for call in calls]))
        self._fits.update(zip(calls, np.ascontiguousarray(fits.T), strict=True))

    @cached_property
    def _likes(self) -> dict[str, Floats]:
        return {}

    def likes(self, call: CallRow) -> Floats:
        """The share of the funder's past awards that were for a theme of each member's; kept by funder."""
        if call.funder not in self._likes:
            self._likes[call.funder] = self._like(call)
        return self._likes[call.funder]

    def _like(self, call: CallRow) -> Floats:
        found = np.zeros(len(self))
        for themes, count in Counter(award.themes for award in call.awards).items():
            if themes:
                found[np.any([self.near(theme) == 1 for theme in themes], axis=0)] += count
        return found / len(call.awards)

    def funded(self, call: CallRow) -> NDArray[np.bool_]:
        """Who is among those that the funder has given to."""
        found = np.zeros(len(self), dtype=bool)
        for award in call.awards:
            for key in keys_of_award(award):
                found[self._known_as.get(key, [])] = True
        return found

    @cached_property
    def _known_as(self) -> dict[Key, list[int]]:
        found: dict[Key, list[int]] = {}
        for row, member in enumerate(self.members):
            for key in keys_of_member(member):
                found.setdefault(key, []).append(row)
        return found

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Where each member stands, by its id."""
        return {member.id: row for row, member in enumerate(self.members)}

    @cached_property
    def said(self) -> list[tuple[int, Said]]:
        """Every answer of these members, with where the member stands."""
        return [
            (row, said)
            for row, member in enumerate(self.members)
            for said in self.context.answers_of(member.id)
        ]

    def those(self, member_ids: Sequence[int]) -> NDArray[np.bool_]:
        """Which members have these ids."""
        found = np.zeros(len(self), dtype=bool)
        found[[self.numbers[m] for m in member_ids if m in self.numbers]] = True
        return found
