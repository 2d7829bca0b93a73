"""Near misses: the one thing in the way, what would mend it, and who in the alliance could help."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.views import CallView, FindingView, MatchView, MemberView
from db.vocabulary import Answer, Verdict
from funding_radar.matching.answers import Cure
from funding_radar.phrases import listed

HELPERS = 3
"""Members named as able to mend a near miss."""
_SAID_NO = "your answer"


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A member that one thing keeps from a call, what would mend it, and who in the alliance could help."""

    call_id: int
    member_id: int
    score: float
    """What the match would score without the one thing."""
    finding: FindingView
    cure: Cure
    helpers: tuple[int, ...]
    advice: str


def near(
    matches: Iterable[MatchView], calls: Sequence[CallView], members: Sequence[MemberView]
) -> list[NearMiss]:
    """The near misses of these calls, the best first, with who could help.

    A near miss is a "no" with one thing in the way that can be mended. Helpers are members of whom the call
    is no "no", those that have worked with the member before first, then by score.
    """
    wanted = {call.id for call in calls}
    of_call: dict[int, list[MatchView]] = {number: [] for number in wanted}
    for match in matches:
        if match.call_id in wanted:
            of_call[match.call_id].append(match)
    by_id = {member.id: member for member in members}
    found = [
        _near_miss(match, blocking, of_call[match.call_id], by_id)
        for same in of_call.values()
        for match in same
        if match.member_id in by_id and (blocking := one_in_the_way(match)) is not None
    ]
    return sorted(found, key=lambda miss: (-miss.score, miss.call_id, miss.member_id))


def one_in_the_way(match: MatchView) -> FindingView | None:
    """The one finding that keeps a match from fitting, where it can be mended."""
    if match.verdict is not Verdict.NO:
        return None
    blocking = [f for f in match.findings if f.gate and f.answer is Answer.NOT_MET]
    if len(blocking) != 1 or not blocking[0].cure or blocking[0].rule == _SAID_NO:
        return None
    return blocking[0]


def _near_miss(
    match: MatchView,
    blocking: FindingView,
    same_call: Sequence[MatchView],
    members: Mapping[int, MemberView],
) -> NearMiss:
    cure, member = Cure(blocking.cure), members[match.member_id]
    helpers = _helpers(match, cure, same_call, members)
    names = [members[number].name for number in helpers]
    return NearMiss(
        match.call_id,
        match.member_id,
        match.score,
        blocking,
        cure,
        helpers,
        _advice(cure, names, [n for n in names if n in member.past_partners]),
    )


def _helpers(
    match: MatchView,
    cure: Cure,
    same_call: Sequence[MatchView],
    members: Mapping[int, MemberView],
) -> tuple[int, ...]:
    if cure not in _HELP:
        return ()
    known = members[match.member_id].past_partners
    able = [
        other
        for other in same_call
        if other.verdict is not Verdict.NO
        and (somebody := members.get(other.member_id)) is not None
        and (cure is not Cure.LEAD or somebody.can_lead is not False)
    ]
    able.sort(key=lambda m: (members[m.member_id].name not in known, -m.score, m.member_id))
    return tuple(other.member_id for other in able[:HELPERS])


_HELP: dict[Cure, str] = {
    Cure.PARTNER_IN_PLACE: "Bid with a partner who works there",
    Cure.LEAD: "Bid under a lead who can hold the contract",
    Cure.PARTNER: "Share it with a partner",
    Cure.LED_BY: "Support a bid by an organisation led by the people it is for",
}
_ALONE: dict[Cure, str] = {
    Cure.LATER: "Wait for a later round",
    Cure.WAIT: "Wait until it opens",
    Cure.POLICY: "Write the policy; templates are free",
    Cure.TRUSTEES: "Find the trustees that are missing",
    Cure.SIGN_UP: "Complete the Data Security and Protection Toolkit",
    Cure.TAKE_BACK: "Take your answer back",
}


def _advice(cure: Cure, names: Sequence[str], known: Sequence[str]) -> str:
    if cure in _ALONE:
        return _ALONE[cure]
    if not names:
        return f"{_HELP[cure]}; nobody in the alliance is an easy match, so look outside"
    could = f"{_HELP[cure]}: {' or '.join([', '.join(names[:-1]), names[-1]]) if names[1:] else names[0]}"
    return f"{could} (you have worked with {listed(list(known))})" if known else could
