"""``bids``: from the proposal to the outcome, as a coordinator types it."""

from itertools import combinations
from pathlib import Path

import pytest

from tests.bids.alliance import ROLLING as ROLLING_CALL
from tests.bids.alliance import SILENT as SILENT_CALL
from tests.bids.alliance import YOUNG_MINDS
from tests.bids.conftest import alliance, filled_database
from tests.cli.conftest import Radar

__all__ = ["alliance", "filled_database"]

FIRST, SILENT, ROLLING = (call["title"] for call in (YOUNG_MINDS, SILENT_CALL, ROLLING_CALL))


@pytest.fixture
def opened(alliance: Radar) -> Radar:
    """The alliance with the first proposal for the first call opened as bid 1."""
    said = alliance("bids", "open", FIRST)
    assert said.code == 0, said.err
    return alliance


def shares(bid: dict) -> dict[str, int]:
    return {
        p["name"]: p["share"]
        for p in bid["partners"]
        if p["answer"] in ("held", "invited", "accepted")
    }


def answers(bid: dict) -> dict[str, str]:
    return {p["name"]: p["answer"] for p in bid["partners"]}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_bid_opens_as_it_was_proposed_and_breaks_no_rule(alliance: Radar, number: int) -> None:
    proposal = alliance("bids", "propose", FIRST, "--json").json["proposals"][number - 1]

    bid = alliance("bids", "open", FIRST, "--proposal", str(number), "--json").json

    assert shares(bid) == {m["name"]: m["share"] for m in proposal["members"]}
    assert bid["lead"]["id"] == proposal["lead"]
    assert bid["rules_broken"] == []
    assert sum(shares(bid).values()) == bid["budget"] == 150_000
    assert [row["id"] for row in alliance("bids", "list", "--json").json] == [bid["id"]]


def test_a_proposal_that_is_not_there_says_how_many_there_are(alliance: Radar) -> None:
    said = alliance("bids", "open", SILENT, "--proposal", "19")

    assert said.code == 1
    assert "no proposal 19" in said.err
    assert "--partner MEMBER" in said.err
    assert "Traceback" not in said.err


def test_a_second_bid_for_a_call_is_refused_in_one_line(opened: Radar) -> None:
    said = opened("bids", "open", FIRST)

    assert (said.code, said.err.strip()) == (
        1,
        "bid 1 for this call is open already: funding-radar bids show 1",
    )


def test_swapping_shows_coverage_shares_and_rules_before_and_after(opened: Radar) -> None:
    said = opened(
        "bids", "swap", "1", "Moor Street Carers", "Steel City Youth Trust", "--json"
    ).json

    assert "Moor Street Carers" in [m["name"] for m in said["before"]["members"]]
    assert "Steel City Youth Trust" in [m["name"] for m in said["after"]["members"]]
    assert said["no_longer_covered"] == ["loneliness and isolation in Rotherham for unpaid carers"]
    assert sum(m["share"] for m in said["after"]["members"]) == 150_000
    bid = opened("bids", "show", "1", "--json").json
    assert answers(bid)["Moor Street Carers"] == "dropped"
    assert shares(bid) == {m["name"]: m["share"] for m in said["after"]["members"]}
    assert bid["rules_broken"] == said["after"]["rules_broken"]


def test_a_swap_that_is_only_tried_changes_nothing(opened: Radar) -> None:
    before = opened("bids", "show", "1", "--json").json

    tried = opened("bids", "swap", "1", "Dearne Listening", "--dry-run")

    assert "not in it" in tried.out
    assert "only tried" in tried.err
    assert opened("bids", "show", "1", "--json").json == before


def test_when_the_lead_leaves_those_who_could_lead_are_named(opened: Radar) -> None:
    lead = opened("bids", "show", "1", "--json").json["lead"]["name"]

    said = opened("bids", "swap", "1", lead, "Steel City Youth Trust", "--json").json

    assert said["after"]["lead"] is None
    assert "nobody leads it" in said["after"]["rules_broken"]
    assert said["after"]["shares_unknown_because"].startswith(
        "shares are not known until somebody leads"
    )
    for name in said["could_lead"]:
        led = opened("bids", "share", "1", "--lead", name, "--json").json
        assert led["after"]["rules_broken"] == []
    assert said["could_lead"]


def test_a_partner_whose_share_moves_after_it_accepted_is_asked_again(opened: Radar) -> None:
    opened("bids", "invite", "1")
    opened("bids", "answer", "1", "Riverside Minds", "accepted", "--overhead", "18")

    said = opened("bids", "swap", "1", "Dearne Listening")

    assert "ask again: Riverside Minds" in " ".join(said.out.split())
    assert answers(opened("bids", "show", "1", "--json").json)["Riverside Minds"] == "invited"


def test_a_partner_that_declines_is_gone_and_others_that_keep_the_rules_are_named(
    opened: Radar,
) -> None:
    said = opened(
        "bids", "answer", "1", "Dearne Listening", "declined", "--note", "no staff", "--json"
    ).json

    assert [one["name"] for one in said["could_join"]] == ["Steel City Youth Trust"]
    assert any(line.startswith("shares add up to") for line in said["after"]["rules_broken"])
    swapped = opened(
        "bids", "swap", "1", "Dearne Listening", "Steel City Youth Trust", "--json"
    ).json
    assert swapped["after"]["rules_broken"] == []


def test_a_place_is_held_until_a_day_and_says_when_that_is_over(opened: Radar) -> None:
    opened("bids", "hold", "1", "Moor Street Carers", "--until", "2026-12-01")

    partner = {p["name"]: p for p in opened("bids", "show", "1", "--json").json["partners"]}[
        "Moor Street Carers"
    ]
    assert (partner["answer"], partner["hold_until_on"], partner["hold_ended"]) == (
        "held",
        "2026-12-01",
        False,
    )
    assert "(over)" in opened("bids", "show", "1", today="2026-12-02").out
    assert "(over)" not in opened("bids", "show", "1", today="2026-12-01").out
    assert opened("bids", "hold", "1", "2", "--until", "2026-11-01").code == 1


def test_shares_agreed_by_hand_are_kept_and_judged(opened: Radar) -> None:
    bid = shares(opened("bids", "show", "1", "--json").json)
    more, less = bid["Riverside Minds"] + 500, bid["Barnsley Open Door"] - 500

    fair = opened(
        "bids", "share", "1", f"Riverside Minds={more}", f"Barnsley Open Door=£{less:,}", "--json"
    ).json
    short = opened("bids", "share", "1", "Riverside Minds=100000", "--json").json

    assert fair["after"]["rules_broken"] == []
    assert any(line.startswith("shares add up to £") for line in short["after"]["rules_broken"])
    assert any(
        "Riverside Minds gets £100,000, outside" in line for line in short["after"]["rules_broken"]
    )
    assert opened("bids", "share", "1", "--json").json["after"]["rules_broken"] == []
    assert opened("bids", "share", "1", "Riverside Minds=lots").code == 1


def test_a_change_made_from_an_old_look_is_refused_and_nothing_is_lost(opened: Radar) -> None:
    seen = opened("bids", "show", "1", "--json").json["version"]
    opened("bids", "answer", "1", "2", "accepted", "--version", str(seen))

    late = opened("bids", "swap", "1", "2", "5", "--version", str(seen))

    assert late.code == 1
    assert "changed by somebody else since you looked: funding-radar bids show 1" in late.err
    assert answers(opened("bids", "show", "1", "--json").json)["Moor Street Carers"] == "accepted"


def test_a_bid_by_hand_for_a_call_without_amount_works_without_shares(
    alliance: Radar, tmp_path: Path
) -> None:
    bid = alliance(
        "bids", "open", SILENT, "--partner", "2", "--partner", "6", "--lead", "1", "--json"
    ).json

    assert set(shares(bid).values()) == {None}
    assert bid["budget"] is None
    assert "states no amount" in bid["shares_unknown_because"]
    packed = alliance("bids", "pack", str(bid["id"]), "pack")
    assert packed.code == 0, packed.err


def test_a_partner_that_the_call_would_refuse_is_named_with_its_reason(alliance: Radar) -> None:
    three = [word for member in ("1", "2", "4") for word in ("--partner", member)]

    bid = alliance("bids", "open", ROLLING, "--lead", "1", *three, "--json").json

    refused = [line for line in bid["rules_broken"] if line.startswith("Doncaster Women's Space: ")]
    assert len(refused) == 1
    assert "works on nothing that the call is for (advice" in refused[0]
    assert (
        bid["shares_unknown_because"]
        == "shares are not known while the call would refuse a partner"
    )
    assert set(shares(bid).values()) == {None}
    states = {p["point"]: p["state"] for p in alliance("bids", "ready", "1", "--json").json}
    assert states[2] == states[7] == "fail"


def test_too_little_time_says_what_could_still_be_done(alliance: Radar) -> None:
    three = [word for member in ("2", "6", "3") for word in ("--partner", member)]
    alliance("bids", "open", SILENT, "--lead", "1", *three, today="2026-11-20")

    plan = alliance("bids", "plan", "1", "--json").json

    assert plan["warning"] == (
        "10 working days from start to deadline, 17 needed: too late to form a new partnership; "
        "these two could bid: Moor Street Carers with Riverside Minds"
    )
    assert "these two could bid" in " ".join(alliance("bids", "show", "1").out.split())


def test_the_plan_stays_where_it_was_when_days_go_by(opened: Radar) -> None:
    steps = opened("bids", "plan", "1", "--json").json["steps"]

    later = opened("bids", "plan", "1", "--json", today="2026-12-21").json

    assert later["steps"] == steps
    assert later["working_days_left"] < later["working_days"]
    assert "(past)" in opened("bids", "plan", "1", today="2026-12-21").out


def test_a_call_that_is_always_open_gets_an_aim_of_our_own(alliance: Radar) -> None:
    bid = alliance(
        "bids", "open", ROLLING, "--lead", "1", "--partner", "2", "--partner", "6", "--json"
    ).json

    assert bid["plan"]["our_own_aim"]
    assert "our own aim is" in alliance("bids", "plan", "1").out


def test_readiness_is_seventeen_points_and_the_exit_code_says_whether_all_stand(
    opened: Radar,
) -> None:
    first = opened("bids", "ready", "1", "--json")

    assert first.code == 1
    assert [point["point"] for point in first.json] == list(range(1, 18))
    assert {point["state"] for point in first.json} <= {"pass", "fail", "unknown", "not_needed"}
    for partner in ("1", "2", "3", "4", "6", "7"):
        opened("bids", "answer", "1", partner, "accepted")
    for point in range(1, 18):
        assert opened("bids", "ready", "1", "--tick", str(point), "--because", "seen").code == 0
    last = opened("bids", "ready", "1", "--json")
    assert [p for p in last.json if p["state"] not in ("pass", "not_needed")] == []
    assert last.code == 0


def test_a_tick_needs_a_point_that_exists_and_a_reason_for_a_failure(opened: Radar) -> None:
    assert "there is no point 18" in opened("bids", "ready", "1", "--tick", "18").err
    assert "say why" in opened("bids", "ready", "1", "--tick", "8", "--state", "fail").err


def test_the_outcome_is_kept_with_amount_and_feedback(opened: Radar) -> None:
    opened("bids", "outcome", "1", "submitted", "--on", "2026-11-20")
    won = opened(
        "bids", "outcome", "1", "won", "--amount", "140000", "--feedback", "strong lead", "--json"
    ).json

    assert (won["status"], won["amount_won"], won["feedback"]) == ("won", 140_000, "strong lead")
    assert (won["submitted_on"], won["outcome_on"]) == ("2026-11-20", "2026-11-23")
    assert opened("bids", "answer", "1", "1", "accepted").code == 1
    assert opened("bids", "outcome", "1", "lost", "--amount", "5").code == 1
    assert opened("bids", "outcome", "1", "won", "--on", "2027-01-01").code == 1
    assert [entry["what"] for entry in won["log"]] == ["opened", "submitted", "won"]


def test_mistakes_are_one_plain_line(opened: Radar) -> None:
    for words in (
        ["show", "9"], ["swap", "1", "5"], ["swap", "1", "1", "3"], ["answer", "1", "5", "accepted"],
        ["answer", "1", "1", "accepted", "--overhead", "400"], ["share", "1", "--lead", "5"],
        ["invite", "1", "nobody at all"],
    ):  # fmt: skip
        said = opened("bids", *words)
        assert said.code == 1, words
        assert said.err.count("\n") == 1, said.err


def test_the_screen_shows_what_the_json_says(opened: Radar) -> None:
    page = opened("bids", "show", "1").out

    for partner in opened("bids", "show", "1", "--json").json["partners"]:
        assert f"£{partner['share']:,}" in page
    assert "every rule is kept" in page
    assert "next steps" in page
    assert max(len(line) for line in page.splitlines()) <= 80


@pytest.mark.parametrize(("one", "other"), list(combinations(["2", "3", "4", "6", "7"], 2)))
def test_what_is_said_of_rules_agrees_with_the_verifier(
    opened: Radar, one: str, other: str
) -> None:
    """After two partners are dropped, the rules said to be broken are those that counting by hand finds."""
    opened("bids", "swap", "1", one)
    said = opened("bids", "swap", "1", other, "--json").json["after"]

    small = {"Riverside Minds", "Moor Street Carers", "Doncaster Women's Space", "Dearne Listening"}
    count = len(said["members"])
    few = sum(m["name"] in small for m in said["members"])
    assert count == 4
    assert any("small members, where 2" in line for line in said["rules_broken"]) == (few < 2)
    if not said["shares_unknown_because"]:
        assert sum(m["share"] for m in said["members"]) == 150_000
        lead = next(m for m in said["members"] if m["id"] == said["lead"])
        assert lead["share"] <= 60_000
