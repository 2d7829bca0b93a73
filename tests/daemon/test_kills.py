"""The whole daemon is killed at any moment: the next life goes on, nothing is lost and nothing is double."""

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from db.backup import faults
from db.engine import open_engine, reading
from db.jobs import planned_jobs
from db.models import Call, CallSighting, Delivery, Digest, DigestItem, Run, Sighting
from db.sightings import content_hash
from db.views import UK
from db.vocabulary import DeliveryState, Outcome
from funding_radar.config import Settings
from funding_radar.gazetteer import load
from funding_radar.jobs.housekeeping import backups
from funding_radar.jobs.overview import overview
from funding_radar.jobs.tell import compose_digests
from tests.daemon.town import Town, fund, funds_on, living
from tests.digest.mailserver import Postbox, serving

ROOT = Path(__file__).parents[2]
BEGIN = datetime(2026, 10, 12, 5, tzinfo=UTC)
SEED = 9


@pytest.mark.parametrize("kills", [4, pytest.param(100, marks=pytest.mark.soak)])
def test_killed_at_random_moments_nothing_is_lost_and_nothing_is_double(
    kills: int, tmp_path: Path
) -> None:
    box = Postbox()
    with living(tmp_path, BEGIN) as town, serving(box) as port:
        ended, killed = _lives(town, port, kills)
        engine = town.engine()
        settings = town.settings(smtp_port=port)

        _every_call_once(engine, ended)
        _nothing_is_half_done(engine)
        assert overview(engine, settings, ended).alarms == []
        doubled = _every_letter_once(engine, box)
        _nobody_was_left_out(engine, settings, ended)
        assert doubled <= killed["send"], "only who dies between handing over and noting it down"
        for file in backups(settings):
            copy = open_engine(f"sqlite:///{file}")
            assert faults(copy) == []
            copy.dispose()
        print(f"{sum(killed.values())} kills {dict(killed)}, {doubled} letters sent again")
        engine.dispose()


def _lives(town: Town, port: int, kills: int) -> tuple[datetime, Counter[str]]:
    """Kills the daemon so often and lets it live at last; when that ended, and in which jobs it was killed."""
    words = [str(town.folder), town.base, str(port), str(BEGIN.timestamp()), str(kills), str(SEED)]
    killed: Counter[str] = Counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.daemon.lives", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    now = BEGIN
    with process, process.stdin, process.stdout:
        for line in process.stdout:
            what, at, aim = line.split()
            now = datetime.fromisoformat(at)
            if what == "born":
                town.publish(now.astimezone(UK).date())
            if what == "killed":
                killed[aim] += 1
                _opens_and_is_sound(town)
            process.stdin.write("go on\n")
            process.stdin.flush()
    assert process.returncode == 0
    assert sum(killed.values()) == kills
    return now, killed


def _opens_and_is_sound(town: Town) -> None:
    engine = town.engine()
    assert faults(engine) == []
    engine.dispose()


def _every_call_once(engine: Engine, ended: datetime) -> None:
    with reading(engine) as session:
        titles = Counter(session.exec(select(Call.title)))
    published = {fund(day) for day in funds_on(ended.astimezone(UK).date())[1:]}
    assert {title: count for title, count in titles.items() if count > 1} == {}
    assert published - set(titles) == set()


def _nothing_is_half_done(engine: Engine) -> None:
    with reading(engine) as session:
        assert session.exec(select(Run).where(Run.outcome == Outcome.RUNNING)).all() == []
        sightings = session.exec(select(Sighting)).all()
        jobs = planned_jobs(session)
    assert [s.title for s in sightings if not s.title or s.content_hash != content_hash(s)] == []
    assert {(job.claimed_by, job.last_outcome) for job in jobs} == {(None, "ok")}


def _nobody_was_left_out(engine: Engine, settings: Settings, ended: datetime) -> None:
    """Composing once more has no call to tell that the week's issue could have told; a near miss is no telling."""
    with reading(engine) as session:
        digests = session.exec(select(Digest)).all()
    issue = max(digest.composed_at for digest in digests if digest.issue.endswith("-coordinator"))
    again = compose_digests(engine, settings, load(), ended)
    assert again.stopped_because == ""
    with reading(engine) as session:
        told = session.exec(
            select(Sighting.first_seen_at)
            .join(CallSighting)
            .join(DigestItem, DigestItem.call_id == CallSighting.call_id)  # type: ignore[arg-type]
            .where(
                DigestItem.digest_id > max(digest.id or 0 for digest in digests),
                DigestItem.section != "near",
            )
        ).all()
    assert [seen for seen in told if seen <= issue] == []


def _every_letter_once(engine: Engine, box: Postbox) -> int:
    """Nobody is without; how many letters came twice, under the same Message-ID."""
    with reading(engine) as session:
        rows = session.exec(
            select(Delivery.message_id, Delivery.state, Digest.issue, Digest.member_id).join(Digest)  # type: ignore[arg-type]
        ).all()
    assert {state for _, state, _, _ in rows} == {DeliveryState.SENT}
    assert max(Counter((issue, member) for _, _, issue, member in rows).values()) == 1
    arrived = Counter(message for _, message in box.arrived)
    assert set(arrived) == {message for message, *_ in rows}
    return sum(arrived.values()) - len(arrived)
