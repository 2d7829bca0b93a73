"""Whether a call is open, whether there is time, and the bid itself."""

from datetime import datetime

import pytest

from db.vocabulary import Answer, Kind, Reason, Status
from tests.matching.cases import GateCase, call, case, held_to, member

MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN

NO_HOLDERS = {
    "funder": "Anytown Trust",
    "deadline": "2026-12-18",
    "not_funded": "current grant holders",
}
ONE_GRANT_EACH = NO_HOLDERS | {"not_funded": "organisations that already hold a grant from us"}

OPEN = [
    case("a day ahead", call(deadline="2026-12-18"), member(), MET,
         "It is open until Friday 18 December 2026"),
    case("later today", call(deadline="2026-11-23T12:00"), member(), MET,
         "It is open until today at 12 noon"),
    case("the end of today", call(deadline="2026-11-23"), member(), MET,
         "It is open until today"),
    case("earlier today", call(deadline="2026-11-23T08:30"), member(), NOT_MET,
         "It closed on Monday 23 November 2026 at 8.30am"),
    case("yesterday", call(deadline="2026-11-22"), member(), NOT_MET,
         "It closed on Sunday 22 November 2026"),
    case("rolling", call(deadline="rolling"), member(), MET,
         "It is open all the time"),
    case("no deadline", call(), member(), UNKNOWN,
         "It does not say when it closes: ask before you start"),
    case("two deadlines", call(deadline="2026-12-18", doubt="deadline"), member(), UNKNOWN,
         "It says two things about when it closes: check its page"),
    case("read long ago", call(deadline="2026-12-18", stale="deadline"), member(), UNKNOWN,
         "We read long ago what it says of when it closes: check its page"),
    case("a guessed deadline past", call(deadline="2026-11-20", guess="deadline"), member(), UNKNOWN,
         "It closed on Friday 20 November 2026; but we read that between the lines, so check"),
    case("a guessed deadline ahead", call(deadline="2026-12-20", guess="deadline"), member(), MET,
         "It is open until Sunday 20 December 2026"),
    case("first stage past", call(first_stage_deadline="2026-11-20", deadline="2027-01-20"), member(), NOT_MET,
         "Its first stage closed on Friday 20 November 2026"),
    case("first stage ahead", call(first_stage_deadline="2026-12-01T17:00", deadline="2027-01-20"), member(), MET,
         "Its first stage is open until Tuesday 1 December 2026 at 5pm"),
    case("opens later", call(opens="2026-12-01", deadline="2027-01-20"), member(), NOT_MET,
         "It opens on Tuesday 1 December 2026"),
    case("opened before", call(opens="2026-11-01", deadline="2027-01-20"), member(), MET,
         "It is open until Wednesday 20 January 2027"),
    case("status gone", call(deadline="2026-12-18", standing=Status.GONE), member(), NOT_MET,
         "It is no longer on its page"),
    case("status review", call(deadline="2026-12-18", standing=Status.REVIEW), member(), UNKNOWN,
         "A coordinator has still to look at what was read of it"),
    case("set aside", call(deadline="2026-12-18", standing=Status.SET_ASIDE), member(), NOT_MET,
         "A coordinator set it aside"),
    case("award news", call(kind=Kind.AWARD_NEWS), member(), NOT_MET,
         "It is news of money already given"),
    case("early signal", call(kind=Kind.EARLY_SIGNAL), member(), NOT_MET,
         "It is an early sign of money, not yet a call"),
    case("coming call", call(kind=Kind.COMING_CALL), member(), NOT_MET,
         "It is announced but not yet open"),
    case("says it closed early", call(deadline="2026-12-18", status="closed"), member(), NOT_MET,
         "It has closed"),
]  # fmt: skip

TIME = [
    case("plenty", call(deadline="2026-12-18", max_amount=10_000), member(), MET,
         "20 working days are left, enough for a bid that takes about 2 working days to write"),
    case("tight", call(deadline="2026-11-26", max_amount=50_000), member(), UNKNOWN,
         "4 working days are left; a bid takes about 5 working days to write: check that you can start now"),
    case("too late", call(deadline="2026-11-24", max_amount=50_000), member(), NOT_MET,
         "2 working days are left; a bid takes about 5 working days to write"),
    case("too late for a joint bid", call(deadline="2026-12-01", partnership="required", min_partners=4),
         member(), NOT_MET,
         "7 working days are left; a bid takes about 17 working days to write"),
    case("no days of one's own", call(deadline="2026-12-18", max_amount=50_000), member(bid_days=2), UNKNOWN,
         "A bid takes about 5 working days to write; you have 2 a month: check who would write it"),
    case("enough days of one's own", call(deadline="2026-12-18", max_amount=10_000), member(bid_days=2), MET,
         "20 working days are left, enough for a bid that takes about 2 working days to write"),
    case("as the call says", call(deadline="2026-11-26", effort="allow 1 to 2 days", max_amount=50_000),
         member(), MET,
         "4 working days are left, enough for a bid that takes about 2 working days to write"),
    case("over Christmas", call(deadline="2026-12-29T12:00", max_amount=10_000), member(), MET,
         "2 working days are left, enough for a bid that takes about 2 working days to "
         "write", now=datetime.fromisoformat("2026-12-24T09:00+00:00")),
    case("given in two ways", call(deadline="2026-11-24", max_amount=50_000, doubt="effort", effort=9),
         member(), NOT_MET,
         "2 working days are left; a bid takes about 5 working days to write"),
]  # fmt: skip

PARTNERS = [
    case("only a number of partners", call(min_partners=2), member(can_lead=True), UNKNOWN,
         "It must be a joint bid with at least 2 partners: check whom you would bid with"),
    case("given in two ways", call(partnership="required", doubt="partnership"), member(), UNKNOWN,
         "It says two things about partners: check its page"),
    case("must be joint", call(partnership="required", min_partners=3, max_partners=6), member(), UNKNOWN,
         "It must be a joint bid with at least 3 partners and at most 6: check whom you would bid with"),
    case("must be joint, cannot lead", call(partnership="required"), member(can_lead=False), UNKNOWN,
         "It must be a joint bid with partners: check whom you would bid with; you have said that you cannot lead"),
]  # fmt: skip

ONE_BID = [
    case("in none", call(one_bid_per_organisation=True), member(), MET,
         "It takes one bid from each organisation; you are in none yet"),
    case("in one", call(one_bid_per_organisation=True), member(), NOT_MET,
         "It takes one bid from each organisation; you are in one", in_bid=True),
    case("given in two ways", call(one_bid_per_organisation=True, doubt="one_bid_per_organisation"),
         member(), UNKNOWN,
         "It says two things about how many bids one may make: check its page"),
]  # fmt: skip

ALREADY_FUNDED = [
    case("holds one, the call does not say", call(funder="The Anytown Trust", deadline="2026-12-18"),
         member(holds=("Anytown Trust", "2027-09-30")), UNKNOWN,
         "You hold a grant from The Anytown Trust until Thursday 30 September 2027: check that they let you "
         "ask again"),
    case("holds one that outlasts the start", call(**ONE_GRANT_EACH),
         member(holds=("Anytown Trust", "2027-09-30")), NOT_MET,
         "You hold a grant from Anytown Trust until Thursday 30 September 2027; it does not fund those that "
         "hold one"),
    case("holds one that ends before the start", call(**NO_HOLDERS),
         member(holds=("Anytown Trust", "2027-01-31")), UNKNOWN,
         "You hold a grant from Anytown Trust until Sunday 31 January 2027: check that they let you ask again"),
    case("holds one without an end", call(**NO_HOLDERS),
         member(holds=("Anytown Trust", None)), UNKNOWN,
         "You hold a grant from Anytown Trust: check that they let you ask again"),
    case("holds none", call(**NO_HOLDERS),
         member(holds=("Another Trust", "2027-09-30")), MET,
         "You hold no grant from Anytown Trust that we know of"),
    case("whether holders may ask is said in two ways", call(**NO_HOLDERS, doubt="not_funded"),
         member(holds=("Anytown Trust", "2027-09-30")), UNKNOWN,
         "It says two things about what and whom it does not fund: check its page"),
    case("held one, now over", call(**NO_HOLDERS),
         member(holds=("Anytown Trust", "2026-09-30")), MET,
         "You hold no grant from Anytown Trust that we know of"),
]  # fmt: skip

YOUR_ANSWER = [
    case("somebody else said no", call(deadline="2026-12-18"), member(2), MET,
         "You have not said that it is not for you", said=Reason.PLACE, by=1),
    case("said no", call(deadline="2026-12-18"), member(), NOT_MET,
         "You said on Friday 20 November 2026 that this is not for you (too late)", said=Reason.TOO_LATE),
]  # fmt: skip


@pytest.mark.parametrize("wanted", OPEN)
def test_a_call_is_open_until_its_deadline(wanted: GateCase) -> None:
    held_to("open", wanted)


@pytest.mark.parametrize("wanted", TIME)
def test_a_bid_needs_time(wanted: GateCase) -> None:
    held_to("time", wanted)


@pytest.mark.parametrize("wanted", PARTNERS)
def test_a_joint_bid_is_a_thing_to_check(wanted: GateCase) -> None:
    held_to("partners", wanted)


@pytest.mark.parametrize("wanted", ONE_BID)
def test_one_bid_each(wanted: GateCase) -> None:
    held_to("one bid", wanted)


@pytest.mark.parametrize("wanted", ALREADY_FUNDED)
def test_money_held_from_the_funder(wanted: GateCase) -> None:
    held_to("already funded", wanted)


@pytest.mark.parametrize("wanted", YOUR_ANSWER)
def test_who_said_no_is_not_asked_again(wanted: GateCase) -> None:
    held_to("your answer", wanted)
