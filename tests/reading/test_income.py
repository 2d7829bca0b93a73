# ruff: noqa: E501  (a row of a table is one line)
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
        ("Organisations must be not for profit with an income of less than £350,000 per year.", {MOST: 350_000}),
        ("You must be a non-profit with an income of less than £350,000.", {MOST: 350_000}),
        ("Not-for-profit organisations whose turnover is under £350,000 can apply.", {MOST: 350_000}),
        ("Groups that are not registered charities with an income under £350,000 may apply.", {MOST: 350_000}),
        ("You need not be a registered charity but your income must be under £350,000.", {MOST: 350_000}),
        ("Applicants do not have to be registered, but must have an income below £350,000.", {MOST: 350_000}),
        ("It does not matter where you are based as long as your income is under £350,000.", {MOST: 350_000}),
        ("We are not able to fund individuals. Charities need an income of less than £350,000.", {MOST: 350_000}),
        ("We cannot fund individuals, or charities with an income above £350,000.", {MOST: 350_000}),
        ("Open to organisations not in receipt of our funding with an income of less than £350,000.", {MOST: 350_000}),
        ("Grants are open to organisations that are not part of a national body and have an income of no more than £350,000.", {MOST: 350_000}),
        ("If you are not a charity you can still apply, so long as your turnover is below £350,000.", {MOST: 350_000}),
        ("Unincorporated groups cannot apply. Income must be less than £350,000.", {MOST: 350_000}),
        ("Schools are not eligible; charities must have an income under £350,000.", {MOST: 350_000}),
        ("Individuals cannot apply and organisations must have an income under £350,000.", {MOST: 350_000}),
        ("Applicants should not be statutory bodies and should have an income under £350,000.", {MOST: 350_000}),
        ("Your income must be a minimum of £100,000 and a maximum of £1,000,000.", {LEAST: 100_000, MOST: 1_000_000}),
        ("An annual turnover of over £50,000 (defined as 100% of charitable income).", {LEAST: 50_000}),
        ("For £5,000 your income must be at least £1,000,000. For £1,000 your income must be at least £100,000.", {LEAST: 100_000}),
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
        ("Open to charities with an annual income of £10,000 to £250,000.", {LEAST: 10_000, MOST: 250_000}),
        ("Your annual turnover should be no more than £100k.", {MOST: 100_000}),
        ("Your annual turnover should not be more than £100k.", {MOST: 100_000}),
        ("Charities must have an income of at least £25k and not more than £1m.", {LEAST: 25_000, MOST: 1_000_000}),
        ("Applicants must have an income under £60,000 a year.", {MOST: 60_000}),
        ("Small organisations (annual income under £50,000) only.", {MOST: 50_000}),
        ("For small charities with incomes below £100,000.", {MOST: 100_000}),
        ("Groups whose yearly turnover does not exceed £30,000 can apply.", {MOST: 30_000}),
        ("We only fund organisations with an income of less than £300,000.", {MOST: 300_000}),
        ("We can only accept applications from charities with an income between £25k and £500k.", {LEAST: 25_000, MOST: 500_000}),
        ("Income threshold: under £250,000", {MOST: 250_000}),
        ("Income limit: £75,000", {MOST: 75_000}),
        ("Maximum annual income: £500,000", {MOST: 500_000}),
        ("Max income £1m", {MOST: 1_000_000}),
        ("Annual income up to £40k", {MOST: 40_000}),
        ("Turnover: less than £150k", {MOST: 150_000}),
        ("Turnover £20k-£1m", {LEAST: 20_000, MOST: 1_000_000}),
        ("Eligible organisations will have a total income of between £20,000 and £150,000 in their most recent accounts.", {LEAST: 20_000, MOST: 150_000}),
        ("We do not support charities with an income of more than £5 million.", {MOST: 5_000_000}),
        ("Charities with incomes in excess of £2m are not eligible.", {MOST: 2_000_000}),
        ("Organisations with a turnover of over £750,000 will not be considered.", {MOST: 750_000}),
        ("Organisations turning over more than £1m cannot apply.", {MOST: 1_000_000}),
        ("Your organisation's income was below £35,000 last year.", {MOST: 35_000}),
        ("Be small: an income of no greater than £80,000.", {MOST: 80_000}),
        ("Exclusions: individuals; statutory bodies; charities with an income above £1m; animal charities.", {MOST: 1_000_000}),
        ("Who can apply: CICs; charities; groups with a turnover of less than £90,000.", {MOST: 90_000}),
        ("If your annual income is above £1m, you cannot apply.", {MOST: 1_000_000}),
        ("Organisations must have a minimum turnover of £100,000.", {LEAST: 100_000}),
        ("Organisations must have had an annual income of £50,000 or more.", {LEAST: 50_000}),
        ("An average annual turnover of at least £40,000 is needed.", {LEAST: 40_000}),
        ("Lead partners need a turnover of £500,000 or above.", {LEAST: 500_000}),
        ("Your yearly income as told in your most recent accounts should be no more than £90,000.", {MOST: 90_000}),
        ("Annual expenditure of less than £100,000.", {MOST: 100_000}),
        ("Organisations with an annual budget of under £75,000.", {MOST: 75_000}),
        ("Groups with an annual spend of less than £30,000.", {MOST: 30_000}),
        ("Community groups with less than £25,000 annual income.", {MOST: 25_000}),
        ("With an income of £1 million or less", {MOST: 1_000_000}),
        ("not have an income exceeding £120,000", {MOST: 120_000}),
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
        "If your income is over £100,000, please send audited accounts.",
        "If your income is under £25,000 you can use the short form.",
        "Charities with an income over £1m are unlikely to be funded.",
        "Preference is given to groups with an income below £50,000.",
        "Most of our grants go to charities with an income of less than £200,000.",
        "We particularly welcome groups with a turnover of less than £20,000.",
        "The trust's annual income is £60,000.",
        "The council's income fell by £2m.",
        "Families with an income of less than £20,000.",
        "Applicants on a household income of under £25,000.",
        "The annual contract value must not be more than 30% of your turnover.",
        "Groups with an income below £10,000 can apply for up to £500; others up to £3,000.",
        "We only accept applications from charities with audited accounts of less than £90,000.",
    ],
)
def test_a_preference_or_another_income_is_no_limit(text: str) -> None:
    assert limits(text) == {}
