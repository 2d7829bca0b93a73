"""How bids are shown to people."""

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
            money(bid.budget),
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
    facts = [bid.status.label, f"closes {phrases.closes(call.deadline)}", money(bid.budget)]
    parts: list[Any] = [console.heading(f"Bid {bid.id}: {call.title}"), ", ".join(facts)]
    parts += _outcome(bid)
    rows = [_partner(partner, today) for partner in (*bid.present, *_gone(bid))]
    parts.append(console.table(["partner", "share>", "answer", "covers"], rows))
    parts += _rules(work.sheet)
    parts += [f"to check: {line}" for line in work.to_check]
    parts += [f"take care: {line}" for line in work.warnings]
    if work.plan and bid.status.value == "open":
        parts += _steps(work.plan.next_steps(today), "next steps")
    parts += _log(log, {p.member_id: p.name for p in bid.partners})
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
            _answer(moved.bid, m),
            _share(moved.before, m),
            _share(moved.after, m),
            _words(moved.after.covers.get(m) or moved.before.covers.get(m, ())),
        )
        for m in dict.fromkeys([*moved.before.members, *moved.after.members])
    ]
    parts: list[Any] = [console.heading(f"Bid {moved.bid.id}: {moved.bid.call_title}")]
    parts.append(console.table(["partner", "answer", "before>", "now>", "covers"], rows))
    if moved.lost:
        parts.append(f"no longer covered: {'; '.join(moved.lost)}")
    if moved.gained:
        parts.append(f"newly covered: {'; '.join(moved.gained)}")
    parts += _rules(moved.after)
    if moved.before.broken and not moved.after.broken:
        parts.append(f"mended: {'; '.join(moved.before.broken)}")
    if moved.ask_again:
        parts.append(f"share or part has changed, so ask again: {', '.join(moved.ask_again)}")
    if moved.tell_again:
        parts.append(f"invited to another share, so tell them: {', '.join(moved.tell_again)}")
    if moved.could_lead:
        names = ", ".join(moved.could_lead)
        parts.append(f"could lead: {names} (bids share {moved.bid.id} --lead MEMBER)")
    for name, new in moved.could_join:
        parts.append(f"could join: {name}" + (f", and would cover {_words(new)}" if new else ""))
    return parts + _next(moved)


def _next(moved: "Moved") -> list[str]:
    """What mends shares that do not add up any more."""
    if moved.after.lead is None or not any("add up to" in line for line in moved.after.broken):
        return []
    number = moved.bid.id
    swap = f", or bids swap {number} OUT IN puts another in that place" if moved.could_join else ""
    return [f"next: bids share {number} shares the money out among those who are left{swap}"]


def _answer(bid: "BidView", member: int) -> str:
    place = bid.partner(member)
    return place.answer.label if place else ""


def _share(sheet: "Sheet", member: int) -> str:
    return money(sheet.shares.get(member)) if member in sheet.members else "not in it"


def _rules(sheet: "Sheet") -> list[str]:
    lines = [f"not covered: {'; '.join(sheet.gaps)}"] if sheet.gaps else []
    if sheet.broken:
        return [*lines, *(f"breaks a rule: {line}" for line in sheet.broken)]
    return [*lines, sheet.no_shares or "every rule is kept"]


def _partner(partner: "PartnerView", today: date) -> tuple[str, str, str, str]:
    said = partner.answer.label
    if partner.hold_until_on:
        said += f" until {partner.hold_until_on}" + (" (over)" if partner.hold_ended(today) else "")
    name = partner.name + (" (leads)" if partner.lead and partner.present else "")
    share = money(partner.share) if partner.present else ""
    covers = _words(partner.covers) if partner.present else partner.note
    return name, share, said, covers


def _gone(bid: "BidView") -> "list[PartnerView]":
    return [partner for partner in bid.partners if not partner.present]


def _outcome(bid: "BidView") -> list[str]:
    lines = []
    if bid.submitted_on:
        lines.append(f"submitted on {bid.submitted_on}")
    if bid.outcome_on:
        won = f", {money(bid.amount_won)}" if bid.amount_won else ""
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


def _log(log: "Sequence[Decision]", names: Mapping[int, str]) -> list[Any]:
    rows = [
        (f"{d.decided_at:%d %b %H:%M}", d.by, d.what, _grounds(d.grounds, names))
        for d in log[-LOG:]
    ]
    title = f"log, the last {LOG} of {len(log)}" if len(log) > LOG else "log"
    return [console.table(["when!", "by", title, "grounds"], rows)] if rows else []


def _grounds(grounds: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Grounds in a line: members by name; shares are counted here, and stand one by one in ``--json``."""
    said = dict(grounds)
    if "shares" in said:
        said.pop("partners", None)
        said["shares"] = f"of {len(said['shares'])} partners"
    said |= {key: money(said[key]) for key in ("budget", "share", "amount") if key in said}
    for key in ("partners", "asked_again", "member", "lead"):
        if key in said:
            ids = said[key] if isinstance(said[key], list) else [said[key]]
            said[key] = [names.get(member, f"member {member}") for member in ids]
    return "; ".join(
        f"{key.replace('_', ' ')} {', '.join(map(str, v)) if isinstance(v, list) else v}"
        for key, v in said.items()
    )


def _words(needs: Sequence[str], most: int = SHOWN) -> str:
    more = f" and {len(needs) - most} more" if len(needs) > most else ""
    return ", ".join(needs[:most]) + more


def money(amount: int | None) -> str:
    """Pounds, or that they are not known."""
    return f"£{amount:,}" if amount is not None else "not known"
