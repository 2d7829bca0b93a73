"""A second opinion: the same problem as a mixed-integer programme, solved by HiGHS.

Shares nothing with the search but the problem; for tests and ``--check``, up to some 200 members.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from funding_radar.consortium.model import Problem


@dataclass(frozen=True, slots=True)
class Opinion:
    """What HiGHS says: the best value, None when it finds no set; whether it has proved it."""

    value: int | None
    members: tuple[str, ...]
    proved: bool


@dataclass(slots=True)
class _Model:
    """Rows of an integer programme, built one by one."""

    width: int
    rows: list[dict[int, float]] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def at_least(self, row: dict[int, float], least: float) -> None:
        self.rows.append(row)
        self.least.append(least)
        self.most.append(np.inf)

    def between(self, row: dict[int, float], least: float, most: float) -> None:
        self.rows.append(row)
        self.least.append(least)
        self.most.append(most)

    def constraint(self) -> LinearConstraint:
        at = [(r, c, v) for r, row in enumerate(self.rows) for c, v in row.items()]
        rows, columns, values = zip(*at, strict=True)
        matrix = sparse.csr_array((values, (rows, columns)), (len(self.rows), self.width))
        return LinearConstraint(matrix, self.least, self.most)


def second_opinion(problem: Problem, seconds: float = 60.0) -> Opinion:
    """The best value of a problem by HiGHS."""
    n, pairs = len(problem.members), sorted(problem.trust.items(), key=lambda t: sorted(t[0]))
    cells = [("covers", c) for c in problem.needs] + [("reaches", c) for c in problem.communities]
    joins, leads, covered = 0, n, 2 * n
    both, money = covered + len(cells), covered + len(cells) + len(pairs)
    model = _Model(money + n)
    gain = np.zeros(model.width)
    number = {m.id: at for at, m in enumerate(problem.members)}
    points = problem.rules.points_per_small_thousand
    for at, member in enumerate(problem.members):
        gain[joins + at], gain[leads + at] = member.score, member.lead_score
        gain[money + at] = points if member.size == "small" else 0
        model.at_least({joins + at: 1, leads + at: -1}, 0)
        _money_row(model, problem, at, (joins, leads, money))
    for at, (kind, cell) in enumerate(cells):
        gain[covered + at] = cell.weight
        row = {joins + i: 1.0 for i, m in enumerate(problem.members) if cell.id in getattr(m, kind)}
        model.at_least(row | {covered + at: -1.0}, 0)
        if kind == "covers" and cell.id in problem.must:
            model.at_least({covered + at: 1.0}, 1)
    for at, (pair, value) in enumerate(pairs):
        gain[both + at] = value
        one, other = (number[name] for name in pair)
        model.at_least({joins + one: 1, both + at: -1}, 0)
        model.at_least({joins + other: 1, both + at: -1}, 0)
        model.at_least({both + at: 1, joins + one: -1, joins + other: -1}, -1)
    reach = {covered + at: 1.0 for at, (kind, _) in enumerate(cells) if kind == "reaches"}
    model.at_least(reach or {0: 0.0}, problem.rules.min_communities)
    _rule_rows(model, problem, (joins, leads, money), number)
    upper = np.ones(model.width)
    upper[money:] = problem.budget
    for at, member in enumerate(problem.members):
        upper[joins + at], upper[leads + at] = member.eligible, member.may_lead
    whole = np.ones(model.width)
    whole[money:] = 0
    solved = milp(
        -gain,
        constraints=model.constraint(),
        bounds=Bounds(np.zeros(model.width), upper),
        integrality=whole,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if solved.x is None:
        return Opinion(None, (), solved.status == 2)
    chosen = tuple(m.id for at, m in enumerate(problem.members) if solved.x[joins + at] > 0.5)
    return Opinion(round(-solved.fun), chosen, solved.status == 0)


def _money_row(model: _Model, problem: Problem, at: int, start: tuple[int, int, int]) -> None:
    joins, leads, money = start
    member = problem.members[at]
    plain, lead = member.share, member.share_as_lead
    model.at_least(
        {money + at: 1, joins + at: -plain.least, leads + at: plain.least - lead.least}, 0
    )
    model.at_least({money + at: -1, joins + at: plain.most, leads + at: lead.most - plain.most}, 0)
    # Without a share within its limits it can be in only as the lead, or not at all.
    if plain.empty:
        model.at_least({leads + at: 1, joins + at: -1}, 0)
    if lead.empty:
        model.at_least({leads + at: -1}, 0)


def _rule_rows(
    model: _Model, problem: Problem, start: tuple[int, int, int], number: dict[str, int]
) -> None:
    joins, leads, money = start
    members, rules = problem.members, problem.rules
    everyone = range(len(members))
    small = [m.size == "small" for m in members]
    model.between({joins + i: 1.0 for i in everyone}, rules.min_partners, rules.max_partners)
    model.between({leads + i: 1.0 for i in everyone}, 1, 1)
    model.between({money + i: 1.0 for i in everyone}, problem.budget, problem.budget)
    model.at_least({joins + i: float(small[i]) for i in everyone}, rules.min_small)
    model.at_least({joins + i: 100.0 * small[i] - rules.min_small_percent for i in everyone}, 0)
    model.at_least(
        {joins + i: -float(members[i].size == "large") for i in everyone}, -rules.max_large
    )
    model.at_least({joins + i: float(members[i].experts) for i in everyone}, rules.min_experts)
    model.at_least(
        {joins + i: float(members[i].days - rules.days_per_partner) for i in everyone},
        rules.min_days,
    )
    model.at_least(
        {money + i: 100.0 * small[i] for i in everyone},
        rules.min_small_money_percent * problem.budget,
    )
    for pair in problem.conflicts:
        one, other = (number[name] for name in pair)
        model.at_least({joins + one: -1, joins + other: -1}, -1)
