"""Problems for the tests: the shared case maker where there is one, and small ones of our own."""

import importlib.util
import os
import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from funding_radar.consortium import verify

SHARED = Path(os.environ.get("FUNDING_RADAR_SHARED") or Path(__file__).parents[2].parent / "shared")
TOOL = SHARED / "tools" / "consortium_cases.py"
if not TOOL.exists():
    TOOL = SHARED.parent.parent / "shared" / "tools" / "consortium_cases.py"
Json = dict[str, Any]


def cases() -> ModuleType:
    """The shared maker of problems and their referee; skips the test where it is missing."""
    if not TOOL.exists():
        pytest.skip(f"{TOOL} is not here: set FUNDING_RADAR_SHARED to the shared folder")
    spec = importlib.util.spec_from_file_location("consortium_cases", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def rules(**changes: Any) -> Json:
    kept = {
        "partners": [2, 4],
        "min_small": 1,
        "max_large": 1,
        "min_small_percent": 30,
        "min_small_money_percent": 20,
        "min_experts": 1,
        "min_days": 2,
        "days_per_partner": 1,
        "min_communities": 0,
        "points_per_small_thousand": 1,
    }
    return kept | changes


def member(name: str, **changes: Any) -> Json:
    """A small member that any group would take; it covers nothing and may lead."""
    plain = {
        "id": name,
        "covers": [],
        "reaches": [],
        "score": 10,
        "lead_score": 0,
        "eligible": True,
        "may_lead": True,
        "size": "small",
        "experts": 1,
        "days": 4,
        "share": [5, 60],
        "share_as_lead": [10, 70],
    }
    return plain | changes


def problem(members: list[Json], **changes: Any) -> Json:
    """Three needs, two communities, a hundred thousand pounds."""
    plain = {
        "budget": 100,
        "needs": [
            {"id": "n0", "weight": 100},
            {"id": "n1", "weight": 60},
            {"id": "n2", "weight": 30},
        ],
        "must": [],
        "communities": [{"id": "c0", "weight": 20}, {"id": "c1", "weight": 10}],
        "members": members,
        "trust": [],
        "conflicts": [],
        "rules": rules(),
    }
    return plain | changes


def random_problem(seed: int) -> Json:
    """A small problem under random rules; about a third of them cannot be solved."""
    draw = random.Random(seed)
    needs = [{"id": f"n{d}", "weight": draw.randint(1, 90)} for d in range(draw.randint(1, 10))]
    communities = [{"id": f"c{c}", "weight": draw.randint(0, 30)} for c in range(3)]
    budget = draw.choice((60, 100, 150))
    members = [
        _random_member(draw, f"m{i}", len(needs), budget) for i in range(draw.randint(4, 12))
    ]
    least = draw.randint(1, 4)
    names = [m["id"] for m in members]
    pairs = [sorted(draw.sample(names, 2)) for _ in range(draw.randint(0, 10))]
    return problem(
        members,
        budget=budget,
        needs=needs,
        communities=communities,
        must=draw.sample([n["id"] for n in needs], draw.choice((0, 0, 0, 1))),
        trust=[[a, b, draw.choice((-20, -5, 5, 10, 30))] for a, b in pairs[::2]],
        conflicts=[list(pair) for pair in pairs[1::2]],
        rules=_random_rules(draw, least),
    )


def _random_member(draw: random.Random, name: str, needs: int, budget: int) -> Json:
    least = draw.randint(0, budget // 4)
    most = draw.randint(least - 5, budget)
    return member(
        name,
        covers=[f"n{d}" for d in range(needs) if draw.random() < 0.35],
        reaches=[f"c{c}" for c in range(3) if draw.random() < 0.3],
        score=draw.randint(-40, 40),
        lead_score=draw.randint(-60, 40),
        eligible=draw.random() < 0.92,
        may_lead=draw.random() < 0.5,
        size=draw.choice(("small", "small", "medium", "large")),
        experts=draw.randint(0, 2),
        days=draw.randint(0, 7),
        share=[least, most],
        share_as_lead=[least + draw.randint(0, 8), most + draw.randint(-8, 8)],
    )


def _random_rules(draw: random.Random, least: int) -> Json:
    return rules(
        partners=[least, draw.randint(least, 6)],
        min_small=draw.randint(0, 2),
        max_large=draw.randint(0, 2),
        min_small_percent=draw.choice((0, 25, 40, 60)),
        min_small_money_percent=draw.choice((0, 10, 30, 50)),
        min_experts=draw.randint(0, 3),
        min_days=draw.randint(0, 6),
        days_per_partner=draw.randint(0, 3),
        min_communities=draw.randint(0, 2),
        points_per_small_thousand=draw.choice((0, 1, 3)),
    )


def every_value(given: Json) -> Iterator[int]:
    """The value of every permitted set, by the plain verifier alone."""
    names = [m["id"] for m in given["members"]]
    least, most = given["rules"]["partners"]
    for size in range(least, most + 1):
        for group in combinations(names, size):
            values = [
                verify.value(given, group, lead)
                for lead in group
                if verify.fault(given, group, lead) is None
            ]
            if values:
                yield max(values)
