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
from scipy import sparse

from funding_radar.consortium.arrays import Arrays, Bools
from funding_radar.consortium.rules import Ints

Floats = NDArray[np.float64]
FAR = 1e18
NARROW = 6
"""Columns are gathered for each node where candidates are fewer than one in this many."""


@dataclass(frozen=True, slots=True)
class Row:
    """A rule that adds up: the sum of ``per_member`` over a set is at least ``least``."""

    per_member: Floats
    least: float
    cap: float = FAR


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A problem with its rules priced. One row more than members: the last stands for nobody."""

    arrays: Arrays
    columns: Floats
    """(members + 1, cells + rows): who covers what, and what each adds to each rule."""
    least: Floats
    cap: Floats
    base: Floats
    """(members + 1): what each brings whatever is covered; minus infinity for nobody."""
    constant: float
    lead_bonus: Floats
    pull: sparse.csr_array
    """Entry (i, j): the part of the trust between i and j that is counted with i."""
    bond: NDArray[np.float32]
    """Entry (i, j): what j is worth more when i joins: the rest of their trust; minus infinity in conflict."""

    @property
    def cells(self) -> int:
        """How many of the columns are cells."""
        return len(self.arrays.weights)


def relaxation(arrays: Arrays, pull: sparse.csr_array | None = None) -> Relaxation:
    """The relaxation of a problem; trust is split in halves unless ``pull`` says otherwise."""
    cells = arrays.cover.astype(np.float64)
    rows, constant, base = _rows(arrays)
    columns = np.column_stack([cells, *(row.per_member for row in rows)])
    gain = np.maximum(arrays.weights, 0).astype(np.float64)
    lead = _usable_leads(arrays)
    pull = _halves(arrays) if pull is None else pull
    return Relaxation(
        arrays=arrays,
        columns=np.vstack([columns, np.zeros(columns.shape[1])]),
        least=np.array([row.least for row in rows]),
        cap=np.concatenate([np.where(arrays.must, FAR, gain), [row.cap for row in rows]]),
        base=np.append(base, -np.inf),
        constant=constant,
        lead_bonus=np.append(np.where(lead, arrays.lead_score, -np.inf), -np.inf),
        pull=pull,
        bond=_bonds(arrays, pull),
    )


def _usable_leads(arrays: Arrays) -> NDArray[np.bool_]:
    return arrays.may_lead & (arrays.least_as_lead <= arrays.most_as_lead)


def _halves(arrays: Arrays) -> sparse.csr_array:
    half = sparse.coo_array(np.maximum(arrays.trust, 0) / 2.0)
    half.resize((arrays.count + 1, arrays.count + 1))
    return half.tocsr()


def _bonds(arrays: Arrays, pull: sparse.csr_array) -> NDArray[np.float32]:
    bond = np.full((arrays.count + 1, arrays.count + 1), -np.inf, np.float32)
    bond[:-1, :-1] = np.minimum(arrays.trust, 0)
    held = pull.tocoo()
    bond[held.coords] += held.data
    bond[:-1, :-1][arrays.conflict] = -np.inf
    return bond


def _rows(arrays: Arrays) -> tuple[list[Row], float, Floats]:
    """The rules that add up, the constant of the value, and what each member brings by itself.

    Money that can reach small members is at most what they can take and at most what others leave:
    the value counts the first, and the last row, with a price from 0 to 1, trades it for the second.
    """
    rules, budget, lead = arrays.rules, arrays.budget, _usable_leads(arrays)
    plain_empty = arrays.least > arrays.most
    least = np.where(plain_empty, arrays.least_as_lead, arrays.least)
    most = np.where(plain_empty, arrays.most_as_lead, arrays.most)
    small = arrays.small
    points = max(0, rules.points_per_small_thousand)

    def extreme(values: Ints, pick: str) -> int:
        found = values[lead]
        return int(getattr(found, pick)()) if len(found) else 0

    more = np.where(lead, arrays.most_as_lead - most, 0)
    needs_more = np.where(lead, arrays.least_as_lead - least, 0)
    extra, extra_small = extreme(more, "max"), extreme(np.where(small, more, 0), "max")
    least_extra = extreme(needs_more, "min")
    least_extra_others = extreme(np.where(small, 0, needs_more), "min")
    floor = rules.min_small_money_percent * budget / 100
    rows = [
        (arrays.experts, rules.min_experts),
        (arrays.days - rules.days_per_partner, rules.min_days),
        (small, rules.min_small),
        (100 * small - rules.min_small_percent, 0),
        (-1 * arrays.large, -rules.max_large),
        (most, budget - max(0, extra)),
        (-least, least_extra - budget),
        (np.where(small, most, 0), floor - max(0, extra_small)),
        (-np.where(small, 0, least), floor - budget + least_extra_others),
    ]
    priced = [_scaled(np.asarray(a, np.float64), float(b)) for a, b in rows]
    trade = points * np.where(small, most, least)
    rest = points * (budget - least_extra_others - max(0, extra_small))
    priced.append(_scaled(-trade.astype(np.float64), -float(rest), cap=1.0))
    base = arrays.score + points * np.where(small, most, 0)
    return priced, float(points * max(0, extra_small)), base.astype(np.float64)


def _scaled(per_member: Floats, least: float, cap: float = FAR) -> Row:
    """The rule in units in which its largest number is 1, so that one step suits every price."""
    unit = float(np.abs(per_member).max(initial=0)) or 1.0
    return Row(per_member / unit, least / unit, cap * unit)


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
        return self.members.shape[1]

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
    worth: Floats
    """(nodes, candidates): what each candidate is worth."""
    among: Floats
    """(nodes, candidates): the part of its worth that is trust in other candidates."""
    free: Floats
    """(nodes, columns): prices of what is still uncovered, and of the rules."""

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
        return (self.relaxed.pull @ present)[candidates, np.arange(len(candidates))[:, None]]

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
            return self.fixed + np.matmul(self.gathered, priced[:, :, None])[:, :, 0]
        everyone = priced @ self.relaxed.columns.T
        return self.fixed + np.take_along_axis(everyone, self.nodes.candidates, axis=1)

    def constant(self) -> Floats:
        """What the set is worth, with what uncovered cells pay once and rules owe."""
        cells, prices = self.relaxed.cells, self.nodes.prices
        once = (self.gain - prices[:, :cells] * self.open[:, :cells]).sum(axis=1)
        return self.so_far + once - (prices[:, cells:] * self.owed).sum(axis=1)

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
        return Priced(self.nodes, self.room, self.constant(), lead, worth, self.among, free)

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
        """The most that a lead adds: one inside, or one that joins and may push out the last place."""
        last = values[:, -1:] if values.shape[1] == self.room else np.full((len(worth), 1), -np.inf)
        taken = np.isfinite(last) & (last >= 0)
        last = np.where(taken, last, 0.0)
        joining = self.lead_there + np.where(taken, np.minimum(worth, last) - last, 0.0)
        return np.maximum(self.lead_here, joining.max(axis=1, initial=-np.inf))

    def _step(self, at: Ints, counted: Floats, excess: Floats) -> None:
        """One Polyak step: what several of the dearest cover gets cheaper, what none covers dearer."""
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
