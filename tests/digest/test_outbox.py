"""From composing to a folder of .eml: sent once, told once, never without consent."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from sqlalchemy import Engine

from db import digests
from db.engine import reading, writing
from db.models import Call, Contact
from db.vocabulary import DeliveryState, Status
from funding_radar.config import Settings
from funding_radar.digest.issue import compose_issue
from funding_radar.digest.outbox import Sender, send_due
from tests.conftest import NOW
from tests.digest.conftest import add_calls, add_members, deliver_states, material
from tests.digest.made import call


def mails(settings: Settings) -> list[EmailMessage]:
    folder = settings.mail.outbox
    assert isinstance(folder, Path)
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in folder.glob("*.eml")]
    return [mail for mail in found if isinstance(mail, EmailMessage)]


def test_a_digest_goes_to_the_folder_once(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    members = add_members(engine, 3)
    calls = [call(1), call(2)]
    add_calls(engine, calls)

    report = compose_issue(engine, members, material(calls), settings, NOW)
    again = compose_issue(engine, members, material(calls), settings, NOW)
    sent = send_due(sender)
    nothing = send_due(sender)

    assert (report.composed, again.composed, again.already) == (3, 0, 3)
    assert (sent.sent, nothing.sent) == (3, 0)
    found = mails(settings)
    assert {mail["To"] for mail in found} == {
        f"Person {n} <m{n}@members.example>" for n in (1, 2, 3)
    }
    assert len({mail["Message-ID"] for mail in found}) == 3
    first = found[0]
    assert first["Auto-Submitted"] == "auto-generated"
    assert all(first[header] for header in ("List-Id", "Reply-To", "Date"))
    assert (
        first["List-Unsubscribe"]
        .strip()
        .startswith("<mailto:answers@alliance.example?subject=stop")
    )
    kinds = [part.get_content_type() for part in first.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    text = first.get_body(("plain",))
    assert text is not None
    assert "Community fund 1" in text.get_content()


def test_nothing_counts_as_told_before_it_is_sent(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    members = add_members(engine, 1)
    calls = [call(1)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    with reading(engine) as session:
        before = digests.told_before(session, 1), digests.calls_under_way(session, 1)

    send_due(sender)

    with reading(engine) as session:
        after = digests.told_before(session, 1), digests.calls_under_way(session, 1)
    assert before == ([], frozenset({1}))
    assert after == ([(1, "new", NOW)], frozenset())


def test_nobody_is_mailed_without_consent(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    members = add_members(engine, 3)
    calls = [call(1)]
    add_calls(engine, calls)
    with writing(engine) as session:
        without = session.get(Contact, 1)
        assert without is not None
        without.consent_on = None

    report = compose_issue(engine, members, material(calls), settings, NOW)
    with writing(engine) as session:
        withdrawn = session.get(Contact, 2)
        assert withdrawn is not None
        withdrawn.withdrawn_at = NOW
    sent = send_due(sender)

    assert (report.held, report.composed) == (1, 2)
    assert (sent.sent, sent.failed_for_good) == (1, 1)
    with reading(engine) as session:
        (delivery, _digest) = digests.deliveries(session, [DeliveryState.FAILED_FOR_GOOD])[0]
    assert delivery.said == "not sent: consent was withdrawn on 2026-11-23"


def test_a_call_that_closed_meanwhile_is_not_told(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    members = add_members(engine, 1)
    calls = [call(1, "Open still"), call(2, "Shut early")]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    with writing(engine) as session:
        shut = session.get(Call, 2)
        assert shut is not None
        shut.status = Status.CLOSED

    send_due(sender)

    (mail,) = mails(settings)
    assert "Open still" in mail.as_string()
    assert "Shut early" not in mail.as_string()
    with reading(engine) as session:
        told = digests.told_before(session, 1)
        assert deliver_states(session) == {"sent": 1}
    assert [call_id for call_id, _, _ in told] == [1]
