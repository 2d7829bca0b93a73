"""Seen on SQLite and on PostgreSQL."""

from tests.both import database_url, engine, postgres

__all__ = ["database_url", "engine", "postgres"]
