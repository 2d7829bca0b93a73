"""The coordinator's news, gathered from the tables."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from db import digests, news
from db.calls import call_views
from db.facts import stale_share
from db.letters import letters_waiting
from db.proof import tellings
from db.reviews import calls_in_sight, reviews
from db.views import UK, CallView
from db.vocabulary import Reason, Reply, Status
from funding_radar.digest.coordinator import (
    BidNote,
    ClashNote,
    FailureNote,
    News,
    NoticeNote,
    ReplyNote,
    ReviewNote,
)
from funding_radar.digest.notice import notice
from funding_radar.digest.told import Alarm

FIRST = timedelta(days=7)
"""How far back the first digest looks."""


def gather_news(
    session: Session,
    now: datetime,
    *,
    clashes: Sequence[ClashNote] = (),
    bids: Sequence[BidNote] = (),
) -> News:
    """Everything since the coordinator's last digest. Clashes and open bids come from those who know them."""
    since = news.last_coordinator_digest(session) or now - FIRST
    seen = news.calls_first_seen_since(session, since)
    answers = [
        ReplyNote(member, call, Reply(reply), Reason(reason) if reason else None)
        for member, call, reply, reason in news.answers_since(session, since)
    ]
    stops = [ReplyNote(member, "", Reply.STOP) for member in news.stops_since(session, since)]
    open_calls = call_views(session, statuses=[Status.OPEN])
    return News(
        new_calls=call_views(session, ids=seen) if seen else [],
        clashes=clashes,
        alarms=[
            Alarm(publisher, at.astimezone(UK).date()) for publisher, at in digests.alarms(session)
        ],
        stale_percent=100 * stale_share(open_calls, now.astimezone(UK).date()),
        review=[
            ReviewNote(call.title, "; ".join(because), call.url)
            for call, because in _reviews(session)
        ],
        replies=answers + stops,
        bids=bids,
        failures=[FailureNote(*failed) for failed in news.failures_since(session, since)],
        letters_waiting=len(letters_waiting(session)),
        notice=_notice(session, since),
    )


def _reviews(session: Session) -> list[tuple[CallView, list[str]]]:
    """The queue with one entry for each call. Facts past their day are said as a share of all, at the top."""
    waiting: dict[int, tuple[CallView, list[str]]] = {}
    for call, because in reviews(session, calls_in_sight(session)):
        waiting.setdefault(call.id, (call, []))[1].append(because)
    return list(waiting.values())


def _notice(session: Session, since: datetime) -> NoticeNote | None:
    found = notice(tellings(session, since))
    if found.median_days is None:
        return None
    return NoticeNote(found.tellings - found.undated, found.median_days, found.under_14_days)
