# ruff: noqa: E501  (a row of a table is one line)
"""Conditions that were once read the wrong way round, or not at all."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db.vocabulary import Basis, Field, Kind
from funding_radar.reading import Item, Reading, read

BARRED = tomllib.loads(Path(__file__).with_name("barred.toml").read_text("utf8"))["barred"]


def reading_of(text: str, title: str = "Fund") -> Reading:
    return read(Item(title=title, text=text, published_on=date(2026, 10, 1)))


def facts(text: str, title: str = "Fund") -> dict[Field, Any]:
    return {name: fact.value for name, fact in reading_of(text, title).facts.items()}


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        (
            "The trustees do not make awards to CICs, private companies or individuals.",
            ["cic", "individual", "private_company"],
        ),
        (
            "We are sorry that we cannot offer grants to schools or local authorities.",
            ["local_authority", "school"],
        ),
        ("The foundation does not give to social enterprises.", ["social_enterprise"]),
    ],
)
def test_those_to_whom_no_grants_are_made_are_shut_out(text: str, forms: list[str]) -> None:
    found = facts(text)

    assert found.get(Field.EXCLUDED_LEGAL_FORMS) == forms
    assert Field.LEGAL_FORMS not in found


@pytest.mark.parametrize(
    "text",
    [
        "Not for profit organisations in England can apply for grants of over £5,000.",
        "The fund is open to voluntary and not for profit groups and registered charities.",
        "Grants are open to community organisations across England (excluding London).",
        "We do not fund:\n- Large well established national charities\n- Holidays",
        "The trustees would not normally pay for the repair of churches.",
        "Projects must help residents of the county (excludes the city council local authority area).",
    ],
)
def test_a_word_of_no_beside_a_form_does_not_shut_it_out(text: str) -> None:
    assert Field.EXCLUDED_LEGAL_FORMS not in facts(text)


@pytest.mark.parametrize(("forms", "text"), BARRED)
def test_only_who_may_not_apply_is_shut_out(forms: list[str], text: str) -> None:
    found = facts(text).get(Field.EXCLUDED_LEGAL_FORMS, [])

    assert found == forms


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Moorside Parish Council makes grants to village groups.", None),
        ("The Town Council will normally only consider applications for £500 or less.", None),
        ("Charities may apply to the County Council for a grant.", ["registered_charity"]),
        ("Local charities can bid to Moorshire County Council's fund.", ["registered_charity"]),
        ("The NHS Trust has £5,000 for constituted groups.", ["constituted_group"]),
        ("The University of Moorshire fund is open to charities.", ["registered_charity"]),
        (
            "Applications are welcome from parish councils and charities.",
            ["parish_council", "registered_charity"],
        ),
        ("You can apply if you are a parish council or a school.", ["parish_council", "school"]),
        ("Schools, universities and NHS trusts may apply.", ["nhs_body", "school", "university"]),
        ("Charities that support local individuals may apply.", ["registered_charity"]),
        ("Individuals and charities may apply.", ["individual", "registered_charity"]),
    ],
)
def test_the_funder_is_no_applicant(text: str, forms: list[str] | None) -> None:
    assert facts(text).get(Field.LEGAL_FORMS) == forms


def test_a_form_in_brackets_is_shut_out_by_its_brackets() -> None:
    found = facts("We welcome applications from charities (not individuals).")

    assert found[Field.EXCLUDED_LEGAL_FORMS] == ["individual"]
    assert found[Field.LEGAL_FORMS] == ["registered_charity"]


@pytest.mark.parametrize(
    "text",
    [
        "For travel outside Northern Ireland, say why. Projects must benefit people in Belfast.",
        "Open to groups based in and outside of Cambridgeshire that help people in Ely.",
        "We do not accept applications from:\n- National bodies (unless the project meets a need in Edinburgh)\nGroups in Edinburgh can apply.",
    ],
)
def test_a_place_named_beside_outside_or_unless_is_not_shut_out(text: str) -> None:
    assert Field.EXCLUDED_AREAS not in facts(text)


def test_what_a_lead_must_be_is_not_widened_by_a_looser_word_elsewhere() -> None:
    found = facts(
        "Bids are invited from groups of voluntary organisations. The lead body must be a registered charity or a CIO."
    )

    assert found[Field.LEGAL_FORMS] == ["cio", "registered_charity"]


def test_what_need_not_be_binds_nobody() -> None:
    found = facts("Any community group can apply. You do not have to be a registered charity.")

    assert "vcse_organisation" in found[Field.LEGAL_FORMS]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Charities with a turnover above £80,000 may not apply.", None, 80_000),
        ("Groups whose income is over £30,000 cannot apply in this round.", None, 30_000),
        (
            "You need three people on your committee and a turnover of no more than £20,000 a year.",
            None,
            20_000,
        ),
        ("Charities with over £300,000 of income should speak to us first.", None, None),
        ("Organisations with an income above £1m are asked to ring before applying.", None, None),
        (
            "Bidders need audited accounts for two years and a turnover of at least £90,000.",
            90_000,
            None,
        ),
        ("Groups with more than £200,000 a year coming in need not apply.", None, 200_000),
        ("If your income is over £25,000 your accounts must be audited.", None, None),
    ],
)
def test_a_limit_on_income_points_the_right_way(
    text: str, least: int | None, most: int | None
) -> None:
    found = facts(text)

    assert (found.get(Field.MIN_INCOME), found.get(Field.MAX_INCOME)) == (least, most)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (
            "Bids must come from a partnership of at least two and no more than five organisations.",
            2,
            5,
        ),
        ("A consortium should have between three and eight members.", 3, 8),
        ("A lead charity and not fewer than two other bodies must apply together.", 3, None),
        ("Each partnership needs a minimum of 4 partners.", 4, None),
        ("Applicants may form a partnership of up to four charities.", None, 4),
        ("You must have at least three members on your committee.", None, None),
        ("Partnership bids are welcome. Each group must have at least three members.", None, None),
    ],
)
def test_how_many_may_bid_together(text: str, least: int | None, most: int | None) -> None:
    found = facts(text)

    assert (found.get(Field.MIN_PARTNERS), found.get(Field.MAX_PARTNERS)) == (least, most)


@pytest.mark.parametrize(
    "text",
    [
        "To apply you must have at least three people on your board who are not related.",
        "Your group must have a constitution and at least two trustees.",
    ],
)
def test_people_on_a_committee_are_no_partners(text: str) -> None:
    assert Field.PARTNERSHIP not in facts(text)


@pytest.mark.parametrize(
    "text",
    [
        "An organisation may lead one bid only.",
        "Each charity can put forward just one proposal.",
        "No applicant may submit more than one bid.",
        "You can be a partner in several bids but lead just one.",
        "Only one application from any one group will be read.",
    ],
)
def test_one_bid_from_each(text: str) -> None:
    assert facts(text).get(Field.ONE_BID) is True


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (
            "We hope to reach unpaid carers, men in midlife, teenagers and people from minoritised communities. The money is for suicide prevention, including support for people bereaved by suicide.",
            {"carers", "men_and_boys", "young_people", "racialised_communities", "bereaved_people"},
        ),
        (
            "Grants for families and friends who look after people with dementia.",
            {"carers", "people_with_dementia"},
        ),
    ],
)
def test_all_groups_named_together_are_told(text: str, groups: set[str]) -> None:
    assert groups <= set(facts(text)[Field.GROUPS])


def test_to_send_a_form_is_no_special_need() -> None:
    assert Field.GROUPS not in facts(
        "Send the form and a page about your plans. Grants of up to £500 are available."
    )


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("Get it in by close of play on 5 December 2026.", "2026-12-05"),
        (
            "Applications must reach us by the end of the day on Friday 4 December 2026.",
            "2026-12-04",
        ),
        ("Send your bid by 5 o'clock on 9 December 2026.", "2026-12-09T17:00"),
        ("Send your bid by ten o'clock, 9 December 2026.", "2026-12-09"),
        ("Bids are due by 9 o'clock in the morning on 9 December 2026.", "2026-12-09T09:00"),
        ("Tenders shall be returned by 1400 hours on 5 February 2027.", "2027-02-05T14:00"),
        (
            "The deadline, which was 2 November, is now noon on 16 November 2026.",
            "2026-11-16T12:00",
        ),
        (
            "We take applications from 5 October until 12 midday on 30 October 2026.",
            "2026-10-30T12:00",
        ),
        (
            "Fill in the form any time before 31 May 2027, or until the money has gone.",
            "2027-05-31",
        ),
    ],
)
def test_how_people_say_when_a_bid_is_due(text: str, deadline: str) -> None:
    assert facts(text).get(Field.DEADLINE) == deadline


@pytest.mark.parametrize(
    "text",
    [
        "The drop-in clinic is open until Saturday 19 December.",
        "Mill Lane will be closed from Monday 5 October to 9 October.",
        "The present contracts end on 31 March 2028.",
        "Representations must be made in writing by noon on 12 October 2026.",
        "The library closes at 5pm on 24 December.",
    ],
)
def test_not_every_day_by_which_something_ends_is_a_deadline(text: str) -> None:
    reading = reading_of(text, "Notice")

    assert Field.DEADLINE not in reading.facts
    assert reading.kind not in (Kind.OPEN_CALL, Kind.COMING_CALL)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Advocacy to be bought again",
            "The committee agreed in principle to recommission advocacy when the contracts end on 31 March 2028. This is not an invitation to tender and there is nothing to bid for yet.",
        ),
        (
            "Notice under the Provider Selection Regime",
            "The authority intends to award a contract of £300,000 to the existing provider under direct award process C. Representations must be received by midnight on 9 October 2026.",
        ),
        (
            "Crisis support: early talks",
            "We want to hear from providers by 9 October 2026. No bids should be sent: this does not begin a procurement.",
        ),
    ],
)
def test_what_nobody_can_bid_for_yet_is_a_signal_without_a_deadline(title: str, text: str) -> None:
    reading = reading_of(text, title)

    assert reading.kind is Kind.EARLY_SIGNAL
    assert Field.DEADLINE not in reading.facts


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Call for papers: loneliness",
            "Abstracts of 200 words are invited by 5pm on 9 December 2026. Travel bursaries of up to £80 are available.",
        ),
        (
            "Free safeguarding course",
            "Apply for a place on the course by 9 December 2026. Places are free to small charities.",
        ),
        (
            "Vote for your favourite cause",
            "Choose between three groups until the end of December 2026. The winner gets £800.",
        ),
    ],
)
def test_a_place_or_a_vote_is_no_money_to_ask_for(title: str, text: str) -> None:
    reading = reading_of(text, title)

    assert reading.kind is Kind.OTHER
    assert Field.DEADLINE not in reading.facts


def test_a_trust_that_says_who_may_not_ask_can_be_asked() -> None:
    text = "We consider appeals from charities in the Black Country with an income of under £1m. We do not support individuals."

    assert reading_of(text, "The Saddlers' Benevolent Fund").kind is Kind.OPEN_CALL


def test_a_prospectus_that_will_follow_is_no_open_call() -> None:
    text = "Members asked how small charities would be able to bid. The Commissioner said that a prospectus would follow in the spring."

    assert reading_of(text, "Police and Crime Panel").kind in (Kind.COMING_CALL, Kind.EARLY_SIGNAL)


def test_a_title_that_counts_its_funds_announces_several() -> None:
    text = "Kettle Fund: up to £600 for village halls. Apply by 4 December 2026.\nRoot Grants: £300 to £900 for allotments, closes 11 December 2026.\nLoom Awards: £1,000 flat for craft groups, no closing date."

    assert reading_of(text, "Three small pots for winter").kind is Kind.DIGEST


def test_a_share_of_income_may_be_said_in_words() -> None:
    assert (
        facts("A grant will be no more than half of your annual income.")[
            Field.MAX_PERCENT_OF_INCOME
        ]
        == 50
    )


def test_questions_that_must_reach_the_funder_are_no_bids() -> None:
    found = facts(
        "Questions must reach us by 13 November 2026. Bids must reach us by 4 December 2026."
    )

    assert found[Field.QUESTIONS_BY] == "2026-11-13"
    assert found[Field.DEADLINE] == "2026-12-04"


def test_a_grant_that_lasts_up_to_a_year_is_not_by_the_year() -> None:
    fact = reading_of("You can ask for between £400 and £4,000, for up to a year.").facts[
        Field.MAX_AMOUNT
    ]

    assert fact.basis is Basis.TOTAL


@pytest.mark.parametrize(
    ("text", "name", "quote"),
    [
        (
            "The lead must be a registered charity with at least two years of published accounts, an annual income of at least £90,000, and safeguarding policies that are in date and open to anyone who asks.",
            Field.MIN_INCOME,
            "an annual income of at least £90,000",
        ),
        (
            "Groups with a yearly income over £40,000 cannot apply this time, because the last round went mostly to organisations with a fundraiser, and we would like this one to go to others.",
            Field.MAX_INCOME,
            "Groups with a yearly income over £40,000 cannot apply this time",
        ),
        (
            "The Moor and Vale Befriending Fund has £10,000 to £25,000 for charities in Devon and Cornwall that visit lonely older people in their own homes, week in and week out, whatever the weather.",
            Field.MAX_AMOUNT,
            "The Moor and Vale Befriending Fund has £10,000 to £25,000",
        ),
        (
            "We will give between £600 and £3,000 to groups anywhere in South Yorkshire that offer a warm, friendly place where people can talk about how they are: a kitchen table, a shed, the back of a church hall.",
            Field.MIN_AMOUNT,
            "We will give between £600 and £3,000 to groups anywhere in South Yorkshire",
        ),
    ],
)
def test_a_quote_is_the_clause_that_says_it(text: str, name: Field, quote: str) -> None:
    assert reading_of(text).facts[name].quote == quote
