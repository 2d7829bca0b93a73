"""Facts against their words: the five that others got wrong among them."""

import pytest

from db.vocabulary import Basis, Field
from funding_radar.reading import Item, ReadFact, confronts, read


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (ReadFact(Field.MAX_AMOUNT, 0, "does not set limits"), "no sum"),
        (ReadFact(Field.MAX_AMOUNT, 60_000, "£25,000 per year for two or three years"), "£25000"),
        (ReadFact(Field.MAX_AMOUNT, 25_000, "£25,000 per year", basis=Basis.TOTAL), "by the year"),
        (ReadFact(Field.DEADLINE, "2024-01-31", "closes on 30 January 2024"), "30 january 2024"),
        (ReadFact(Field.DEADLINE, "2024-01-31T12:00", "31 January 2024, 5pm"), "5pm"),
        (ReadFact(Field.DEADLINE, "2025-09-05", "Friday 5th Sept"), "5th sept"),
        (ReadFact(Field.DEADLINE, "rolling", "closes on 30 January 2024"), "no words say so"),
        (ReadFact(Field.MIN_UNRELATED_TRUSTEES, 3, "two unrelated trustees"), "do not name it"),
    ],
)
def test_a_value_that_its_words_do_not_say_is_found(fact: ReadFact, said: str) -> None:
    assert said in (confronts(fact) or "")


@pytest.mark.parametrize(
    "fact",
    [
        ReadFact(Field.MAX_AMOUNT, 25_000, "£25,000 per year", basis=Basis.PER_YEAR),
        ReadFact(Field.MIN_AMOUNT, 500, "grants of £500-1000"),
        ReadFact(Field.DEADLINE, "2025-09-05T12:00", "12 noon, Friday 5th Sept", inferred=True),
        ReadFact(Field.DEADLINE, "rolling", "there is no deadline"),
        ReadFact(Field.TOTAL_POT, 40_000, "40000"),
        ReadFact(Field.MIN_TRUSTEES, 3, "at least three trustees"),
        ReadFact(Field.AREAS, ["E08000039"], ""),
    ],
)
def test_a_value_that_its_words_say_stands(fact: ReadFact) -> None:
    assert confronts(fact) is None


def test_a_stated_field_wins_and_a_disagreement_is_kept() -> None:
    item = Item(
        title="Fund",
        text="Grants of up to £25,000. Closing date 3 May 2026.",
        stated={Field.MAX_AMOUNT: 60_000, Field.DEADLINE: "2026-05-03"},
    )

    facts = read(item).facts

    assert facts[Field.MAX_AMOUNT].value == 60_000
    assert facts[Field.MAX_AMOUNT].contradicted
    assert "£25,000" in facts[Field.MAX_AMOUNT].note
    assert facts[Field.DEADLINE].value == "2026-05-03"
    assert not facts[Field.DEADLINE].contradicted


def test_three_years_of_a_yearly_sum_do_not_contradict_the_whole() -> None:
    item = Item(
        title="Fund",
        text="Grants of up to £25,000 per year for three years.",
        stated={Field.MAX_AMOUNT: 75_000},
    )

    fact = read(item).facts[Field.MAX_AMOUNT]

    assert (fact.value, fact.contradicted) == (75_000, False)


@pytest.mark.parametrize("nothing", [None, 0, "", 0.0])
def test_a_stated_field_that_says_nothing_is_no_fact(nothing: object) -> None:
    item = Item(title="Fund", text="Apply now.", stated={Field.MAX_AMOUNT: nothing})

    assert Field.MAX_AMOUNT not in read(item).facts


def test_the_minute_of_the_prose_completes_a_stated_day() -> None:
    item = Item(
        title="Fund",
        text="The deadline is 12 noon on 3 May 2026.",
        stated={Field.DEADLINE: "2026-05-03"},
    )

    assert read(item).facts[Field.DEADLINE].value == "2026-05-03T12:00"
