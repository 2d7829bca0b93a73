"""A process that composes and sends over and over, and is killed at random moments: run by ``test_crashes``.

It forks a warm child for each attempt, so that a hundred attempts take seconds.
"""

import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import select

from db.engine import open_engine, reading
from db.models import Delivery
from db.views import CallView, MemberView
from db.vocabulary import DeliveryState
from funding_radar.config import Mail
from funding_radar.digest.issue import compose_issue
from funding_radar.digest.outbox import Sender, send_due
from tests.conftest import NOW
from tests.digest.conftest import Clock, material
from tests.digest.made import SETTINGS, call

LONGEST_LIFE = 0.12
"""Seconds; a whole week's work takes many such lives."""
TURN = timedelta(minutes=16)
"""Between two attempts, longer than a claim."""


def calls_of_week(week: int) -> list[CallView]:
    return [call(week * 2 + n, closes="2027-06-30") for n in (1, 2)]


def main(database: str, port: int, members: int, kills: int, seed: int) -> int:
    """Returns the number of weeks that were composed and sent."""
    chance, killed, week, attempt = random.Random(seed), 0, 0, 0
    while killed < kills:
        attempt += 1
        now = NOW + timedelta(days=7 * week) + attempt * TURN
        child = os.fork()
        if not child:
            work(database, port, members, week, now)
            os._exit(0)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            killed += 1
        else:
            week, attempt = week + 1, 0
    child = os.fork()
    if not child:
        work(database, port, members, week, NOW + timedelta(days=7 * week) + (attempt + 1) * TURN)
        os._exit(0)
    os.waitpid(child, 0)
    return week + 1


def work(database: str, port: int, members: int, week: int, now: datetime) -> None:
    """One life: compose what is missing, send what is due."""
    engine = open_engine(f"sqlite:///{database}")
    clock = Clock(now)
    mail = Mail(smtp_host="127.0.0.1", smtp_port=port, security="none", per_minute=10_000)
    settings = SETTINGS.model_copy(update={"mail": mail})
    views = [MemberView(id=n, name=f"Member {n}") for n in range(1, members + 1)]
    compose_issue(engine, views, material(calls_of_week(week)), settings, now)
    send_due(Sender(engine, settings, clock, clock.pause, str(os.getpid())))
    with reading(engine) as session:
        left = session.exec(
            select(func.count()).select_from(Delivery).where(Delivery.state != DeliveryState.SENT)
        ).one()
    assert left == 0


if __name__ == "__main__":
    print(main(sys.argv[1], *map(int, sys.argv[2:])))
