"""No notice that could be for the alliance is set aside; most of what is for others is."""

import itertools
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding_radar.reading.for_us import KEPT, SEEMS, for_us
from spiders.fields import SightingDraft
from spiders.ocds import draft_of

PACKAGES = ("ocds_search_package_page1_100.json", "ocds_search_package_2024.json")

# Our judgement of real notices, by the eight letters of the ocid after its prefix. What is not named is for others.
YES = [
    "3c1ac4c0", "070f4662", "abff81c6", "a5e45aec", "7f6e81c3", "5eb34cca", "cfc38479", "e8e80a8f",
    "db408d92", "116f88fb", "6703e787", "a4e957de", "7445ba73",
]  # fmt: skip
MAYBE = [
    "d8696989", "ff6e6bd9", "fffc1305", "890a83a3", "68f95248", "d38a09cf", "801be325", "96f40dcd",
    "2583f8cb", "db5d4ae8", "652e75a8", "a19ca91d", "0064608c", "4b77cbee", "6f942495", "972058d0",
    "106b7a1f",
]  # fmt: skip


def notices(shared: Path) -> dict[str, SightingDraft]:
    """The real notices of Contracts Finder, each once."""
    found: dict[str, SightingDraft] = {}
    for name in PACKAGES:
        package = json.loads((shared / "samples" / "contracts_finder" / name).read_text("utf-8"))
        for release in package["releases"]:
            found.setdefault(
                release["ocid"][12:20], draft_of(release, "cf", "https://example.org/")
            )
    return found


def is_set_aside(draft: SightingDraft) -> bool:
    return for_us(draft.title, draft.text, draft.publisher, draft.stated).set_aside


def test_no_real_notice_that_fits_is_set_aside(shared: Path) -> None:
    found = notices(shared)

    lost = [found[name].title for name in YES + MAYBE if is_set_aside(found[name])]

    assert lost == []


def test_most_real_notices_for_others_are_set_aside(shared: Path) -> None:
    found = notices(shared)
    others = [draft for name, draft in found.items() if name not in YES + MAYBE]

    aside = sum(map(is_set_aside, others))

    assert len(found) > 180
    assert aside / len(others) >= 0.70


@pytest.mark.parametrize(
    ("number", "aside"),
    [("032703-2026_UK4_below_threshold_open", True), ("083468-2026_PSR_intention_to_award_mental_health", False),
     ("083645-2026_UK2_market_engagement", True), ("083650-2026_UK6_award_below_threshold", False)],
)  # fmt: skip
def test_real_notices_of_find_a_tender(shared: Path, number: str, aside: bool) -> None:
    package = json.loads(
        (shared / "samples" / "find_a_tender" / f"{number}.json").read_text("utf-8")
    )

    assert is_set_aside(draft_of(package["releases"][0], "ft", "https://example.org/")) is aside


# Made notices that fit, though code, buyer or box say otherwise.
FITTING = [
    ("Crisis Café, Town Centre", "", "45000000", False),
    ("Wellbeing Hub Refurbishment and Running", "", "45453100", False),
    ("Supply of Counselling for Staff and Students", "", "33000000", False),
    ("Handyperson and Falls Prevention Scheme", "", "50000000", None),
    ("Furniture Reuse Partnership", "", "39130000", False),
    ("Grounds Maintenance by Supported Employment Teams", "", "77314000", None),
    ("Community Transport: Door to Door Minibuses", "", "60120000", False),
    ("Meals on Wheels Catering", "", "55520000", None),
    ("Cleaning of Refuges for Survivors of Domestic Abuse", "", "90911000", False),
    ("Peer Support Platform for Carers (software and moderation)", "", "48000000", False),
    ("ITT 0457", "A provider of advocacy for people detained under the Act, with lived experience.", "79000000", False),
    ("Lot 3: North Hub", "Voluntary organisations will run day opportunities for older people.", "70000000", False),
    ("Provision of Services 2027", "Befriending and social prescribing link workers in two towns.", "48000000", None),
    ("Home from Hospital", "", "85000000", None),
    ("Bereavement Support after Suicide", "", "98370000", False),
    ("Healthwatch", "", "79410000", False),
    ("Youth Work in Parks", "", "77313000", None),
    ("Interpreting and Translation", "", "79540000", False),
    ("Debt and Money Advice at the Foodbank", "", "66171000", False),
    ("Printing Skills for Adults with Learning Disabilities", "", "79810000", False),
    ("Warm Homes: Visits to People at Risk", "", "45321000", None),
    ("Car Park Lunch Club", "", "98351000", None),
    ("Integrated Sexual Health", "", "33000000", False),
    ("Evaluation of Social Prescribing", "", "79419000", False),
    ("Specialist Housing Related Support", "", "70333000", False),
    ("Equipment Library for Disabled Children", "", "33196000", False),
    ("Emotional Listening Line", "", "64200000", False),
    ("Prison Family Visits", "", "35000000", False),
    ("Appropriate Adult Scheme", "", "79100000", False),
    ("Supply Chain Training for Social Enterprises", "", "80500000", None),
]  # fmt: skip

OTHERS = [
    (
        "Grounds Maintenance: Verges, Cemeteries and Playing Fields",
        "Mowing at 214 sites.",
        "77310000",
        None,
    ),
    ("Resurfacing of the A19 Slip Roads", "", "45233000", None),
    ("Supply of Lift Spare Parts", "", "42419500", None),
    ("Server Hosting and Software Licences", "", "72000000", False),
    (
        "Roof Replacement at a Primary School",
        "Social value: bidders should help local residents.",
        "45260000",
        True,
    ),
    ("Refuse Collection Vehicles", "", "34144510", None),
    ("Legionella Monitoring and Water Hygiene", "", "90733000", None),
    ("Electricity Supply 2027 to 2030", "", "09310000", None),
    ("Architectural Services for a New Depot", "", "71200000", None),
    ("Window Cleaning Contract", "", "90911300", None),
    ("Purchase of Laptops", "", "30213100", True),
    ("Temporary Finance Staff", "", "79620000", False),
]


MADE = tomllib.loads(Path(__file__).with_name("made_notices.toml").read_text(encoding="utf-8"))
BUYERS = ("Larkfield Borough Council", "Midland Works Consortium", "Wold Integrated Care Board")


def made_notices(kind: str) -> Iterator[tuple[str, bool]]:
    """Each made notice by three buyers, and with each way of ticking the box: title, and whether it is set aside."""
    for row in MADE[kind]:
        title, text, cpv = (part.strip() for part in row.split("|"))
        for buyer, suitable in itertools.product(BUYERS, (None, False, True)):
            yield title, for_us(title, text, buyer, stated(cpv, suitable)).set_aside


def test_of_made_notices_that_fit_fewer_than_one_in_two_hundred_are_lost() -> None:
    found = list(made_notices("fitting"))

    lost = [title for title, aside in found if aside]

    assert len(MADE["fitting"]) + len(MADE["others"]) >= 200
    assert len(lost) / len(found) <= 1 / 200, lost


def test_most_made_notices_for_others_are_set_aside() -> None:
    found = [aside for _, aside in made_notices("others")]

    assert sum(found) / len(found) >= 0.9


def stated(cpv: str, suitable: bool | None) -> dict[str, Any]:
    return {"notice": "UK4", "cpv": [cpv], "suitable_for_vcse": suitable}


@pytest.mark.parametrize("notice", FITTING, ids=lambda notice: notice[0])
def test_what_fits_is_kept_whatever_its_code_and_box(
    notice: tuple[str, str, str, bool | None],
) -> None:
    title, text, cpv, suitable = notice

    found = for_us(title, text, "Larkfield Borough Council", stated(cpv, suitable))

    assert not found.set_aside, found.because


@pytest.mark.parametrize("notice", OTHERS, ids=lambda notice: notice[0])
def test_what_is_for_others_is_set_aside_and_explained(
    notice: tuple[str, str, str, bool | None],
) -> None:
    title, text, cpv, suitable = notice

    found = for_us(title, text, "Larkfield Borough Council", stated(cpv, suitable))

    assert found.set_aside, found
    assert found.because.startswith(SEEMS)


def test_a_word_to_keep_keeps() -> None:
    title, text, cpv, suitable = OTHERS[0]

    assert not for_us(title, text, "", stated(cpv, suitable), keep=["MOWING"]).set_aside
    assert for_us(title, text, "", stated(cpv, suitable), keep=["", "kayak"]).set_aside


def test_what_is_reserved_is_kept() -> None:
    said = {**stated("45000000", False), "reserved": ["publicServiceMutual"]}

    assert not for_us("Roof works", "", "Ministry of Defence", said).set_aside


def test_a_code_alone_sets_nothing_aside() -> None:
    assert not for_us("Provision 2027", "", "Larkfield Council", stated("45000000", None)).set_aside


def test_a_grant_is_never_weighed() -> None:
    assert for_us("Roof Repairs Grant", "Grants for village halls.", "Larkfield Trust", {}) == KEPT


def test_news_of_works_that_asks_nobody_is_set_aside() -> None:
    text = "The lane will be shut at night while drains are replaced. The scheme costs £310,000."

    assert for_us("Overnight closure of Quarry Road", text, "Larkfield Council", {}).set_aside
    assert not for_us("Closure of the day centre", text, "Larkfield Council", {}).set_aside


@given(st.text(max_size=200), st.text(max_size=400), st.lists(st.text(max_size=10), max_size=3))
def test_any_text_gets_an_answer(title: str, text: str, cpv: list[str]) -> None:
    found = for_us(title, text, title, {"cpv": cpv, "notice": "UK4"})

    assert found.set_aside is (found.points <= -3)
