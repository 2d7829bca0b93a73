"""How bids are shown: tables for people, rows for ``--json``."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from funding_radar.cli import console

if TYPE_CHECKING:
    from db.bids import BidView, PartnerView
    from db.models import Decision
    from db.views import CallView
    from funding_radar.bids.plan import Planned
    from funding_radar.bids.readiness import Standing
    from funding_radar.jobs.bid_sheet import Sheet, Workspace
    from funding_radar.jobs.bids import Moved

SHOWN = 6
LOG = 12


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
        "to_check": list(work.built.to_check),
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
        "could_lead": list(moved.could_lead),
        "could_join": [{"name": name, "would_cover": list(new)} for name, new in moved.could_join],
    }


def listing(bids: "Sequence[BidView]", calls: "Mapping[int, CallView]") -> Any:
    """The bids in a table."""
    from funding_radar import phrases

    rows = [
        (
            bid.id,
            bid.call_title,
            bid.status.label,
            bid.lead.name if bid.lead else "nobody",
            f"{sum(p.answer.value == 'accepted' for p in bid.present)} of {len(bid.present)}",
            _pounds(bid.budget),
            phrases.closes(calls[bid.call_id].deadline),
        )
        for bid in bids
    ]
    columns = ["bid>", "call", "stands", "lead", "agreed", "money>", "closes"]
    return console.table(columns, rows)


def workspace_page(work: "Workspace", log: "Sequence[Decision]", today: date) -> list[Any]:
    """A bid for people."""
    from funding_radar import phrases

    bid, call = work.bid, work.call
    facts = [bid.status.label, f"closes {phrases.closes(call.deadline)}", _pounds(bid.budget)]
    parts: list[Any] = [console.heading(f"Bid {bid.id}: {call.title}"), ", ".join(facts)]
    parts += _outcome(bid)
    rows = [_partner(partner, today) for partner in (*bid.present, *_gone(bid))]
    parts.append(console.table(["partner", "share>", "answer", "covers"], rows))
    parts += _rules(work.sheet)
    parts += [f"to check: {line}" for line in work.built.to_check]
    parts += [f"take care: {line}" for line in work.warnings]
    if work.plan and bid.status.value == "open":
        parts += _steps(work.plan.next_steps(today), "next steps")
    parts += _log(log)
    parts.append(f"version {bid.version}")
    return parts


def plan_page(work: "Workspace", today: date) -> list[Any]:
    """The plan for people."""
    from funding_radar import phrases

    parts: list[Any] = [console.heading(f"Plan of bid {work.bid.id}: {work.call.title}")]
    plan = work.plan
    if plan is None:
        return [*parts, "the deadline is not known: funding-radar calls correct CALL deadline DATE"]
    if plan.aim:
        parts.append(f"always open; our own aim is {phrases.day(plan.deadline_on)}")
    else:
        left = plan.left(today)
        parts.append(
            f"closes {phrases.closes(work.call.deadline)}: "
            f"{left} working day{'' if left == 1 else 's'} left"
        )
    if plan.warning(work.pairs):
        parts.append(f"take care: {plan.warning(work.pairs)}")
    return [*parts, *_steps(plan.steps, "what", today)]


def readiness_page(bid: str, standings: "Sequence[Standing]") -> list[Any]:
    """The points of readiness for people, with how to close one."""
    rows = [(s.number, s.state.label, f"{s.name}\n{s.why}", s.whose) for s in standings]
    counts: dict[str, int] = {}
    for standing in standings:
        counts[standing.state.label] = counts.get(standing.state.label, 0) + 1
    said = ", ".join(f"{count} {state}" for state, count in counts.items())
    hint = f"say where a point stands: bids ready {bid} --tick POINT --state STATE --because WORDS"
    table = console.table(["point>", "state!", "what", "whose job"], rows)
    return [console.heading(f"Is bid {bid} ready?"), table, f"{said}\n{hint}"]


def moved_page(moved: "Moved") -> list[Any]:
    """What a change did, for people."""
    rows = [
        (
            moved.names.get(m, f"member {m}") + (" (leads)" if m == moved.after.lead else ""),
            _share(moved.before, m),
            _share(moved.after, m),
            _words(moved.after.covers.get(m) or moved.before.covers.get(m, ())),
        )
        for m in dict.fromkeys([*moved.before.members, *moved.after.members])
    ]
    parts: list[Any] = [console.heading(f"Bid {moved.bid.id}: {moved.bid.call_title}")]
    parts.append(console.table(["partner", "before>", "now>", "covers"], rows))
    if moved.lost:
        parts.append(f"no longer covered: {_words(moved.lost)}")
    if moved.gained:
        parts.append(f"newly covered: {_words(moved.gained)}")
    parts += _rules(moved.after)
    if moved.before.broken and not moved.after.broken:
        parts.append(f"mended: {'; '.join(moved.before.broken)}")
    if moved.ask_again:
        parts.append(f"share or part has changed, so ask again: {', '.join(moved.ask_again)}")
    if moved.could_lead:
        parts.append(f"could lead: {', '.join(moved.could_lead)} (bids share BID --lead MEMBER)")
    for name, new in moved.could_join:
        parts.append(f"could join: {name}" + (f", and would cover {_words(new)}" if new else ""))
    return parts


def _share(sheet: "Sheet", member: int) -> str:
    return _pounds(sheet.shares.get(member)) if member in sheet.members else "not in it"


def _rules(sheet: "Sheet") -> list[str]:
    lines = [f"not covered: {_words(sheet.not_covered)}"] if sheet.not_covered else []
    if sheet.broken:
        return [*lines, *(f"breaks a rule: {line}" for line in sheet.broken)]
    return [*lines, sheet.no_shares or "every rule is kept"]


def _partner(partner: "PartnerView", today: date) -> tuple[str, str, str, str]:
    said = partner.answer.label
    if partner.hold_until_on:
        said += f" until {partner.hold_until_on}" + (" (over)" if partner.hold_ended(today) else "")
    name = partner.name + (" (leads)" if partner.lead and partner.present else "")
    share = _pounds(partner.share) if partner.present else ""
    covers = _words(partner.covers) if partner.present else partner.note
    return name, share, said, covers


def _gone(bid: "BidView") -> "list[PartnerView]":
    return [partner for partner in bid.partners if not partner.present]


def _outcome(bid: "BidView") -> list[str]:
    lines = []
    if bid.submitted_on:
        lines.append(f"submitted on {bid.submitted_on}")
    if bid.outcome_on:
        won = f", {_pounds(bid.amount_won)}" if bid.amount_won else ""
        lines.append(f"{bid.status.label} on {bid.outcome_on}{won}")
    return lines + ([f"feedback: {bid.feedback}"] if bid.feedback else [])


def _steps(steps: "Sequence[Planned]", title: str, today: date | None = None) -> list[Any]:
    from funding_radar import phrases

    rows = [
        (
            phrases.short_day(step.on) + (" (past)" if today and step.on < today else ""),
            step.what,
            step.who,
        )
        for step in steps
    ]
    return [console.table(["when!", title, "who"], rows)] if rows else []


def _log(log: "Sequence[Decision]") -> list[Any]:
    rows = [
        (f"{d.decided_at:%d %b %Y %H:%M}", d.by, d.what, _grounds(d.grounds)) for d in log[-LOG:]
    ]
    title = f"log, the last {LOG} of {len(log)}" if len(log) > LOG else "log"
    return [console.table(["when!", "by", title, "grounds"], rows)] if rows else []


def _grounds(grounds: Mapping[str, Any]) -> str:
    return "; ".join(f"{name.replace('_', ' ')} {_plain(value)}" for name, value in grounds.items())


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {inner}" for key, inner in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _words(needs: Sequence[str]) -> str:
    more = f" and {len(needs) - SHOWN} more" if len(needs) > SHOWN else ""
    return ", ".join(needs[:SHOWN]) + more


def _pounds(amount: int | None) -> str:
    return f"£{amount:,}" if amount is not None else "not known"


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
