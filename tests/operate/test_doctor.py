"""The doctor finds what is wrong, each with its mend, and is quiet when nothing is."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, text

from db.engine import writing
from db.errors import RadarError
from db.models import Job, Run, Source
from funding_radar.config import Alliance, Crawl, Mail, Settings, SourceTable
from funding_radar.jobs.doctor import Diagnosis, Patient, examine
from funding_radar.jobs.overview import overview
from spiders.catalogue import load_catalogue
from tests.conftest import NOW
from tests.spiders.loopback import Answer, Loopback

SITE = "uk_our_site"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    paused = {name: SourceTable(paused=True) for name in load_catalogue({})}
    site = SourceTable(
        shape="feed", url="https://site.example/feed", publisher="P", places=[],
        licence="none", home_page="https://site.example/",
    )  # fmt: skip
    return Settings(
        alliance=Alliance(email="a@alliance.example"),
        sources=paused | {SITE: site},
        folder=tmp_path,
    )


def _found(engine: Engine, settings: Settings, *, sites: bool = False) -> list[Diagnosis]:
    return list(examine(Patient(settings, engine, NOW), sites=sites))


def _wrong(found: list[Diagnosis]) -> list[str]:
    return [diagnosis.what for diagnosis in found if not diagnosis.well]


def test_nothing_is_wrong_with_a_fresh_installation(engine: Engine, settings: Settings) -> None:
    assert _wrong(_found(engine, settings)) == []


def test_without_a_usable_database_the_rest_is_examined_all_the_same(settings: Settings) -> None:
    full = RadarError(
        "the database cannot be opened: disk I/O error: the disk may be full, or failing"
    )

    found = list(examine(Patient(settings, full, NOW)))

    assert _wrong(found) == ["database cannot be used"]
    assert found[0].mend == str(full)
    assert any("free on disk" in diagnosis.what for diagnosis in found)


def _mailless(settings: Settings) -> Settings:
    return settings.model_copy(
        update={"mail": Mail(smtp_host="127.0.0.1", smtp_port=9, security="none")}
    )


def _nameless(settings: Settings) -> Settings:
    return settings.model_copy(update={"alliance": Alliance()})


def _all_paused(settings: Settings) -> Settings:
    return settings.model_copy(
        update={
            "sources": {
                **settings.sources,
                SITE: SourceTable(paused=True, **settings.sources[SITE].values()),
            }
        }
    )


def _open_secret(settings: Settings) -> Settings:
    secret = settings.folder / "password"
    secret.write_text("x", encoding="utf-8")
    secret.chmod(0o644)
    return settings.model_copy(update={"mail": Mail(password_file=secret)})


def _no_mailbox(settings: Settings) -> Settings:
    return settings.model_copy(update={"mail": Mail(replies=Path("nowhere"))})


def _open_backup(settings: Settings) -> Settings:
    folder = settings.folder / "backups"
    folder.mkdir(mode=0o700)
    (folder / "radar-20261101-031500.db").touch(mode=0o644)
    return settings


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_mailless, "mail cannot be sent"),
        (_nameless, "sites cannot tell who visits them"),
        (_all_paused, "every source is paused"),
        (_open_secret, "can be read by others"),
        (_no_mailbox, "answers cannot be used"),
        (_open_backup, "can be read by others"),
    ],
)
def test_a_setting_that_cannot_work_is_found_with_its_mend(
    sqlite: Engine, settings: Settings, spoil: Callable[[Settings], Settings], said: str
) -> None:
    found = _found(sqlite, spoil(settings))

    assert len(_wrong(found)) == 1
    assert said in _wrong(found)[0]
    assert all(diagnosis.mend for diagnosis in found if not diagnosis.well)


def _old_schema(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))


def _broken_job(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Job(name="send", due_at=NOW, last_outcome="failed", last_message="no line"))


def _dead_daemon(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Job(name="send", due_at=NOW - timedelta(hours=3)))


def _clock_behind(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(_source(None))
        ended = NOW + timedelta(days=1)
        session.flush()
        session.add(
            Run(step="collect", source=SITE, started_at=ended, ended_at=ended, outcome="ok")
        )


def _alarm(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(_source("no answer"))


def _source(alarm: str | None) -> Source:
    return Source(name=SITE, publisher="P", licence="", home_page="", shape="feed", alarm=alarm)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_old_schema, "the database has schema 0000, this program 0001"),
        (_broken_job, "the job send failed: no line"),
        (_dead_daemon, "the daemon does not work: send should have run"),
        (_clock_behind, "the clock is behind"),
        (_alarm, f"source {SITE}: no answer"),
    ],
)
def test_a_fault_in_the_tables_is_found_with_its_mend(
    engine: Engine, settings: Settings, spoil: Callable[[Engine], None], said: str
) -> None:
    spoil(engine)

    found = _found(engine, settings)

    assert _wrong(found) == [said]
    assert all(diagnosis.mend for diagnosis in found if not diagnosis.well)


def test_a_damaged_database_is_found_with_its_mend(
    sqlite: Engine, database: Path, settings: Settings
) -> None:
    sqlite.dispose()
    content = bytearray(database.read_bytes())
    content[4096 * 2 : 4096 * 9] = b"x" * 4096 * 7
    database.write_bytes(content)

    found = _found(sqlite, settings)

    assert _wrong(found)[0].startswith("the database is damaged")
    assert found[0].mend == "go back to a backup with funding-radar db restore"


def test_a_disk_that_is_nearly_full_is_found_before_it_is(
    sqlite: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=120_000_000))

    assert _wrong(_found(sqlite, settings)) == ["only 120 MB free"]
    assert overview(sqlite, settings, NOW).alarms == ["only 120 MB free on disk: make room"]


def test_a_source_that_was_paused_or_taken_out_is_no_alarm_any_more(
    engine: Engine, settings: Settings
) -> None:
    _alarm(engine)
    without = settings.model_copy(
        update={"sources": {k: v for k, v in settings.sources.items() if k != SITE}}
    )

    assert overview(engine, settings, NOW).alarms == [f"source {SITE}: no answer"]
    assert overview(engine, _all_paused(settings), NOW).alarms == []
    assert overview(engine, without, NOW).alarms == []


@pytest.mark.parametrize(
    ("robots", "said"),
    [
        (Answer(b"User-agent: *\nDisallow: /private/\n"), None),
        (Answer(status=404), None),
        (Answer(b"User-agent: *\nDisallow: /\n"), "its robots.txt does not let us in"),
        (Answer(status=503), "does not answer"),
    ],
)
def test_a_site_that_shuts_us_out_is_found(
    sqlite: Engine, settings: Settings, robots: Answer, said: str | None
) -> None:
    with Loopback({"/robots.txt": robots}).running() as site:
        table = SourceTable(**settings.sources[SITE].values() | {"url": f"{site.base}/feed"})
        there = settings.model_copy(
            update={
                "sources": {**settings.sources, SITE: table},
                "crawl": Crawl(allow_private_hosts=True),
            }
        )
        found = _found(sqlite, there, sites=True)

    assert _wrong(found) == ([f"source {SITE}: {said}"] if said else [])
    assert len(site.asked) == 1
