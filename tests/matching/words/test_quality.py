"""How well real awards are ranked, beside BM25: a floor, so that no change lets quality slip."""

import importlib.util
import os
import types
from pathlib import Path

import pytest

from funding_radar.matching.words.ranking import rank
from funding_radar.matching.words.records import Asked, Offered

SHARED = Path(os.environ.get("FUNDING_RADAR_SHARED") or Path(__file__).parents[4] / "shared")
TOOL = SHARED / "tools" / "evaluate_matching.py"
pytestmark = pytest.mark.skipif(not TOOL.exists(), reason="the shared awards are not beside us")


@pytest.fixture(scope="module")
def tool() -> types.ModuleType:
    spec = importlib.util.spec_from_file_location("evaluate_matching", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ours(queries: list[dict], members: list[dict]) -> dict[str, list[str]]:
    calls = [Asked(q["id"], q["text"], q.get("area") or "", q["funder"]) for q in queries]
    offered = [
        Offered(m["id"], m["name"], m["text"], m.get("postcode") or "", m.get("income"))
        for m in members
    ]
    rankings = rank(calls, offered, 50)
    return {c.id: [m for m, _ in ranked] for c, ranked in zip(calls, rankings, strict=True)}


def quality(tool: types.ModuleType, groups: list[tuple], ranker) -> float:
    found = []
    for queries, members, wanted in groups:
        present = {m["id"] for m in members}
        answer = ranker([{"funder": "", **q} for q in queries], members)
        for query in queries:
            inside = {o: g for o, g in wanted[query["id"]].items() if o in present}
            if inside:
                found.append(tool.measures(answer[query["id"]], inside)[0])
    return sum(found) / len(found)


def largest(groups: list[tuple], most: int) -> list[tuple]:
    return sorted(groups, key=lambda group: -len(group[0]))[:most]


@pytest.mark.parametrize(("task", "floor"), [("project", 1.5), ("fund", 1.2), ("theme", 1.15)])
def test_real_awards_are_ranked_better_than_by_bm25(
    tool: types.ModuleType, task: str, floor: float
) -> None:
    data = SHARED / "matching"
    groups = [*(tool.theme_groups(data) if task == "theme" else tool.award_groups(data, task))]
    groups = largest(groups, 3)
    assert quality(tool, groups, ours) > floor * quality(tool, groups, tool.bm25_rank)
