"""What is said of bidding together: tables of sentences."""

import pytest

from db.vocabulary import Field
from funding_radar.reading.facts import Item, ReadFact
from funding_radar.reading.partnership import read_partnership
from funding_radar.reading.text import Document


def facts(text: str) -> dict[Field, ReadFact]:
    return {fact.field: fact for fact in read_partnership(Document(Item(title="", text=text)))}


@pytest.mark.parametrize(
    ("level", "text"),
    [
        ("required", "You must apply as part of a partnership."),
        ("required", "Partnership working is essential: bids must come from consortia."),
        ("required", "Applications must be made by a partnership of two or more organisations."),
        ("required", "Single organisations cannot apply."),
        ("required", "Two or more groups must work together on each project."),
        ("required", "The partnership must include at least one public body."),
        ("required", "Applicants need to work with at least one other organisation."),
        ("required", "This fund is only open to partnerships."),
        ("encouraged", "We'd love to see bids from partnerships or groups working together."),
        ("encouraged", "Joint applications are particularly welcome."),
        ("encouraged", "We encourage organisations to work together."),
        ("encouraged", "Collaboration with other groups is encouraged."),
        ("encouraged", "Priority will be given to consortium bids."),
        ("encouraged", "Bids from consortia of small charities are strongly encouraged."),
        ("allowed", "Joint consortium bids are also accepted."),
        ("allowed", "You can apply as a single organisation or as a group of organisations."),
        ("allowed", "Organisations may bid alone or as part of a consortium."),
        ("allowed", "You can apply in partnership with another charity."),
        ("allowed", "Applications from partnerships will be considered."),
        ("allowed", "A lead organisation may hold the grant on behalf of its partners."),
    ],
)
def test_the_strongest_that_is_said_counts(level: str, text: str) -> None:
    assert facts(text)[Field.PARTNERSHIP].value == level


@pytest.mark.parametrize(
    "text",
    [
        "The fund is run in partnership with the County Council.",
        "Delivered in partnership with NHS England for local charities.",
        "The Health and Care Partnership has £50,000 for small groups.",
        '"We are working in partnership with communities," said the mayor.',
        "The scheme was set up by the Safer Neighbourhoods Partnership.",
        "Grants for sports clubs to buy kit.",
        "Connecting our City Partnership manages the grants.",
    ],
)
def test_the_funders_own_partnership_is_no_condition(text: str) -> None:
    assert facts(text) == {}


def test_the_number_of_partners_is_read() -> None:
    found = facts("You must apply as a consortium with at least one other partner.")

    assert found[Field.MIN_PARTNERS].value == 2
