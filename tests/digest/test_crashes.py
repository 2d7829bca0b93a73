"""Killed at any moment of composing and sending, then started again: nobody is without, nobody has two."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import Engine

from db import deliveries, digests
from db.engine import reading
from db.vocabulary import DeliveryState
from tests.digest.conftest import add_calls, add_members
from tests.digest.mailserver import Postbox, serving
from tests.digest.worker import calls_of_week

KILLS = 100
MEMBERS = 80
SEED = 48
ROOT = Path(__file__).parents[2]


def test_killed_at_a_hundred_random_moments(engine: Engine, database: Path) -> None:
    add_members(engine, MEMBERS)
    add_calls(engine, [one for week in range(30) for one in calls_of_week(week)])
    box = Postbox()

    with serving(box) as port:
        arguments = [str(value) for value in (database, port, MEMBERS, KILLS, SEED)]
        worker = subprocess.run(
            [sys.executable, "-m", "tests.digest.worker", *arguments],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    assert worker.returncode == 0, worker.stderr
    weeks = int(worker.stdout)
    with reading(engine) as session:
        rows = [
            (d.message_id, d.state, g.member_id)
            for d, g in deliveries.deliveries(session, limit=9999)
        ]
        told = {n: digests.told_before(session, [n])[n] for n in range(1, MEMBERS + 1)}
    assert {state for _, state, _ in rows} == {DeliveryState.SENT}
    assert Counter(member for _, _, member in rows) == dict.fromkeys(range(1, MEMBERS + 1), weeks)
    assert set(box.arrived) == {(f"m{member}@members.example", id_) for id_, _, member in rows}
    assert sum(count - 1 for count in Counter(box.arrived).values()) <= KILLS
    assert all(
        len(calls) == len({call for call, _, _ in calls}) == 2 * weeks for calls in told.values()
    )
