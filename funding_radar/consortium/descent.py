"""Finds the best few consortia and proves that there are none better: branch and bound in batches.

A node is a set with the candidates that may still join it. Nodes of one size are bounded some
hundreds at a time, so the arithmetic is done by NumPy and BLAS (``bounds.py``, ``branch.py``). The
batch with the best bound goes first, so that the bound falls all the time, should the search be
stopped.
"""

from dataclasses import dataclass
from itertools import combinations
from math import inf

import numpy as np

from funding_radar.consortium.arrays import Arrays, Bools
from funding_radar.consortium.best import LOWEST, Best
from funding_radar.consortium.bounds import Nodes, Priced, Pricing
from funding_radar.consortium.branch import Pairs, Sorted, brood, in_order, pairs
from funding_radar.consortium.relaxation import Floats, Relaxation
from funding_radar.consortium.rules import Ints

CELLS_IN_BATCH = 1 << 17
"""Candidates in one batch of nodes, all together: enough for BLAS, few enough for the cache."""
STEPS = 12
"""Steps to better prices at every node that is still alive: fewer nodes against dearer nodes."""
MANY = 2500
"""Where more nodes wait two levels down, another dive from them finds better sets first, in a pool of
up to ``PAIRS_UP_TO``: in a larger one the time is better spent on the proof."""
DIVE = 300
"""Nodes kept on each level by the dive that finds the first good consortia."""
POLISHED, OUT, PAIRS_UP_TO = 5, (1, 2), 2000
"""How many of the best sets are polished, by exchanges of how many members, and how large a pool
may be for more than one."""
OFFERED = 1 << 10
"""Complete sets that are weighed in one go."""
KERNEL = 300
"""The dive looks at so many of the dearest candidates only."""

ROUNDING = 1e-9
"""How far a sum of a rule's column may be below what the rule asks and still keep it."""


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
        return self.best.cutoff + 1 - self.relaxed.slack

    @property
    def _enough(self) -> bool:
        return self.best.ask.first_found and bool(self.best.sets)

    def prove(self, root: Nodes) -> float:
        """Search below the root; where much is left two levels down, look for better sets first."""
        first = self._expand(root.take(np.arange(len(root))), steps=0)
        first = sorted((b for nodes in first for b in self._batches(nodes)), key=_urgency)
        waiting: list[Nodes] = []
        while first and not self._over:
            waiting += self._expand(first.pop())
        waiting = [batch for nodes in waiting for batch in self._batches(nodes)]
        many = sum(map(len, waiting)) > MANY and self.relaxed.arrays.count <= PAIRS_UP_TO
        if many and not self._over:
            self._descend(self._foremost(self._joined(waiting)))
            self.polish(root.prices[0])
        return self.below(*first, *waiting)

    @property
    def _over(self) -> bool:
        return self.best.ask.clock() > self.until or self._enough

    def below(self, *roots: Nodes) -> float:
        """Search below until nothing beats the best; the bound of what is left if stopped."""
        waiting = list(roots)
        while waiting and not self._over:
            waiting.sort(key=_urgency)
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
        """Go down once with the best few nodes of each level only; to the first sets at any rate."""
        while not (self._over and self.best.sets) and (born := self._expand(nodes, self._width)):
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
        for out in OUT[: 1 if self.relaxed.arrays.count > PAIRS_UP_TO else None]:
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
        joined = whole.candidates[node, place]
        bound = whole.windows[node, place] + self._lead_lost(priced, node, joined)
        self._offer(priced.nodes.members[node], joined, bound, priced.owed[node])
        if room == 1:
            return []
        born = []
        for ahead in pairs(self.relaxed, whole, self.least):
            if self._over and width is None:
                self.given_up = max(self.given_up, whole.left)
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
        parent, joined = ahead.rows[node], ahead.candidates[node, at]
        bound = reached[node, place, at] + self._lead_lost(priced, parent, child, joined)
        self._offer(sets, joined, bound, priced.owed[parent] - self.relaxed.rules[child])
        return priced.nodes.take(np.zeros(0, np.int64))

    def _lead_lost(self, priced: Priced, node: Ints, *joined: Ints) -> Floats:
        """How much less the best lead in a complete set adds than the best that a node could have."""
        inside = priced.lead_here[node]
        for member in joined:
            inside = np.maximum(inside, self.relaxed.lead_bonus[member])
        return inside - priced.lead[node]

    def _offer(self, sets: Ints, joined: Ints, bound: Floats, owed: Floats) -> None:
        """Weigh complete sets exactly, the most promising first, as long as they could be better."""
        if not len(sets) or sets.shape[1] + 1 < self.relaxed.arrays.rules.min_partners:
            return
        kept = np.flatnonzero((self.relaxed.rules[joined] >= owed - ROUNDING)[:, :-1].all(axis=1))
        order = kept[np.argsort(-bound[kept], kind="stable")]
        for start in range(0, len(order), OFFERED):
            part = order[start : start + OFFERED]
            part = part[bound[part] >= self.least]
            if not len(part):
                break
            full = np.column_stack([sets[part], joined[part]])
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


def _urgency(nodes: Nodes) -> tuple[float, int]:
    return float(nodes.bound.max()), nodes.size


def _roots(arrays: Arrays, sets: Ints, prices: Floats) -> Nodes:
    """Nodes for sets to begin from: everyone outside and in conflict with nobody is a candidate."""
    out: Bools = np.array(arrays.conflict[sets].any(axis=1))
    np.put_along_axis(out, sets, True, axis=1)
    everyone = np.arange(arrays.count)
    candidates = np.where(out, arrays.count, everyone).astype(np.int32)
    bound = np.full(len(sets), inf)
    return Nodes(sets, candidates, np.repeat(prices[None, :], len(sets), axis=0), bound)
