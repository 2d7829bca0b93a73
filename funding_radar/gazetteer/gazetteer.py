"""The gazetteer: what places are called, what contains what, and how areas lie to each other."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache, cached_property, lru_cache

from funding_radar.gazetteer.cover import Cover
from funding_radar.gazetteer.finding import Finder
from funding_radar.gazetteer.names import key_of
from funding_radar.gazetteer.places import Extent, Mention, Overlap, Place, Standing
from funding_radar.gazetteer.tables import OUTCODE, POSTCODE, Tables

LEAST_LIKENESS = 70
"""Below this a name is not like another: rapidfuzz's scale of 0 to 100, set by looking at slips of
the pen."""
_TRIMMINGS = (
    *("the", "in", "across", "throughout", "all of", "whole of", "area", "only", "wide", "based"),
    *("region", "county", "district", "borough", "city", "town", "council", "icb", "ics", "nhs"),
    *("ccg", "clinical commissioning group"),
)
"""Words that may stand before or after a name without changing the place."""
_TRIMMED = re.compile(
    "(?:(?:{0}) )*(.+?)(?: (?:{0}))*".format("|".join(sorted(_TRIMMINGS, key=len, reverse=True)))
)


class Gazetteer:
    """Answers about places, by official code or by name. Get it from ``load``."""

    def __init__(self) -> None:
        self.tables = Tables()
        self._extent = lru_cache(4096)(self._extent_of)
        self._cover = Cover(self.tables)

    def place(self, code: str) -> Place | None:
        """The place of a code (old codes of today's places too) or outcode, or None."""
        known = self.tables.places.get(code)
        if known is None and code in self.tables.outcodes:
            return Place(code, code, "outcode", f"postcode area {code}")
        return known

    def named(self, name: str) -> tuple[Place, ...]:
        """Every place that a name can mean, likeliest first; empty when nothing is called so.

        >>> [place.kind for place in load().named("West Midlands")]
        ['region', 'met_county', 'ceremonial_county']
        """
        postcode = name.strip().upper()
        full = POSTCODE.fullmatch(postcode)
        outcode = full[1] if full else postcode
        if outcode in self.tables.outcodes and (full or OUTCODE.fullmatch(outcode)):
            return (Place(outcode, outcode, "outcode", f"postcode area {outcode}"),)
        found = self._meanings(key_of(name)) or self._meanings(_trimmed(key_of(name)))
        head, comma, tail = name.partition(",")
        if not found and comma:
            within = self.districts(p.code for p in self.named(tail))
            found = tuple(
                p for p in self.named(head) if any(d in within for d in self.districts([p.code]))
            )
        return found

    def _meanings(self, key: str) -> tuple[Place, ...]:
        places = [self.tables.places[code] for code in self.tables.names.get(key, ())]
        places += self.tables.towns.get(key, ())
        if key in self.tables.bodies:
            places += [
                Place(code, key, "body", self.tables.places[code].label)
                for code in self.tables.bodies[key]
            ]
        return tuple(places)

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """The names of places most like a name that means nothing, best first."""
        from rapidfuzz import fuzz, process

        found = process.extract(
            key_of(name), self._labels, scorer=fuzz.ratio, limit=limit, score_cutoff=LEAST_LIKENESS
        )
        return [label for _, _, label in found]

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        labels = {town.name: key for key, towns in self.tables.towns.items() for town in towns}
        for place in self.tables.places.values():
            labels[place.label] = key_of(place.label)
        return labels

    def districts(self, codes: Iterable[str]) -> dict[str, float]:
        """The council districts that codes come to, with the share of each that lies inside.

        The share is 1.0, or less for a district that a boundary splits. What is no code of ours is
        ignored: ``place`` tells.

        >>> load().districts(["E11000003"])
        {'E08000017': 1.0, 'E08000018': 1.0, 'E08000038': 1.0, 'E08000039': 1.0}
        """
        return dict(self._extent(frozenset(codes)).shares)

    def extent(self, codes: Iterable[str]) -> Extent:
        """The same as frozen sets of districts, for those who compare many areas with many."""
        return self._extent(frozenset(codes))

    def _extent_of(self, codes: frozenset[str]) -> Extent:
        shares: dict[str, float] = {}
        for code in sorted(codes):
            for district, share in self._parts(code).items():
                shares[district] = min(1.0, shares.get(district, 0.0) + share)
        return Extent.of(shares)

    def _parts(self, code: str) -> Mapping[str, float]:
        known = self.tables.parts.get(code)
        if known is not None:
            return known
        everywhere = self.tables.postcodes_of_district
        counts = self.tables.outcodes.get(code, {})
        return {
            district: count / max(count, everywhere.get(district, 1))
            for district, count in counts.items()
        }

    def of_postcode(self, postcode: str) -> dict[str, float]:
        """The districts of a postcode, outcode or postcode area, with its share in each.

        The shares are those of the outcode: the table knows no single postcodes. Empty when there
        is no such outcode.

        >>> load().of_postcode("s10 2tn")
        {'E08000039': 1.0}
        """
        postcode = postcode.strip().upper()
        full = POSTCODE.fullmatch(postcode)
        counts = self.tables.outcodes.get(full[1] if full else postcode, {})
        total = sum(counts.values())
        return {district: round(count / total, 4) for district, count in counts.items()}

    def overlap(self, wanted_codes: Iterable[str], served_codes: Iterable[str]) -> Overlap:
        """Where what a member serves lies to a call's area.

        Unknown where either names no place, or where both have only a part of the same district and
        nobody can say whether the parts meet. Cheap to repeat: extents are kept for every set of
        codes.

        >>> load().overlap(["E92000001"], ["E08000039"]).standing
        <Standing.INSIDE: 'inside'>
        """
        wanted, served = frozenset(wanted_codes), frozenset(served_codes)
        shared = self._extent(wanted).districts & self._extent(served).districts
        covers = self._standing(served, wanted) is Standing.INSIDE
        return Overlap(self._standing(wanted, served), shared, covers)

    def _standing(self, area: frozenset[str], part: frozenset[str]) -> Standing:
        """Where a part lies to an area; a code that both name needs no measuring."""
        same = {code for code in area & part if code in self.tables.parts}
        if same and part <= area:
            return Standing.INSIDE
        standing = self._extent(area).holds(self._extent(part - area))
        return Standing.PART if same and standing is not Standing.INSIDE else standing

    def official(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The fewest official codes in use today that come to the same districts.

        >>> load().official(["E08000017", "E08000018", "E08000038", "E08000039"])
        ('E11000003',)
        """
        return self._cover.official(self._extent(frozenset(codes)))

    def describe(self, codes: Collection[str], limit: int = 3) -> str:
        """An area in a few plain words; empty when no code is known.

        >>> load().describe(["E08000039", "E08000018"])
        'Rotherham and Sheffield'
        """
        known = {place.code: place for code in codes if (place := self.place(code))}
        if len(known) == 1:
            return next(iter(known.values())).label
        return self._cover.described(list(known.values()), self._extent(frozenset(known)), limit)

    def find(self, text: str, *, near: Collection[str] = ()) -> list[Mention]:
        """All places and local funders that a text names; ``near`` are codes that settle doubts."""
        return self._finder.find(text, near=near)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.tables, self.official)


def _trimmed(key: str) -> str:
    """A name without the words around it that do not change the place.

    >>> _trimmed("the whole of hull city council area"), _trimmed("the city")
    ('hull', 'city')
    """
    match = _TRIMMED.fullmatch(key)
    return match[1] if match else key


@cache
def load() -> Gazetteer:
    """The gazetteer, read once for each process."""
    return Gazetteer()
