"""What every test may use: a fixed instant, a fresh database, the folder of shared knowledge."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
import typer.main
from sqlalchemy import Engine
from sqlmodel import Session

from db.engine import open_engine
from db.schema import upgrade

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning."""


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session", autouse=True)
def _one_command_tree() -> Iterator[None]:
    """Typer makes the tree of commands anew at each call, which takes longer than most commands: here it is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("typer.main.get_command", cache(typer.main.get_command))
        yield


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with its tables and nothing in them, made once and copied for each test."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    engine = open_engine(f"sqlite:///{path}", create=True)
    upgrade(engine)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        # All of it into the one file that is copied, nothing left in the write-ahead log.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.fixture
def database(tmp_path: Path, empty_database: bytes) -> Path:
    """The file of a fresh database."""
    path = tmp_path / "radar.db"
    path.write_bytes(empty_database)
    path.chmod(0o600)
    return path


@pytest.fixture
def engine(sqlite: Engine) -> Engine:
    """A fresh database; the tests of ``db`` and of the journey see it on PostgreSQL too (``tests/both.py``)."""
    return sqlite


@pytest.fixture
def sqlite(database: Path) -> Iterator[Engine]:
    """A fresh SQLite database, for what concerns SQLite alone."""
    engine = open_engine(f"sqlite:///{database}")
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session, session.begin():
        yield session


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real samples beside the checkout; without it the test is skipped."""
    named = os.environ.get("FUNDING_RADAR_SHARED")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the folder of real samples, {folder}")
    return folder
