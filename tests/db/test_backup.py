"""Backups: consistent while others write, and never restored unchecked."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.backup import back_up, faults, restore
from db.engine import open_engine, reading, writing
from db.errors import RadarError
from db.models import Decision
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


@pytest.mark.parametrize("spoil", [_damage, _make_newer, _cut, Path.unlink])
def test_a_backup_that_is_not_sound_is_refused(
    sqlite: Engine, database: Path, tmp_path: Path, spoil: object
) -> None:
    _note(sqlite, "before")
    target = back_up(sqlite, tmp_path / "copy.db")
    spoil(target)  # type: ignore[operator]

    with pytest.raises(RadarError):
        restore(target, database)

    assert _count(sqlite) == 1
    assert sorted(path.name for path in tmp_path.glob("*.restoring*")) == []
