"""What happened before: who had chances and who was chosen, who led, who knows whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from funding_radar.consortium.settings import ConsortiumSettings

Pair = frozenset[int]


@dataclass(frozen=True, slots=True)
class History:
    """The past of an alliance by member id. Pairs are private: they are never printed."""

    matched: Mapping[int, Sequence[date]] = field(default_factory=dict)
    """When a call matched each member."""
    chosen: Mapping[int, Sequence[date]] = field(default_factory=dict)
    """When each member was chosen for a consortium."""
    led: Mapping[int, Sequence[date]] = field(default_factory=dict)
    partners: frozenset[Pair] = frozenset()
    conflicts: frozenset[Pair] = frozenset()
    competing: frozenset[Pair] = frozenset()
    """Members of different bids for the same call."""


def owed(history: History, member: int, today: date, half_life: int) -> float:
    """From 0 to 1: chances missed out of chances had, older ones counting less.

    One chance more than there were is counted, so that a single miss does not owe everything.
    """
    had = _weighed(history.matched.get(member, ()), today, half_life)
    given = _weighed(history.chosen.get(member, ()), today, half_life)
    return max(0.0, had - given) / (had + 1.0)


def led_lately(history: History, member: int, today: date, settings: ConsortiumSettings) -> bool:
    """Whether it led a bid within the days of rest."""
    return any(
        0 <= (today - on).days < settings.lead_rest_days for on in history.led.get(member, ())
    )


def _weighed(days: Sequence[date], today: date, half_life: int) -> float:
    return float(sum(0.5 ** (max(0, (today - on).days) / half_life) for on in days))


def capped_trust(pairs: frozenset[Pair], points: int, cap: int) -> dict[Pair, int]:
    """Points of each pair, lowered where old partners are so many that one would pass its cap."""
    ties: dict[int, int] = {}
    for pair in pairs:
        for member in pair:
            ties[member] = ties.get(member, 0) + 1
    return {pair: min(points, *(cap // ties[member] for member in pair)) for pair in pairs}
