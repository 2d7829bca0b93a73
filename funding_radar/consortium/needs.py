"""What a call needs, as cells (a theme in a place for a group), and what a member offers of it; cells in words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from db.views import CallView, MemberView
from db.vocabulary import Group, Theme
from funding_radar.consortium.model import Cell
from funding_radar.gazetteer import Gazetteer
from funding_radar.phrases import listed

MOST_PLACES = 12
"""More districts than this are one place: nobody splits a national fund by council."""
ANY = "any"
MANY = 12


@dataclass(frozen=True, slots=True)
class Needs:
    """The cells of a call. Ids are ``theme|place|group``, ``theme:…`` and ``place:…``."""

    themes: tuple[Theme, ...]
    places: tuple[str, ...]
    groups: tuple[Group, ...]
    wanted: Mapping[str, float]
    """The districts of the call's area."""
    gazetteer: Gazetteer

    def covered_by(self, member: MemberView) -> frozenset[str]:
        """The cells that a member's profile offers."""
        themes: list[str] = [t for t in self.themes if t in member.themes]
        groups: list[str] = [g for g in self.groups if g in member.groups]
        places = self._places(member)
        # A call that names no theme, or no group, is open to any.
        themes = themes if self.themes else [ANY]
        groups = groups if self.groups else [ANY]
        if not places or not themes:
            return frozenset()
        cells = {f"{t}|{p}|{g}" for t in themes for p in places for g in groups}
        cells |= {f"theme:{t}" for t in themes if t != ANY}
        cells |= {f"place:{p}" for p in places if p != ANY}
        return frozenset(cells)

    def missed_by(self, member: MemberView) -> str:
        """Why a member covers nothing at all: its themes or its places are others than the call's."""
        if self.themes and not any(theme in member.themes for theme in self.themes):
            themes = listed([theme.label for theme in self.themes], MANY)
            return (
                f"it works on nothing that the call is for ({themes}), as far as its profile says"
            )
        return "it works in none of the call's places, as far as its profile says"

    def _places(self, member: MemberView) -> list[str]:
        served = self.gazetteer.districts(member.places) or (
            self.gazetteer.of_postcode(member.postcode)
        )
        if not self.wanted:
            return [ANY]
        if self.places:
            return [place for place in self.places if place in served]
        return [ANY] if self.wanted.keys() & served.keys() else []

    def labels(self) -> dict[str, str]:
        """Every cell by id, in words."""
        labels = {}
        for theme in self.themes or (ANY,):
            for place in self.places or (ANY,):
                for group in self.groups or (ANY,):
                    labels[f"{theme}|{place}|{group}"] = self._label(theme, place, group)
        labels |= {f"theme:{theme}": theme.label for theme in self.themes}
        labels |= {f"place:{place}": self.gazetteer.describe([place]) for place in self.places}
        return labels

    def _label(self, theme: Theme | str, place: str, group: Group | str) -> str:
        words = [theme.label if isinstance(theme, Theme) else "the work"]
        if place != ANY:
            words.append(f"in {self.gazetteer.describe([place])}")
        if isinstance(group, Group):
            words.append(f"for {group.label}")
        return " ".join(words)


def needs_of(call: CallView, gazetteer: Gazetteer) -> Needs:
    """What a call asks for."""
    wanted = gazetteer.districts(call.areas)
    places = tuple(sorted(wanted)) if 1 < len(wanted) <= MOST_PLACES else ()
    return Needs(tuple(sorted(call.themes)), places, tuple(sorted(call.groups)), wanted, gazetteer)


def cells_of(labels: Mapping[str, str], need: int, *, theme: int, place: int) -> tuple[Cell, ...]:
    """The cells with their weights."""
    kinds = {"theme": theme, "place": place}
    return tuple(Cell(id_, kinds.get(id_.partition(":")[0], need)) for id_ in labels)


def in_words(labels: Mapping[str, str], cells: Collection[str]) -> list[str]:
    """Cells said briefly: one phrase for what and whom, with its places together; themes and places alone last.

    >>> in_words({"theme:food": "food", "place:S": "Sheffield"}, ["food|S|any", "place:S"])
    ['food in Sheffield']
    """
    places: dict[tuple[str, str], list[str]] = {}
    for cell in sorted(cells):
        parts = cell.split("|")
        if len(parts) == 3:
            there = places.setdefault((parts[0], parts[2]), [])
            there += [labels[f"place:{parts[1]}"]] if parts[1] != ANY else []
    said = [_phrase(labels, theme, group, there) for (theme, group), there in places.items()]
    if said:
        return said
    return sorted(labels[cell] for cell in cells)


def _phrase(labels: Mapping[str, str], theme: str, group: str, places: list[str]) -> str:
    words = [labels.get(f"theme:{theme}", "the work")]
    words += [f"for {Group(group).label}"] if group != ANY else []
    words += [f"in {listed(sorted(places), MANY)}"] if places else []
    return " ".join(words)
