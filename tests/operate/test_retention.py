"""Each period of ``[retention]``: what is older goes, what is younger stays, and what must outlive it does."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from db.digests import NewDigest, save_digest
from db.engine import reading, writing
from db.models import Call, Delivery, Digest, DigestItem, Member, Refusal, Run
from db.vocabulary import DeliveryState
from funding_radar.config import Mail, Settings
from funding_radar.jobs.housekeeping import backups, remove_what_is_old
from funding_radar.jobs.work import Work
from tests.conftest import NOW


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    for folder in ("outbox", "answers/done", "backups"):
        (tmp_path / folder).mkdir(parents=True)
    mail = Mail(outbox=tmp_path / "outbox", replies=tmp_path / "answers")
    return Settings(mail=mail, folder=tmp_path)


@pytest.fixture
def clean(engine: Engine, settings: Settings) -> Callable[[], None]:
    return lambda: _clean(engine, settings)


def _clean(engine: Engine, settings: Settings) -> None:
    remove_what_is_old(Work(engine, settings, NOW, lambda: NOW))


def _aged(path: Path, days: float) -> Path:
    path.touch(mode=0o600)
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))
    return path


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_backups_go_after_their_days_by_the_day_in_their_name(
    settings: Settings, clean: Callable[[], None], tmp_path: Path
) -> None:
    """A copy to another disk makes every file new; the name does not change."""
    days = settings.retention.backup_days
    for age in (days + 1, days - 1):
        at = NOW - timedelta(days=age)
        for ending in (".db", ".dump"):
            (tmp_path / "backups" / f"radar-{at:%Y%m%d-%H%M%S}{ending}").touch()

    clean()

    kept = NOW - timedelta(days=days - 1)
    assert _names(tmp_path / "backups") == {
        f"radar-{kept:%Y%m%d-%H%M%S}.db",
        f"radar-{kept:%Y%m%d-%H%M%S}.dump",
    }


def test_databases_put_aside_go_with_the_backups(
    sqlite: Engine, settings: Settings, tmp_path: Path
) -> None:
    days = settings.retention.backup_days
    for ending in (".before-restore", ".before-restore-wal", ".before-upgrade"):
        _aged(tmp_path / f"radar.db{ending}", days + 1)

    _clean(sqlite, settings)
    _aged(tmp_path / "radar.db.before-restore", days - 1)
    _clean(sqlite, settings)

    assert {name for name in _names(tmp_path) if "before" in name} == {"radar.db.before-restore"}


def test_a_dump_put_aside_by_an_upgrade_goes_too(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    aside = "radar.db" if engine.dialect.name == "sqlite" else "radar.dump"
    _aged(tmp_path / f"{aside}.before-upgrade", settings.retention.backup_days + 1)

    _clean(engine, settings)

    assert not [name for name in _names(tmp_path) if "before" in name]


def test_a_backup_that_was_killed_goes_after_a_day_and_is_not_counted(
    settings: Settings, clean: Callable[[], None], tmp_path: Path
) -> None:
    left = [NOW - timedelta(hours=hours) for hours in (30, 1)]
    for at in left:
        for ending in (".db.part", ".db.part-journal"):
            (tmp_path / "backups" / f"radar-{at:%Y%m%d-%H%M%S}{ending}").touch()

    clean()

    assert backups(settings) == []
    assert {name[:21] for name in _names(tmp_path / "backups")} == {
        f"radar-{left[1]:%Y%m%d-%H%M%S}"
    }


def test_files_of_mail_go_after_their_days_unless_nobody_read_them(
    settings: Settings, clean: Callable[[], None], tmp_path: Path
) -> None:
    days = settings.retention.letter_days
    for folder in ("outbox", "answers/done", "answers"):
        _aged(tmp_path / folder / "old.eml", days + 1)
        _aged(tmp_path / folder / "young.eml", days - 1)
    _aged(tmp_path / "outbox" / "old.txt", days + 1)

    clean()

    assert _names(tmp_path / "outbox") == {"young.eml", "old.txt"}
    assert _names(tmp_path / "answers" / "done") == {"young.eml"}
    assert _names(tmp_path / "answers") == {"old.eml", "young.eml"}


def _digest(session: Session, issue: str, age: float, state: DeliveryState) -> None:
    told = {"told": issue}
    save_digest(
        session,
        NewDigest(1, issue, f"<{issue}@x>", told, [(1, "new", None)]),
        NOW - timedelta(days=age),
    )
    delivery = session.exec(select(Delivery).where(Delivery.message_id == f"<{issue}@x>")).one()
    delivery.state = state


def test_the_words_of_digests_go_after_their_days_and_that_a_call_was_told_stays(
    engine: Engine, settings: Settings, clean: Callable[[], None]
) -> None:
    days = settings.retention.digest_days
    with writing(engine) as session:
        session.add(Member(id=1, name="A", changed_at=NOW))
        session.add(
            Call(id=1, title="C", kind="open_call", status="open", first_seen_at=NOW, changed_at=NOW)
        )  # fmt: skip
        session.flush()
        _digest(session, "old", days + 1, DeliveryState.SENT)
        _digest(session, "given-up", days + 1, DeliveryState.FAILED_FOR_GOOD)
        _digest(session, "waiting", days + 1, DeliveryState.COMPOSED)
        _digest(session, "young", days - 1, DeliveryState.SENT)

    clean()

    with reading(engine) as session:
        held = {d.issue: d.content for d in session.exec(select(Digest))}
        items = session.exec(select(DigestItem)).all()
    assert held == {
        "old": {}, "given-up": {}, "waiting": {"told": "waiting"}, "young": {"told": "young"},
    }  # fmt: skip
    assert len(items) == 4


def _run(session: Session, source: str, age: float, outcome: str) -> None:
    at = NOW - timedelta(days=age)
    run = Run(step="collect", source=source, started_at=at, ended_at=at, outcome=outcome)
    session.add(run)
    session.flush()
    assert run.id is not None
    session.add(Refusal(run_id=run.id, url=f"https://x.example/{source}/{age}", reason="r"))


def test_visits_go_after_their_days_with_what_they_refused_but_the_last_good_one_stays(
    engine: Engine, settings: Settings, clean: Callable[[], None]
) -> None:
    days = settings.retention.run_days
    with writing(engine) as session:
        _run(session, "alive", days + 2, "ok")
        _run(session, "alive", days + 1, "failed")
        _run(session, "alive", days - 1, "ok")
        _run(session, "gone", days + 2, "ok")
        _run(session, "gone", days + 1, "ok")

    clean()

    with reading(engine) as session:
        kept = {(r.source, (NOW - r.started_at).days) for r in session.exec(select(Run))}
        refused = session.exec(select(Refusal)).all()
    assert kept == {("alive", days - 1), ("gone", days + 1)}
    assert len(refused) == 2
