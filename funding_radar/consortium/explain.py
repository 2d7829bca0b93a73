"""What a set of members is worth and why: terms that add up, who brings what, which rules bind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from funding_radar.consortium.arrays import Arrays
from funding_radar.consortium.model import Candidate, Problem, Rules
from funding_radar.consortium.rules import LEAD_CONDITIONS, SET_CONDITIONS

STEP: Mapping[str, str] = {
    "enough_partners": "one partner fewer would be too few",
    "not_too_many_partners": "there is no place for another partner",
    "enough_small": "one small partner fewer would be too few",
    "small_share_of_partners": "the share of small partners is just met",
    "few_large": "no further large partner may join",
    "enough_experts": "one expert by experience fewer would be too few",
    "enough_days": "the days for writing are just enough",
    "enough_communities": "one community fewer would be too few",
    "least_shares_fit": "the budget is just enough for everyone's least share",
    "budget_taken_up": "the caps leave just enough room for the budget",
    "small_money_floor": "small partners get just their floor of the money",
}
"""What it means that a rule binds. Rules that are simply kept or not have no line."""


@dataclass(frozen=True, slots=True)
class Worth:
    """The terms of a consortium's value, which add up to it, in the units of the problem."""

    needs: int
    communities: int
    members: int
    lead: int
    trust: int
    small_money: int

    @property
    def value(self) -> int:
        """The sum."""
        return sum(
            (self.needs, self.communities, self.members, self.lead, self.trust, self.small_money)
        )


def worth(problem: Problem, members: Sequence[str], lead: str, small_money: int) -> Worth:
    """The terms of a set's value; ``small_money`` is the most that can reach its small members."""
    group = [m for m in problem.members if m.id in set(members)]
    covered, reached = _union(group, "covers"), _union(group, "reaches")
    return Worth(
        needs=sum(need.weight for need in problem.needs if need.id in covered),
        communities=sum(c.weight for c in problem.communities if c.id in reached),
        members=sum(member.score for member in group),
        lead=sum(member.lead_score for member in group if member.id == lead),
        trust=sum(problem.trust.get(frozenset(pair), 0) for pair in combinations(members, 2)),
        small_money=problem.rules.points_per_small_thousand * small_money,
    )


def only_one_for(problem: Problem, members: Sequence[str]) -> dict[str, frozenset[str]]:
    """For each partner the needs that no other partner covers."""
    group = [m for m in problem.members if m.id in set(members)]
    return {
        member.id: member.covers - _union([m for m in group if m.id != member.id], "covers")
        for member in group
    }


def coverage_lost(problem: Problem, members: Sequence[str]) -> dict[str, int]:
    """The "bid candy" test: the weight of needs and communities lost without each partner."""
    group = [m for m in problem.members if m.id in set(members)]
    lost = {}
    for member in group:
        rest = [m for m in group if m.id != member.id]
        needs = member.covers - _union(rest, "covers")
        communities = member.reaches - _union(rest, "reaches")
        lost[member.id] = sum(n.weight for n in problem.needs if n.id in needs)
        lost[member.id] += sum(c.weight for c in problem.communities if c.id in communities)
    return lost


def not_covered(problem: Problem, members: Sequence[str]) -> frozenset[str]:
    """The needs that no partner covers."""
    group = [m for m in problem.members if m.id in set(members)]
    return frozenset(need.id for need in problem.needs) - _union(group, "covers")


def binding(arrays: Arrays, members: Sequence[str], lead: str) -> list[str]:
    """Sentences for the rules that are met with nothing to spare."""
    numbers = np.array([[arrays.ids.index(member) for member in members]])
    sets = arrays.sets(numbers, arrays.cover[numbers].any(axis=1))
    leads, at = arrays.leads(numbers), list(members).index(lead)
    slack = {rule.__name__: int(rule(sets, arrays.rules)[0]) for rule in SET_CONDITIONS}
    slack |= {rule.__name__: int(rule(leads, arrays.rules)[0, at]) for rule in LEAD_CONDITIONS}
    return [words for name, words in STEP.items() if slack[name] == 0 and _asks(name, arrays.rules)]


def _asks(name: str, rules: Rules) -> bool:
    """Whether a rule asks for anything here: a least number of nothing binds nobody."""
    least = {"enough_small": "min_small", "enough_experts": "min_experts",
             "enough_communities": "min_communities", "small_money_floor": "min_small_money_percent",
             "small_share_of_partners": "min_small_percent"}  # fmt: skip
    return name not in least or getattr(rules, least[name]) > 0


def _union(group: Sequence[Candidate], name: str) -> frozenset[str]:
    return frozenset().union(*(getattr(member, name) for member in group))
