import numpy as np
import pytest

from funding_radar.consortium import branch
from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.best import Ask, Best
from funding_radar.consortium.bounds import Pricing
from funding_radar.consortium.branch import Sorted, in_order, pairs
from funding_radar.consortium.descent import Search
from funding_radar.consortium.model import Problem
from funding_radar.consortium.relaxation import Relaxation
from funding_radar.consortium.search import prepare
from tests.consortium.makers import random_problem

EVERYTHING = -1e12


def first_level(seed: int) -> tuple[Relaxation, Sorted] | None:
    """The children of the root of a random problem, if it has any that are nodes."""
    ready = prepare(arrays_of(Problem.from_json(random_problem(seed))))
    if ready.relaxed is None or ready.arrays.rules.max_partners < 3:
        return None
    root = Search(ready.relaxed, Best(Ask(5))).begin(ready.prices)
    priced = Pricing(ready.relaxed, root, ready.arrays.rules.max_partners).price(0, -np.inf, 0.0)
    whole = in_order(priced, EVERYTHING)
    return (ready.relaxed, whole) if (whole.windows >= EVERYTHING).any() else None


def test_looking_ahead_in_parts_is_the_same_as_in_one_go_and_says_what_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = 0
    for relaxed, whole in filter(None, map(first_level, range(30))):
        bounds = whole.windows.copy()
        (once,) = pairs(relaxed, whole, EVERYTHING)
        whole.windows[:] = bounds
        done = 0
        with monkeypatch.context() as small:
            small.setattr(branch, "PAIRS_IN_BATCH", 8)
            for part in pairs(relaxed, whole, EVERYTHING):
                end = done + part.constant.shape[1]
                assert np.array_equal(part.constant, once.constant[:, done:end])
                assert np.allclose(part.worth, once.worth[:, done:end, done:])
                assert np.array_equal(whole.windows[:, done:], bounds[:, done:])
                assert not np.isfinite(whole.windows[:, :done]).any()
                done, parts = end, parts + 1
        assert done == once.constant.shape[1]
    assert parts > 30
