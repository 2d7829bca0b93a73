"""How a set of partners stands: who covers what, shares, rules; and all that is known about a bid at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from db.bids import BidView, Place, Seats, elsewhere, ticks
from db.calls import call_view
from db.matches import answers_in_force, match_views
from db.members import member_views
from db.views import UK, CallView, MatchView, MemberView
from db.vocabulary import Field, Reply
from funding_radar.bids.plan import Plan, Planned, plan_ahead, plan_back
from funding_radar.bids.readiness import Case, Standing, readiness
from funding_radar.config import Settings
from funding_radar.consortium.problem import Built, candidate_id, years_of
from funding_radar.consortium.propose import coverage, not_covered, rules_broken, shares_for
from funding_radar.consortium.verify import value
from funding_radar.jobs.propose import built_for
from funding_radar.phrases import pounds

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

NO_MONEY = (
    "the call states no amount, so shares are not known: "
    "funding-radar calls correct CALL max_amount POUNDS, then bids share BID"
)


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

    def covered(self) -> frozenset[str]:
        """All that somebody covers."""
        return frozenset(need for needs in self.covers.values() for need in needs)


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
        no_shares = NO_MONEY if built.unit == 1 else "a partner's share is not known"
    broken = [*barred(built, members), *_rules(built, known, lead)]
    if not no_shares and members:
        broken += [one for one in _share_faults(built, given, lead) if one not in broken]
    return Sheet(
        members=tuple(members),
        lead=lead,
        shares=given,
        covers=coverage(built, known),
        not_covered=not_covered(built, known),
        broken=tuple(broken),
        no_shares=no_shares,
    )


def barred(built: Built, members: Sequence[int]) -> list[str]:
    """Why the call would refuse some of these partners, one sentence each."""
    outside = [m for m in members if candidate_id(m) not in built.members]
    return [built.left_out.get(m, "a partner is no member any more") for m in outside]


def replacements(built: Built, sheet: Sheet, count: int = 3) -> list[tuple[int, tuple[str, ...]]]:
    """Members whose joining would keep every rule, the best first, with what each would newly cover."""
    problem, found = built.problem.as_json(), []
    for name, member in built.members.items():
        if member.id in sheet.members or sheet.lead is None:
            continue
        ids = [*sheet.members, member.id]
        if barred(built, ids) or rules_broken(built, ids, sheet.lead):
            continue
        worth = value(problem, [candidate_id(m) for m in ids], candidate_id(sheet.lead))
        new = set(coverage(built, [member.id])[member.id]) - sheet.covered()
        found.append((worth, name, member.id, tuple(sorted(new))))
    best = sorted(found, key=lambda one: (-one[0], one[1]))[:count]
    return [(member_id, new) for _, _, member_id, new in best]


def possible_leads(built: Built, members: Sequence[int]) -> list[int]:
    """Those of these partners under whose lead every rule is kept."""
    return [m for m in members if not rules_broken(built, members, m)]


def built_of(session: Session, bid: BidView, around: Around) -> Built:
    """The problem of a bid's call, by the time that there was when the bid was opened."""
    return built_for(
        session, bid.call_id, around.gazetteer, around.settings.consortium, bid.opened_at
    )


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
        not_covered=sheet.not_covered if built.problem.needs else None,
        years=years_of(call),
    )
    return Workspace(bid, call, members, built, plan, pairs, sheet, case)


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
    present = [members[p.member_id] for p in bid.present]
    by_name = {member.name.casefold(): member.name for member in present}
    pairs = {
        tuple(sorted((member.name, by_name[past.casefold()])))
        for member in present
        for past in member.past_partners
        if past.casefold() in by_name and past.casefold() != member.name.casefold()
    }
    return tuple(sorted((one, other) for one, other in pairs))


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


def _shared_out(
    built: Built, members: Sequence[int], lead: int | None
) -> tuple[Mapping[int, int | None], str]:
    if built.unit == 1:
        return {}, NO_MONEY
    if lead is None:
        return {}, "shares are not known until somebody leads: bids share BID --lead MEMBER"
    if barred(built, members) or lead not in members:
        return {}, "shares are not known while the call would refuse a partner"
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


def _funders_days(call: CallView) -> list[Planned]:
    days = ((Field.QUESTIONS_BY, "Last day for questions to the funder", "coordinator"),
            (Field.FIRST_STAGE_DEADLINE, "Funder's deadline of the first stage", "lead"))  # fmt: skip
    return [
        Planned(date.fromisoformat(str(said)[:10]), what, who)
        for name, what, who in days
        if (said := call.value(name)) and str(said)[:4].isdecimal()
    ]
