"""Matching what is new or changed: calls, members, answers, and what the calendar alone changes."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.awards import awards_of
from db.bids import IN_THE_BID
from db.calls import call_views
from db.engine import reading, writing
from db.matches import answers_in_force, save_matches, stored_hashes
from db.members import member_views
from db.models import Bid, BidPartner
from db.proof import note_owed
from db.views import UK, CallView
from db.vocabulary import BidStatus, Status, Verdict
from funding_radar.matching.context import Context, Said, funder_key
from funding_radar.matching.match import Matched, match_changed

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

MATCHED = (Status.OPEN, Status.COMING, Status.REVIEW)
"""Calls that are matched; a call that closed keeps its last match, as a record of what was found then."""
BATCH = 5_000
"""Matches written in one transaction, so that no other writer waits long."""


@dataclass(frozen=True, slots=True)
class MatchReport:
    """What a matching did: calls and members there are, and the matches written, by verdict."""

    calls: int = 0
    members: int = 0
    written: int = 0
    fits: int = 0
    check: int = 0


def match_all(
    engine: Engine,
    gazetteer: "Gazetteer",
    now: datetime,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> MatchReport:
    """Matches every pair whose call, member or circumstances changed; the rest stays as a full run would give it."""
    with reading(engine) as session:
        calls = call_views(session, statuses=MATCHED)
        members = member_views(session)
        context = matching_context(session, gazetteer, now, calls)
        stored = stored_hashes(session)
    found = match_changed(calls, members, context, stored)
    verdicts: Counter[Verdict] = Counter()
    # What is written is let go at once: a national body has millions of matches, and all of them at once is much
    # to hold and to look through for garbage.
    while batch := list(islice(found, BATCH)):
        _write(engine, batch, now)
        verdicts.update(matched.view.verdict for matched in batch)
        if on_progress:
            on_progress(verdicts.total(), 0, "matching")
    with writing(engine) as session:
        note_owed(session, now)
    return MatchReport(
        calls=len(calls),
        members=len(members),
        written=verdicts.total(),
        fits=verdicts[Verdict.FITS],
        check=verdicts[Verdict.CHECK],
    )


def matching_context(
    session: Session, gazetteer: "Gazetteer", now: datetime, calls: Iterable[CallView] = ()
) -> Context:
    """What a match depends on beside its call and its member, as the tables have it now.

    ``calls`` are those that will be judged: of their funders the past awards are looked up.
    """
    answers = answers_in_force(session)
    said_of = {
        view.id: view for view in call_views(session, ids={said.call_id for said in answers})
    }
    return Context(
        gazetteer=gazetteer,
        now=now,
        answers={
            (said.member_id, said.call_id): Said(
                reply=said.reply,
                call=said_of[said.call_id],
                said_on=said.said_at.astimezone(UK).date(),
                reason=said.reason,
            )
            for said in answers
        },
        in_bid=_in_bid(session),
        awards=awards_of(session, {funder_key(call.funder) for call in calls} - {""}),
    )


def _in_bid(session: Session) -> frozenset[tuple[int, int]]:
    query = (
        select(BidPartner.member_id, Bid.call_id)
        .join(Bid)
        .where(
            col(Bid.status).in_([BidStatus.OPEN, BidStatus.SUBMITTED]),
            col(BidPartner.answer).in_(list(IN_THE_BID)),
        )
    )
    return frozenset((member_id, call_id) for member_id, call_id in session.exec(query))


def _write(engine: Engine, batch: list[Matched], now: datetime) -> None:
    hashes = {(m.view.call_id, m.view.member_id): m.inputs_hash for m in batch}
    with writing(engine) as session:
        save_matches(session, [m.view for m in batch], hashes, now)
