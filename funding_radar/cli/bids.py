"""``funding-radar bids``: joint bids."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk

if TYPE_CHECKING:
    from funding_radar.consortium.propose import Proposal, Proposals

app = typer.Typer(no_args_is_help=True, help="Joint bids: propose.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def propose(
    context: typer.Context,
    call: Annotated[str, typer.Argument(metavar="CALL", help="Its number or title.")],
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
        return
    console.show(
        console.heading(f"Joint bids for {built.call.title}"), answer.why, *_screens(answer)
    )
    if not answer.proposals:
        raise typer.Exit(1)


def _screens(answer: "Proposals") -> list[Any]:
    parts: list[Any] = []
    for number, proposal in enumerate(answer.proposals, 1):
        parts += [
            "",
            console.heading(f"{number}. worth {proposal.value} points"),
            *_screen(proposal),
        ]
    if answer.left_out:
        rows = [(out.name, out.why, out.would_need) for out in answer.left_out]
        parts += ["", console.table(["not in the first", "why", "what would bring it in"], rows)]
    parts += [f"to check: {line}" for line in answer.to_check]
    if answer.proposals:
        parts.append(
            "\nThis is the opening draft of a plan that the partners make, never the decision."
        )
    return parts


def _screen(proposal: "Proposal") -> list[Any]:
    rows = [
        (
            partner.name + (" (leads)" if partner.id == proposal.lead else ""),
            f"£{partner.share:,}" if partner.share is not None else f"{partner.percent}%",
            ", ".join(partner.covers),
            partner.why,
        )
        for partner in proposal.members
    ]
    parts: list[Any] = [console.table(["partner", "share>", "covers", "why"], rows)]
    terms = " + ".join(f"{points} {name}" for name, points in proposal.terms.items())
    parts.append(f"points: {terms}")
    if proposal.not_covered:
        parts.append(f"not covered: {'; '.join(proposal.not_covered[:6])}")
    if proposal.binding:
        parts.append(f"what binds: {'; '.join(proposal.binding)}")
    if proposal.steadiness:
        parts.append(f"how steady: {proposal.steadiness}")
    parts += [f"ask the lead: {line}" for line in proposal.lead_to_check]
    return parts
