"""Proposing a joint bid for a call: the tables in, the best consortia out."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from db.calls import call_view
from db.matches import match_views
from db.members import member_views
from db.views import UK, CallView
from funding_radar.bids.plan import DAYS_OF_A_PAIR, most_partners, needed_days, working_days
from funding_radar.config import Consortium
from funding_radar.consortium.history import worked_together
from funding_radar.consortium.problem import Built, Setting, build_problem, candidate_id
from funding_radar.consortium.propose import Proposals, propose
from funding_radar.jobs.bid_history import history_for
from funding_radar.phrases import closes

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

PAIRS_SHOWN = 3


def built_for(
    session: Session, call_id: int, gazetteer: "Gazetteer", settings: Consortium, now: datetime
) -> Built:
    """The problem of a call for the alliance, with what went before."""
    call = call_view(session, call_id)
    members = member_views(session)
    matches = {match.member_id: match for match in match_views(session, call_id=call_id)}
    today = now.astimezone(UK).date()
    left = days_left(call, now)
    setting = Setting(
        consortium=settings,
        gazetteer=gazetteer,
        today=today,
        history=history_for(session, call_id, today, settings.owed_half_life_days),
        working_days=left,
        most_partners=most_partners(left) if left is not None else None,
    )
    return build_problem(call, members, matches, setting)


def propose_for(
    session: Session,
    call_id: int,
    gazetteer: "Gazetteer",
    settings: Consortium,
    now: datetime,
    *,
    top: int = 3,
    seed: int = 0,
) -> tuple[Built, Proposals]:
    """The best consortia for a call, with the problem that they answer."""
    built = built_for(session, call_id, gazetteer, settings, now)
    said = settings.model_dump(mode="json")
    late = too_late(built, now)
    if late:
        return built, Proposals("unsuitable", late, None, built.money, (), (), built.to_check, said)
    return built, propose(built, said, top=top, seed=seed)


def too_late(built: Built, now: datetime) -> str:
    """Why there is no time for a new partnership, and who could bid all the same; empty while there is."""
    deadline, left = built.call.deadline, days_left(built.call, now)
    if deadline is not None and deadline.passed(now):
        return f"it closed on {closes(deadline)}"
    if left is None or most_partners(left):
        return ""
    days = f"{left} working day{'' if left == 1 else 's'}"
    said = f"{days} to the deadline, and a new partnership of three needs {needed_days(3)}"
    pairs = known_pairs(built) if left >= DAYS_OF_A_PAIR else []
    if pairs:
        could = " or ".join(f"{one} with {other}" for one, other in pairs[:PAIRS_SHOWN])
        return f"{said}; these two have worked together and could: {could}"
    return f"{said}: one organisation could bid alone, with others named as subcontractors"


def known_pairs(built: Built) -> list[tuple[str, str]]:
    """Pairs that have worked together of which one could lead, by what they cover together, best first."""
    candidates = {candidate.id: candidate for candidate in built.problem.members}
    weights = {need.id: need.weight for need in built.problem.needs}
    found = []
    for pair in worked_together(list(built.members.values())):
        one, other = sorted(candidate_id(member_id) for member_id in pair)
        lead = next((name for name in (one, other) if candidates[name].may_lead), None)
        if lead is None or frozenset((one, other)) in built.problem.conflicts:
            continue
        worth = sum(weights[cell] for cell in candidates[one].covers | candidates[other].covers)
        follows = other if lead == one else one
        found.append((-worth, built.member(lead).name, built.member(follows).name))
    return [(lead, other) for _, lead, other in sorted(found)]


def days_left(call: CallView, now: datetime) -> int | None:
    """Working days to the deadline; None where it is not known or there is none."""
    deadline = call.deadline
    if deadline is None or deadline.on is None:
        return None
    return working_days(now.astimezone(UK).date(), deadline.on)
