"""The coordinator's own digest, and what joint bids ask of members: gathered from the tables."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session

from db.bids import BidView, PartnerView, bid_views
from db.calls import call_views
from db.digests import alarms, deliveries
from db.engine import reading, writing
from db.facts import stale_share
from db.letters import letters_waiting
from db.matches import answers_in_force, match_views
from db.members import member_views
from db.proof import tellings
from db.views import UK, CallView
from db.vocabulary import BidStatus, DeliveryState, Field, PartnerAnswer, Status
from funding_radar.config import Settings
from funding_radar.digest.coordinator import (
    BidNote,
    ClashNote,
    FailureNote,
    News,
    NoticeNote,
    ReplyNote,
    ReviewNote,
    compose_coordinator,
)
from funding_radar.digest.issue import save_coordinator_digest
from funding_radar.digest.notice import notice
from funding_radar.digest.told import Alarm, Joint
from funding_radar.jobs.match import matching_context
from funding_radar.matching.clashes import Clash, clashes

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

SINCE = timedelta(days=7)


def compose_for_coordinator(
    engine: Engine, settings: Settings, gazetteer: "Gazetteer", now: datetime
) -> bool:
    """Composes the coordinator's digest of this week; False when there was nothing new to say."""
    with reading(engine) as session:
        content = compose_coordinator(_news(session, gazetteer, now), now, settings)
    if content is None or not settings.alliance.email:
        return False
    with writing(engine) as session:
        return save_coordinator_digest(session, content, settings, now) is not None


def joint_asks(
    session: Session, gazetteer: "Gazetteer", now: datetime
) -> Callable[[int], Sequence[Joint]]:
    """What open bids and clashes ask of each member."""
    asked: dict[int, list[Joint]] = {}
    bids = [bid for bid in bid_views(session) if bid.status is BidStatus.OPEN]
    for bid in bids:
        for partner in bid.present:
            if partner.answer is PartnerAnswer.INVITED:
                asked.setdefault(partner.member_id, []).append(_invitation(bid, partner))
    in_a_bid = {bid.call_id for bid in bids}
    for clash in _clashes(session, gazetteer, now):
        if clash.call_id in in_a_bid:
            continue
        for chaser in clash.chasers:
            others = tuple(other.name for other in clash.chasers if other is not chaser)
            joint = Joint(call_id=clash.call_id, asked=clash.joint, partners=others)
            asked.setdefault(chaser.member_id, []).append(joint)
    return lambda member_id: asked.get(member_id, ())


def _invitation(bid: BidView, partner: PartnerView) -> Joint:
    others = tuple(other.name for other in bid.present if other is not partner)
    return Joint(
        call_id=bid.call_id,
        asked="Will you take part in this joint bid?",
        lead=bid.lead.name if bid.lead else "",
        partners=others,
        share=partner.share,
        covers=partner.covers,
        answer_by_on=partner.hold_until_on,
    )


def _clashes(session: Session, gazetteer: "Gazetteer", now: datetime) -> list[Clash]:
    calls = call_views(session, statuses=[Status.OPEN])
    context = matching_context(session, gazetteer, now)
    return clashes(match_views(session), calls, member_views(session), context)


def _news(session: Session, gazetteer: "Gazetteer", now: datetime) -> News:
    since = now - SINCE
    calls = call_views(session, statuses=[Status.OPEN, Status.COMING, Status.REVIEW, Status.SIGNAL])
    titles = {call.id: call for call in call_views(session)}
    names = {member.id: member.name for member in member_views(session)}
    today = now.astimezone(UK).date()
    return News(
        new_calls=[
            call for call in calls if call.first_seen_on and call.first_seen_on >= since.date()
        ],
        clashes=[
            ClashNote(clash.title, [c.name for c in clash.chasers], titles[clash.call_id].url)
            for clash in _clashes(session, gazetteer, now)
        ],
        alarms=[Alarm(publisher, at.astimezone(UK).date()) for publisher, at in alarms(session)],
        stale_percent=100 * stale_share([c for c in calls if c.status is Status.OPEN], today),
        review=[note for call in calls for note in _to_review(call)],
        replies=[
            ReplyNote(names[said.member_id], titles[said.call_id].title, said.reply, said.reason)
            for said in answers_in_force(session)
            if said.said_at >= since
        ],
        bids=[
            BidNote(bid.call_title, titles[bid.call_id].value(Field.DEADLINE), _missing(bid))
            for bid in bid_views(session)
            if bid.status is BidStatus.OPEN
        ],
        failures=[
            FailureNote(names.get(digest.member_id or 0, "the coordinator"), delivery.said or "")
            for delivery, digest in deliveries(
                session, [DeliveryState.FAILED_FOR_GOOD, DeliveryState.BOUNCED]
            )
            if digest.composed_at >= since
        ],
        letters_waiting=len(letters_waiting(session)),
        notice=_notice(session, since),
    )


def _to_review(call: CallView) -> list[ReviewNote]:
    return [
        ReviewNote(call.title, f"{name.label} is contradicted", call.url)
        for name, fact in call.facts.items()
        if fact.contradicted
    ]


def _missing(bid: BidView) -> str:
    waiting = [
        partner.name for partner in bid.present if partner.answer is not PartnerAnswer.ACCEPTED
    ]
    return f"no answer yet from {', '.join(waiting)}" if waiting else ""


def _notice(session: Session, since: datetime) -> NoticeNote | None:
    found = notice(tellings(session, since))
    if found.median_days is None:
        return None
    return NoticeNote(found.tellings, found.median_days, found.under_14_days)
