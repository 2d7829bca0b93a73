"""Judges a proposal by the rules alone, in plain Python, from the problem as its file says it.

Nothing here is shared with the search: it reads plain mappings and counts by hand, so that a
mistake there cannot hide here.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

Json = Mapping[str, Any]
TOLERANCE = 0.001
"""The smallest coin that shares are written in, in units of the budget."""


def fault(problem: Json, members: Sequence[str], lead: str) -> str | None:
    """The first rule that these members break under this lead; None when they keep all."""
    return next(faults(problem, members, lead), None)


def faults(problem: Json, members: Sequence[str], lead: str) -> Iterator[str]:
    """Every rule that these members break under this lead, one sentence each."""
    known = {member["id"]: member for member in problem["members"]}
    if strangers := [name for name in members if name not in known]:
        yield f"{strangers[0]} is not in the problem"
        return
    if len(set(members)) != len(members):
        yield "a member is named twice"
        return
    group = [known[name] for name in members]
    yield from _faults_of_people(problem, group)
    yield from _faults_of_coverage(problem, group)
    yield from _faults_of_lead(known, members, lead)
    if lead in members:
        yield from _faults_of_money(problem, group, lead)


def _faults_of_people(problem: Json, group: Sequence[Json]) -> Iterator[str]:
    rules, count = problem["rules"], len(group)
    least, most = rules["partners"]
    if count < least or count > most:
        yield f"{count} partners, where {least} to {most} are allowed"
    for member in group:
        if not member["eligible"]:
            yield f"{member['id']} is not eligible"
    small = len([member for member in group if member["size"] == "small"])
    if small < rules["min_small"]:
        yield f"{small} small members, where {rules['min_small']} are needed"
    if small * 100 < rules["min_small_percent"] * count:
        yield f"{small} of {count} are small, under {rules['min_small_percent']} %"
    large = len([member for member in group if member["size"] == "large"])
    if large > rules["max_large"]:
        yield f"{large} large members, where {rules['max_large']} are allowed"
    experts = sum(member["experts"] for member in group)
    if experts < rules["min_experts"]:
        yield f"{experts} experts by experience, where {rules['min_experts']} are needed"
    days = sum(member["days"] for member in group)
    wanted = rules["min_days"] + rules["days_per_partner"] * count
    if days < wanted:
        yield f"{days} days for the bid, where {wanted} are needed"
    for a, b in problem["conflicts"]:
        if {a, b} <= {member["id"] for member in group}:
            yield f"{a} and {b} are in conflict"


def _faults_of_coverage(problem: Json, group: Sequence[Json]) -> Iterator[str]:
    covered = {need for member in group for need in member["covers"]}
    for need in problem["must"]:
        if need not in covered:
            yield f"{need} has to be covered and is not"
    reached = {community for member in group for community in member["reaches"]}
    if len(reached) < problem["rules"]["min_communities"]:
        yield f"{len(reached)} communities, where {problem['rules']['min_communities']} are needed"


def _faults_of_lead(known: Mapping[str, Json], members: Sequence[str], lead: str) -> Iterator[str]:
    if lead not in members:
        yield f"the lead {lead} is not a partner"
    elif not known[lead]["may_lead"]:
        yield f"{lead} may not lead"


def _faults_of_money(problem: Json, group: Sequence[Json], lead: str) -> Iterator[str]:
    for member in group:
        least, most = _limits(member, lead)
        if least > most:
            yield f"no share lies within the limits of {member['id']}"
            return
    if most_for_small(problem, [member["id"] for member in group], lead) is None:
        yield "the budget cannot be shared out within the limits and the floor for small members"


def _limits(member: Json, lead: str) -> tuple[float, float]:
    least, most = member["share_as_lead"] if member["id"] == lead else member["share"]
    return least, most


def most_for_small(problem: Json, members: Sequence[str], lead: str) -> int | None:
    """The most money that can reach small members; None when it cannot be shared out at all.

    Counts up from what everyone must have: first the small members are filled, then the others.
    """
    group = [member for member in problem["members"] if member["id"] in set(members)]
    given = {member["id"]: _limits(member, lead)[0] for member in group}
    left = problem["budget"] - sum(given.values())
    if left < 0:
        return None
    for wanted in (True, False):
        for member in group:
            if (member["size"] == "small") is wanted:
                more = min(left, _limits(member, lead)[1] - given[member["id"]])
                given[member["id"]] += more
                left -= more
    if left > 0:
        return None
    small = sum(given[member["id"]] for member in group if member["size"] == "small")
    floor = problem["rules"]["min_small_money_percent"] * problem["budget"]
    return int(small) if 100 * small >= floor else None


def value(problem: Json, members: Sequence[str], lead: str) -> int:
    """What a consortium that keeps the rules is worth."""
    group = [member for member in problem["members"] if member["id"] in set(members)]
    total = 0
    for need in problem["needs"]:
        if any(need["id"] in member["covers"] for member in group):
            total += need["weight"]
    for community in problem["communities"]:
        if any(community["id"] in member["reaches"] for member in group):
            total += community["weight"]
    total += sum(member["score"] for member in group)
    total += sum(member["lead_score"] for member in group if member["id"] == lead)
    pairs = {tuple(sorted((a, b))): points for a, b, points in problem["trust"]}
    total += sum(pairs.get(pair, 0) for pair in combinations(sorted(members), 2))
    money = most_for_small(problem, members, lead)
    if money is None:
        raise ValueError("these members break the rules of money, so they have no value")
    return int(total + problem["rules"]["points_per_small_thousand"] * money)


def share_faults(problem: Json, proposal: Json) -> Iterator[str]:
    """What is wrong with a proposal's shares, one sentence each."""
    shares, known = proposal["shares"], {member["id"]: member for member in problem["members"]}
    if set(shares) != set(proposal["members"]):
        yield "shares are not for exactly the partners"
        return
    if abs(sum(shares.values()) - problem["budget"]) > TOLERANCE:
        yield f"shares add up to {sum(shares.values())}, not to {problem['budget']}"
    for name, share in shares.items():
        least, most = _limits(known[name], proposal["lead"])
        if not least - TOLERANCE <= share <= most + TOLERANCE:
            yield f"{name} gets {share}, outside {least} to {most}"
    small = sum(share for name, share in shares.items() if known[name]["size"] == "small")
    floor = problem["rules"]["min_small_money_percent"] * problem["budget"] / 100
    if small < floor - TOLERANCE:
        yield f"small members get {small}, under the floor of {floor}"


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """In how many members two sets differ."""
    return len(set(one) ^ set(other))


def judge(problem: Json, answer: Json, *, diverse: int | None = None) -> str | None:
    """What is wrong with an answer, as a sentence; None when nothing is."""
    proposals = answer["proposals"]
    for at, proposal in enumerate(proposals):
        if why := next(proposal_faults(problem, proposal), None):
            return f"proposal {at + 1}: {why}"
        for earlier in proposals[:at]:
            if distance(earlier["members"], proposal["members"]) < max(1, diverse or 1):
                return f"proposal {at + 1}: too like an earlier one"
        if at and proposal["value"] > proposals[at - 1]["value"]:
            return f"proposal {at + 1}: better than the one before it"
    return _bound_fault(answer)


def proposal_faults(problem: Json, proposal: Json) -> Iterator[str]:
    """Every rule that a proposal breaks; where it breaks none, what is wrong with its value and its shares."""
    members, lead = proposal["members"], proposal["lead"]
    broken = list(faults(problem, members, lead))
    yield from broken
    if not broken:
        if (worth := value(problem, members, lead)) != proposal["value"]:
            yield f"said to be worth {proposal['value']}, is worth {worth}"
        yield from share_faults(problem, proposal)


def _bound_fault(answer: Json) -> str | None:
    proposals, status = answer["proposals"], answer["status"]
    if status == "optimal" and not proposals:
        return "called optimal without a proposal"
    if status == "infeasible" and proposals:
        return "called infeasible with a proposal"
    if status == "optimal" and answer["bound"] != proposals[0]["value"]:
        return "called optimal, but the bound differs from the value"
    if status == "bounded" and proposals and answer["bound"] < proposals[0]["value"]:
        return "the bound is below the value"
    return None
