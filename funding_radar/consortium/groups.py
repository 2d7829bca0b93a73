"""What any group of members covers, which rules it breaks and how it shares the money: no search, no choice."""

from collections.abc import Sequence

from funding_radar.consortium.left_out import named
from funding_radar.consortium.needs import in_words
from funding_radar.consortium.problem import Built, candidate_id
from funding_radar.consortium.shares import split
from funding_radar.consortium.verify import faults


def rules_broken(built: Built, member_ids: Sequence[int], lead_id: int | None) -> list[str]:
    """Every rule that these members break under this lead, judged without the search."""
    lead = candidate_id(lead_id) if lead_id is not None else ""
    return [
        named(one, built)
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
        member_id: words_for(built, candidates[candidate_id(member_id)].covers)
        for member_id in member_ids
        if candidate_id(member_id) in candidates
    }


def not_covered(built: Built, member_ids: Sequence[int]) -> tuple[str, ...]:
    """The needs that none of these members covers, in words."""
    covered = _cells(built, member_ids)
    return tuple(built.labels[need.id] for need in built.problem.needs if need.id not in covered)


def gaps(built: Built, member_ids: Sequence[int]) -> tuple[str, ...]:
    """The same, said briefly: each what and whom once, with its places."""
    needs = {need.id for need in built.problem.needs}
    return tuple(in_words(built.labels, needs - _cells(built, member_ids)))


def gained(built: Built, member_ids: Sequence[int], newcomer: int) -> tuple[str, ...]:
    """What a newcomer covers that none of these members does, said briefly."""
    new = _cells(built, [newcomer]) - _cells(built, member_ids)
    return tuple(in_words(built.labels, new))


def _cells(built: Built, member_ids: Sequence[int]) -> frozenset[str]:
    wanted = {candidate_id(member_id) for member_id in member_ids}
    return frozenset().union(*(c.covers for c in built.problem.members if c.id in wanted))


def words_for(built: Built, cells: frozenset[str]) -> tuple[str, ...]:
    """Cells in words; places and themes said once, single cells only where nothing shorter says it."""
    short = sorted(built.labels[c] for c in cells if c.startswith(("theme:", "place:")))
    return tuple(short or sorted(built.labels[c] for c in cells))
