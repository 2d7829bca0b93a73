"""A problem with its rules priced: the linear relaxation that bounds are made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from funding_radar.consortium.arrays import Arrays, Bools
from funding_radar.consortium.rules import Ints

Floats = NDArray[np.float64]
FAR = 1e18
STEEP, GRAIN, COARSE = 1e3, 1e-10, 1e-6
"""No price is more than so many times what all could be worth; and a bound, which is floating, may
be out by so small a part of that, and of trust, which is kept in half the width."""


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
    slack: float
    """How far a bound, which is floating, may be below the value that it bounds."""
    lead_bonus: Floats
    pull: sparse.csr_array
    """Entry (i, j): the part of the trust between i and j that is counted with i."""
    bond: NDArray[np.float32]
    """Entry (i, j): what j is worth more once i joins: the rest of their trust."""

    @property
    def cells(self) -> int:
        """How many of the columns are cells."""
        return len(self.arrays.weights)

    @property
    def rules(self) -> Floats:
        """The columns that are rules; the last is no rule, it trades one limit of money for another."""
        return self.columns[:, self.cells :]


def relaxation(
    arrays: Arrays, pull: sparse.csr_array | None = None, *, bonds: bool = True
) -> Relaxation:
    """The relaxation of a problem; trust is split in halves unless ``pull`` says otherwise.

    Without ``bonds``, which the linear relaxation has no use for, it takes little memory.
    """
    cells = arrays.cover.astype(np.float64)
    rows, constant, base = _rows(arrays)
    columns = np.column_stack([cells, *(row.per_member for row in rows)])
    gain = np.maximum(arrays.weights, 0).astype(np.float64)
    lead = _usable_leads(arrays)
    all_there_is = _all_there_is(arrays, base)
    cap = np.concatenate([np.where(arrays.must, FAR, gain), [row.cap for row in rows]])
    pull = _halves(arrays) if pull is None else pull
    return Relaxation(
        arrays=arrays,
        columns=np.vstack([columns, np.zeros(columns.shape[1])]),
        least=np.array([row.least for row in rows]),
        cap=np.minimum(cap, STEEP * all_there_is),
        slack=1e-4 + GRAIN * all_there_is + COARSE * float(np.abs(arrays.trust).max(initial=0)),
        base=np.append(base, -np.inf),
        constant=constant,
        lead_bonus=np.append(np.where(lead, arrays.lead_score, -np.inf), -np.inf),
        pull=pull,
        bond=_bonds(arrays, pull) if bonds else np.empty((0, 0), np.float32),
    )


def _all_there_is(arrays: Arrays, base: Floats) -> float:
    """More than any set could be worth, and less than any could lack."""
    each = np.abs(base).max(initial=0) + np.abs(arrays.lead_score).max(initial=0)
    trust = float(np.abs(arrays.trust).max(initial=0)) * arrays.rules.max_partners
    return float(np.abs(arrays.weights).sum() + arrays.rules.max_partners * (each + trust) + 1.0)


def _usable_leads(arrays: Arrays) -> Bools:
    return arrays.may_lead & (arrays.least_as_lead <= arrays.most_as_lead)


def _halves(arrays: Arrays) -> sparse.csr_array:
    one, other = np.nonzero(arrays.trust > 0)
    half = arrays.trust[one, other] / 2.0
    return sparse.csr_array((half, (one, other)), (arrays.count + 1, arrays.count + 1))


def _bonds(arrays: Arrays, pull: sparse.csr_array) -> NDArray[np.float32]:
    bond = np.full((arrays.count + 1, arrays.count + 1), -np.inf, np.float32)
    bond[:-1, :-1] = np.minimum(arrays.trust, 0)
    held = pull.tocoo()
    bond[held.coords] += held.data
    bond[:-1, :-1][arrays.conflict] = -np.inf
    return bond


def _rows(arrays: Arrays) -> tuple[list[Row], float, Floats]:
    """The rules that add up, the constant of the value, and what each member brings by itself.

    Money that can reach small members is at most what they can take and at most what others
    leave: the value counts the first; the last row, priced from 0 to 1, trades it for the second.
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
