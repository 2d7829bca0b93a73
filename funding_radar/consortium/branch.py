"""From nodes to their children: who can still join, in which order, and which pairs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from funding_radar.consortium.bounds import Nodes, Priced
from funding_radar.consortium.relaxation import Floats, Relaxation
from funding_radar.consortium.rules import Ints

PAIRS_IN_BATCH = 1 << 19
"""Pairs of a child and a candidate that are looked at in one go."""


@dataclass(slots=True)
class Sorted:
    """Priced nodes with their candidates dearest first, and bounds of the children.

    The child at a place takes that candidate and may take those after it, so each set is met once.
    """

    priced: Priced
    order: Ints
    candidates: Ints
    worth: Floats
    windows: Floats
    """(nodes, candidates): bounds of the children by a run of the order."""

    def __len__(self) -> int:
        return len(self.priced)

    def children(self, least: float) -> tuple[Ints, Ints]:
        """Node and place of each child that could reach ``least``."""
        node, place = np.nonzero(self.windows >= least)
        return node, place

    @property
    def left(self) -> float:
        """The best bound of the children that were not looked at yet."""
        return float(np.minimum(self.windows, self.priced.nodes.bound[:, None]).max())

    def narrow(self, width: int) -> None:
        """Keep the best few children of all the nodes together."""
        flat = self.windows.ravel()
        if len(flat) > width:
            self.windows[self.windows < -np.partition(-flat, width)[width]] = -np.inf


def in_order(priced: Priced, least: float) -> Sorted:
    """Sort candidates by worth, without those that bring no set to ``least``."""
    order = np.argsort(-priced.worth, axis=1, kind="stable")
    worth = np.take_along_axis(priced.worth, order, axis=1)
    gains = np.cumsum(np.maximum(worth, 0.0), axis=1)
    fixed = (priced.constant + priced.lead)[:, None]
    others = (
        gains[:, min(priced.room - 1, worth.shape[1]) - 1] if priced.room > 1 else 0.0 * fixed[:, 0]
    )
    good = fixed + worth + others[:, None] >= least
    width = max(1, int(good.sum(axis=1).max(initial=0)))
    order, worth, gains = (
        order[:, :width],
        np.where(good, worth, -np.inf)[:, :width],
        gains[:, :width],
    )
    place = np.arange(width)
    windows = fixed + worth + gains[:, np.minimum(place + priced.room - 1, width - 1)] - gains
    candidates = np.take_along_axis(priced.nodes.candidates, order, axis=1).astype(np.int64)
    return Sorted(priced, order, candidates, worth, windows)


@dataclass(slots=True)
class Pairs:
    """Children of some nodes, and what each later candidate would be worth beside each child.

    ``constant`` has shape (nodes, children), ``worth`` (nodes, children, candidates): minus
    infinity for candidates that are not later, in conflict, or one large member too many.
    """

    rows: Ints
    candidates: Ints
    constant: Floats
    worth: Floats


def pairs(relaxed: Relaxation, whole: Sorted, least: float) -> Iterator[Pairs]:
    """Look one step ahead: nodes with like numbers of children together.

    The bound of a child is taken from ``windows`` once it has been looked at, so that those that
    are left bound what was not, should the caller stop.
    """
    counts = (whole.windows >= least).sum(axis=1)
    widths = np.isfinite(whole.worth).sum(axis=1)
    live = np.flatnonzero(counts)
    kind = np.ceil(np.log2(np.maximum(counts, 8))) * 100 + np.ceil(np.log2(np.maximum(widths, 64)))
    for group in np.unique(kind[live]):
        rows = live[kind[live] == group]
        children, width = int(counts[rows].max()), int(widths[rows].max())
        step = max(1, PAIRS_IN_BATCH // (children * width))
        some = max(1, PAIRS_IN_BATCH // width)
        for at in range(0, len(rows), step):
            for start in range(0, children, some):
                part, end = rows[at : at + step], min(children, start + some)
                yield _pairs(relaxed, whole, part, start, end, width)
                whole.windows[part, start:end] = -np.inf


def _pairs(
    relaxed: Relaxation, whole: Sorted, rows: Ints, start: int, end: int, width: int
) -> Pairs:
    """The children at some places; who may join them is at a later place, so places before do not matter."""
    priced, children, width = whole.priced, end - start, width - start
    seen = slice(start, start + width)
    candidates, worth = whole.candidates[rows, seen], whole.worth[rows, seen]
    columns = relaxed.columns[candidates]
    first = columns[:, :children] * priced.free[rows, None, :]
    cells = relaxed.cells
    overlap = np.matmul(first[:, :, :cells], columns[:, :, :cells].transpose(0, 2, 1))
    beside = worth[:, None, :] - overlap
    beside += relaxed.bond[candidates[:, :children, None], candidates[:, None, :]]
    beside[:, np.arange(width)[None, :] <= np.arange(children)[:, None]] = -np.inf
    _refuse_large(relaxed, priced.nodes.members[rows], candidates, beside)
    among = np.take_along_axis(priced.among[rows], whole.order[rows, start:end], axis=1)
    constant = priced.constant[rows, None] + worth[:, :children] - among
    return Pairs(rows, candidates, constant, beside)


def _refuse_large(relaxed: Relaxation, members: Ints, candidates: Ints, beside: Floats) -> None:
    """Take out large candidates beside a child with which there are as many as may be."""
    arrays = relaxed.arrays
    large = np.append(arrays.large, False)[candidates]
    full = arrays.large[members].sum(axis=1)[:, None] + large >= arrays.rules.max_large
    beside[full[:, : beside.shape[1], None] & large[:, None, :]] = -np.inf


def brood(whole: Sorted, ahead: Pairs, least: float, nobody: int, needed: int) -> Nodes:
    """The children whose own bounds reach ``least``, each with who still can join."""
    priced, room = whole.priced, whole.priced.room - 1
    lead = priced.lead[ahead.rows, None]
    dearest = -np.partition(-ahead.worth, min(room, ahead.worth.shape[2]) - 1, axis=2)[:, :, :room]
    dearest = np.maximum(-np.sort(-dearest, axis=2), 0.0)
    most = ahead.constant + lead + dearest.sum(axis=2)
    but_one = ahead.constant + lead + dearest[:, :, : room - 1].sum(axis=2)
    joins = ahead.worth + but_one[:, :, None] >= least
    alive = (most >= least) & (joins.sum(axis=2) >= max(1, needed - 1))
    node, place = np.nonzero(alive)
    chosen = joins[node, place]
    row, at = np.nonzero(chosen)
    counts = chosen.sum(axis=1)
    start = np.repeat(np.cumsum(counts) - counts, counts)
    candidates = np.full((len(node), int(counts.max(initial=1))), nobody, np.int32)
    candidates[row, np.arange(len(row)) - start] = ahead.candidates[node[row], at]
    parents = ahead.rows[node]
    members = np.column_stack([priced.nodes.members[parents], ahead.candidates[node, place]])
    bound = np.minimum(most[node, place], priced.nodes.bound[parents])
    return Nodes(members, candidates, priced.nodes.prices[parents], bound)
