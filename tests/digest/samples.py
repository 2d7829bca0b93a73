"""A member's digest with one item of each kind."""

from datetime import date

from db.vocabulary import Answer, Field, Reply
from funding_radar.digest.compose import compose
from funding_radar.digest.content import DigestContent, Section
from funding_radar.digest.page import Letterhead
from funding_radar.digest.told import Alarm, Before, Change, Joint, Said, Told
from tests.conftest import NOW
from tests.digest.made import (
    MEMBER,
    SETTINGS,
    call,
    closed,
    days_ago,
    finding,
    match,
    near_miss,
    told,
)

LETTERHEAD = Letterhead(
    "South Yorkshire Mind Alliance",
    "office@alliance.example",
    "answers@alliance.example",
    {n: f"12-{n}-k7f2mq9xwz" for n in range(1, 10)},
    "12-0-abcdefghij",
)


def everything() -> Told:
    """One of each kind of item."""
    calls = [
        call(1, "Community Wellbeing Fund", closes="2026-12-04T12:00"),
        call(2, "Connected Lives", closes=None, facts={Field.EFFORT: None}),
        call(3, "Healthy Neighbourhoods", closes="rolling"),
        call(4, "Two Years On"),
        call(5, "Older People's Joint Fund", closes="2027-01-15T17:00"),
        call(6, "Moved Fund", closes="2026-12-20"),
        closed(call(7, "Shut Early Fund", closes="2027-02-01")),
        call(8, "Kept Fund", closes="2026-11-30T23:59"),
    ]
    unsure = finding("it does not say whether CICs may apply", Answer.UNKNOWN, 0, gate=True)
    matches = [match(c.id, 80 - c.id) for c in calls if c.id not in (3, 4)]
    matches += [match(3, 50, findings=(finding("shares loneliness"), unsure)), near_miss(4)]
    return told(
        calls,
        matches,
        before=[Before(n, Section.NEW, days_ago(30)) for n in (6, 7, 8)],
        changes=[
            Change(6, Field.DEADLINE, "2026-12-10", "2026-12-20", days_ago(2)),
            Change(7, Field.STATUS, "open", "closed", days_ago(2)),
        ],
        said=[Said(8, Reply.INTERESTED)],
        joint=[
            Joint(
                5,
                "Will you join this bid?",
                "Northside CIC",
                ("Calm Waters",),
                12_500,
                ("peer support in Sheffield",),
                date(2026, 11, 27),
            )
        ],
        alarms=[Alarm("Doncaster Council", date(2026, 11, 12))],
        stale_percent=27,
    )


def content_of(found: Told) -> DigestContent:
    settings = SETTINGS.model_copy(
        update={"digest": SETTINGS.digest.model_copy(update={"max_items": 8})}
    )
    content = compose(MEMBER, found, NOW, settings)
    assert content is not None
    return content
