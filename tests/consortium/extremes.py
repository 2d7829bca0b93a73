"""Small problems with every field at its ends: ties, nothing, huge, negative, empty, impossible."""

import random

from tests.consortium.makers import Json, member, problem, rules


def extreme_problem(seed: int) -> Json:
    """A problem of up to nine members in which any field may be at an end of what it can be."""
    draw = random.Random(f"extreme {seed}")
    scale = draw.choice((1, 1, 1, 10**6, 10**9))
    needs = [_cell(draw, f"n{d}", scale) for d in range(draw.choice((0, 1, 3, 8)))]
    communities = [_cell(draw, f"c{c}", scale) for c in range(draw.choice((0, 0, 2, 4)))]
    budget = draw.choice((0, 1, 100, 101, 240))
    members = [
        _member(draw, f"m{i}", (needs, communities), budget, scale)
        for i in range(draw.choice((0, 1, 3, 5, 7, 9, 9)))
    ]
    if draw.random() < 0.05:
        members = [m | {"eligible": False} for m in members]
    if mild := draw.random() < 0.75:
        ends = {"share": [0, 2 * budget], "share_as_lead": [0, budget], "days": 9}
        members = [m | ends if draw.random() < 0.8 else m for m in members]
    names = [m["id"] for m in members]
    pairs = [sorted(draw.sample(names, 2)) for _ in range(12 if len(names) > 1 else 0)]
    pairs = [list(pair) for pair in {tuple(pair) for pair in pairs}]
    return problem(
        members,
        budget=budget,
        needs=needs,
        communities=communities,
        must=[n["id"] for n in needs if draw.random() < draw.choice((0, 0, 0.3))],
        trust=[[a, b, scale * draw.choice((-50, -1, 0, 1, 30))] for a, b in pairs[::2]],
        conflicts=draw.choice(([], pairs[1::2], pairs[::3])),
        rules=_rules(draw) | ({"min_experts": 0, "min_small": 0} if mild else {}),
    )


def _cell(draw: random.Random, name: str, scale: int) -> Json:
    return {"id": name, "weight": scale * draw.choice((0, 0, 1, 7, 7, 90))}


def _member(
    draw: random.Random, name: str, cells: tuple[list[Json], list[Json]], budget: int, scale: int
) -> Json:
    least = draw.choice((0, 0, budget // 9, budget // 2, budget))
    most = draw.choice((0, least - 1, least, budget // 3, budget, 2 * budget))
    density = draw.choice((0, 0.3, 0.3, 1))
    return member(
        name,
        covers=[n["id"] for n in cells[0] if draw.random() < density],
        reaches=[c["id"] for c in cells[1] if draw.random() < density],
        score=scale * draw.choice((-40, 0, 0, 10, 40)),
        lead_score=scale * draw.choice((-60, 0, 0, 20)),
        eligible=draw.random() < 0.93,
        may_lead=draw.random() < draw.choice((0.2, 0.8)),
        size=draw.choice(("small", "small", "medium", "large")),
        experts=draw.choice((0, 1, 3)),
        days=draw.choice((0, 2, 6, -3)),
        share=[least, most],
        share_as_lead=[draw.choice((0, least, budget)), draw.choice((0, most, budget))],
    )


def _rules(draw: random.Random) -> Json:
    least = draw.choice((1, 1, 2, 3, 5))
    return rules(
        partners=[least, draw.choice([most for most in (1, 2, 3, 4, 6, 8) if most >= least])],
        min_small=draw.choice((0, 0, 1, 3)),
        max_large=draw.choice((0, 1, 9)),
        min_small_percent=draw.choice((0, 0, 50, 100)),
        min_small_money_percent=draw.choice((0, 0, 30, 100)),
        min_experts=draw.choice((0, 0, 2)),
        min_days=draw.choice((0, 0, 5)),
        days_per_partner=draw.choice((0, 2)),
        min_communities=draw.choice((0, 0, 1, 4)),
        points_per_small_thousand=draw.choice((0, 1, 5)),
    )
