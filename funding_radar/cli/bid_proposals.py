"""``funding-radar bids propose`` and ``why-not``: the best joint bids for a call, and every member's own answer."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from funding_radar.cli import console
from funding_radar.cli.bid_pages import money
from funding_radar.cli.desk import desk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from funding_radar.consortium.problem import Built
    from funding_radar.consortium.proposals import LeftOut, Partner, Proposal, Proposals
    from funding_radar.jobs.bid_why_not import OwnAnswer

CallWords = Annotated[str, typer.Argument(metavar="CALL", help="Its number or title.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
GAPS, OUT = 6, 10
DRAFT = "This is the opening draft of a plan that the partners make, never the decision."
HOW = (
    "alone: points of needs that only it covers; part: its part of what others cover too; "
    "would be: what these give it before the limits"
)


def propose(
    context: typer.Context,
    call: CallWords,
    top: Annotated[int, typer.Option(help="How many.", min=1, max=20)] = 3,
    seed: Annotated[int, typer.Option(help="Of the trials with moved weights.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Propose the best joint bids for a call: who, who leads, how much each, and why."""
    from db.calls import find_call
    from funding_radar.jobs.propose import propose_for

    here = desk(context)
    with here.reading() as session:
        found = find_call(session, call)
        built, answer = propose_for(
            session,
            found.id or 0,
            here.gazetteer,
            here.settings.consortium,
            here.now,
            top=top,
            seed=seed,
        )
    if as_json:
        console.show_json(answer.as_json())
    else:
        console.show(*_page(built, answer))
    if not answer.proposals:
        raise typer.Exit(1)


def why_not(
    context: typer.Context,
    call_or_bid: Annotated[
        str, typer.Argument(metavar="CALL", help="A call's number or title; or a bid: 'bid 3'.")
    ],
    member: Annotated[str, typer.Argument(metavar="MEMBER", help="Its number or name.")],
    as_json: AsJson = False,
) -> None:
    """Tell a member why it is not in the proposal, or in a bid, and what would bring it in."""
    from db.members import find_member
    from funding_radar.cli.bid_changes import around
    from funding_radar.jobs.bid_why_not import why_not as answer_to

    here = desk(context)
    with here.reading() as session:
        who = find_member(session, member).id or 0
        told = answer_to(session, call_or_bid, who, around(here))
    if as_json:
        console.show_json(told.as_json())
    else:
        console.show(*_own_page(told))


def _page(built: "Built", answer: "Proposals") -> list[Any]:
    from funding_radar import phrases

    money = phrases.pounds(answer.budget) if answer.budget is not None else "no amount stated"
    parts: list[Any] = [
        console.heading(f"Joint bids for {built.call.title}"),
        f"{money}; closes {phrases.closes(built.call.deadline)}",
        answer.why,
    ]
    for number, proposal in enumerate(answer.proposals, 1):
        parts += ["", *_proposal(number, proposal, answer.proposals[0])]
    parts += _left_out(answer.left_out)
    parts += [f"to check: {line}" for line in answer.to_check]
    if answer.proposals:
        parts += ["", *weighed_by(answer.settings), "", DRAFT]
    return parts


def _proposal(number: int, proposal: "Proposal", first: "Proposal") -> list[Any]:
    less = first.value - proposal.value
    beside = f", {less} less than the first" if less else ""
    parts: list[Any] = [console.heading(f"{number}. worth {proposal.value} points{beside}")]
    rows = [_share_row(partner, proposal) for partner in proposal.members]
    columns = ["partner", "share>", "alone>", "part>", "would be>", "least to most>"]
    parts.append(console.table(columns, rows))
    if proposal is first:
        parts += [HOW, "", *(f"{p.name}: {p.why}." for p in proposal.members), ""]
    terms = " + ".join(f"{points} {name}" for name, points in proposal.terms.items() if points)
    parts.append(f"points: {terms}".replace("+ -", "− "))
    parts.append(f"small partners: {proposal.small_money.removeprefix('small partners ')}")
    if proposal.gaps:
        more = f"; and {len(proposal.gaps) - GAPS} more" if len(proposal.gaps) > GAPS else ""
        parts.append(f"not covered: {'; '.join(proposal.gaps[:GAPS])}{more}")
    if proposal.binding:
        parts.append(f"what binds: {'; '.join(proposal.binding)}")
    if proposal.steadiness:
        parts.append(f"how steady: {proposal.steadiness}")
    return parts + [f"ask the lead: {line}" for line in proposal.lead_to_check]


def _share_row(partner: "Partner", proposal: "Proposal") -> tuple[str, ...]:
    def said(amount: int) -> str:
        return f"£{amount:,}" if partner.share is not None else f"{amount}%"

    steps = partner.steps
    name = f"{partner.name} (leads)" if partner.id == proposal.lead else partner.name
    share = said(partner.share) if partner.share is not None else f"{partner.percent:g}%"
    limits = f"{said(steps.least)} to {said(steps.most)}"
    return (
        name,
        share,
        f"{steps.alone:g}",
        f"{steps.shared:g}",
        said(steps.by_coverage),
        limits,
    )


def _left_out(left_out: "Sequence[LeftOut]") -> list[Any]:
    if not left_out:
        return []
    rows = [(out.name, _briefly(out)) for out in left_out[:OUT]]
    more = f"and {len(left_out) - OUT} more; " if len(left_out) > OUT else ""
    hint = f"{more}why, and what would bring one in: funding-radar bids why-not CALL MEMBER"
    return ["", console.table(["not in the first", "how far from it"], rows), hint]


def _briefly(out: "LeftOut") -> str:
    if out.short_by is None:
        return out.why
    points = f"{out.short_by} point{'' if out.short_by == 1 else 's'}"
    return f"the best group with it is worth {points} less" if out.short_by else out.why


def weighed_by(settings: "Mapping[str, Any]") -> list[Any]:
    """Every weight and cap, marked where it is not our default."""
    from funding_radar.config import Consortium

    ours = Consortium().model_dump(mode="json")
    said = [
        f"{name} {value}" + ("" if value == ours[name] else f" (ours: {ours[name]})")
        for name, value in settings.items()
        if value not in ([], ())
    ]
    return [f"weighed and kept by [consortium], defaults of ours unless marked: {', '.join(said)}"]


def _own_page(told: "OwnAnswer") -> list[Any]:
    parts: list[Any] = [console.heading(f"{told.member}: {told.of}"), f"{told.why}."]
    parts += [f"what would bring it in: {told.would_need}"] if told.would_need else []
    if told.adds:
        parts.append(f"only it would cover: {'; '.join(told.adds)}")
    if told.already:
        parts.append(f"others cover it too: {'; '.join(told.already)}")
    parts += told.notes
    if told.group:
        rows = [
            (f"{name} (leads)" if name == told.lead else name, money(share))
            for name, share in told.group
        ]
        title = (
            "the group"
            if told.inside
            else "the best group with it"
            if told.short_by is not None
            else "the bid"
        )
        parts += ["", console.table([title, "share>"], rows)]
    return parts
