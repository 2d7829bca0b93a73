"""Districts put back together: the fewest places that come to the same ground."""

from collections.abc import Sequence
from functools import cached_property

from funding_radar.gazetteer.places import WHOLE, Extent, Place
from funding_radar.gazetteer.tables import Tables

OFFICIAL = ("country", "region", "county", "met_county", "cauth")
SPOKEN = (*OFFICIAL[:4], "ceremonial_county", "area", "cauth")
HALF = 0.5
_WHOLES = ("E92000001", "W92000004", "S92000003", "N92000002", "K02000001")
_ARTICLE = frozenset(
    (
        *("North East", "North West", "South East", "South West", "East of England"),
        *("East Midlands", "West Midlands", "Black Country", "United Kingdom", "Isle of Wight"),
    )
)
"""Names that people say with "the"."""


class Cover:
    """Finds the places that a set of districts amounts to."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def official(self, extent: Extent) -> tuple[str, ...]:
        """Official codes that come to the extent, largest first; half a district counts as all."""
        districts = {d for d, share in extent.shares.items() if share >= HALF} or set(extent.shares)
        return tuple(place.code for place in self._fewest(frozenset(districts), OFFICIAL))

    def described(self, known: Sequence[Place], extent: Extent, limit: int) -> str:
        """The extent in plain words: names where they are few, else how many districts of what."""
        if not extent.districts:
            return ""
        fewest = [known[0]] if len(known) == 1 else self._fewest(extent.districts, SPOKEN)
        if len(fewest) == 1 or len(fewest) <= min(limit, len(known)):
            return listed([place.label for place in fewest])
        if len(known) <= limit:
            return listed(sorted(place.label for place in known))
        if len(fewest) <= limit:
            return listed([place.label for place in fewest])
        around = self._around(extent.districts)
        name = f"the {around.label}" if around.label in _ARTICLE else around.label
        return f"{len(extent.districts)} districts of {name}"

    def _fewest(self, districts: frozenset[str], kinds: tuple[str, ...]) -> list[Place]:
        """The largest places that fit wholly inside, one after the other, then single districts."""
        left, found = set(districts), []
        for place, inside in self._containers if len(left) > 1 else ():
            if len(inside) <= len(left) and place.kind in kinds and inside <= left:
                found.append(place)
                left -= inside
        return found + [self._tables.places[code] for code in sorted(left)]

    def _around(self, districts: frozenset[str]) -> Place:
        """The smallest region or country that holds them all."""
        fits = [
            p
            for p, inside in self._containers
            if (p.kind == "region" or p.code in _WHOLES) and districts <= inside
        ]
        return fits[-1] if fits else self._tables.places["K02000001"]

    @cached_property
    def _containers(self) -> list[tuple[Place, frozenset[str]]]:
        """Places of several districts, largest first; of equals the more official first."""
        found = []
        for code, place in self._tables.places.items():
            parts = self._tables.parts[code]
            if (
                place.kind in SPOKEN
                and place.code == code
                and len(parts) > 1
                and min(parts.values()) >= WHOLE
            ):
                found.append((place, frozenset(parts)))
        return sorted(found, key=lambda pair: (-len(pair[1]), SPOKEN.index(pair[0].kind)))


def listed(names: Sequence[str]) -> str:
    """Names as people list them.

    >>> listed(["Leeds", "York", "Hull"])
    'Leeds, York and Hull'
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
