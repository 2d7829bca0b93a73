"""The best few consortia for a call, each with shares, reasons and what binds it."""

from collections.abc import Mapping, Sequence
from typing import Any

from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.explain import binding, coverage_lost, worth
from funding_radar.consortium.groups import gaps, not_covered, words_for
from funding_radar.consortium.infeasible import why_impossible
from funding_radar.consortium.left_out import left_out, named
from funding_radar.consortium.needs import in_words
from funding_radar.consortium.problem import Built
from funding_radar.consortium.proposals import LeftOut, Partner, Proposal, Proposals, Steps
from funding_radar.consortium.search import Ask, Outcome, solve_diverse
from funding_radar.consortium.shares import Line, Split, split
from funding_radar.consortium.steadiness import PERCENT, steadiness
from funding_radar.consortium.verify import proposal_faults
from funding_radar.phrases import listed, pounds

__all__ = ["LeftOut", "Partner", "Proposal", "Proposals", "propose", "searched", "unsuitable"]
SHOWN = 4
MANY = 8
FEW, APART, FAR_APART = 12, 2, 4
"""In so small a pool an alternative differs in one exchange of a member, in a larger one in two."""


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
    why_none = unsuitable(built, settings, built.money)
    if why_none:
        return Proposals(
            "unsuitable", why_none, None, built.money, (), (), built.to_check, settings
        )
    outcome = searched(built, top, seconds)
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
        budget=built.money,
        proposals=proposals,
        left_out=left_out(built, outcome),
        to_check=built.to_check,
        settings=settings,
    )


def searched(built: Built, top: int, seconds: float | None = None) -> Outcome:
    """The best few sets that differ enough from each other."""
    apart = APART if len(built.problem.members) < FEW else FAR_APART
    return solve_diverse(arrays_of(built.problem), Ask(top, distance=apart, seconds=seconds))


def unsuitable(built: Built, settings: Mapping[str, Any], money: int | None) -> str:
    """Why no joint bid is proposed at all for a call; empty where one can be looked for."""
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
    return named(why_impossible(built.problem).sentence, built)


def _proposal(
    built: Built, members: Sequence[str], lead: str, value: int, *, steady: bool
) -> Proposal:
    shared = split(built.problem, members, lead, coins=built.unit)
    _refuse_faulty(built, members, lead, value, shared)
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
        gaps=gaps(built, [built.member(m).id for m in members]),
        binding=tuple(_binding(built, members, lead, shared)),
        steadiness=_steadiness(built, members) if steady else "",
        lead_to_check=tuple(built.lead_tests[lead].unknown),
        small_money=_small_money(built, shared),
    )


def _refuse_faulty(
    built: Built, members: Sequence[str], lead: str, value: int, shared: Split
) -> None:
    """No proposal leaves here that the verifier, which shares no code with the search, has not found right."""
    shares = {name: coins / built.unit for name, coins in shared.given.items()}
    said = {"members": list(members), "lead": lead, "value": value, "shares": shares}
    wrong = next(proposal_faults(built.problem.as_json(), said), None)
    if wrong:  # pragma: no cover - the search and the verifier would have to disagree
        msg = f"the search proposed a set that breaks a rule: {wrong}"
        raise AssertionError(msg)


def _partner(
    built: Built, members: Sequence[str], line: Line, lost: int, *, leads: bool
) -> Partner:
    name = line.member
    candidates = {candidate.id: candidate for candidate in built.problem.members}
    others = frozenset().union(*(candidates[m].covers for m in members if m != name))
    covers = words_for(built, candidates[name].covers)
    alone = candidates[name].covers - others
    whole = built.problem.budget * built.unit
    return Partner(
        id=built.member(name).id,
        name=built.member(name).name,
        share=line.given if built.unit > 1 else None,
        percent=round(100 * line.given / whole, 1),
        covers=covers,
        only_one_for=words_for(built, alone),
        why=_why(built, line, _part(built, members, name, alone), lost, leads=leads),
        steps=Steps(
            alone=round(float(line.alone), 1),
            shared=round(float(line.shared), 1),
            by_coverage=round(line.target),
            least=line.limits.least,
            most=line.limits.most,
        ),
    )


def _part(built: Built, members: Sequence[str], name: str, alone: frozenset[str]) -> str:
    """What a partner covers alone, and how much of the rest it shares with whom."""
    covers = {c.id: c.covers for c in built.problem.members if c.id in set(members)}
    shared = covers[name] - alone
    whom = listed([built.member(m).name for m in members if m != name and covers[m] & shared], MANY)
    if not alone:
        return f"shares all that it covers with {whom}"
    only = f"alone covers {listed(in_words(built.labels, alone), SHOWN)}"
    more = f"{len(shared)} more need{'' if len(shared) == 1 else 's'}"
    return f"{only}; shares {more} with {whom}" if shared else only


def _why(built: Built, line: Line, part: str, lost: int, *, leads: bool) -> str:
    words = ["leads", part] if leads else [part]
    if line.at_most:
        words.append(f"held to {_amount(built, line.limits.most)} by {_cap(built, line)}")
    if line.at_least:
        words.append(f"lifted to its least share, {_amount(built, line.limits.least)}")
    words.append(
        f"without it the group loses {lost} points of what it covers"
        if lost
        else "without it nothing would go uncovered: ask what it is for"
    )
    return "; ".join(words)


def _amount(built: Built, coins: int) -> str:
    return pounds(coins) if built.unit > 1 else f"{coins} %"


def _cap(built: Built, line: Line) -> str:
    """Whose word or which rule a cap is."""
    member, most = built.member(line.member), line.limits.most
    if member.max_award is not None and built.unit > 1 and most + built.unit > member.max_award:
        return "what it says it can handle"
    by_rule = max(built.caps) * built.problem.budget * built.unit // 100
    if most < min(built.caps) * built.problem.budget * built.unit // 100 and most < by_rule:
        return "what its income can carry"
    return "its cap"


def _terms(built: Built, members: Sequence[str], lead: str, shared: Split) -> dict[str, int]:
    terms = worth(built.problem, members, lead, shared.small_money_possible // built.unit)
    owed = sum(built.owed.get(built.member(name).id, 0) for name in members)
    told = {
        "needs covered": terms.needs,
        "communities reached": terms.communities,
        "partners' own matches": terms.members - owed,
        "chances owed": owed,
        "lead": terms.lead,
        "worked together before": terms.trust,
        "money that can reach small partners": terms.small_money,
    }
    return {
        words: points for words, points in told.items() if points or words != "communities reached"
    }


def _binding(built: Built, members: Sequence[str], lead: str, shared: Split) -> list[str]:
    found = binding(arrays_of(built.problem), members, lead)
    capped = [built.member(line.member).name for line in shared.lines if line.at_most]
    if capped:
        found.append(f"the cap of {listed(capped)}")
    if shared.floor_lifted:
        found.append("small partners are lifted to their floor of the money")
    return found


def _small_money(built: Built, shared: Split) -> str:
    """What the split gives to small partners beside the most that could reach them: the points count the second."""
    whole = built.problem.budget * built.unit
    given = f"{_amount(built, shared.small_money)} ({100 * shared.small_money / whole:.0f} %)"
    if shared.small_money == shared.small_money_possible:
        return f"small partners get {given}, all that could reach them"
    most = _amount(built, shared.small_money_possible)
    return f"small partners get {given}; {most} at the most could reach them, which is what the points count"


def _steadiness(built: Built, members: Sequence[str]) -> str:
    steady = steadiness(built.problem, members)
    said = f"best in {steady.stays} of {steady.moves} trials, each with one weight moved by {PERCENT} %"
    if not steady.upset_by:
        return said
    loose = [
        f"{built.member(name).name} in {kept}"
        for name, kept in sorted(steady.members.items(), key=lambda pair: pair[1])
        if kept < steady.moves
    ]
    stays = f"; of these partners {listed(loose)} of them" if loose else ""
    return f"{said}; another set is better with {listed(steady.upset_by)}{stays}"
