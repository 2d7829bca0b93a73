"""``funding-radar demo``: the whole journey on made-up sites and a made-up alliance."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from db.errors import RadarError
from funding_radar.cli import console
from funding_radar.cli.desk import desk

if TYPE_CHECKING:
    from funding_radar.jobs.demonstrate import Journey


def demo(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(help="Where to put everything; made anew each time.")
    ] = Path("demo"),
) -> None:
    """Show the whole journey on made-up sites, served on this machine alone."""
    from funding_radar.jobs.demonstrate import MARK, demonstrate

    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        msg = f"{folder} is not a demo's folder: choose another, funding-radar demo FOLDER"
        raise RadarError(msg)
    here = desk(context)
    journey = demonstrate(folder, here.gazetteer, here.now, console.tell)
    console.show(*_screen(journey, folder))


def _screen(journey: "Journey", folder: Path) -> list[Any]:
    parts: list[Any] = [
        "",
        console.heading("What was found"),
        f"{journey.sources} made-up sites gave {journey.found} items; {journey.open} are open calls.",
        f"{journey.not_calls} are no call to bid for: awards made, early signals, news.",
    ]
    parts += _fits(journey)
    parts += _joint(journey)
    parts += [
        "",
        console.heading("The e-mails"),
        f"{journey.sent} digests are in {journey.outbox}",
        "Open one in a mail program, or see one here:",
        f"  funding-radar --config {folder}/config.toml digest preview {journey.reader}",
        "",
        console.heading("What to type next"),
    ]
    where = f"funding-radar --config {folder}/config.toml"
    parts += [
        f"  {where} calls list",
        f"  {where} match why {journey.call.id} {journey.best[0][0].id}",
        f"  {where} bids propose {journey.call.id}",
        "  funding-radar init my-alliance      and start your own",
    ]
    return parts


def _fits(journey: "Journey") -> list[Any]:
    from funding_radar import phrases

    call = journey.call
    parts: list[Any] = [
        "",
        console.heading("Who one of them fits, and why"),
        f"{call.title}",
        f"{call.funder}; {phrases.amount(call)}; closes {phrases.closes(call.deadline)}",
    ]
    rows = [
        (member.name, match.verdict.value, f"{match.score:.0f}", reason)
        for member, match, reason in journey.best
    ]
    parts.append(console.table(["member", "verdict!", "score>", "because"], rows))
    if journey.refused:
        member, sentence = journey.refused
        parts.append(f"Not {member.name}: {sentence}")
    return parts


def _joint(journey: "Journey") -> list[Any]:
    parts: list[Any] = ["", console.heading("A joint bid for it")]
    if not journey.proposals.proposals:
        return [*parts, journey.proposals.why]
    best = journey.proposals.proposals[0]
    rows = [
        (
            partner.name + (" (leads)" if partner.id == best.lead else ""),
            f"£{partner.share:,}" if partner.share is not None else f"{partner.percent}%",
            partner.why,
        )
        for partner in best.members
    ]
    parts += [console.table(["partner", "share>", "why"], rows), journey.proposals.why]
    return parts
