import csv

import pytest

from spiders.publishers import KINDS, every_publisher, publishers_for

SHEFFIELD, NORTH_EAST_LINCOLNSHIRE, TOWER_HAMLETS = "E08000039", "E06000012", "E09000030"
ENGLISH = sorted(
    {code for one in every_publisher() if one.kind == "council" for code in one.districts}
)


@pytest.mark.parametrize("district", ENGLISH)
def test_every_district_has_a_council_a_health_board_and_a_police_commissioner(district):
    kinds = {publisher.kind for publisher in publishers_for([district])}

    assert {"council", "icb", "police_and_crime_commissioner"} <= kinds


def test_the_districts_are_all_of_england():
    assert len(ENGLISH) == 296


def test_no_district_of_the_reference_is_missing(shared):
    with (shared / "reference/places.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    districts = {r["code"] for r in rows if r["kind"] in ("ua", "lad") and r["code"][0] == "E"}

    assert districts == set(ENGLISH)


def test_a_place_is_told_who_publishes_there():
    names = [publisher.name for publisher in publishers_for([SHEFFIELD])]

    assert names[0] == "Sheffield City Council"
    assert any("South Yorkshire Integrated Care Board" in name for name in names)
    assert not any("Somerset" in name for name in names)


def test_national_funders_come_only_when_asked_for():
    local = publishers_for([TOWER_HAMLETS, NORTH_EAST_LINCOLNSHIRE])
    with_national = publishers_for([TOWER_HAMLETS, NORTH_EAST_LINCOLNSHIRE], national=True)

    assert "national_funder" not in {one.kind for one in local}
    assert len(with_national) > len(local) + 50


def test_every_kind_has_its_words():
    assert {one.kind for one in every_publisher()} == set(KINDS)


def test_an_unknown_place_has_no_publisher():
    assert publishers_for(["E99999999"]) == []
