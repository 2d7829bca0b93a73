"""``funding-radar daemon``: keeps sources fresh and sends the digest on its day."""

import gc
from datetime import datetime
from typing import Annotated

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk

DAEMON_COLLECTS = (2_000, 10, 10)

app = typer.Typer(no_args_is_help=True, help="The daemon: run it, see its jobs.")


@app.command()
def run(
    context: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due and stop (for cron).")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the log as JSON, a line for each entry.")
    ] = False,
) -> None:
    """Collect, read, match and send on schedule, until stopped. The log goes to standard error."""
    from funding_radar.daemon import run as run_daemon
    from funding_radar.jobs.logs import set_up_logging

    here = desk(context)
    engine, settings = here.engine, here.settings
    # A daemon lives for months: unlike a command, it lets go of what is left over as Python usually does.
    gc.set_threshold(*DAEMON_COLLECTS)
    set_up_logging(as_json=as_json)
    run_daemon(engine, settings, clock=lambda: here.now, once=once)


@app.command()
def jobs(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the daemon's jobs: when each is due, how it last ended."""
    from funding_radar.daemon import jobs_now

    rows = jobs_now(desk(context).engine)
    if as_json:
        console.show_json([row.model_dump(mode="json") for row in rows])
    elif not rows:
        console.show("the daemon has not run yet: funding-radar daemon run")
    else:
        cells = [
            (
                row.name,
                _local(row.due_at),
                _local(row.last_ended_at),
                row.last_outcome,
                row.last_message,
            )
            for row in rows
        ]
        console.show(console.table(["job!", "due", "last run", "ended", "because"], cells))


def _local(at: datetime | None) -> str:
    from db.views import UK

    return f"{at.astimezone(UK):%a %d %b %H:%M}" if at else ""
