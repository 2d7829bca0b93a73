"""From a call and the members that could serve it to a problem in whole numbers.

Needs are cells: a theme in a place for a group of people, as the call asks. What is unknown is neither passed
silently nor held against anyone: it is left out of its rule, and said under ``to_check``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from db.views import CallView, MatchView, MemberView
from db.vocabulary import Answer, Field, Size, Verdict
from funding_radar.config import Consortium
from funding_radar.consortium.history import History, trust_of
from funding_radar.consortium.leads import Leading, LeadTests, lead_tests
from funding_radar.consortium.model import Candidate, Limits, Problem, Rules
from funding_radar.consortium.money import limits_of, money_of, purse_of, size_of, years_of
from funding_radar.consortium.needs import cells_of, needs_of
from funding_radar.gazetteer import Gazetteer
from funding_radar.phrases import pounds

__all__ = [
    "Built", "History", "Setting", "build_problem", "candidate_id", "money_of", "size_of", "years_of",
]  # fmt: skip

BARS = frozenset({"open", "excluded form", "your answer", "already funded", "led by"})
"""Gates that keep a member out of a joint bid too; the others are asked of the lead, or cured by partners."""
DAYS_A_MONTH = 21
"""Working days in a month, by which members count the days that they have for bids."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything beside the call and the members. ``working_days`` are those left before the deadline."""

    consortium: Consortium
    gazetteer: Gazetteer
    today: date
    history: History = field(default_factory=History)
    working_days: int | None = None
    most_partners: int | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """The problem, and what people call things in it. Candidate ids are ``m`` and the member's number.

    ``left_out`` says why members are not in the pool, ``matched`` are all that the call fits or may fit.
    """

    call: CallView
    problem: Problem
    unit: int
    """Pounds in one unit of the budget."""
    members: Mapping[str, MemberView]
    labels: Mapping[str, str]
    lead_tests: Mapping[str, LeadTests]
    left_out: Mapping[int, str]
    to_check: tuple[str, ...]
    matched: frozenset[int] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)
    led_lately: frozenset[int] = frozenset()
    """Members that led a bid in the last twelve months."""
    caps: tuple[int, int] = (100, 100)
    """The most for a partner and for the lead by the rules, in percent."""
    owed: Mapping[int, int] = field(default_factory=dict)
    """Points for chances owed, by member: a part of its score that is told apart."""

    def member(self, candidate: str) -> MemberView:
        """The member of a candidate's id."""
        return self.members[candidate]

    @property
    def money(self) -> int | None:
        """What is shared out, in pounds; None where the call states no amount."""
        return self.problem.budget * self.unit if self.unit > 1 else None


def candidate_id(member_id: int) -> str:
    """The id of a member in a problem."""
    return f"m{member_id}"


def build_problem(
    call: CallView,
    members: Sequence[MemberView],
    matches: Mapping[int, MatchView],
    setting: Setting,
) -> Built:
    """The problem of this call for these members. Without a stated amount the money is counted in hundredths."""
    return _Builder(call, members, matches, setting).build()


class _Builder:
    def __init__(
        self,
        call: CallView,
        members: Sequence[MemberView],
        matches: Mapping[int, MatchView],
        setting: Setting,
    ) -> None:
        self.call, self.matches, self.setting = call, matches, setting
        self.members = members
        self.weights, self.history = setting.consortium, setting.history
        self.purse = purse_of(call)
        self.needs = needs_of(call, setting.gazetteer)
        self.covers = {member.id: self.needs.covered_by(member) for member in members}
        self.to_check: list[str] = []

    def build(self) -> Built:
        barred = {member.id: self._barred(member) for member in self.members}
        pool = [member for member in self.members if not barred[member.id]]
        tests = {candidate_id(m.id): self._tests(m) for m in pool}
        candidates = tuple(self._candidate(m, tests[candidate_id(m.id)]) for m in pool)
        labels, weights = self.needs.labels(), self.weights
        problem = Problem(
            budget=self.purse.budget,
            needs=cells_of(
                labels,
                weights.weight_need,
                theme=weights.weight_theme,
                place=weights.weight_place,
            ),
            communities=(),
            members=candidates,
            rules=self._rules(pool),
            must=self._must(candidates),
            trust=_by_candidate(trust_of(pool, weights.weight_trust)),
            conflicts=frozenset(_by_candidate(dict.fromkeys(self._apart(pool), 0))),
        )
        return Built(
            call=self.call,
            problem=problem,
            unit=self.purse.unit,
            members={candidate_id(m.id): m for m in pool},
            labels=labels,
            lead_tests=tests,
            left_out={member_id: why for member_id, why in barred.items() if why},
            to_check=tuple(self.to_check),
            matched=frozenset(m for m, one in self.matches.items() if one.verdict != Verdict.NO),
            names={m.id: m.name for m in self.members},
            led_lately=frozenset(m.id for m in pool if self._led_lately(m)),
            caps=(weights.partner_cap_percent, weights.lead_cap_percent),
            owed={m.id: self._owed(m) for m in pool},
        )

    def _barred(self, member: MemberView) -> str:
        match = self.matches.get(member.id)
        for finding in match.findings if match else ():
            if finding.gate and finding.answer is Answer.NOT_MET and finding.rule in BARS:
                return finding.sentence
        if member.id in self.history.rivals:
            return "it has said that it is in a bid of its own for this call"
        if not self.covers[member.id]:
            return self.needs.missed_by(member)
        limits = self._limits(member, self.weights.lead_cap_percent)
        if limits.empty and member.min_award:
            most = pounds(limits.most * self.purse.unit)
            return f"it asks for {pounds(member.min_award)} or more, and could have {most} here"
        return ""

    def _must(self, candidates: Sequence[Candidate]) -> frozenset[str]:
        offered = frozenset().union(*(c.covers for c in candidates))
        return frozenset(f"place:{place}" for place in self.needs.places) & offered

    def _tests(self, member: MemberView) -> LeadTests:
        leading = self.history.leading.get(member.id, 0)
        return lead_tests(
            member,
            self.matches.get(member.id),
            Leading(self.purse.yearly, leading, self.weights.most_leads),
        )

    def _candidate(self, member: MemberView, tests: LeadTests) -> Candidate:
        weights, match = self.weights, self.matches.get(member.id)
        return Candidate(
            id=candidate_id(member.id),
            covers=self.covers[member.id],
            reaches=frozenset(),
            score=round((match.score if match else 0) * weights.weight_match) + self._owed(member),
            lead_score=(-weights.lead_again_penalty if self._led_lately(member) else 0)
            - 2 * len(tests.unknown),
            eligible=True,
            may_lead=not tests.failed,
            size=size_of(member, weights) or Size.MEDIUM,
            experts=member.experts_by_experience or 0,
            days=self._days(member),
            share=self._limits(member, weights.partner_cap_percent),
            share_as_lead=self._limits(member, weights.lead_cap_percent),
        )

    def _led_lately(self, member: MemberView) -> bool:
        return self.history.led_lately(member.id, self.setting.today)

    def _owed(self, member: MemberView) -> int:
        return round(self.weights.weight_owed * self.history.owed(member.id))

    def _days(self, member: MemberView) -> int:
        """The days that it has for this bid before the deadline, less those that its other bids take."""
        if member.bid_days is None:
            return self._usual_days
        left = self.setting.working_days
        months = 1.0 if left is None else left / DAYS_A_MONTH
        had = int(member.bid_days * months + 0.5)
        taken = self.weights.bid_days_each * self.history.busy.get(member.id, 0)
        return max(0, min(had, had if left is None else left) - taken)

    @property
    def _usual_days(self) -> int:
        """A partner's own days and its part of the writing: what one counts that has not told its days."""
        return self.weights.bid_days_each - -self.weights.bid_days // self.weights.min_partners

    def _limits(self, member: MemberView, cap_percent: int) -> Limits:
        return limits_of(member, self.call, self.purse, self.weights, cap_percent)

    def _rules(self, pool: Sequence[MemberView]) -> Rules:
        weights = self.weights
        self._note(
            "income", [m.name for m in pool if m.income is None], "counted as of middle size"
        )
        experts = weights.min_experts
        silent = [m.name for m in pool if m.experts_by_experience is None]
        told = sum(m.experts_by_experience or 0 for m in pool)
        counted = "counted as none"
        if silent and told < experts:
            counted = (
                f"the others have {told}, so the rule of at least {experts} waits for their word"
            )
            experts = 0
        self._note("experts by experience", silent, counted)
        self._note(
            "bid days",
            [m.name for m in pool if m.bid_days is None],
            f"counted as {self._usual_days}, a partner's part of the work",
        )
        least = self.call.value(Field.MIN_PARTNERS) or weights.min_partners
        most = self.call.value(Field.MAX_PARTNERS) or weights.max_partners
        in_time = self.setting.most_partners
        if in_time and in_time < most:
            most = max(least, in_time)
            asked = f", and the call asks for {least}" if in_time < least else ""
            self.to_check.append(
                f"{self.setting.working_days} working days to the deadline: time for {in_time} partners{asked}"
            )
        return Rules(
            min_partners=least,
            max_partners=max(least, most),
            min_small=weights.min_small,
            max_large=weights.max_large,
            min_small_percent=weights.min_small_percent,
            min_small_money_percent=weights.min_small_money_percent,
            min_experts=experts,
            min_days=weights.bid_days,
            days_per_partner=weights.bid_days_each,
            min_communities=0,
            points_per_small_thousand=weights.weight_small_money,
        )

    def _note(self, what: str, names: Sequence[str], counted: str) -> None:
        if names:
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            self.to_check.append(f"{what} unknown for {shown}: {counted}")

    def _apart(self, pool: Sequence[MemberView]) -> set[frozenset[int]]:
        """Pairs that are never proposed together: known from before, and named in the settings."""
        here = {member.id for member in pool}
        by_name = {member.name.casefold(): member.id for member in self.members}
        pairs = set(self.history.conflicts)
        for names in self.weights.apart:
            found = [by_name.get(name.casefold()) for name in names]
            strangers = [name for name, one in zip(names, found, strict=True) if one is None]
            self.to_check += [f"[consortium] apart: no member is called {one}" for one in strangers]
            pairs.add(frozenset(one for one in found if one is not None))
        return {pair for pair in pairs if len(pair) == 2 and pair <= here}


def _by_candidate(points: Mapping[frozenset[int], int]) -> dict[frozenset[str], int]:
    return {frozenset(map(candidate_id, pair)): worth for pair, worth in points.items()}
