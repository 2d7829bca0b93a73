"""What the gazetteer speaks in: places, mentions of places, and how two areas lie to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

WHOLE = 0.95
"""From this share on a district counts as wholly inside: what lies beyond is a border slip."""
SLIP = 0.05
"""Below this share nobody can say that a district has a part in a place."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place with an official code, or a town, postcode or loose area that stands for some.

    ``kind`` is one of country, region, county, met_county, ceremonial_county, former_county, cauth,
    ua, lad, former_lad, icb, former_icb, nhs_region, health_board, area (a loose one such as the
    Black Country), town (its code is its district's), outcode (its code is the outcode) and body
    (its code is that of what it serves).
    """

    code: str
    name: str
    kind: str
    label: str = ""
    """The name for people: "Hull", "NHS South Yorkshire ICB"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text: ``text`` is exactly ``text[start:end]`` of what was searched.

    ``codes`` are official codes in use today. ``kind`` is that of ``Place``, or "postcode"; "body"
    is a funder or office known by name, whose codes are the places that it serves; "adjective" is
    one like "Welsh" before those who are meant. ``ambiguous``
    marks a name with several meanings where nothing in the text settles it: the codes are then the
    likeliest.
    """

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    kind: str
    ambiguous: bool = False


class Standing(StrEnum):
    """Where what a member serves lies to a call's area."""

    INSIDE = "inside"
    PART = "part"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Overlap:
    """How what a member serves lies to a call's area, with the districts that both have.

    ``covers`` says that the member reaches all of the call's area.
    """

    standing: Standing
    shared: frozenset[str]
    covers: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """The districts of an area, each with its share inside; ``whole`` are those wholly inside."""

    shares: Mapping[str, float]
    whole: frozenset[str]
    districts: frozenset[str]

    @classmethod
    def of(cls, shares: Mapping[str, float]) -> "Extent":
        """The extent of districts and their shares."""
        whole = frozenset(code for code, share in shares.items() if share >= WHOLE)
        return cls(shares, whole, frozenset(shares))

    def holds(self, other: "Extent") -> Standing:
        """Where the other area lies to this one, by districts alone."""
        if other.districts <= self.whole and other.districts:
            return Standing.INSIDE
        if self.districts.isdisjoint(other.districts):
            return Standing.OUTSIDE if self.districts and other.districts else Standing.UNKNOWN
        surely = any(
            _must_meet(self.shares[d], other.shares[d]) for d in self.districts & other.districts
        )
        return Standing.PART if surely else Standing.UNKNOWN


def _must_meet(one: float, other: float) -> bool:
    """Whether two parts of one district must have ground in common."""
    if one >= WHOLE:
        return True
    return one >= SLIP and (other >= WHOLE or one + other > 1 + SLIP)
