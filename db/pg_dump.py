"""Backups of PostgreSQL by its own programs, pg_dump and pg_restore, which must be of its version or newer."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import Engine

from db.errors import RadarError
from db.revisions import restore_fault


def dump(engine: Engine, part: Path, target: Path) -> Path:
    """Writes a consistent copy in pg_dump's custom format; owner-only, whole or not at all. Raises RadarError."""
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        _run("pg_dump", ["--format=custom", "--no-owner", f"--file={part}"], _environment(engine))
        part.replace(target)
    except OSError as fault:
        msg = f"the backup to {target} failed: {fault.strerror}"
        raise RadarError(msg) from None
    finally:
        part.unlink(missing_ok=True)
    return target


def restore_dump(backup: Path, engine: Engine) -> None:
    """Puts a dump in the place of all tables, in one transaction: all of it, or nothing changes.

    Raises RadarError when the dump is missing, damaged or newer than this program.
    """
    if not backup.is_file():
        msg = f"there is no backup at {backup}"
        raise RadarError(msg)
    wrong = _fault_of(backup)
    if wrong:
        msg = f"{backup} is not restored: {wrong}"
        raise RadarError(msg)
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
    environment = _environment(engine)
    _run(
        "pg_restore", [*options, f"--dbname={environment['PGDATABASE']}", str(backup)], environment
    )


def _fault_of(backup: Path) -> str | None:
    """Why a dump cannot be restored; reading the whole of it shows whether it is sound."""
    ended = _ended("pg_restore", ["--file=-", str(backup)], dict(os.environ))
    if ended.returncode:
        return f"it is damaged ({_last_words(ended)}), choose an older backup"
    return restore_fault(_version(ended.stdout.decode("utf-8", "replace")))


def _version(dumped: str) -> str | None:
    said = dumped.splitlines()
    start = next(
        (n for n, line in enumerate(said) if "alembic_version" in line and "COPY" in line), None
    )
    return said[start + 1].strip() if start is not None and start + 1 < len(said) else None


def _run(program: str, options: list[str], environment: dict[str, str]) -> None:
    ended = _ended(program, options, environment)
    if ended.returncode:
        msg = f"{program} failed: {_last_words(ended)}"
        raise RadarError(msg)


def _ended(
    program: str, options: list[str], environment: dict[str, str]
) -> "subprocess.CompletedProcess[bytes]":
    found = shutil.which(program)
    if found is None:
        msg = f"{program} is not installed: it comes with PostgreSQL's client programs"
        raise RadarError(msg)
    return subprocess.run(  # noqa: S603 - our own words, no shell
        [found, *options], capture_output=True, env=environment, check=False
    )


def _last_words(ended: "subprocess.CompletedProcess[bytes]") -> str:
    said = ended.stderr.decode("utf-8", "replace").strip().splitlines()
    return said[-1][:300] if said else str(ended.returncode)


def _environment(engine: Engine) -> dict[str, str]:
    """The connection for libpq, in the environment: a password on a command line could be read by others."""
    url = engine.url
    said = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    said |= {"PGSSLMODE": str(url.query["sslmode"])} if "sslmode" in url.query else {}
    return {**os.environ, **{key: value for key, value in said.items() if value}}
