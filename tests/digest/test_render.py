"""The same facts in plain text and HTML, in words for a tired volunteer, and harmless whatever a call says."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from icalendar import Calendar
from lxml import html

from db.errors import RadarError
from db.vocabulary import Answer, Field, Reason, Reply
from funding_radar.digest.clean import plain, web_address
from funding_radar.digest.compose import compose, compose_alert
from funding_radar.digest.content import Dated, DigestContent, Section
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
from funding_radar.digest.ics import calendar
from funding_radar.digest.message import Envelope, Post, address_of, build_message
from funding_radar.digest.render import COLUMNS, Rendered, render
from funding_radar.digest.told import Alarm, Before, Change, Joint
from tests.conftest import NOW
from tests.digest.made import (
    MEMBER,
    SETTINGS,
    call,
    days_ago,
    fact,
    finding,
    match,
    told,
)
from tests.digest.samples import LETTERHEAD, content_of, everything


@pytest.fixture(scope="module")
def content() -> DigestContent:
    return content_of(everything())


@pytest.fixture(scope="module")
def rendered(content: DigestContent) -> Rendered:
    return render(content, LETTERHEAD, NOW)


def shown(page: str) -> str:
    """What a reader of the page sees, on one line."""
    tree = html.document_fromstring(page)
    for hidden in tree.xpath("//head|//*[@aria-hidden='true']"):
        hidden.drop_tree()
    return " ".join(" ".join(tree.xpath("//text()")).split())


def test_plain_text_and_html_hold_the_same_facts(
    content: DigestContent, rendered: Rendered
) -> None:
    text, page = " ".join(rendered.text.split()), shown(rendered.html)
    facts = set(content.warnings)
    facts |= {
        "Up to £10,000 a year",
        "About 2 days",
        "Friday 4 December, 12 noon (11 days left)",
        "No closing date: apply at any time",
        "Friday 15 January 2027, 5pm (53 days left)",
        "Closing date: now Sunday 20 December; it was Thursday 10 December",
        "Status: now closed; it was open",
        "This call has closed.",
        "£12,500",
        "Northside CIC",
        "Friday 27 November (4 days left)",
        "A registered charity or a community interest company (CIC); income under £500,000 a year",
        "Alone or together: partners are welcome",
        "You said that you are interested.",
        "We read it on Friday 20 November.",
        "12-0-abcdefghij",
    }
    for item in content.items:
        facts |= {item.title, item.funder, item.places, item.cure, *item.why, *item.check}
        if not item.closed:
            facts.add(LETTERHEAD.codes[item.call_id])

    missing = {fact for fact in facts if fact and not (fact in text and fact in page)}

    assert len(content.items) == 8
    assert missing == set()
    assert {item.url for item in content.items if item.url not in rendered.text} == set()
    links = set(html.document_fromstring(rendered.html).xpath("//a/@href"))
    assert {item.url for item in content.items} <= links


def test_every_number_and_day_of_one_is_in_the_other(rendered: Rendered) -> None:
    pattern = re.compile(r"£[\d,.]+|\d+ days left|\d{1,2} (?:November|December|January|October)")

    in_text = set(pattern.findall(" ".join(rendered.text.split())))

    assert in_text == set(pattern.findall(shown(rendered.html)))


def test_the_plain_text_fits_72_columns(rendered: Rendered) -> None:
    wide = [line for line in rendered.text.splitlines() if len(line) > COLUMNS]

    assert [line for line in wide if "https://" not in line] == []


def test_the_subject_says_the_best_thing(rendered: Rendered) -> None:
    assert rendered.subject == "Your answer please: Older People's Joint Fund (and 7 more)"
    one = compose(MEMBER, told([call(1, "Wellbeing Fund", closes="2026-12-18")]), NOW, SETTINGS)
    alert = compose_alert(MEMBER, told([call(1, "Tiny Fund", closes="2026-11-30")]), NOW, SETTINGS)
    assert one is not None
    assert alert is not None
    assert render(one, LETTERHEAD, NOW).subject == (
        "Wellbeing Fund: up to £10,000 a year, closes Fri 18 Dec"
    )
    assert render(alert, LETTERHEAD, NOW).subject == (
        "Short notice: Tiny Fund: up to £10,000 a year, closes Mon 30 Nov"
    )


def test_days_left_are_those_of_the_day_of_sending(content: DigestContent) -> None:
    later = render(content, LETTERHEAD, NOW + timedelta(days=3))

    assert "Friday 4 December, 12 noon (8 days left)" in " ".join(later.text.split())


def test_the_page_is_a_mail_that_programs_can_show(rendered: Rendered) -> None:
    tree = html.document_fromstring(rendered.html)

    assert tree.get("lang") == "en-GB"
    assert tree.xpath("//img|//script|//link|//iframe|//form") == []
    assert not re.search(r"url\(|@import|src=", rendered.html)
    assert len(tree.xpath("//h1")) == 1
    levels = [int(element.tag[1]) for element in tree.xpath("//h1|//h2|//h3")]
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    layout = tree.xpath("//table[not(.//th)]")
    assert all(table.get("role") == "presentation" for table in layout)
    assert all(link.text_content().strip() for link in tree.xpath("//a"))
    assert "prefers-color-scheme: dark" in rendered.html
    assert all(td.get("style") for td in tree.xpath("//td[@class='card']"))


def test_a_trial_says_that_it_is_one(content: DigestContent) -> None:
    trial = render(content, replace(LETTERHEAD, trial=True), NOW)

    assert trial.subject.startswith("[Trial] ")
    assert "This is a trial." in trial.text
    assert "This is a trial." in shown(trial.html)


def test_an_alliance_changes_words_and_colours(content: DigestContent, tmp_path: Path) -> None:
    (tmp_path / "style.css").write_text("h1 { color: #123456; }", encoding="utf-8")
    (tmp_path / "digest_subject.txt").write_text("News for {{ content.member }}", encoding="utf-8")

    own = render(content, LETTERHEAD, NOW, templates=tmp_path)

    assert own.subject == "News for Riverside Minds"
    assert "color: #123456" in own.html


@pytest.mark.parametrize(
    ("template", "said"),
    [
        pytest.param("{% macro x(", "line 1 of digest_subject.txt", id="not finished"),
        pytest.param("{{ content.nobody }}", "nobody", id="no such word"),
        pytest.param("{% extends 'mine.txt' %}", "mine.txt", id="no such file"),
    ],
)
def test_a_template_of_ones_own_that_does_not_work_is_named(
    content: DigestContent, tmp_path: Path, template: str, said: str
) -> None:
    (tmp_path / "digest_subject.txt").write_text(template, encoding="utf-8")

    with pytest.raises(RadarError, match=said) as raised:
        render(content, LETTERHEAD, NOW, templates=tmp_path)

    assert str(tmp_path) in str(raised.value)


def events(ics: bytes | None) -> dict[str, dict[str, object]]:
    assert ics is not None
    found = Calendar.from_ical(ics).walk("VEVENT")
    return {str(event["UID"]): {name: event.get(name) for name in event} for event in found}


def test_deadlines_move_and_are_cancelled_under_one_uid(rendered: Rendered) -> None:
    found = events(rendered.ics)

    assert set(found) == {f"call-{n}@funding-radar.invalid" for n in (1, 5, 6, 7, 8)}
    first = found["call-1@funding-radar.invalid"]
    assert first["DTSTART"].dt == datetime(2026, 12, 4, 12, tzinfo=UTC)  # type: ignore[attr-defined]
    assert found["call-6@funding-radar.invalid"]["DTSTART"].dt == date(2026, 12, 20)  # type: ignore[attr-defined]
    assert found["call-7@funding-radar.invalid"]["STATUS"] == "CANCELLED"
    later = events(
        calendar([Dated(1, "x", "2026-12-11")], "funding-radar.invalid", NOW + timedelta(days=7))
    )
    assert later["call-1@funding-radar.invalid"]["SEQUENCE"] > first["SEQUENCE"]  # type: ignore[operator]


def test_the_coordinators_digest_holds_everything_that_waits() -> None:
    news = News(
        new_calls=[call(1, "Quiet Fund")],
        clashes=[ClashNote("Big Fund", ["A", "B"])],
        alarms=[Alarm("Doncaster Council", date(2026, 11, 12))],
        stale_percent=60,
        review=[ReviewNote("Odd Fund", "two deadlines")],
        replies=[ReplyNote("Riverside Minds", "Big Fund", Reply.NOT_FOR_US, Reason.SIZE)],
        bids=[BidNote("Joint Fund", "2026-12-04", "two policies")],
        failures=[FailureNote("Calm Waters", "550 no such user")],
        letters_waiting=2,
        notice=NoticeNote(12, 23, 3),
    )
    content = compose_coordinator(news, NOW, SETTINGS)
    assert content is not None

    made = render(content, LETTERHEAD, NOW)

    said = {
        "Members are sent nothing: 60% of the facts are out of date",
        "Quiet Fund",
        "Big Fund",
        "A and B",
        "Doncaster Council: not read since Thursday 12 November",
        "two deadlines",
        "Riverside Minds said no to Big Fund",
        "because of: size",
        "closes: Friday 4 December (11 days left); two policies",
        "550 no such user",
        "2 mails wait in the mailbox",
        "median of 23 days",
    }
    text, page = " ".join(made.text.split()), shown(made.html)
    assert {s for s in said if not (s in text and s in page)} == set()
    assert made.subject == "Members are sent nothing: 60% of the facts are out of date"
    assert compose_coordinator(News(), NOW, SETTINGS) is None


HOSTILE = [
    pytest.param("<script>alert(1)</script><img src=x onerror=alert(1)>", id="scripts"),
    pytest.param("Grant\r\nBcc: everyone@example.org\r\n\r\n<b>hello", id="header line breaks"),
    pytest.param("Grant\u2028Bcc: x\u0085To: y\x0b\x0cz", id="other line breaks"),
    pytest.param("\u202etnarg\u202c \u2066evil\u2069 \u200fx", id="direction overrides"),
    pytest.param("A grant " * 6_250, id="50,000 characters"),
    pytest.param("W" * 50_000, id="one long word"),
    pytest.param("\x1b[2J\x1b]0;owned\x07\x9b31m grant \x00\x08", id="control codes"),
    pytest.param("{{ 7 * 7 }} {% include '/etc/passwd' %} {# x #}", id="templates"),
    pytest.param("e\u0301\u0301\u0301\u0301\u0301\u0301" * 50, id="towers of accents"),
    pytest.param('" onmouseover="alert(1)" x="', id="attributes"),
    pytest.param("=?utf-8?q?=0d=0aBcc:_x?= grant", id="encoded words"),
    pytest.param("BEGIN:VEVENT\nEND:VCALENDAR;,\\n", id="calendar"),
    pytest.param("\ud800 lone \udfff", id="lone surrogates"),
    pytest.param("-- \n> quoted\n----- Original Message -----", id="looks like a quotation"),
]
BAD_URLS = [
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://a.example/\r\nBcc: x",
    'https://a.example/"onmouseover="x',
    "https://user:pass@evil.example/",
    "//evil.example",
    "https://" + "a" * 3_000,
    "https://[::1",
    "vbscript:x",
    "\x01https://a.example",
]


def hostile_message(said: str, url: str) -> tuple[Rendered, EmailMessage]:
    nasty = call(
        1,
        said,
        funder=said,
        url=url,
        text=said,
        facts={
            Field.EFFORT: fact(Field.EFFORT, said),
            Field.THEMES: None,
            Field.LEGAL_FORMS: fact(Field.LEGAL_FORMS, [said, "cic"]),
            Field.DEADLINE: fact(Field.DEADLINE, "2026-12-18"),
        },
    )
    unsure = finding(said, Answer.UNKNOWN, 0)
    before = [Before(2, Section.NEW, days_ago(9))]
    changes = [Change(2, Field.AREAS, [said], [said, said], days_ago(1))]
    found = told(
        [nasty, call(2, said)],
        [match(1, findings=(finding(said), unsure)), match(2)],
        places={"E08000019": said},
        before=before,
        changes=changes,
        alarms=[Alarm(said, date(2026, 11, 1))],
        joint=[Joint(1, said, said, (said,), 5, (said,))],
    )
    made = compose(replace(MEMBER, name=said), found, NOW, SETTINGS)
    assert made is not None
    result = render(made, LETTERHEAD, NOW)
    to = address_of(said, "m1@members.example")
    assert to is not None
    post = Post.of(SETTINGS)
    sent = build_message(result, LETTERHEAD, post, Envelope(to, "<1@alliance.example>", NOW))
    mail = message_from_bytes(sent.raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return result, mail


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_text_arrives_harmless_and_bounded(said: str) -> None:
    result, mail = hostile_message(said, "https://a.example/1")

    assert_harmless(result, mail)


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_hostile_address_is_no_link(url: str) -> None:
    result, mail = hostile_message("A grant", url)

    assert_harmless(result, mail)
    assert web_address(url) == ""
    assert "address not known" in result.text


def assert_harmless(result: Rendered, mail: EmailMessage) -> None:
    forbidden = re.compile(
        "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
    )
    assert not forbidden.search(result.subject + result.text + result.html)
    assert len(result.subject) <= 130
    assert len(result.text) < 12_000
    assert len(result.html) < 60_000
    tree = html.document_fromstring(result.html)
    assert tree.xpath("//script|//img|//b") == []
    assert not [
        name for name in tree.xpath("//@*") if getattr(name, "attrname", "").startswith("on")
    ]
    schemes = {str(link).partition(":")[0] for link in tree.xpath("//a/@href")}
    assert schemes <= {"https", "mailto"}
    assert "49" not in result.subject
    allowed = {
        "Subject", "From", "To", "Reply-To", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
        "List-Id", "List-Unsubscribe", "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert set(mail.keys()) <= allowed
    assert len(mail["To"].addresses) == 1
    assert mail["To"].addresses[0].addr_spec == "m1@members.example"
    assert result.ics is not None
    assert len(result.ics) < 4_000
    assert len(Calendar.from_ical(result.ics).walk("VEVENT")) == 2
    assert all(len(line) <= 998 for line in bytes(mail).splitlines())


@given(st.text(max_size=300), st.integers(2, 80))
@hypothesis_settings(max_examples=300)
def test_plain_text_is_one_clean_bounded_line(text: str, limit: int) -> None:
    cleaned = plain(text, limit)

    assert len(cleaned) <= limit
    assert "\n" not in cleaned
    assert cleaned.isprintable() or "\u200c" in cleaned or "\u200d" in cleaned
    assert "=?" not in plain(text.replace(" ", "=?"), limit)
    assert plain(cleaned, limit) == cleaned


def test_an_alert_says_whether_it_asks_or_hurries() -> None:
    soon = told([call(1, closes="2026-11-30")])
    asked = told([call(1, closes=None)], joint=[Joint(1, "Will you join?")])

    heads = [
        render(made, LETTERHEAD, NOW).text.splitlines()[0]
        for found in (soon, asked)
        if (made := compose_alert(MEMBER, found, NOW, SETTINGS))
    ]

    assert heads == ["Short notice for Riverside Minds", "A question for Riverside Minds"]


def test_work_to_apply_is_a_line_only_where_it_is_known() -> None:
    known, unknown = (
        content_of(told([call(1, facts=facts)])) for facts in ({}, {Field.EFFORT: None})
    )

    assert "Work to apply: About 2 days" in render(known, LETTERHEAD, NOW).text
    made = render(unknown, LETTERHEAD, NOW)
    assert "Work to apply" not in made.text + made.html
