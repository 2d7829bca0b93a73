"""Merging two calls that are one, splitting one that is two: by hand, logged, and kept over later readings."""

from datetime import datetime
from itertools import product

from sqlmodel import Session, select

from db.calls import settle_status, sightings_of
from db.decisions import log_decision
from db.errors import RadarError
from db.judgements import bids_for, doubts_about, hand_over, judge, move_facts
from db.models import Call, CallSighting, Sighting
from db.vocabulary import Kind, Status
from funding_radar.jobs.call_record import tell_by_best, title_of
from funding_radar.jobs.recognising import DOUBT


def merge_calls(session: Session, keep_id: int, other_id: int, by: str, now: datetime) -> Call:
    """Makes two calls one: facts, changes, answers and what members were told move to the call that is kept.

    Raises RadarError when they are one already, are parts of one notice, or the other has a bid.
    """
    keep, other = _call(session, keep_id), _call(session, other_id)
    if keep_id == other_id:
        msg = f"call {keep_id} cannot be merged with itself: name another call"
        raise RadarError(msg)
    _refuse_bids(session, keep_id, other_id)
    kept, joining = sightings_of(session, keep_id), sightings_of(session, other_id)
    _refuse_parts(kept, joining)
    for one, two in product(kept, joining):
        judge(session, _id(one), _id(two), same=True, by=by, now=now)
    grounds = {"title": other.title, "sightings": [_id(each) for each in joining]}
    keep.first_seen_at = min(keep.first_seen_at, other.first_seen_at)
    keep.series = keep.series or other.series
    _settle_doubts(session, keep, other)
    hand_over(session, other_id, keep_id, now)
    tell_by_best(session, keep)
    keep.changed_at = now
    log_decision(
        session, f"call {keep_id}", f"merged with call {other_id}", by=by, now=now, grounds=grounds
    )
    session.flush()
    settle_status(session, now, [keep_id])
    return keep


def split_call(
    session: Session,
    call_id: int,
    sighting_id: int,
    by: str,
    now: datetime,
    strand: str | None = None,
) -> Call:
    """Takes a sighting, or one strand of it, out of a call and makes a call of its own of it.

    What people corrected stays with the old call. Raises RadarError when the sighting does not feed the
    call, or alone does.
    """
    call = _call(session, call_id)
    link = _link(session, call, sighting_id, strand)
    sighting = session.get_one(Sighting, sighting_id)
    staying = [s for s in sightings_of(session, call_id) if s.id != sighting_id]
    if not staying:
        msg = f"call {call_id} is told by this sighting alone: there is nothing to split"
        raise RadarError(msg)
    new = _own_call(session, call, sighting, link.strand, now)
    new_id = new.id or 0
    move_facts(session, call_id, sighting_id, new_id)
    link.call_id = new_id
    for other in staying:
        judge(session, sighting_id, _id(other), same=False, by=by, now=now)
    if (call.review_because or "").startswith(DOUBT):
        call.review_because = None
    session.flush()
    tell_by_best(session, call)
    tell_by_best(session, new)
    call.changed_at = now
    log_decision(
        session, f"call {call_id}", f"split: call {new_id} is another", by=by, now=now,
        grounds={"title": new.title, "sighting": sighting_id},
    )  # fmt: skip
    session.flush()
    settle_status(session, now, [call_id, new_id])
    return new


def keep_apart(session: Session, call_id: int, other_id: int, by: str, now: datetime) -> None:
    """Settles a doubt: two calls are two. Their sightings are never taken for one again."""
    call, other = _call(session, call_id), _call(session, other_id)
    for one, two in product(sightings_of(session, call_id), sightings_of(session, other_id)):
        judge(session, _id(one), _id(two), same=False, by=by, now=now)
    for each, rival in ((call, other_id), (other, call_id)):
        if (each.review_because or "").startswith(f"{DOUBT}{rival}:"):
            each.review_because = None
    log_decision(session, f"call {call_id}", f"is not call {other_id}", by=by, now=now)
    session.flush()


def _call(session: Session, call_id: int) -> Call:
    call = session.get(Call, call_id)
    if call is None:
        msg = f"there is no call {call_id}: funding-radar calls list --all shows them"
        raise RadarError(msg)
    return call


def _refuse_bids(session: Session, keep_id: int, other_id: int) -> None:
    bids = bids_for(session, other_id)
    if not bids:
        return
    named = " and ".join(f"bid {bid}" for bid in bids)
    if bids_for(session, keep_id):
        msg = f"call {keep_id} and call {other_id} ({named}) both have bids: they cannot be merged"
    else:
        msg = f"call {other_id} has {named}: merge the other way, calls merge {other_id} {keep_id}"
    raise RadarError(msg)


def _refuse_parts(kept: list[Sighting], joining: list[Sighting]) -> None:
    both = {each.id for each in kept} & {each.id for each in joining}
    if both:
        msg = "these are two parts of one page, each to be bid for alone: they cannot be merged"
        raise RadarError(msg)


def _settle_doubts(session: Session, keep: Call, other: Call) -> None:
    """The doubt about the two is over; a doubt about the one that goes is about the one that stays."""
    for call in doubts_about(session, f"{DOUBT}{other.id}:"):
        rest = (call.review_because or "").removeprefix(f"{DOUBT}{other.id}:")
        call.review_because = None if call.id == keep.id else f"{DOUBT}{keep.id}:{rest}"
    session.flush()


def _link(session: Session, call: Call, sighting_id: int, strand: str | None) -> CallSighting:
    query = select(CallSighting).where(
        CallSighting.call_id == call.id, CallSighting.sighting_id == sighting_id
    )
    links = [link for link in session.exec(query) if strand is None or link.strand == strand]
    if not links:
        what = (
            f"strand {strand!r} of sighting {sighting_id}" if strand else f"sighting {sighting_id}"
        )
        feeding = ", ".join(str(_id(each)) for each in sightings_of(session, call.id or 0))
        msg = f"{what} does not feed call {call.id}: its sightings are {feeding or 'none'}"
        raise RadarError(msg)
    return links[0]


def _own_call(session: Session, call: Call, sighting: Sighting, strand: str, now: datetime) -> Call:
    new = Call(
        title=title_of(sighting, strand, own=sighting.kind == Kind.DIGEST),
        funder=sighting.publisher,
        kind=call.kind,
        status=Status.OPEN,
        url=sighting.url,
        first_seen_at=sighting.first_seen_at,
        changed_at=now,
    )
    session.add(new)
    session.flush()
    return new


def _id(sighting: Sighting) -> int:
    assert sighting.id is not None
    return sighting.id
