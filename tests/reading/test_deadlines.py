# ruff: noqa: E501  (a row of a table is one line)
"""Which date is what: tables of sentences, with those that are no deadline."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from db.vocabulary import Field
from funding_radar.reading.deadlines import read_days
from funding_radar.reading.facts import Item, ReadFact
from funding_radar.reading.text import Document

PAGE = date(2025, 8, 1)
DAYS = tomllib.loads(Path(__file__).with_name("deadlines.toml").read_text("utf8"))["days"]


def facts(text: str, **item: object) -> dict[Field, ReadFact]:
    document = Document(Item(title="A fund", text=text, **item))  # type: ignore[arg-type]
    return {fact.field: fact for fact in read_days(document)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The closing date for applications is 31 January 2024.", "2024-01-31"),
        ("Deadline: 15-Mar-22.", "2022-03-15"),
        ("Deadline: 31/1/24", "2024-01-31"),
        ("Apply by 5pm on 30th June 2025.", "2025-06-30T17:00"),
        ("Applications close at 12 noon on Friday 5 September 2025.", "2025-09-05T12:00"),
        ("Applications must be received by midday on 1st October 2025.", "2025-10-01T12:00"),
        ("Closing date: Monday, April 25, 2022", "2022-04-25"),
        ("The deadline is 5pmon Wednesday17th December 2014.", "2014-12-17T17:00"),
        ("Application deadline: 1200pm 7th November 2023.", "2023-11-07T12:00"),
        ("Deadline for Applications: 12pm, Friday 18 August 2023", "2023-08-18T12:00"),
        ("Deadline: 1 October 2023, 11.55pm.", "2023-10-01T23:55"),
        ("The fund closes at midnight on 28 February 2025.", "2025-02-28T23:59"),
        ("Please return your form by 17:00 on 3 March 2025.", "2025-03-03T17:00"),
        ("Bids should reach us no later than 4.30pm on 12 May 2025", "2025-05-12T16:30"),
        ("Submit your proposal before 9am on Monday 25 October 2021.", "2021-10-25T09:00"),
        ("Completed forms to be sent to grants@fund.example by 20 Nov 2025.", "2025-11-20"),
        ("Last date: 25th April, 2022", "2022-04-25"),
        ("You have until 14 February 2026 to apply.", "2026-02-14"),
        ("The application window is open until 10 December 2025.", "2025-12-10"),
        ("Closing on the 1st of October 2023", "2023-10-01"),
        ("31 March 2026 is the closing date.", "2026-03-31"),
        ("Expressions of interest should be in by 6 June 2025.", "2025-06-06"),
        ("The round runs from 1 May 2025 to 30 June 2025 for applications.", "2025-06-30"),
        ("Applications are open from Monday 20 May until Friday 14 June 2024.", "2024-06-14"),
        ("This window for receiving applications is from 8 January 2018 to 9February2018.", "2018-02-09"),
        ("Applications are invited between 1 and 30 September 2025.", "2025-09-30"),
        ("The deadline for questions is 1 May 2025; bids are due by 20 May 2025.", "2025-05-20"),
        ("Must register by noon on 13 March 2015, with applications completed by noon on 27 March 2015.", "2015-03-27T12:00"),
        ("Groups must request a pack before 4 October 2013. Application Deadline: 16 October 2013.", "2013-10-16"),
        ("A webinar takes place on 7 December 2021. The deadline is 6 January 2022.", "2022-01-06"),
        ("Deadline 3 July 2025. Decisions by 1 August 2025. Money spent by 31 March 2026.", "2025-07-03"),
        ("Tenders must be returned by 12:00 on 2026-02-13.", "2026-02-13T12:00"),
        ("Deadline\n15 March 2025\nDecision\n30 April 2025", "2025-03-15"),
        ("<dl><dt>Closing date</dt><dd>21/07/2026</dd></dl>", "2026-07-21"),
        ("Deadline for applications to reach the Clerk: 30.09.2025", "2025-09-30"),
        ("The call will close on Tuesday 17, January 2023 at 12 noon", "2023-01-17T12:00"),
        ("Applications accepted on a rolling basis until 31 March 2023 or until all funds are spent.", "2023-03-31"),
        ("Entries must be in by the end of March 2026.", "2026-03-31"),
        ("Apply before 1 April 2026 for projects starting in June 2026.", "2026-04-01"),
        ("The deadline has been extended from 3 March 2025 to 17 March 2025.", "2025-03-17"),
        ("Round 1 closed on 2 May 2025. The closing date for round 2 is 3 October 2025.", "2025-10-03"),
        ("Closes 23:59 on 30/11/2025", "2025-11-30T23:59"),
        ("Application deadline (for projects starting in March 2026): 5 January 2026", "2026-01-05"),
        ("Send the form in by Friday 12th Sept 2025, 5.00 p.m.", "2025-09-12T17:00"),
    ],
)  # fmt: skip
def test_the_deadline_is_the_day_by_which_a_bid_must_be_in(text: str, expected: str) -> None:
    fact = facts(text)[Field.DEADLINE]

    assert fact.value == expected
    assert not fact.inferred or "end of" in text


@pytest.mark.parametrize(
    "text",
    [
        "A webinar will be held on 7 December 2025.",
        "Join our information session on 3 March 2025 at 10am.",
        "Decisions will be announced by 30 June 2025.",
        "All funding must be spent by 31 March 2026.",
        "Projects must be completed by 31 March 2026.",
        "The panel meets on 12 May 2025.",
        "Interviews will take place on 14 October 2025.",
        "Published: 1st September 2020 14:14.",
        "Grants awarded on 3 July 2025 will be paid in August.",
        "The scheme was launched on 4 May 2019.",
        "Projects should start after 1 April 2026.",
        "You must have been operating since 1 January 2023.",
        "The contract runs from 1 April 2026 to 31 March 2029.",
        "Successful applicants will be notified by 20 May 2025.",
        "Last updated on 3 March 2024.",
        "Reports are due back: monitoring report 30 June 2026.",
        "The previous round closed on 1 May 2024.",
        "Office hours are 9am to 5pm. Charity Act 2006.",
        "Applications will be considered at our meeting on 9 June 2025.",
        "Drop-in surgeries on 4 and 11 March 2025 for anyone who wants to apply.",
    ],
)
def test_other_days_are_no_deadline(text: str) -> None:
    assert Field.DEADLINE not in facts(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Submission deadline\tDecision made\n7 February 2031\t15 March 2031\n7 March 2031\t12 April 2031", "2031-02-07"),
        ("Panel | Closing date\n--- | ---\n12 March 2031 | 30 January 2031\n3 June 2031 | 22 April 2031", "2031-01-30"),
        ("<table><tr><th>Meeting</th><th>Apply by</th></tr><tr><td>12/3/31</td><td>30/1/31</td></tr></table>", "2031-01-30"),
        ("Date | Details\n--- | ---\n30 June 2031 | Round opens\n14 August 2031 | Applications close\n26 September 2031 | Panel meets", "2031-08-14"),
        ("Date\tWhat\n30 June 2031\tRound opens\n14 August 2031\tApplications close", "2031-08-14"),
        ("Committee meeting DateClosing Date\n12 March 2031 30 January 2031\n3 June 2031 22 April 2031", "2031-01-30"),
        ("ItemDate\nApplications OpenTuesday 23rd November 2021\nApplications Close10.00 am Thursday 2nd December 2021\nGrants awardedBefore Christmas", "2021-12-02T10:00"),
        ("The cut off dates for applications are:\nMidday on:\n- 2nd January 2031\n- 6th March 2031\n- 1st May 2031", "2031-01-02"),
    ],
)  # fmt: skip
def test_a_day_in_a_table_is_what_the_head_of_its_column_says(text: str, expected: str) -> None:
    assert facts(text)[Field.DEADLINE].value == expected


@pytest.mark.parametrize(
    "text",
    [
        "There is no deadline: you can apply at any time.",
        "Deadline: Rolling Programme",
        "Applications are accepted on an ongoing basis.",
        "We accept applications all year round.",
        "The fund is open for applications throughout the year.",
        "There are no closing dates for this programme.",
        "Grants are made on a rolling basis.",
        "Closing date: ongoing",
        "Bids are welcome at any time of the year.",
        "Apply any time until the money is spent.",
    ],
)
def test_a_call_that_never_closes_is_rolling(text: str) -> None:
    assert facts(text)[Field.DEADLINE].value == "rolling"


@pytest.mark.parametrize(
    "text",
    [
        "The Foundation recently moved from a rolling programme to grant rounds.",
        "You may withdraw your application at any time.",
        "Contact us at any time for help with the fund.",
        "We no longer have a rolling programme.",
        "Organisations may hold only one grant at any time.",
        "The project will offer a rolling programme of courses.",
        "Applications are dealt with on a rolling basis. The deadline is 12 noon on 4 August.",
        "Funding is agreed on a three-year rolling basis.",
        "We are always open to hearing about your ideas for the fund.",
    ],
)
def test_not_everything_that_happens_any_time_is_rolling(text: str) -> None:
    assert Field.DEADLINE not in facts(text)


@pytest.mark.parametrize(
    ("text", "item", "expected"),
    [
        ("Closing date: 12 noon on Friday 5th Sept", {"published_on": PAGE}, "2025-09-05T12:00"),
        ("The closing date is 4 January.", {"published_on": date(2023, 11, 10)}, "2024-01-04"),
        ("Dated 2019-10-16. Bids must be submitted by midday on October 31.", {}, "2019-10-31T12:00"),
        ("Open from Monday January 10th until Monday February 7th.", {"url": "https://a.example/2022/01/24/fund"}, "2022-02-07"),
        ("Closing on the 1st October for work that starts in December 2023.", {}, "2023-10-01"),
        ("The deadline is Tuesday 3 June.", {"url": "https://a.example/news/2025/fund"}, "2025-06-03"),
        ("Posted on 4 March 2025. Apply by midday on Monday 14 April.", {}, "2025-04-14T12:00"),
        ("Hill Trust, August 21, 2017.\nA new fund for the valley. (Application deadline 29 September)", {}, "2017-09-29"),
        ("date 2017-09-24 The time to apply is short: groups must apply before Sunday, October 1.", {}, "2017-10-01"),
        ("Dated 2024-04-09. Applications can be made between April 15 and May 24 for all three funds.", {}, "2024-05-24"),
        ("The closing date is 4 January.", {"url": "https://a.example/news/2023/nov/fund"}, "2024-01-04"),
    ],
)  # fmt: skip
def test_a_year_is_inferred_where_that_is_sure(
    text: str, item: dict[str, object], expected: str
) -> None:
    fact = facts(text, **item)[Field.DEADLINE]

    assert fact.value == expected
    assert fact.inferred


@pytest.mark.parametrize(
    "text",
    [
        "The fund will close at 12 noon on Monday 3rd February.",
        "Applications close on 30th September.",
        "The deadline for this round is Sunday, June 27.",
        "Open for applications until March 1.",
    ],
)
def test_a_year_is_never_guessed(text: str) -> None:
    assert Field.DEADLINE not in facts(text)


def test_two_stages_have_a_deadline_each() -> None:
    found = facts("EOIs by 1pm on 8/9/25; full bids by 1pm on 20/10/25.")

    assert found[Field.FIRST_STAGE_DEADLINE].value == "2025-09-08T13:00"
    assert found[Field.DEADLINE].value == "2025-10-20T13:00"


def test_of_several_rounds_the_next_counts() -> None:
    text = "Closing dates: 1 March 2026, 1 June 2026 and 1 September 2026."

    assert facts(text)[Field.DEADLINE].value == "2026-03-01"
    assert facts(text, published_on=date(2026, 4, 1))[Field.DEADLINE].value == "2026-06-01"


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The fund opens on 1 June 2025.", Field.OPENS, "2025-06-01"),
        ("Applications opened on 2 December and will close on 6 January 2022.", Field.OPENS, "2021-12-02"),
        ("Opening: 05/11/2024\nDeadline: 13/12/2024", Field.OPENS, "2024-11-05"),
        ("The grants launch on 1 October 2020.", Field.OPENS, "2020-10-01"),
        ("Clarification questions by 5pm on 6 October 2025.", Field.QUESTIONS_BY, "2025-10-06T17:00"),
        ("Decisions will be made by 20 May 2025.", Field.DECISION_ON, "2025-05-20"),
        ("Contract start: 1 April 2026.", Field.STARTS, "2026-04-01"),
        ("The process went live on Monday 15 November 2021.", Field.OPENS, "2021-11-15"),
        ("Applications can be started from: 15/11/2021", Field.OPENS, "2021-11-15"),
        ("A round opened 1st September 2020 and runs until 31st December 2021.", Field.DEADLINE, "2021-12-31"),
        ("Applications: 1 April \u2013 14 May 2026", Field.OPENS, "2026-04-01"),
    ],
)  # fmt: skip
def test_other_days_have_fields_of_their_own(text: str, name: Field, expected: str) -> None:
    assert facts(text)[name].value == expected


def test_the_time_of_a_deadline_is_taken_from_where_it_is_said() -> None:
    text = (
        "Deadline: 19 November 2030.\nThe deadline for applications is 12 noon on 19 November 2030."
    )

    assert facts(text)[Field.DEADLINE].value == "2030-11-19T12:00"


def test_a_quote_is_the_clause_that_says_it() -> None:
    text = "We like sport. The closing date is 3 May 2025. Awards follow in June."

    assert facts(text)[Field.DEADLINE].quote == "The closing date is 3 May 2025."


@pytest.mark.parametrize(("expected", "text"), DAYS)
def test_each_way_of_saying_it_is_read(expected: str, text: str) -> None:
    fact = facts(text).get(Field.DEADLINE)

    assert (fact.value if fact else "none") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Applications close on Friday 13 June.", "2025-06-13"),
        ("Apply by the end of this month.", "2025-05-31"),
        ("Bids must be in by the end of the month.", "2025-05-31"),
        ("The deadline is the end of next month.", "2025-06-30"),
        ("Applications close tomorrow at noon.", "2025-05-21T12:00"),
        ("The fund closes at 5pm today.", "2025-05-20T17:00"),
        ("The deadline is this Friday (23 May).", "2025-05-23"),
        ("The scheme closes this Friday.", "2025-05-23"),
        ("Applications must be in by this coming Monday.", "2025-05-26"),
        ("Groups are today being urged to apply before it is too late.", "none"),
        ("Decisions are made by the end of the month.", "none"),
    ],
)
def test_a_day_is_told_from_the_day_of_the_page(text: str, expected: str) -> None:
    fact = facts(text, published_on=date(2025, 5, 20)).get(Field.DEADLINE)

    assert (fact.value if fact else "none") == expected


def test_a_day_told_from_no_page_is_not_known() -> None:
    assert Field.DEADLINE not in facts("Applications close tomorrow.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deadlines for 2026: 16 January; 17 April.", "2026-01-16"),
        ("2026 application deadlines\n16 January\n17 April", "2026-01-16"),
        ("Closing dates 2025/26: 5 May, 9 January", "2025-05-05"),
        ("Panel dates 2025-26. Closing date 9 January, panel 2 February", "2026-01-09"),
        ("Deadlines for 2026: Friday 17 January", "none"),
    ],
)
def test_the_year_of_a_heading_is_that_of_its_days(text: str, expected: str) -> None:
    fact = facts(text).get(Field.DEADLINE)

    assert (fact.value if fact else "none") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Round\nApplication deadline\nDecision date\nRound 1\nNoon Monday 3 May 2027\n1 July 2027",
            "2027-05-03T12:00",
        ),
        (
            "Opens\nCloses\n1 May 2027\n31 May 2027\n1 September 2027\n30 September 2027",
            "2027-05-31",
        ),
        ("Decision\nDeadline\n1 June 2027\n1 May 2027", "2027-05-01"),
        ("Deadline\nThe fund was set up by a trust.\nFounded\n1 May 2017", "none"),
    ],
)
def test_a_table_with_a_line_for_each_cell_is_read_by_its_heads(text: str, expected: str) -> None:
    fact = facts(text).get(Field.DEADLINE)

    assert (fact.value if fact else "none") == expected
