"""After any sequence of refreshes, sends, answers and crashes every call owed stands in exactly one place."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine, delete
from sqlmodel import Session, col, select

from db import deliveries, digests
from db.calls import call_views, settle_status
from db.contacts import withdraw_consent
from db.engine import open_engine, reading, writing
from db.matches import match_views, save_answer
from db.members import member_views
from db.models import (
    Call,
    CallSighting,
    Contact,
    Delivery,
    Fact,
    Match,
    MemberAnswer,
    Sighting,
    Source,
)
from db.proof import Pair, Telling, note_owed, tellings
from db.schema import upgrade
from db.views import MemberView
from db.vocabulary import DeliveryState, Field, Reason, Reply, Rhythm, Status, Verdict
from funding_radar.digest.issue import compose_alerts, compose_issue, gather_material
from funding_radar.digest.message import Message
from funding_radar.digest.notice import notice, notice_by_member, notice_by_source
from funding_radar.digest.outbox import Sender, send_due
from funding_radar.digest.proof import Standing, proofs, prove, totals
from funding_radar.digest.transport import Refused
from tests.conftest import NOW
from tests.digest.conftest import Clock, add_calls, add_members
from tests.digest.made import SETTINGS, call

MEMBERS = 4
RHYTHMS = (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.ALERTS, Rhythm.WEEKLY)


class Killed(BaseException):
    """The process dies here."""


class Way:
    """A way out that does as it is told for each message: take it, refuse it, or die before or after taking it."""

    def __init__(self, orders: Iterator[str]) -> None:
        self.orders = orders
        self.taken: list[tuple[str, str]] = []

    def send(self, message: Message) -> None:
        order = next(self.orders, "take")
        if order == "not now":
            raise Refused("451 later")
        if order == "never":
            raise Refused("550 no", for_good=True)
        if order == "die before":
            raise Killed
        self.taken.append((message.to, message.id))
        if order == "die after":
            raise Killed

    def close(self) -> None:
        pass


ORDERS = st.lists(
    st.sampled_from(["take", "take", "take", "not now", "never", "die before", "die after"]),
    max_size=4,
)
MEMBER = st.integers(1, MEMBERS)
ANY_CALL = st.integers(1, 12)


class Alliance(RuleBasedStateMachine):
    """Everything that can happen to an alliance, in any order, with what must be true remembered beside it."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "radar.db"
        path.write_bytes(_empty())
        self.engine = open_engine(f"sqlite:///{path}")
        self.clock = Clock()
        add_members(self.engine, MEMBERS)
        with writing(self.engine) as session:
            for number, rhythm in enumerate(RHYTHMS, start=1):
                self._contact(session, number).rhythm = rhythm
            session.add(Source(name="s", publisher="S", licence="", home_page="", shape="listing"))
        self.calls = 0
        self.owed: set[tuple[int, int]] = set()
        self.taken: list[tuple[str, str]] = []

    def teardown(self) -> None:
        if hasattr(self, "engine"):
            self._drain()
            self.engine.dispose()
            self.folder.cleanup()

    @rule(
        days=st.integers(1, 60),
        scores=st.lists(st.integers(0, 100), min_size=MEMBERS, max_size=MEMBERS),
        no=st.sets(MEMBER),
    )
    def a_call_comes(self, days: int, scores: list[int], no: set[int]) -> None:
        self.calls += 1
        closes = (self.clock.now + timedelta(days=days)).date()
        with writing(self.engine) as session:
            session.add(
                Call(
                    id=self.calls,
                    title=f"Call {self.calls}",
                    kind="open_call",
                    status=Status.OPEN,
                    first_seen_at=self.clock.now,
                    changed_at=self.clock.now,
                )
            )
            session.flush()
            sighting = _sighting(self.calls, self.clock.now)
            session.add(sighting)
            session.flush()
            assert sighting.id is not None
            session.add(CallSighting(sighting_id=sighting.id, call_id=self.calls))
            session.add(
                Fact(
                    call_id=self.calls,
                    sighting_id=sighting.id,
                    field=Field.DEADLINE,
                    value=closes.isoformat(),
                    read_on=self.clock.now.date(),
                )
            )
            for member, score in enumerate(scores, start=1):
                verdict = Verdict.NO if member in no else Verdict.FITS
                session.add(_match(self.calls, member, verdict, score))
            note_owed(session, self.clock.now)
        self.owed |= {(self.calls, m) for m in range(1, MEMBERS + 1) if m not in no}

    @rule(call_id=ANY_CALL, member=MEMBER, verdict=st.sampled_from(Verdict))
    def a_match_changes(self, call_id: int, member: int, verdict: Verdict) -> None:
        with writing(self.engine) as session:
            match = session.get(Match, (call_id, member))
            call = session.get(Call, call_id)
            if match is None or call is None:
                return
            match.verdict = verdict
            note_owed(session, self.clock.now)
            if verdict is not Verdict.NO and call.status == Status.OPEN:
                self.owed.add((call_id, member))

    @rule(call_id=ANY_CALL)
    def matches_of_a_closed_call_are_dropped(self, call_id: int) -> None:
        with writing(self.engine) as session:
            call = session.get(Call, call_id)
            if call is not None and call.status == Status.CLOSED:
                session.exec(delete(Match).where(col(Match.call_id) == call_id))

    @rule(dies_after=st.none() | st.integers(0, MEMBERS - 1), orders=ORDERS)
    def a_week_passes(self, dies_after: int | None, orders: list[str]) -> None:
        """What mostly happens: a week goes by, an issue is composed, and sometimes sent."""
        self.time_passes(24 * 7)
        self.composed(False, dies_after)
        if orders:
            self.sent(orders)

    @rule(hours=st.sampled_from([1, 5, 30, 100, 24 * 7]))
    def time_passes(self, hours: int) -> None:
        self.clock.now += timedelta(hours=hours)
        with writing(self.engine) as session:
            settle_status(session, self.clock.now)

    @rule(alerts=st.booleans(), dies_after=st.none() | st.integers(0, MEMBERS - 1))
    def composed(self, alerts: bool, dies_after: int | None) -> None:
        with reading(self.engine) as session:
            members = member_views(session)
            matches = match_views(session)
            material = gather_material(
                session,
                call_views(session),
                lambda member_id: [m for m in matches if m.member_id == member_id],
                self.clock.now,
            )
        write = compose_alerts if alerts else compose_issue
        with suppress(Killed):
            write(self.engine, _until(members, dies_after), material, SETTINGS, self.clock.now)

    @rule(orders=ORDERS)
    def sent(self, orders: list[str]) -> None:
        way = Way(iter(orders))
        with suppress(Killed):
            send_due(self._sender(), way)
        self.taken += way.taken

    @rule(
        call_id=ANY_CALL, member=MEMBER, reply=st.sampled_from([Reply.NOT_FOR_US, Reply.INTERESTED])
    )
    def answered(self, call_id: int, member: int, reply: Reply) -> None:
        if call_id <= self.calls:
            with writing(self.engine) as session:
                reason = Reason.OTHER if reply is Reply.NOT_FOR_US else None
                save_answer(
                    session,
                    MemberAnswer(
                        call_id=call_id,
                        member_id=member,
                        reply=reply,
                        reason=reason,
                        said_at=self.clock.now,
                    ),
                )

    @rule(member=MEMBER)
    def said_stop(self, member: int) -> None:
        with writing(self.engine) as session:
            withdraw_consent(session, member, self.clock.now, "test")

    @rule(member=MEMBER)
    def agreed_again(self, member: int) -> None:
        with writing(self.engine) as session:
            self._contact(session, member).withdrawn_at = None

    @rule(index=st.integers(0, 20))
    def a_message_came_back(self, index: int) -> None:
        with writing(self.engine) as session:
            found = deliveries.deliveries(session, [DeliveryState.SENT])
            if index < len(found):
                deliveries.mark_bounced(session, found[index][0].id or 0, "550 no such user")

    @invariant()
    def every_pair_stands_in_one_place(self) -> None:
        if not hasattr(self, "engine"):
            return
        with writing(self.engine) as session:
            found = proofs(session, SETTINGS, self.clock.now)
            open_calls = set(session.exec(select(Call.id).where(Call.status == Status.OPEN)))
            told = {
                (call_id, member)
                for member in range(1, MEMBERS + 1)
                for call_id, section, _ in digests.told_before(session, [member])[member]
                if section != "near"
            }
        assert [(p.call_id, p.member_id) for p in found] == sorted(self.owed, key=lambda p: p[::-1])
        assert sum(totals(found).values()) == len(self.owed)
        for proof in found:
            pair = (proof.call_id, proof.member_id)
            assert (proof.standing is Standing.DELIVERED) == (pair in told)
            assert proof.reason
            if proof.standing is Standing.WAITING:
                assert proof.call_id in open_calls

    @invariant()
    def no_issue_goes_out_under_two_names(self) -> None:
        if not hasattr(self, "engine"):
            return
        with reading(self.engine) as session:
            rows = [(d.message_id, g.member_id, g.issue) for d, g in deliveries.deliveries(session)]
        assert len({(member, issue) for _, member, issue in rows}) == len(rows)
        known = {(f"m{member}@members.example", message_id) for message_id, member, _ in rows}
        assert set(self.taken) <= known

    @invariant()
    def what_counts_as_sent_was_taken(self) -> None:
        if not hasattr(self, "engine"):
            return
        ended = [DeliveryState.SENT, DeliveryState.BOUNCED]
        with reading(self.engine) as session:
            sent = {
                (f"m{digest.member_id}@members.example", delivery.message_id)
                for delivery, digest in deliveries.deliveries(session, ended)
            }
        assert sent <= set(self.taken)

    def _drain(self) -> None:
        """With a good server in the end everything is settled, and nothing is told twice as new."""
        self.clock.now += timedelta(hours=4)
        send_due(self._sender(), Way(iter(())))
        with reading(self.engine) as session:
            left = session.exec(
                select(Delivery).where(col(Delivery.state).in_(deliveries.UNDER_WAY))
            ).all()
            news = [
                Counter(
                    c
                    for c, section, _ in digests.told_before(session, [member])[member]
                    if section == "new"
                )
                for member in range(1, MEMBERS + 1)
            ]
        assert not left
        assert all(count == 1 for counted in news for count in counted.values())

    def _sender(self) -> Sender:
        return Sender(self.engine, SETTINGS, self.clock, self.clock.pause, "worker")

    @staticmethod
    def _contact(session: Session, member: int) -> Contact:
        return session.exec(select(Contact).where(Contact.member_id == member)).one()


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/empty.db", create=True)
        upgrade(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
        engine.dispose()
        return (Path(folder) / "empty.db").read_bytes()


TestAlliance = Alliance.TestCase
TestAlliance.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def _until(members: list[MemberView], dies_after: int | None) -> Iterator[MemberView]:
    for index, member in enumerate(members):
        if index == dies_after:
            raise Killed
        yield member


def _sighting(number: int, now: datetime) -> Sighting:
    return Sighting(
        source="s",
        source_ref=str(number),
        url="",
        title=f"Call {number}",
        text="",
        content_hash="",
        first_seen_at=now,
        last_seen_at=now,
        changed_at=now,
    )


def _match(call_id: int, member: int, verdict: Verdict, score: float) -> Match:
    return Match(
        call_id=call_id,
        member_id=member,
        verdict=verdict,
        score=score,
        inputs_hash="",
        matched_at=NOW,
    )


PAIR = Pair(1, 1, NOW, score=70, fits=True, status=Status.OPEN, deadline="2026-12-18")


@pytest.mark.parametrize(
    ("changes", "standing", "reason"),
    [
        ({}, Standing.WAITING, "for the next issue"),
        ({"told_at": NOW}, Standing.DELIVERED, "sent on Monday 23 November"),
        ({"told_at": NOW, "dismissed_at": NOW}, Standing.DELIVERED, "sent on Monday 23 November"),
        (
            {"dismissed_at": NOW},
            Standing.DISMISSED,
            "the member answered on Monday 23 November that it is not for them",
        ),
        ({"held_because": "no consent is recorded"}, Standing.HELD, "no consent is recorded"),
        ({"score": 10}, Standing.HELD, "its score of 10 is under the limit of 25"),
        ({"rhythm": Rhythm.ALERTS}, Standing.HELD, "the member wants alerts only"),
        (
            {"on_its_way": DeliveryState.CLAIMED},
            Standing.WAITING,
            "in a message that is on its way",
        ),
        (
            {"on_its_way": DeliveryState.FAILED_FOR_NOW, "said": "451 later"},
            Standing.WAITING,
            "to be tried again: 451 later",
        ),
        ({"said": "550 no"}, Standing.WAITING, "untold so far: 550 no"),
        ({"status": Status.CLOSED}, Standing.EXPIRED, "it is closed and was not told before"),
        (
            {"status": Status.CLOSED, "said": "550 no"},
            Standing.EXPIRED,
            "it is closed and was not told before; 550 no",
        ),
        ({"deadline": "2026-11-20"}, Standing.EXPIRED, "it closed before it was told"),
        ({"fits": False}, Standing.EXPIRED, "it stopped fitting before it was told"),
        (
            {"status": Status.CLOSED, "held_because": "no consent is recorded"},
            Standing.HELD,
            "no consent is recorded",
        ),
    ],
)
def test_where_a_pair_stands_and_why(changes, standing: Standing, reason: str) -> None:  # type: ignore[no-untyped-def]
    proof = prove(replace(PAIR, **changes), SETTINGS, NOW)

    assert (proof.standing, proof.reason) == (standing, reason)


def test_the_ledger_is_noted_once_and_remembers_the_best_score(engine: Engine) -> None:
    add_members(engine, 2)
    add_calls(engine, [call(1)])
    with writing(engine) as session:
        session.add(_match(1, 1, Verdict.FITS, 40))
        session.add(_match(1, 2, Verdict.NO, 0))

    counts = []
    for score in (40.0, 60.0, 30.0):
        with writing(engine) as session:
            session.get_one(Match, (1, 1)).score = score
            session.flush()
            counts.append(note_owed(session, NOW))
            found = proofs(session, SETTINGS, NOW)

    assert counts == [1, 0, 0]
    assert [(p.call_id, p.member_id, p.standing) for p in found] == [(1, 1, Standing.WAITING)]


def test_notice_is_counted_from_the_telling_to_the_deadline() -> None:
    told = [
        Telling(1, 1, NOW, date(2026, 12, 3), ("council",)),
        Telling(2, 1, NOW, date(2026, 12, 23), ("council", "fund")),
        Telling(3, 2, NOW, None, ("fund",)),
    ]

    whole = notice(told)
    by_source = {n.of: n for n in notice_by_source(told)}
    by_member = {n.of: n for n in notice_by_member(told)}

    assert (whole.tellings, whole.median_days, whole.shortest_days) == (3, 20, 10)
    assert (whole.under_14_days, whole.under_28_days, whole.undated) == (1, 1, 1)
    assert (by_source["council"].median_days, by_source["fund"].median_days) == (20, 30)
    assert by_member["2"].median_days is None


def test_tellings_come_from_what_was_sent(engine: Engine, tmp_path: Path) -> None:
    members, calls = add_members(engine, 1), [call(1, closes="2026-12-18")]
    add_calls(engine, calls)
    clock = Clock()
    from tests.digest.conftest import material

    compose_issue(engine, members, material(calls), SETTINGS, NOW)
    before = _tellings(engine)
    send_due(Sender(engine, SETTINGS, clock, clock.pause, "worker"), Way(iter(())))

    assert before == []
    assert _tellings(engine) == [Telling(1, 1, NOW, date(2026, 12, 18), ())]


def _tellings(engine: Engine) -> list[Telling]:
    with reading(engine) as session:
        return tellings(session)
