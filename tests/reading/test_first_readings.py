"""The whole way from an announcement to its facts."""

from datetime import date

from db.vocabulary import Field, Kind
from funding_radar.reading import Item, read


def test_an_open_call_gives_its_deadline_and_its_limits_with_quotes() -> None:
    item = Item(
        title="Wellbeing small grants",
        text="Groups can apply for grants of between £500 and £2,000. "
        "The closing date for applications is 12 noon on Friday 5th Sept.",
        published_on=date(2025, 7, 1),
    )

    reading = read(item)

    assert reading.kind is Kind.OPEN_CALL
    assert reading.facts[Field.DEADLINE].value == "2025-09-05T12:00"
    assert reading.facts[Field.DEADLINE].inferred
    assert reading.facts[Field.MIN_AMOUNT].value == 500
    assert reading.facts[Field.MAX_AMOUNT].value == 2_000
    assert all(fact.quote in f"{item.title}\n{item.text}" for fact in reading.facts.values())
