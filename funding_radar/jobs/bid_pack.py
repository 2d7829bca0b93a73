"""Gathering what a bid pack tells: the bid's workspace, its fairness sheet, its coverage map, its log."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from db.bids import BidView
from db.decisions import decisions_about
from db.members import member_views
from db.models import Decision
from db.vocabulary import Field, Group, Size
from funding_radar.bids.costs import Rates, costs_of
from funding_radar.bids.pack.dossier import Coverage, CoverageRow, Dossier, NotChosen, Rule, part_of
from funding_radar.config import Settings
from funding_radar.consortium.needs import ANY
from funding_radar.consortium.problem import Built, candidate_id, size_of
from funding_radar.jobs.bid_sheet import Around, Workspace, workspace
from funding_radar.phrases import pounds


def dossier(session: Session, bid: BidView, around: Around) -> Dossier:
    """All that a pack of this bid is made from."""
    work = workspace(session, bid, around)
    settings, call = around.settings, work.call
    months = call.value(Field.DURATION_MONTHS)
    return Dossier(
        bid=bid,
        call=call,
        members=work.members,
        costs=costs_of(bid, int(months) if months else None, _rates(settings)),
        plan=work.plan,
        coverage=coverage_map(work.built, [p.member_id for p in bid.present]),
        standings=work.readiness,
        rules=_rules(work, settings),
        rules_broken=work.sheet.broken,
        not_chosen=_not_chosen(session, work),
        where=around.gazetteer.describe(call.areas),
        alliance=settings.alliance.name,
        email=settings.alliance.email,
        made_at=around.now,
        lead_fee_percent=settings.consortium.lead_fee_percent,
        lead_notes=_lead_notes(work, settings),
        could_not_join=len(_not_weighed(bid)),
        warning=work.plan.warning(work.pairs) if work.plan else "",
        sizes=_sizes(work, settings),
        parts=_parts(work.built),
        log=[_entry(decision) for decision in decisions_about(session, f"bid {bid.id}")],
    )


def coverage_map(built: Built, members: Sequence[int]) -> Coverage:
    """The needs of a call as a map: what for whom by places, and which of these members deliver each."""
    covers = {c.id: c.covers for c in built.problem.members}
    cells: dict[str, dict[str, tuple[int, ...]]] = {}
    places: dict[str, str] = {}
    for need in built.problem.needs:
        parts = need.id.split("|")
        if len(parts) != 3:
            continue
        theme, place, group = parts
        places[place] = "" if place == ANY else built.labels.get(f"place:{place}", place)
        who = tuple(m for m in members if need.id in covers.get(candidate_id(m), ()))
        cells.setdefault(_what(built, theme, group), {})[place] = who
    if list(cells) == [_what(built, ANY, ANY)] and list(places) == [ANY]:
        return Coverage((), ())
    rows = tuple(
        CoverageRow(what, tuple(row.get(place, ()) for place in places))
        for what, row in cells.items()
    )
    return Coverage(tuple(places.values()), rows)


def _parts(built: Built) -> dict[int, str]:
    """What each member could deliver and where, in words."""
    found = {}
    for candidate in built.problem.members:
        said = {
            kind: ", ".join(sorted(built.labels[c] for c in candidate.covers if c.startswith(kind)))
            for kind in ("theme:", "place:")
        }
        words = " in ".join(said[kind] for kind in ("theme:", "place:") if said[kind])
        found[built.member(candidate.id).id] = words
    return found


def _what(built: Built, theme: str, group: str) -> str:
    words = built.labels.get(f"theme:{theme}", "the work")
    return words if group == ANY else f"{words}, {Group(group).label}"


def _rates(settings: Settings) -> Rates:
    bids = settings.bids
    return Rates(
        overhead_percent=bids.overhead_percent,
        expert_hourly=bids.expert_hourly,
        expert_expenses=bids.expert_expenses,
        experts=bids.experts,
        set_on=bids.rates_set_on,
    )


def _sizes(work: Workspace, settings: Settings) -> dict[int, Size | None]:
    return {m: size_of(member, settings.consortium) for m, member in work.members.items()}


def _rules(work: Workspace, settings: Settings) -> list[Rule]:
    """The rules of the fairness sheet, with how each stands here."""
    rules, sizes = work.built.problem.rules, _sizes(work, settings)
    present, consortium = work.bid.present, settings.consortium
    count = len(present)
    small = [p for p in present if sizes.get(p.member_id) is Size.SMALL]
    large = sum(sizes.get(p.member_id) is Size.LARGE for p in present)
    experts = sum(work.members[p.member_id].experts_by_experience or 0 for p in present)
    least, most = rules.min_partners, rules.max_partners
    return [
        Rule(f"{least} to {most} partners", str(count), least <= count <= most),
        Rule(
            f"At least {rules.min_small} small partners, and {rules.min_small_percent} % of all partners",
            f"{len(small)} of {count}",
            len(small) >= rules.min_small and 100 * len(small) >= rules.min_small_percent * count,
        ),
        Rule(f"At most {rules.max_large} large partner", str(large), large <= rules.max_large),
        Rule(
            f"At least {consortium.min_experts} experts by experience",
            f"{experts} as far as partners have said",
            experts >= consortium.min_experts or None,
        ),
        *_money_rules(work, settings, [p.member_id for p in small]),
    ]


def _money_rules(work: Workspace, settings: Settings, small: Sequence[int]) -> list[Rule]:
    rules, consortium = work.built.problem.rules, settings.consortium
    shares = {p.member_id: p.share for p in work.bid.present}
    known = {m: share for m, share in shares.items() if share is not None}
    complete = len(known) == len(shares) and sum(known.values()) > 0
    total = sum(known.values()) if complete else None
    lead = work.bid.lead
    others = [share for m, share in known.items() if not lead or m != lead.member_id]

    def kept(amount: int | None, most: int) -> bool | None:
        return None if total is None or amount is None else 100 * amount <= most * total

    floor, to_small = rules.min_small_money_percent, sum(known.get(m, 0) for m in small)
    leads = lead.share if lead else None
    largest = max(others, default=None)
    unknown = "not known"
    return [
        Rule(
            f"At least {floor} % of the money for small partners",
            part_of(to_small, total) or unknown,
            None if total is None else 100 * to_small >= floor * total,
        ),
        Rule(
            f"At most {consortium.lead_cap_percent} % for the lead",
            part_of(leads, total) or unknown,
            kept(leads, consortium.lead_cap_percent),
        ),
        Rule(
            f"At most {consortium.partner_cap_percent} % for any other partner",
            f"{part_of(largest, total)}, the largest" if largest and total else unknown,
            kept(largest, consortium.partner_cap_percent),
        ),
    ]


def _not_chosen(session: Session, work: Workspace) -> list[NotChosen]:
    """Who the proposal left out, and who was in the bid and is not any more; members erased since are gone here too."""
    inside = {p.member_id for p in work.bid.present}
    weighed = [r for r in work.bid.proposal.get("left_out", ()) if r.get("could_join", True)]
    rows = [row for row in weighed if row["id"] not in inside]
    names = {m.id: m.name for m in member_views(session)}
    found = [
        NotChosen(
            names[row["id"]],
            passed_over(session, work.bid, row["id"]),
            _named(row["would_need"], names),
        )
        for row in rows
        if row["id"] in names
    ]
    listed = {row["id"] for row in rows}
    for partner in work.bid.partners:
        if not partner.present and partner.member_id not in listed:
            note = f": {partner.note}" if partner.note else ""
            found.append(NotChosen(partner.name, f"{partner.answer.label}{note}", "an invitation"))
    return sorted(found, key=lambda one: one.name)


def _not_weighed(bid: BidView) -> set[int]:
    inside = {p.member_id for p in bid.partners}
    rows = bid.proposal.get("left_out", ())
    return {row["id"] for row in rows if not row.get("could_join", True)} - inside


def _lead_notes(work: Workspace, settings: Settings) -> list[str]:
    """What the lead may keep for managing, and whether it led another bid lately."""
    lead, percent = work.bid.lead, settings.consortium.lead_fee_percent
    if lead is None:
        return []
    budget = work.bid.budget
    most = f"{pounds(percent * budget // 100)}, " if budget else ""
    again = (
        "led another joint bid"
        if lead.member_id in work.built.led_lately
        else "led no other joint bid"
    )
    return [
        f"Of its share the lead keeps at most {most}{percent} % of all, for managing the whole; the rest pays its part",
        f"{lead.name} {again} in the last twelve months",
    ]


def passed_over(session: Session, bid: BidView, member_id: int) -> str:
    """Why the proposal that a bid was opened from left a member out; empty where it says nothing of it."""
    row = next((r for r in bid.proposal.get("left_out", ()) if r["id"] == member_id), None)
    if row is None:
        return ""
    if row.get("short_by"):
        return f"the best group with it was worth {row['short_by']} points less"
    return _named(row["why"], {m.id: m.name for m in member_views(session)})


def _named(sentence: str, names: dict[int, str]) -> str:
    for member_id in sorted(names, reverse=True):
        sentence = sentence.replace(f"member {member_id}", names[member_id])
    return sentence


def _entry(decision: Decision) -> dict[str, Any]:
    return {
        "at": decision.decided_at.isoformat(),
        "by": decision.by,
        "what": decision.what,
        "grounds": decision.grounds,
    }
