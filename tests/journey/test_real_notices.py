"""The main job on real notices: collected, read, matched, proposed and told, by the real commands."""

from pathlib import Path

import pytest

from tests.journey.conftest import Folder
from tests.spiders.loopback import Loopback
from tests.spiders.test_procurement_samples import contracts_finder, find_a_tender

pytestmark = pytest.mark.xdist_group("real notices")  # one crawl for all of them

AUTUMN = "2026-09-04"
"""A day on which the notices of Find a Tender were fresh; those of Contracts Finder are older."""

_CONFIG = """
[database]
url = "{url}"
[alliance]
name = "Test alliance"
email = "co@example.org"
[crawl]
delay = 0
allow_private_hosts = true
[sources.uk_find_a_tender]
url = "{base}/api"
first_days = 150
[sources.uk_contracts_finder]
url = "{base}/search"
paused = false
"""

_MEMBERS = "name,places,themes,groups,description,income,legal_form,can_lead,experts_by_experience,bid_days,"


def _members() -> str:
    heading = _MEMBERS + "contact_email,consent_on\n"
    rows = [
        f"Organisation {n},England,mental health;wellbeing;social care,older people;young people,"
        f"We support people with their mental health and social care,{60_000 + n * 90_000},CIO,yes,{n % 3},{6 + n},"
        f"office{n}@example.org,2024-01-0{n + 1}\n"
        for n in range(8)
    ]
    return heading + "".join(rows)


@pytest.fixture(scope="module")
def folder(shared: Path, url: str, tmp_path_factory: pytest.TempPathFactory) -> Folder:
    folder = Folder(tmp_path_factory.mktemp("real"))
    samples = shared / "samples"
    with Loopback({"/api": find_a_tender(samples)}).running() as site:
        site.routes["/search"] = contracts_finder(samples, lambda: site.base)
        config = _CONFIG.format(base=site.base, url=url)
        (folder.path / "config.toml").write_text(config, encoding="utf-8")
        (folder.path / "members.csv").write_text(_members(), encoding="utf-8")
        for words, today in (
            (("db", "upgrade"), AUTUMN),
            (("members", "import", "members.csv"), AUTUMN),
            (("refresh", "uk_contracts_finder"), AUTUMN),
            (("refresh", "uk_find_a_tender"), AUTUMN),
        ):
            said = folder.say(*words, today=today)
            assert said.code == 0, said.err
    return folder


def _calls(folder: Folder, *words: str, today: str = AUTUMN) -> dict[str, dict[str, object]]:
    return {
        call["title"]: call
        for call in folder.say("calls", "list", "--json", *words, today=today).json
    }


def _one(calls: dict[str, dict[str, object]], word: str) -> dict[str, object]:
    return next(call for title, call in calls.items() if word in title)


def test_an_engagement_and_an_open_tender_are_calls_with_what_was_stated(folder: Folder) -> None:
    calls = _calls(folder, "--all")

    engagement = _one(calls, "Whole Energy Absorption")
    assert engagement["kind"] == "open_call"
    assert str(engagement["deadline"]).startswith("2026-10-02")
    assert engagement["funder"]
    facts = folder.say(
        "calls", "show", str(_one(calls, "Pan London")["id"]), "--json", today=AUTUMN
    ).json
    assert facts["facts"]["deadline"]["value"] == "2025-01-24T12:00"
    assert facts["facts"]["max_amount"]["value"] == 65_387_492
    assert "suitable_for_vcse" in facts["facts"]


def test_no_award_and_nothing_cancelled_becomes_an_open_call(folder: Folder) -> None:
    everything = folder.say("calls", "list", "--json", "--all", today=AUTUMN).json

    assert {call["kind"] for call in everything} <= {"open_call", "coming_call", "early_signal"}
    signals = [call for call in everything if call["kind"] == "early_signal"]
    assert signals
    assert {call["status"] for call in signals} == {"signal"}


def test_a_second_refresh_without_news_writes_nothing(folder: Folder) -> None:
    again = folder.say("refresh", "--no-crawl", "--json", today=AUTUMN).json

    assert again["reading"] == {
        "read": 0,
        "new": 0,
        "changed": 0,
        "moved": 0,
        "not_calls": 0,
        "set_aside": 0,
    }
    assert again["matching"]["written"] == 0


def test_matches_are_listed_with_points_that_add_up(folder: Folder) -> None:
    matches = folder.say("match", "list", "--json", "--all", today=AUTUMN).json

    assert matches
    for match in matches:
        assert set(match["call"]) == {"id", "title", "funder", "deadline"}
        points = sum(finding["points"] for finding in match["findings"])
        assert match["score"] == pytest.approx(points, abs=0.06)


def test_a_joint_bid_is_proposed_for_a_real_notice(folder: Folder) -> None:
    call = _one(_calls(folder, "--all"), "Pan London")

    said = folder.say("bids", "propose", str(call["id"]), "--json", today=AUTUMN)

    answer = said.json
    assert answer["status"] in ("optimal", "infeasible", "unsuitable")
    assert answer["why"]
    assert {"status", "bound", "proposals", "left_out"} <= set(answer)


def test_digests_are_composed_and_written_as_mail(folder: Folder) -> None:
    composed = folder.say("digest", "compose", today=AUTUMN)
    sent = folder.say("digest", "send", today=AUTUMN)

    assert composed.code == sent.code == 0, composed.err + sent.err
    assert "8 composed" in composed.out
    assert len(list((folder.path / "outbox").glob("*.eml"))) == 8 + 1, (
        "one each, and the coordinator's own"
    )
