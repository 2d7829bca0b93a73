"""The daemon as a process: it stops when it is told to, in time, and another takes over when it is killed."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from db.backup import faults
from db.deliveries import claim_next_delivery
from db.digests import NewDigest, save_digest
from db.engine import open_engine, reading, writing
from db.jobs import Plan, claim_due_job, plan_jobs, planned_jobs
from db.models import Job, Source
from funding_radar.daemon import GRACE_SECONDS, LAST_SECONDS
from funding_radar.digest.content import CoordinatorContent
from funding_radar.digest.outbox import LEASE
from tests.both import fresh
from tests.conftest import NOW
from tests.digest.mailserver import Mood, Postbox, serving
from tests.spiders.loopback import Answer, Asked, Loopback

ROOT = Path(__file__).parents[2]
LONGEST = 120.0
"""Seconds that a loaded machine may take over a step; a bound for a hang, not a measure."""
_PROGRAM = """
import funding_radar.daemon as daemon
daemon.GRACE_SECONDS, daemon.LAST_SECONDS, daemon.WAKE_SECONDS = {grace}, {last}, 0.05
from funding_radar.cli import main
main()
"""
"""The program with its own pace when it is told to stop, so that no test hangs on how busy the machine is."""


def _config(folder: Path, url: str, site: str = "") -> Path:
    from spiders.catalogue import load_catalogue

    text = f'[database]\nurl = "{url}"\n[alliance]\nname = "A"\nemail = "a@alliance.example"\n'
    text += "[crawl]\ndelay = 0\nallow_private_hosts = true\n"
    for name in load_catalogue({}):
        text += f"[sources.{name}]\npaused = true\n"
    if site:
        text += f'[sources.uk_slow]\nshape = "feed"\nurl = "{site}/feed"\npublisher = "Slow"\nplaces = []\n'
        text += f'licence = "none"\nhome_page = "{site}/"\n'
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def _running(
    config: Path, *words: str, grace: float = 0.5, last: float = LONGEST
) -> Iterator["subprocess.Popen[str]"]:
    program = _PROGRAM.format(grace=grace, last=last)
    command = [sys.executable, "-c", program, "--config", str(config), "daemon", "run", *words]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST
    while not what():
        assert time.monotonic() < end, "it never came to that"
        threading.Event().wait(0.02)


def _jobs(engine: Engine) -> dict[str, Job]:
    with reading(engine) as session:
        return {job.name: job for job in planned_jobs(session)}


@contextmanager
def _hanging_site(
    after: Callable[[], bool] = lambda: True,
) -> Iterator[tuple[str, threading.Event]]:
    """A site that from some moment on never answers, as long as it is served, and the event that it was asked then."""
    asked, over = threading.Event(), threading.Event()

    def hang(_: Asked) -> Answer:
        if after():
            asked.set()
            over.wait()
        return Answer()

    with Loopback({"/feed": hang}).running() as site:
        try:
            yield site.base, asked
        finally:
            over.set()


def test_a_daemon_is_gone_within_ten_seconds_of_a_term_signal() -> None:
    assert GRACE_SECONDS + LAST_SECONDS < 10


def test_a_term_signal_leaves_a_visit_under_way_safely(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    with (
        _hanging_site() as (site, asked),
        _running(_config(tmp_path, f"sqlite:///{database}", site)) as process,
    ):
        assert asked.wait(LONGEST)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=LONGEST)

    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert said.rstrip().endswith("the daemon has stopped")
    assert _jobs(sqlite)["refresh"].claimed_by is None
    assert _jobs(sqlite)["refresh"].last_outcome is None


def test_a_term_signal_at_a_later_waking_is_as_safe(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    health = tmp_path / "health.json"
    with (
        _hanging_site(after=health.exists) as (site, asked),
        _running(_config(tmp_path, f"sqlite:///{database}", site)) as process,
    ):
        _until(health.exists)
        with writing(sqlite) as session:
            session.get_one(Job, "refresh").due_at = NOW
            session.get_one(Source, "uk_slow").due_at = NOW
        assert asked.wait(LONGEST)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=LONGEST)

    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert _jobs(sqlite)["refresh"].claimed_by is None


def test_a_daemon_that_has_no_time_to_tidy_up_goes_all_the_same_and_harms_nothing(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    with (
        _hanging_site() as (site, asked),
        _running(_config(tmp_path, f"sqlite:///{database}", site), last=0.001) as process,
    ):
        assert asked.wait(LONGEST)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=LONGEST)

    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert faults(sqlite) == []
    left = _jobs(sqlite)["refresh"]
    assert left.claimed_by is not None
    with writing(sqlite) as session:
        later = datetime.now(UTC) + timedelta(hours=1)
        again = claim_due_job(session, "the next life", later, timedelta(minutes=5), ["refresh"])
        assert again is not None


def test_a_term_signal_leaves_a_message_under_way_to_be_sent_again(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    """A server that takes the message and never says so: it goes again under the same Message-ID."""
    content = CoordinatorContent("2026-W48", "2026-11-23", warnings=("one source is down",))
    with writing(sqlite) as session:
        save_digest(session, NewDigest(None, "2026-W48", "<c@x>", content.to_json()), NOW)
    box = Postbox(lambda _address, _tried: Mood.STALL)

    with serving(box) as port:
        config = _config(tmp_path, f"sqlite:///{database}")
        with config.open("a", encoding="utf-8") as file:
            file.write(f'[mail]\nsmtp_host = "127.0.0.1"\nsmtp_port = {port}\nsecurity = "none"\n')
        with _running(config) as process:
            _until(lambda: bool(box.arrived))
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=LONGEST)

    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert _jobs(sqlite)["send"].claimed_by is None
    with writing(sqlite) as session:
        later = datetime.now(UTC) + LEASE + timedelta(minutes=1)
        again = claim_next_delivery(session, "the next life", later, LEASE)
    assert again is not None
    assert again.message_id == box.arrived[0][1] == "<c@x>"


def test_an_idle_daemon_stops_at_once_and_tells_monitoring_how_it_is(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    config = _config(tmp_path, f"sqlite:///{database}")
    health = tmp_path / "health.json"

    with _running(config, "--json") as process:
        _until(health.exists)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=LONGEST)

    assert process.returncode == 0, said
    rows = [json.loads(line) for line in said.splitlines()]
    assert rows[-1]["said"] == "the daemon has stopped"
    assert json.loads(health.read_text(encoding="utf-8"))["well"] is True
    assert {job.last_outcome for job in _jobs(sqlite).values()} == {"ok", None}


def test_with_once_it_does_what_is_due_and_ends(
    sqlite: Engine, database: Path, tmp_path: Path
) -> None:
    with _running(_config(tmp_path, f"sqlite:///{database}"), "--once") as process:
        _, said = process.communicate(timeout=LONGEST)

    assert process.returncode == 0, said
    assert re.search(r"\d\d:\d\d:\d\d send: sent 0", said)
    assert _jobs(sqlite)["send"].last_outcome == "ok"


KINDS = 12


def test_of_two_daemons_on_one_postgresql_one_is_killed_and_the_other_takes_over(
    postgres: str, tmp_path: Path
) -> None:
    diary = tmp_path / "diary"
    with (
        fresh(postgres) as url,
        _worker(url, diary, "first", "hang") as first,
        _worker(url, diary, "second", "work") as second,
    ):
        engine = open_engine(url)

        _until(lambda: "first began hanging" in _lines(diary))
        os.kill(first.pid, signal.SIGKILL)
        first.communicate()
        assert second.stdin is not None
        _until(lambda: sum("second ended" in line for line in _lines(diary)) == KINDS - 1)
        held = [job for job in _jobs(engine).values() if job.claimed_by == "first"]
        second.stdin.write("the lease has run out\n")
        second.stdin.flush()
        second.communicate(timeout=LONGEST)

        assert len(held) == 1
        ended = [line.split()[2] for line in _lines(diary) if " ended " in line]
        assert sorted(ended) == sorted(f"job{n}" for n in range(KINDS))
        assert ended[-1] == held[0].name
        assert held[0].claimed_until_at - held[0].last_started_at <= timedelta(minutes=5)  # type: ignore[operator]
        engine.dispose()


def test_two_daemons_that_begin_at_the_same_moment_both_work(postgres: str, tmp_path: Path) -> None:
    """The first has made its rows and not yet committed when the second makes the same."""
    plans, diary = (
        {f"job{n}": Plan(NOW, NOW, fixed=False) for n in range(KINDS)},
        tmp_path / "diary",
    )
    with fresh(postgres) as url, ExitStack() as began:
        engine = open_engine(url)
        with writing(engine) as session:
            plan_jobs(session, plans, NOW)
            second = began.enter_context(_worker(url, diary, "second", "once"))
            _until(lambda: _waits(engine))
        second.communicate(timeout=LONGEST)

        assert second.returncode == 0
        assert sum("second ended" in line for line in _lines(diary)) == KINDS
        engine.dispose()


def _waits(engine: Engine) -> bool:
    """Whether somebody on this server waits for another's transaction."""
    with engine.connect() as connection:
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(connection.execute(waiting).scalar_one())


def _lines(diary: Path) -> list[str]:
    return diary.read_text(encoding="utf-8").splitlines() if diary.exists() else []


@contextmanager
def _worker(url: str, diary: Path, name: str, how: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.daemon.worker", url, str(diary), name, how]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(autouse=True)
def _no_stray_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FUNDING_RADAR_CONFIG", raising=False)
