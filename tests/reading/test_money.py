# ruff: noqa: E501  (a row of a table is one line)
"""Sums of money in every UK spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funding_radar.reading.money import sums
from funding_radar.reading.text import folded


def in_thousands(pounds: int) -> str:
    return f"{pounds / 1_000:g}"


SPELLINGS = {
    "£5,000": (lambda n: f"£{n:,}", 1),
    "£5000": (lambda n: f"£{n}", 1),
    "£ 5,000": (lambda n: f"£ {n:,}", 1),
    "£5,000.00": (lambda n: f"£{n:,}.00", 1),
    "GBP 5,000": (lambda n: f"GBP {n:,}", 1),
    "5,000 pounds": (lambda n: f"{n:,} pounds", 1),
    "5000 GBP": (lambda n: f"{n} GBP", 1),
    "£5k": (lambda n: f"£{in_thousands(n)}k", 500),
    "£5K": (lambda n: f"£{in_thousands(n)}K", 1_000),
    "£5 thousand": (lambda n: f"£{in_thousands(n)} thousand", 1_000),
    "£1.5m": (lambda n: f"£{n / 1_000_000:g}m", 10_000),
    "£1.5 million": (lambda n: f"£{n / 1_000_000:g} million", 10_000),
    "£1.5million": (lambda n: f"£{n / 1_000_000:g}million", 10_000),
}
FRAMES = (
    "Grants of up to {sum}.",
    "{sum}",
    "({sum})",
    "a total of {sum} is available",
    "{sum} each",
)


@given(
    thousandths=st.integers(1, 99_999),
    spelling=st.sampled_from(sorted(SPELLINGS)),
    frame=st.sampled_from(FRAMES),
)
def test_any_sum_in_any_spelling_is_read_back(thousandths: int, spelling: str, frame: str) -> None:
    render, step = SPELLINGS[spelling]
    pounds = thousandths * step

    assert [one.pounds for one in sums(folded(frame.format(sum=render(pounds))))] == [pounds]


@given(
    low=st.integers(1, 400).map(lambda n: n * 50),
    more=st.integers(1, 400).map(lambda n: n * 50),
    form=st.sampled_from(["£{}-£{}", "£{} - £{}", "£{} to £{}", "between £{} and £{}", "£{}\u2013{}", "from £{} up to £{}"]),
)  # fmt: skip
def test_any_range_is_read_back(low: int, more: int, form: str) -> None:
    (one,) = sums(folded(form.format(f"{low:,}", f"{low + more:,}")))

    assert (one.low, one.pounds) == (low, low + more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£15, 000", (None, 15_000)),
        ("£500-1000", (500, 1_000)),
        ("£5-10k", (5_000, 10_000)),
        ("£50-£100k", (50_000, 100_000)),
        ("£1-£2 million", (1_000_000, 2_000_000)),
        ("£500 - £1k", (500, 1_000)),
        ("£10k", (None, 10_000)),
        ("half a million pounds", (None, 500_000)),
        ("half a million", (None, 500_000)),
        ("a quarter of a million pounds", (None, 250_000)),
        ("five thousand pounds", (None, 5_000)),
        ("£11.59 million", (None, 11_590_000)),
        ("£10,000 up to a maximum of £25,000", (10_000, 25_000)),
        ("£10,000 to 15 projects", (None, 10_000)),
        ("PS135,500", (None, 135_500)),
        ("between £100 and the maximum of £7,500", (100, 7_500)),
        ("£613,724.64", (None, 613_725)),
        ("£1.2bn", (None, 1_200_000_000)),
        ("just over 2 million is available", (None, 2_000_000)),
        ("over £10,001 and up to £250,000", (10_001, 250_000)),
        ("£500 (minimum) to £5,000", (500, 5_000)),
        ("from £500, rising to £5,000", (500, 5_000)),
        ("between £8,000 (£4,000 a year) and £20,000", (8_000, 20_000)),
    ],
)
def test_special_spellings(text: str, expected: tuple[int | None, int]) -> None:
    (one,) = sums(folded(text))

    assert (one.low, one.pounds) == expected


@pytest.mark.parametrize(
    "text", ["5,000 people", "11 projects", "two hundred groups", "10k run", "a ps5 console", "a million thanks", "3 million people", "2 million are ill", "£", "£ and", "25%"]
)  # fmt: skip
def test_what_is_no_money_is_no_sum(text: str) -> None:
    assert sums(folded(text)) == []


def test_pence_begin_no_range() -> None:
    assert [one.low for one in sums("for every £1 raised, up to £500")] == [None, None]


def test_two_sums_with_and_between_are_two() -> None:
    assert [one.pounds for one in sums("grants of £1,000 and £5,000")] == [1_000, 5_000]
