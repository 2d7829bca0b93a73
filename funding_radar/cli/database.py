"""``funding-radar db``: the database itself."""

import typer

from funding_radar.cli import console
from funding_radar.cli.desk import desk

app = typer.Typer(no_args_is_help=True, help="The database: make, upgrade, check.")


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
