"""The command line: the file tree is the command tree. A command parses, calls one function, shows the result."""

import atexit
import gc
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from db.errors import RadarError
from funding_radar.cli import (
    bids,
    calls,
    clashes,
    console,
    daemon,
    database,
    demo,
    digest,
    doctor,
    lab,
    match,
    members,
    refresh,
    report,
    sources,
    start,
    status,
)
from funding_radar.cli.desk import Desk

app = typer.Typer(
    name="funding-radar",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Finds funding for an alliance of small voluntary organisations, and proposes fair joint bids.",
)
app.command()(demo.demo)
app.command()(start.init)
app.command()(doctor.doctor)
app.command()(status.status)
app.add_typer(sources.app, name="sources")
app.command()(refresh.refresh)
app.add_typer(calls.app, name="calls")
app.add_typer(members.app, name="members")
app.add_typer(match.app, name="match")
app.command()(clashes.clashes)
app.add_typer(bids.app, name="bids")
app.add_typer(digest.app, name="digest")
app.add_typer(report.app, name="report")
app.add_typer(daemon.app, name="daemon")
app.add_typer(database.app, name="db")
app.add_typer(lab.app, name="lab")


def _version(wanted: bool) -> None:
    if wanted:
        from funding_radar.version import installed_version

        console.show_line(f"funding-radar {installed_version()}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(help="The configuration file to use.", metavar="FILE")
    ] = None,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Run as if it were this day.", metavar="DATE"),
    ] = None,
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options that go before the command."""
    desk = context.obj = Desk(config=config, day=today.date() if today else None)
    context.call_on_close(desk.close)


def _database_faults() -> tuple[type[BaseException], ...]:
    """What a database says when it is locked, full or gone; asked only after a failure, so that --help stays quick."""
    loaded = sys.modules.get("sqlalchemy.exc")
    return (loaded.DatabaseError,) if loaded else ()


def _refuse_what_is_no_text(words: list[str]) -> None:
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            msg = (
                f"{word!r} holds bytes that are no text in UTF-8: type it anew, or rename the file"
            )
            raise RadarError(msg) from None


def main() -> None:
    """Runs the program. A person's mistake is one line and exit code 1; a traceback is our bug."""
    # Our matrices are small: several threads of one product only get in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # None is used here, and to look for one Pydantic reads what every installed package says of itself.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Commands make many records and hardly a cycle: looking for one as often as usual costs a quarter of matching.
    gc.set_threshold(700_000)
    # At the end the system takes all memory back at once: to look for cycles in it first costs a sixth of matching.
    atexit.register(gc.freeze)
    try:
        _refuse_what_is_no_text(sys.argv[1:])
        app()
    except RadarError as mistake:
        console.fail(str(mistake))
        sys.exit(1)
    except _database_faults() as fault:
        from funding_radar.jobs.logs import fault_of, is_of_the_machine

        if not is_of_the_machine(fault):
            raise
        console.fail(f"{fault_of(fault)}; nothing was half written: try again")
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output, such as head, has gone; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(1)
    except KeyboardInterrupt:
        console.fail("stopped; what was finished is kept")
        sys.exit(130)
