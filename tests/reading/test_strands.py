"""Strands of one fund and funds of one digest."""

from db.vocabulary import Field, Kind
from funding_radar.reading import Item, read_strands

TIERS = """Open to VCSE groups. Deadline is 9am Monday 25 October 2021.
Micro grants: under £1,000
Small grants: £1,000 to £10,000
Medium grants: over £10,000, capped at £30,000"""


def test_each_tier_has_its_own_limits_and_shares_the_deadline() -> None:
    readings = read_strands(Item(title="Green grants", text=TIERS))

    assert [reading.strand for reading in readings] == [
        "Micro grants",
        "Small grants",
        "Medium grants",
    ]
    assert [reading.facts[Field.MAX_AMOUNT].value for reading in readings] == [
        1_000,
        10_000,
        30_000,
    ]
    assert {reading.facts[Field.DEADLINE].value for reading in readings} == {"2021-10-25T09:00"}


def test_the_funds_of_a_digest_share_nothing() -> None:
    text = """Food Tourism Grants: between £5,000 and £25,000. The deadline is 26 September 2026.
Celebrating Age: grants of £50,000 to £100,000, for which you must apply as a consortium."""

    first, second = read_strands(Item(title="Funding bulletin", text=text))

    assert first.strand == "Food Tourism Grants"
    assert first.facts[Field.DEADLINE].value == "2026-09-26"
    assert Field.PARTNERSHIP not in first.facts
    assert second.facts[Field.MIN_AMOUNT].value == 50_000
    assert Field.DEADLINE not in second.facts


def test_most_items_give_one_reading() -> None:
    (reading,) = read_strands(Item(title="Fund", text="Apply for up to £500 by 3 May 2026."))

    assert reading.strand == ""
    assert reading.kind is Kind.OPEN_CALL


def test_rounds_are_no_strands() -> None:
    text = "Round 1: apply by 3 May 2026 for up to £500.\nRound 2: apply by 3 July 2026."

    assert len(read_strands(Item(title="Fund", text=text))) == 1
