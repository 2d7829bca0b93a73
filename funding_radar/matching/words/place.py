"""How near a member's work is to where a call's money goes.

A place is its districts; each district lies in a county, a region and a country. Two places are as
near as the smallest unit that holds both is telling: to share a district says more than to share a
region, and to share the country says next to nothing. In nats: ln(all districts / the unit's).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np

from funding_radar.gazetteer import load
from funding_radar.matching.words.counts import table
from funding_radar.matching.words.records import Asked, Offered
from funding_radar.matching.words.rows import Floats

Masses = Mapping[str, float]
"""For each unit, how much of a place lies in it: 0 to 1."""

EVERYWHERE = "K02000001"
_KINDS = ("country", "region", "ceremonial_county")
_WHOLE = 0.95
"""From this share on a district counts as lying in a unit."""


@dataclass(frozen=True, slots=True)
class Units:
    """Each district with the units that hold it, widest first; and what each unit adds.

    ``adds`` is in shares of what a district says, so that a whole chain of units adds up to 1.
    """

    chains: Mapping[str, tuple[str, ...]]
    adds: Mapping[str, float]

    def masses(self, districts: Mapping[str, float]) -> Masses:
        """The units of a place that is these districts, by their shares of it."""
        whole = sum(districts.values())
        found: defaultdict[str, float] = defaultdict(float)
        for district, share in districts.items():
            for unit in self.chains.get(district, ()):
                found[unit] += share / whole
        return found


@lru_cache(maxsize=1)
def units() -> Units:
    """The units of the United Kingdom, from the gazetteer."""
    gazetteer = load()
    districts = gazetteer.districts([EVERYWHERE])
    holders: dict[str, list[tuple[int, str, str]]] = {district: [] for district in districts}
    for code, place in sorted(gazetteer.tables.places.items()):
        if place.kind in _KINDS and place.code == code:
            held = [d for d, share in gazetteer.districts([code]).items() if share >= _WHOLE]
            for district in held:
                holders[district].append((len(held), place.kind, code))
    chains, adds = {}, {}
    for district, holding in holders.items():
        smallest = [min((h for h in holding if h[1] == kind), default=None) for kind in _KINDS]
        sizes = {code: size for found in smallest if found for size, _, code in [found]}
        chains[district] = (*sizes, district)
        said = 0.0
        for unit, size in (sizes | {district: 1}).items():
            says = max(said, log(len(districts) / size) / log(len(districts)))
            adds[unit], said = says - said, says
    return Units(chains, adds)


class Places:
    """Where the members of a block work, ready for calls."""

    def __init__(self, members: Iterable[Offered]) -> None:
        self._columns = {unit: column for column, unit in enumerate(sorted(units().adds))}
        self._adds = np.array([units().adds[unit] for unit in self._columns], dtype=np.float32)
        self._served = table(map(of_member, members), self._columns)

    def nearness(self, calls: Iterable[Asked]) -> Floats:
        """Members by calls: 1 where a district is shared, 0 where no unit is or none is known."""
        wanted = table(map(of_call, calls), self._columns)
        told = wanted.having(wanted.data * self._adds[wanted.columns])
        return self._served.times(told.turned())


def of_call(call: Asked) -> Masses:
    """Where a call's money goes: its stated area, or else its funder's; and what its text names."""
    return _joined([_named(call.area or call.funder), _named(call.text)])


def of_member(member: Offered) -> Masses:
    """Where a member works: its postcode's place, and those that its name and text name."""
    return _joined([_posted(member.postcode), _named(member.name), _named(member.text)])


def _joined(places: Iterable[Masses]) -> Masses:
    """All places at once: a unit is reached as far as any of them reaches it."""
    joined: dict[str, float] = {}
    for place in places:
        for unit, mass in place.items():
            joined[unit] = max(mass, joined.get(unit, 0.0))
    return joined


def _named(text: str) -> Masses:
    if not text:
        return {}
    mentions = {mention.codes for mention in load().find(text)}
    return _joined(_coded(codes) for codes in sorted(mentions))


@lru_cache(maxsize=1 << 12)
def _coded(codes: tuple[str, ...]) -> Masses:
    return units().masses(load().districts(codes))


@lru_cache(maxsize=1 << 12)
def _posted(postcode: str) -> Masses:
    return units().masses(load().of_postcode(postcode)) if postcode else {}
