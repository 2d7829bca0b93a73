"""The plan of a bid: from the day it was opened to the call's deadline, for the partners that are in it."""

from collections.abc import Mapping, Sequence
from datetime import date

from db.bids import BidView
from db.views import UK, CallView, MemberView
from db.vocabulary import Field
from funding_radar.bids.plan import Plan, Planned, plan_ahead, plan_back
from funding_radar.consortium.history import worked_together as pairs_of


def plan_of(call: CallView, bid: BidView, pairs: Sequence[tuple[str, str]] = ()) -> Plan | None:
    """The plan of a bid from the day that it was opened; None while the call's deadline is not known."""
    start, count = bid.opened_at.astimezone(UK).date(), len(bid.present)
    if call.deadline is None:
        return None
    if call.deadline.on is None:
        return plan_ahead(count, start)
    known = count == 2 and len(pairs) == 1
    return plan_back(call.deadline.on, count, start, known=known, dates=_funders_days(call))


def worked_together(members: Mapping[int, MemberView], bid: BidView) -> tuple[tuple[str, str], ...]:
    """The partners that say they have worked together before, two by two, by name."""
    present = {p.member_id: members[p.member_id] for p in bid.present}
    names = (
        sorted(present[member_id].name for member_id in pair)
        for pair in pairs_of(list(present.values()))
    )
    return tuple(sorted((one, other) for one, other in names))


def _funders_days(call: CallView) -> list[Planned]:
    days = ((Field.QUESTIONS_BY, "Last day for questions to the funder", "coordinator"),
            (Field.FIRST_STAGE_DEADLINE, "Funder's deadline of the first stage", "lead"))  # fmt: skip
    return [
        Planned(date.fromisoformat(str(said)[:10]), what, who)
        for name, what, who in days
        if (said := call.value(name)) and str(said)[:4].isdecimal()
    ]
