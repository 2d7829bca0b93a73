"""Bids: places and answers, versions, one open bid for a call, erasing a partner."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from db.bids import (
    BidView,
    Ending,
    Place,
    Seats,
    Signature,
    Word,
    bid_views,
    elsewhere,
    end_bid,
    find_bid,
    open_bid,
    record_word,
    set_places,
    tick,
    ticks,
)
from db.decisions import decisions_about
from db.engine import reading, writing
from db.errors import RadarError
from db.members import erase_member
from db.models import Bid, Call, Member
from db.vocabulary import BidStatus, PartnerAnswer, Readiness
from tests.conftest import NOW

SIGNED = Signature("Co", NOW)
SEATS = Seats(
    (Place(1, lead=True, share=6000, covers=("food",)), Place(2, share=4000), Place(3, share=2000)),
    12_000,
)


@pytest.fixture
def bid(engine: Engine) -> BidView:
    """An open bid of three members for call 1; there is a call 2 and a fourth member."""
    with writing(engine) as session:
        for number in (1, 2):
            session.add(
                Call(id=number, title=f"Call {number}", kind="open_call", status="open",
                     first_seen_at=NOW, changed_at=NOW)
            )  # fmt: skip
        for number in (1, 2, 3, 4):
            session.add(Member(id=number, name=f"Member {number}", changed_at=NOW))
        session.flush()
        return open_bid(session, 1, SEATS, {"number": 1}, SIGNED)


def test_a_bid_comes_back_as_it_was_opened(engine: Engine, bid: BidView) -> None:
    with reading(engine) as session:
        found = find_bid(session, str(bid.id))

    assert found == bid
    assert [(p.member_id, p.lead, p.share) for p in found.present] == [
        (1, True, 6000), (2, False, 4000), (3, False, 2000),
    ]  # fmt: skip
    assert found.lead
    assert found.lead.covers == ("food",)
    assert {p.answer for p in found.partners} == {PartnerAnswer.HELD}


def test_a_second_bid_for_the_call_is_refused_while_one_is_under_way(
    engine: Engine, bid: BidView
) -> None:
    ending = Ending(BidStatus.SUBMITTED, NOW.date())
    with (
        writing(engine) as session,
        pytest.raises(RadarError, match=f"bid {bid.id} .* open already"),
    ):
        open_bid(session, 1, SEATS, {}, SIGNED)
    with writing(engine) as session:
        bid = end_bid(session, bid, ending, SIGNED)
    with writing(engine) as session, pytest.raises(RadarError, match="submitted already"):
        open_bid(session, 1, SEATS, {}, SIGNED)
    with writing(engine) as session:
        end_bid(session, bid, Ending(BidStatus.LOST, NOW.date()), SIGNED)

    with writing(engine) as session:
        assert open_bid(session, 1, SEATS, {}, SIGNED).id != bid.id


def test_the_database_itself_keeps_a_call_to_one_open_bid(engine: Engine, bid: BidView) -> None:
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(Bid(call_id=1, status="open", opened_at=NOW, opened_by="Co"))


def test_of_two_coordinators_who_looked_at_once_the_second_hears_of_the_first(
    engine: Engine, bid: BidView
) -> None:
    with writing(engine) as session:
        record_word(session, bid, 2, Word(PartnerAnswer.ACCEPTED), SIGNED)

    said = f"changed by somebody else .* bids show {bid.id}"
    with pytest.raises(RadarError, match=said), writing(engine) as session:
        record_word(session, bid, 3, Word(PartnerAnswer.DECLINED), SIGNED)

    with reading(engine) as session:
        found = find_bid(session, str(bid.id))
    assert {p.member_id: p.answer for p in found.partners} == {
        1: PartnerAnswer.HELD, 2: PartnerAnswer.ACCEPTED, 3: PartnerAnswer.HELD,
    }  # fmt: skip


def test_changes_of_many_at_once_are_all_kept(engine: Engine, bid: BidView) -> None:
    refused: list[int] = []
    start = threading.Barrier(4)

    def coordinator(first: int) -> None:
        start.wait()
        for point in range(first, 17, 4):
            while True:
                with reading(engine) as session:
                    seen = find_bid(session, str(bid.id))
                try:
                    with writing(engine) as session:
                        tick(session, seen, point, Readiness.PASS, Signature(f"Co {first}", NOW))
                    break
                except RadarError:
                    refused.append(point)

    threads = [threading.Thread(target=coordinator, args=(n,)) for n in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with reading(engine) as session:
        assert set(ticks(session, bid.id)) == set(range(1, 17))
        assert find_bid(session, str(bid.id)).version == 1 + 16
        assert len(decisions_about(session, f"bid {bid.id}")) == 1 + 16


def test_a_partner_whose_share_moves_after_it_agreed_is_to_be_asked_again(
    engine: Engine, bid: BidView
) -> None:
    with writing(engine) as session:
        for member in (1, 2):
            bid = record_word(session, bid, member, Word(PartnerAnswer.ACCEPTED), SIGNED)
        seats = Seats(
            (Place(1, lead=True, share=6000), Place(2, share=3000), Place(4, share=3000)), 12_000
        )

        bid = set_places(session, bid, seats, SIGNED, "a partner swapped")

    assert {p.member_id: p.answer for p in bid.partners} == {
        1: PartnerAnswer.ACCEPTED, 2: PartnerAnswer.INVITED, 3: PartnerAnswer.DROPPED, 4: PartnerAnswer.HELD,
    }  # fmt: skip
    with reading(engine) as session:
        last = decisions_about(session, f"bid {bid.id}")[-1]
    assert last.grounds["asked_again"] == [2]
    assert last.grounds["shares"] == {"1": 6000, "2": 3000, "4": 3000}


def test_a_partner_that_was_dropped_comes_back_with_its_rate_and_a_fresh_place(
    engine: Engine, bid: BidView
) -> None:
    with writing(engine) as session:
        bid = record_word(
            session, bid, 3, Word(PartnerAnswer.ACCEPTED, overhead_percent=21.5), SIGNED
        )
        bid = set_places(session, bid, Seats(SEATS.places[:2]), SIGNED, "a partner dropped")
        bid = set_places(session, bid, SEATS, SIGNED, "partners added")

    back = bid.partner(3)
    assert back
    assert (back.answer, back.overhead_percent, back.answered_at) == (
        PartnerAnswer.HELD,
        21.5,
        None,
    )


def test_a_held_place_runs_out_after_its_day(engine: Engine, bid: BidView) -> None:
    word = Word(PartnerAnswer.HELD, hold_until_on=date(2026, 12, 1))
    with writing(engine) as session:
        bid = record_word(session, bid, 2, word, SIGNED)

    held = bid.partner(2)
    assert held
    assert not held.hold_ended(date(2026, 12, 1))
    assert held.hold_ended(date(2026, 12, 2))
    assert held.present


def test_a_bid_that_ended_is_not_changed_but_a_wrong_outcome_is_mended(
    engine: Engine, bid: BidView
) -> None:
    with writing(engine) as session:
        bid = end_bid(session, bid, Ending(BidStatus.LOST, date(2026, 12, 1)), SIGNED)
    with writing(engine) as session, pytest.raises(RadarError, match="is lost"):
        tick(session, bid, 3, Readiness.PASS, SIGNED)

    with writing(engine) as session:
        bid = end_bid(
            session, bid, Ending(BidStatus.WON, date(2026, 12, 2), 9000, "Clear plan"), SIGNED
        )

    assert (bid.status, bid.amount_won, bid.feedback) == (BidStatus.WON, 9000, "Clear plan")


def test_members_in_another_open_bid_are_known(engine: Engine, bid: BidView) -> None:
    with writing(engine) as session:
        other = open_bid(session, 2, Seats((Place(2), Place(4))), {}, SIGNED)

        assert elsewhere(session, bid) == {2: other.id}

        end_bid(session, other, Ending(BidStatus.WITHDRAWN, NOW.date()), SIGNED)
        assert elsewhere(session, bid) == {}


def test_an_erased_member_leaves_the_bid_and_no_name_behind(engine: Engine, bid: BidView) -> None:
    with writing(engine) as session:
        erase_member(session, 1, NOW + timedelta(days=1), "Co")

    with reading(engine) as session:
        found = find_bid(session, str(bid.id))
        log = decisions_about(session, f"bid {bid.id}")
    assert found.lead is None
    assert [p.member_id for p in found.partners] == [2, 3]
    assert "Member" not in str([(entry.what, entry.grounds) for entry in log])


@pytest.mark.parametrize("number", ["7", "x", "", "²", "99999999999999999999"])
def test_a_bid_that_is_not_there_is_a_sentence(engine: Engine, bid: BidView, number: str) -> None:
    with reading(engine) as session, pytest.raises(RadarError, match="there are 1"):
        find_bid(session, number)


def test_bids_come_newest_first(engine: Engine, bid: BidView) -> None:
    with writing(engine) as session:
        later = open_bid(session, 2, SEATS, {}, SIGNED)

        assert [view.id for view in bid_views(session)] == [later.id, bid.id]
