"""Which of several places a name means, by what else the text names and who publishes it."""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from funding_radar.gazetteer.tables import Tables

NEXT = re.compile(r"[ \xa0]([A-Za-z]+)")
_KINDS_SAID = {
    "region": ("region",),
    "conurbation": ("met_county",),
    "Police": ("met_county", "ceremonial_county"),
    "county": ("county", "ceremonial_county"),
    "district": ("lad", "former_lad"),
    "borough": ("lad", "former_lad"),
}
"""The word after a name that settles which kind of place it is."""
BROTHERS = re.compile(
    r"\b(?:East Midlands|North East|North West|South East|South West|East of England)\b"
)

LOCAL = 15
"""A place of more districts says little of where the others are."""


class Doubt:
    """Settles names with several meanings."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def settle(
        self,
        meanings: Sequence[tuple[str, ...]],
        text: str,
        ends: Sequence[int],
        near: Collection[str],
    ) -> list[tuple[tuple[str, ...], bool]]:
        """For each name the codes meant, and whether that is a guess."""
        if all(len(codes) == 1 for codes in meanings):
            return [(codes, False) for codes in meanings]
        known = {d for codes in meanings if len(codes) == 1 for d in self._local(codes[0])}
        around = {d for code in near for d in self._tables.parts.get(code, ())}
        return [
            (codes, False)
            if len(codes) == 1
            else self._choose(codes, NEXT.match(text, end), (around, known), text)
            for codes, end in zip(meanings, ends, strict=True)
        ]

    def _local(self, code: str) -> Collection[str]:
        """The districts of a place that is small enough to say where others are."""
        parts = self._tables.parts[code]
        return parts if len(parts) <= LOCAL else ()

    def _choose(
        self,
        codes: tuple[str, ...],
        after: re.Match[str] | None,
        settings: tuple[set[str], set[str]],
        text: str,
    ) -> tuple[tuple[str, ...], bool]:
        said = _KINDS_SAID.get(after[1], ()) if after else ()
        if said:
            right = [c for c in codes if self._tables.places[c].kind in said]
            if right:
                return (right[0],), False
        first = set(self._tables.parts[codes[0]])
        kinds = [self._tables.places[c].kind for c in codes]
        if "region" in kinds and BROTHERS.search(text):
            return (codes[kinds.index("region")],), False
        rivals = [
            c
            for c in codes
            if c == codes[0] or "region" in kinds or first.isdisjoint(self._tables.parts[c])
        ]
        for setting in settings:
            marks = [self._fit(code, setting) for code in rivals]
            best = max(marks)
            if best and marks.count(best) == 1 and len(marks) > 1:
                return (rivals[marks.index(best)],), False
        return (codes[0],), self._differ(codes[0], codes)

    def _differ(self, chosen: str, codes: Iterable[str]) -> bool:
        mine = set(self._tables.parts[chosen])
        return any(set(self._tables.parts[code]) != mine for code in codes)

    def _fit(self, code: str, setting: set[str]) -> float:
        """How well a place suits a setting: has ground, a county or a region in common."""
        mine = set(self._tables.parts[code])
        if mine & setting:
            return 3 + len(mine & setting) / len(mine | setting)
        county, region = self._around
        if {county.get(d) for d in mine} & {county.get(d) for d in setting} - {None}:
            return 2
        return float(
            bool({region.get(d) for d in mine} & {region.get(d) for d in setting} - {None})
        )

    @cached_property
    def _around(self) -> tuple[dict[str, str], dict[str, str]]:
        """Each district's county, and its region or country."""
        county, region = {}, {}
        for code, place in self._tables.places.items():
            for district in self._tables.parts[code]:
                if place.kind == "ceremonial_county":
                    county[district] = code
                elif place.kind == "region" or code in ("W92000004", "S92000003", "N92000002"):
                    region[district] = code
        return county, region
