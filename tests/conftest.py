"""What every test may use: a fixed instant, a fresh database, the folder of shared knowledge."""

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import Session

from db.engine import open_engine
from db.schema import upgrade
from tests.postgres import binaries, server

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning."""


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with its tables and nothing in them, made once and copied for each test."""
    path = tmp_path_factory.mktemp("database") / "empty.db"
    engine = open_engine(f"sqlite:///{path}", create=True)
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
    return path.read_bytes()


@pytest.fixture
def database(tmp_path: Path, empty_database: bytes) -> Path:
    """The file of a fresh database."""
    path = tmp_path / "radar.db"
    path.write_bytes(empty_database)
    path.chmod(0o600)
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a real PostgreSQL server with a template ``empty``; skipped where there is none."""
    programs = binaries()
    if programs is None:
        pytest.skip("needs PostgreSQL's initdb and pg_ctl")
    pytest.importorskip("psycopg", reason="needs PostgreSQL's driver, psycopg")
    with server(programs) as url:
        _on_server(url, "CREATE DATABASE empty")
        engine = open_engine(f"{url}/empty")
        upgrade(engine)
        engine.dispose()
        yield url


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))]
)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database with its tables, on each kind of server in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{request.getfixturevalue('database')}"
        return
    url = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex}"
    _on_server(url, f"CREATE DATABASE {name} TEMPLATE empty")
    yield f"{url}/{name}"
    _on_server(url, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(url: str, statement: str) -> None:
    engine = create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A fresh database; a test that takes it runs on SQLite and on PostgreSQL."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


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
