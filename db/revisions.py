"""The schema's number, told from the names of the migrations: quick, for every command asks."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent / "migrations"


def newest_revision() -> str:
    """The schema that this program works with."""
    return max(
        path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")
    )


def schema_fault(now: str | None) -> str | None:
    """Why this program cannot work with a database of this schema, and the mend; None when it can."""
    newest = newest_revision()
    if now == newest:
        return None
    if now is None:
        return "the database is empty: funding-radar db upgrade"
    if now > newest:
        return f"the database was made by a newer funding-radar (schema {now}): update the program"
    return f"the database has schema {now}, this program {newest}: funding-radar db upgrade"


def restore_fault(version: str | None) -> str | None:
    """Why a backup of this schema is not restored; None when it is. One that is older may be: it is upgraded after."""
    if version is None:
        return "it is no database of funding-radar"
    if version > newest_revision():
        return f"it was made by a newer funding-radar (schema {version}): update the program"
    return None
