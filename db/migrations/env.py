"""How Alembic reaches the database: through the connection that it is handed."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from db.models import Table
from db.models.tables import Json, UtcDateTime


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column types by their names, so that a migration reads like the model."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("from db.models.tables import UtcDateTime")
        return "UtcDateTime()"
    if kind == "type" and item is Json:
        autogen.imports.add("from db.models.tables import Json")
        return "Json"
    if kind == "type" and type(item).__name__ == "AutoString":
        return "sa.String()"
    return False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        render_as_batch=True,
        render_item=_render,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
