"""A member's own answer: why it is not in the proposal for a call, or in a bid, and what would bring it in."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session

from db.bids import BidView, find_bid
from db.calls import find_call
from db.matches import match_views
from funding_radar.consortium.explain import coverage_lost
from funding_radar.consortium.groups import rules_broken, shares_for
from funding_radar.consortium.left_out import group_with, own_answer
from funding_radar.consortium.needs import in_words
from funding_radar.consortium.problem import Built, candidate_id
from funding_radar.consortium.propose import searched, unsuitable
from funding_radar.consortium.search import Outcome
from funding_radar.consortium.verify import faults, value
from funding_radar.jobs.bid_pack import passed_over
from funding_radar.jobs.bid_sheet import Around, built_of
from funding_radar.jobs.propose import built_for, too_late
from funding_radar.phrases import listed

_BID = re.compile(r"\s*bid\s*(\d+)\s*", re.IGNORECASE)
TOP = 3
SHOWN = 3


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What a member is told. ``group`` are partners with their shares: of the best group with it, or of the bid.

    ``adds`` is what it would newly cover, ``already`` what it offers that the group covers without it.
    """

    member_id: int
    member: str
    of: str
    inside: bool
    why: str
    would_need: str = ""
    short_by: int | None = None
    adds: tuple[str, ...] = ()
    already: tuple[str, ...] = ()
    group: tuple[tuple[str, int | None], ...] = ()
    lead: str = ""
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer for programs."""
        row = asdict(self)
        row["member"] = {"id": row.pop("member_id"), "name": self.member}
        row["group"] = [{"name": name, "share": share} for name, share in self.group]
        return row


def why_not(session: Session, words: str, member_id: int, around: Around) -> OwnAnswer:
    """The answer for a member about a call, or about a bid (``bid 3``)."""
    as_bid = _BID.fullmatch(words)
    if as_bid:
        return _of_bid(session, find_bid(session, as_bid[1]), member_id, around)
    call = find_call(session, words)
    consortium = around.settings.consortium
    built = built_for(session, call.id or 0, around.gazetteer, consortium, around.now)
    return _of_call(session, built, member_id, around)


def _of_call(session: Session, built: Built, member_id: int, around: Around) -> OwnAnswer:
    name, title = built.names[member_id], built.call.title
    if member_id in built.left_out:
        return _barred(session, built, member_id)
    settings = around.settings.consortium.model_dump(mode="json")
    late = too_late(built, around.now)
    nobody = late or unsuitable(built, settings, built.money)
    if nobody:
        return OwnAnswer(member_id, name, title, False, f"no joint bid is proposed: {nobody}")
    outcome = searched(built, TOP)
    if not outcome.found:
        return OwnAnswer(member_id, name, title, False, "no group of members keeps all rules: "
                         f"funding-radar bids propose {built.call.id}")  # fmt: skip
    sets = [_names(built, outcome, at) for at in range(len(outcome.found))]
    places = [at + 1 for at, group in enumerate(sets) if candidate_id(member_id) in group]
    if 1 in places:
        return _chosen(built, outcome, sets[0], member_id)
    told = own_answer(built, outcome, member_id)
    adds, already = _beside(built, member_id, sets[0])
    found = group_with(built, outcome, member_id)
    notes = [f"it is in proposal {listed([str(place) for place in places])}"] if places else []
    if built.owed.get(member_id):
        notes.append(f"of its points {built.owed[member_id]} are for chances owed to it")
    return OwnAnswer(
        member_id, name, title, False, told.why, told.would_need, told.short_by, adds, already,
        *(_shared(built, *found) if found else ((), "")), tuple(notes),
    )  # fmt: skip


def _barred(session: Session, built: Built, member_id: int) -> OwnAnswer:
    why = built.left_out[member_id].removeprefix(f"{built.names[member_id]}: ")
    matches = match_views(session, call_id=built.call.id, member_id=member_id)
    cures = [f.cure for match in matches for f in match.findings if f.cure and f.sentence in why]
    profile = f"its profile, if that is not so: members edit {member_id}"
    need = listed(cures) or (profile if "its profile" in why else "another answer from it")
    return OwnAnswer(member_id, built.names[member_id], built.call.title, False, why, need)


def _chosen(built: Built, outcome: Outcome, group: Sequence[str], member_id: int) -> OwnAnswer:
    lost = coverage_lost(built.problem, group)[candidate_id(member_id)]
    lead = [candidate.id for candidate in built.problem.members][outcome.found[0].lead]
    leads = " and leads it" if lead == candidate_id(member_id) else ""
    adds, already = _beside(built, member_id, [m for m in group if m != candidate_id(member_id)])
    return OwnAnswer(
        member_id, built.names[member_id], built.call.title, True,
        f"it is in the first proposal{leads}; without it the group loses {lost} points of what it covers",
        "", 0, adds, already, *_shared(built, group, lead),
    )  # fmt: skip


def _of_bid(session: Session, bid: BidView, member_id: int, around: Around) -> OwnAnswer:
    built = built_of(session, bid, around)
    name, title = built.names[member_id], f"bid {bid.id}, {bid.call_title}"
    place = bid.partner(member_id)
    group = tuple((p.name, p.share) for p in bid.present)
    lead = bid.lead.name if bid.lead else ""
    if place is not None and place.present:
        part = "leads" if place.lead else "is in"
        return OwnAnswer(
            member_id, name, title, True, f"it {part} this bid", group=group, lead=lead
        )
    if member_id in built.left_out:
        return _barred(session, built, member_id)
    inside = [candidate_id(p.member_id) for p in bid.present]
    adds, already = _beside(built, member_id, inside)
    before = passed_over(session, bid, member_id)
    before = f"when the bid was opened, {before}" if before else ""
    why = f"{place.answer.label}{f': {place.note}' if place.note else ''}" if place else before
    joins, notes = _ways_in(built, bid, member_id)
    return OwnAnswer(
        member_id, name, title, False, why or "nobody has asked it yet", joins, None, adds, already,
        group, lead, notes,
    )  # fmt: skip


def _ways_in(built: Built, bid: BidView, member_id: int) -> tuple[str, tuple[str, ...]]:
    """How it could still come in: beside the partners, or in the place of one, with what that changes."""
    if bid.lead is None:
        return f"a lead first: bids share {bid.id} --lead MEMBER", ()
    problem, lead = built.problem.as_json(), candidate_id(bid.lead.member_id)
    inside = [candidate_id(p.member_id) for p in bid.present]
    new, swaps = candidate_id(member_id), []
    for out in bid.present:
        if out.lead:
            continue
        group = [*(m for m in inside if m != candidate_id(out.member_id)), new]
        if not any(faults(problem, group, lead)):
            swaps.append((-value(problem, group, lead), out.name))
    said = [f"in the place of {name} every rule is kept" for _, name in sorted(swaps)[:SHOWN]]
    ids = [*(p.member_id for p in bid.present), member_id]
    broken = rules_broken(built, ids, bid.lead.member_id)
    if not broken:
        return f"an invitation: bids invite {bid.id} {member_id}; every rule is kept", tuple(said)
    if said:
        return f"another's place: bids swap {bid.id} OUT {member_id}", tuple(said)
    return f"a change of rules: with it, {listed(broken)}", ()


def _names(built: Built, outcome: Outcome, at: int) -> list[str]:
    ids = [candidate.id for candidate in built.problem.members]
    return [ids[i] for i in outcome.found[at].members]


def _beside(
    built: Built, member_id: int, group: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a member would newly cover, and what it offers that this group covers without it."""
    covers = {candidate.id: candidate.covers for candidate in built.problem.members}
    own = covers[candidate_id(member_id)]
    others = frozenset().union(*(covers[name] for name in group if name in covers))
    return tuple(in_words(built.labels, own - others)), tuple(in_words(built.labels, own & others))


def _shared(
    built: Built, group: Sequence[str], lead: str
) -> tuple[tuple[tuple[str, int | None], ...], str]:
    ids = [built.member(name).id for name in group]
    shares = shares_for(built, ids, built.member(lead).id)
    rows = tuple((built.names[m], shares.get(m)) for m in ids)
    return tuple(sorted(rows, key=lambda row: (-(row[1] or 0), row[0]))), built.member(lead).name
