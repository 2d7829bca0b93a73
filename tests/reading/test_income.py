"""Income limits: tables of sentences."""

import pytest

from db.vocabulary import Field
from funding_radar.reading.facts import Item
from funding_radar.reading.income import read_income
from funding_radar.reading.text import Document

LEAST, MOST = Field.MIN_INCOME, Field.MAX_INCOME


def limits(text: str) -> dict[Field, int]:
    document = Document(Item(title="", text=text))
    return {fact.field: fact.value for fact in read_income(document)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your organisation must have an annual income of less than £1 million.", {MOST: 1_000_000}),
        ("Annual income must be under £100k per year.", {MOST: 100_000}),
        ("Maximum Turnover: £ 250,000", {MOST: 250_000}),
        ("Minimum Turnover: £ 10,000.", {LEAST: 10_000}),
        ("Income between £10,000 and £1million in the last financial year.", {LEAST: 10_000, MOST: 1_000_000}),
        ("For charities with a turnover of less than £500k.", {MOST: 500_000}),
        ("Charities whose income is greater than £25,000 and less than £1million.", {LEAST: 25_000, MOST: 1_000_000}),
        ("We do not fund organisations with an annual income over £500,000.", {MOST: 500_000}),
        ("Organisations we do not fund:\n• Organisations with an annual income over £500,000", {MOST: 500_000}),
        ("Applicants must not have a turnover exceeding £300k.", {MOST: 300_000}),
        ("Your income cannot exceed £50,000.", {MOST: 50_000}),
        ("Groups with a yearly income of £20,000 or less.", {MOST: 20_000}),
        ("Open to groups with £30,000 or less annual income.", {MOST: 30_000}),
        ("You need an income of at least £25,000.", {LEAST: 25_000}),
        ("Charities with an income below £25,000 cannot apply.", {LEAST: 25_000}),
        ("Only for charities with an income of no more than £250,000.", {MOST: 250_000}),
        ("Income: £25k - £500k", {LEAST: 25_000, MOST: 500_000}),
        ("Open to organisations with a turnover up to £2m.", {MOST: 2_000_000}),
        ("What we don't support:\n• Schools.\n• Charities with an income of £2 million and over.", {MOST: 2_000_000}),
        ("What won't you fund?\n• Groups with income of £80,000 or more a year\n• Individuals", {MOST: 80_000}),
        ("Small groups with an income of less that £40,000 last year.", {MOST: 40_000}),
        ("You must have an income below £20 million and at least two years' audited accounts.", {MOST: 20_000_000}),
    ],
)  # fmt: skip
def test_an_income_limit_is_read(text: str, expected: dict[Field, int]) -> None:
    assert limits(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Priority goes to organisations with an annual income of less than £50,000.",
        "Charities with income under £250k may be prioritised.",
        "Small charities (with an income between £25,000 and £1m) have been hardest hit by cuts.",
        "Families with a household income under £16,190.",
        "Charities with an income over £25,000 must file audited accounts.",
        "Grants are up to 25% of annual income.",
        "Grants of up to £5,000.",
        "Priority will be given to:\n• Groups with an annual income of £100,000 or less\n• Groups led by residents",
        "My charity has an income of over £90,000. Can I apply?",
        "What if our turnover is more than £1m?",
        "Revenue only applications: up to £5,000.",
        "Small groups, with an annual income of below £20,000, can apply via a partnership with a larger one.",
    ],
)
def test_a_preference_or_another_income_is_no_limit(text: str) -> None:
    assert limits(text) == {}
