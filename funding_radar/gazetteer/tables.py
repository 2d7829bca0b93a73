"""The gazetteer's tables as they lie in the package."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files

from funding_radar.gazetteer.names import key_of
from funding_radar.gazetteer.places import Place

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})")
OUTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
LONGEST_ACRONYM = 6
NORTHERN_IRELAND = "N92000002"


def rows(name: str) -> Iterator[list[str]]:
    """The rows of one table, without its header."""
    text = files("funding_radar.gazetteer").joinpath("data", name).read_text(encoding="utf8")
    reader = csv.reader(text.splitlines())
    next(reader)
    return reader


class Tables:
    """Each table is read when it is first asked for."""

    @cached_property
    def _places(self) -> tuple[dict[str, Place], dict[str, Mapping[str, float]]]:
        places: dict[str, Place] = {}
        parts: dict[str, Mapping[str, float]] = {}
        for code, name, label, kind, districts in rows("places.csv"):
            places[code] = Place(code, name, kind, label)
            parts[code] = _shares(districts) if districts else {code: 1.0}
        for old, now in rows("former_codes.csv"):
            places[old], parts[old] = places[now], parts[now]
        return places, parts

    @property
    def places(self) -> dict[str, Place]:
        """Places by code, old codes of today's places among them."""
        return self._places[0]

    @property
    def parts(self) -> dict[str, Mapping[str, float]]:
        """Code to its districts, each with the share of the district that lies inside."""
        return self._places[1]

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Looked-up name to codes, likeliest first."""
        return {key: tuple(codes.split()) for key, codes, _ in rows("names.csv")}

    @cached_property
    def exact(self) -> dict[str, str]:
        """Names that are short acronyms, by their only spelling."""
        found = {key: exact for key, _, exact in rows("names.csv") if exact}
        short = [name for name, _, _ in rows("bodies.csv") if len(name) <= LONGEST_ACRONYM]
        return found | {key_of(name): name for name in short}

    @cached_property
    def towns(self) -> dict[str, tuple[Place, ...]]:
        """Looked-up name to towns, largest first; a town's code is its district's."""
        found: dict[str, tuple[Place, ...]] = {}
        for name, district, _ in rows("towns.csv"):
            key = key_of(name)
            town = Place(district, name, "town", f"{name} ({self.places[district].label})")
            found[key] = (*found.get(key, ()), town)
        return found

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Looked-up name to the people who live in the largest town of that name."""
        return {
            key_of(name): int(people or 0) for name, _, people in reversed([*rows("towns.csv")])
        }

    @cached_property
    def bodies(self) -> dict[str, tuple[str, ...]]:
        """Looked-up name of a local funder or office to the codes of what it serves."""
        return {key_of(name): tuple(codes.split()) for name, _, codes in rows("bodies.csv")}

    @cached_property
    def outcodes(self) -> dict[str, dict[str, int]]:
        """Outcodes and postcode areas to their districts, with how many postcodes lie in each."""
        found: dict[str, dict[str, int]] = {}
        for outcode, cells in rows("outcodes.csv"):
            found[outcode] = {c[:9]: int(c[10:]) for c in cells.split()}
        areas: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for outcode, counts in found.items():
            area = outcode[:2] if outcode[1].isalpha() else outcode[0]
            for district, count in counts.items():
                areas[area][district] += count
        areas["BT"] = dict.fromkeys(self.parts[NORTHERN_IRELAND], 1)
        return {**{area: dict(counts) for area, counts in areas.items()}, **found}

    @cached_property
    def postcodes_of_district(self) -> dict[str, int]:
        """How many postcodes each district has."""
        found: dict[str, int] = defaultdict(int)
        for outcode, counts in self.outcodes.items():
            if any(sign.isdigit() for sign in outcode):
                for district, count in counts.items():
                    found[district] += count
        return found


def _shares(cell: str) -> dict[str, float]:
    """``E06000001 E06000002:0.25`` as a mapping."""
    found = {}
    for part in cell.split():
        code, _, share = part.partition(":")
        found[code] = float(share or 1)
    return found
