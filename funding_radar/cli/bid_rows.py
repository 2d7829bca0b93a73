"""How bids are shown to programs: the rows that ``--json`` prints."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from db.bids import BidView, PartnerView
    from db.models import Decision
    from db.views import CallView
    from funding_radar.bids.readiness import Standing
    from funding_radar.jobs.bid_sheet import Sheet, Workspace
    from funding_radar.jobs.bids import Moved


def bid_row(bid: "BidView", call: "CallView") -> dict[str, Any]:
    """A bid as one row of the listing."""
    return {
        "id": bid.id,
        "call": {"id": call.id, "title": call.title, "funder": call.funder},
        "deadline": str(call.deadline) if call.deadline else None,
        "status": bid.status.value,
        "version": bid.version,
        "budget": bid.budget,
        "lead": {"id": bid.lead.member_id, "name": bid.lead.name} if bid.lead else None,
        "partners": len(bid.present),
        "accepted": sum(p.answer.value == "accepted" for p in bid.present),
        "opened_at": bid.opened_at.isoformat(),
        "submitted_on": _day(bid.submitted_on),
        "outcome_on": _day(bid.outcome_on),
        "amount_won": bid.amount_won,
        "feedback": bid.feedback,
    }


def workspace_row(work: "Workspace", log: "Sequence[Decision]", today: date) -> dict[str, Any]:
    """A bid with all that is known about it."""
    return {
        **bid_row(work.bid, work.call),
        "partners": [partner_row(p, today) for p in work.bid.partners],
        "not_covered": list(work.sheet.not_covered),
        "rules_broken": list(work.sheet.broken),
        "shares_unknown_because": work.sheet.no_shares or None,
        "to_check": list(work.to_check),
        "plan": plan_row(work, today),
        "log": [
            {"at": d.decided_at.isoformat(), "by": d.by, "what": d.what, "grounds": d.grounds}
            for d in log
        ],
    }


def partner_row(partner: "PartnerView", today: date) -> dict[str, Any]:
    """A member's place in a bid."""
    return {
        "id": partner.member_id,
        "name": partner.name,
        "lead": partner.lead,
        "share": partner.share,
        "answer": partner.answer.value,
        "answered_at": partner.answered_at.isoformat() if partner.answered_at else None,
        "hold_until_on": _day(partner.hold_until_on),
        "hold_ended": partner.hold_ended(today),
        "overhead_percent": partner.overhead_percent,
        "covers": list(partner.covers),
        "note": partner.note,
    }


def plan_row(work: "Workspace", today: date) -> dict[str, Any] | None:
    """The plan; None while the deadline is not known."""
    plan = work.plan
    if plan is None:
        return None
    return {
        "deadline_on": plan.deadline_on.isoformat(),
        "our_own_aim": plan.aim,
        "working_days": plan.working_days,
        "working_days_left": plan.left(today),
        "needed_days": plan.needed_days,
        "enough_time": plan.enough_time,
        "warning": plan.warning(work.pairs) or None,
        "steps": [
            {"on": step.on.isoformat(), "what": step.what, "who": step.who} for step in plan.steps
        ],
    }


def standing_row(standing: "Standing") -> dict[str, Any]:
    """A point of readiness."""
    return {
        "point": standing.number,
        "name": standing.name,
        "state": standing.state.value,
        "whose": standing.whose,
        "why": standing.why,
    }


def sheet_row(sheet: "Sheet", names: Mapping[int, str]) -> dict[str, Any]:
    """How a set of partners stands."""
    return {
        "lead": sheet.lead,
        "members": [
            {
                "id": m,
                "name": names.get(m, ""),
                "share": sheet.shares.get(m),
                "covers": list(sheet.covers.get(m, ())),
            }
            for m in sheet.members
        ],
        "not_covered": list(sheet.not_covered),
        "rules_broken": list(sheet.broken),
        "shares_unknown_because": sheet.no_shares or None,
    }


def moved_row(moved: "Moved") -> dict[str, Any]:
    """What a change did, before and after."""
    return {
        "id": moved.bid.id,
        "version": moved.bid.version,
        "before": sheet_row(moved.before, moved.names),
        "after": sheet_row(moved.after, moved.names),
        "no_longer_covered": list(moved.lost),
        "newly_covered": list(moved.gained),
        "ask_again": list(moved.ask_again),
        "tell_again": list(moved.tell_again),
        "could_lead": list(moved.could_lead),
        "could_join": [{"name": name, "would_cover": list(new)} for name, new in moved.could_join],
    }


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
