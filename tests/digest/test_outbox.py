"""From composing to a folder of .eml: sent once, told once, never without consent."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import deliveries, digests
from db.engine import reading, writing
from db.errors import RadarError
from db.models import Call, Contact
from db.vocabulary import DeliveryState, Status
from funding_radar.config import Settings
from funding_radar.digest.compose import compose
from funding_radar.digest.coordinator import News, compose_coordinator
from funding_radar.digest.issue import compose_alerts, compose_issue, save_coordinator_digest
from funding_radar.digest.outbox import Sender, running_from, send_due, send_trial
from tests.conftest import NOW
from tests.digest.conftest import add_calls, add_members, deliver_states, material
from tests.digest.made import call, told


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
        before = digests.told_before(session, [1])[1], digests.calls_under_way(session, [1])[1]

    send_due(sender)

    with reading(engine) as session:
        after = digests.told_before(session, [1])[1], digests.calls_under_way(session, [1])[1]
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
        (delivery, _digest) = deliveries.deliveries(session, [DeliveryState.FAILED_FOR_GOOD])[0]
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
        told = digests.told_before(session, [1])[1]
        assert deliver_states(session) == {"sent": 1}
    assert [call_id for call_id, _, _ in told] == [1]


def test_a_trial_goes_to_ones_own_address_and_changes_nothing(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    members = add_members(engine, 1)
    calls = [call(1)]
    add_calls(engine, calls)
    content = compose(members[0], told(calls), NOW, settings)
    assert content is not None

    send_trial(sender, content, "me@alliance.example")

    (mail,) = mails(settings)
    assert mail["Subject"].startswith("[Trial] ")
    assert mail["To"] == "me@alliance.example"
    with reading(engine) as session:
        assert deliveries.deliveries(session) == []
    with pytest.raises(RadarError, match="is not a mail address"):
        send_trial(sender, content, "me\r\nBcc: you@x.example")


def test_the_files_are_their_owners_alone(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    members = add_members(engine, 1)
    calls = [call(1)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    send_due(sender)

    assert settings.mail.outbox is not None
    (file,) = settings.mail.outbox.iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_the_coordinators_digest_goes_to_the_coordinator_once(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    content = compose_coordinator(News(new_calls=[call(1)]), NOW, settings)
    assert content is not None
    with writing(engine) as session:
        first = save_coordinator_digest(session, content, settings, NOW)
    with writing(engine) as session:
        second = save_coordinator_digest(session, content, settings, NOW)

    report = send_due(sender)

    assert first is not None
    assert second is None
    assert report.sent == 1
    (mail,) = mails(settings)
    assert mail["To"] == "office@alliance.example"
    assert mail["Subject"] == "Everything new, unscored: the coordinator's digest"


def test_two_workers_never_send_one_message_twice(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    members = add_members(engine, 3)
    calls = [call(1)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    lease = timedelta(minutes=15)

    claimed = []
    for worker in ("one", "two", "one", "two"):
        with writing(engine) as session:
            claimed.append(deliveries.claim_next_delivery(session, worker, NOW, lease))
    with writing(engine) as session:
        later = deliveries.claim_next_delivery(session, "two", NOW + lease, lease)

    assert [c.member_id if c else None for c in claimed] == [1, 2, 3, None]
    assert later is not None
    assert (later.member_id, later.attempts) == (1, 2)


def test_a_clock_that_runs_lets_the_pace_go_on() -> None:
    seconds = iter([100.0, 160.0])

    clock = running_from(NOW, lambda: next(seconds))

    assert clock() == NOW + timedelta(minutes=1)


def test_one_click_is_offered_where_an_address_is_configured(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    members = add_members(engine, 1)
    calls = [call(1)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    mail = settings.mail.model_copy(
        update={"unsubscribe_url": "https://alliance.example/stop?c={code}"}
    )

    send_due(replace(sender, settings=settings.model_copy(update={"mail": mail})))

    (sent,) = mails(settings)
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent["List-Unsubscribe"].startswith("<"), "nothing stands before the first way"
    ways = "".join(sent["List-Unsubscribe"].split())
    assert ways.startswith("<https://alliance.example/stop?c=1-0-")
    assert ",<mailto:answers@alliance.example?subject=stop" in ways


def test_seven_days_lie_between_two_alerts(
    engine: Engine, settings: Settings, sender: Sender
) -> None:
    """NOW is a Monday: an alert of the day before is of another week, and still the last for six days."""
    members = add_members(engine, 1)
    composed = []
    for number, days in enumerate((-1, 0, 5, 6), start=1):
        now = NOW + timedelta(days=days)
        calls = [call(number, closes=(now + timedelta(days=3)).date().isoformat())]
        add_calls(engine, calls)
        composed.append(compose_alerts(engine, members, material(calls), settings, now).composed)

    assert composed == [1, 0, 0, 1]
