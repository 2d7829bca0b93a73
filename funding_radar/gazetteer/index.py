"""Every name that can stand in a text, by its first words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from funding_radar.gazetteer.tables import Tables
from funding_radar.gazetteer.words import ADJECTIVES, NEVER, SPOKEN_FOR, WORDS

BODY_ENDS = (
    "council",
    "authority",
    "board",
    "icb",
    "ics",
    "partnership",
    "system",
    "cc",
    "foundation",
)
"""The last words of the name of an office."""
LARGE_TOWN = 60_000
"""A town of so many people is known by its bare name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in the index: its words after the first, and what it may mean."""

    rest: tuple[str, ...]
    key: str
    codes: tuple[str, ...]
    kind: str
    exact: str = ""
    strict: bool = False
    together: bool = False
    """Whether the codes are all meant, as those of a body, and not one of them."""

    @property
    def meanings(self) -> tuple[tuple[str, ...], ...]:
        """What it may mean, likeliest first."""
        return (self.codes,) if self.together else tuple((code,) for code in self.codes)


Index = dict[str, dict[str, list[Name]]]


class Names:
    """The names of places, funders and towns, with what each may mean."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def by_words(self) -> Index:
        """First word to second word (or nothing) to the names that begin so, longest first."""
        index: Index = {}
        for name in self._names():
            first, *rest = name.key.split()
            beginning = index.setdefault(first, {}).setdefault(rest[0] if rest else "", [])
            beginning.append(replace(name, rest=tuple(rest)))
        for beginnings in index.values():
            for names in beginnings.values():
                names.sort(key=lambda name: -len(name.rest))
        return index

    def _kind_of(self, key: str, code: str) -> str:
        """A council's, an ICB's or an authority's own name is a body's."""
        kind = self._tables.places[code].kind
        office = kind in ("icb", "former_icb", "nhs_region", "health_board") and " and " not in key
        acronym = kind == "cauth" and key.endswith("ca") and key in self._tables.exact
        return (
            "body"
            if office or acronym or key.endswith(BODY_ENDS) or key.startswith("nhs ")
            else kind
        )

    def _called_by_a_place(self, key: str) -> bool:
        """Whether a body is called by a place alone, which then says what it serves."""
        place = re.sub(r"s? (?:community foundation|cvs|voluntary action|cva)$", "", key)
        return place != key and place in self._tables.names

    def _names(self) -> Iterator[Name]:
        tables = self._tables
        for key, code in ADJECTIVES.items():
            yield Name((), key, (code,), "adjective")
        for key, codes in tables.names.items():
            kind, exact = self._kind_of(key, codes[0]), tables.exact.get(key, "")
            towns = tables.towns.get(key, ()) if kind not in ("country", "region") else ()
            alone = kind == "body" or " and " not in key or tables.places[codes[0]].kind != "icb"
            if key not in SPOKEN_FOR and alone:
                strict = key in WORDS or key in NEVER
                yield Name((), key, (*codes, *(t.code for t in towns)), kind, exact, strict)
        for key, codes in tables.bodies.items():
            if key not in tables.names and not self._called_by_a_place(key):
                yield Name((), key, codes, "body", tables.exact.get(key, ""), together=True)
        for key, towns in tables.towns.items():
            if key not in tables.names and key not in tables.bodies:
                large = tables.sizes[key] >= LARGE_TOWN and key not in WORDS
                yield Name(
                    (), key, tuple(dict.fromkeys(t.code for t in towns)), "town", "", not large
                )
