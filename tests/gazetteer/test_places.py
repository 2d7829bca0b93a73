"""What places are called, what contains what and how areas lie to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding_radar.gazetteer import Standing, load

GAZETTEER = load()
SHEFFIELD, ROTHERHAM, BARNSLEY, DONCASTER = "E08000039", "E08000018", "E08000038", "E08000017"
LONDON = ("03", "07", "10", "14", "19")
CODES = sorted(GAZETTEER.tables.places)


def numbered(stem: str, first: int, last: int) -> set[str]:
    return {f"{stem}{number}" for number in range(first, last + 1)}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Sheffield", SHEFFIELD),
        ("SHEFFIELD", SHEFFIELD),
        ("Sheffield City Council", SHEFFIELD),
        ("London Borough of Tower Hamlets", "E09000030"),
        ("Tower Hamlets Council", "E09000030"),
        ("Hull", "E06000010"),
        ("Bristol", "E06000023"),
        ("St. Helens", "E08000013"),
        ("Stoke on Trent", "E06000021"),
        ("Bath & North East Somerset", "E06000022"),
        ("Gloucestershire", "E10000013"),
        ("Glos", "E10000013"),
        ("Gloucestershire County Council", "E10000013"),
        ("Cumberland", "E06000063"),
        ("North Yorkshire", "E06000065"),
        ("Buckinghamshire", "E06000060"),
        ("Somerset", "E06000066"),
        ("South Yorkshire", "E11000003"),
        ("SYMCA", "E47000002"),
        ("Liverpool City Region", "E47000004"),
        ("South Yorkshire ICB", "E54000061"),
        ("NHS South Yorkshire Integrated Care Board", "E54000061"),
        ("NHS South Yorkshire", "E54000061"),
        ("South Yorkshire Integrated Care System", "E54000061"),
        ("NHS Frimley ICB", "E54000034"),
        ("BNSSG", "E54000039"),
        ("Yorkshire & the Humber", "E12000003"),
        ("the North East", "E12000001"),
        ("England", "E92000001"),
        ("UK", "K02000001"),
        ("Cymru", "W92000004"),
        ("Glasgow", "S12000049"),
        ("Western Isles", "S12000013"),
        ("Betsi Cadwaladr University Health Board", "W11000023"),
        ("Black Country", "AREA-black-country"),
        ("Sussex", "AREA-sussex"),
        ("Carlisle", "E07000028"),
        ("Keighley", "E08000032"),
        ("Newport, Shropshire", "E06000020"),
        ("Newport", "W06000022"),
        ("Richmond, North Yorkshire", "E06000065"),
        ("East End Community Foundation", "E09000030"),
        ("s10 2tn", "S10"),
        ("BS5", "BS5"),
        ("Wirral area", "E08000015"),
        ("Gloucestershire CCG", "E10000013"),
    ],
)
def test_a_name_means_first(name: str, code: str) -> None:
    assert GAZETTEER.named(name)[0].code == code


def test_west_midlands_has_its_several_meanings() -> None:
    kinds = [place.kind for place in GAZETTEER.named("West Midlands")]

    assert kinds == ["region", "met_county", "ceremonial_county"]


@pytest.mark.parametrize("name", ["", " ", "Atlantis", "the", ",", "Z99 9ZZ", "£5,000"])
def test_what_is_no_place_has_no_meaning(name: str) -> None:
    assert GAZETTEER.named(name) == ()


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("Shefield", "Sheffield"),
        ("Glostershire", "Gloucestershire"),
        ("Tower Hamletts", "Tower Hamlets"),
    ],
)
def test_a_slip_of_the_pen_suggests_the_place(slip: str, meant: str) -> None:
    assert meant in GAZETTEER.suggest(slip)


@pytest.mark.parametrize(
    ("code", "label"),
    [
        (SHEFFIELD, "Sheffield"),
        ("E54000061", "NHS South Yorkshire ICB"),
        ("E54000034", "NHS Frimley ICB (until March 2026)"),
        ("E92000001", "England"),
        ("E06000010", "Hull"),
        ("E06000019", "Herefordshire"),
        ("E08000013", "St Helens"),
        ("E08000019", "Sheffield"),
    ],
)
def test_a_code_has_a_label_for_people(code: str, label: str) -> None:
    place = GAZETTEER.place(code)

    assert place is not None
    assert place.label == label


def test_an_unknown_code_is_no_place_and_has_no_districts() -> None:
    assert GAZETTEER.place("E99999999") is None
    assert GAZETTEER.districts(["E99999999"]) == {}


@pytest.mark.parametrize(
    ("code", "districts"),
    [
        pytest.param("E11000003", {SHEFFIELD, ROTHERHAM, BARNSLEY, DONCASTER}, id="county"),
        pytest.param("E54000061", {SHEFFIELD, ROTHERHAM, BARNSLEY, DONCASTER}, id="icb"),
        pytest.param("E54000018", {"E08000026", *numbered("E07000", 218, 222)}, id="coventry"),
        pytest.param("E10000006", {"E06000063", "E06000064"}, id="former county"),
        pytest.param("E07000201", {"E07000245"}, id="former district"),
        pytest.param("E08000019", {SHEFFIELD}, id="former code"),
        pytest.param("W11000028", numbered("W060000", 18, 22), id="welsh board"),
        pytest.param("E54000028", {f"E090000{n}" for n in LONDON}, id="former icb"),
    ],
)  # fmt: skip
def test_a_code_comes_to_districts(code: str, districts: set[str]) -> None:
    assert set(GAZETTEER.districts([code])) == districts


@pytest.mark.parametrize(
    ("code", "district", "share"),
    [
        ("E54000048", "E06000063", 0.0339),
        ("E54000051", "E06000065", 0.9129),
        ("E54000054", "E06000065", 0.0792),
        ("E54000034", "E07000089", 0.7627),
        ("E12000001", "E06000047", 1.0),
        ("E07000028", "E06000063", 0.3333),
    ],
)
def test_a_split_district_is_a_share(code: str, district: str, share: float) -> None:
    assert GAZETTEER.districts([code])[district] == pytest.approx(share)


def test_there_are_36_icbs_and_every_english_district_lies_in_them() -> None:
    icbs = [code for code in CODES if GAZETTEER.tables.places[code].kind == "icb"]
    england = GAZETTEER.districts(["E92000001"])

    assert len(icbs) == 36
    assert len(england) == 296
    assert GAZETTEER.districts(icbs) == pytest.approx(england, abs=0.001)


@pytest.mark.parametrize(
    ("wanted", "served", "standing"),
    [
        pytest.param([SHEFFIELD], [SHEFFIELD], "inside", id="same"),
        pytest.param(["E11000003"], [SHEFFIELD, ROTHERHAM], "inside", id="county holds district"),
        pytest.param([SHEFFIELD], ["E11000003"], "part", id="district in county"),
        pytest.param(["E11000003"], [SHEFFIELD, "E08000035"], "part", id="one of two"),
        pytest.param(["E11000003"], ["E08000035"], "outside", id="neighbours"),
        pytest.param(["E92000001"], ["E54000061"], "inside", id="England holds an ICB"),
        pytest.param(["K02000001"], ["W92000004"], "inside", id="UK holds Wales"),
        pytest.param(["W92000004"], ["E92000001"], "outside", id="Wales and England"),
        pytest.param(["S92000003"], ["S12000033"], "inside", id="Scotland"),
        pytest.param([SHEFFIELD], ["K02000001"], "part", id="a national member"),
        pytest.param(["E54000065"], ["E10000003"], "inside", id="the county of a merged ICB"),
        pytest.param(["E54000056"], ["E06000031"], "inside", id="Peterborough"),
        pytest.param(["E54000056"], ["E54000065"], "part", id="its heir"),
        pytest.param(["E54000065"], ["E54000056"], "inside", id="a former ICB in its heir"),
        pytest.param(["E54000034"], ["E06000039"], "inside", id="Frimley and Slough"),
        pytest.param(["E54000034"], ["E07000216"], "part", id="Frimley and Waverley"),
        pytest.param(["E06000063"], ["E07000028"], "inside", id="Carlisle within Cumberland"),
        pytest.param(["E07000028"], ["E06000063"], "part", id="Cumberland for Carlisle"),
        pytest.param(["E07000028"], ["E07000026"], "unknown", id="two former districts of one"),
        pytest.param(["E07000028"], ["E07000028"], "inside", id="the same former district"),
        pytest.param(["E54000051"], ["E06000065"], "part", id="North Yorkshire is split"),
        pytest.param(["E54000048"], ["E06000063"], "unknown", id="a sliver of Cumberland"),
        pytest.param(["E54000070"], ["E06000060"], "inside", id="all but a sliver"),
        pytest.param(["E12000005"], ["E11000005"], "inside", id="West Midlands region and county"),
        pytest.param(["E47000007"], ["E11000005"], "inside", id="authority and county"),
        pytest.param([SHEFFIELD], ["S10"], "inside", id="outcode"),
        pytest.param(["E08000035"], ["S10"], "outside", id="outcode elsewhere"),
        pytest.param([], [SHEFFIELD], "unknown", id="no area"),
        pytest.param([SHEFFIELD], [], "unknown", id="no places"),
        pytest.param([SHEFFIELD], ["nonsense"], "unknown", id="unknown code"),
    ],
)  # fmt: skip
def test_what_a_member_serves_lies(wanted: list[str], served: list[str], standing: str) -> None:
    assert GAZETTEER.overlap(wanted, served).standing == standing


def test_an_extent_tells_whole_districts_from_parts() -> None:
    extent = GAZETTEER.extent(["E54000051"])

    assert "E06000065" in extent.districts
    assert "E06000065" not in extent.whole
    assert extent.holds(GAZETTEER.extent(["E06000014"])) is Standing.INSIDE


def test_an_overlap_names_the_districts_in_common() -> None:
    overlap = GAZETTEER.overlap(["E11000003"], [SHEFFIELD, "E08000035"])

    assert overlap.shared == {SHEFFIELD}
    assert not overlap.covers
    assert GAZETTEER.overlap([SHEFFIELD], ["E11000003"]).covers


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([SHEFFIELD], "Sheffield"),
        ([SHEFFIELD, ROTHERHAM], "Rotherham and Sheffield"),
        ([SHEFFIELD, ROTHERHAM, BARNSLEY, DONCASTER], "South Yorkshire"),
        (["E10000011", "E10000032", "E06000043"], "Sussex"),
        (["E54000061"], "NHS South Yorkshire ICB"),
        (["E92000001"], "England"),
        (["E06000001", "E06000002", "E06000004", "E06000047"], "4 districts of the North East"),
        (["E06000001", "E09000001", "S12000033", "W06000022"], "4 districts of the United Kingdom"),
        ([], ""),
        (["nonsense"], ""),
    ],
)
def test_an_area_is_described_in_few_words(codes: list[str], words: str) -> None:
    assert GAZETTEER.describe(codes) == words


@pytest.mark.parametrize("postcode", ["S10 2TN", "s102tn", "S10", " s10 "])
def test_a_postcode_lies_in_a_district(postcode: str) -> None:
    assert GAZETTEER.of_postcode(postcode) == {SHEFFIELD: 1.0}


def test_a_postcode_area_has_shares_that_come_to_one() -> None:
    assert sum(GAZETTEER.of_postcode("S").values()) == pytest.approx(1, abs=0.01)
    assert set(GAZETTEER.of_postcode("BT47 1AA") or GAZETTEER.of_postcode("BT")) <= set(
        GAZETTEER.districts(["N92000002"])
    )


@given(st.sets(st.sampled_from(CODES), max_size=5))
def test_districts_of_districts_are_the_districts(codes: set[str]) -> None:
    districts = GAZETTEER.districts(codes)

    assert set(GAZETTEER.districts(districts)) == set(districts)


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_inside_and_covers_are_two_sides_of_one_thing(one: str, other: str) -> None:
    inside = GAZETTEER.overlap([one], [other]).standing is Standing.INSIDE

    assert inside == GAZETTEER.overlap([other], [one]).covers


@given(st.text(max_size=40))
def test_no_name_is_too_odd_to_ask_for(name: str) -> None:
    GAZETTEER.named(name)
    GAZETTEER.of_postcode(name)
    GAZETTEER.suggest(name)
