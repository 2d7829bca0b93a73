"""Real notices, served in the two procurement services' own shape, read into SQLite by the real sources."""

import json
from pathlib import Path

import pytest
from sqlmodel import Session, select

from db.models import Run, Sighting
from spiders.catalogue import load_catalogue
from tests.spiders.loopback import Answer


@pytest.fixture(scope="module")
def samples(shared: Path):
    return shared / "samples"


def json_answer(data):
    return Answer(json.dumps(data).encode(), kind="application/json")


def find_a_tender(samples):
    """Answers a window of publication times with what was published in it, at most ``limit`` rows."""
    rows = []
    for path in sorted((samples / "find_a_tender").glob("*-2026_*.json")):
        rows += json.loads(path.read_text(encoding="utf-8"))["releases"]

    def route(asked):
        assert set(asked.query) <= {"limit", "cursor", "updatedFrom", "updatedTo", "stages"}
        start, end = asked.query["updatedFrom"], asked.query["updatedTo"]
        inside = [row for row in rows if start <= row["date"][:19] <= end]
        return json_answer({"releases": inside[: int(asked.query["limit"])], "version": "1.1"})

    return route


def contracts_finder(samples, base):
    """A first page of a hundred, then the empty page whose next link goes on for ever."""
    folder = samples / "contracts_finder"
    first = json.loads((folder / "ocds_search_package_page1_100.json").read_text(encoding="utf-8"))
    empty = json.loads((folder / "ocds_search_package_empty.json").read_text(encoding="utf-8"))

    def route(asked):
        page = empty if "cursor" in asked.query else first
        cursor = page["links"]["next"].partition("cursor=")[2]
        link = f"{base()}/search?limit=100&cursor={cursor}"
        return json_answer({**page, "links": {"next": link}})

    return route


@pytest.fixture
def sightings(serve, visit, engine, samples):
    site = serve({"/api": find_a_tender(samples)})
    site.routes["/search"] = contracts_finder(samples, lambda: site.base)
    catalogue = load_catalogue(
        {
            "uk_find_a_tender": {"url": f"{site.base}/api", "first_days": 150},
            "uk_contracts_finder": {"url": f"{site.base}/search"},
        }
    )
    reports = visit(catalogue["uk_find_a_tender"], catalogue["uk_contracts_finder"])
    with Session(engine) as session:
        rows = session.exec(select(Sighting)).all()
        runs = session.exec(select(Run)).all()
    assert [r.message for r in reports] == [None, None]
    assert [r.outcome for r in runs] == ["ok", "ok"]
    return rows


def by_title(rows, word):
    return next(row for row in rows if word in row.title)


def test_a_market_engagement_is_open_until_its_date(sightings):
    row = by_title(sightings, "Whole Energy Absorption")

    assert row.stated["kind"] == "open_call"
    assert row.stated["engagement"] is True
    assert row.stated["deadline"] == "2026-10-02T23:59"
    assert row.publisher == "UK Atomic Energy Authority"
    assert "suitable_for_vcse" not in row.stated
    assert row.stated["suitable_for_sme"] is True
    assert "max_amount" not in row.stated
    assert row.url == "https://www.find-tender.service.gov.uk/Notice/083645-2026"


def test_an_open_tender_carries_deadline_amount_and_buyer(sightings):
    row = by_title(sightings, "HARROGATE TOWN DISTRICT HEATING")

    assert row.stated["kind"] == "open_call"
    assert row.stated["deadline"] == "2026-05-08T23:59"
    assert row.stated["questions_by"] == "2026-04-24T23:59"
    assert row.stated["max_amount"] == 33721
    assert row.stated["procedure"] == "Below threshold - open competition"
    assert row.publisher == "Harrogate Town Council"


def test_an_award_is_news_and_an_intention_under_the_selection_regime_a_signal(sightings):
    award = by_title(sightings, "Emtional Me in Wiltshire")
    intention = by_title(
        sightings, "National Framework Agreement for the provision of Mental Health"
    )

    assert (award.stated["kind"], award.stated["status"]) == ("award_news", "closed")
    assert intention.stated["kind"] == "early_signal"
    assert intention.stated["psr"] is True


def test_contracts_finder_says_what_is_open_and_who_it_suits(sightings):
    row = by_title(sightings, "AT1299 - Provision for Children looked after")

    assert row.stated["kind"] == "open_call"
    assert row.stated["deadline"] == "2025-02-17T17:00"
    assert row.stated["max_amount"] == 118_000_000
    assert row.stated["suitable_for_vcse"] is True
    assert row.stated["areas"] == ["E92000001"]
    assert row.publisher == "Luton Council"


def test_mojibake_is_mended(sightings):
    assert not [row.title for row in sightings if "â€" in row.text + row.title]


def test_each_procurement_of_contracts_finder_is_one_sighting(sightings, samples):
    page = samples / "contracts_finder/ocds_search_package_page1_100.json"
    releases = json.loads(page.read_text(encoding="utf-8"))["releases"]
    kinds = {"award": "award_news", "tender": "open_call", "planning": None}

    rows = {row.source_ref.split("/")[0]: row for row in sightings}

    assert {r["ocid"] for r in releases} <= set(rows)
    newest = {r["ocid"]: r for r in sorted(releases, key=lambda r: r["date"])}
    for ocid, release in newest.items():
        tag = release["tag"][0].removesuffix("Update").removesuffix("Amendment")
        if kinds[tag]:
            assert rows[ocid].stated["kind"] == kinds[tag]
