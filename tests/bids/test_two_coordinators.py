"""Two coordinators change one bid at once, each in a session of its own, on each kind of server."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from db.bids import BidView, Place, Seats, Signature, Word, find_bid, open_bid
from db.decisions import decisions_about
from db.engine import reading, writing
from db.errors import RadarError
from db.models import Call, Fact, Member, MemberPlace, MemberTheme
from db.vocabulary import PartnerAnswer
from funding_radar.config import Settings
from funding_radar.gazetteer import load
from funding_radar.jobs.bid_sheet import Around
from funding_radar.jobs.bids import Hand, answer, share, swap
from tests.both import database_url, engine, postgres
from tests.conftest import NOW

__all__ = ["database_url", "engine", "postgres"]

SHEFFIELD = "E08000039"
Change = Callable[[Hand, BidView], object]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Six members that could bid together for a call of £60,000; bid 1 of four of them is open."""
    facts = {
        "max_amount": 60_000, "areas": [SHEFFIELD], "themes": ["loneliness"], "deadline": "2027-02-26",
    }  # fmt: skip
    with writing(engine) as session:
        session.add(
            Call(
                id=1,
                title="Call",
                kind="open_call",
                status="open",
                first_seen_at=NOW,
                changed_at=NOW,
            )
        )
        session.flush()
        for name, value in facts.items():
            session.add(
                Fact(
                    call_id=1, field=name, value=value, quote="", reader="hand", read_on=NOW.date()
                )
            )
        for number in range(1, 7):
            session.add(
                Member(
                    id=number,
                    name=f"Member {number}",
                    income=200_000,
                    can_lead=True,
                    legal_form="cio",
                    experts_by_experience=1,
                    bid_days=6,
                    changed_at=NOW,
                )
            )
            session.flush()
            session.add(MemberPlace(member_id=number, code=SHEFFIELD))
            session.add(MemberTheme(member_id=number, theme="loneliness"))
        session.flush()
        places = tuple(Place(n, n == 1, 15_000) for n in (1, 2, 3, 4))
        open_bid(session, 1, Seats(places, 60_000), {}, Signature("Co", NOW))
    return engine


AROUND = Around(load(), Settings(), NOW)


def accepts(member: int) -> Change:
    return lambda hand, bid: answer(hand, bid, member, Word(PartnerAnswer.ACCEPTED))


def swaps(out: int, into: int) -> Change:
    return lambda hand, bid: swap(hand, bid, out, into)


def at_once(engine: Engine, changes: list[Change]) -> list[RadarError]:
    """Each change in a thread and a session of its own, and again after a refusal, as a person would; the refusals."""
    refused: list[RadarError] = []
    start = threading.Barrier(len(changes))

    def coordinator(number: int, change: Change) -> None:
        start.wait()
        while True:
            try:
                with writing(engine) as session:
                    signed = Signature(f"Co {number}", NOW)
                    change(Hand(session, AROUND, signed), find_bid(session, "1"))
                return
            except RadarError as error:
                refused.append(error)

    threads = [
        threading.Thread(target=coordinator, args=pair) for pair in enumerate(changes, start=1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_two_swaps_at_once_are_both_there_and_the_money_adds_up(filled: Engine) -> None:
    refused = at_once(filled, [swaps(2, 5), swaps(3, 6)])

    with reading(filled) as session:
        bid, log = find_bid(session, "1"), decisions_about(session, "bid 1")
    assert {p.member_id for p in bid.present} == {1, 4, 5, 6}
    assert sum(p.share or 0 for p in bid.present) == bid.budget == 60_000
    assert bid.version == 3
    assert [entry.what for entry in log] == ["opened", "a partner swapped", "a partner swapped"]
    assert {entry.by for entry in log[1:]} == {"Co 1", "Co 2"}
    assert all("changed by somebody else since you looked" in str(error) for error in refused)


def test_an_answer_and_a_new_split_at_once_lose_nothing(filled: Engine) -> None:
    at_once(
        filled,
        [accepts(4), accepts(3), lambda hand, bid: share(hand, bid, {2: 10_000, 1: 20_000})],
    )

    with reading(filled) as session:
        bid, log = find_bid(session, "1"), decisions_about(session, "bid 1")
    answers = {p.member_id: p.answer for p in bid.present}
    assert answers[3] is answers[4] is PartnerAnswer.ACCEPTED
    assert {p.member_id: p.share for p in bid.present} == {
        1: 20_000,
        2: 10_000,
        3: 15_000,
        4: 15_000,
    }
    assert bid.version == len(log) == 4


def test_a_change_from_an_older_look_is_refused_with_what_to_do(filled: Engine) -> None:
    with reading(filled) as session:
        seen = find_bid(session, "1")
    with writing(filled) as session:
        swap(Hand(session, AROUND, Signature("Co 1", NOW)), find_bid(session, "1"), 2, 5)

    said = "bid 1 was changed by somebody else since you looked: funding-radar bids show 1"
    with pytest.raises(RadarError, match=said), writing(filled) as session:
        swap(Hand(session, AROUND, Signature("Co 2", NOW)), seen, 3, 6)

    with reading(filled) as session:
        assert {p.member_id for p in find_bid(session, "1").present} == {1, 3, 4, 5}
