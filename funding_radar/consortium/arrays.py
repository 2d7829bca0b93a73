"""A problem as arrays, and the exact worth of many sets of members at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from funding_radar.consortium.model import Candidate, Problem, Rules
from funding_radar.consortium.rules import LEAD_CONDITIONS, SET_CONDITIONS, Ints, Leads, Sets

Bools = NDArray[np.bool_]
NEVER = np.iinfo(np.int64).min
"""The worth of a set that breaks a rule under every lead."""
BLOCK = 1 << 22
"""How many bytes of coverage are looked at in one go, so that memory stays small."""


@dataclass(frozen=True, slots=True)
class Arrays:
    """Members down, cells (needs, then communities) across; everything is whole numbers."""

    ids: tuple[str, ...]
    rules: Rules
    budget: int
    weights: Ints
    must: Bools
    community: Bools
    cover: Bools
    score: Ints
    lead_score: Ints
    eligible: Bools
    may_lead: Bools
    small: Bools
    large: Bools
    experts: Ints
    days: Ints
    least: Ints
    most: Ints
    least_as_lead: Ints
    most_as_lead: Ints
    trust: NDArray[np.int32] | Ints
    conflict: Bools

    @property
    def count(self) -> int:
        """How many members there are."""
        return len(self.ids)

    def worth(self, sets: Ints) -> tuple[Ints, Ints]:
        """Exact values of sets of one size, rows of member numbers, and the lead that gives each.

        A set that breaks a rule is worth NEVER; its lead is then meaningless.
        """
        rows = max(1, BLOCK // (max(1, sets.shape[1]) * max(1, len(self.weights))))
        parts = [self._worth(sets[at : at + rows]) for at in range(0, len(sets), rows)]
        if not parts:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        return np.concatenate([v for v, _ in parts]), np.concatenate([lead for _, lead in parts])

    def _worth(self, sets: Ints) -> tuple[Ints, Ints]:
        covered: Bools = np.array(self.cover[sets].any(axis=1))
        counts = self.sets(sets, covered)
        kept = np.ones(len(sets), bool)
        for condition in SET_CONDITIONS:
            kept &= condition(counts, self.rules) >= 0
        leads = self.leads(sets)
        may = np.ones(sets.shape, bool)
        for rule in LEAD_CONDITIONS:
            may &= rule(leads, self.rules) >= 0
        with_lead = np.where(
            may,
            self.lead_score[sets] + self.rules.points_per_small_thousand * leads.small_money,
            NEVER,
        )
        at = with_lead.argmax(axis=1)
        row = np.arange(len(sets))
        kept &= may[row, at]
        value = covered @ self.weights + self.score[sets].sum(axis=1) + self.trust_within(sets)
        return np.where(kept, value + with_lead[row, at], NEVER), sets[row, at]

    def sets(self, sets: Ints, covered: Bools) -> Sets:
        """What the conditions on sets look at."""
        upper = np.triu_indices(sets.shape[1], 1)
        return Sets(
            partners=np.full(len(sets), sets.shape[1]),
            ineligible=(~self.eligible[sets]).sum(axis=1),
            small=self.small[sets].sum(axis=1),
            large=self.large[sets].sum(axis=1),
            experts=self.experts[sets].sum(axis=1),
            days=self.days[sets].sum(axis=1),
            communities=covered[:, self.community].sum(axis=1),
            must_missing=(~covered[:, self.must]).sum(axis=1),
            conflicts=self.conflict[sets[:, upper[0]], sets[:, upper[1]]].sum(axis=1),
        )

    def leads(self, sets: Ints) -> Leads:
        """What the conditions on leads look at, for every partner as the lead."""
        small = self.small[sets]
        empty = self.least[sets] > self.most[sets]
        empty_as_lead = self.least_as_lead[sets] > self.most_as_lead[sets]

        def under_each_lead(limit: Ints, limit_as_lead: Ints, of: Bools) -> Ints:
            plain, lead = np.where(of, limit[sets], 0), np.where(of, limit_as_lead[sets], 0)
            under: Ints = plain.sum(axis=1, keepdims=True) - plain + lead
            return under

        return Leads(
            may_lead=self.may_lead[sets].astype(np.int64),
            without_share=empty.sum(axis=1, keepdims=True) - empty + empty_as_lead,
            least_small=under_each_lead(self.least, self.least_as_lead, small),
            most_small=under_each_lead(self.most, self.most_as_lead, small),
            least_others=under_each_lead(self.least, self.least_as_lead, ~small),
            most_others=under_each_lead(self.most, self.most_as_lead, ~small),
            budget=self.budget,
        )

    def trust_within(self, sets: Ints) -> Ints:
        """Points of trust between the members of each set."""
        left, right = np.triu_indices(sets.shape[1], 1)
        within: Ints = self.trust[sets[:, left], sets[:, right]].sum(axis=1, dtype=np.int64)
        return within

    def only(self, kept: Ints) -> "Arrays":
        """The same problem with these members alone, in this order."""
        per_member = {name: getattr(self, name)[kept] for name in _PER_MEMBER}
        return Arrays(
            ids=tuple(self.ids[i] for i in kept),
            rules=self.rules,
            budget=self.budget,
            weights=self.weights,
            must=self.must,
            community=self.community,
            trust=self.trust[np.ix_(kept, kept)],
            conflict=self.conflict[np.ix_(kept, kept)],
            **per_member,
        )


_PER_MEMBER = (
    "cover", "score", "lead_score", "eligible", "may_lead", "small", "large", "experts", "days",
    "least", "most", "least_as_lead", "most_as_lead",
)  # fmt: skip


def arrays_of(problem: Problem) -> Arrays:
    """The arrays of a problem."""
    members, number = problem.members, {m.id: at for at, m in enumerate(problem.members)}
    cells = [(c.id, 0) for c in problem.needs] + [(c.id, 1) for c in problem.communities]

    def ints(values: list[int]) -> Ints:
        return np.array(values, np.int64)

    def bools(values: list[bool]) -> Bools:
        return np.array(values, bool)

    return Arrays(
        ids=tuple(m.id for m in members),
        rules=problem.rules,
        budget=problem.budget,
        weights=ints([c.weight for c in (*problem.needs, *problem.communities)]),
        must=bools([kind == 0 and name in problem.must for name, kind in cells]),
        community=bools([kind == 1 for _, kind in cells]),
        cover=_cover(members, cells),
        score=ints([m.score for m in members]),
        lead_score=ints([m.lead_score for m in members]),
        eligible=bools([m.eligible for m in members]),
        may_lead=bools([m.may_lead for m in members]),
        small=bools([m.size == "small" for m in members]),
        large=bools([m.size == "large" for m in members]),
        experts=ints([m.experts for m in members]),
        days=ints([m.days for m in members]),
        least=ints([m.share.least for m in members]),
        most=ints([m.share.most for m in members]),
        least_as_lead=ints([m.share_as_lead.least for m in members]),
        most_as_lead=ints([m.share_as_lead.most for m in members]),
        trust=_pairs(problem.trust, number),
        conflict=_pairs(dict.fromkeys(problem.conflicts, 1), number).astype(bool),
    )


def _cover(members: tuple[Candidate, ...], cells: list[tuple[str, int]]) -> Bools:
    cover = np.zeros((len(members), len(cells)), bool)
    column = {cell: at for at, cell in enumerate(cells)}
    for row, member in enumerate(members):
        at = [column[d, 0] for d in member.covers] + [column[c, 1] for c in member.reaches]
        cover[row, at] = True
    return cover


def _pairs(points: Mapping[frozenset[str], int], number: dict[str, int]) -> NDArray[Any]:
    """Points by two numbers; half as wide where they fit, for the sake of thousands of members."""
    fits = max(map(abs, points.values()), default=0) <= np.iinfo(np.int32).max
    table: NDArray[Any] = np.zeros((len(number), len(number)), np.int32 if fits else np.int64)
    for pair, value in points.items():
        if len(pair) == 2:
            a, b = (number[name] for name in pair)
            table[a, b] = table[b, a] = value
    return table
