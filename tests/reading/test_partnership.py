# ruff: noqa: E501  (a row of a table is one line)
"""What is said of bidding together: tables of sentences."""

import tomllib
from pathlib import Path

import pytest

from db.vocabulary import Field
from funding_radar.reading.facts import Item, ReadFact
from funding_radar.reading.partnership import read_partnership
from funding_radar.reading.text import Document

WORDINGS = tomllib.loads(Path(__file__).with_name("partnership.toml").read_text("utf8"))


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
        (
            "encouraged",
            "Joint bids by large and small groups are strongly encouraged but must have a lead partner.",
        ),
        ("encouraged", "Applicants should look for partners to deliver the work with."),
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


@pytest.mark.parametrize(
    ("levels", "text"),
    [
        ({None}, 'The fund brings communities together and builds resilience.'),
        ({None}, 'Projects should bring people together and reduce isolation.'),
        ({None}, 'Priority will be given to projects that bring people together.'),
        ({None}, 'We encourage people to come together to celebrate.'),
        ({None}, 'The grants are a joint initiative of the council and the NHS trust.'),
        ({None}, 'Money from the Better Care Fund will be jointly managed by the ICB and councils.'),
        ({'encouraged', None}, 'Encourage collaboration between young people and the police.'),
        ({None}, 'The Alliance manages the fund on behalf of the ICB.'),
        ({None}, 'The Domestic Abuse Partnership invites applications for small grants.'),
        ({None}, 'Working with partners, the Foundation has helped 200 charities.'),
        ({'required', 'encouraged', None}, 'Your project must support partnership working between schools and families.'),
        ({'encouraged', None}, 'Applicants should show how they work with other local organisations.'),
        ({'required', 'encouraged'}, 'Applications should demonstrate partnership working.'),
        ({'encouraged'}, 'Evidence of partnership working will be looked upon favourably.'),
        ({'encouraged', None}, 'We are keen to support joined-up working between groups.'),
        ({'allowed'}, 'Applications can be from one organisation or a partnership.'),
        ({'allowed'}, 'Partnership applications are eligible but there must be a lead applicant.'),
        ({'required', 'allowed', None}, 'Each partner must complete a form.'),
        ({None}, 'Civil partnership or marriage counts as related.'),
        ({None}, 'If you are married or in a civil partnership you are related.'),
        ({None}, 'The Stronger Together Fund offers grants of up to £2,000.'),
        ({'encouraged'}, 'Consortium bids will be prioritised.'),
        ({'required'}, 'Sole applicants will not be considered.'),
        ({'allowed', None}, 'Lead applicants must be registered charities; partners can be CICs.'),
        ({None}, 'This is a partnership fund between NHS Dorset and the Community Foundation.'),
        ({None}, 'Limited liability partnerships cannot apply.'),
        ({'encouraged', None}, 'We want to build stronger partnerships between the NHS and the sector.'),
        ({'required', 'encouraged'}, 'The project should be delivered in partnership with a local school.'),
        ({'required'}, 'Bids from groups of three or more charities only.'),
        ({'allowed'}, 'You may apply in your own right and also be a partner in one other bid.'),
        ({None}, 'The scheme was welcomed by the partnership of local clubs.'),
        ({'allowed', None}, 'You may wish to partner with others. Partnerships will need to show how each will work together.'),
        ({'allowed'}, 'We seek to fund one organisation or a formal partnership with a lead.'),
        ({None}, 'If there is more than one organisation of your kind in the borough, tell us.'),
        ({'required'}, 'We will accept applications from either: local partnerships or national ones.'),
        ({'required'}, 'We are looking to fund partnerships that bring sectors together.'),
        ({'required'}, 'This funding is for organisations working together to change a place.'),
        ({'required', 'encouraged'}, 'Bids need to be about health and involve working in partnership with a surgery.'),
        ({'encouraged'}, 'The aim is to help charities by developing new and existing partnerships.'),
        ({'allowed'}, 'Groups can also join forces and apply as one.'),
        ({'encouraged'}, 'We are open and interested to receive collaborative applications of any size.'),
        ({'encouraged', 'allowed'}, 'More may be given for collaborative bids with several local groups.'),
        ({None}, 'Applicants may want to build a partnership with another firm.'),
        ({'required'}, 'The programme is open to partnership bids from the arts and health.'),
        ({'allowed'}, 'We want to support charities and consortia of local clubs.'),
    ],
)  # fmt: skip
def test_words_of_working_together_mean_no_more_than_they_say(
    levels: set[str | None], text: str
) -> None:
    fact = facts(text).get(Field.PARTNERSHIP)

    assert (fact.value if fact else None) in levels


@pytest.mark.parametrize(
    ("levels", "text"),
    [(row["levels"], text) for row in WORDINGS["wording"] for text in row["say"]],
)
def test_each_way_of_saying_it_is_read(levels: list[str], text: str) -> None:
    fact = facts(text).get(Field.PARTNERSHIP)

    assert (fact.value if fact else "none") in levels
