"""How a set of partners stands: who covers what, shares, rules; and all that is known about a bid at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from db.bids import BidView, Place, Seats, elsewhere, ticks
from db.calls import call_view
from db.matches import answers_in_force, match_views
from db.members import member_views
from db.views import UK, CallView, MatchView, MemberView
from db.vocabulary import Reply
from funding_radar.bids.plan import Plan
from funding_radar.bids.readiness import Case, Standing, readiness
from funding_radar.config import Settings
from funding_radar.consortium.groups import (
    coverage,
    gained,
    gaps,
    not_covered,
    rules_broken,
    shares_for,
)
from funding_radar.consortium.problem import Built, candidate_id, years_of
from funding_radar.consortium.verify import value
from funding_radar.jobs.bid_plan import plan_of, worked_together
from funding_radar.jobs.propose import built_for
from funding_radar.phrases import listed, pounds

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

NO_MONEY = (
    "the call states no amount, so shares are not known: "
    "funding-radar calls correct CALL max_amount POUNDS, then bids share BID"
)
NO_LEAD = "shares are not known until somebody leads: bids share BID --lead MEMBER"
REFUSED = "shares are not known while the call would refuse a partner"


@dataclass(frozen=True, slots=True)
class Around:
    """What a bid is judged with: places, settings, and the instant."""

    gazetteer: "Gazetteer"
    settings: Settings
    now: datetime

    @property
    def today(self) -> date:
        """The day in the UK."""
        return self.now.astimezone(UK).date()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A set of partners under a lead: shares in whole pounds (None: not known), and the rules that it breaks."""

    members: tuple[int, ...]
    lead: int | None
    shares: Mapping[int, int | None]
    covers: Mapping[int, tuple[str, ...]]
    not_covered: tuple[str, ...]
    gaps: tuple[str, ...]
    """What is not covered, said briefly."""
    broken: tuple[str, ...]
    no_shares: str = ""
    """Why shares are not known; empty when they are."""

    @property
    def seats(self) -> Seats:
        """The places that this makes."""
        known = [share for share in self.shares.values() if share is not None]
        places = tuple(
            Place(m, m == self.lead, self.shares.get(m), self.covers.get(m, ()))
            for m in self.members
        )
        complete = bool(known) and len(known) == len(self.members)
        return Seats(places, sum(known) if complete else None)


@dataclass(frozen=True, slots=True)
class Workspace:
    """All that is known about a bid. ``sheet`` is the set as it stands, with the shares that are stored."""

    bid: BidView
    call: CallView
    members: Mapping[int, MemberView]
    built: Built
    plan: Plan | None
    pairs: tuple[tuple[str, str], ...]
    sheet: Sheet
    case: Case

    @property
    def readiness(self) -> list[Standing]:
        """Where the seventeen points stand."""
        return readiness(self.case)

    @property
    def to_check(self) -> list[str]:
        """What the rules would need to know of partners and nobody has said."""
        partners = [self.members[p.member_id] for p in self.bid.present]
        unknown = {
            "income": [m.name for m in partners if m.income is None],
            "number of experts by experience": [
                m.name for m in partners if m.experts_by_experience is None
            ],
            "days for bids": [m.name for m in partners if m.bid_days is None],
        }
        return [f"{what} not known of {listed(who, 8)}" for what, who in unknown.items() if who]

    @property
    def warnings(self) -> list[str]:
        """What a coordinator should see first."""
        late = self.plan.warning(self.pairs) if self.plan else ""
        return [line for line in (late, self.sheet.no_shares) if line]


def sheet_of(
    built: Built,
    members: Sequence[int],
    lead: int | None,
    shares: Mapping[int, int | None] | None = None,
) -> Sheet:
    """The sheet of a set of partners: with these shares, or shared out by who covers what."""
    known = [m for m in members if candidate_id(m) in built.members]
    no_shares = ""
    if shares is None:
        shares, no_shares = _shared_out(built, members, lead)
    given = {m: shares.get(m) for m in members}
    if not no_shares and None in given.values():
        no_shares = _why_unknown(built, members, lead)
    broken = [*barred(built, members), *_rules(built, known, lead)]
    if not no_shares and members:
        broken += [one for one in _share_faults(built, given, lead) if one not in broken]
    return Sheet(
        members=tuple(members),
        lead=lead,
        shares=given,
        covers=coverage(built, known),
        not_covered=not_covered(built, known),
        gaps=gaps(built, known),
        broken=tuple(broken),
        no_shares=no_shares,
    )


def barred(built: Built, members: Sequence[int]) -> list[str]:
    """Why the call would refuse some of these partners, one sentence each."""
    outside = [m for m in members if candidate_id(m) not in built.members]
    return [built.left_out.get(m, "a partner is no member any more") for m in outside]


def replacements(
    built: Built, sheet: Sheet, without: Collection[int] = (), count: int = 3
) -> list[tuple[int, tuple[str, ...]]]:
    """Members whose joining would keep every rule, the best first, with what each would newly cover."""
    problem, found = built.problem.as_json(), []
    for name, member in built.members.items():
        if member.id in sheet.members or member.id in without or sheet.lead is None:
            continue
        ids = [*sheet.members, member.id]
        if barred(built, ids) or rules_broken(built, ids, sheet.lead):
            continue
        worth = value(problem, [candidate_id(m) for m in ids], candidate_id(sheet.lead))
        found.append((worth, name, member.id, gained(built, sheet.members, member.id)))
    best = sorted(found, key=lambda one: (-one[0], one[1]))[:count]
    return [(member_id, new) for _, _, member_id, new in best]


def possible_leads(built: Built, members: Sequence[int]) -> list[int]:
    """Those of these partners under whose lead every rule is kept."""
    return [m for m in members if not rules_broken(built, members, m)]


def built_of(session: Session, bid: BidView, around: Around) -> Built:
    """The problem of a bid's call, by the time that there was when the bid was opened."""
    return named_built(session, bid.call_id, replace(around, now=bid.opened_at))


def named_built(session: Session, call_id: int, around: Around) -> Built:
    """The problem of a call, where what keeps a member out begins with its name."""
    consortium = around.settings.consortium
    built = built_for(session, call_id, around.gazetteer, consortium, around.now)
    said = {m: f"{built.names[m]}: {why}" for m, why in built.left_out.items()}
    return replace(built, left_out=said)


def sheet_now(built: Built, bid: BidView) -> Sheet:
    """The sheet of a bid as it stands, with the shares that are stored."""
    lead = bid.lead.member_id if bid.lead else None
    shares = {p.member_id: p.share for p in bid.present}
    return sheet_of(built, list(shares), lead, shares)


def workspace(session: Session, bid: BidView, around: Around) -> Workspace:
    """All that is known about a bid, from its tables."""
    built = built_of(session, bid, around)
    call = call_view(session, bid.call_id)
    ids = [p.member_id for p in bid.partners]
    members = {m.id: m for m in member_views(session, ids)}
    sheet, pairs = sheet_now(built, bid), worked_together(members, bid)
    plan = plan_of(call, bid, pairs)
    matches = {m.member_id: m for m in match_views(session, call_id=call.id)}
    case = _case(session, bid, call, members, matches)
    lead = built.lead_tests.get(candidate_id(sheet.lead)) if sheet.lead is not None else None
    case = replace(
        case,
        plan=plan,
        barred=barred(built, sheet.members),
        lead_tests=lead.told if lead else (),
        rule_faults=sheet.broken,
        not_covered=sheet.gaps if built.problem.needs else None,
        years=years_of(call),
    )
    return Workspace(bid, call, members, built, plan, pairs, sheet, case)


def _case(
    session: Session,
    bid: BidView,
    call: CallView,
    members: Mapping[int, MemberView],
    matches: Mapping[int, MatchView],
) -> Case:
    said = {
        one.member_id
        for one in answers_in_force(session)
        if one.call_id == call.id and one.reply is Reply.IN_BID
    }
    busy = elsewhere(session, bid)
    return Case(
        bid=bid,
        call=call,
        members=members,
        plan=None,
        verdicts={m: match.verdict for m, match in matches.items()},
        rival=[p.name for p in bid.present if p.member_id in said],
        busy=[p.name for p in bid.present if p.member_id in busy],
        ticks=ticks(session, bid.id),
    )


def _why_unknown(built: Built, members: Sequence[int], lead: int | None) -> str:
    """Why stored shares are not known; empty text never comes back."""
    if built.unit == 1:
        return NO_MONEY
    if lead is None:
        return NO_LEAD
    return (
        REFUSED if barred(built, members) else "a share is not known: bids share BID works it out"
    )


def _shared_out(
    built: Built, members: Sequence[int], lead: int | None
) -> tuple[Mapping[int, int | None], str]:
    if built.unit == 1 or lead is None or lead not in members or barred(built, members):
        return {}, _why_unknown(built, members, lead)
    try:
        return shares_for(built, members, lead), ""
    except ValueError:
        return {}, "the money cannot be shared out within the limits of these partners"


def _rules(built: Built, members: Sequence[int], lead: int | None) -> list[str]:
    if lead is None and members:
        # Judged under anyone's lead, since the rule that is broken is that nobody leads.
        tried = [rules_broken(built, members, m) for m in members]
        return ["nobody leads it", *min(tried, key=len)]
    return rules_broken(built, members, lead)


def _share_faults(built: Built, shares: Mapping[int, int | None], lead: int | None) -> list[str]:
    """What is wrong with stored shares: their sum, limits, and the part of the small."""
    budget, found = built.problem.budget * built.unit, []
    given = {m: share or 0 for m, share in shares.items()}
    if sum(given.values()) != budget:
        found.append(f"shares add up to {pounds(sum(given.values()))}, not to {pounds(budget)}")
    small = 0
    for candidate in built.problem.members:
        member = built.member(candidate.id)
        if member.id not in given:
            continue
        limits = candidate.limits(leads=member.id == lead)
        least, most = limits.least * built.unit, limits.most * built.unit
        if not least <= given[member.id] <= most:
            said = f"{member.name} gets {pounds(given[member.id])}"
            found.append(f"{said}, outside {pounds(least)} to {pounds(most)}")
        small += given[member.id] if candidate.size == "small" else 0
    floor = -(-built.problem.rules.min_small_money_percent * budget // 100)
    if small < floor:
        found.append(f"small partners get {pounds(small)}, under the least of {pounds(floor)}")
    return found
