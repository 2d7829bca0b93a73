"""The schema: made by migrations, equal to the models, safe under several processes."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from db.engine import open_engine, reading, require_schema, writing
from db.errors import RadarError
from db.models import Decision
from db.schema import check_drift, newest_revision, revision, upgrade
from tests.conftest import NOW


def test_an_empty_file_is_upgraded_without_drift(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new.db", create=True)

    before, after = upgrade(engine)

    assert (before, after) == (None, newest_revision())
    assert revision(engine) == after
    check_drift(engine)
    engine.dispose()


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    assert upgrade(engine) == (newest_revision(), newest_revision())


def test_a_newer_database_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(RadarError, match="made by a newer funding-radar"):
        upgrade(engine)


def test_sqlite_is_safe_for_several_processes(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }

    assert pragmas["journal_mode"] == "wal"
    assert pragmas["foreign_keys"] == 1
    assert pragmas["busy_timeout"] >= 10_000


def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    open_engine(f"sqlite:///{tmp_path}/new.db", create=True).dispose()

    assert (tmp_path / "new.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("sqlite:////nowhere/at/all.db", "there is no database at", id="missing"),
        pytest.param("not a url", "cannot be read", id="no url"),
    ],
)
def test_a_database_that_cannot_be_opened_is_one_sentence(url: str, said: str) -> None:
    with pytest.raises(RadarError, match=said):
        open_engine(url)


def test_an_empty_database_says_what_to_type(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new.db", create=True)

    with pytest.raises(RadarError, match="funding-radar db upgrade"):
        require_schema(engine)
    engine.dispose()


@pytest.mark.parametrize(
    ("schema", "said"),
    [("9999", "newer funding-radar .* update the program"), ("0000", "funding-radar db upgrade")],
)
def test_a_database_of_another_schema_says_what_to_do(
    engine: Engine, schema: str, said: str
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :it"), {"it": schema})

    with pytest.raises(RadarError, match=said):
        require_schema(engine)


def test_a_file_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear all,\n" * 100, encoding="utf-8")
    engine = open_engine(f"sqlite:///{tmp_path}/letter.db")

    with pytest.raises(RadarError, match=r"not a database .*db restore"):
        require_schema(engine)
    engine.dispose()


def test_a_writer_that_read_first_is_not_refused(engine: Engine) -> None:
    """Two writers take turns even when each reads before it writes."""
    other = open_engine(engine.url.render_as_string(hide_password=False))
    with writing(engine) as first:
        first.add(Decision(decided_at=NOW, by="a", subject="s", what="one"))
    with writing(other) as second:
        second.add(Decision(decided_at=NOW, by="b", subject="s", what="two"))

    with reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM decision")).scalar_one() == 2
    other.dispose()


def test_a_reader_makes_no_writer_wait(engine: Engine) -> None:
    other = open_engine(engine.url.render_as_string(hide_password=False))
    with reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM decision")).scalar_one() == 0
        with writing(other) as writer:
            writer.add(Decision(decided_at=NOW, by="a", subject="s", what="one"))
        assert session.execute(text("SELECT count(*) FROM decision")).scalar_one() == 0
    other.dispose()


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(DBAPIError), writing(engine) as session:
        session.add(Decision(decided_at=NOW, by="a", subject="s", what="one"))
        session.flush()
        session.execute(text("SELECT nothing"))

    with reading(engine) as session:
        assert session.execute(text("SELECT count(*) FROM decision")).scalar_one() == 0


def test_a_database_is_backed_up_before_it_is_upgraded_and_a_new_one_is_not(
    engine: Engine, tmp_path: Path
) -> None:
    kept: list[str] = []
    fresh = open_engine(f"sqlite:///{tmp_path}/new.db", create=True)
    upgrade(fresh, lambda: kept.append("new"))
    upgrade(engine, lambda: kept.append("up to date"))

    assert kept == []
    fresh.dispose()
