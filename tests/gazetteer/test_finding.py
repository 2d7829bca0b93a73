"""Places found in texts: what is a name, what is a word, and which of several places is meant."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding_radar.gazetteer import load

GAZETTEER = load()
PIECES = st.sampled_from(
    [
        *("Sheffield", "Bath and North East Somerset", "Newport", "St. Helens", "King’s Lynn"),
        *("reading", "UK", "Leeds Road", "S10 2TN", "NHS", "north east", "Ünited", "Cllr"),
        *(" ", "\n", ",", "&", "-", "(", "’s"),
    ]
)


def found(text: str, *near: str) -> list[str]:
    return [mention.text for mention in GAZETTEER.find(text, near=near)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Groups in Sheffield and Rotherham", ["Sheffield", "Rotherham"]),
        ("Bath and North East Somerset", ["Bath and North East Somerset"]),
        ("Stoke-on-Trent’s groups", ["Stoke-on-Trent"]),
        ("South Yorkshire's groups", ["South Yorkshire"]),
        ("St. Helens and St Albans", ["St. Helens", "St Albans"]),
        ("in east London and south Yorkshire", ["east London", "south Yorkshire"]),
        ("GROUPS IN SHEFFIELD", ["SHEFFIELD"]),
        ("the North East of England", ["North East of England"]),
        ("Reading the guidance helps", []),
        ("groups in Reading", ["Reading"]),
        ("Reading Borough Council", ["Reading Borough Council"]),
        ("open in March", []),
        ("March, Cambridgeshire", ["March", "Cambridgeshire"]),
        ("rugby clubs and Rugby League", []),
        ("groups in Rugby", ["Rugby"]),
        ("12 Leeds Road", []),
        ("Cllr Jane Preston", []),
        ("NHS Gloucestershire ICB", ["NHS Gloucestershire ICB"]),
        ("BNSSG and bnssg", ["BNSSG"]),
        ("the bob haircut, BOB", []),
        ("S10 2TN", ["S10 2TN"]),
        ("ZZ99 9ZZ", []),
        ("Sheffielder", []),
    ],
)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "near", "code", "ambiguous"),
    [
        ("Newport", (), "W06000022", True),
        ("Newport", ("E06000046",), "E06000046", False),
        ("Newport and Telford", (), "E06000020", False),
        ("West Midlands region", (), "E12000005", False),
        ("West Midlands Police", (), "E11000005", False),
        ("West Midlands and North East", (), "E12000005", False),
        ("West Midlands", ("E08000025",), "E11000005", False),
        ("West Midlands", (), "E12000005", True),
        ("groups in Richmond", ("E06000065",), "E06000065", False),
        ("groups in Newcastle and Stafford", (), "E07000195", False),
        ("South Yorkshire", (), "E11000003", False),
        ("Lancashire", (), "E10000017", True),
        ("Carlisle", (), "E06000063", False),
    ],
)
def test_a_name_with_several_meanings_is_settled_by_its_setting(
    text: str, near: tuple[str, ...], code: str, ambiguous: bool
) -> None:
    mention = next(m for m in GAZETTEER.find(text, near=near) if text.find(m.text) >= 0)

    assert (code in mention.codes, mention.ambiguous) == (True, ambiguous)


def test_a_former_board_is_found_as_the_places_of_today() -> None:
    (mention,) = GAZETTEER.find("NHS Frimley ICB")

    assert "E06000036" in mention.codes
    assert all(GAZETTEER.tables.places[code].kind != "former_icb" for code in mention.codes)


@given(st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=200))
def test_a_mention_is_a_slice_of_the_text_and_none_overlap(text: str) -> None:
    mentions = GAZETTEER.find(text)

    assert all(m.text == text[m.start : m.end] and m.codes for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
