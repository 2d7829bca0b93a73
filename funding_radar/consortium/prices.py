"""Prices to start from: the duals of the linear relaxation, which HiGHS solves in a moment.

The prices need not be right for the bounds to hold (any do); good ones make the search short.
"""

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from funding_radar.consortium.relaxation import Floats, Relaxation


def root_prices(relaxed: Relaxation) -> tuple[Floats, sparse.csr_array]:
    """A price for each column, and the part of each pair's trust to count with either of the two.

    Variables: members joined, cells covered, pairs of trust both in, and the money that small
    members cannot take. Where HiGHS gives up, half weights and half trust do as well.
    """
    arrays, cells, count = relaxed.arrays, relaxed.cells, relaxed.arrays.count
    one, other = np.nonzero(np.triu(arrays.trust > 0))
    points = arrays.trust[one, other].astype(np.float64)
    pairs, rows = len(one), len(relaxed.least)
    joins = sparse.coo_array((np.ones(pairs), (np.arange(pairs), one)), (pairs, count))
    joins_other = sparse.coo_array((np.ones(pairs), (np.arange(pairs), other)), (pairs, count))
    trade = np.zeros((rows, 1))
    trade[-1, 0] = -1.0
    own = relaxed.columns[:count]
    limits = sparse.block_array(
        [
            [sparse.csr_array(-own[:, :cells].T), sparse.eye_array(cells), None, None],
            [-joins, None, sparse.eye_array(pairs), None],
            [-joins_other, None, sparse.eye_array(pairs), None],
            [sparse.csr_array(-own[:, cells:].T), None, None, sparse.csr_array(trade)],
            [sparse.csr_array(np.ones((1, count))), None, None, None],
        ],
        format="csr",
    )
    most = np.concatenate(
        [np.zeros(cells + 2 * pairs), -relaxed.least, [arrays.rules.max_partners]]
    )
    gain = np.maximum(arrays.weights, 0)
    worth = np.concatenate([relaxed.base[:count], gain, points, [-relaxed.cap[-1]]])
    least = np.zeros(len(worth))
    least[count : count + cells] = arrays.must
    upper = np.append(np.ones(len(worth) - 1), np.inf)
    solved = linprog(
        -worth, limits, most, bounds=np.column_stack([least, upper]), method="highs-ds"
    )
    if solved.status != 0:
        halves = np.concatenate([gain / 2.0, np.zeros(rows)])
        return halves, relaxed.pull
    duals = -solved.ineqlin.marginals
    prices = np.concatenate([duals[:cells], duals[cells + 2 * pairs : -1]])
    part = np.clip(duals[cells : cells + pairs], 0.0, points)
    pull = sparse.csr_array(
        (np.concatenate([part, points - part]), (np.r_[one, other], np.r_[other, one])),
        (count + 1, count + 1),
    )
    return np.clip(prices, 0.0, relaxed.cap), pull
