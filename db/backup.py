"""Backups: consistent while others write, checked before they are trusted. PostgreSQL's own are in db/pg_dump.py."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from db.engine import open_engine, said_by
from db.errors import RadarError
from db.pg_dump import dump
from db.revisions import restore_fault, schema_fault
from db.schema import revision

_FILES = ("", "-wal", "-shm")
"""A database and what SQLite keeps beside it."""
WAIT_SECONDS = 3
"""How long a restore waits for a command that has the database open."""
DAMAGED = "the database is damaged ({}): go back to a backup with funding-radar db restore"


def back_up(engine: Engine, target: Path) -> Path:
    """Writes a consistent copy, whatever others write meanwhile; owner-only, whole or not at all.

    A file of SQLite, or pg_dump's custom format. Raises RadarError when the target cannot be written.
    """
    part = target.with_name(target.name + ".part")
    if engine.dialect.name == "postgresql":
        return dump(engine, part, target)
    source = _file(engine)
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
            # All in one step: taken bit by bit it begins anew at each write of another, and would never end.
            # Writers do not wait for it, since it only reads, and they write into the log.
            live.backup(copy)
            # A copy stands alone: no write-ahead log beside it that a person could forget.
            copy.execute("PRAGMA journal_mode = DELETE")
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except (OSError, sqlite3.Error) as fault:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        why = fault.strerror if isinstance(fault, OSError) else said_by(fault)
        msg = f"the backup to {target} failed: {why}"
        raise RadarError(msg) from None
    return target


def ending_of(dialect: str) -> str:
    """How the file of a backup ends: by its kind of server."""
    return ".db" if dialect == "sqlite" else ".dump"


def faults(engine: Engine) -> list[str]:
    """What is wrong with a database, in sentences with the mend; empty when it is sound."""
    try:
        found = _damage(engine) if engine.dialect.name == "sqlite" else []
        wrong = schema_fault(revision(engine))
    except DatabaseError as fault:
        if isinstance(fault, OperationalError):
            raise
        return [DAMAGED.format(fault.orig)]
    return [*found, wrong] if wrong else found


def _damage(engine: Engine) -> list[str]:
    found = []
    with engine.connect() as connection:
        said = list(connection.execute(text("PRAGMA integrity_check")).scalars())
        found += [DAMAGED.format(" ".join(line.split())) for line in said if line != "ok"]
        for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
            found.append(DAMAGED.format(f"row {row} of {table} points to a missing {parent}"))
    return found


def restore(backup: Path, database: Path) -> Path | None:
    """Puts a checked copy of a backup in the database's place; the old one is kept beside it, and its path given.

    Raises RadarError, and changes nothing, when the backup is missing, damaged or newer than this program, or another
    program has the database open: what it goes on to write would be lost.
    """
    if not backup.is_file():
        msg = f"there is no backup at {backup}"
        raise RadarError(msg)
    fresh = database.with_name(database.name + ".restoring")
    try:
        _remove(fresh)
        fresh.touch(mode=0o600)
    except OSError as fault:
        msg = f"{backup} is not restored: {database.parent} cannot be written ({fault.strerror})"
        raise RadarError(msg) from None
    wrong = _copy_and_check(backup, fresh) or _in_use(database)
    if wrong:
        _remove(fresh)
        msg = f"{backup} is not restored: {wrong}"
        raise RadarError(msg)
    kept = None
    if database.exists():
        kept = database.with_name(database.name + ".before-restore")
        _remove(kept)
        for ending in _FILES:
            beside = database.with_name(database.name + ending)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + ending))
    fresh.replace(database)
    _remove(fresh)
    return kept


def _copy_and_check(backup: Path, fresh: Path) -> str | None:
    try:
        with (
            closing(sqlite3.connect(f"file:{backup}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(fresh)) as new,
        ):
            old.backup(new)
        engine = open_engine(f"sqlite:///{fresh}")
        version = revision(engine)
        wrong = _damage(engine)
        engine.dispose()
    except (sqlite3.OperationalError, OperationalError) as fault:
        # The machine's fault, not the backup's: no room, no permission.
        return said_by(getattr(fault, "orig", fault))
    except (sqlite3.Error, DBAPIError) as fault:
        return f"it is damaged ({getattr(fault, 'orig', fault)}), choose an older backup"
    return "it is damaged, choose an older backup" if wrong else restore_fault(version)


def _in_use(database: Path) -> str | None:
    if not database.exists():
        return None
    try:
        with closing(sqlite3.connect(database, timeout=WAIT_SECONDS)) as alone:
            # Leaving the write-ahead log needs the database for oneself.
            alone.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            return "another program has the database open: stop the daemon first, then try again"
    except sqlite3.DatabaseError:
        pass  # damaged: that is why a backup is wanted
    return None


def _remove(path: Path) -> None:
    for ending in _FILES:
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _file(engine: Engine) -> Path:
    if engine.dialect.name != "sqlite" or not engine.url.database:
        msg = "a database in memory has no file to copy"
        raise RadarError(msg)
    return Path(engine.url.database)
