"""``bids why-not`` and ``report fairness``: every member's own answer, and what came to whom."""

import csv
import io

import pytest

from tests.bids.alliance import ROLLING as ROLLING_CALL
from tests.bids.alliance import SILENT as SILENT_CALL
from tests.bids.alliance import YOUNG_MINDS
from tests.bids.conftest import alliance, filled_database
from tests.cli.conftest import Radar

__all__ = ["alliance", "filled_database"]

FIRST, SILENT, ROLLING = (call["title"] for call in (YOUNG_MINDS, SILENT_CALL, ROLLING_CALL))
EVERYONE = [str(number) for number in range(1, 8)]


def test_every_member_has_an_answer_that_agrees_with_the_proposal(alliance: Radar) -> None:
    proposed = alliance("bids", "propose", FIRST, "--json").json
    first = {p["id"] for p in proposed["proposals"][0]["members"]}
    left_out = {one["member"]["id"]: one for one in proposed["left_out"]}

    for number in EVERYONE:
        told = alliance("bids", "why-not", FIRST, number, "--json").json
        assert told["inside"] == (int(number) in first)
        assert told["why"]
        if not told["inside"]:
            assert told["short_by"] == left_out[int(number)]["short_by"]
            assert told["would_need"]


def test_the_best_group_with_a_member_has_it_and_shares_the_whole_money(alliance: Radar) -> None:
    out = alliance("bids", "propose", FIRST, "--json").json["left_out"]
    (number,) = [str(one["member"]["id"]) for one in out if one["short_by"] is not None]

    told = alliance("bids", "why-not", FIRST, number, "--json").json

    assert told["member"]["name"] in [partner["name"] for partner in told["group"]]
    assert sum(partner["share"] for partner in told["group"]) == 150_000


def test_who_covers_nothing_is_told_what_it_lacks(alliance: Radar) -> None:
    said = " ".join(alliance("bids", "why-not", ROLLING, "Doncaster Women's Space").out.split())

    assert "it works on nothing that the call is for (advice" in said
    assert "members edit 4" in said


def test_a_call_that_is_too_near_says_so_to_everyone_and_names_who_could_still_bid(
    alliance: Radar,
) -> None:
    proposed = alliance("bids", "propose", SILENT)
    told = alliance("bids", "why-not", SILENT, "Dearne Listening")

    for said in (" ".join(one.out.split()) for one in (proposed, told)):
        assert "9 working days to the deadline, and a new partnership of three needs 15" in said
        assert "these two have worked together and could: Riverside Minds with Moor Street" in said
    assert (proposed.code, told.code) == (1, 0)


def test_a_call_that_has_closed_is_said_to_have_closed(alliance: Radar) -> None:
    said = alliance("bids", "propose", SILENT, today="2026-12-05")

    assert said.code == 1
    assert "it closed on Fri 4 Dec 2026" in said.out
    assert "could bid alone" not in said.out


def test_a_member_is_told_how_it_could_still_come_into_a_bid(alliance: Radar) -> None:
    alliance("bids", "open", FIRST)
    inside = alliance("bids", "why-not", "bid 1", "Riverside Minds").out
    dropped = next(
        p for p in alliance("bids", "show", "1", "--json").json["partners"] if not p["lead"]
    )
    alliance("bids", "swap", "1", str(dropped["id"]))

    told = alliance("bids", "why-not", "bid 1", str(dropped["id"]), "--json").json

    assert "this bid" in inside
    assert told["inside"] is False
    assert told["why"] == "dropped"
    assert told["would_need"].startswith(f"an invitation: bids invite 1 {dropped['id']}")
    back = alliance("bids", "invite", "1", str(dropped["id"]), "--json").json
    assert back["after"]["rules_broken"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["99", "1"], "there is no call '99'"),
        ([FIRST, "nobody"], "there is no member 'nobody'"),
        (["bid 9", "1"], "there is no bid '9'"),
    ],
)
def test_a_mistake_is_one_plain_line(alliance: Radar, words: list[str], said: str) -> None:
    answer = alliance("bids", "why-not", *words)

    assert answer.code == 1
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_the_report_counts_what_came_to_each_member(alliance: Radar) -> None:
    """Asked, in, led and won are counted by hand from what was done; a bid that was withdrawn is no chance."""
    alliance("bids", "open", FIRST)
    bid = alliance("bids", "show", "1", "--json").json
    lead = bid["lead"]["id"]
    inside = {p["id"] for p in bid["partners"]}
    (gone, *_) = sorted(inside - {lead})
    alliance("bids", "invite", "1")
    alliance("bids", "answer", "1", str(gone), "declined")
    alliance("bids", "share", "1")
    alliance("bids", "outcome", "1", "submitted")
    alliance("bids", "outcome", "1", "won", "--amount", "150000")
    alliance("bids", "open", ROLLING, "--lead", "1", "--partner", "2", "--partner", "6")
    alliance("bids", "outcome", "2", "withdrawn")

    report = alliance("report", "fairness", "--json").json

    rows = {row["id"]: row for row in report["members"]}
    assert report["bids"] == 1
    assert {m for m, row in rows.items() if row["invited"]} == inside
    assert {m for m, row in rows.items() if row["in"] and row["won"]} == inside - {gone}
    assert [m for m, row in rows.items() if row["led"]] == [lead]
    assert rows[gone]["could"] == 0
    assert rows[gone]["why_nothing"] == "asked once, and declined once"
    chances = [row["in"] / row["could"] for row in rows.values() if row["could"]]
    mean = sum(chances) / len(chances)
    apart = sum(abs(one - other) for one in chances for other in chances)
    assert report["gini"] == pytest.approx(apart / (2 * len(chances) ** 2 * mean), abs=1e-4)
    for kind in ("by_size", "by_community"):
        assert sum(row["members"] for row in report[kind]) == 7
        assert sum(row["won"] for row in report[kind]) == len(inside) - 1


def test_a_member_left_out_of_all_bids_is_told_why(alliance: Radar) -> None:
    alliance("bids", "open", FIRST)
    out = alliance("bids", "propose", FIRST, "--json").json["left_out"]
    short = next(one for one in out if one["short_by"] is not None)

    rows = alliance("report", "fairness", "--json").json["members"]

    row = next(row for row in rows if row["id"] == short["member"]["id"])
    assert row["why_nothing"].startswith("left out of one joint bid; of bid 1: the best group")


def test_a_place_that_is_held_is_no_bid_yet(alliance: Radar) -> None:
    alliance("bids", "open", FIRST)
    alliance("bids", "answer", "1", "Riverside Minds", "accepted")

    rows = {r["id"]: r for r in alliance("report", "fairness", "--json").json["members"]}

    bid = alliance("bids", "show", "1", "--json").json
    held = [p["id"] for p in bid["partners"] if p["name"] != "Riverside Minds"]
    assert [number for number, row in rows.items() if row["in"]] == [1]
    for number in held:
        assert rows[number]["why_nothing"] == "its place in bid 1 waits for its answer"


def test_the_report_has_a_line_for_each_member_as_csv_and_fits_a_narrow_screen(
    alliance: Radar,
) -> None:
    alliance("bids", "open", FIRST)

    rows = list(csv.DictReader(io.StringIO(alliance("report", "fairness", "--csv").out)))
    page = alliance("report", "fairness").out

    assert [row["id"] for row in rows] == EVERYONE
    assert {row["led_by"] for row in rows} == {"has not said"}
    assert "Gini of chances" in page
    assert max(len(line) for line in page.splitlines()) <= 80


def test_since_a_day_after_everything_nothing_had_come_to_anyone(alliance: Radar) -> None:
    alliance("bids", "open", FIRST)

    report = alliance("report", "fairness", "--since", "2026-11-24", "--json").json

    assert (report["bids"], report["gini"]) == (0, None)
    assert {row["in"] for row in report["members"]} == {0}


def test_chances_missed_are_owed_in_the_next_bid(alliance: Radar) -> None:
    before = alliance("bids", "propose", ROLLING, "--json").json
    alliance("bids", "open", FIRST)
    alliance("bids", "outcome", "1", "submitted")
    after = alliance("bids", "propose", ROLLING, "--json").json

    assert before["proposals"][0]["terms"]["chances owed"] == 0
    missed = {
        one["member"]["id"] for one in alliance("bids", "propose", FIRST, "--json").json["left_out"]
    }
    owed = after["proposals"][0]["terms"]["chances owed"]
    inside = {p["id"] for p in after["proposals"][0]["members"]}
    assert owed == 60 * len(inside & missed)
    alliance("bids", "outcome", "1", "withdrawn")
    taken_back = alliance("bids", "propose", ROLLING, "--json").json
    assert taken_back["proposals"][0]["terms"]["chances owed"] == 0
