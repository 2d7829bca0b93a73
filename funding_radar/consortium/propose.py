"""The best few consortia for a call, each with shares, reasons and what binds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.explain import binding, coverage_lost, worth
from funding_radar.consortium.infeasible import why_impossible
from funding_radar.consortium.problem import Built, candidate_id
from funding_radar.consortium.search import Ask, Outcome, solve_diverse
from funding_radar.consortium.shares import Line, Split, split
from funding_radar.consortium.steadiness import PERCENT, steadiness
from funding_radar.consortium.verify import fault, faults
from funding_radar.consortium.why_not import WhyNot, why_not
from funding_radar.phrases import listed, pounds

SHOWN = 4
FEW, APART, FAR_APART = 12, 2, 4
"""In so small a pool an alternative differs in one exchange of a member, in a larger one in two."""


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
    """The best consortium with proof, or with a bound when ``seconds`` ran out, and alternatives.

    Each alternative is the best that differs enough from those before it. The search takes no
    random choices, so ``seed`` changes nothing.
    """
    del seed
    money = built.problem.budget * built.unit if built.unit > 1 else None
    unsuitable = _unsuitable(built, settings, money)
    if unsuitable:
        return Proposals("unsuitable", unsuitable, None, money, (), (), built.to_check, settings)
    apart = APART if len(built.problem.members) < FEW else FAR_APART
    outcome = solve_diverse(arrays_of(built.problem), Ask(top, distance=apart, seconds=seconds))
    ids = [candidate.id for candidate in built.problem.members]
    sets = [
        ([ids[i] for i in found.members], ids[found.lead], found.value) for found in outcome.found
    ]
    proposals = tuple(_proposal(built, *one, steady=n == 0) for n, one in enumerate(sets))
    status = "bounded" if not outcome.proved else "optimal" if sets else "infeasible"
    return Proposals(
        status=status,
        why=_said(status, len(built.problem.members), built),
        bound=outcome.bound,
        budget=money,
        proposals=proposals,
        left_out=_left_out(built, outcome),
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
    return _named(f"{why_impossible(built.problem).sentence} ", built).strip()


def _proposal(
    built: Built, members: Sequence[str], lead: str, value: int, *, steady: bool
) -> Proposal:
    problem = built.problem.as_json()
    wrong = fault(problem, members, lead)
    if wrong:  # pragma: no cover - the search and the verifier would have to disagree
        msg = f"the search proposed a set that breaks a rule: {wrong}"
        raise AssertionError(msg)
    shared = split(built.problem, members, lead, coins=built.unit)
    lines = {line.member: line for line in shared.lines}
    lost = coverage_lost(built.problem, members)
    order = sorted(members, key=lambda m: (m != lead, -lines[m].given, m))
    partners = tuple(
        _partner(built, members, lines[name], lost[name], leads=name == lead) for name in order
    )
    return Proposal(
        lead=built.member(lead).id,
        members=partners,
        value=value,
        terms=_terms(built, members, lead, shared),
        not_covered=not_covered(built, [built.member(m).id for m in members]),
        binding=tuple(_binding(built, members, lead, shared)),
        steadiness=_steadiness(built, members) if steady else "",
        lead_to_check=tuple(built.lead_tests[lead].unknown),
    )


def _partner(
    built: Built, members: Sequence[str], line: Line, lost: int, *, leads: bool
) -> Partner:
    name = line.member
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
        why=_why(line, only, lost, leads=leads, unit=built.unit),
    )


def _why(line: Line, only: Sequence[str], lost: int, *, leads: bool, unit: int) -> str:
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
    words.append(
        f"without it the group loses {lost} points of what it covers"
        if lost
        else "without it nothing would go uncovered: ask what it is for"
    )
    return "; ".join(words)


def _words(built: Built, cells: frozenset[str]) -> tuple[str, ...]:
    """Cells in words; places and themes said once, single cells only where nothing shorter says it."""
    short = sorted(built.labels[c] for c in cells if c.startswith(("theme:", "place:")))
    return tuple(short or sorted(built.labels[c] for c in cells))


def _terms(built: Built, members: Sequence[str], lead: str, shared: Split) -> dict[str, int]:
    terms = worth(built.problem, members, lead, shared.small_money_possible // built.unit)
    named = {
        "needs covered": terms.needs,
        "communities reached": terms.communities,
        "partners' own matches and chances owed": terms.members,
        "lead": terms.lead,
        "worked together before": terms.trust,
        "money that can reach small partners": terms.small_money,
    }
    return {
        words: points for words, points in named.items() if points or words != "communities reached"
    }


def _binding(built: Built, members: Sequence[str], lead: str, shared: Split) -> list[str]:
    found = binding(arrays_of(built.problem), members, lead)
    capped = [built.member(line.member).name for line in shared.lines if line.at_most]
    if capped:
        found.append(f"the cap of {listed(capped)}")
    if shared.floor_lifted:
        found.append("small partners are lifted to their floor of the money")
    return found


def _steadiness(built: Built, members: Sequence[str]) -> str:
    steady = steadiness(built.problem, members)
    upset = f"; another set is better with {listed(steady.upset_by)}" if steady.upset_by else ""
    return (
        f"best in {steady.stays} of {steady.moves} trials, each with one weight moved by "
        f"{PERCENT} %{upset}"
    )


def _left_out(built: Built, outcome: Outcome) -> tuple[LeftOut, ...]:
    """Everyone of the pool that is not in the best consortium, each with its own answer."""
    ids = [candidate.id for candidate in built.problem.members]
    best = {ids[i] for found in outcome.found[:1] for i in found.members}
    outside = [name for name in ids if name not in best]
    if not best:
        return ()
    answers = why_not(built.problem, outside, outcome)
    return tuple(
        sorted((_answered(built, ids, answer) for answer in answers), key=lambda one: one.name)
    )


def _answered(built: Built, ids: Sequence[str], answer: WhyNot) -> LeftOut:
    member = built.member(answer.member)
    if answer.with_it is None:
        rules = listed(answer.bars) if answer.bars else "several rules at once"
        why, need = f"no group with it keeps the rules: {rules}", f"a change of {rules}"
    else:
        others = [built.member(ids[i]).name for i in answer.with_it.members]
        company = listed(sorted(name for name in others if name != member.name))
        if answer.short_by:
            points = f"{answer.short_by} point{'s' if answer.short_by > 1 else ''}"
            why = f"the best group with it, and {company}, is worth {points} less"
            need = f"{points} more: needs that nobody else covers, or chances owed to it"
        else:
            why = f"a group with it, and {company}, is as good"
            need = "nothing more: the group can be chosen instead"
    return LeftOut(member.id, member.name, why, need)


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
