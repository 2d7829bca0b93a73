"""The schema's version: upgrade to it, and check that tables and models agree."""

from collections.abc import Callable

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from db.errors import RadarError
from db.revisions import MIGRATIONS, newest_revision, schema_fault


def upgrade(engine: Engine, keep: Callable[[], object] = lambda: None) -> tuple[str | None, str]:
    """Brings the database to today's schema; the revisions before and after.

    ``keep`` is called before a database that holds something is changed: to write a backup.
    Raises RadarError when the database is newer than this program.
    """
    with engine.connect() as connection:
        before = _revision(connection)
        newest = newest_revision()
        known = {script.revision for script in _directory().walk_revisions()}
        if before is not None and before not in known:
            raise RadarError(schema_fault(before))
        if before is not None and before != newest:
            connection.rollback()
            keep()
        if before != newest:
            command.upgrade(_config(connection), "head")
            connection.commit()
    return before, newest


def revision(engine: Engine) -> str | None:
    """The schema that the database has now; None when it is empty."""
    with engine.connect() as connection:
        return _revision(connection)


def check_drift(engine: Engine) -> None:
    """Raises Alembic's CommandError where models and tables differ."""
    with engine.connect() as connection:
        command.check(_config(connection))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _directory() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    if connection is not None:
        config.attributes["connection"] = connection
    return config
