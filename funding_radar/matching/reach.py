"""Where members work, as bits and shares of districts, held against the area of a call."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from db.views import MemberView
from funding_radar.gazetteer.places import SLIP, WHOLE
from funding_radar.matching.answers import MET, NOT_MET, UNKNOWN, Answers
from funding_radar.matching.coded import Coded
from funding_radar.matching.context import Context
from funding_radar.matching.row import CallRow

Work = tuple[tuple[str, ...], str]
"""Where a member works: its places, or without them its postcode."""

SURE = 0.9
"""With this share of a postcode's area inside, its member counts as inside."""
HARDLY = 0.02
"""With less than this it counts as outside: a few houses across a boundary."""


def work_of(member: MemberView) -> Work:
    """The places that count for a member."""
    return (tuple(sorted(member.places)), "") if member.places else ((), outcode(member.postcode))


def outcode(postcode: str) -> str:
    """The part of a postcode that the gazetteer knows.

    >>> outcode("s10 2tn"), outcode("SW1A1AA"), outcode("S10")
    ('S10', 'SW1A', 'S10')
    """
    packed = postcode.replace(" ", "").upper()
    return packed[:-3] if len(packed) > 4 else packed


@dataclass(frozen=True, eq=False)
class Reach:
    """The members of a block by where they work; each distinct set of places is looked at once."""

    work: Coded[Work]
    context: Context

    @classmethod
    def of(cls, members: list[MemberView], context: Context) -> "Reach":
        """The reach of these members, in their order."""
        return cls(Coded.of(work_of(member) for member in members), context)

    @cached_property
    def _last(self) -> dict[CallRow, Answers]:
        return {}

    def answers(self, call: CallRow) -> Answers:
        """Whether each member works in the call's area; kept for the last call, which several rules ask of."""
        if call not in self._last:
            self._last.clear()
            self._last[call] = self.work.spread(self._of_each(call))
        return self._last[call]

    def _of_each(self, call: CallRow) -> Answers:
        found = np.full(len(self.work.values), UNKNOWN)
        if not call.districts:
            return found
        for them, asked in ((self._placed, self._by_places), (self._posted, self._by_postcode)):
            if them.any():
                found[them] = asked(call)[them]
        return found

    def _by_places(self, call: CallRow) -> Answers:
        """Districts in common are ground in common where either has the whole, or both have much of it."""
        whole = np.zeros(len(self._districts), dtype=np.bool_)
        touched = np.zeros(len(self._districts), dtype=np.bool_)
        split: list[tuple[int, float]] = []
        for district, share in call.districts.items():
            if (place := self._districts.get(district)) is None:
                continue
            touched[place] = True
            whole[place] = bool(share >= WHOLE)
            if SLIP <= share < WHOLE:
                split.append((place, share))
        met: NDArray[np.bool_] = np.logical_or.reduce(self._bits & _packed(whole), axis=1)
        for place, share in split:
            served = self._shares[:, place]
            met |= (served >= WHOLE) | ((served >= SLIP) & (served + share > 1 + SLIP))
        if not call.left_out:
            for code in call.areas:
                met[self._naming.get(code, [])] = True
        possible = np.logical_or.reduce(self._bits & _packed(touched), axis=1)
        return np.where(met, MET, np.where(possible, UNKNOWN, NOT_MET)).astype(np.int8)

    def _by_postcode(self, call: CallRow) -> Answers:
        """A postcode is one point: the share of its area inside is how likely it is to be inside."""
        whole = np.zeros(len(self._districts), dtype=np.float32)
        touched = whole.copy()
        for district, share in call.districts.items():
            if (place := self._districts.get(district)) is not None:
                whole[place] = share if share < WHOLE else 1.0
                touched[place] = 1.0
        inside, possible = self._shares @ whole, self._shares @ touched
        sure = np.where(inside >= SURE, MET, UNKNOWN)
        return np.where(possible < HARDLY, NOT_MET, sure).astype(np.int8)

    @cached_property
    def _extents(self) -> list[dict[str, float]]:
        gazetteer = self.context.gazetteer
        return [
            gazetteer.districts(places) if places else gazetteer.of_postcode(postcode)
            for places, postcode in self.work.values
        ]

    @cached_property
    def _districts(self) -> dict[str, int]:
        found = sorted({district for extent in self._extents for district in extent})
        return {district: place for place, district in enumerate(found)}

    @cached_property
    def _shares(self) -> NDArray[np.float32]:
        shares = np.zeros((len(self._extents), len(self._districts)), dtype=np.float32, order="F")
        for row, extent in enumerate(self._extents):
            for district, share in extent.items():
                shares[row, self._districts[district]] = share
        return shares

    @cached_property
    def _bits(self) -> NDArray[np.uint8]:
        return np.packbits(self._shares > 0, axis=1)

    @cached_property
    def _placed(self) -> NDArray[np.bool_]:
        return np.array(
            [bool(w[0] and e) for w, e in zip(self.work.values, self._extents, strict=True)],
            dtype=bool,
        )

    @cached_property
    def _posted(self) -> NDArray[np.bool_]:
        return np.array(
            [bool(not w[0] and e) for w, e in zip(self.work.values, self._extents, strict=True)],
            dtype=bool,
        )

    @cached_property
    def _naming(self) -> dict[str, list[int]]:
        """The rows that name a code themselves: two that name the same place need no measuring."""
        found: dict[str, list[int]] = {}
        for row, (places, _) in enumerate(self.work.values):
            for code in places:
                found.setdefault(code, []).append(row)
        return found


def _packed(districts: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.packbits(districts)
