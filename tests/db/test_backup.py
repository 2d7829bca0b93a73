"""Backups: consistent while others write, and never restored unchecked."""

import shutil
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from db.backup import back_up, faults, restore
from db.copying import copy_all
from db.engine import open_engine, reading, writing
from db.errors import RadarError
from db.models import Decision
from db.pg_dump import restore_dump
from tests.conftest import NOW


def _note(engine: Engine, what: str) -> None:
    with writing(engine) as session:
        session.add(Decision(decided_at=NOW, by="a", subject="s", what=what))


def _count(engine: Engine) -> int:
    with reading(engine) as session:
        return int(session.execute(text("SELECT count(*) FROM decision")).scalar_one())


def test_a_backup_holds_what_was_there_and_is_its_owners_alone(
    sqlite: Engine, tmp_path: Path
) -> None:
    _note(sqlite, "before")

    target = back_up(sqlite, tmp_path / "copy.db")

    copy = open_engine(f"sqlite:///{target}")
    assert _count(copy) == 1
    assert faults(copy) == []
    assert target.stat().st_mode & 0o077 == 0
    copy.dispose()


def test_a_backup_is_consistent_while_another_writes(sqlite: Engine, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        count = 0
        while not stop.is_set():
            _note(sqlite, f"note {count}")
            count += 1

    writer = threading.Thread(target=write)
    writer.start()
    copies = [back_up(sqlite, tmp_path / f"copy{number}.db") for number in range(10)]
    stop.set()
    writer.join()

    for copy in copies:
        opened = open_engine(f"sqlite:///{copy}")
        assert faults(opened) == []
        opened.dispose()


def test_restoring_goes_back_and_keeps_the_present(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    _note(sqlite, "before")
    target = back_up(sqlite, tmp_path / "copy.db")
    _note(sqlite, "after")
    sqlite.dispose()

    kept = restore(target, database)

    now, old = open_engine(f"sqlite:///{database}"), open_engine(f"sqlite:///{kept}")
    assert (_count(now), _count(old)) == (1, 2)
    now.dispose()
    old.dispose()


def test_a_database_that_another_program_has_open_is_not_swapped_under_it(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    target = back_up(sqlite, tmp_path / "copy.db")
    other = open_engine(f"sqlite:///{database}")
    _note(other, "by the daemon, which waits for its next job")

    with pytest.raises(RadarError, match="stop the daemon first"):
        restore(target, database)

    assert _count(sqlite) == 1
    assert not database.with_name("radar.db.restoring").exists()
    other.dispose()


def test_what_is_written_goes_into_the_file_that_stands_there_now(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    target = back_up(sqlite, tmp_path / "copy.db")
    _note(sqlite, "before")
    for ending in ("", "-wal", "-shm"):
        database.with_name(f"radar.db{ending}").replace(tmp_path / f"aside.db{ending}")
    target.replace(database)

    _note(sqlite, "after")

    now = open_engine(f"sqlite:///{database}")
    assert (_count(now), _count(sqlite)) == (1, 1)
    now.dispose()


def test_a_database_that_is_deleted_is_missed_and_never_made_anew(
    sqlite: Engine, database: Path
) -> None:
    _note(sqlite, "before")
    database.unlink()

    with pytest.raises(OperationalError, match="unable to open database file"):
        _note(sqlite, "after")

    assert not database.exists()


def test_a_place_that_cannot_be_written_is_said_and_the_backup_is_not_blamed(
    sqlite: Engine, tmp_path: Path
) -> None:
    target = back_up(sqlite, tmp_path / "copy.db")
    nowhere = tmp_path / "nowhere"

    with pytest.raises(
        RadarError, match=r"nowhere cannot be written \(No such file or directory\)"
    ):
        restore(target, nowhere / "radar.db")
    with pytest.raises(RadarError, match=r"nowhere/copy.db failed: No such file or directory$"):
        back_up(sqlite, nowhere / "copy.db")


def _damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[8192:60000] = b"\0" * (60000 - 8192)
    path.write_bytes(content)


def _make_newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def _cut(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 200)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_damage, "is not restored: it is damaged"),
        (_cut, "is not restored: it is damaged"),
        (
            _make_newer,
            "is not restored: it was made by a newer funding-radar .*: update the program",
        ),
        (_empty, "is not restored: it is no database of funding-radar"),
        (Path.unlink, "there is no backup at"),
    ],
)
def test_a_backup_that_is_not_sound_is_refused(
    sqlite: Engine, database: Path, tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    _note(sqlite, "before")
    target = back_up(sqlite, tmp_path / "copy.db")
    spoil(target)

    with pytest.raises(RadarError, match=said):
        restore(target, database)

    assert _count(sqlite) == 1
    assert sorted(path.name for path in tmp_path.glob("*.restoring*")) == []


def test_postgresql_is_dumped_and_restored_whole(
    postgres: str, database_url: str, tmp_path: Path
) -> None:
    if not database_url.startswith("postgresql") or not shutil.which("pg_dump"):
        pytest.skip("needs PostgreSQL and its pg_dump")
    engine = open_engine(database_url)
    _note(engine, "before")
    target = back_up(engine, tmp_path / "copy.dump")
    _note(engine, "after")

    restore_dump(target, engine)

    assert _count(engine) == 1
    assert faults(engine) == []
    assert target.stat().st_mode & 0o077 == 0
    engine.dispose()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("damaged", "is not restored: it is damaged"),
        ("newer", "is not restored: it was made by a newer funding-radar"),
        ("missing", "there is no backup at"),
    ],
)
def test_a_dump_that_is_not_sound_is_refused_and_nothing_changes(
    postgres: str, database_url: str, tmp_path: Path, spoil: str, said: str
) -> None:
    if not database_url.startswith("postgresql") or not shutil.which("pg_dump"):
        pytest.skip("needs PostgreSQL and its pg_dump")
    engine = open_engine(database_url)
    _note(engine, "before")
    if spoil == "newer":
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    target = back_up(engine, tmp_path / "copy.dump")
    if spoil == "damaged":
        target.write_bytes(target.read_bytes()[:-3000])
    if spoil == "missing":
        target.unlink()
    _note(engine, "after")

    with pytest.raises(RadarError, match=said):
        restore_dump(target, engine)

    assert _count(engine) == 2
    engine.dispose()


@pytest.mark.soak
def test_a_hundred_backups_at_full_speed_all_restore(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    stop = threading.Event()

    def write() -> None:
        count = 0
        while not stop.is_set():
            _note(sqlite, f"note {count}" * 20)
            count += 1

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for _ in range(100):
        target = back_up(sqlite, tmp_path / "copy.db")
        restore(target, tmp_path / "restored.db")
        opened = open_engine(f"sqlite:///{tmp_path}/restored.db")
        assert faults(opened) == []
        opened.dispose()
    stop.set()
    for writer in writers:
        writer.join()


def test_everything_is_copied_to_another_server_and_counting_goes_on(
    sqlite: Engine, database_url: str, tmp_path: Path
) -> None:
    if not database_url.startswith("postgresql"):
        database_url = f"sqlite:///{tmp_path}/other.db"
    _note(sqlite, "one £")
    _note(sqlite, "two")
    other = open_engine(database_url, create=True)

    copied = copy_all(sqlite, other)
    _note(other, "three")

    assert copied["decision"] == 2
    with reading(other) as session:
        rows = session.execute(text("SELECT id, what FROM decision ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [(1, "one £"), (2, "two"), (3, "three")]
    with pytest.raises(RadarError, match="not empty"):
        copy_all(sqlite, other)
    other.dispose()
