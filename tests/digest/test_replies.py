"""Letters that come back: answers recorded once, forged codes refused, bounces and absences recognised."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from db import deliveries, digests
from db.contacts import contact_of
from db.engine import reading
from db.letters import letters_waiting, settle_letter
from db.matches import answers_in_force
from db.models import Decision, Delivery
from db.vocabulary import DeliveryState, Reason, Reply
from funding_radar.config import Settings
from funding_radar.digest.codes import Codes
from funding_radar.digest.gather_news import gather_news
from funding_radar.digest.issue import compose_issue, reply_codes
from funding_radar.digest.letter import open_letter, own_words
from funding_radar.digest.mailbox import LetterFolder
from funding_radar.digest.outbox import Sender, send_due
from funding_radar.digest.reading_replies import ReplyReport, read_replies, stop_by_code
from funding_radar.digest.replies import What, answer_in, understand
from tests.conftest import NOW
from tests.digest.conftest import add_calls, add_members, material
from tests.digest.made import call, forged

CODES = Codes("a secret of the tests")


class Post:
    """Members 1 and 2 have been told of calls 1 and 2; what they write is read."""

    def __init__(self, engine: Engine, folder: Path, settings: Settings) -> None:
        self.engine, self.folder = engine, folder
        self.settings = settings
        with Session(engine) as session, session.begin():
            self.codes = reply_codes(session, NOW)
        with reading(engine) as session:
            rows = deliveries.deliveries(session)
            self.message_ids = {g.member_id: d.message_id for d, g in rows}
            self.digest_ids = {g.member_id: g.id or 0 for _, g in rows}
        self.count = 0

    def code(self, member: int, call_id: int) -> str:
        return self.codes.code(self.digest_ids[member], call_id)

    def write(
        self,
        text: str,
        subject: str = "Re: calls",
        sender: str = "m1@members.example",
        **headers: str,
    ) -> Path:
        self.count += 1
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = sender, "answers@alliance.example", subject
        mail["Message-ID"] = f"<{self.count}@members.example>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        return self.put(bytes(mail))

    def put(self, raw: bytes) -> Path:
        path = self.folder / f"{self.count:04}.eml"
        path.write_bytes(raw)
        return path

    def read(self) -> ReplyReport:
        return read_replies(self.engine, LetterFolder(self.folder), NOW)

    def answers(self) -> list[tuple[int, int, Reply, Reason | None]]:
        with reading(self.engine) as session:
            return [(a.member_id, a.call_id, a.reply, a.reason) for a in answers_in_force(session)]

    def withdrawn(self, member: int) -> bool:
        with reading(self.engine) as session:
            contact = contact_of(session, member)
            return contact is not None and contact.withdrawn_at is not None


@pytest.fixture
def post(engine: Engine, settings: Settings, sender: Sender, tmp_path: Path) -> Post:
    members, calls = add_members(engine, 2), [call(1), call(2)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    send_due(sender)
    folder = tmp_path / "replies"
    folder.mkdir()
    return Post(engine, folder, settings)


def test_an_answer_is_recorded_once(post: Post) -> None:
    post.write("", subject=f"interested [{post.code(1, 1)}]")

    first = post.read()
    (post.folder / "done" / "0001.eml").rename(post.folder / "again.eml")
    second = post.read()

    assert (first.answers, second.answers, second.read_before) == (1, 0, 1)
    assert post.answers() == [(1, 1, Reply.INTERESTED, None)]
    assert not list(post.folder.glob("*.eml"))
    with reading(post.engine) as session:
        (said,) = session.exec(select(Decision.what).where(Decision.subject == "member 1"))
    assert said == "answered interested about call 1"


@pytest.mark.parametrize(
    ("words", "reply", "reason"),
    [
        ("interested", Reply.INTERESTED, None),
        ("Yes please", Reply.INTERESTED, None),
        ("We are in", Reply.IN_BID, None),
        ("in", Reply.IN_BID, None),
        ("count us in!", Reply.IN_BID, None),
        ("not for us: place", Reply.NOT_FOR_US, Reason.PLACE),
        ("not for us: size", Reply.NOT_FOR_US, Reason.SIZE),
        ("not for us: theme", Reply.NOT_FOR_US, Reason.THEME),
        ("not for us: too late", Reply.NOT_FOR_US, Reason.TOO_LATE),
        ("wrong size", Reply.NOT_FOR_US, Reason.SIZE),
        ("too late", Reply.NOT_FOR_US, Reason.TOO_LATE),
        ("Not for us, it is not in our area", Reply.NOT_FOR_US, Reason.PLACE),
        ("No thanks", Reply.NOT_FOR_US, Reason.OTHER),
        ("not interested", Reply.NOT_FOR_US, Reason.OTHER),
    ],
)
@pytest.mark.parametrize("where", ["subject", "before the code", "after the code", "line above"])
def test_the_words_of_an_answer(
    post: Post, words: str, reply: Reply, reason: Reason | None, where: str
) -> None:
    code = post.code(1, 2)
    match where:
        case "subject":
            post.write("", subject=f"{words} [{code}]")
        case "before the code":
            post.write(f"{words} {code}\n\nThanks, Ann")
        case "after the code":
            post.write(f"{code} {words}")
        case _:
            post.write(f"{words}\n", subject=f"Re: [{code}]")

    post.read()

    assert post.answers() == [(1, 2, reply, reason)]


def test_several_answers_in_one_letter(post: Post) -> None:
    post.write(f"interested {post.code(1, 1)}\n{post.code(1, 2)} wrong place\n")

    report = post.read()

    assert report.answers == 2
    assert post.answers() == [
        (1, 1, Reply.INTERESTED, None),
        (1, 2, Reply.NOT_FOR_US, Reason.PLACE),
    ]


def test_a_newer_answer_ends_the_older(post: Post) -> None:
    post.write("", subject=f"interested [{post.code(1, 1)}]")
    post.read()
    post.write("", subject=f"not for us: size [{post.code(1, 1)}]")
    post.read()

    assert post.answers() == [(1, 1, Reply.NOT_FOR_US, Reason.SIZE)]


def test_an_answer_with_a_question_is_recorded_and_left_for_a_person(post: Post) -> None:
    left = post.write("Interested, but may a CIC lead?", subject=f"interested [{post.code(1, 1)}]")

    report = post.read()

    assert (report.answers, report.for_a_person) == (1, 1)
    assert left.exists()


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(lambda p: f"interested [{forged(p.code(1, 1))}]", id="made up"),
        pytest.param(lambda p: f"interested [{p.code(2, 1)}]", id="of another member"),
        pytest.param(lambda p: f"interested [{p.codes.code(999, 1)}]", id="of no digest"),
        pytest.param(
            lambda p: f"interested [{p.codes.code(p.digest_ids[1], 99)}]", id="of no call"
        ),
        pytest.param(
            lambda p: f"interested [{Codes('other').code(p.digest_ids[1], 1)}]", id="other secret"
        ),
        pytest.param(
            lambda p: f"interested [{p.code(1, 1).replace('-1-', '-2-', 1)}]",
            id="moved to another call",
        ),
    ],
)
def test_forged_codes_are_refused(post: Post, subject: Callable[[Post], str]) -> None:
    left = post.write("", subject=subject(post))

    report = post.read()

    assert (report.answers, report.forged, report.for_a_person) == (0, 1, 1)
    assert post.answers() == []
    assert left.exists()


def test_a_strangers_letter_with_a_genuine_code_records_nothing(post: Post) -> None:
    post.write("", subject=f"interested [{post.code(1, 1)}]", sender="someone@else.example")

    assert post.read().forged == 1
    assert post.answers() == []


def test_stop_works_at_once_and_for_what_is_already_composed(
    post: Post, settings: Settings, sender: Sender
) -> None:
    calls = [call(3, closes="2027-01-29")]
    add_calls(post.engine, calls)
    later = NOW.replace(day=30)
    compose_issue(post.engine, _views(post.engine), material(calls), settings, later)
    post.write("Please take us off your list")

    report = post.read()
    sent = send_due(replace(sender, clock=lambda: later))

    assert report.stopped == 1
    assert post.withdrawn(1)
    assert not post.withdrawn(2)
    assert (sent.sent, sent.failed_for_good) == (1, 1)


def _views(engine: Engine):  # type: ignore[no-untyped-def]
    from db.members import member_views

    with reading(engine) as session:
        return member_views(session)


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(lambda p: p.write("stop", sender="M1@Members.Example"), id="their address"),
        pytest.param(
            lambda p: p.write("stop", sender="ann@home.example", subject=f"Re: [{p.code(1, 1)}]"),
            id="another address, code in the subject",
        ),
        pytest.param(
            lambda p: p.write(f"stop\n\n> Code: {p.code(1, 0)}", sender="ann@home.example"),
            id="another address, code in the quotation",
        ),
        pytest.param(
            lambda p: p.write("stop", sender="ann@home.example", In_Reply_To=p.message_ids[1]),
            id="another address, as an answer",
        ),
        pytest.param(
            lambda p: p.write(
                "stop", sender="ann@home.example", Cc=f"answers+{p.code(1, 0)}@alliance.example"
            ),
            id="another address, code in an address line",
        ),
        pytest.param(
            lambda p: p.write("", sender="ann@home.example", subject=f"stop [{p.code(1, 0)}]"),
            id="the link in the message",
        ),
    ],
)
def test_stop_works_from_any_address_line(post: Post, how: Callable[[Post], Path]) -> None:
    how(post)

    report = post.read()

    assert (report.stopped, report.for_a_person) == (1, 0)
    assert post.withdrawn(1)
    assert not post.withdrawn(2)


def test_a_stop_that_points_to_nobody_waits_for_a_person(post: Post) -> None:
    left = post.write("stop", sender="who@knows.example")

    assert post.read().for_a_person == 1
    assert left.exists()


def test_being_forgotten_stops_the_mail_and_tells_a_person(post: Post) -> None:
    post.write("Please delete all our details")

    report = post.read()

    assert (report.stopped, report.for_a_person) == (1, 1)
    assert post.withdrawn(1)


def test_the_words_that_we_wrote_are_not_taken_for_theirs(post: Post) -> None:
    left = post.write(
        "Could you ring me about this?\n\nOn Mon, 23 Nov 2026 at 09:00, Alliance\n"
        "<office@alliance.example> wrote:\n> To stop, reply stop. It works at once.\n"
    )

    report = post.read()

    assert (report.stopped, report.for_a_person) == (0, 1)
    assert left.exists()


def test_what_waits_is_settled_by_a_person(post: Post) -> None:
    post.write("Could you ring me?")
    post.read()

    with Session(post.engine) as session, session.begin():
        (waiting,) = letters_waiting(session)
        assert settle_letter(session, waiting.key)
        left = letters_waiting(session)
    again = post.read()

    assert left == []
    assert again.read_before == 1
    assert not list(post.folder.glob("*.eml"))


AWAY = [
    ("Automatic reply: 3 calls for you", "I am away until Monday.", {}),
    ("Out of Office: Re: 3 calls", "", {}),
    ("Re: 3 calls", "I am out of the office until 4 December and will reply then.", {}),
    ("3 calls", "Thank you. We will be in touch.", {"Auto-Submitted": "auto-replied"}),
    (
        "3 calls",
        "Please do not email me about stop it",
        {"Auto-Submitted": "auto-replied (vacation)"},
    ),
    ("Re: 3 calls", "I'm on annual leave, back on the 7th", {"X-Autoreply": "yes"}),
    ("Re: 3 calls", "I no longer work for Riverside. Contact Bea.", {"Precedence": "auto_reply"}),
    ("Annual leave", "Back soon", {}),
    ("Re: 3 calls", "This mailbox is no longer monitored.", {}),
]


@pytest.mark.parametrize(("subject", "text", "headers"), AWAY)
def test_absences_are_recognised(
    post: Post, subject: str, text: str, headers: dict[str, str]
) -> None:
    quoted = f"{text}\n\n> To stop, reply stop\n> Code: {post.code(1, 0)}"
    post.write(quoted, subject=subject, **headers)

    report = post.read()

    assert (report.out_of_office, report.stopped, report.for_a_person) == (1, 0, 0)
    assert not post.withdrawn(1)


def report_of(message_id: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A report as RFC 3464 has it."""
    return f"""From: MAILER-DAEMON@mx.members.example
To: answers@alliance.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{action}@mx.members.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

This is the mail system. I'm sorry to have to inform you that your message
could not be delivered. Please stop sending.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.members.example

Final-Recipient: rfc822; m1@members.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

From: office@alliance.example
Message-ID: {message_id}

--b--
""".replace("\n", "\r\n").encode()


OLD_BOUNCE = """From: Mail Delivery System <Mailer-Daemon@mail.example>
To: answers@alliance.example
Subject: Mail delivery failed: returning message to sender
Message-ID: <old@mail.example>

A message that you sent could not be delivered to one of its recipients.

  m1@members.example
    550 no such user

------ This is a copy of the message's headers. ------

Message-ID: {message_id}
"""


def test_a_bounce_marks_the_message_and_its_calls_are_untold(post: Post) -> None:
    post.put(report_of(post.message_ids[1]))

    report = post.read()

    assert (report.bounced, report.stopped, report.for_a_person) == (1, 0, 0)
    with reading(post.engine) as session:
        (bounced,) = session.exec(select(Delivery).where(Delivery.state == DeliveryState.BOUNCED))
        told = digests.told_before(session, [1])[1]
    assert bounced.message_id == post.message_ids[1]
    assert bounced.said == "5.1.1 smtp; 550 5.1.1 no such user"
    assert told == []


def test_a_bounce_of_the_old_form(post: Post) -> None:
    post.put(OLD_BOUNCE.format(message_id=post.message_ids[2]).encode())

    assert post.read().bounced == 1


def test_a_delay_is_no_bounce(post: Post) -> None:
    post.put(report_of(post.message_ids[1], "delayed", "4.4.1"))

    report = post.read()

    assert (report.bounced, report.for_a_person) == (0, 0)
    with reading(post.engine) as session:
        assert len(digests.told_before(session, [1])[1]) == 2


def test_a_bounce_of_a_message_that_is_not_ours_changes_nothing(post: Post) -> None:
    post.put(report_of("<made-up@alliance.example>"))

    report = post.read()

    assert (report.bounced, report.for_a_person) == (0, 1)


def test_after_three_bounces_no_more_is_sent(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    members, calls = add_members(engine, 1), [call(1, closes="2027-06-30")]
    add_calls(engine, calls)
    reports = []
    for week in range(4):
        now = NOW.replace(day=2) if week == 0 else NOW.replace(month=12, day=7 * week)
        reports.append(compose_issue(engine, members, material(calls), settings, now))
        send_due(replace(sender, clock=lambda now=now: now))
        with Session(engine) as session, session.begin():
            for delivery, _ in deliveries.deliveries(session, [DeliveryState.SENT]):
                deliveries.mark_bounced(session, delivery.id or 0, "550 no such user")

    assert [report.composed for report in reports] == [1, 1, 1, 0]
    assert reports[-1].held == 1


def test_html_letters_are_read_without_what_they_answer() -> None:
    mail = EmailMessage()
    mail["From"] = "m1@members.example"
    mail.set_content(
        "<html><head><style>stop{}</style></head><body><p>Interested</p><p>Ann<br>Riverside</p>"
        "<blockquote class='gmail_quote'>To stop, reply stop</blockquote></body></html>",
        subtype="html",
    )

    letter = open_letter(bytes(mail))

    assert letter.own.split() == ["Interested", "Ann", "Riverside"]


@pytest.mark.parametrize(
    "text",
    [
        "Yes\n\n-----Original Message-----\nFrom: us\nTo stop",
        "Yes\n\n________________________________\nFrom: us\nTo stop",
        "Yes\n\nFrom: Alliance <a@b.c>\nSent: Monday\nTo stop",
        "Yes\n-- \nAnn, stop the cuts campaign",
        "Yes\n> stop",
        "Yes\n\nOn Mon, Alliance wrote:\nstop",
        "Yes\nSent from my iPhone\nstop",
    ],
)
def test_own_words_end_where_the_quotation_begins(text: str) -> None:
    assert own_words(text) == "Yes"


@pytest.mark.parametrize(
    "words", ["maybe", "what is this?", "wrong place, too late", "interested, but not for us", ""]
)
def test_what_is_not_plain_is_no_answer(words: str) -> None:
    assert answer_in(words) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"From: =?utf-8?b?//8=?=\nSubject: =?x?q?=ff?=\n\nstop",
        b"Content-Type: text/plain; charset=nonsense\n\n\xff\xff",
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b\nContent-Type: message/rfc822\n\n",
        b"From: a@b.c\nTo: " + b"x@y.z, " * 20_000 + b"\n\nhello",
        b"Content-Type: text/html\n\n" + b"<div>" * 50_000,
        b"Message-ID: <" + b"a" * 5000 + b">\nDate: never\nReferences: <<<>>>\n\n" + b"- " * 30_000,
    ],
)
def test_broken_letters_are_read_without_harm(raw: bytes) -> None:
    understood = understand(open_letter(raw), CODES)

    assert understood.answers == ()
    assert understood.what in set(What)


def test_codes_survive_what_people_do_to_them() -> None:
    code = CODES.code(12, 345)

    assert CODES.read(f"Re: [{code.upper()}].") == ([(12, 345)], 0)
    assert CODES.read(code.replace("o", "0").replace("l", "1")) == ([(12, 345)], 0)
    assert CODES.read(f"x{code}") == ([], 0)


def test_a_letter_that_is_too_large_is_left(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("funding_radar.digest.mailbox.MAX_BYTES", 100)
    left = post.write("stop " * 100)

    report = post.read()

    assert (report.for_a_person, report.letters) == (1, 0)
    assert left.exists()


def test_one_click_stops_by_the_code_alone(post: Post) -> None:
    with Session(post.engine) as session, session.begin():
        genuine = stop_by_code(session, post.code(1, 0), NOW)
        made_up = stop_by_code(session, forged(post.code(2, 0)), NOW)

    assert (genuine, made_up) == (1, 0)
    assert post.withdrawn(1)
    assert not post.withdrawn(2)


def test_the_coordinator_hears_what_came_back(post: Post) -> None:
    post.write("", subject=f"not for us: size [{post.code(1, 1)}]")
    post.write("stop", sender="m2@members.example")
    post.write("Could you ring me?")
    post.count += 1
    post.put(report_of(post.message_ids[1]))
    post.read()

    with reading(post.engine) as session:
        news = gather_news(session, NOW + timedelta(hours=1))

    assert [(n.member, n.call, n.reply, n.reason) for n in news.replies] == [
        ("Member 1", "Community fund 1", Reply.NOT_FOR_US, Reason.SIZE),
        ("Member 2", "", Reply.STOP, None),
    ]
    assert news.letters_waiting == 1
    assert [(n.member, n.said) for n in news.failures] == [
        ("Member 1", "5.1.1 smtp; 550 5.1.1 no such user")
    ]
    assert [c.id for c in news.new_calls] == [1, 2]
    assert news.notice is not None
    assert news.notice.tellings == 2
