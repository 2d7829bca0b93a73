"""Changing a joint bid: partners asked, swapped and held, money shared out, its end; every step is logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from db.bids import (
    BidView,
    Ending,
    PartnerView,
    Signature,
    Word,
    end_bid,
    record_word,
    set_places,
    tick,
)
from db.errors import RadarError
from db.members import member_views
from db.vocabulary import BidStatus, PartnerAnswer, Readiness
from funding_radar.bids.readiness import POINTS
from funding_radar.consortium.problem import Built
from funding_radar.jobs.bid_sheet import (
    Around,
    Sheet,
    built_of,
    possible_leads,
    replacements,
    sheet_now,
    sheet_of,
)
from funding_radar.phrases import listed

MOST_PARTNERS = 30
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Hand:
    """Whoever changes a bid: an open transaction, what a bid is judged with, and a signature."""

    session: Session
    around: Around
    signed: Signature


@dataclass(frozen=True, slots=True)
class Wanted:
    """The set that somebody wants: members, who leads, shares agreed by hand (None: by who covers what)."""

    members: Sequence[int]
    lead: int | None
    shares: Mapping[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a change did: how the set stood before and stands after, who is to be asked again, who could step in."""

    bid: BidView
    before: Sheet
    after: Sheet
    names: Mapping[int, str]
    ask_again: tuple[str, ...] = ()
    tell_again: tuple[str, ...] = ()
    """Partners that were invited, have not answered yet, and whose share has changed since."""
    could_lead: tuple[str, ...] = ()
    could_join: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def lost(self) -> tuple[str, ...]:
        """Needs that were covered and are not any more."""
        return tuple(need for need in self.after.not_covered if need not in self.before.not_covered)

    @property
    def gained(self) -> tuple[str, ...]:
        """Needs that are covered now and were not."""
        return tuple(need for need in self.before.not_covered if need not in self.after.not_covered)


def swap(hand: Hand, bid: BidView, out: int, into: int | None, lead: int | None = None) -> Moved:
    """Takes a partner out and, if one is named, puts another in; shares are worked out again at once."""
    _partner(hand, bid, out)
    present = {p.member_id for p in bid.present}
    if into in present:
        msg = f"{_name(hand, into)} is in bid {bid.id} already"
        raise RadarError(msg)
    members = [p.member_id for p in bid.present if p.member_id != out]
    members += [into] if into is not None else []
    stays = bid.lead.member_id if bid.lead and bid.lead.member_id != out else None
    wanted = Wanted(members, stays if lead is None else lead)
    return _move(hand, bid, wanted, "a partner dropped" if into is None else "a partner swapped")


def share(hand: Hand, bid: BidView, by_hand: Mapping[int, int], lead: int | None = None) -> Moved:
    """Shares the money out again, under another lead if one is named, or as the partners agreed by hand."""
    for member_id in (*by_hand, *([lead] if lead is not None else [])):
        _present(hand, bid, member_id)
    if any(amount < 0 for amount in by_hand.values()):
        msg = "a share is in whole pounds, zero or more"
        raise RadarError(msg)
    leads = bid.lead.member_id if lead is None and bid.lead else lead
    shares: dict[int, int | None] | None = None
    if by_hand:
        shares = {p.member_id: by_hand.get(p.member_id, p.share) for p in bid.present}
    wanted = Wanted([p.member_id for p in bid.present], leads, shares)
    return _move(hand, bid, wanted, "shares agreed by hand" if by_hand else "shared out")


def invite(hand: Hand, bid: BidView, members: Sequence[int]) -> Moved:
    """Records that these members were invited, or all whose places are held; newcomers get a place first."""
    asked = list(dict.fromkeys(members))
    agreed = [p.name for p in bid.present if p.member_id in asked and _accepted(p)]
    if agreed:
        msg = f"accepted already: {listed(agreed)}"
        raise RadarError(msg)
    moved = _join(hand, bid, asked)
    asked = asked or [p.member_id for p in bid.present if p.answer is PartnerAnswer.HELD]
    if not asked:
        msg = f"nobody in bid {bid.id} is waiting to be invited"
        raise RadarError(msg)
    invited = moved.bid
    for member_id in asked:
        word = Word(PartnerAnswer.INVITED)
        invited = record_word(hand.session, invited, member_id, word, hand.signed)
    return replace(moved, bid=invited)


def hold(hand: Hand, bid: BidView, member: int, until: date) -> Moved:
    """Keeps a member's place until a day; a newcomer gets a place first."""
    if until < hand.around.today:
        msg = f"{until} has passed: a place is held until a day to come"
        raise RadarError(msg)
    there = bid.partner(member)
    if there is not None and _accepted(there):
        msg = f"{there.name} has accepted: its place needs no holding"
        raise RadarError(msg)
    moved = _join(hand, bid, [member])
    word = Word(PartnerAnswer.HELD, hold_until_on=until)
    return replace(moved, bid=record_word(hand.session, moved.bid, member, word, hand.signed))


def answer(hand: Hand, bid: BidView, member: int, word: Word) -> Moved:
    """Records what a partner answered. When it declines, says what is lost and who could step in."""
    _present(hand, bid, member)
    percent = word.overhead_percent
    if percent is not None and not 0 <= percent <= PERCENT:
        msg = f"overheads of {percent:g} % of direct costs: it has to be 0 to 100"
        raise RadarError(msg)
    built = built_of(hand.session, bid, hand.around)
    before = sheet_now(built, bid)
    return _moved(hand, built, before, record_word(hand.session, bid, member, word, hand.signed))


def say_ready(hand: Hand, bid: BidView, point: int, state: Readiness, because: str) -> BidView:
    """Records a person's word on a point of readiness, with a reason where one is owed."""
    if not 1 <= point <= len(POINTS):
        msg = f"there is no point {point}: they are 1 to {len(POINTS)}, see bids ready {bid.id}"
        raise RadarError(msg)
    if state in (Readiness.FAIL, Readiness.NOT_NEEDED) and not because.strip():
        msg = f"say why point {point} is {state.label}: --because WORDS"
        raise RadarError(msg)
    return tick(hand.session, bid, point, state, hand.signed, because.strip())


def conclude(hand: Hand, bid: BidView, ending: Ending) -> BidView:
    """Records how a bid ended. Raises RadarError for what cannot be."""
    if ending.on > hand.around.today:
        msg = f"{ending.on} is still to come: an outcome is recorded once it is there"
        raise RadarError(msg)
    if ending.amount is not None and (ending.status is not BidStatus.WON or ending.amount <= 0):
        msg = "an amount, in whole pounds, belongs to a bid that was won"
        raise RadarError(msg)
    if ending.status is BidStatus.SUBMITTED and bid.lead is None:
        msg = (
            f"nobody leads bid {bid.id}, so nobody can submit it: bids share {bid.id} --lead MEMBER"
        )
        raise RadarError(msg)
    return end_bid(hand.session, bid, ending, hand.signed)


def refuse_many(members: Sequence[int]) -> None:
    """Raises RadarError for a set that is no bid."""
    if not members:
        msg = "a bid needs at least one partner"
        raise RadarError(msg)
    if len(members) > MOST_PARTNERS:
        msg = f"{len(members)} partners are too many for one bid: {MOST_PARTNERS} at the most"
        raise RadarError(msg)


def _join(hand: Hand, bid: BidView, members: Sequence[int]) -> Moved:
    present = [p.member_id for p in bid.present]
    new = [member for member in members if member not in present]
    if not new:
        built = built_of(hand.session, bid, hand.around)
        sheet = sheet_now(built, bid)
        return Moved(bid, sheet, sheet, _names(hand, present))
    wanted = Wanted([*present, *new], bid.lead.member_id if bid.lead else None)
    return _move(hand, bid, wanted, "partners added")


def _move(hand: Hand, bid: BidView, wanted: Wanted, what: str) -> Moved:
    refuse_many(wanted.members)
    if wanted.lead is not None and wanted.lead not in wanted.members:
        msg = f"{_name(hand, wanted.lead)} cannot lead bid {bid.id}: it is no partner of it"
        raise RadarError(msg)
    built = built_of(hand.session, bid, hand.around)
    before = sheet_now(built, bid)
    seats = sheet_of(built, wanted.members, wanted.lead, wanted.shares).seats
    return _moved(hand, built, before, set_places(hand.session, bid, seats, hand.signed, what), bid)


def _moved(
    hand: Hand, built: Built, before: Sheet, bid: BidView, was: BidView | None = None
) -> Moved:
    after = sheet_now(built, bid)
    agreed = {p.member_id for p in was.present if _accepted(p)} if was else set()
    again = [p.name for p in bid.present if p.member_id in agreed and not _accepted(p)]
    leads = possible_leads(built, after.members) if after.lead is None else []
    worse = after.broken or set(after.not_covered) - set(before.not_covered)
    refused = [p.member_id for p in bid.partners if p.answer is PartnerAnswer.DECLINED]
    joins = replacements(built, after, refused) if worse else []
    names = _names(hand, [*before.members, *after.members, *(m for m, _ in joins)])
    return Moved(
        bid=bid,
        before=before,
        after=after,
        names=names,
        ask_again=tuple(again),
        tell_again=tuple(_invited_to_less_or_more(before, bid, again)),
        could_lead=tuple(names[m] for m in leads),
        could_join=tuple((names[m], new) for m, new in joins),
    )


def _invited_to_less_or_more(before: Sheet, bid: BidView, again: Sequence[str]) -> list[str]:
    return [
        p.name
        for p in bid.present
        if p.answer is PartnerAnswer.INVITED
        and p.name not in again
        and p.member_id in before.members
        and p.share != before.shares.get(p.member_id)
    ]


def _accepted(partner: PartnerView) -> bool:
    return partner.answer is PartnerAnswer.ACCEPTED


def _partner(hand: Hand, bid: BidView, member: int) -> PartnerView:
    found = bid.partner(member)
    if found is None or found.answer is PartnerAnswer.DROPPED:
        there = listed([p.name for p in bid.present], 8)
        msg = f"{_name(hand, member)} is no partner of bid {bid.id}: its partners are {there}"
        raise RadarError(msg)
    return found


def _present(hand: Hand, bid: BidView, member: int) -> None:
    found = _partner(hand, bid, member)
    if not found.present:
        msg = f"{found.name} has {found.answer.label} in bid {bid.id}: invite it again first"
        raise RadarError(msg)


def _name(hand: Hand, member: int) -> str:
    return _names(hand, [member])[member]


def _names(hand: Hand, ids: Sequence[int]) -> dict[int, str]:
    members = member_views(hand.session, list(dict.fromkeys(ids)))
    return {member.id: member.name for member in members}
