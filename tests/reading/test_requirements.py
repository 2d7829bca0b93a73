# ruff: noqa: E501  (a row of a table is one line)
"""Who may apply, what for, and what is asked: tables of sentences."""

from typing import Any

import pytest

from db.vocabulary import Field
from funding_radar.reading import Item, read


def facts(text: str, title: str = "Fund") -> dict[Field, Any]:
    reading = read(Item(title=title, text=text))
    return {name: fact.value for name, fact in reading.facts.items()}


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("You need at least one year of accounts.", Field.ACCOUNTS_YEARS, 1),
        ("Send your last two years' audited accounts.", Field.ACCOUNTS_YEARS, 2),
        ("At least 3 board or committee members who are not related.", Field.MIN_UNRELATED_TRUSTEES, 3),
        ("Charities with at least three unrelated trustees.", Field.MIN_UNRELATED_TRUSTEES, 3),
        ("A minimum of three trustees is needed.", Field.MIN_TRUSTEES, 3),
        ("Groups must have a bank account with two unrelated signatories.", Field.BANK_ACCOUNT, True),
        ("Bidders must complete the Data Security and Protection Toolkit.", Field.DSPT, True),
        ("Only one application per organisation.", Field.ONE_BID, True),
        ("Groups can only apply once.", Field.ONE_BID, True),
        ("Requests must be no more than 25% of annual income.", Field.MAX_PERCENT_OF_INCOME, 25),
        ("The lower of the costs or 10% of your annual turnover.", Field.MAX_PERCENT_OF_INCOME, 10),
        ("No match funding is required.", Field.MATCH_FUNDING, "not required"),
        ("At least 20% match funding must be found.", Field.MATCH_FUNDING, 20),
        ("We fund up to 75% of project costs.", Field.MATCH_FUNDING, 25),
        ("Match funding is essential.", Field.MATCH_FUNDING, "required"),
        ("Projects must finish within 12 months.", Field.DURATION_MONTHS, 12),
        ("Grants of up to £60,000 over three years.", Field.DURATION_MONTHS, 36),
        ("This contract is suitable for VCSEs.", Field.SUITABLE_FOR_VCSE, True),
        ("Status: Open to applications", Field.STATUS, "open"),
        ("You must have a safeguarding policy and an equality policy.", Field.POLICIES, ["equality", "safeguarding"]),
        ("Public liability insurance is needed.", Field.INSURANCE, "Public liability insurance"),
        ("Questions? E-mail grants@fund.example today.", Field.CONTACT, "grants@fund.example"),
        ("The form has 6 questions and a maximum of 500 words.", Field.EFFORT, "maximum of 500 words; 6 questions"),
        ("To apply, complete the online form.", Field.HOW_TO_APPLY, "To apply, complete the online form."),
        ("We do not fund religious activity or salaries.", Field.NOT_FUNDED, "We do not fund religious activity or salaries."),
    ],
)  # fmt: skip
def test_a_requirement_is_read(text: str, name: Field, expected: object) -> None:
    assert facts(text)[name] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("You do not need a bank account.", Field.BANK_ACCOUNT),
        ("The toolkit (DSPT) is not required.", Field.DSPT),
        ("You must have been operating for 12 months.", Field.DURATION_MONTHS),
        ("Decisions are made within 3 months.", Field.DURATION_MONTHS),
        ("The bank account needs three signatories who are not related.", Field.MIN_TRUSTEES),
    ],
)
def test_what_is_not_asked_is_not_read(text: str, name: Field) -> None:
    assert name not in facts(text)


@pytest.mark.parametrize(
    ("text", "allowed", "barred"),
    [
        ("Open to registered charities and CICs.", {"registered_charity", "cic"}, set()),
        ("Individuals cannot apply.", set(), {"individual"}),
        ("We do not fund sole traders or private companies.", set(), {"private_company"}),
        ("Charities can apply but CICs are not eligible.", {"registered_charity"}, {"cic"}),
        ("Who can apply\n• CIOs\n• Community benefit societies\n• Schools", {"cio", "cbs", "school"}, set()),
        ("We cannot accept applications from:\n• individuals\n• statutory bodies", set(), {"individual", "public_body"}),
        ("You must be a constituted group or a parish council to apply.", {"constituted_group", "parish_council"}, set()),
    ],
)  # fmt: skip
def test_legal_forms_are_allowed_or_barred(text: str, allowed: set[str], barred: set[str]) -> None:
    found = facts(text)

    assert allowed <= set(found.get(Field.LEGAL_FORMS, ()))
    assert barred <= set(found.get(Field.EXCLUDED_LEGAL_FORMS, ()))
    assert not barred & set(found.get(Field.LEGAL_FORMS, ()))


@pytest.mark.parametrize(
    ("text", "themes", "groups"),
    [
        ("Grants to prevent suicide among middle-aged men.", {"suicide_prevention"}, {"men_and_boys"}),
        ("Support for adults with serious mental illness.", {"severe_mental_illness", "mental_health"}, {"people_with_severe_mental_illness"}),
        ("Projects that reduce loneliness among older people.", {"loneliness"}, {"older_people"}),
        ("To help families with the cost of living and food.", {"poverty"}, {"parents"}),
        ("Projects for refugees and people seeking asylum.", set(), {"refugees_and_migrants"}),
        ("Green social prescribing for autistic people.", {"nature", "social_prescribing"}, {"autistic_people"}),
    ],
)  # fmt: skip
def test_themes_and_groups_are_named(text: str, themes: set[str], groups: set[str]) -> None:
    found = facts(text)

    assert themes <= set(found.get(Field.THEMES, ()))
    assert groups <= set(found.get(Field.GROUPS, ()))


def test_led_by_is_read() -> None:
    found = facts("For organisations led by and for disabled people.")

    assert found[Field.LED_BY] == ["disabled_people"]


def test_boilerplate_names_no_theme() -> None:
    found = facts("Apply now. We have an environment policy in place. Registered charity no 1.")

    assert Field.THEMES not in found
