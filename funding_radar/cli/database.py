"""``funding-radar db``: the database itself."""

from pathlib import Path
from typing import Annotated

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk

app = typer.Typer(no_args_is_help=True, help="The database: upgrade, check, backup, restore.")


@app.command()
def upgrade(context: typer.Context) -> None:
    """Make the database, or bring it to this program's schema."""
    from db.engine import open_engine
    from db.schema import upgrade as upgrade_schema

    url = desk(context).settings.database_url
    before, after = upgrade_schema(open_engine(url, create=True))
    if before == after:
        console.show(f"the database is up to date (schema {after})")
    elif before is None:
        console.show(f"made the database (schema {after})")
    else:
        console.show(f"upgraded the database from schema {before} to {after}")


@app.command()
def check(context: typer.Context) -> None:
    """Check that the database is sound and of this program's schema."""
    from db.backup import faults

    found = faults(desk(context).engine)
    for fault in found:
        console.fail(fault)
    if found:
        raise typer.Exit(1)
    console.show("the database is sound")


@app.command()
def backup(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="Where to; a dated file when left out.")
    ] = None,
) -> None:
    """Write a consistent copy, even while others write."""
    from db.backup import back_up

    here = desk(context)
    target = file
    if target is None:
        folder = here.settings.path(here.settings.daemon.backups)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = folder / f"radar-{here.now:%Y%m%d-%H%M%S}.db"
    console.show(f"backed up to {back_up(here.engine, target)}")


@app.command()
def restore(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="The backup to go back to.")]
) -> None:
    """Go back to a backup: checked first, then swapped; the present database is kept beside it."""
    from db.backup import restore as restore_backup
    from db.errors import RadarError

    url = desk(context).settings.database_url
    if not url.startswith("sqlite:///"):
        msg = "restoring is for SQLite files; use pg_restore for PostgreSQL"
        raise RadarError(msg)
    kept = restore_backup(file, Path(url.removeprefix("sqlite:///")))
    console.show(f"restored from {file}" + (f"; the database before it is {kept}" if kept else ""))
