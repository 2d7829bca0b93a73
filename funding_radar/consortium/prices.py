"""Prices to start from: those under which few sets look good.

Any prices give bounds that hold; good ones make the search short. Those of the linear relaxation
give the lowest bound at the root and yet a long search: they sit in a corner, and one member later
they are wrong. So the sum of the dearest members is softened, as if each joined by chance, the
dearer the likelier. What is then made small is, in effect, the number of sets whose bound is high.
"""

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from funding_radar.consortium.relaxation import Floats, Relaxation

SOFTNESS, POOL = 0.012, 1000
"""How far from the threshold a member is in doubt, as a part of what the best is worth; less in a
larger pool, where more of them are."""
ROUNDS, STEPS_IN_ROUND = 3, 50
"""The worth of the best is guessed better from round to round."""


def root_prices(relaxed: Relaxation) -> tuple[Floats, sparse.csr_array]:
    """A price for each column, and the part of each pair's trust to count with either of the two."""
    count, width = relaxed.arrays.count, relaxed.columns.shape[1]
    one, other = np.nonzero(np.triu(relaxed.arrays.trust > 0))
    points = relaxed.arrays.trust[one, other].astype(np.float64)
    gain = np.maximum(relaxed.arrays.weights, 0).astype(np.float64)
    room, owed = relaxed.arrays.rules.max_partners, -np.append(np.ones(len(gain)), relaxed.least)
    columns, base = relaxed.columns[:count], relaxed.base[:count]

    def worth(guess: Floats) -> Floats:
        prices, part = guess[:width], guess[width:-1]
        paid: Floats = base + columns @ prices
        paid += np.bincount(one, part, count) + np.bincount(other, points - part, count)
        return paid

    def softened(guess: Floats, doubt: float) -> tuple[float, Floats]:
        """The bound at the root with its slope; the last of a guess is the threshold to join."""
        above = (worth(guess) - guess[-1]) / doubt
        joins = 0.5 + 0.5 * np.tanh(above / 2.0)
        most = doubt * np.logaddexp(0.0, above).sum() + room * guess[-1]
        slope = np.concatenate(
            [columns.T @ joins + owed, joins[one] - joins[other], [room - joins.sum()]]
        )
        return float(gain.sum() + owed @ guess[:width] + most), slope

    def bound(guess: Floats) -> float:
        dearest = np.sort(worth(guess))[::-1][:room]
        return float(gain.sum() + owed @ guess[:width] + np.maximum(dearest, 0.0).sum())

    guess = np.concatenate([gain / 2.0, np.zeros(len(relaxed.least)), points / 2.0, [0.0]])
    limits = [(0.0, most) for most in (*relaxed.cap, *points)] + [(None, None)]
    for _ in range(ROUNDS):
        doubt = max(SOFTNESS * min(1.0, POOL / count) * bound(guess), 1e-3)
        found = minimize(
            softened, guess, (doubt,), "L-BFGS-B", True, bounds=limits,
            options={"maxiter": STEPS_IN_ROUND},
        )  # fmt: skip
        guess = found.x
    part = guess[width:-1]
    pull = sparse.csr_array(
        (np.concatenate([part, points - part]), (np.r_[one, other], np.r_[other, one])),
        (count + 1, count + 1),
    )
    return np.clip(guess[:width], 0.0, relaxed.cap), pull
