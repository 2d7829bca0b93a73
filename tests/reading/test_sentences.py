# ruff: noqa: E501  (a row of a table is one line)
"""Sentences of announcements with everything that a person reads in them, and nothing else."""

from typing import Any

import pytest

from db.vocabulary import Field
from funding_radar.reading import Item, read

NAMES = (
    "deadline", "min_amount", "max_amount", "total_pot", "min_income", "max_income", "partnership",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Applications are now being accepted for grants of £2,000 - £4,999. Deadline 5pm 31st July 2025.', {'min_amount': 2000, 'max_amount': 4999, 'deadline': '2025-07-31T17:00'}),
        ('Grants awarded will be between £300 and £1,000 and the deadline for applying is 23rd May 2025 at noon.', {'min_amount': 300, 'max_amount': 1000, 'deadline': '2025-05-23T12:00'}),
        ('Grant pot: £37,500. Max grant £2,500. Apply by Fri 4 Jul 2025.', {'total_pot': 37500, 'max_amount': 2500, 'deadline': '2025-07-04'}),
        ('We have £1.6m to invest over the next three years and expect to make 20-25 grants of £60,000-£80,000.', {'total_pot': 1600000, 'min_amount': 60000, 'max_amount': 80000}),
        ('Funding of up to £100,000 per year for three years (£300,000 in total) is available.', {'max_amount': {100000, 300000}}),
        ('The total fund is worth £250,000 and each award is capped at £12,000.', {'total_pot': 250000, 'max_amount': 12000}),
        ('Applicants may request up to 50% of project costs, to a ceiling of £10,000.', {'max_amount': 10000}),
        ('There are two levels of grant: under £1,000 and £1,000 to £10,000.', {'min_amount': {1000, None}, 'max_amount': 10000}),
        ('A pot of £20,000 per ward has been created; groups can apply for £250 upwards.', {'total_pot': {20000}, 'min_amount': 250}),
        ('Small charities (income under £100,000) can apply for up to £5,000; larger ones (income £100,000 to £1m) for up to £20,000.', {'max_amount': 20000, 'max_income': {100000, 1000000}, 'min_income': {100000, None}}),
        ('Organisations whose annual turnover is more than £1m are not eligible.', {'max_income': 1000000}),
        ("You can apply if your organisation's annual income is £250,000 or less.", {'max_income': 250000}),
        ('We fund charities with incomes from £50,000 to £1.5 million.', {'min_income': 50000, 'max_income': 1500000}),
        ('Applicants need a minimum turnover of £30k and no more than £2m.', {'min_income': 30000, 'max_income': 2000000}),
        ('Your grant request should not exceed half of your annual income.', {}),
        ('Proposals from consortia are welcome but not essential.', {'partnership': {'allowed', 'encouraged'}}),
        ('Bids must be submitted jointly by a school and a voluntary organisation.', {'partnership': 'required'}),
        ('We will only accept one application from each partnership.', {'partnership': {'allowed', 'required', None}}),
        ('Collaborative bids score extra points.', {'partnership': 'encouraged'}),
        ('Organisations are encouraged to submit joint proposals.', {'partnership': 'encouraged'}),
        ('A partnership agreement must be in place before funds are released to partners.', {'partnership': {'allowed', 'required', None}}),
        ('Applications close Friday 28 November 2025, 12 noon sharp. Late forms are not read.', {'deadline': '2025-11-28T12:00'}),
        ('The portal shuts at 11:59pm on the 16th of January 2026.', {'deadline': '2026-01-16T23:59'}),
        ('Submission of full applications: 27.02.2026 (17:00 GMT).', {'deadline': '2026-02-27T17:00'}),
        ('Apply online by 5 p.m. on Monday, 2nd March, 2026.', {'deadline': '2026-03-02T17:00'}),
        ('Grant round dates: opens 6 January 2026, closes 27 February 2026, panel 19 March 2026, start 1 April 2026.', {'deadline': '2026-02-27'}),
        ('Your application needs to be with us before midnight on 31/05/2026.', {'deadline': '2026-05-31T23:59'}),
        ('Deadline to apply: 30 Nov 2025 – decisions early Jan 2026 – spend by 31 Mar 2026.', {'deadline': '2025-11-30'}),
        ('Applications received after 12 January 2026 will not be considered.', {'deadline': '2026-01-12'}),
        ('This opportunity expires on 8 August 2026.', {'deadline': '2026-08-08'}),
        ('Closing Date: Sunday 7th September 2025 at midnight. Interviews w/c 22nd September 2025.', {'deadline': '2025-09-07T23:59'}),
        ('Please complete the EOI by 4pm on 10 October 2025. Those shortlisted have until 4pm on 21 November 2025 to submit a full bid.', {'deadline': '2025-11-21T16:00', 'first_stage_deadline': '2025-10-10T16:00'}),
        ("You'll need to apply by 9 am on 2 June 2026; a Zoom Q&A is on 12 May 2026 at 6pm.", {'deadline': '2026-06-02T09:00'}),
        ('Round 3: 1 October 2025 - 14 November 2025. Grants £500 - £5k.', {'deadline': {'2025-11-14', None}, 'min_amount': 500, 'max_amount': 5000}),
        ('Grants up to £7.5k available from a £75k pot.', {'max_amount': 7500, 'total_pot': 75000}),
        ('Awards of either £5,000 or £10,000 are available.', {'max_amount': 10000, 'min_amount': {5000, None}}),
        ('Around £90,000 will be shared between 12 to 15 groups.', {'total_pot': 90000}),
        ('The Trust makes grants totalling about £400,000 a year. Most are for £1,000 to £5,000.', {'total_pot': 400000, 'min_amount': {1000, None}, 'max_amount': {5000, None}}),
        ('Bidders should note the budget is £45,000 excluding VAT.', {'total_pot': 45000}),
        ('The annual contract value is £120,000 and the contract is for 3+2 years.', {'total_pot': 120000}),
        ('Each of the five areas has £30,000 to give out and the most a group can get is £3,000.', {'total_pot': {30000, None}, 'max_amount': 3000}),
        ('The fund made 12 awards of £5,000 last year and will make 15 this year.', {}),
        ('Core funding of £15,000 p.a. for 3 years.', {'max_amount': 15000}),
        ('Maximum grant: £500 (or £250 for individuals)', {'max_amount': 500}),
        ('Grants: £500 max.', {'max_amount': 500}),
        ('£3,000 maximum. £250 minimum.', {'max_amount': 3000, 'min_amount': 250}),
        ("Grants won't be more than £2,000 and usually average £800.", {'max_amount': 2000}),
        ('The scheme offers one-off payments of up to two thousand pounds.', {'max_amount': 2000}),
        ('Prizes of £1,000, £2,500 and £5,000 will be given.', {'max_amount': {5000, None}}),
        ('A further £1million has been added to the £3.2million fund.', {'total_pot': {1000000, 3200000}}),
    ],
)  # fmt: skip
def test_a_sentence_says_what_a_person_reads_in_it(text: str, expected: dict[str, Any]) -> None:
    facts = read(Item(title="Community grants", text=text)).facts
    found = {name: facts[Field(name)].value if Field(name) in facts else None for name in NAMES}

    wrong = {
        name: value for name, value in found.items() if value not in _right(expected.get(name))
    }

    assert wrong == {}


def _right(expected: Any) -> set[Any]:
    """A set lists the answers of which any is right."""
    return expected if isinstance(expected, set) else {expected}
