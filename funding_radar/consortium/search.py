"""Finds the best few consortia and proves that there are none better: branch and bound in batches.

A node is a set with the candidates that may still join it. Each node's candidates are put in order
of their priced worth; the child that takes the candidate at place t keeps those after t, so every
set is met once, and its bound is the worth of a short run of the order. Nodes of one size are
bounded some hundreds at a time, so the arithmetic is done by NumPy and BLAS.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np

from funding_radar.consortium.arrays import NEVER, Arrays
from funding_radar.consortium.bounds import Floats, Nodes, Priced, Pricing, Relaxation, relaxation
from funding_radar.consortium.presolve import possible_members
from funding_radar.consortium.rules import Ints

CELLS_IN_BATCH = 1 << 17
"""Candidates in one batch of nodes, all nodes together: enough for BLAS, little enough for the cache."""
STEPS = 3
"""Steps to better prices at every node: fewer nodes against dearer nodes."""
DIVE = 200
"""Nodes kept on each level by the dive that finds the first good consortia."""


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A consortium and its value; members and lead are numbers."""

    value: int
    members: tuple[int, ...]
    lead: int


@dataclass(slots=True)
class Best:
    """The best few sets met so far, and what a set has to beat to be among them."""

    wanted: int
    apart_from: Sequence[frozenset[int]] = ()
    apart: int = 1
    sets: dict[tuple[int, ...], Found] = field(default_factory=dict)

    @property
    def cutoff(self) -> float:
        """The value that a further set has to beat; LOWEST while there is room."""
        if len(self.sets) < self.wanted:
            return LOWEST
        return min(found.value for found in self.sets.values())

    def offer(self, sets: Ints, values: Ints, leads: Ints) -> None:
        """Keep those that are permitted, far enough from the earlier ones, and good enough."""
        good = np.flatnonzero((values != NEVER) & (values > self.cutoff))
        for at in good[np.argsort(-values[good], kind="stable")]:
            if values[at] <= self.cutoff:
                break
            members = tuple(sorted(int(i) for i in sets[at]))
            if members not in self.sets and self._far_enough(members):
                self.sets[members] = Found(int(values[at]), members, int(leads[at]))
                self._drop_worst()

    def _far_enough(self, members: tuple[int, ...]) -> bool:
        return all(
            len(other.symmetric_difference(members)) >= self.apart for other in self.apart_from
        )

    def _drop_worst(self) -> None:
        if len(self.sets) > self.wanted:
            del self.sets[min(self.sets.values()).members]

    def ranked(self) -> list[Found]:
        """Best first; equal values in the order of their members."""
        return sorted(self.sets.values(), key=lambda found: (-found.value, found.members))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search found: the sets, best first, and what no set left out can exceed."""

    found: tuple[Found, ...]
    bound: float
    proved: bool
    nodes: int


LOWEST = -1e15
"""Below every value: what has to be beaten while there is room for more sets."""

Clock = Callable[[], float]


@dataclass(slots=True)
class Search:
    """One search of one problem. ``forced`` members are in every set."""

    arrays: Arrays
    wanted: int = 5
    seconds: float | None = None
    clock: Clock = time.monotonic
    nodes: int = 0

    def prove(self, relaxed: Relaxation, root: Nodes, best: Best) -> float:
        """Search below the root until nothing can beat ``best``; the bound of what was left at the stop."""
        waiting = Waiting(self.arrays.count)
        waiting.add(root)
        stop = None if self.seconds is None else self.clock() + self.seconds
        while batch := waiting.next():
            self._expand(relaxed, batch, best, waiting)
            if stop is not None and self.clock() > stop:
                return waiting.bound(best.cutoff)
        return -inf

    def dive(self, relaxed: Relaxation, root: Nodes, best: Best) -> None:
        """Go down once, keeping on each level the nodes with the best bounds only."""
        waiting = Waiting(self.arrays.count)
        waiting.add(root)
        while batch := waiting.next(at_most=DIVE):
            self._expand(relaxed, batch, best, waiting)

    def _expand(self, relaxed: Relaxation, nodes: Nodes, best: Best, waiting: "Waiting") -> None:
        nodes = nodes.take(nodes.bound >= best.cutoff + _EDGE)
        if not len(nodes):
            return
        self.nodes += len(nodes)
        room = self.arrays.rules.max_partners - nodes.members.shape[1]
        pricing = Pricing(relaxed, nodes, room)
        if room == 1:
            priced = pricing.price(pricing.marginal_prices(), 0, 0.0)
        else:
            target = best.cutoff if best.cutoff > LOWEST else 0.97 * float(nodes.bound.max())
            priced = pricing.price(nodes.prices, STEPS, target)
        for child_nodes in self._children(pricing, priced, best):
            waiting.add(child_nodes)

    def _children(self, pricing: Pricing, priced: Priced, best: Best) -> list[Nodes]:
        order = np.argsort(-priced.worth, axis=1, kind="stable")
        worth = np.take_along_axis(priced.worth, order, axis=1)
        sorted_candidates = np.take_along_axis(pricing.nodes.candidates, order, axis=1)
        windows = _Windows(pricing, priced, worth)
        node, place = np.nonzero(windows.bounds >= best.cutoff + _EDGE)
        if not len(node):
            return []
        joined = sorted_candidates[node, place]
        sets = np.column_stack([pricing.nodes.members[node], joined])
        if sets.shape[1] >= self.arrays.rules.min_partners:
            best.offer(sets, *self.arrays.worth(sets))
        if pricing.room == 1:
            return []
        return self._keep(pricing, priced, windows, (node, place, sets, sorted_candidates), best)

    def _keep(self, pricing, priced, windows, placed, best) -> list[Nodes]:
        node, place, sets, sorted_candidates = placed
        bounds = np.minimum(windows.bounds[node, place], priced.bound[node])
        ends = windows.ends(node, place, best.cutoff + _EDGE)
        length = ends - place - 1
        alive = (bounds >= best.cutoff + _EDGE) & (length > 0)
        made = []
        for rows in _alike(np.flatnonzero(alive), length):
            width = int(length[rows].max())
            at = place[rows, None] + 1 + np.arange(width)
            inside = at < ends[rows, None]
            candidates = sorted_candidates[
                node[rows, None], np.minimum(at, sorted_candidates.shape[1] - 1)
            ]
            candidates = np.where(inside, candidates, self.arrays.count)
            candidates = self._permitted(sets[rows], candidates)
            made.append(Nodes(sets[rows], candidates, priced.prices[node[rows]], bounds[rows]))
        return made

    def _permitted(self, sets: Ints, candidates: Ints) -> Ints:
        """Candidates without those that the newest member rules out; nobody's number in their place."""
        arrays, nobody = self.arrays, self.arrays.count
        inside = np.minimum(candidates, nobody - 1)
        out = arrays.conflict[sets[:, -1:], inside]
        full = arrays.large[sets].sum(axis=1) >= arrays.rules.max_large
        out |= full[:, None] & arrays.large[inside]
        return np.where(out, nobody, candidates)


_EDGE = 1 - 1e-4
"""Values are whole, so a set has to be better by one; bounds are floating, so by a little less."""


class _Windows:
    """Bounds of the children of sorted candidates: each takes one place and may take those after it."""

    def __init__(self, pricing: Pricing, priced: Priced, worth: Floats) -> None:
        count, room = worth.shape[1], pricing.room
        self.worth, self.room = worth, room
        gains = np.maximum(worth, 0.0)
        sums = np.hstack([np.zeros((len(worth), 1)), np.cumsum(gains, axis=1)])
        after = np.minimum(np.arange(count) + room, count)
        self.fixed = (priced.constant + pricing.any_lead)[:, None]
        self.sums = sums
        self.bounds = self.fixed + worth + sums[:, after] - sums[:, np.arange(count) + 1]

    def ends(self, node: Ints, place: Ints, least: float) -> Ints:
        """For each child the place after its last candidate that could still be in a good enough set."""
        count = self.worth.shape[1]
        # what the child and its room - 2 dearest later candidates bring without the last one
        others = np.minimum(place + self.room - 1, count)
        reached = self.fixed[node, 0] + self.worth[node, place]
        reached += self.sums[node, others] - self.sums[node, place + 1]
        return np.maximum(self._not_below(node, least - reached), place + 1)

    def _not_below(self, node: Ints, least: Floats) -> Ints:
        """How many candidates of each node are worth at least this: one look-up in all sorted rows laid end to end."""
        finite = self.worth[np.isfinite(self.worth)]
        low, high = finite.min(initial=0.0), finite.max(initial=0.0)
        reach = high - low + 2.0
        rows = np.arange(len(self.worth))[:, None] * reach
        line = (rows + high - np.clip(self.worth, low - 1.0, high)).ravel()
        wanted = node * reach + high - np.clip(least, low, high + 0.5)
        return np.searchsorted(line, wanted, side="right") - node * self.worth.shape[1]


def _alike(rows: Ints, length: Ints) -> list[Ints]:
    """The rows in groups whose lengths differ by less than a half."""
    kind = np.ceil(2 * np.log2(np.maximum(length[rows], 4))).astype(int)
    return [rows[kind == k] for k in np.unique(kind)]


class Waiting:
    """Nodes that wait for their turn, by size of set and by number of candidates."""

    def __init__(self, nobody: int) -> None:
        self.nobody = nobody
        self.piles: dict[tuple[int, int], list[Nodes]] = {}

    def add(self, nodes: Nodes) -> None:
        """Put nodes with the others of their kind."""
        if len(nodes):
            width = int(np.ceil(2 * np.log2(max(4, nodes.candidates.shape[1]))))
            self.piles.setdefault((nodes.members.shape[1], width), []).append(nodes)

    def next(self, at_most: int | None = None) -> Nodes | None:
        """The next batch: the smallest sets first, of these the ones with the best bounds.

        With ``at_most`` the rest of the kind is dropped.
        """
        if not self.piles:
            return None
        size = min(size for size, _ in self.piles)
        key = max(key for key in self.piles if key[0] == size)
        pile = self._joined(self.piles.pop(key))
        room = at_most or max(8, CELLS_IN_BATCH // pile.candidates.shape[1])
        if len(pile) <= room:
            return pile
        order = np.argsort(-pile.bound, kind="stable")
        if at_most is None:
            self.piles[key] = [pile.take(order[room:])]
        return pile.take(order[:room])

    def bound(self, least: float) -> float:
        """The best bound among all that wait."""
        return max(
            (float(n.bound.max()) for pile in self.piles.values() for n in pile), default=least
        )

    def _joined(self, pile: list[Nodes]) -> Nodes:
        if len(pile) == 1:
            return pile[0]
        width = max(n.candidates.shape[1] for n in pile)
        return Nodes(
            np.concatenate([n.members for n in pile]),
            np.concatenate([self._widened(n.candidates, width) for n in pile]),
            np.concatenate([n.prices for n in pile]),
            np.concatenate([n.bound for n in pile]),
        )

    def _widened(self, candidates: Ints, width: int) -> Ints:
        missing = width - candidates.shape[1]
        return np.pad(candidates, ((0, 0), (0, missing)), constant_values=self.nobody)


def solve(arrays: Arrays, wanted: int = 5, *, seconds: float | None = None) -> Outcome:
    """The best ``wanted`` consortia with proof, or the best found with a bound when time is up."""
    kept = possible_members(arrays)
    part = arrays.only(kept)
    best = Best(wanted)
    search = Search(part, wanted, seconds)
    if not len(kept):
        return Outcome((), -inf, True, 0)
    relaxed = relaxation(part)
    root = Nodes(
        np.empty((1, 0), np.int64),
        np.arange(part.count)[None, :],
        np.zeros((1, len(relaxed.cap))),
        np.array([inf]),
    )
    root.prices[:, : relaxed.cells] = 0.5 * np.maximum(part.weights, 0)
    root, relaxed = tune(relaxed, root, part)
    if root.bound[0] == -inf:
        return Outcome((), -inf, True, 0)
    search.dive(relaxed, root, best)
    left = search.prove(relaxed, root, best)
    found = tuple(
        Found(f.value, tuple(int(kept[i]) for i in f.members), int(kept[f.lead]))
        for f in best.ranked()
    )
    top = found[0].value if found else -inf
    return Outcome(found, max(top, np.floor(left + 1e-4)), left == -inf, search.nodes)


def tune(relaxed, root, part):
    pricing = Pricing(relaxed, root, part.rules.max_partners)
    b0 = pricing.price(root.prices, 0, 0).bound[0]
    priced = pricing.price(root.prices, 200, 0.6 * b0 if b0 > -inf else 0.0)
    root.prices, root.bound = priced.prices, priced.bound
    return root, relaxed
