"""Finds the best few consortia and proves that there are none better: branch and bound in batches.

A node is a set with the candidates that may still join it. Nodes of one size are bounded some
hundreds at a time, so the arithmetic is done by NumPy and BLAS (``bounds.py``, ``branch.py``). The
deepest batch goes first, and of one parent's batches the one with the best bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf

import numpy as np

from funding_radar.consortium.arrays import Arrays, Bools
from funding_radar.consortium.best import LOWEST, Best
from funding_radar.consortium.bounds import Nodes, Pricing
from funding_radar.consortium.branch import Pairs, Sorted, brood, in_order, pairs
from funding_radar.consortium.relaxation import Floats, Relaxation
from funding_radar.consortium.rules import Ints

CELLS_IN_BATCH = 1 << 17
"""Candidates in one batch of nodes, all together: enough for BLAS, few enough for the cache."""
STEPS = 12
"""Steps to better prices at every node that is still alive: fewer nodes against dearer nodes."""
FIRST_STEPS, FEW_ENOUGH, MANY = (1, 4, 8, 14), 5000, 2500
"""Numbers of steps at the root that are tried until the grandchildren are few enough. Where they
are still many, another dive from them finds better sets first."""
DIVE = 300
"""Nodes kept on each level by the dive that finds the first good consortia."""
POLISHED, OUT = 5, (1, 2)
"""How many of the best sets are polished, and by exchanges of how many members."""
KERNEL = 300
"""The dive looks at so many of the dearest candidates only."""

SLACK = 1e-4
"""How far a bound, which is floating, may be below the value that it bounds."""


@dataclass(slots=True)
class Search:
    """One search of one relaxed problem."""

    relaxed: Relaxation
    best: Best
    until: float = inf
    nodes: int = 0
    given_up: float = -inf
    """The best bound of nodes that were left half looked at when time was up."""

    @property
    def least(self) -> float:
        """What a bound has to reach: values are whole, so a better set is better by one."""
        return self.best.cutoff + 1 - SLACK

    @property
    def _enough(self) -> bool:
        return self.best.ask.first_found and bool(self.best.sets)

    def prove(self, root: Nodes) -> float:
        """Search below the root from prices that lead to few grandchildren.

        How many nodes a search takes depends on chance in the first prices, sometimes tenfold. So
        several are tried for two levels, until one is good enough.
        """
        found: list[Nodes] | None = None
        for steps in FIRST_STEPS:
            most = inf if steps == FIRST_STEPS[-1] else FEW_ENOUGH
            found = self._grandchildren(root, steps, most)
            if found is not None or self._over:
                break
        if found is None:
            return float(root.bound.max())
        if found and not self._over and _count(found) > MANY:
            self._descend(self._foremost(self._joined(found)))
            self.polish(root.prices[0])
        return self.below(*found)

    def _grandchildren(self, root: Nodes, steps: int, most: float) -> list[Nodes] | None:
        """The nodes two levels down, in batches; None when they are too many, or time is up."""
        born: list[Nodes] = []
        for children in self._expand(root.take(np.arange(len(root))), steps=steps):
            for batch in reversed(self._batches(children)):
                if self._over or _count(born) > most:
                    return None
                born += self._expand(batch)
        return [batch for nodes in born for batch in self._batches(nodes)]

    @property
    def _over(self) -> bool:
        return self.best.ask.clock() > self.until or self._enough

    def below(self, *roots: Nodes) -> float:
        """Search below until nothing beats the best; the bound of what is left if stopped."""
        waiting = sorted(roots, key=lambda nodes: float(nodes.bound.max()))
        while waiting:
            if self._over:
                break
            for children in self._expand(waiting.pop()):
                waiting += self._batches(children)
        return max((self.given_up, *(float(nodes.bound.max()) for nodes in waiting)))

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
        """Find first good sets among the dearest candidates."""
        self._descend(self._dearest(root))

    def _descend(self, nodes: Nodes) -> None:
        """Go down once with the best few nodes of each level only."""
        while not self._enough and (born := self._expand(nodes, self._width)):
            nodes = self._foremost(self._joined(born))

    @property
    def _width(self) -> int:
        """How wide to dive: one set is found with less."""
        return DIVE if self.best.ask.wanted > 1 else DIVE // 5

    def _foremost(self, nodes: Nodes) -> Nodes:
        return nodes.take(np.argsort(-nodes.bound, kind="stable")[: self._width])

    def _dearest(self, root: Nodes) -> Nodes:
        """The root with its dearest candidates only."""
        room = self.relaxed.arrays.rules.max_partners - root.size
        if room < 1 or root.candidates.shape[1] <= KERNEL:
            return root
        worth = Pricing(self.relaxed, root, room).worth()
        kept = np.sort(np.argsort(-worth, axis=1, kind="stable")[:, :KERNEL], axis=1)
        candidates = np.take_along_axis(root.candidates, kept, axis=1)
        return Nodes(root.members, candidates, root.prices, root.bound)

    def polish(self, prices: Floats) -> None:
        """Exchange one member, then two, in the best two sets, until nothing improves."""
        tried: set[tuple[tuple[int, ...], int]] = set()
        for out in OUT:
            while fresh := [
                f.members
                for f in self.best.ranked()[:POLISHED]
                if (f.members, out) not in tried and len(f.members) > out
            ]:
                tried.add((fresh[0], out))
                self.below(self._without(fresh[0], out, prices))
        self.given_up = -inf

    def _without(self, members: tuple[int, ...], out: int, prices: Floats) -> Nodes:
        """The subsets with so many members fewer (forced ones stay), everyone else a candidate."""
        forced = set(self.best.ask.forced)
        subsets = [s for s in combinations(members, len(members) - out) if forced <= set(s)]
        return _roots(self.relaxed.arrays, np.array(subsets, np.int64), prices)

    def _expand(self, nodes: Nodes, width: int | None = None, steps: int = STEPS) -> list[Nodes]:
        nodes = nodes.take(nodes.bound >= self.least)
        room = self.relaxed.arrays.rules.max_partners - nodes.size
        if not len(nodes) or room < 1:
            return []
        self.nodes += len(nodes)
        self._refuse_near(nodes)
        pricing = Pricing(self.relaxed, nodes, room)
        if room > 2:
            target = self.best.cutoff if self.best.cutoff > LOWEST else 0.97 * nodes.bound.max()
            priced = pricing.price(steps, self.least, target)
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
        born = []
        for ahead in pairs(self.relaxed, whole, self.least):
            if self._over and width is None:
                self.given_up = max(self.given_up, float(nodes.bound.max()))
                break
            born.append(self._follow(whole, ahead))
        return [children for children in born if len(children)]

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


def _count(batches: Sequence[Nodes]) -> int:
    return sum(len(batch) for batch in batches)


def _roots(arrays: Arrays, sets: Ints, prices: Floats) -> Nodes:
    """Nodes for sets to begin from: everyone outside and in conflict with nobody is a candidate."""
    out: Bools = np.array(arrays.conflict[sets].any(axis=1))
    np.put_along_axis(out, sets, True, axis=1)
    everyone = np.arange(arrays.count)
    candidates = np.where(out, arrays.count, everyone).astype(np.int32)
    bound = np.full(len(sets), inf)
    return Nodes(sets, candidates, np.repeat(prices[None, :], len(sets), axis=0), bound)
