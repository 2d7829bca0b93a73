"""An alliance with members who agreed to hear, and calls that fit them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import writing
from db.models import Call, Contact, Member
from db.views import CallView, MatchView, MemberView
from funding_radar.config import Settings
from funding_radar.digest.issue import Material
from funding_radar.digest.outbox import Sender
from tests.conftest import NOW
from tests.digest.made import PLACES, SETTINGS, match


class Clock:
    """A clock that stands still until it is moved; pausing moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    mail = SETTINGS.mail.model_copy(update={"outbox": tmp_path / "outbox", "per_minute": 10_000})
    return SETTINGS.model_copy(update={"mail": mail, "folder": tmp_path})


@pytest.fixture
def sender(engine: Engine, settings: Settings, clock: Clock) -> Sender:
    return Sender(engine, settings, clock, clock.pause, "worker")


def add_members(engine: Engine, count: int) -> list[MemberView]:
    """Members 1 to ``count`` with consent, at ``m1@members.example`` and so on."""
    with writing(engine) as session:
        for number in range(1, count + 1):
            session.add(Member(id=number, name=f"Member {number}", changed_at=NOW))
        session.flush()
        for number in range(1, count + 1):
            session.add(
                Contact(
                    member_id=number,
                    name=f"Person {number}",
                    email=f"m{number}@members.example",
                    consent_on=date(2026, 1, 5),
                    consent_how="form",
                )
            )
    return [MemberView(id=number, name=f"Member {number}") for number in range(1, count + 1)]


def add_calls(engine: Engine, calls: Sequence[CallView]) -> None:
    with writing(engine) as session:
        for call in calls:
            session.add(row_of(call))


def row_of(call: CallView) -> Call:
    return Call(
        id=call.id,
        title=call.title,
        kind=call.kind,
        status=call.status,
        url=call.url,
        first_seen_at=NOW,
        changed_at=NOW,
    )


def material(
    calls: Sequence[CallView],
    matches_of: Callable[[int], Sequence[MatchView]] | None = None,
) -> Material:
    """Every call fits every member unless said otherwise."""

    def all_fit(member_id: int) -> Sequence[MatchView]:
        return [match(call.id, 70 - i, member_id=member_id) for i, call in enumerate(calls)]

    return Material({call.id: call for call in calls}, matches_of or all_fit, places=PLACES)


def deliver_states(session: Session) -> dict[str, int]:
    from collections import Counter

    from sqlmodel import select

    from db.models import Delivery

    return dict(Counter(session.exec(select(Delivery.state)).all()))
