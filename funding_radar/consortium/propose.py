"""The best few consortia for a call, each with shares, reasons and what binds it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.model import Cell, Problem
from funding_radar.consortium.problem import Built, candidate_id
from funding_radar.consortium.search import Ask, solve
from funding_radar.consortium.shares import Line, split
from funding_radar.consortium.verify import fault, faults
from funding_radar.phrases import listed, pounds

SHAKES = 8
"""How often the weights are shaken to see whether an answer is steady."""
SHAKEN_BY = 0.2
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Partner:
    """A member in a proposal. ``share`` is whole pounds, None where the money is not known."""

    id: int
    name: str
    share: int | None
    percent: float
    covers: tuple[str, ...]
    only_one_for: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A consortium: its members with the lead first, what it is worth, and why."""

    lead: int
    members: tuple[Partner, ...]
    value: int
    terms: Mapping[str, int]
    not_covered: tuple[str, ...]
    binding: tuple[str, ...]
    steadiness: str
    lead_to_check: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member that is not in the best consortium, and what would bring it in."""

    id: int
    name: str
    why: str
    would_need: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """The answer for a call. ``status`` is optimal, bounded, infeasible or unsuitable; ``why`` says it in words."""

    status: str
    why: str
    bound: int | None
    budget: int | None
    proposals: tuple[Proposal, ...]
    left_out: tuple[LeftOut, ...]
    to_check: tuple[str, ...]
    settings: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The answer in the contract's form."""
        return {
            "status": self.status,
            "why": self.why,
            "bound": self.bound,
            "budget": self.budget,
            "proposals": [_proposal_row(proposal) for proposal in self.proposals],
            "left_out": [
                {
                    "member": {"id": out.id, "name": out.name},
                    "why": out.why,
                    "would_need": out.would_need,
                }
                for out in self.left_out
            ],
            "to_check": list(self.to_check),
            "settings": dict(self.settings),
        }


def propose(
    built: Built,
    settings: Mapping[str, Any],
    *,
    top: int = 3,
    seed: int = 0,
    seconds: float | None = None,
) -> Proposals:
    """The best ``top`` consortia with proof, or the best found with a bound when ``seconds`` ran out."""
    money = built.problem.budget * built.unit if built.unit > 1 else None
    unsuitable = _unsuitable(built, settings, money)
    if unsuitable:
        return Proposals("unsuitable", unsuitable, None, money, (), (), built.to_check, settings)
    outcome = solve(arrays_of(built.problem), Ask(top, seconds=seconds))
    ids = [candidate.id for candidate in built.problem.members]
    sets = [
        ([ids[i] for i in found.members], ids[found.lead], found.value) for found in outcome.found
    ]
    proposals = tuple(
        _proposal(built, *one, seed=seed, steady=n == 0) for n, one in enumerate(sets)
    )
    status = "bounded" if not outcome.proved else "optimal" if sets else "infeasible"
    return Proposals(
        status=status,
        why=_said(status, len(built.problem.members), built),
        bound=outcome.bound,
        budget=money,
        proposals=proposals,
        left_out=_left_out(built, sets[0][0] if sets else []),
        to_check=built.to_check,
        settings=settings,
    )


def rules_broken(built: Built, member_ids: Sequence[int], lead_id: int | None) -> list[str]:
    """Every rule that these members break under this lead, judged without the search."""
    lead = candidate_id(lead_id) if lead_id is not None else ""
    return [
        _named(one, built)
        for one in faults(built.problem.as_json(), [candidate_id(m) for m in member_ids], lead)
    ]


def shares_for(built: Built, member_ids: Sequence[int], lead_id: int) -> dict[int, int]:
    """Whole pounds by member; empty where the money is not known. Raises ValueError when it cannot be shared out."""
    if built.unit == 1:
        return {}
    lines = split(
        built.problem,
        [candidate_id(m) for m in member_ids],
        candidate_id(lead_id),
        coins=built.unit,
    )
    return {built.member(name).id: coins for name, coins in lines.given.items()}


def coverage(built: Built, member_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """What each of these members covers, in words."""
    candidates = {candidate.id: candidate for candidate in built.problem.members}
    return {
        member_id: _words(built, candidates[candidate_id(member_id)].covers)
        for member_id in member_ids
        if candidate_id(member_id) in candidates
    }


def not_covered(built: Built, member_ids: Sequence[int]) -> tuple[str, ...]:
    """The needs that none of these members covers, in words."""
    candidates = {candidate.id: candidate for candidate in built.problem.members}
    inside = [candidates[candidate_id(m)] for m in member_ids if candidate_id(m) in candidates]
    covered = frozenset().union(*(candidate.covers for candidate in inside))
    return tuple(built.labels[need.id] for need in built.problem.needs if need.id not in covered)


def _unsuitable(built: Built, settings: Mapping[str, Any], money: int | None) -> str:
    least = settings["least_budget"]
    if money is not None and money < least:
        return f"{pounds(money)} is too little to share: a joint bid is proposed from {pounds(least)} up"
    pool, needed = len(built.problem.members), built.problem.rules.min_partners
    if pool < needed:
        return (
            f"only {pool} member{'' if pool == 1 else 's'} could take part, and {needed} are needed"
        )
    if not any(candidate.may_lead for candidate in built.problem.members):
        tests = [test for lead in built.lead_tests.values() for test in lead.failed]
        return "nobody could lead: " + "; ".join(tests[:SHOWN])
    return ""


def _said(status: str, pool: int, built: Built) -> str:
    if status == "optimal":
        return f"proven best of all sets of {pool} members, under these weights and rules"
    if status == "bounded":
        return "the best found in the time given; the bound says how far from the best it can be"
    rules = built.problem.rules
    return (
        f"no set of {rules.min_partners} to {rules.max_partners} of the {pool} members keeps every rule: "
        "look at experts by experience, shares within incomes, and who may lead"
    )


def _proposal(
    built: Built, members: Sequence[str], lead: str, value: int, *, seed: int, steady: bool
) -> Proposal:
    problem = built.problem.as_json()
    wrong = fault(problem, members, lead)
    if wrong:  # pragma: no cover - the search and the verifier would have to disagree
        msg = f"the search proposed a set that breaks a rule: {wrong}"
        raise AssertionError(msg)
    lines = {
        line.member: line for line in split(built.problem, members, lead, coins=built.unit).lines
    }
    order = sorted(members, key=lambda m: (m != lead, -lines[m].given, m))
    partners = tuple(
        _partner(built, name, members, lines[name], leads=name == lead) for name in order
    )
    return Proposal(
        lead=built.member(lead).id,
        members=partners,
        value=value,
        terms=_terms(built, members, lead, value),
        not_covered=not_covered(built, [built.member(m).id for m in members]),
        binding=tuple(_binding(built, members, lines)),
        steadiness=_steadiness(built, members, seed) if steady else "",
        lead_to_check=tuple(built.lead_tests[lead].unknown),
    )


def _partner(
    built: Built, name: str, members: Sequence[str], line: Line, *, leads: bool
) -> Partner:
    candidates = {candidate.id: candidate for candidate in built.problem.members}
    others = frozenset().union(*(candidates[m].covers for m in members if m != name))
    covers = _words(built, candidates[name].covers)
    only = _words(built, candidates[name].covers - others)
    whole = built.problem.budget * built.unit
    return Partner(
        id=built.member(name).id,
        name=built.member(name).name,
        share=line.given if built.unit > 1 else None,
        percent=round(100 * line.given / whole, 1),
        covers=covers,
        only_one_for=only,
        why=_why(line, only, leads=leads, unit=built.unit),
    )


def _why(line: Line, only: Sequence[str], *, leads: bool, unit: int) -> str:
    words = ["leads"] if leads else []
    words.append(
        f"alone covers {listed(only, SHOWN)}" if only else "shares what it covers with others"
    )
    if line.at_most:
        words.append(
            f"held to {pounds(line.limits.most)} by its cap" if unit > 1 else "held by its cap"
        )
    if line.at_least:
        words.append(
            f"lifted to its least share, {pounds(line.limits.least)}"
            if unit > 1
            else "lifted to its least share"
        )
    return "; ".join(words)


def _words(built: Built, cells: frozenset[str]) -> tuple[str, ...]:
    """Cells in words; places and themes said once, single cells only where nothing shorter says it."""
    short = sorted(built.labels[c] for c in cells if c.startswith(("theme:", "place:")))
    return tuple(short or sorted(built.labels[c] for c in cells))


def _terms(built: Built, members: Sequence[str], lead: str, value: int) -> dict[str, int]:
    group = [candidate for candidate in built.problem.members if candidate.id in set(members)]
    covered = frozenset().union(*(candidate.covers for candidate in group))
    needs = sum(need.weight for need in built.problem.needs if need.id in covered)
    scores = sum(candidate.score for candidate in group)
    leads = next(candidate.lead_score for candidate in group if candidate.id == lead)
    inside = set(members)
    trust = sum(points for pair, points in built.problem.trust.items() if pair <= inside)
    return {
        "needs covered": needs,
        "partners' own matches and chances owed": scores,
        "lead": leads,
        "worked together before": trust,
        "money that can reach small partners": value - needs - scores - leads - trust,
    }


def _binding(built: Built, members: Sequence[str], lines: Mapping[str, Line]) -> list[str]:
    group = [candidate for candidate in built.problem.members if candidate.id in set(members)]
    rules, small = built.problem.rules, [c for c in group if c.size == "small"]
    found = []
    if len(group) == rules.max_partners:
        found.append(f"no more than {rules.max_partners} partners")
    if len(small) == rules.min_small:
        found.append(f"at least {rules.min_small} small partners")
    if sum(c.size == "large" for c in group) == rules.max_large and rules.max_large:
        found.append(f"at most {rules.max_large} large partner")
    if rules.min_experts and sum(c.experts for c in group) == rules.min_experts:
        found.append(f"at least {rules.min_experts} experts by experience")
    capped = [built.member(name).name for name, line in lines.items() if line.at_most]
    if capped:
        found.append(f"the cap of {listed(capped)}")
    return found


def _steadiness(built: Built, members: Sequence[str], seed: int) -> str:
    shaken = random.Random(seed)  # noqa: S311 - weights are shaken, nothing is kept secret
    best = set(members)
    stayed = sum(_best_of(_shake(built.problem, shaken)) == best for _ in range(SHAKES))
    return f"best in {stayed} of {SHAKES} trials with every weight moved by up to {SHAKEN_BY:.0%}"


def _best_of(problem: Problem) -> set[str]:
    found = solve(arrays_of(problem), Ask(1)).found
    return {problem.members[i].id for i in found[0].members} if found else set()


def _shake(problem: Problem, shaken: random.Random) -> Problem:
    def moved(weight: int) -> int:
        return round(weight * shaken.uniform(1 - SHAKEN_BY, 1 + SHAKEN_BY))

    needs = tuple(Cell(need.id, moved(need.weight)) for need in problem.needs)
    members = tuple(replace(member, score=moved(member.score)) for member in problem.members)
    return replace(problem, needs=needs, members=members)


def _left_out(built: Built, best: Sequence[str]) -> tuple[LeftOut, ...]:
    candidates = {candidate.id: candidate for candidate in built.problem.members}
    covered = frozenset().union(*(candidates[m].covers for m in best))
    out = []
    for name, candidate in candidates.items():
        if name in best:
            continue
        new = _words(built, candidate.covers - covered)
        member = built.member(name)
        if candidate.share.empty:
            why = "its income is too small for the least share"
            need = "a smaller least share, or a part without money of its own"
        elif new:
            why = f"it would add {listed(new, SHOWN)}, but the set without it is worth more"
            need = "a place in the set, at the cost of another partner"
        else:
            why = "all that it covers is covered already"
            need = "something that no partner covers, or a partner that drops out"
        out.append(LeftOut(member.id, member.name, why, need))
    return tuple(sorted(out, key=lambda one: one.name))


def _named(sentence: str, built: Built) -> str:
    for name, member in sorted(built.members.items(), key=lambda pair: -len(pair[0])):
        sentence = sentence.replace(f"{name} ", f"{member.name} ")
    return sentence


def _proposal_row(proposal: Proposal) -> dict[str, Any]:
    return {
        "lead": proposal.lead,
        "members": [
            {
                "id": partner.id,
                "name": partner.name,
                "share": partner.share,
                "percent": partner.percent,
                "covers": list(partner.covers),
                "only_one_for": list(partner.only_one_for),
                "why": partner.why,
            }
            for partner in proposal.members
        ],
        "value": proposal.value,
        "terms": dict(proposal.terms),
        "not_covered": list(proposal.not_covered),
        "binding": list(proposal.binding),
        "steadiness": proposal.steadiness,
        "lead_to_check": list(proposal.lead_to_check),
    }
