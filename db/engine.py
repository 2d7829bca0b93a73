"""Opening the database: SQLite made safe for several processes, or PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DisconnectionError, OperationalError
from sqlmodel import Session

from db.errors import RadarError
from db.revisions import schema_fault

_READS = "funding_radar_reads"
BUSY_SECONDS = 15
"""How long a writer waits for another; one step's transaction is far shorter."""


def open_engine(url: str, *, create: bool = False) -> Engine:
    """An engine for the URL: ``sqlite:///path`` (WAL, foreign keys, busy timeout) or ``postgresql+psycopg://…``.

    Raises RadarError for a URL that cannot be read, a driver that is not installed,
    or, unless ``create``, an SQLite file that is not there.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        msg = f"the database URL cannot be read: {url!r} (try sqlite:///radar.db)"
        raise RadarError(msg) from None
    if parsed.get_backend_name() == "postgresql" and parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed.database, create=create)
    try:
        return create_engine(parsed, pool_pre_ping=True)
    except ModuleNotFoundError:
        msg = "PostgreSQL needs its driver: pip install 'funding-radar[postgres]'"
        raise RadarError(msg) from None


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one transaction: all that is written in it, or nothing. Keep it short: others wait."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads, sees one state throughout, and makes no writer wait."""
    options: dict[str, Any] = {_READS: True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    reader = engine.execution_options(**options)
    with Session(reader, expire_on_commit=False, autoflush=False) as session, session.begin():
        yield session
        session.expunge_all()


def settle(engine: Engine) -> None:
    """Leaves nothing of what was erased in SQLite's write-ahead log; deleted rows are overwritten as they go.

    While another process reads an older state the log stays, and the next call does it.
    """
    if engine.dialect.name == "sqlite":
        # Not by a connection of SQLAlchemy's, which would begin a transaction that no checkpoint can pass.
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def said_by(fault: object) -> str:
    """What a database says went wrong, on one line, with what it leaves unsaid.

    >>> said_by("disk I/O error")
    'disk I/O error: the disk may be full, or failing'
    """
    said = " ".join(str(fault).split())
    return f"{said}: {_UNSAID[said]}" if said in _UNSAID else said


_UNSAID = {
    "disk I/O error": "the disk may be full, or failing",
    "unable to open database file": "is it there, and may its folder be written?",
}


def require_schema(engine: Engine) -> None:
    """Raises RadarError when the database cannot be opened, or is not of this program's schema."""
    try:
        with engine.connect() as connection:
            there = inspect(connection).has_table("alembic_version")
            query = text("SELECT version_num FROM alembic_version")
            found = connection.execute(query).scalar() if there else None
    except DatabaseError as fault:
        said = said_by(fault.orig)
        mend = "" if isinstance(fault, OperationalError) else " (funding-radar db restore BACKUP)"
        msg = f"the database cannot be opened: {said}{mend}"
        raise RadarError(msg) from None
    wrong = schema_fault(found)
    if wrong:
        raise RadarError(wrong)


def _open_sqlite(database: str | None, *, create: bool) -> Engine:
    if database and database != ":memory:":
        path = Path(database)
        if not path.exists():
            if not create:
                msg = (
                    f"there is no database at {path}: funding-radar db upgrade makes one,"
                    " funding-radar db restore BACKUP goes back to one"
                )
                raise RadarError(msg)
            if not path.parent.is_dir():
                msg = f"there is no folder {path.parent} to keep the database in: make it first"
                raise RadarError(msg)
            # Owner-only from the first byte: it will hold names and addresses.
            path.touch(mode=0o600)
        engine = create_engine(f"sqlite:///{database}", creator=lambda: _connect_to(path))
        _follow(engine, path)
    else:
        engine = create_engine("sqlite:///:memory:")
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _connect_to(path: Path) -> sqlite3.Connection:
    # A file that is gone is never made anew by a connection: an empty database would be taken for the real one.
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)


def _follow(engine: Engine, path: Path) -> None:
    """Lets go of a connection whose file was put aside or deleted: nobody would find what is written there."""

    def note(_connection: object, record: Any) -> None:
        record.info["file"] = _file_at(path)

    def same(_connection: object, record: Any, _proxy: object) -> None:
        if record.info["file"] != _file_at(path):
            raise DisconnectionError

    event.listen(engine, "connect", note)
    event.listen(engine, "checkout", same)


def _file_at(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions are off: _begin starts them.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten, not only unlinked: an erased person must not be found in the file.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later is refused by SQLite when another wrote in between,
    # and no waiting helps; so a writer asks for its turn at once, and a reader says that it only reads.
    reads = connection.get_execution_options().get(_READS, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
