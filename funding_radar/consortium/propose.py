"""Proposals for a call: the best consortium with proof, alternatives, shares, and every reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.vocabulary import Answer
from funding_radar.consortium.arrays import Arrays, arrays_of
from funding_radar.consortium.explain import (
    Worth,
    binding,
    coverage_lost,
    not_covered,
    only_one_for,
    worth,
)
from funding_radar.consortium.infeasible import listed, why_impossible
from funding_radar.consortium.needs import POINT, Need
from funding_radar.consortium.problem import Built, LeftOut
from funding_radar.consortium.search import Ask, Found, Outcome, solve_diverse
from funding_radar.consortium.settings import ConsortiumSettings
from funding_radar.consortium.shares import Line, Split, split
from funding_radar.consortium.steadiness import Steadiness, steadiness
from funding_radar.consortium.why_not import WhyNot, why_not


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner of a proposal, with its share in pounds and what it brings."""

    id: int
    name: str
    share: int
    covers: tuple[str, ...]
    only_one_for: tuple[str, ...]
    why: str

    def as_json(self) -> dict[str, Any]:
        """The partner in the form of the contract."""
        return {
            "id": self.id,
            "name": self.name,
            "share": self.share,
            "covers": list(self.covers),
            "only_one_for": list(self.only_one_for),
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Proposal:
    """One consortium with its reasons. Values are in points."""

    lead: int
    members: tuple[Partner, ...]
    value: float
    terms: Mapping[str, float]
    not_covered: tuple[str, ...]
    binding: tuple[str, ...]
    lead_tests: tuple[str, ...]
    to_check: tuple[str, ...]
    small_money: Mapping[str, int]
    steadiness: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The proposal in the form of the contract."""
        return {
            "lead": self.lead,
            "members": [partner.as_json() for partner in self.members],
            "value": self.value,
            "terms": dict(self.terms),
            "not_covered": list(self.not_covered),
            "binding": list(self.binding),
            "lead_tests": list(self.lead_tests),
            "to_check": list(self.to_check),
            "small_money": dict(self.small_money),
            "steadiness": dict(self.steadiness),
        }


@dataclass(frozen=True, slots=True)
class Proposals:
    """The answer for a call: ``why`` says in a sentence why there is no proposal."""

    status: str
    bound: float | None
    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]
    to_check: tuple[str, ...]
    settings: ConsortiumSettings
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        """The answer in the form of the contract."""
        return {
            "status": self.status,
            "bound": self.bound,
            "proposals": [proposal.as_json() for proposal in self.proposals],
            "left_out": [
                {"member": out.member, "why": out.why, "would_need": out.would_need}
                for out in self.left_out
            ],
            "to_check": list(self.to_check),
            "why": self.why,
            "settings": self.settings.model_dump(),
        }


def propose(
    built: Built,
    settings: ConsortiumSettings,
    top: int = 3,
    seed: int = 0,
    seconds: float | None = None,
) -> Proposals:
    """The best consortium of a built problem and alternatives to it, each with shares and reasons.

    The search takes no random choices: ``seed`` is kept for callers and changes nothing.
    """
    del seed
    if built.refusal:
        return _none(built, "infeasible", built.refusal)
    if not built.members:
        return _none(
            built, "infeasible", "No member of the alliance could be a partner in this bid"
        )
    arrays = arrays_of(built.problem)
    ask = Ask(top, distance=settings.alternatives_differ, seconds=seconds)
    outcome = solve_diverse(arrays, ask)
    if not outcome.found:
        return _none(built, "infeasible", _impossible(built))
    return Proposals(
        status="optimal" if outcome.proved else "bounded",
        bound=_points(outcome.bound or 0),
        proposals=tuple(
            _proposal(built, arrays, found, steady=at == 0)
            for at, found in enumerate(outcome.found)
        ),
        left_out=built.left_out + tuple(_outsiders(built, arrays, outcome)),
        to_check=built.to_check,
        settings=settings,
    )


def _none(built: Built, status: str, why: str) -> Proposals:
    return Proposals(status, None, (), built.left_out, built.to_check, built.settings, why)


def _impossible(built: Built) -> str:
    """Why no set is permitted, with members by name."""
    sentence = why_impossible(built.problem).sentence
    return " ".join(
        built.members[word].name if word in built.members else word for word in sentence.split(" ")
    )


def _points(value: int) -> float:
    return round(value / POINT, 1)


def _proposal(built: Built, arrays: Arrays, found: Found, *, steady: bool) -> Proposal:
    problem = built.problem
    ids, lead = [arrays.ids[i] for i in found.members], arrays.ids[found.lead]
    shared = split(problem, ids, lead)
    terms = worth(problem, ids, lead, shared.small_money_possible)
    lines = {line.member: line for line in shared.lines}
    lost, alone = coverage_lost(problem, ids), only_one_for(problem, ids)
    partners = [
        Partner(
            id=built.members[name].id,
            name=built.members[name].name,
            share=lines[name].given,
            covers=_words(built, _covers(built, name)),
            only_one_for=_words(built, alone[name]),
            why=_why(lines[name], shared, lost[name], leads=name == lead),
        )
        for name in sorted(ids, key=lambda name: (name != lead, -lines[name].given, name))
    ]
    return Proposal(
        lead=built.members[lead].id,
        members=tuple(partners),
        value=_points(found.value),
        terms=_terms(terms),
        not_covered=_words(built, not_covered(problem, ids)),
        binding=tuple(binding(arrays, ids, lead)),
        lead_tests=tuple(f"{t.test}: {t.answer.value} – {t.sentence}" for t in built.leads[lead]),
        to_check=tuple(_to_check(built, ids, lead)),
        small_money={"possible": shared.small_money_possible, "proposed": shared.small_money},
        steadiness=_steady(built, steadiness(problem, ids)) if steady else {},
    )


def _terms(terms: Worth) -> dict[str, float]:
    return {
        "needs": _points(terms.needs),
        "communities": _points(terms.communities),
        "matches and chances owed": _points(terms.members),
        "lead": _points(terms.lead),
        "trust": _points(terms.trust),
        "money for small members": _points(terms.small_money),
    }


def _covers(built: Built, name: str) -> frozenset[str]:
    return next(m.covers for m in built.problem.members if m.id == name)


def _words(built: Built, ids: frozenset[str]) -> tuple[str, ...]:
    by_id: dict[str, Need] = {need.id: need for need in built.asked.weights}
    return tuple(sorted(built.asked.words(by_id[name]) for name in ids))


def _why(line: Line, shared: Split, lost: int, *, leads: bool) -> str:
    """What a partner brings and how its share came about, as sentences with figures."""
    whole = sum(sum((li.alone, li.shared)) for li in shared.lines) or 1
    parts = []
    if leads:
        parts.append("It leads")
    parts.append(
        f"It covers {_percent(line.alone / whole)} of what the group covers alone and is counted "
        f"{_percent(line.shared / whole)} for what others cover too: £{round(line.target):,}"
    )
    if line.at_most:
        parts.append(f"its cap holds it at £{line.given:,}")
    elif line.at_least:
        parts.append(f"its least worthwhile share lifts it to £{line.given:,}")
    elif line.given != round(line.target):
        floor = ", and the floor for small partners" if shared.floor_lifted else ""
        parts.append(f"with what the others' limits{floor} leave, it gets £{line.given:,}")
    parts.append(
        f"without it the group would lose {_points(lost):g} of its points for needs and communities"
        if lost
        else "without it no need would go uncovered: ask what it is for"
    )
    return "; ".join(parts)


def _percent(part: object) -> str:
    return f"{round(float(part) * 100)} %"  # type: ignore[arg-type]


def _to_check(built: Built, ids: Sequence[str], lead: str) -> list[str]:
    """What nobody knows of these partners and was therefore not held against them."""
    members = [built.members[name] for name in ids]
    unknown = {
        "experts by experience": [m.name for m in members if m.experts_by_experience is None],
        "days for the bid": [m.name for m in members if m.bid_days is None],
        "income (taken as small, without a cap by income)": [
            m.name for m in members if m.income is None
        ],
        "groups it works with (taken as open to all)": [
            m.name for m in members if not m.groups and "groups" not in built.asked.silent
        ],
    }
    found = [f"Not known: {what} of {listed(tuple(who))}" for what, who in unknown.items() if who]
    tests = [t for t in built.leads[lead] if t.answer == Answer.UNKNOWN]
    name = built.members[lead].name
    found += [f"Lead test not answered for {name}: {t.test} ({t.sentence})" for t in tests]
    return found


def _steady(built: Built, steady: Steadiness) -> dict[str, Any]:
    return {
        "moves": steady.moves,
        "stays_best": steady.stays,
        "members": {
            built.members[name].id: round(count / steady.moves, 2)
            for name, count in steady.members.items()
        },
        "upset_by": list(steady.upset_by),
    }


def _outsiders(built: Built, arrays: Arrays, outcome: Outcome) -> list[LeftOut]:
    """Everyone of the pool that is in none of the proposals, with its own answer."""
    inside = {arrays.ids[i] for found in outcome.found for i in found.members}
    outside = [name for name in built.members if name not in inside]
    answers = why_not(built.problem, outside, outcome)
    return [_left_out(built, arrays, answer) for answer in answers]


def _left_out(built: Built, arrays: Arrays, answer: WhyNot) -> LeftOut:
    member = built.members[answer.member].id
    if answer.with_it is None:
        rules = listed(answer.bars) if answer.bars else "several rules at once"
        return LeftOut(member, f"No group with it keeps the rules: {rules}", f"a change of {rules}")
    others = tuple(
        built.members[arrays.ids[i]].name
        for i in answer.with_it.members
        if arrays.ids[i] != answer.member
    )
    if not answer.short_by:
        return LeftOut(
            member,
            f"A group with it, {listed(others)} is as good as the first proposal",
            "nothing more: the coordinator can choose it",
        )
    return LeftOut(
        member,
        f"The best group with it, {listed(others)}, is worth {_points(answer.short_by):g} points "
        f"less than the first proposal",
        f"{_points(answer.short_by):g} points more: needs that nobody else covers, or chances owed",
    )
