# ruff: noqa: E501  (a row of a table is one line)
"""What a sum is of: tables of sentences."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from db.vocabulary import Basis, Field
from funding_radar.reading.amounts import read_amounts
from funding_radar.reading.facts import Item, ReadFact
from funding_radar.reading.text import Document

LEAST, MOST, POT = Field.MIN_AMOUNT, Field.MAX_AMOUNT, Field.TOTAL_POT
SAID = tomllib.loads(Path(__file__).with_name("sums_said.toml").read_text("utf8"))
ALIKE = [
    (text, expected)
    for key, expected in (
        ("grants", {MOST: 6_000}),
        ("ranges", {LEAST: 600, MOST: 6_000}),
        ("pots", {POT: 90_000}),
        ("other_sums", {}),
    )
    for text in SAID[key]
]


def facts(text: str) -> dict[Field, ReadFact]:
    return {fact.field: fact for fact in read_amounts(Document(Item(title="", text=text)))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grants of up to £5,000 are available.", {MOST: 5_000}),
        ("Groups can apply for up to £10k.", {MOST: 10_000}),
        ("The maximum grant is £750,000.", {MOST: 750_000}),
        ("Funding requests are capped at £750,000.", {MOST: 750_000}),
        ("There is an upper limit of £30,000 for each bid.", {MOST: 30_000}),
        ("The maximum you can apply for is £7,500.", {MOST: 7_500}),
        ("Maximum award: £3,000. Minimum award: £300.", {MOST: 3_000, LEAST: 300}),
        ("Grants between £250 and £5,000.", {LEAST: 250, MOST: 5_000}),
        ("Grant size: £1,000-£10,000.", {LEAST: 1_000, MOST: 10_000}),
        ("Small grants between £500-1000 for groups.", {LEAST: 500, MOST: 1_000}),
        ("Awards range from £2k to £8k.", {LEAST: 2_000, MOST: 8_000}),
        ("Grants from £10,000 up to a maximum of £25,000.", {LEAST: 10_000, MOST: 25_000}),
        ("You can ask for £5-10k.", {LEAST: 5_000, MOST: 10_000}),
        ("The minimum grant is £1,000.", {LEAST: 1_000}),
        ("Any amount exceeding £10,000 can be applied for.", {LEAST: 10_000}),
        ("Bids must not exceed £15,000.", {MOST: 15_000}),
        ("Grants will not normally be more than £500.", {MOST: 500}),
        ("No grant will be less than £250.", {LEAST: 250}),
        ("Small grants (up to £15, 000); large grants (between £75k and £300k).", {MOST: 300_000}),
        ("A fund of £1.8million has been launched.", {POT: 1_800_000}),
        ("A £10 million fund for suicide prevention.", {POT: 10_000_000}),
        ("The total budget for this fund is £140,000.", {POT: 140_000}),
        ("Groups can bid for a share of £150,000.", {POT: 150_000}),
        ("Total funding available: £45,000.", {POT: 45_000}),
        ("£45,000 is available to distribute.", {POT: 45_000}),
        ("There is half a million pounds in the pot.", {POT: 500_000}),
        ("A total funding pot of £4 million is being made available.", {POT: 4_000_000}),
        ("The ICB is making £2 million available to VCSE partners.", {POT: 2_000_000}),
        ("The grants will distribute £90,000 of funding.", {POT: 90_000}),
        ("£30,000 available in total; projects up to the value of £5,000.", {POT: 30_000, MOST: 5_000}),
        ("Contract value: £1,350,000 over five years.", {POT: 1_350_000}),
        ("A £200,000 fund offers grants of £1,000 to £5,000.", {POT: 200_000, LEAST: 1_000, MOST: 5_000}),
        ("Up to £3 million over three years for partnerships.", {POT: 3_000_000}),
        ("This year's pot is £60,000, up from £45,000 last year.", {POT: 60_000}),
        ("The £150,000 is the second wave, after an earlier round awarded £101,000 to 11 projects. The limit is £35,000.", {POT: 150_000, MOST: 35_000}),
        ("The cap has risen from £5,000 to £6,000 for each grant.", {MOST: 6_000}),
        ("Grants of £5,000 each are on offer.", {MOST: 5_000}),
        ("Community grants: up to &pound;2,500 per project", {MOST: 2_500}),
        ("Funding of five thousand pounds or less: up to £5,000 each.", {MOST: 5_000}),
        ("The parish has made £40,000 available to clubs and choirs.", {POT: 40_000}),
        ("Three trusts have pledged over £85,000 to help lunch clubs.", {POT: 85_000}),
        ("The pot of money, which now stands at £12,500, is for village groups.", {POT: 12_500}),
        ("Apply for a share of unclaimed £60,000.", {POT: 60_000}),
        ("The bank has teamed up with us to offer £30,000 to groups and charities across Devon.", {POT: 30_000}),
        ("A programme with an allocation of £9 million, of which £400,000 is available for Hull.", {POT: 400_000}),
        ("With over £250,000 allocated to our county, small grants are planned.", {POT: 250_000}),
        ("Lot 1 total PS40,000; lot 2 total PS25,500. The contract value is PS65,500 in total.", {POT: 65_500}),
        ("Up-to £3,000 is available for new projects.", {MOST: 3_000}),
        ("Up to £2,500 is available for groups that feed families.", {MOST: 2_500}),
        ("Groups can ask for up to £4,000 each. Each ward can receive up to £20,000.", {MOST: 4_000}),
        ("Awards should be between £200 and the maximum of £6,000.", {LEAST: 200, MOST: 6_000}),
        ("We would not normally make grants in excess of £8,000 to any one group.", {MOST: 8_000}),
        ("What we won't fund:\n• Individuals\n• Requests for amounts over £12,000\n• Events", {MOST: 12_000}),
        ("Applications up to £500 are seen in May and those between £501 and £3,000 in October each year.", {MOST: 3_000}),
        ("Groups fighting for the not-for-profit sector, with just £90,000 available, may ask for £1,000 to £5,000.", {POT: 90_000, LEAST: 1_000, MOST: 5_000}),
        ("£1.2m to be invested in villages. The national programme provides £3.1 billion.", {POT: 1_200_000}),
        ("The trust has committed £4 million in funding over five years.", {POT: 4_000_000}),
        ("It awards £15,000 per year to projects that plant trees.", {POT: 15_000}),
        ("The commissioner has announced a new grant fund of £35,000 for the county.", {POT: 35_000}),
        ("The ministry has found £8 million as part of a £60 million package. A total of £8 million is available.", {POT: 8_000_000}),
        ("The government will provide funding of up to £16.4 million over two years.", {POT: 16_400_000}),
        ("We expect about £90,000 maximum for each bid, but will consider bids of more than £90,000.", {MOST: 90_000}),
        ("Grants of between £3,000-£15,000/yr. Most grants are between £3,000-£9,000. Ask for £3,000 and above.", {LEAST: 3_000, MOST: 15_000}),
        ("The maximum award is £4,000, although the average grant is likely to be in the region of £2-3K.", {MOST: 4_000}),
        ("The minimum you can ask for is £200. No most is set, but the total annual budget is approximately £11,000.", {LEAST: 200, POT: 11_000}),
        ("Revenue only applications: between £2,000 and £5,000. Capital and revenue: between £2,000 and £7,000.", {LEAST: 2_000, MOST: 7_000}),
        ("Ask for £4,000 and under, in one sum or several.", {MOST: 4_000}),
        ("It includes a £400,000 small grants programme with mentoring.", {POT: 400_000}),
        ("Money for groups to bid for grants ranging from £2,000 to £30,000.", {LEAST: 2_000, MOST: 30_000}),
        ("Groups can apply for funding from a £180,000 grant pot: grants from £1,000 to £4,000.", {POT: 180_000, LEAST: 1_000, MOST: 4_000}),
        ("£6,000 is up for grabs, with each group receiving up to £900.", {POT: 6_000, MOST: 900}),
    ],
)  # fmt: skip
def test_limits_of_a_bid_and_the_pot_are_told_apart(text: str, expected: dict[Field, int]) -> None:
    found = {name: fact.value for name, fact in facts(text).items()}

    assert found == expected


@pytest.mark.parametrize(("text", "expected"), ALIKE)
def test_a_sum_is_read_however_it_is_said(text: str, expected: dict[Field, int]) -> None:
    assert {name: fact.value for name, fact in facts(text).items()} == expected


@pytest.mark.parametrize("case", SAID["several"], ids=lambda case: case["text"][:60])
def test_of_several_sums_each_is_told_apart(case: dict[str, Any]) -> None:
    expected = {LEAST: case.get("least"), MOST: case.get("most"), POT: case.get("pot")}

    found = facts(case["text"])

    assert {name: found[name].value if name in found else None for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "Since 2005 the fund has awarded more than £2m.",
        "Last year we gave £86,000 to 29 groups.",
        "Public liability insurance of at least £5 million is needed.",
        "The post has a salary of £27,500.",
        "Tickets cost £25 per person.",
        "The average grant is likely to be less than £50,000.",
        "Projects costing more than £50,000 need planning consent.",
        "Organisations with an income of less than £100,000.",
        "Two quotes are needed for items over £1,000.",
        "The venue reopened after a £6 million renovation.",
        "Unrestricted reserves of up to £20,000 are acceptable.",
        "The charity received £15,000 from the lottery.",
        "Match funding of at least £2,000 must be found.",
        "Staff are paid £12.60 an hour.",
        "104 applications requested £33.5m.",
        "11 partnerships have been awarded up to £450,000 each.",
        "Household income under £16,190 a year.",
        "The membership fee is £10 a year.",
        "Can we ask for more than £5,000? Please ring us.",
        "Each district has a total allocation of £50,000.",
        "Spending becomes capital when the total is £10,000 or over.",
        "For information on funding of £15,000 or more please visit our other page.",
    ],
)
def test_other_sums_are_neither_a_limit_nor_a_pot(text: str) -> None:
    assert facts(text) == {}


@pytest.mark.parametrize(
    ("text", "name", "basis"),
    [
        ("Up to £25,000 per year for two or three years.", MOST, Basis.PER_YEAR),
        ("Grants of up to £10,000 a year.", MOST, Basis.PER_YEAR),
        ("Each partner can ask for up to £5,000 per partner.", MOST, Basis.PER_PARTNER),
        ("£20,000 is available per district.", POT, Basis.PER_PLACE),
        ("Grants of up to £5,000.", MOST, Basis.TOTAL),
        ("£1 million a year is available for the fund.", POT, Basis.PER_YEAR),
    ],
)
def test_a_sum_says_what_it_is_counted_by(text: str, name: Field, basis: Basis) -> None:
    assert facts(text)[name].basis is basis


def test_of_a_whole_sum_and_a_yearly_one_the_whole_counts() -> None:
    found = facts("Apply for up to £40,000, with a maximum of £20,000 each year.")

    assert found[MOST].value == 40_000
