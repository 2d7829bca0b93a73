"""``funding-radar doctor``: what is wrong, and how to mend it."""

from typing import TYPE_CHECKING, Annotated

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk

if TYPE_CHECKING:
    from sqlalchemy import Engine


def doctor(
    context: typer.Context,
    sites: Annotated[
        bool, typer.Option("--sites", help="Ask every active source's site too: once, politely.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check configuration, database, permissions, disk, mail and sources, each with its mend."""
    from db.errors import RadarError
    from funding_radar.config import find_config
    from funding_radar.jobs.doctor import Patient, examine

    here = desk(context)
    settings = here.settings
    try:
        opened: Engine | RadarError = here.engine
    except RadarError as fault:
        if find_config(here.config) is None:
            raise
        opened = fault
    found = list(examine(Patient(settings, opened, here.now), sites=sites))
    if as_json:
        console.show_json([{"what": d.what, "well": d.well, "mend": d.mend or None} for d in found])
    else:
        for diagnosis in found:
            console.show(
                console.words(
                    f"{'ok ' if diagnosis.well else '!! '} {diagnosis.what}",
                    "" if diagnosis.well else "red",
                )
            )
            if not diagnosis.well:
                console.show(f"    {diagnosis.mend}")
    if not all(diagnosis.well for diagnosis in found):
        raise typer.Exit(1)
