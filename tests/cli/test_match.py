"""Matches on the screen: what is said once, what a near miss is worth, and who chases what alone."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Radar

CALLS = [
    {
        "title": "Kettle Fund",
        "text": "Grants of up to £5,000 for peer support groups in Sheffield. Befriending is welcome too. "
        "Apply by 29 January 2027.",
        "facts": {
            "areas": ["E08000039"], "themes": ["peer_support"], "deadline": "2027-01-29",
            "max_amount": 5_000, "total_pot": 5_000,
        },
    },
    {
        "title": "Ladle Fund",
        "text": "Grants for peer support groups in Rotherham. Apply by 22 January 2027.",
        "facts": {"areas": ["E08000018"], "themes": ["peer_support"], "deadline": "2027-01-22"},
    },
]  # fmt: skip
MEMBERS = """name,places,themes,description,bid_days
Hallam Minds,Sheffield,peer_support,Peer support and befriending,6
Sharrow Hub,Sheffield,peer_support,Befriending and peer support groups,6
"""


@pytest.fixture
def matched(radar: Radar, folder: Path) -> Radar:
    lines = "".join(json.dumps(row) + "\n" for row in CALLS)
    (folder / "calls.jsonl").write_text(lines, encoding="utf-8")
    (folder / "members.csv").write_text(MEMBERS, encoding="utf-8")
    assert radar("calls", "add", "calls.jsonl").code == 0
    assert radar("members", "import", "members.csv").code == 0
    assert radar("refresh", "--no-crawl").code == 0
    return radar


def test_a_call_or_a_member_that_all_matches_are_of_is_said_once(matched: Radar) -> None:
    of_call = matched("match", "list", "--call", "Kettle Fund").out
    of_member = matched("match", "list", "--member", "Hallam Minds", "--all").out

    assert of_call.count("Kettle Fund") == of_member.count("Hallam Minds") == 1
    assert {"Hallam Minds", "Sharrow Hub"} <= {
        line.strip().split("  ")[0] for line in of_call.splitlines()
    }


def test_what_a_near_miss_would_score_is_told_apart_from_a_score(matched: Radar) -> None:
    shown = matched("match", "list", "--member", "Hallam Minds", "--all").out
    rows = matched("match", "list", "--member", "Hallam Minds", "--all", "--json").json

    (miss,) = [row for row in rows if row["verdict"] == "no"]
    assert f"({miss['score']:.0f})" in shown
    assert "→ a partner who works in that place" in " ".join(shown.split())
    assert "(score) is what it would be" in shown


def test_a_call_that_several_would_chase_alone_is_in_clashes_and_in_status(matched: Radar) -> None:
    shown = " ".join(matched("clashes").out.split())

    assert "Kettle Fund" in shown
    assert "Ladle Fund" not in shown
    assert "Hallam Minds" in shown
    assert "against 1 other of the alliance" in shown
    assert "clashes 1: funding-radar clashes shows them" in " ".join(matched("status").out.split())
    assert matched("status", "--json").json["clashes"] == 1


def test_a_gate_has_no_points_and_a_rule_has(matched: Radar) -> None:
    lines = matched("match", "why", "Kettle Fund", "Hallam Minds").out.splitlines()

    assert ["points" in line for line in lines if "in their words" in line] == [False, True, False]
