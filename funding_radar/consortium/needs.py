"""What a call asks for, cell by cell, theme by place by group, and who covers which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from db.views import CallView, MemberView
from db.vocabulary import Field, Group, Theme
from funding_radar.consortium.settings import ConsortiumSettings

ANY = ""
"""Stands for a theme, place or group where the call names none: everyone meets it."""


class Places(Protocol):
    """What is asked of a gazetteer."""

    def districts(self, codes: Iterable[str]) -> dict[str, float]:
        """Council districts that codes come to, with the share of each inside."""

    def describe(self, codes: Sequence[str]) -> str:
        """An area in a few plain words."""


@dataclass(frozen=True, slots=True)
class Need:
    """One cell of a call: a theme in a place for a group; ANY where the call does not say."""

    theme: str
    place: str
    group: str

    @property
    def id(self) -> str:
        """The cell's id in the problem."""
        return f"{self.theme or 'any'}/{self.place or 'any'}/{self.group or 'any'}"

    def words(self, place_name: str) -> str:
        """The cell as people read it.

        >>> Need("suicide_prevention", "E08000039", "men_and_boys").words("Sheffield")
        'suicide prevention in Sheffield for men and boys'
        """
        theme = Theme(self.theme).label if self.theme else "the work"
        place = f" in {place_name}" if self.place else ""
        group = f" for {Group(self.group).label}" if self.group else ""
        return theme + place + group


@dataclass(frozen=True, slots=True)
class Asked:
    """The needs of a call with their weights, and which of the three the call does not name."""

    weights: Mapping[Need, int]
    names: Mapping[str, str]
    """Words of each place, by code."""
    silent: tuple[str, ...]

    def words(self, need: Need) -> str:
        """A need as people read it."""
        return need.words(self.names.get(need.place, need.place))


def asked(
    call: CallView, members: Sequence[MemberView], places: Places, settings: ConsortiumSettings
) -> Asked:
    """The needs of a call: every theme, place and group that it names; places by share."""
    shares = _places(call, members, places, settings)
    themes = sorted(theme.value for theme in call.themes) or [ANY]
    groups = sorted(group.value for group in call.groups) or [ANY]
    whole = sum(shares.values()) * len(themes) * len(groups)
    points = settings.coverage_points * POINT
    weights = {
        Need(theme, place, group): round(points * shares[place] / whole)
        for theme, place, group in product(themes, shares, groups)
    }
    names = {place: places.describe([place]) or place for place in shares if place}
    named = {"themes": call.themes, "areas": call.areas, "groups": call.groups}
    return Asked(weights, names, tuple(name for name, values in named.items() if not values))


POINT = 1000
"""Thousandths of a point: the problem counts in these, and money in pounds, all whole."""


def _places(
    call: CallView, members: Sequence[MemberView], places: Places, settings: ConsortiumSettings
) -> dict[str, float]:
    """Districts of a call with their shares; of a wide call those where most members work."""
    districts = places.districts(call.areas)
    excluded = places.districts(call.value(Field.EXCLUDED_AREAS) or ())
    districts = {code: share for code, share in districts.items() if code not in excluded}
    if not districts:
        return {ANY: 1.0}
    if len(districts) <= settings.max_places:
        return districts
    served = [places.districts(member.places) for member in members]
    reach = {code: sum(code in one for one in served) for code in districts}
    widest = sorted(districts, key=lambda code: (-reach[code], code))[: settings.max_places]
    return {code: districts[code] for code in widest}


def covers(member: MemberView, asked_for: Asked, places: Places) -> frozenset[Need]:
    """The needs that a member covers by its own profile.

    A member that names no groups is taken to be open to all; one that names no places or themes
    covers no need of a call that does.
    """
    served = places.districts(member.places)
    themes, groups = set(member.themes), set(member.groups)
    return frozenset(
        need
        for need in asked_for.weights
        if (not need.theme or need.theme in themes)
        and (not need.place or need.place in served)
        and (not need.group or not groups or need.group in groups)
    )
