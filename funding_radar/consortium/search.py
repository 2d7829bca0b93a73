"""Finds the best few consortia and proves that there are none better: branch and bound in batches.

A node is a set with the candidates that may still join it. Nodes of one size are bounded some
hundreds at a time, so the arithmetic is done by NumPy and BLAS (``bounds.py``, ``branch.py``). The
deepest batch goes first, and of one parent's batches the one with the best bounds.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from math import floor, inf

import numpy as np

from funding_radar.consortium.arrays import NEVER, Arrays, Bools
from funding_radar.consortium.bounds import Nodes, Pricing
from funding_radar.consortium.branch import Pairs, Sorted, brood, in_order, pairs
from funding_radar.consortium.presolve import possible_members
from funding_radar.consortium.prices import root_prices
from funding_radar.consortium.relaxation import Floats, Relaxation, relaxation
from funding_radar.consortium.rules import Ints

CELLS_IN_BATCH = 1 << 17
"""Candidates in one batch of nodes, all together: enough for BLAS, few enough for the cache."""
STEPS = 12
"""Steps to better prices at every node that is still alive: fewer nodes against dearer nodes."""
DIVE = 200
"""Nodes kept on each level by the dive that finds the first good consortia."""
LOWEST = -1e15
"""Below every value: what has to be beaten while there is room for more sets."""
SLACK = 1e-4
"""How far a bound, which is floating, may be below the value that it bounds."""

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


@dataclass(slots=True)
class Search:
    """One search of one relaxed problem."""

    relaxed: Relaxation
    best: Best
    until: float = inf
    nodes: int = 0

    @property
    def least(self) -> float:
        """What a bound has to reach: values are whole, so a better set is better by one."""
        return self.best.cutoff + 1 - SLACK

    @property
    def _enough(self) -> bool:
        return self.best.ask.first_found and bool(self.best.sets)

    def below(self, root: Nodes) -> float:
        """Search below until nothing beats the best; the bound of what is left if stopped."""
        waiting = [root]
        while waiting:
            if self.best.ask.clock() > self.until or self._enough:
                break
            for children in self._expand(waiting.pop()):
                waiting += self._batches(children)
        return max((float(nodes.bound.max()) for nodes in waiting), default=-inf)

    def begin(self, prices: Floats) -> Nodes:
        """The node to start from, bounded; offers the hints, and the forced members as they are."""
        arrays, ask = self.relaxed.arrays, self.best.ask
        root = _roots(arrays, np.array([ask.forced], np.int64).reshape(1, -1), prices)
        room = arrays.rules.max_partners - root.size
        if room > 0:
            Pricing(self.relaxed, root, room).price(0, -inf, 0.0)
        for members in (ask.forced, *ask.hints):
            if arrays.rules.min_partners <= len(members) <= arrays.rules.max_partners:
                sets = np.array([members], np.int64)
                self.best.offer(sets, *arrays.worth(sets))
        return root

    def dive(self, root: Nodes) -> None:
        """Go down once with the best few nodes of each level only."""
        width = DIVE if self.best.ask.wanted > 1 else DIVE // 4
        while born := self._expand(root, width):
            root = self._joined(born)
            root = root.take(np.argsort(-root.bound, kind="stable")[:width])

    def polish(self, prices: Floats) -> None:
        """Exchange one member, then two, in the best two sets, until nothing improves."""
        tried: set[tuple[tuple[int, ...], int]] = set()
        for out in (1, 2):
            while fresh := [
                f.members
                for f in self.best.ranked()[:2]
                if (f.members, out) not in tried and len(f.members) > out
            ]:
                tried.add((fresh[0], out))
                self.below(self._without(fresh[0], out, prices))

    def _without(self, members: tuple[int, ...], out: int, prices: Floats) -> Nodes:
        """The subsets with so many members fewer (forced ones stay), everyone else a candidate."""
        forced = set(self.best.ask.forced)
        subsets = [s for s in combinations(members, len(members) - out) if forced <= set(s)]
        return _roots(self.relaxed.arrays, np.array(subsets, np.int64), prices)

    def _expand(self, nodes: Nodes, width: int | None = None) -> list[Nodes]:
        nodes = nodes.take(nodes.bound >= self.least)
        room = self.relaxed.arrays.rules.max_partners - nodes.size
        if not len(nodes) or room < 1:
            return []
        self.nodes += len(nodes)
        self._refuse_near(nodes)
        pricing = Pricing(self.relaxed, nodes, room)
        if room > 2:
            target = self.best.cutoff if self.best.cutoff > LOWEST else 0.97 * nodes.bound.max()
            priced = pricing.price(STEPS, self.least, target)
        else:
            pricing.full_prices()
            priced = pricing.price(0, self.least, 0.0)
        if not len(priced):
            return []
        whole = in_order(priced, self.least)
        if width is not None and room > 2:
            whole.narrow(width)
        node, place = whole.children(self.least)
        self._offer(priced.nodes.members[node], whole.candidates[node, place])
        if room == 1:
            return []
        looked = (self._follow(whole, ahead) for ahead in pairs(self.relaxed, whole, self.least))
        return [children for children in looked if len(children)]

    def _follow(self, whole: Sorted, ahead: Pairs) -> Nodes:
        """The children that are nodes; with two places left, complete sets are offered instead."""
        priced, arrays = whole.priced, self.relaxed.arrays
        if priced.room > 2:
            needed = max(0, arrays.rules.min_partners - priced.nodes.size)
            return brood(whole, ahead, self.least, arrays.count, needed)
        lead = priced.lead[ahead.rows, None, None]
        reached = ahead.worth + (ahead.constant[:, :, None] + lead)
        node, place, at = np.nonzero(reached >= self.least)
        child = ahead.candidates[node, place]
        sets = np.column_stack([priced.nodes.members[ahead.rows[node]], child])
        self._offer(sets, ahead.candidates[node, at])
        return priced.nodes.take(np.zeros(0, np.int64))

    def _offer(self, sets: Ints, joined: Ints) -> None:
        if len(sets) and sets.shape[1] + 1 >= self.relaxed.arrays.rules.min_partners:
            full = np.column_stack([sets, joined])
            self.best.offer(full, *self.relaxed.arrays.worth(full))

    def _refuse_near(self, nodes: Nodes) -> None:
        """Take out candidates with whom every set would be too near an earlier one."""
        arrays, ask = self.relaxed.arrays, self.best.ask
        for other in ask.away_from:
            inside = np.zeros(arrays.count + 1, bool)
            inside[[i for i in other if i >= 0]] = True
            shared = inside[nodes.members].sum(axis=1) + 1
            full = arrays.rules.max_partners + len(other) - 2 * shared < ask.distance
            refused = full[:, None] & inside[nodes.candidates]
            nodes.candidates = np.where(refused, np.int32(arrays.count), nodes.candidates)

    def _batches(self, nodes: Nodes) -> list[Nodes]:
        """Nodes in batches, the best bounds last."""
        size = max(8, CELLS_IN_BATCH // nodes.candidates.shape[1])
        order = np.argsort(nodes.bound, kind="stable")
        return [nodes.take(order[at : at + size]) for at in range(0, len(order), size)]

    def _joined(self, parts: list[Nodes]) -> Nodes:
        width = max(part.candidates.shape[1] for part in parts)
        nobody = self.relaxed.arrays.count
        widened = [
            np.pad(
                part.candidates,
                ((0, 0), (0, width - part.candidates.shape[1])),
                constant_values=nobody,
            )
            for part in parts
        ]
        return Nodes(
            np.concatenate([part.members for part in parts]),
            np.concatenate(widened),
            np.concatenate([part.prices for part in parts]),
            np.concatenate([part.bound for part in parts]),
        )


def _roots(arrays: Arrays, sets: Ints, prices: Floats) -> Nodes:
    """Nodes for sets to begin from: everyone outside and in conflict with nobody is a candidate."""
    out: Bools = np.array(arrays.conflict[sets].any(axis=1))
    np.put_along_axis(out, sets, True, axis=1)
    everyone = np.arange(arrays.count)
    candidates = np.where(out, arrays.count, everyone).astype(np.int32)
    bound = np.full(len(sets), inf)
    return Nodes(sets, candidates, np.repeat(prices[None, :], len(sets), axis=0), bound)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A problem made ready to be searched, again and again with different wishes."""

    arrays: Arrays
    kept: Ints
    relaxed: Relaxation | None
    prices: Floats

    @property
    def number(self) -> dict[int, int]:
        """The number of each member that is left, by its number in the problem."""
        return {int(old): new for new, old in enumerate(self.kept)}


def prepare(arrays: Arrays) -> Prepared:
    """Leave out who cannot be in any consortium, and find prices to begin from."""
    kept = possible_members(arrays)
    if not len(kept):
        return Prepared(arrays, kept, None, np.zeros(0))
    rough = relaxation(arrays.only(kept))
    prices, pull = root_prices(rough)
    return Prepared(arrays, kept, relaxation(rough.arrays, pull), prices)


def solve(problem: Arrays | Prepared, ask: Ask | None = None) -> Outcome:
    """The best consortia with proof, or the best found with a bound when time is up.

    The work and its order depend on the problem alone, so the same problem has the same answer.
    """
    ask = ask or Ask()
    until = inf if ask.seconds is None else ask.clock() + ask.seconds
    ready = problem if isinstance(problem, Prepared) else prepare(problem)
    number = ready.number
    if ready.relaxed is None or any(i not in number for i in ask.forced):
        return Outcome((), None, True, 0)
    search = Search(ready.relaxed, Best(_renumbered(ask, number)), until)
    root = search.begin(ready.prices)
    left = -inf
    if root.bound[0] > -inf:
        if len(search.best.sets) < ask.wanted:
            search.dive(root)
            if not ask.first_found:
                search.polish(root.prices[0])
        left = search.below(root)
    kept = ready.kept
    found = tuple(
        Found(f.value, tuple(int(kept[i]) for i in f.members), int(kept[f.lead]))
        for f in search.best.ranked()
    )
    most = max([float(f.value) for f in found[:1]] + [floor(left + SLACK) if left > -inf else -inf])
    return Outcome(found, int(most) if most > -inf else None, left == -inf, search.nodes)


def _renumbered(ask: Ask, number: dict[int, int]) -> Ask:
    """The same wish in the numbers of who is left; others get numbers of their own."""
    return replace(
        ask,
        forced=tuple(number[i] for i in ask.forced),
        away_from=[frozenset(number.get(i, -1 - i) for i in other) for other in ask.away_from],
        hints=[tuple(number[i] for i in h) for h in ask.hints if all(i in number for i in h)],
    )


def solve_diverse(problem: Arrays | Prepared, ask: Ask) -> Outcome:
    """One after the other the best set that differs from every earlier one in enough members."""
    ready = problem if isinstance(problem, Prepared) else prepare(problem)
    until = None if ask.seconds is None else ask.clock() + ask.seconds
    found: list[Found] = []
    bound, proved, nodes = None, True, 0
    while len(found) < ask.wanted:
        left = None if until is None else max(0.0, until - ask.clock())
        away = [frozenset(f.members) for f in found]
        outcome = solve(ready, replace(ask, wanted=1, away_from=away, seconds=left))
        nodes += outcome.nodes
        proved &= outcome.proved
        bound = bound if found else outcome.bound
        if not outcome.found:
            break
        found += outcome.found
    return Outcome(tuple(found), bound, proved, nodes)
