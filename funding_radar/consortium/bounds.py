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

from funding_radar.consortium.arrays import Arrays
from funding_radar.consortium.rules import Ints

Floats = NDArray[np.float64]
FAR = 1e18


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
    return Relaxation(
        arrays=arrays,
        columns=np.vstack([columns, np.zeros(columns.shape[1])]),
        least=np.array([row.least for row in rows]),
        cap=np.concatenate([np.where(arrays.must, FAR, gain), [row.cap for row in rows]]),
        base=np.append(base, -np.inf),
        constant=constant,
        lead_bonus=np.append(np.where(lead, arrays.lead_score, -np.inf), -np.inf),
        pull=_halves(arrays) if pull is None else pull,
    )


def _usable_leads(arrays: Arrays) -> NDArray[np.bool_]:
    return arrays.may_lead & (arrays.least_as_lead <= arrays.most_as_lead)


def _halves(arrays: Arrays) -> sparse.csr_array:
    half = sparse.coo_array(np.maximum(arrays.trust, 0) / 2.0)
    half.resize((arrays.count + 1, arrays.count + 1))
    return half.tocsr()


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
    candidates: Ints
    prices: Floats
    bound: Floats

    def __len__(self) -> int:
        return len(self.members)

    def take(self, rows: Ints | NDArray[np.bool_]) -> "Nodes":
        """Some of them."""
        return Nodes(self.members[rows], self.candidates[rows], self.prices[rows], self.bound[rows])


@dataclass(slots=True)
class Priced:
    """Bounds under the best prices found: a constant for each node and a worth for each candidate."""

    constant: Floats
    worth: Floats
    bound: Floats
    prices: Floats


class Pricing:
    """The parts of a batch of nodes that do not change with prices."""

    def __init__(self, relaxed: Relaxation, nodes: Nodes, room: int) -> None:
        arrays, members = relaxed.arrays, nodes.members
        self.relaxed, self.nodes, self.room = relaxed, nodes, room
        self.needed = max(0, arrays.rules.min_partners - members.shape[1])
        covered = arrays.cover[members].any(axis=1)
        rows = len(relaxed.least)
        self.free = np.hstack([~covered, np.ones((len(members), rows), bool)])
        already = relaxed.columns[members][:, :, relaxed.cells :].sum(axis=1)
        self.owed = relaxed.least - already
        self.so_far = (
            covered @ arrays.weights
            + relaxed.base[members].sum(axis=1)
            + arrays.trust_within(members)
            + relaxed.constant
        )
        self.gain = np.maximum(arrays.weights, 0) * ~covered
        self.lead_here = relaxed.lead_bonus[members].max(axis=1, initial=-np.inf)
        self.fixed = self._fixed()
        self.lead_there = relaxed.lead_bonus[nodes.candidates]
        self.any_lead = np.maximum(self.lead_here, self.lead_there.max(axis=1, initial=-np.inf))

    def _fixed(self) -> Floats:
        """What each candidate brings beside coverage: its score, trust with the set, and its part of trust with others."""
        arrays, candidates = self.relaxed.arrays, self.nodes.candidates
        present = np.zeros((len(candidates), arrays.count + 1))
        np.put_along_axis(present, candidates, 1.0, axis=1)
        present[:, -1] = 0.0
        among = np.asarray((self.relaxed.pull @ present.T).T)
        fixed = self.relaxed.base[candidates] + np.take_along_axis(among, candidates, axis=1)
        inside = np.minimum(candidates, arrays.count - 1)
        for place in range(self.nodes.members.shape[1]):
            fixed += arrays.trust[self.nodes.members[:, place, None], inside]
        return fixed

    def worth(self, prices: Floats) -> Floats:
        """What each candidate is worth under these prices, shape (nodes, candidates)."""
        priced, candidates = prices * self.free, self.nodes.candidates
        if candidates.shape[1] * 6 < len(self.relaxed.columns):
            gathered = self.relaxed.columns[candidates]
            return self.fixed + np.matmul(gathered, priced[:, :, None])[:, :, 0]
        everyone = priced @ self.relaxed.columns.T
        return self.fixed + np.take_along_axis(everyone, candidates, axis=1)

    def constant(self, prices: Floats) -> Floats:
        """What the set is worth with what uncovered cells pay once and rules already owe."""
        cells = self.relaxed.cells
        once = (self.gain - prices[:, :cells] * self.free[:, :cells]).sum(axis=1)
        return self.so_far + once - (prices[:, cells:] * self.owed).sum(axis=1)

    def marginal_prices(self) -> Floats:
        """Each cell at its full weight: exact for the last place, loose before."""
        cells = self.relaxed.cells
        prices = np.zeros((len(self.nodes), self.free.shape[1]))
        prices[:, :cells] = np.maximum(self.relaxed.arrays.weights, 0)
        return prices

    def dearest(self, worth: Floats) -> tuple[Ints, Floats]:
        """Places and worths of the ``room`` dearest candidates of each node, dearest first."""
        room = min(self.room, worth.shape[1])
        if room < worth.shape[1]:
            at = np.argpartition(-worth, room - 1, axis=1)[:, :room]
        else:
            at = np.broadcast_to(np.arange(room), (len(worth), room))
        values = np.take_along_axis(worth, at, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        return np.take_along_axis(at, order, axis=1), np.take_along_axis(values, order, axis=1)

    def joined(self, values: Floats) -> Floats:
        """Which of the dearest count: all that the least number of partners needs, then those worth something."""
        place = np.arange(values.shape[1])
        return np.where(place < self.needed, values, np.maximum(values, 0.0))

    def lead_bonus(self, worth: Floats, values: Floats) -> Floats:
        """The most that the lead can add: one inside, or one that joins and may push out the last place."""
        last = values[:, -1:] if values.shape[1] == self.room else np.full((len(worth), 1), -np.inf)
        taken = np.isfinite(last) & (last >= 0)
        last = np.where(taken, last, 0.0)
        joining = self.lead_there + np.where(taken, np.minimum(worth, last) - last, 0.0)
        return np.maximum(self.lead_here, joining.max(axis=1, initial=-np.inf))

    def price(self, prices: Floats, steps: int, target: float) -> Priced:
        """The best bounds found in some steps from these prices; steps aim at ``target``."""
        best: Priced | None = None
        for step in range(steps + 1):
            worth, constant = self.worth(prices), self.constant(prices)
            at, values = self.dearest(worth)
            counted = self.joined(values)
            lead = self.lead_bonus(worth, values)
            bound = constant + counted.sum(axis=1) + lead
            if values.shape[1] < self.needed:
                bound[:] = -np.inf
            found = Priced(constant, worth, bound, prices)
            best = found if best is None else _better(best, found)
            if step < steps:
                prices = self._step(
                    prices, at, counted, np.where(bound > -np.inf, bound, target) - target
                )
        assert best is not None
        return best

    def _step(self, prices: Floats, at: Ints, counted: Floats, excess: Floats) -> Floats:
        """One Polyak step: cells that several of the dearest cover get cheaper, uncovered ones dearer."""
        cells, cap = self.relaxed.cells, self.relaxed.cap
        chosen = np.take_along_axis(self.nodes.candidates, at, axis=1)
        counts = np.isfinite(counted) & (counted != 0.0)
        slope = (self.relaxed.columns[chosen] * counts[:, :, None]).sum(axis=1)
        slope[:, :cells] -= 1.0
        slope[:, cells:] -= self.owed
        slope *= self.free
        slope[(prices <= 0) & (slope > 0) | (prices >= cap) & (slope < 0)] = 0.0
        size = np.maximum((slope**2).sum(axis=1), 1e-9)
        length = np.maximum(excess, 0.0) / size
        return np.clip(prices - length[:, None] * slope, 0.0, cap)


def _better(one: Priced, other: Priced) -> Priced:
    """For each node the prices with the smaller bound."""
    pick = other.bound < one.bound
    wide = pick[:, None]
    return Priced(
        np.where(pick, other.constant, one.constant),
        np.where(wide, other.worth, one.worth),
        np.where(pick, other.bound, one.bound),
        np.where(wide, other.prices, one.prices),
    )
