"""Which of several places a name means, by what else the text names and who publishes it."""

import re
from collections.abc import Collection, Sequence
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
"""Regions named beside a doubtful one make it a region."""
LOCAL = 15
"""A place of more districts says little of where the others are."""
Meanings = tuple[tuple[str, ...], ...]
"""What a name can mean, likeliest first; each meaning is one code or several together."""


class Doubt:
    """Settles names with several meanings."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def settle(
        self, names: Sequence[Meanings], text: str, ends: Sequence[int], near: Collection[str]
    ) -> list[tuple[tuple[str, ...], bool]]:
        """For each name the codes meant, and whether that is a guess."""
        if all(len(meanings) == 1 for meanings in names):
            return [(meanings[0], False) for meanings in names]
        around = self._ground(tuple(near))
        known = {d for meanings in names for d in self._sure_ground(meanings)}
        settings = (around, known)
        brothers = BROTHERS.search(text) is not None
        settled: dict[tuple[Meanings, str], tuple[tuple[str, ...], bool]] = {}
        found: list[tuple[tuple[str, ...], bool]] = []
        for meanings, end in zip(names, ends, strict=True):
            after = NEXT.match(text, end) if len(meanings) > 1 else None
            case = (meanings, after[1] if after else "")
            if case not in settled:
                settled[case] = self._choose(*case, settings, brothers=brothers)
            found.append(settled[case])
        return found

    def _ground(self, codes: Collection[str]) -> set[str]:
        return {d for code in codes for d in self._tables.parts.get(code, ())}

    def _sure_ground(self, meanings: Meanings) -> Collection[str]:
        """The districts of a name small enough, and sure enough, to say where others are."""
        ground = self._ground(meanings[0])
        sure = len(ground) <= LOCAL and all(ground & self._ground(other) for other in meanings[1:])
        return ground.union(*map(self._ground, meanings[1:])) if sure else ()

    def _choose(
        self,
        meanings: Meanings,
        after: str,
        settings: tuple[set[str], set[str]],
        *,
        brothers: bool,
    ) -> tuple[tuple[str, ...], bool]:
        if len(meanings) == 1:
            return meanings[0], False
        codes = [meaning[0] for meaning in meanings]
        kinds = [self._tables.places[code].kind for code in codes]
        said = _KINDS_SAID.get(after, ())
        for code, kind in zip(codes, kinds, strict=True):
            if kind in said or (kind == "region" and brothers):
                return (code,), False
        first = self._ground(codes[:1])
        rivals = [
            code
            for code in codes
            if code == codes[0] or "region" in kinds or first.isdisjoint(self._tables.parts[code])
        ]
        for setting in settings:
            marks = [self._fit(code, setting) for code in rivals]
            best = [code for code, mark in zip(rivals, marks, strict=True) if mark == max(marks)]
            agree = all(self._ground([code]) == self._ground(best[:1]) for code in best)
            if max(marks) and agree and len(best) < len(marks):
                return (best[0],), False
        return (codes[0],), any(self._ground([code]) != first for code in codes)

    def _fit(self, code: str, setting: set[str]) -> float:
        """How well a place suits a setting: has ground, a county or a region in common."""
        mine = set(self._tables.parts[code])
        if mine & setting:
            return 3 + len(mine & setting) / len(mine | setting)
        county, region = self._around
        if {county.get(d) for d in mine} & {county.get(d) for d in setting} - {None}:
            return 2
        shared = {region.get(d) for d in mine} & {region.get(d) for d in setting} - {None}
        return float(bool(shared))

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
