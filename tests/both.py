"""Fixtures of the tests that run on SQLite and on PostgreSQL: a folder's conftest imports them."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, create_engine

from db.engine import open_engine
from db.schema import upgrade
from tests.postgres import binaries, server


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
    with fresh(request.getfixturevalue("postgres")) as url:
        yield url


@contextmanager
def fresh(server_url: str) -> Iterator[str]:
    """The URL of a new database with its tables on a server of PostgreSQL, dropped at the end."""
    name = f"t{uuid.uuid4().hex}"
    _on_server(server_url, f"CREATE DATABASE {name} TEMPLATE empty")
    yield f"{server_url}/{name}"
    _on_server(server_url, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(url: str, statement: str) -> None:
    engine = create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A fresh database; a test that takes it runs on each kind of server."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()
