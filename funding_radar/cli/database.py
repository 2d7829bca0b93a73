"""``funding-radar db``: the database itself."""

from pathlib import Path
from typing import Annotated

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk

app = typer.Typer(no_args_is_help=True, help="The database: upgrade, check, backup, restore, copy.")


@app.command()
def upgrade(context: typer.Context) -> None:
    """Make the database, or bring it to this program's schema; a backup is written first."""
    from db.backup import back_up, ending_of
    from db.engine import open_engine
    from db.schema import upgrade as upgrade_schema

    here = desk(context)
    engine = open_engine(here.settings.database_url, create=True)

    def keep() -> None:
        kept = here.settings.folder / f"radar{ending_of(engine.dialect.name)}.before-upgrade"
        if engine.dialect.name == "sqlite":
            kept = Path(f"{engine.url.database}.before-upgrade")
        console.tell(f"the database before it is kept as {back_up(engine, kept)}")

    before, after = upgrade_schema(engine, keep)
    engine.dispose()
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
    from funding_radar.jobs.housekeeping import new_backup

    here = desk(context)
    target = file or new_backup(here.settings, here.engine.dialect.name, here.now)
    console.show(f"backed up to {back_up(here.engine, target)}")


@app.command()
def restore(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="The backup to go back to.")]
) -> None:
    """Go back to a backup: checked first, then swapped. Stop the daemon before."""
    from db.backup import restore as restore_backup
    from db.engine import open_engine
    from db.pg_dump import restore_dump

    url = desk(context).settings.database_url
    if url.startswith("sqlite:///"):
        kept = restore_backup(file, Path(url.removeprefix("sqlite:///")))
        console.show(
            f"restored from {file}" + (f"; the database before it is {kept}" if kept else "")
        )
    else:
        engine = open_engine(url)
        restore_dump(file, engine)
        engine.dispose()
        console.show(f"restored from {file}")


@app.command()
def copy(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="The other database, such as postgresql://…")],
) -> None:
    """Copy everything into another, empty database; then set [database] url to it."""
    from db.copying import copy_all
    from db.engine import open_engine

    other = open_engine(url, create=True)
    copied = copy_all(desk(context).engine, other)
    other.dispose()
    console.show(
        f"copied {sum(copied.values())} rows of {len(copied)} tables",
        "next: set [database] url in config.toml to it, then funding-radar doctor",
    )
