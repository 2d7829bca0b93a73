"""What is asked of a search, what it finds, and the best few sets that it has met."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from funding_radar.consortium.arrays import NEVER, Bools
from funding_radar.consortium.rules import Ints

LOWEST = -1e15
"""Below every value: what has to be beaten while there is room for more sets."""

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A consortium and its value; members and lead are numbers."""

    value: int
    members: tuple[int, ...]
    lead: int


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted of a search: how many sets, with whom, how far from which others, how long."""

    wanted: int = 5
    forced: tuple[int, ...] = ()
    hints: Sequence[tuple[int, ...]] = ()
    """Sets to begin with, permitted or not; with enough of them the proof begins at once."""
    first_found: bool = False
    """Whether any permitted set will do: the search stops at the first."""
    away_from: Sequence[frozenset[int]] = ()
    distance: int = 1
    seconds: float | None = None
    clock: Clock = time.monotonic


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found, best first, and what no other set can exceed (None: there is none)."""

    found: tuple[Found, ...]
    bound: int | None
    proved: bool
    nodes: int


@dataclass(slots=True)
class Best:
    """The best few sets met so far, and what a set has to beat to be among them."""

    ask: Ask
    sets: dict[tuple[int, ...], Found] = field(default_factory=dict)

    @property
    def cutoff(self) -> float:
        """The value that a further set has to beat; LOWEST while there is room."""
        if len(self.sets) < self.ask.wanted:
            return LOWEST
        return min(found.value for found in self.sets.values())

    def offer(self, sets: Ints, values: Ints, leads: Ints) -> None:
        """Keep those that are permitted, far enough from the earlier ones, and good enough."""
        good = np.flatnonzero((values != NEVER) & (values > self.cutoff))
        good = good[self._far_enough(sets[good])]
        for at in good[np.argsort(-values[good], kind="stable")]:
            if values[at] <= self.cutoff:
                break
            members = tuple(sorted(int(i) for i in sets[at]))
            self.sets[members] = Found(int(values[at]), members, int(leads[at]))
            if len(self.sets) > self.ask.wanted:
                del self.sets[min(self.sets.values()).members]

    def _far_enough(self, sets: Ints) -> Bools:
        far = np.ones(len(sets), bool)
        for other in self.ask.away_from:
            shared = np.isin(sets, list(other)).sum(axis=1)
            far &= sets.shape[1] + len(other) - 2 * shared >= self.ask.distance
        return far

    def ranked(self) -> list[Found]:
        """Best first; equal values in the order of their members."""
        return sorted(self.sets.values(), key=lambda found: (-found.value, found.members))
