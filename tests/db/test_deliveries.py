"""Deliveries claimed by several workers: each message is one worker's, and the provider's limit is everyone's."""

from datetime import timedelta

from sqlalchemy import Engine

from db.deliveries import Claimed, Wait, claim_next_delivery, mark_failed_for_now, mark_sent
from db.digests import NewDigest, save_digests
from db.engine import writing
from db.models import Member
from tests.conftest import NOW

LEASE = timedelta(minutes=15)


def compose(engine: Engine, count: int) -> None:
    with writing(engine) as session:
        for number in range(1, count + 1):
            session.add(Member(id=number, name=f"Member {number}", changed_at=NOW))
        session.flush()
        news = [NewDigest(n, "2026-W48", f"<{n}@x>", {"n": n}) for n in range(1, count + 1)]
        save_digests(session, news, NOW)


def claim(engine: Engine, worker: str, seconds: float = 0, **limit: int) -> Claimed | Wait | None:
    with writing(engine) as session:
        now = NOW + timedelta(seconds=seconds)
        return claim_next_delivery(session, worker, now, LEASE, **limit)


def test_a_message_is_one_workers_while_its_claim_lasts(engine: Engine) -> None:
    compose(engine, 2)

    with writing(engine) as one, writing(engine) as other:
        if engine.dialect.name == "postgresql":  # SQLite's writers wait for each other
            first = claim_next_delivery(one, "one", NOW, LEASE)
            second = claim_next_delivery(other, "other", NOW, LEASE)
            assert isinstance(first, Claimed)
            assert isinstance(second, Claimed)
            assert first.id != second.id
    found = [claim(engine, worker) for worker in ("one", "other", "one")]

    assert found[-1] is None
    again = claim(engine, "other", LEASE.total_seconds())
    assert isinstance(again, Claimed)
    assert again.attempts == 2


def test_refused_and_unrecorded_messages_count_for_the_limit(engine: Engine) -> None:
    compose(engine, 4)
    first, second = (claim(engine, "one", per_minute=3), claim(engine, "one", per_minute=3))
    assert isinstance(first, Claimed)
    assert isinstance(second, Claimed)
    with writing(engine) as session:
        mark_sent(session, first.id, NOW + timedelta(seconds=20))
        later = NOW + timedelta(hours=1)
        mark_failed_for_now(session, second.id, "451", NOW + timedelta(seconds=30), later)

    third = claim(engine, "other", 31, per_minute=3)
    full = claim(engine, "other", 32, per_minute=3)
    free = claim(engine, "other", 81, per_minute=3)

    assert isinstance(third, Claimed)
    assert full == Wait(NOW + timedelta(seconds=80))
    assert isinstance(free, Claimed)
