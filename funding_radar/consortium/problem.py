"""From a call and the members that could serve it to a problem in whole numbers.

Needs are cells: a theme in a place for a group of people, as the call asks. What is unknown is neither passed
silently nor held against anyone: it is left out of its rule, and said under ``to_check``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from db.views import CallView, MatchView, MemberView
from db.vocabulary import Answer, Field, Group, Size, Theme
from funding_radar.config import Consortium
from funding_radar.consortium.leads import LeadTests, lead_tests
from funding_radar.consortium.model import Candidate, Cell, Limits, Problem, Rules
from funding_radar.gazetteer import Gazetteer

BARS = frozenset({"open", "excluded form", "one bid", "your answer", "already funded", "led by"})
"""Gates that keep a member out of a joint bid too; the others are asked of the lead, or cured by partners."""
MOST_PLACES = 12
"""More districts than this are one place: nobody splits a national fund by council."""
ANY = "any"


@dataclass(frozen=True, slots=True)
class History:
    """What went before: for each member how often it matched and was chosen, and when it last led.

    ``conflicts`` are pairs that must not be together; ``elsewhere`` are members in another open bid.
    """

    matched: Mapping[int, int] = field(default_factory=dict)
    chosen: Mapping[int, int] = field(default_factory=dict)
    led_on: Mapping[int, date] = field(default_factory=dict)
    conflicts: frozenset[frozenset[int]] = frozenset()
    elsewhere: frozenset[int] = frozenset()

    def owed(self, member_id: int) -> float:
        """The share of its chances, 0 to 1, that a member was not chosen for."""
        matched = self.matched.get(member_id, 0)
        return 1 - self.chosen.get(member_id, 0) / matched if matched else 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """Everything beside the call and the members. ``working_days`` are those left before the deadline."""

    consortium: Consortium
    gazetteer: Gazetteer
    today: date
    history: History = History()
    working_days: int | None = None
    most_partners: int | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """The problem, and what people call things in it. Candidate ids are ``m`` and the member's number."""

    call: CallView
    problem: Problem
    unit: int
    """Pounds in one unit of the budget."""
    members: Mapping[str, MemberView]
    labels: Mapping[str, str]
    lead_tests: Mapping[str, LeadTests]
    left_out: Mapping[int, str]
    to_check: tuple[str, ...]

    def member(self, candidate: str) -> MemberView:
        """The member of a candidate's id."""
        return self.members[candidate]


def candidate_id(member_id: int) -> str:
    """The id of a member in a problem."""
    return f"m{member_id}"


def money_of(call: CallView) -> int | None:
    """The money of one bid in pounds: the most of an award over its whole time, else the pot; None when unknown."""
    most = call.facts.get(Field.MAX_AMOUNT)
    if most is None:
        pot = call.value(Field.TOTAL_POT)
        return int(pot) if pot is not None else None
    years = years_of(call) if most.basis == "per_year" else 1
    return int(most.value * years)


def years_of(call: CallView) -> float:
    """For how many years the money is; one when the call does not say."""
    months = call.value(Field.DURATION_MONTHS)
    return max(1.0, months / 12) if isinstance(months, int | float) else 1.0


def build_problem(
    call: CallView,
    members: Sequence[MemberView],
    matches: Mapping[int, MatchView],
    setting: Setting,
) -> Built:
    """The problem of this call for these members. Without a stated amount the money is counted in hundredths."""
    return _Builder(call, members, matches, setting).build()


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells of a call: which themes, places and groups, and the cells that each combination has."""

    themes: tuple[Theme, ...]
    places: tuple[str, ...]
    groups: tuple[Group, ...]


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
        self.weights = setting.consortium
        self.money = money_of(call)
        self.unit = _unit(self.money)
        self.budget = (self.money or 100) // self.unit
        self.grid = self._grid()
        self.to_check: list[str] = []

    def build(self) -> Built:
        left_out, pool = {}, []
        for member in self.members:
            why = self._barred(member)
            if why:
                left_out[member.id] = why
            else:
                pool.append(member)
        tests = {candidate_id(m.id): self._tests(m) for m in pool}
        candidates = tuple(self._candidate(m, tests[candidate_id(m.id)]) for m in pool)
        labels = self._labels()
        problem = Problem(
            budget=self.budget,
            needs=self._cells(labels),
            communities=(),
            members=candidates,
            rules=self._rules(pool),
            must=self._must(candidates),
            trust=self._trust(pool),
            conflicts=frozenset(
                frozenset(map(candidate_id, pair))
                for pair in self.setting.history.conflicts
                if pair <= {m.id for m in pool}
            ),
        )
        return Built(
            call=self.call,
            problem=problem,
            unit=self.unit,
            members={candidate_id(m.id): m for m in pool},
            labels=labels,
            lead_tests=tests,
            left_out=left_out,
            to_check=tuple(self.to_check),
        )

    def _grid(self) -> _Grid:
        districts = sorted(self.setting.gazetteer.districts(self.call.areas))
        places = tuple(districts) if 1 < len(districts) <= MOST_PLACES else ()
        return _Grid(tuple(sorted(self.call.themes)), places, tuple(sorted(self.call.groups)))

    def _barred(self, member: MemberView) -> str:
        match = self.matches.get(member.id)
        for finding in match.findings if match else ():
            if finding.gate and finding.answer is Answer.NOT_MET and finding.rule in BARS:
                return finding.sentence
        if member.id in self.setting.history.elsewhere and self.call.value(Field.ONE_BID):
            return "it is in another bid, and each organisation may be in one"
        if not self._covers(member):
            return "it covers nothing that the call asks for"
        return ""

    def _covers(self, member: MemberView) -> frozenset[str]:
        themes: list[str] = [t for t in self.grid.themes if t in member.themes]
        groups: list[str] = [g for g in self.grid.groups if g in member.groups]
        places = self._places(member)
        # A call that names no theme, or no group, is open to any.
        themes = themes if self.grid.themes else [ANY]
        groups = groups if self.grid.groups else [ANY]
        if not places or not themes:
            return frozenset()
        cells = {f"{t}|{p}|{g}" for t in themes for p in places for g in groups}
        cells |= {f"theme:{t}" for t in themes if t != ANY}
        cells |= {f"place:{p}" for p in places if p != ANY}
        return frozenset(cells)

    def _places(self, member: MemberView) -> list[str]:
        wanted = self.setting.gazetteer.districts(self.call.areas)
        served = self.setting.gazetteer.districts(member.places) or (
            self.setting.gazetteer.of_postcode(member.postcode)
        )
        if not wanted:
            return [ANY]
        if self.grid.places:
            return [place for place in self.grid.places if place in served]
        return [ANY] if wanted.keys() & served.keys() else []

    def _labels(self) -> dict[str, str]:
        labels = {}
        for theme in self.grid.themes or (ANY,):
            for place in self.grid.places or (ANY,):
                for group in self.grid.groups or (ANY,):
                    labels[f"{theme}|{place}|{group}"] = self._label(theme, place, group)
        labels |= {f"theme:{theme}": theme.label for theme in self.grid.themes}
        labels |= {
            f"place:{place}": self.setting.gazetteer.describe([place]) for place in self.grid.places
        }
        return labels

    def _label(self, theme: Theme | str, place: str, group: Group | str) -> str:
        words = [theme.label if isinstance(theme, Theme) else "the work"]
        if place != ANY:
            words.append(f"in {self.setting.gazetteer.describe([place])}")
        if isinstance(group, Group):
            words.append(f"for {group.label}")
        return " ".join(words)

    def _cells(self, labels: Mapping[str, str]) -> tuple[Cell, ...]:
        weights = self.weights
        by_kind = {"theme": weights.weight_theme, "place": weights.weight_place}
        return tuple(
            Cell(id_, by_kind.get(id_.partition(":")[0], weights.weight_need)) for id_ in labels
        )

    def _must(self, candidates: Sequence[Candidate]) -> frozenset[str]:
        offered = frozenset().union(*(c.covers for c in candidates))
        return frozenset(f"place:{place}" for place in self.grid.places) & offered

    def _tests(self, member: MemberView) -> LeadTests:
        yearly = None if self.money is None else round(self.money / years_of(self.call))
        return lead_tests(member, self.matches.get(member.id), self.call, yearly)

    def _candidate(self, member: MemberView, tests: LeadTests) -> Candidate:
        weights, match = self.weights, self.matches.get(member.id)
        led_on = self.setting.history.led_on.get(member.id)
        again = led_on is not None and self.setting.today - led_on < timedelta(days=365)
        score = (match.score if match else 0) * weights.weight_match
        score += weights.weight_owed * self.setting.history.owed(member.id)
        return Candidate(
            id=candidate_id(member.id),
            covers=self._covers(member),
            reaches=frozenset(),
            score=round(score),
            lead_score=(-weights.lead_again_penalty if again else 0) - 2 * len(tests.unknown),
            eligible=True,
            may_lead=not tests.failed,
            size=self._size(member),
            experts=member.experts_by_experience or 0,
            days=weights.bid_days_each if member.bid_days is None else member.bid_days,
            share=self._limits(member, weights.partner_cap_percent),
            share_as_lead=self._limits(member, weights.lead_cap_percent),
        )

    def _size(self, member: MemberView) -> str:
        if member.income is None:
            return Size.MEDIUM
        if member.income < self.weights.small_income:
            return Size.SMALL
        return Size.LARGE if member.income > self.weights.large_income else Size.MEDIUM

    def _limits(self, member: MemberView, cap_percent: int) -> Limits:
        cap = cap_percent * self.budget // 100
        if self.money is not None and member.income is not None:
            yearly = member.income * self.weights.income_cap_percent / 100
            cap = min(cap, int(yearly * years_of(self.call)) // self.unit)
        least = self.weights.least_share_percent * self.budget // 100
        if self.money is not None:
            least = min(least, self.weights.least_share // self.unit)
        return Limits(max(1, least), cap)

    def _rules(self, pool: Sequence[MemberView]) -> Rules:
        weights = self.weights
        self._note(
            "income", [m.name for m in pool if m.income is None], "counted as of middle size"
        )
        experts = weights.min_experts
        silent = [m.name for m in pool if m.experts_by_experience is None]
        if silent and sum(m.experts_by_experience or 0 for m in pool) < experts:
            experts = 0
        self._note("experts by experience", silent, "counted as none")
        self._note(
            "bid days", [m.name for m in pool if m.bid_days is None], "counted as just enough"
        )
        least = self.call.value(Field.MIN_PARTNERS) or weights.min_partners
        most = self.call.value(Field.MAX_PARTNERS) or weights.max_partners
        if self.setting.most_partners:
            most = min(most, max(least, self.setting.most_partners))
        days_known = all(m.bid_days is not None for m in pool)
        return Rules(
            min_partners=least,
            max_partners=max(least, most),
            min_small=weights.min_small,
            max_large=weights.max_large,
            min_small_percent=weights.min_small_percent,
            min_small_money_percent=weights.min_small_money_percent,
            min_experts=experts,
            min_days=weights.bid_days if days_known else 0,
            days_per_partner=weights.bid_days_each,
            min_communities=0,
            points_per_small_thousand=weights.weight_small_money,
        )

    def _note(self, what: str, names: Sequence[str], counted: str) -> None:
        if names:
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            self.to_check.append(f"{what} unknown for {shown}: {counted}")

    def _trust(self, pool: Sequence[MemberView]) -> dict[frozenset[str], int]:
        by_name = {member.name.casefold(): member.id for member in pool}
        pairs = set()
        for member in pool:
            for name in member.past_partners:
                other = by_name.get(name.casefold())
                if other is not None and other != member.id:
                    pairs.add(frozenset((candidate_id(member.id), candidate_id(other))))
        return dict.fromkeys(pairs, self.weights.weight_trust)


def _unit(money: int | None) -> int:
    if money is None:
        return 1
    return 1000 if money >= 100_000 else 100
