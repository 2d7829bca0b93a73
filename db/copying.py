"""Moving to another server: every row of one database into another that is empty, such as SQLite to PostgreSQL."""

from collections.abc import Mapping

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from db.backup import faults
from db.engine import reading, writing
from db.errors import RadarError
from db.models import Call
from db.schema import upgrade

ROWS_AT_ONCE = 500


def copy_all(source: Engine, target: Engine) -> Mapping[str, int]:
    """Copies all rows, in one transaction, after making the tables; how many of each table.

    Raises RadarError, with nothing written, when the source is not sound or the target holds rows already.
    """
    wrong = faults(source)
    if wrong:
        msg = f"nothing is copied: {wrong[0]}"
        raise RadarError(msg)
    upgrade(target)
    tables = Call.metadata.sorted_tables
    with reading(source) as old, writing(target) as new:
        there = new.connection()
        full = next((t.name for t in tables if _count(there, t)), None)
        if full:
            msg = f"nothing is copied: the other database is not empty ({full} has rows)"
            raise RadarError(msg)
        copied = {table.name: _copy(old.connection(), there, table) for table in tables}
        if target.dialect.name == "postgresql":
            for table in tables:
                _go_on_counting(there, table)
    return copied


def _copy(old: Connection, new: Connection, table: Table) -> int:
    count = 0
    for rows in old.execute(select(table)).mappings().partitions(ROWS_AT_ONCE):
        new.execute(insert(table), [dict(row) for row in rows])
        count += len(rows)
    return count


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _go_on_counting(connection: Connection, table: Table) -> None:
    """The next number that PostgreSQL gives follows the highest that was copied."""
    if "id" not in table.c:
        return
    highest = connection.execute(select(func.max(table.c.id))).scalar()
    named = {"name": f'"{table.name}"'}
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:name, 'id')"), named)
    row = {"sequence": sequence.scalar(), "value": highest}
    if highest is not None and row["sequence"]:
        connection.execute(text("SELECT setval(:sequence, :value)"), row)
