"""What the best completion of a set could be worth at most, for thousands of sets at once.

Every cell that is still uncovered has a price between nothing and its weight. Whatever joins, a
cell pays the difference between weight and price once, and its price to every member that covers
it; so a set plus its r dearest candidates is never worth less than any completion of it. Rules that
add up (days, experts, money …) are priced in the same way, as further columns. Prices are free to
choose: some steps of a subgradient method look for those that make the bound small.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funding_radar.consortium.arrays import Bools
from funding_radar.consortium.relaxation import Floats, Relaxation
from funding_radar.consortium.rules import Ints

NARROW = 6
"""Columns are gathered for each node where candidates are fewer than one in this many."""


@dataclass(slots=True)
class Nodes:
    """Sets of one size with the candidates that may still join each; nobody's number fills gaps."""

    members: Ints
    candidates: NDArray[np.int32]
    prices: Floats
    bound: Floats

    def __len__(self) -> int:
        return len(self.members)

    @property
    def size(self) -> int:
        """How many members each set has."""
        return int(self.members.shape[1])

    def take(self, rows: Ints | Bools) -> "Nodes":
        """Some of them."""
        return Nodes(self.members[rows], self.candidates[rows], self.prices[rows], self.bound[rows])


@dataclass(slots=True)
class Priced:
    """Nodes under prices: bounds, and what each candidate is worth."""

    nodes: Nodes
    room: int
    constant: Floats
    """(nodes): what the set is worth, with what uncovered cells pay once and rules owe."""
    lead: Floats
    """(nodes): the most that a lead can add, inside or joining."""
    lead_here: Floats
    """(nodes): the same of leads inside alone; minus infinity where there is none."""
    worth: Floats
    """(nodes, candidates): what each candidate is worth."""
    among: Floats
    """(nodes, candidates): the part of its worth that is trust in other candidates."""
    free: Floats
    """(nodes, columns): prices of what is still uncovered, and of the rules."""
    owed: Floats
    """(nodes, rules): what is still missing to keep each rule."""

    def __len__(self) -> int:
        return len(self.nodes)


class Pricing:
    """A batch of nodes, and all about them that does not change with prices."""

    def __init__(self, relaxed: Relaxation, nodes: Nodes, room: int) -> None:
        arrays, members = relaxed.arrays, nodes.members
        self.relaxed, self.nodes, self.room = relaxed, nodes, room
        self.needed = max(0, arrays.rules.min_partners - nodes.size)
        self.rows = np.arange(len(nodes))
        covered = arrays.cover[members].any(axis=1)
        rules = np.ones((len(nodes), len(relaxed.least)), bool)
        self.open = np.hstack([~covered, rules])
        already = relaxed.columns[members][:, :, relaxed.cells :].sum(axis=1)
        self.owed = relaxed.least - already
        self.gain = np.maximum(arrays.weights, 0) * ~covered
        self.so_far = (
            covered @ arrays.weights
            + relaxed.base[members].sum(axis=1)
            + arrays.trust_within(members)
            + relaxed.constant
        )
        self.lead_here = relaxed.lead_bonus[members].max(axis=1, initial=-np.inf)
        self.lead_there = relaxed.lead_bonus[nodes.candidates]
        self.among = self._among()
        self.fixed = self._fixed()
        narrow = nodes.candidates.shape[1] * NARROW < len(relaxed.columns)
        self.gathered = relaxed.columns[nodes.candidates] if narrow else None

    def _among(self) -> Floats:
        """The part of each candidate's trust in other candidates that is counted with it."""
        candidates, nobody = self.nodes.candidates, self.relaxed.arrays.count
        present = np.zeros((nobody + 1, len(candidates)))
        present[candidates, np.arange(len(candidates))[:, None]] = 1.0
        present[nobody] = 0.0
        among: Floats = self.relaxed.pull @ present
        return among[candidates, np.arange(len(candidates))[:, None]]

    def _fixed(self) -> Floats:
        """What each candidate brings beside coverage: its score and its trust."""
        arrays, candidates = self.relaxed.arrays, self.nodes.candidates
        fixed = self.relaxed.base[candidates] + self.among
        inside = np.minimum(candidates, arrays.count - 1)
        for place in range(self.nodes.size):
            fixed += arrays.trust[self.nodes.members[:, place, None], inside]
        return fixed

    def keep(self, rows: Bools) -> None:
        """Go on with some of the nodes only."""
        if rows.all():
            return
        self.nodes = self.nodes.take(rows)
        for name in ("open", "owed", "gain", "so_far", "lead_here", "lead_there", "among", "fixed"):
            setattr(self, name, getattr(self, name)[rows])
        if self.gathered is not None:
            self.gathered = self.gathered[rows]

    def worth(self) -> Floats:
        """What each candidate is worth under the nodes' prices."""
        priced = self.nodes.prices * self.open
        if self.gathered is not None:
            paid: Floats = np.matmul(self.gathered, priced[:, :, None])[:, :, 0]
        else:
            everyone = priced @ self.relaxed.columns.T
            paid = np.take_along_axis(everyone, self.nodes.candidates, axis=1)
        paid += self.fixed
        return paid

    def constant(self) -> Floats:
        """What the set is worth, with what uncovered cells pay once and rules owe."""
        cells, prices = self.relaxed.cells, self.nodes.prices
        once = (self.gain - prices[:, :cells] * self.open[:, :cells]).sum(axis=1)
        constant: Floats = self.so_far + once - (prices[:, cells:] * self.owed).sum(axis=1)
        return constant

    def full_prices(self) -> None:
        """Price each cell at its full weight: exact for the last place, loose before."""
        self.nodes.prices = np.zeros_like(self.nodes.prices)
        self.nodes.prices[:, : self.relaxed.cells] = np.maximum(self.relaxed.arrays.weights, 0)

    def price(self, steps: int, least: float, target: float) -> Priced:
        """Look for better prices in some steps towards ``target``; drops nodes under ``least``."""
        for step in range(steps + 1):
            worth = self.worth()
            at, values = self._dearest(worth)
            bound = self.constant() + self._joined(values).sum(axis=1) + self._lead(worth, values)
            if values.shape[1] < self.needed:
                bound[:] = -np.inf
            self.nodes.bound = np.minimum(self.nodes.bound, bound)
            alive = bound >= least
            if not alive.all():
                self.keep(alive)
                worth, bound, at, values = (x[alive] for x in (worth, bound, at, values))
            if step == steps or not len(self.nodes):
                break
            self._step(at, self._joined(values), bound - target)
        lead = np.maximum(self.lead_here, self.lead_there.max(axis=1, initial=-np.inf))
        free = self.nodes.prices * self.open
        return Priced(
            nodes=self.nodes,
            room=self.room,
            constant=self.constant(),
            lead=lead,
            lead_here=self.lead_here,
            worth=worth,
            among=self.among,
            free=free,
            owed=self.owed,
        )

    def _dearest(self, worth: Floats) -> tuple[Ints, Floats]:
        """Places and worths of the ``room`` dearest candidates of each node, dearest first."""
        room = min(self.room, worth.shape[1])
        at = (
            np.argpartition(-worth, room - 1, axis=1)[:, :room]
            if room
            else worth[:, :0].astype(int)
        )
        values = np.take_along_axis(worth, at, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        return np.take_along_axis(at, order, axis=1), np.take_along_axis(values, order, axis=1)

    def _joined(self, values: Floats) -> Floats:
        """What the dearest bring: as many as must join, then those that are worth something."""
        place = np.arange(values.shape[1])
        return np.where(place < self.needed, values, np.maximum(values, 0.0))

    def _lead(self, worth: Floats, values: Floats) -> Floats:
        """The most that a lead adds: one inside, or one that joins and may push out the last."""
        last = values[:, -1:] if values.shape[1] == self.room else np.full((len(worth), 1), -np.inf)
        taken = np.isfinite(last) & (last >= 0)
        last = np.where(taken, last, 0.0)
        joining = self.lead_there + np.where(taken, np.minimum(worth, last) - last, 0.0)
        most: Floats = np.maximum(self.lead_here, joining.max(axis=1, initial=-np.inf))
        return most

    def _step(self, at: Ints, counted: Floats, excess: Floats) -> None:
        """A Polyak step: what several of the dearest cover gets cheaper, what none does dearer."""
        cells, cap, prices = self.relaxed.cells, self.relaxed.cap, self.nodes.prices
        chosen = np.take_along_axis(self.nodes.candidates, at, axis=1)
        counts = np.isfinite(counted) & (counted != 0.0)
        slope = (self.relaxed.columns[chosen] * counts[:, :, None]).sum(axis=1)
        slope[:, :cells] -= 1.0
        slope[:, cells:] -= self.owed
        slope *= self.open
        slope[(prices <= 0) & (slope > 0) | (prices >= cap) & (slope < 0)] = 0.0
        length = np.maximum(excess, 0.0) / np.maximum((slope**2).sum(axis=1), 1e-9)
        self.nodes.prices = np.clip(prices - length[:, None] * slope, 0.0, cap)
