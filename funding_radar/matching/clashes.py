"""Clashes: several members about to chase one call alone, what it would cost them, and the joint option."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from db.views import CallView, MatchView, MemberView
from db.vocabulary import Field, Partnership, Reply, Theme, Verdict
from funding_radar.matching.context import Context
from funding_radar.matching.gates.time import days_needed
from funding_radar.matching.row import CallRow
from funding_radar.phrases import listed, pounds

LIKELY = 50.0
"""From this score on a member is likely to bid without being asked: ours, since half of the points are what the
call is for."""
EXPERTS = 2
"""Experts by experience in every bid group, by the terms of reference."""


@dataclass(frozen=True, slots=True)
class Chaser:
    """A member likely to bid alone."""

    member_id: int
    name: str
    score: float
    interested: bool
    loses: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A call that several members are likely to chase alone. ``awards`` is how many it makes, where that is known."""

    call_id: int
    title: str
    chasers: tuple[Chaser, ...]
    days: int
    awards: int | None
    cost: str
    joint: str
    lead_id: int | None


def clashes(
    matches: Iterable[MatchView],
    calls: Sequence[CallView],
    members: Sequence[MemberView],
    context: Context,
    likely: float = LIKELY,
) -> list[Clash]:
    """The calls with two or more members likely to chase them alone; those with most chasers first."""
    by_id = {member.id: member for member in members}
    known = (match for match in matches if match.member_id in by_id)
    chasing = chased(known, context, likely)
    found = [
        _clash(CallRow.of(call, context), chasing[call.id], by_id)
        for call in calls
        if call.id in chasing
    ]
    return sorted(found, key=lambda clash: (-len(clash.chasers), clash.call_id))


def chased(
    matches: Iterable[MatchView], context: Context, likely: float = LIKELY
) -> dict[int, list[MatchView]]:
    """The matches of those likely to bid alone, by call, where they are two or more."""
    found: dict[int, list[MatchView]] = {}
    for match in matches:
        if _chases(match, context, likely):
            found.setdefault(match.call_id, []).append(match)
    return {call_id: several for call_id, several in found.items() if len(several) > 1}


def _chases(match: MatchView, context: Context, likely: float) -> bool:
    pair = (match.member_id, match.call_id)
    if pair in context.in_bid or match.verdict is Verdict.NO:
        return False
    return match.score >= likely or _interested(match, context)


def _interested(match: MatchView, context: Context) -> bool:
    said = context.answers.get((match.member_id, match.call_id))
    return said is not None and said.reply is Reply.INTERESTED


def _clash(row: CallRow, matches: list[MatchView], members: dict[int, MemberView]) -> Clash:
    matches.sort(key=lambda match: (-match.score, match.member_id))
    days, awards = days_needed(row), _awards(row)
    together = [members[match.member_id] for match in matches]
    lead = _lead(matches, members)
    return Clash(
        call_id=row.view.id,
        title=row.view.title,
        chasers=tuple(
            Chaser(
                match.member_id,
                members[match.member_id].name,
                match.score,
                _interested(match, row.context),
                _loses(row, members[match.member_id], len(matches), days),
            )
            for match in matches
        ),
        days=days,
        awards=awards,
        cost=_cost(len(matches), days, awards),
        joint=_joint(row, together, lead),
        lead_id=lead.id if lead else None,
    )


def _awards(row: CallRow) -> int | None:
    """How many awards of the largest size the pot pays for: the fewest that it makes, if all ask for the most."""
    pot, most = row.firm(Field.TOTAL_POT), row.offer.most
    return max(1, int(pot // most)) if pot and most else None


def _cost(chasers: int, days: int, awards: int | None) -> str:
    work = f"Apart, {chasers} bids take about {chasers * days} working days of writing"
    if awards is None:
        return f"{work}, and each bid stands against the others"
    if awards >= chasers:
        return (
            f"{work}; the pot pays for about {awards} awards of the largest size, so all could win"
        )
    least = chasers - awards
    lost = f"at least {least} of them would be for nothing"
    return f"{work}; the pot pays for about {awards} of the largest size, so {lost}"


def _loses(row: CallRow, member: MemberView, chasers: int, days: int) -> str:
    """What bidding alone costs one member."""
    work = f"about {days} working day{'s' if days > 1 else ''} of writing"
    if member.bid_days:
        work += f" (you have {member.bid_days} a month)"
    most = row.offer.most
    money = f" for up to {pounds(round(most))}" if most else ""
    return f"{work}{money}, against {chasers - 1} other{'s' if chasers > 2 else ''} of the alliance"


def _lead(matches: Sequence[MatchView], members: dict[int, MemberView]) -> MemberView | None:
    """Who could lead a joint bid: one that fits and does not say no; those that say yes first, the smaller first."""
    able = [members[m.member_id] for m in matches if members[m.member_id].can_lead is not False]
    fits = {match.member_id for match in matches if match.verdict is Verdict.FITS}

    def order(member: MemberView) -> tuple[bool, bool, float, int]:
        income = float("inf") if member.income is None else member.income
        return (not member.can_lead, member.id not in fits, income, member.id)

    return min(able, key=order, default=None)


def _joint(row: CallRow, together: Sequence[MemberView], lead: MemberView | None) -> str:
    """What one bid would bring: themes and places of all, experts by experience, and whether it may be joint."""
    wanted = set(row.themes)
    covered = [
        theme.label
        for theme in Theme
        if theme in wanted and any(theme in m.themes for m in together)
    ]
    places = tuple(sorted({place for member in together for place in member.places}))
    parts = [f"cover {listed(covered)}"] if covered else []
    parts += [f"work in {row.context.describe(places)}"] if places else []
    said = f"Together you {' and '.join(parts)}" if parts else "Together you could make one bid"
    said += f"; {_experts(together)}"
    if lead is not None:
        said += f"; {lead.name} could lead"
    return f"{said}. {_ALLOWED[row.partnership]}"


_ALLOWED: dict[Partnership | None, str] = {
    Partnership.REQUIRED: "It must be a joint bid.",
    Partnership.ENCOURAGED: "It encourages joint bids.",
    Partnership.ALLOWED: "It allows joint bids.",
    None: "It does not say whether partners may bid together: ask.",
}


def _experts(together: Sequence[MemberView]) -> str:
    counts = [m.experts_by_experience for m in together if m.experts_by_experience is not None]
    if not counts:
        return (
            "nobody's profile says how many experts by experience could take part (two are needed)"
        )
    total = sum(counts)
    short = "" if total >= EXPERTS else f", and {EXPERTS} are needed"
    return f"{total} expert{'' if total == 1 else 's'} by experience could take part{short}"
