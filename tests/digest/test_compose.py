"""Which calls a member is told of, in which section, and which are left for another day."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from db.views import FactView
from db.vocabulary import Answer, Basis, Field, Reason, Reply, Rhythm, Status, Verdict
from funding_radar.digest.compose import compose, compose_alert, due
from funding_radar.digest.content import Dated, DigestContent, Issue, LeftOut, Moved, Section
from funding_radar.digest.reading_time import MINUTES, minutes
from funding_radar.digest.told import Alarm, Before, Change, Joint, Said
from tests.conftest import NOW
from tests.digest.made import (
    MEMBER,
    SETTINGS,
    TODAY,
    call,
    closed,
    days_ago,
    fact,
    finding,
    match,
    near_miss,
    told,
)

FAR = "2027-02-26"


def composed(told_now, member=MEMBER, settings=SETTINGS):  # type: ignore[no-untyped-def]
    return compose(member, told_now, NOW, settings)


def sections_of(content: DigestContent | None) -> list[tuple[Section, int]]:
    return [(item.section, item.call_id) for item in content.items] if content else []


def with_digest_settings(**changes: object):  # type: ignore[no-untyped-def]
    return SETTINGS.model_copy(update={"digest": SETTINGS.digest.model_copy(update=changes)})


def test_new_calls_come_best_first() -> None:
    content = composed(
        told([call(1), call(2), call(3)], [match(1, 40), match(2, 90), match(3, 60)])
    )

    assert sections_of(content) == [(Section.NEW, 2), (Section.NEW, 3), (Section.NEW, 1)]


def test_a_week_with_nothing_sends_nothing() -> None:
    assert composed(told([])) is None


@pytest.mark.parametrize(
    "hidden",
    [
        pytest.param(closed(call(1)), id="closed"),
        pytest.param(call(1, closes="2026-11-22"), id="deadline passed"),
        pytest.param(call(1, status=Status.REVIEW), id="in review"),
        pytest.param(call(1, status=Status.COMING), id="not open yet"),
        pytest.param(call(1, kind="award_news"), id="not a call"),
    ],
)
def test_only_open_calls_are_told(hidden) -> None:  # type: ignore[no-untyped-def]
    assert composed(told([hidden])) is None


def test_a_call_that_needs_a_check_is_told_with_the_check() -> None:
    unknown = finding("it does not say whether CICs may apply", Answer.UNKNOWN, 0, gate=True)
    content = composed(told([call(1)], [match(1, 60, Verdict.CHECK, findings=(unknown,))]))

    assert content is not None
    assert content.items[0].check == ("It does not say whether CICs may apply.",)


def test_weak_matches_are_only_counted() -> None:
    content = composed(told([call(1), call(2)], [match(1, 70), match(2, 10)]))

    assert sections_of(content) == [(Section.NEW, 1)]
    assert content is not None
    assert content.left_out == LeftOut(under_score=1)


def test_the_limit_keeps_the_rest_new() -> None:
    calls = [call(n, closes=FAR) for n in range(1, 13)]

    first = composed(told(calls))
    assert first is not None
    before = [Before(item.call_id, item.section, days_ago(7)) for item in first.items]
    second = composed(told(calls, before=before))

    assert len(first.items) == 7
    assert first.left_out.over_limit == 5
    assert [call_id for _, call_id in sections_of(second)] == [8, 9, 10, 11, 12]


def test_a_call_that_would_end_before_the_next_issue_is_not_pushed_out() -> None:
    calls = [call(n, closes=FAR) for n in range(1, 12)] + [call(20, closes="2026-11-27")]
    matches = [match(c.id, 30 if c.id == 20 else 80) for c in calls]

    content = composed(told(calls, matches))

    assert (Section.NEW, 20) in sections_of(content)


def test_what_was_told_is_not_new_again() -> None:
    before = [Before(1, Section.NEW, days_ago(7))]

    assert composed(told([call(1, closes=FAR)], before=before)) is None


def test_what_is_under_way_is_not_composed_twice() -> None:
    assert composed(told([call(1)], under_way=frozenset({1}))) is None


def test_what_was_dismissed_never_comes_back() -> None:
    moved = [Change(1, Field.DEADLINE, "2026-12-01", "2026-12-18", days_ago(1))]
    said = [Said(1, Reply.NOT_FOR_US, Reason.PLACE)]
    before = [Before(1, Section.NEW, days_ago(7))]

    assert composed(told([call(1)], said=said, before=before, changes=moved)) is None
    assert composed(told([call(1)], said=said)) is None


def test_a_near_miss_that_fits_later_is_new() -> None:
    before = [Before(1, Section.NEAR, days_ago(7))]

    assert sections_of(composed(told([call(1)], before=before))) == [(Section.NEW, 1)]


def test_near_misses_come_with_their_cure_and_once() -> None:
    calls = [call(1), call(2), call(3)]
    matches = [match(1), near_miss(2), match(3, 50, Verdict.NO, findings=())]
    content = composed(told(calls, matches))
    again = composed(told(calls, matches, before=[Before(2, Section.NEAR, days_ago(7))]))

    assert sections_of(content) == [(Section.NEW, 1), (Section.NEAR, 2)]
    assert content is not None
    assert content.items[1].cure == (
        "It asks for two years of accounts and you have one. "
        "A partner with two years of accounts could lead."
    )
    assert sections_of(again) == [(Section.NEW, 1)]


def test_a_near_miss_that_closes_too_soon_to_be_mended_is_not_told() -> None:
    calls = [call(1), call(2, closes="2026-12-02"), call(3, closes="2027-01-29")]

    content = composed(told(calls, [match(1), near_miss(2), near_miss(3)]))

    assert sections_of(content) == [(Section.NEW, 1), (Section.NEAR, 3)]


def test_near_misses_alone_are_no_reason_to_write() -> None:
    assert composed(told([call(1)], [near_miss(1)])) is None


def test_a_joint_bid_that_needs_a_word_comes_first() -> None:
    joint = [Joint(2, "Will you join?", lead="Northside", answer_by_on=date(2026, 11, 27))]

    content = composed(told([call(1), call(2)], joint=joint))

    assert sections_of(content) == [(Section.JOINT, 2), (Section.NEW, 1)]
    assert content is not None
    invitation = content.items[0].invitation
    assert invitation is not None
    assert (invitation.asked, invitation.answer_by) == ("Will you join?", "2026-11-27")


@pytest.mark.parametrize(
    ("field", "old", "new", "moved"),
    [
        pytest.param(
            Field.DEADLINE, "2026-12-01", FAR, Moved("deadline", "2026-12-01", FAR), id="deadline"
        ),
        pytest.param(
            Field.MAX_AMOUNT, 5000, 10000, Moved("max_amount", "£5,000", "£10,000"), id="amount"
        ),
        pytest.param(
            Field.LEGAL_FORMS,
            ["cic"],
            None,
            Moved("legal_forms", "community interest company (CIC)", None),
            id="eligibility",
        ),
        pytest.param(Field.HOW_TO_APPLY, "by post", "online", None, id="wording is silent"),
        pytest.param(Field.CONTACT, "Ann", "Bea", None, id="contact is silent"),
    ],
)
def test_only_what_changes_a_decision_is_a_change(field, old, new, moved) -> None:  # type: ignore[no-untyped-def]
    before = [Before(1, Section.NEW, days_ago(7))]
    changes = [Change(1, field, old, new, days_ago(2))]

    content = composed(told([call(1, closes=FAR)], before=before, changes=changes))

    assert (content.items[0].changes if content else None) == ((moved,) if moved else None)


def test_there_and_back_again_is_no_change() -> None:
    before = [Before(1, Section.NEW, days_ago(7))]
    changes = [
        Change(1, Field.MAX_AMOUNT, 5000, 10000, days_ago(3)),
        Change(1, Field.MAX_AMOUNT, 10000, 5000, days_ago(2)),
    ]

    assert composed(told([call(1, closes=FAR)], before=before, changes=changes)) is None


def test_a_change_is_told_once() -> None:
    before = [Before(1, Section.NEW, days_ago(14)), Before(1, Section.CHANGED, days_ago(7))]
    changes = [Change(1, Field.MAX_AMOUNT, 5000, 10000, days_ago(10))]

    assert composed(told([call(1, closes=FAR)], before=before, changes=changes)) is None


def test_an_early_end_is_told_and_a_known_end_is_not() -> None:
    before = [Before(1, Section.NEW, days_ago(14))]
    changes = [Change(1, Field.STATUS, "open", "closed", days_ago(1))]

    early = composed(told([closed(call(1, closes=FAR))], before=before, changes=changes))
    known = composed(told([closed(call(1, closes="2026-11-20"))], before=before, changes=changes))

    assert early is not None
    assert early.items[0].closed
    assert early.calendar == (
        Dated(1, "Community fund 1", FAR, "https://www.sheffield.gov.uk/grants/1", cancelled=True),
    )
    assert known is None


def test_a_change_that_shuts_a_member_out_says_so() -> None:
    before = [Before(1, Section.NEW, days_ago(7))]
    changes = [Change(1, Field.MAX_INCOME, None, 10_000, days_ago(2))]
    blocked = finding("your income is over £10,000", Answer.NOT_MET, 0, gate=True)
    matches = [match(1, 0, Verdict.NO, findings=(blocked,))]

    content = composed(told([call(1, closes=FAR)], matches, before=before, changes=changes))

    assert content is not None
    assert content.items[0].reminder == "It no longer fits you: your income is over £10,000."


def test_closing_soon_is_told_once_of_what_was_kept() -> None:
    calls = [call(1, closes="2026-11-30"), call(2, closes="2026-12-01"), call(3, closes=FAR)]
    before = [Before(n, Section.NEW, days_ago(30)) for n in (1, 2, 3)]
    said = [Said(2, Reply.INTERESTED)]

    content = composed(told(calls, before=before, said=said))
    later = [*before, *(Before(n, Section.CLOSING, days_ago(2)) for n in (1, 2))]

    assert sections_of(content) == [(Section.CLOSING, 2), (Section.CLOSING, 1)]
    assert content is not None
    assert content.items[0].reminder == "You said that you are interested."
    assert content.items[1].reminder == "We told you about this on 24 October."
    assert composed(told(calls, before=later, said=said)) is None


def test_a_call_told_when_it_already_closed_soon_is_not_a_reminder() -> None:
    before = [Before(1, Section.NEW, days_ago(3))]

    assert composed(told([call(1, closes="2026-11-30")], before=before)) is None


def test_changes_and_reminders_keep_their_places_beside_many_new_calls() -> None:
    calls = [call(n, closes=FAR) for n in range(1, 10)]
    calls += [call(20, closes=FAR), call(30, closes="2026-11-30")]
    before = [Before(20, Section.NEW, days_ago(30)), Before(30, Section.NEW, days_ago(30))]
    changes = [Change(20, Field.MAX_AMOUNT, 1, 2, days_ago(1))]

    content = composed(told(calls, before=before, changes=changes))

    assert sections_of(content)[-2:] == [(Section.CHANGED, 20), (Section.CLOSING, 30)]
    assert len(sections_of(content)) == 7


def test_after_a_quiet_quarter_we_say_that_we_still_look() -> None:
    quiet = composed(told([call(1)], [], quiet_since_on=date(2026, 8, 20)))
    not_yet = composed(told([call(1)], [], quiet_since_on=date(2026, 9, 20)))

    assert quiet is not None
    assert (quiet.kind, quiet.looked_at, quiet.items) == (Issue.STILL_HERE, 1, ())
    assert not_yet is None


def test_sources_that_do_not_work_and_stale_facts_are_said_at_the_top() -> None:
    alarms = [Alarm("Doncaster Council", date(2026, 11, 12))]

    content = composed(told([call(1)], alarms=alarms, stale_percent=27.4))

    assert content is not None
    assert [warning[:60] for warning in content.warnings] == [
        "We have not been able to read Doncaster Council since Thursd",
        "27% of what we know has not been checked lately: look at the",
    ]


def test_with_too_much_out_of_date_nothing_is_told() -> None:
    assert composed(told([call(1)], stale_percent=50.5)) is None
    assert composed(told([call(1)], stale_percent=49.5)) is not None


@pytest.mark.parametrize(
    ("rhythm", "day", "expected"),
    [
        pytest.param(Rhythm.WEEKLY, 23, True, id="weekly"),
        pytest.param(Rhythm.ALERTS, 23, False, id="alerts only"),
        pytest.param(Rhythm.NONE, 23, False, id="nothing"),
    ],
)
def test_the_rhythm_is_the_members(rhythm: Rhythm, day: int, expected: bool) -> None:
    assert due(rhythm, datetime(2026, 11, day, 9, tzinfo=UTC)) is expected


def test_a_fortnight_is_every_other_week_also_over_the_new_year() -> None:
    mondays = [
        datetime.fromordinal(TODAY.toordinal() + 7 * n).replace(tzinfo=UTC) for n in range(60)
    ]

    heard = [due(Rhythm.FORTNIGHTLY, monday) for monday in mondays]

    assert all(first is not second for first, second in pairwise(heard))


def test_short_notice_goes_out_as_an_alert_and_the_rest_waits() -> None:
    calls = [call(1, closes="2026-12-02"), call(2, closes=FAR)]

    alert = compose_alert(MEMBER, told(calls), NOW, SETTINGS)
    nothing = compose_alert(MEMBER, told(calls[1:]), NOW, SETTINGS)

    assert alert is not None
    assert (alert.kind, alert.issue) == (Issue.ALERT, "2026-W48-alert")
    assert [item.call_id for item in alert.items] == [1]
    assert alert.left_out.over_limit == 1
    assert nothing is None


def test_who_wants_nothing_gets_nothing() -> None:
    silent = replace(MEMBER, rhythm=Rhythm.NONE)

    assert composed(told([call(1)]), silent) is None
    assert compose_alert(silent, told([call(1, closes="2026-11-25")]), NOW, SETTINGS) is None


def test_an_item_says_what_the_call_says_and_no_more() -> None:
    bare = call(
        1, closes=None, text="", funder="", url="", facts=dict.fromkeys(call(1).facts, None)
    )

    content = composed(told([bare], [match(1, findings=())]))

    assert content is not None
    item = content.items[0]
    assert (item.max_amount, item.deadline, item.who, item.income) == (None, None, "", "")
    assert (item.effort, item.purpose, item.url, item.read_on) == ("", "", "", None)
    assert item.together == "alone; nothing is said of partners"


def test_an_item_carries_amount_with_basis_who_and_why() -> None:
    content = composed(told([call(1)]))

    assert content is not None
    item = content.items[0]
    assert (item.max_amount, item.basis) == (10_000, Basis.PER_YEAR)
    assert item.who == "a registered charity or a community interest company (CIC)"
    assert item.income == "income under £500,000 a year"
    assert item.why == ("Shares peer support and loneliness.", "You work in Sheffield.")
    assert item.places == "Sheffield"
    assert item.read_on == "2026-11-20"


@pytest.mark.parametrize(
    ("shaky", "said"),
    [
        pytest.param(
            {"contradicted": True}, "The closing date is given in two ways", id="two ways"
        ),
        pytest.param(
            {"check_by_on": date(2026, 11, 1)}, "The closing date was read long ago", id="stale"
        ),
        pytest.param(
            {"inferred": True}, "The closing date is our reading of unclear words", id="guess"
        ),
    ],
)
def test_a_shaky_deadline_is_something_to_check(shaky, said: str) -> None:  # type: ignore[no-untyped-def]
    deadline: FactView = fact(Field.DEADLINE, "2026-12-18", **shaky)

    content = composed(told([call(1, facts={Field.DEADLINE: deadline})]))

    assert content is not None
    assert content.items[0].check == (f"{said}: see the page.",)


def test_content_survives_being_stored() -> None:
    joint = [Joint(2, "Will you join?", partners=("A", "B"), share=500, covers=("food",))]
    before = [Before(3, Section.NEW, days_ago(7))]
    changes = [Change(3, Field.DEADLINE, "2026-12-01", FAR, days_ago(2))]
    calls = [call(1), call(2), call(3, closes=FAR), call(4)]
    matches = [match(1), match(2), match(3), near_miss(4)]

    content = composed(told(calls, matches, joint=joint, before=before, changes=changes))

    assert content is not None
    assert DigestContent.from_json(json.loads(json.dumps(content.to_json()))) == content


def test_seven_items_with_much_to_say_still_take_three_minutes() -> None:
    wordy = finding("a sentence that goes on and on " * 6, points=10)
    unsure = finding(
        "something that nobody knows and that has to be looked up " * 4, Answer.UNKNOWN
    )
    calls = [
        call(n, "A title that is as long as titles of calls can be " * 3) for n in range(1, 10)
    ]
    matches = [match(c.id, 60, findings=(wordy, wordy, wordy, unsure, unsure)) for c in calls]

    content = composed(told(calls, matches))

    assert content is not None
    assert minutes(content.items) <= MINUTES
    assert len(content.items) >= 4
    assert len(content.items) + content.left_out.over_limit == 9


def test_the_members_own_limit_is_kept() -> None:
    content = composed(
        told([call(n) for n in range(1, 9)]), settings=with_digest_settings(max_items=3)
    )

    assert len(sections_of(content)) == 3
