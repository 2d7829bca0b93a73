"""From a call and an alliance to the whole-number problem, with words for people beside it.

What nobody knows is relaxed and listed under ``to_check``: it neither passes in silence nor bars.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from db.views import CallView, MatchView, MemberView
from db.vocabulary import Answer, Field, Group, Size, Verdict
from funding_radar.consortium.history import History, capped_trust, owed
from funding_radar.consortium.leads import LeadTest, lead_points, lead_tests, may_lead
from funding_radar.consortium.model import Candidate, Cell, Problem, Rules
from funding_radar.consortium.money import Money, limits, money, partners_in_time, working_days
from funding_radar.consortium.needs import POINT, Asked, Need, Places, asked, covers
from funding_radar.consortium.settings import ConsortiumSettings


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member that is not in the pool or not in the proposals, why, and what would bring it in."""

    member: int
    why: str
    would_need: str


@dataclass(frozen=True, slots=True)
class Built:
    """A problem with its labels. ``refusal`` says why no joint bid is proposed at all."""

    call: CallView
    settings: ConsortiumSettings
    pot: Money
    asked: Asked
    members: Mapping[str, MemberView]
    problem: Problem
    leads: Mapping[str, tuple[LeadTest, ...]]
    left_out: tuple[LeftOut, ...]
    to_check: tuple[str, ...]
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a problem is built from."""

    call: CallView
    matches: Mapping[int, MatchView]
    history: History
    settings: ConsortiumSettings
    places: Places
    today: date


def build_problem(facts: Facts, members: Sequence[MemberView], budget: int | None = None) -> Built:
    """The problem of a joint bid for a call: who could join, what each brings, which rules hold.

    ``budget`` is what the alliance would ask for, in pounds; without it the call's largest award.
    """
    settings, call = facts.settings, facts.call
    pot = money(call, budget, settings)
    pool, left_out = _pool(facts, members)
    cells = asked(call, pool, facts.places, settings)
    covered = {member.id: covers(member, cells, facts.places) for member in pool}
    idle = [member for member in pool if not covered[member.id]]
    left_out += [_idle(member, cells) for member in idle]
    pool = [member for member in pool if covered[member.id]]
    rules, refusal = _rules(facts, pot)
    builder = _Builder(facts, pot, cells, covered, rules)
    problem = builder.problem(pool)
    return Built(
        call=call,
        settings=settings,
        pot=pot,
        asked=cells,
        members={str(member.id): member for member in pool},
        problem=problem,
        leads={str(m.id): lead_tests(m, facts.matches.get(m.id)) for m in pool},
        left_out=tuple(left_out),
        to_check=tuple(_unknown_of_call(call, pot, cells)),
        refusal=refusal,
    )


def _pool(facts: Facts, members: Sequence[MemberView]) -> tuple[list[MemberView], list[LeftOut]]:
    """Those that could be partners, and why the others could not."""
    pool, left_out = [], []
    for member in members:
        match = facts.matches.get(member.id)
        if match is None:
            left_out.append(LeftOut(member.id, "It was not matched with this call", "a match"))
        elif match.verdict == Verdict.NO and (why := _bar(match)) is not None:
            left_out.append(LeftOut(member.id, *why))
        else:
            pool.append(member)
    return pool, left_out


def _bar(match: MatchView) -> tuple[str, str] | None:
    """The first gate that company does not mend, and its cure; None where company mends all."""
    for finding in match.findings:
        if finding.gate and finding.answer == Answer.NOT_MET:
            mended = finding.cure.startswith(("a lead", "a partner"))
            if not mended:
                return finding.sentence, finding.cure or "a change of the call's rules"
    return None


def _idle(member: MemberView, cells: Asked) -> LeftOut:
    missing = [
        word
        for word, has in (("themes", member.themes), ("places", member.places))
        if not has and word.replace("places", "areas") not in cells.silent
    ]
    if missing:
        return LeftOut(
            member.id,
            f"Its profile names no {' and no '.join(missing)}, so it is not known to cover a need",
            f"its {' and '.join(missing)} in its profile",
        )
    return LeftOut(
        member.id,
        "It covers none of the needs that the call names",
        "work on one of the call's themes, in one of its places",
    )


def _rules(facts: Facts, pot: Money) -> tuple[Rules, str | None]:
    """The rules of this call, and the reason against any joint bid if there is one."""
    settings, call = facts.settings, facts.call
    least = max(settings.min_partners, call.value(Field.MIN_PARTNERS) or 0)
    most = min(settings.max_partners, call.value(Field.MAX_PARTNERS) or settings.max_partners)
    refusal = None
    if call.value(Field.MAX_PARTNERS) == 1:
        refusal = "The call is for one organisation, so there is no joint bid to propose"
    elif pot.budget < settings.min_budget:
        refusal = (
            f"£{pot.budget:,} is little to share: under £{settings.min_budget:,} a joint bid costs "
            "more than it brings, so one member had better ask alone"
        )
    deadline = call.deadline
    if deadline is not None and deadline.on is not None:
        days = working_days(facts.today, deadline.on)
        most = min(most, partners_in_time(days, settings))
        if most < least and refusal is None:
            refusal = (
                f"{days} working days are left, too few to write a bid of {least} partners: bid "
                "alone, or join a bid as a named subcontractor"
            )
    rules = Rules(
        min_partners=least,
        max_partners=max(least, most),
        min_small=settings.min_small,
        max_large=settings.max_large,
        min_small_percent=settings.min_small_percent,
        min_small_money_percent=settings.min_small_money_percent,
        min_experts=settings.min_experts,
        min_days=settings.bid_days,
        days_per_partner=settings.bid_days_per_partner,
        min_communities=0,
        points_per_small_thousand=settings.points_per_small_thousand,
    )
    return rules, refusal


def _unknown_of_call(call: CallView, pot: Money, cells: Asked) -> list[str]:
    found = []
    if not pot.known:
        found.append(
            f"The call names no amount: shares are shown of £{pot.budget:,}; read them as parts, "
            "and check members' income and award limits when the amount is known"
        )
    if call.deadline is None:
        found.append("The call names no deadline: check that there is time for so many partners")
    if cells.silent:
        found.append(
            f"The call names no {', no '.join(cells.silent)}: everyone is taken to cover it"
        )
    return found


@dataclass(frozen=True, slots=True)
class _Builder:
    facts: Facts
    pot: Money
    cells: Asked
    covered: Mapping[int, frozenset[Need]]
    rules: Rules
    ids: dict[str, int] = field(default_factory=dict)

    def problem(self, pool: Sequence[MemberView]) -> Problem:
        settings, history = self.facts.settings, self.facts.history
        inside = {member.id for member in pool}
        communities = sorted({group.value for m in pool for group in self._led_by(m)})
        trust = capped_trust(
            frozenset(pair for pair in self._old_partners(pool) if pair <= inside),
            settings.trust_points * POINT,
            settings.trust_cap * POINT,
        )
        apart = {pair for pair in history.conflicts | history.competing if pair <= inside}
        return Problem(
            budget=self.pot.budget,
            needs=tuple(Cell(need.id, weight) for need, weight in self.cells.weights.items()),
            communities=tuple(Cell(c, settings.community_points * POINT) for c in communities),
            members=tuple(self._candidate(member) for member in pool),
            rules=self.rules,
            trust={_named(pair): points for pair, points in trust.items()},
            conflicts=frozenset(_named(pair) for pair in apart),
        )

    def _candidate(self, member: MemberView) -> Candidate:
        facts, settings, match = self.facts, self.facts.settings, self.facts.matches[member.id]
        tests = lead_tests(member, match)
        due = owed(facts.history, member.id, facts.today, settings.owed_half_life)
        score = settings.match_points * match.score + settings.owed_points * due
        score -= settings.partner_cost_points
        lead = lead_points(member, tests, facts.history, facts.today, settings)
        unknown_days = settings.bid_days + settings.bid_days_per_partner
        return Candidate(
            id=str(member.id),
            covers=frozenset(need.id for need in self.covered[member.id]),
            reaches=frozenset(group.value for group in self._led_by(member)),
            score=round(score * POINT),
            lead_score=lead * POINT,
            eligible=True,
            may_lead=may_lead(tests) and match.verdict != Verdict.NO,
            size=_size(member, settings).value,
            experts=_or(member.experts_by_experience, settings.min_experts),
            days=_or(member.bid_days, unknown_days),
            share=limits(member, self.pot, settings, leads=False),
            share_as_lead=limits(member, self.pot, settings, leads=True),
        )

    def _led_by(self, member: MemberView) -> frozenset[Group]:
        """Communities that lead a member: those that the call is for, or all if it names none."""
        led_by = member.led_by or frozenset()
        return led_by & self.facts.call.groups if self.facts.call.groups else led_by

    def _old_partners(self, pool: Sequence[MemberView]) -> frozenset[frozenset[int]]:
        """Pairs that have worked together: declared by both in the history, or by one by name."""
        by_name = {member.name.casefold(): member.id for member in pool}
        named = {
            frozenset((member.id, by_name[name.casefold()]))
            for member in pool
            for name in member.past_partners
            if name.casefold() in by_name
        }
        return self.facts.history.partners | {pair for pair in named if len(pair) == 2}


def _named(pair: frozenset[int]) -> frozenset[str]:
    return frozenset(str(member) for member in pair)


def _or(value: int | None, unknown: int) -> int:
    return unknown if value is None else value


def _size(member: MemberView, settings: ConsortiumSettings) -> Size:
    """Size by income; small where it is unknown, as most members are (and listed to check)."""
    if member.income is None or member.income < settings.small_below:
        return Size.SMALL
    return Size.LARGE if member.income > settings.large_above else Size.MEDIUM
