"""The pages to look at: each kind of message, full and with the longest words that it must bear."""

from datetime import date

from db.vocabulary import Reason, Reply
from funding_radar.digest.compose import compose, compose_alert
from funding_radar.digest.content import CoordinatorContent, DigestContent
from funding_radar.digest.coordinator import (
    BidNote,
    ClashNote,
    FailureNote,
    News,
    NoticeNote,
    ReplyNote,
    ReviewNote,
    compose_coordinator,
)
from funding_radar.digest.render import Rendered, render
from funding_radar.digest.told import Alarm
from tests.conftest import NOW
from tests.digest.made import MEMBER, SETTINGS, call, finding, match, told
from tests.digest.samples import LETTERHEAD, content_of, everything

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochcommunityfund"


def pages() -> dict[str, Rendered]:
    """A rendered message of every kind, by name."""
    kinds: dict[str, DigestContent | CoordinatorContent | None] = {
        "digest": content_of(everything()),
        "alert": compose_alert(
            MEMBER, told([call(1, "Winter Warmth Fund", closes="2026-11-30")]), NOW, SETTINGS
        ),
        "still-here": compose(
            MEMBER, told([call(1)], [], quiet_since_on=date(2026, 8, 1)), NOW, SETTINGS
        ),
        "long-words": _long_words(),
        "coordinator": _coordinator(),
    }
    return {name: render(made, LETTERHEAD, NOW) for name, made in kinds.items() if made}


def _long_words() -> DigestContent | None:
    long = call(1, LONG * 2, funder=LONG, url=f"https://{LONG[:60]}.example/{LONG}")
    found = told([long], [match(1, findings=(finding(LONG * 2),))], places={"E08000019": LONG})
    return compose(MEMBER, found, NOW, SETTINGS)


def _coordinator() -> CoordinatorContent | None:
    news = News(
        new_calls=[call(n, f"New fund {n}") for n in range(1, 6)],
        clashes=[ClashNote("Big Fund", ["Riverside Minds", "Calm Waters", "Northside CIC"])],
        alarms=[Alarm("Doncaster Council", date(2026, 11, 12))],
        stale_percent=27,
        review=[ReviewNote("Odd Fund", "two sources give two deadlines")],
        replies=[
            ReplyNote("Riverside Minds", "Big Fund", Reply.INTERESTED),
            ReplyNote("Calm Waters", "Small Fund", Reply.NOT_FOR_US, Reason.SIZE),
        ],
        bids=[BidNote("Joint Fund", "2026-12-04", "two policies are missing")],
        failures=[FailureNote("Calm Waters", "550 5.1.1 no such user here")],
        letters_waiting=2,
        notice=NoticeNote(12, 23, 3),
    )
    return compose_coordinator(news, NOW, SETTINGS)
