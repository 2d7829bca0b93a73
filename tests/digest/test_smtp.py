"""Sending through a real server that delays, refuses, drops the line and stalls: nothing is lost, nothing doubled."""

import random
import ssl
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from db import deliveries, digests
from db.engine import reading
from db.errors import RadarError
from db.models import Delivery
from db.vocabulary import DeliveryState
from funding_radar.config import Mail, Settings
from funding_radar.digest.issue import compose_issue
from funding_radar.digest.message import Message
from funding_radar.digest.outbox import Sender, send_due
from funding_radar.digest.transport import (
    PASSWORD_VARIABLE,
    Refused,
    Smtp,
    Unreachable,
    open_transport,
)
from tests.conftest import NOW
from tests.digest.conftest import Clock, add_calls, add_members, deliver_states, material
from tests.digest.made import call
from tests.digest.mailserver import PASSWORD, USER, Mood, Postbox, certificate, serving

TRIES = 40
MESSAGE = Message(
    "<1@alliance.example>",
    "office@alliance.example",
    "m1@members.example",
    b"From: office@alliance.example\r\n\r\nhello\r\n",
)


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certificate(tmp_path_factory.mktemp("tls"))


def mail_to(port: int, **more: object) -> Mail:
    kept = {"smtp_host": "127.0.0.1", "smtp_port": port, "security": "none", "timeout": 0.5}
    return Mail.model_validate({**kept, **more})


def moody(address: str, tried: int) -> Mood:
    """Fixed for an address and a try; one in twenty is never taken, the rest are in the end."""
    fate = random.Random(f"{address}/{tried}")
    if random.Random(address).random() < 0.05:
        return fate.choice([Mood.NEVER, Mood.NO_SUCH_USER])
    if random.Random(f"stall {address}").random() < 0.02 and tried == 0:
        return Mood.STALL
    if tried > 3:
        return Mood.TAKE
    weighed = {Mood.TAKE: 60, Mood.DELAY: 8, Mood.NOT_NOW: 15, Mood.DROP: 12, Mood.GOODBYE: 5}
    return fate.choices(list(weighed), list(weighed.values()))[0]


def test_five_hundred_members_and_a_bad_server(
    engine: Engine,
    settings: Settings,
    clock: Clock,
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    members, calls, box = add_members(engine, 500), [call(1)], Postbox(moody)
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)

    with serving(box, contexts[0]) as port:
        mail = mail_to(port, security="starttls", username=USER, per_minute=10_000)
        own = settings.model_copy(update={"mail": mail})
        sender = Sender(engine, own, clock, clock.pause, "worker")
        for _ in range(TRIES):
            send_due(sender, Smtp(mail, PASSWORD, contexts[1]))
            clock.now += timedelta(hours=3)

    with reading(engine) as session:
        rows = [(d, g.member_id) for d, g in deliveries.deliveries(session, limit=1000)]
    states = Counter(delivery.state for delivery, _ in rows)
    assert set(states) == {DeliveryState.SENT, DeliveryState.FAILED_FOR_GOOD}
    assert sum(states.values()) == 500
    sent = {
        (f"m{member}@members.example", delivery.message_id)
        for delivery, member in rows
        if delivery.state == DeliveryState.SENT
    }
    assert set(box.arrived) == sent
    refused = [
        delivery.said for delivery, _ in rows if delivery.state == DeliveryState.FAILED_FOR_GOOD
    ]
    assert refused
    assert all(said and said[:3] in ("550", "554") for said in refused)
    moods = {moody(f"m{n}@members.example", tried) for n in range(1, 501) for tried in range(4)}
    assert moods == set(Mood), "every mood was met"


def test_the_servers_words_are_kept_and_waits_grow(
    engine: Engine, settings: Settings, clock: Clock
) -> None:
    members, calls = add_members(engine, 1), [call(1)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    waits = []

    with serving(Postbox(lambda _a, _t: Mood.NOT_NOW)) as port:
        own = settings.model_copy(update={"mail": mail_to(port, give_up_days=2)})
        for _ in range(30):
            send_due(Sender(engine, own, clock, clock.pause, "worker"))
            with reading(engine) as session:
                delivery = session.exec(select(Delivery)).one()
            if delivery.try_after_at is None:
                break
            waits.append(delivery.try_after_at - clock.now)
            clock.now = delivery.try_after_at

    assert delivery.state == DeliveryState.FAILED_FOR_GOOD
    assert delivery.said == "451 4.7.1 greylisted, come back later"
    assert waits[:3] == [timedelta(minutes=m) for m in (2, 4, 8)]
    assert max(waits) == timedelta(hours=3)
    assert clock.now >= NOW + timedelta(days=2)


def test_what_failed_for_good_is_told_in_the_next_issue(
    engine: Engine, settings: Settings, clock: Clock
) -> None:
    members, calls = add_members(engine, 1), [call(1, closes="2027-02-26")]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    box = Postbox(lambda _a, tried: Mood.NEVER if tried == 0 else Mood.TAKE)

    with serving(box) as port:
        own = settings.model_copy(update={"mail": mail_to(port)})
        send_due(Sender(engine, own, clock, clock.pause, "worker"))
        clock.now += timedelta(days=7)
        again = compose_issue(engine, members, material(calls), settings, clock.now)
        send_due(Sender(engine, own, clock, clock.pause, "worker"))

    assert again.composed == 1
    with reading(engine) as session:
        assert deliver_states(session) == {"failed_for_good": 1, "sent": 1}
        assert [call_id for call_id, _, _ in digests.told_before(session, [1])[1]] == [1]


def test_a_server_that_is_not_there_stops_the_run_at_once(
    engine: Engine, settings: Settings, clock: Clock
) -> None:
    members, calls = add_members(engine, 3), [call(1)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    with serving(Postbox()) as port:
        pass  # and now nobody listens there

    own = settings.model_copy(update={"mail": mail_to(port)})
    report = send_due(Sender(engine, own, clock, clock.pause, "worker"))

    assert "no connection to 127.0.0.1" in report.stopped_because
    with reading(engine) as session:
        assert deliver_states(session) == {"failed_for_now": 1, "composed": 2}


def test_the_providers_limit_is_kept(engine: Engine, settings: Settings, clock: Clock) -> None:
    members, calls = add_members(engine, 25), [call(1)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    box = Postbox()

    with serving(box) as port:
        own = settings.model_copy(update={"mail": mail_to(port, per_minute=10)})
        send_due(Sender(engine, own, clock, clock.pause, "worker"))

    assert len(box.arrived) == 25
    assert clock.now - NOW == timedelta(minutes=2)


def test_the_providers_limit_is_kept_by_all_workers_and_after_a_restart(
    engine: Engine, settings: Settings, clock: Clock
) -> None:
    members, calls = add_members(engine, 30), [call(1)]
    add_calls(engine, calls)
    compose_issue(engine, members, material(calls), settings, NOW)
    asked: list[datetime] = []

    def choose(address: str, _tried: int) -> Mood:
        asked.append(clock.now)
        return Mood.NEVER if address == "m3@members.example" else Mood.TAKE

    with serving(Postbox(choose)) as port:
        own = settings.model_copy(update={"mail": mail_to(port, per_minute=10)})
        for turn in range(10):  # each time a worker that knows nothing of the others
            send_due(Sender(engine, own, clock, clock.pause, f"worker {turn}"), limit=3)
            clock.pause(5)

    assert len(asked) == 30
    assert all(sum(at <= o < at + timedelta(minutes=1) for o in asked) <= 10 for at in asked)


def test_a_wrong_password_is_the_servers_no(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    with serving(Postbox(), contexts[0]) as port:
        way = Smtp(mail_to(port, security="starttls", username=USER), "wrong", contexts[1])
        with pytest.raises(Unreachable, match="535"):
            way.send(MESSAGE)


def test_a_server_that_nobody_vouches_for_is_not_trusted(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    box = Postbox()
    with serving(box, contexts[0]) as port:
        way = Smtp(mail_to(port, security="starttls", username=USER), PASSWORD)
        with pytest.raises(Refused, match="certificate"):
            way.send(MESSAGE)

    assert box.arrived == []


def test_without_starttls_nothing_is_said_in_clear() -> None:
    box = Postbox()
    with serving(box) as port:
        way = Smtp(mail_to(port, security="starttls", username=USER), PASSWORD)
        with pytest.raises(Unreachable, match="STARTTLS"):
            way.send(MESSAGE)

    assert box.arrived == []


def test_the_password_comes_from_the_environment_or_a_private_file(tmp_path: Path) -> None:
    mail = mail_to(25, username=USER, password_file="password")
    settings = Settings(mail=mail, folder=tmp_path)
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "password").chmod(0o600)

    from_file = open_transport(settings, {})
    from_environment = open_transport(settings, {PASSWORD_VARIABLE: "other"})
    (tmp_path / "password").chmod(0o644)

    assert isinstance(from_file, Smtp)
    assert isinstance(from_environment, Smtp)
    assert (from_file.password, from_environment.password) == ("secret", "other")
    with pytest.raises(RadarError, match="others can read the password"):
        open_transport(settings, {})
    with pytest.raises(RadarError, match="a username but no password"):
        open_transport(Settings(mail=mail_to(25, username=USER)), {})
