"""``funding-radar clashes``: calls that several members are about to chase alone."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk

if TYPE_CHECKING:
    from funding_radar.matching.clashes import Clash


def clashes(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List calls that several members are likely to chase alone, with the joint option."""
    from dataclasses import asdict

    from db.calls import call_views
    from db.matches import match_views
    from db.members import member_views
    from db.vocabulary import Status, Verdict
    from funding_radar.jobs.match import matching_context
    from funding_radar.matching.clashes import clashes as find_clashes

    here = desk(context)
    with here.reading() as session:
        calls = call_views(session, statuses=[Status.OPEN])
        with_context = matching_context(session, here.gazetteer, here.now)
        matches = match_views(session, verdicts=[Verdict.FITS, Verdict.CHECK], told=False)
        found = find_clashes(matches, calls, member_views(session), with_context)
    if as_json:
        console.show_json([asdict(clash) for clash in found])
    elif not found:
        console.show("no clashes: no open call is likely to be chased by several members alone")
    else:
        for clash in found:
            console.show(*_page(clash), "")


def _page(clash: "Clash") -> list[Any]:
    losing = [(f"  {chaser.name}", f"{chaser.score:.0f}", chaser.loses) for chaser in clash.chasers]
    return [
        console.heading(f"{clash.call_id} {clash.title}"),
        console.columns(losing),
        f"{clash.cost}.",
        clash.joint,
    ]
