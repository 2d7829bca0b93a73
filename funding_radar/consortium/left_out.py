"""Every member's own answer: why it is not in the best consortium, and what would bring it in."""

import re
from collections.abc import Sequence

from funding_radar.consortium.arrays import arrays_of
from funding_radar.consortium.needs import in_words
from funding_radar.consortium.problem import Built, candidate_id
from funding_radar.consortium.proposals import LeftOut
from funding_radar.consortium.relax import RELAXABLE
from funding_radar.consortium.search import Ask, Outcome, prepare, solve
from funding_radar.consortium.why_not import WhyNot, why_not
from funding_radar.phrases import listed

SHOWN = 4
TRIES = 24
"""Milder forms of one rule that are tried for a member that no group can have."""
_CODES = re.compile(r"\bm\d+\b|\b(?:place|theme):\w+")
NOT_NOW = "that to change, in its profile or in its answer"


def left_out(built: Built, outcome: Outcome) -> tuple[LeftOut, ...]:
    """Everyone that matched and is not in the best consortium; the pool by how near it comes, then the barred."""
    ids = [candidate.id for candidate in built.problem.members]
    best = [ids[i] for found in outcome.found[:1] for i in found.members]
    if not best:
        return ()
    outside = [name for name in ids if name not in best]
    answers = why_not(built.problem, outside, outcome)
    pool = [_answered(built, ids, best, answer) for answer in answers]
    barred = [
        LeftOut(m, built.names[m], built.left_out[m], NOT_NOW, could_join=False)
        for m in built.left_out
        if m in built.matched
    ]
    far = 1 + max((one.short_by or 0 for one in pool), default=0)
    nearest = sorted(
        pool, key=lambda one: (far if one.short_by is None else one.short_by, one.name)
    )
    return (*nearest, *sorted(barred, key=lambda one: one.name))


def own_answer(built: Built, outcome: Outcome, member_id: int) -> LeftOut:
    """One member's answer, with the smallest changes that would bring it in where rules keep it out."""
    name = candidate_id(member_id)
    ids = [candidate.id for candidate in built.problem.members]
    best = [ids[i] for found in outcome.found[:1] for i in found.members]
    (answer,) = why_not(built.problem, [name], outcome)
    told = _answered(built, ids, best, answer)
    if answer.with_it is not None:
        return told
    changes = _changes(built, ids.index(name), answer.bars)
    return told if not changes else LeftOut(told.id, told.name, told.why, " or ".join(changes))


def group_with(built: Built, outcome: Outcome, member_id: int) -> tuple[list[str], str] | None:
    """The best group that has a member, by candidate, and its lead; None where no group may have it."""
    ids = [candidate.id for candidate in built.problem.members]
    (answer,) = why_not(built.problem, [candidate_id(member_id)], outcome)
    found = answer.with_it
    return None if found is None else ([ids[i] for i in found.members], ids[found.lead])


def _answered(built: Built, ids: Sequence[str], best: Sequence[str], answer: WhyNot) -> LeftOut:
    member = built.member(answer.member)
    if answer.with_it is None:
        rules = listed(answer.bars) if answer.bars else "several rules at once"
        return LeftOut(
            member.id,
            member.name,
            f"no group with it keeps the rules: {rules}",
            f"a change of {rules}",
        )
    group = [ids[i] for i in answer.with_it.members]
    company = listed(sorted(built.member(m).name for m in group if m != answer.member), len(group))
    if not answer.short_by:
        why = f"a group with it, and {company}, is as good"
        return LeftOut(member.id, member.name, why, "nothing more: that group can be chosen", 0)
    points = f"{answer.short_by} point{'s' if answer.short_by > 1 else ''}"
    why = f"the best group with it, and {company}, is worth {points} less{_what_is_lost(built, best, group)}"
    return LeftOut(member.id, member.name, why, _need(built, answer), answer.short_by)


def _what_is_lost(built: Built, best: Sequence[str], group: Sequence[str]) -> str:
    lost = in_words(built.labels, _covered(built, best) - _covered(built, group))
    return f"; it would not cover {listed(lost, SHOWN)}" if lost else ""


def _need(built: Built, answer: WhyNot) -> str:
    weight = max((need.weight for need in built.problem.needs if "|" in need.id), default=0)
    points = f"{answer.short_by} point{'s' if answer.short_by > 1 else ''} more"
    if not weight:
        return points
    count = -(-answer.short_by // weight)
    needs = "one more need" if count == 1 else f"{count} more needs"
    owed = built.owed.get(built.member(answer.member).id, 0)
    return f"{points}: {needs} that nobody else in the group covers, or chances owed to it ({owed} now)"


def _changes(built: Built, number: int, bars: Sequence[str]) -> list[str]:
    """For each rule that keeps a member out, the mildest form that lets it in."""
    found = []
    for rule in RELAXABLE:
        if rule.words not in bars:
            continue
        for _, (milder, words) in zip(range(TRIES), rule.milder(built.problem), strict=False):
            ask = Ask(1, forced=(number,), first_found=True)
            if solve(prepare(arrays_of(milder)), ask).found:
                found.append(named(words, built))
                break
        else:
            found.append(f"{rule.words} given up")
    return found


def named(sentence: str, built: Built) -> str:
    """A sentence with members by name where the problem has their ids, and cells in words."""
    known = {**built.labels, **{name: member.name for name, member in built.members.items()}}
    return _CODES.sub(lambda code: known.get(code[0], code[0]), sentence)


def _covered(built: Built, names: Sequence[str]) -> frozenset[str]:
    inside = set(names)
    return frozenset().union(*(c.covers for c in built.problem.members if c.id in inside))
