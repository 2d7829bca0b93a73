"""A daemon that lives in a town and is killed again and again, at random moments of every job: run by ``test_kills``.

It forks a warm child for each life, so that a hundred lives take minutes. Half of the time the machine goes with the
daemon, half of the time the crawling process is left behind and works on.
"""

import mmap
import os
import random
import signal
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import select

from db.engine import reading
from db.models import Delivery
from db.vocabulary import DeliveryState
from funding_radar.daemon import JobKind, daemon_of
from funding_radar.gazetteer import load
from funding_radar.jobs.work import Done, Work
from tests.daemon.playing import Clock
from tests.daemon.town import Town

STEP = timedelta(hours=1)
AIMS = ("refresh", "digest", "send", "backup", "housekeeping", "alerts", "stale")
LONGEST = {"refresh": 3.0, "digest": 0.6, "send": 0.5, "alerts": 0.4}
"""Seconds into a job within which it is killed; the others are short."""
SHORT = 0.05
HANGS = 240.0


class Board:
    """What a life shows to who kills it, in shared memory: its time, and the job that it is at."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 16)

    def show(self, now: datetime, job: str = "") -> None:
        number = AIMS.index(job) + 1 if job in AIMS else 0
        self._shared[:16] = struct.pack("dq", now.timestamp(), number)

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(struct.unpack("dq", self._shared[:16])[0], UTC)

    @property
    def job(self) -> str:
        number = struct.unpack("dq", self._shared[:16])[1]
        return AIMS[number - 1] if number else ""


@dataclass
class Lives:
    """One installation, life after life."""

    town: Town
    port: int
    board: Board

    def live(self, begin: datetime, end: datetime) -> None:
        """A life: starts the daemon and wakes it at every step."""
        clock = Clock(begin)
        engine = self.town.engine()
        daemon = daemon_of(engine, self.town.settings(smtp_port=self.port), clock, clock.pause)
        daemon.kinds = {name: self._shown(kind, clock) for name, kind in daemon.kinds.items()}
        daemon.prepare()
        while clock.now < end:
            self.board.show(clock.now)
            daemon.work()
            clock.now += STEP
        engine.dispose()

    def _shown(self, kind: JobKind, clock: Clock) -> JobKind:
        def run(work: Work) -> Done:
            if kind.name != "send" or _waiting(work):
                self.board.show(clock.now, kind.name)
            done = kind.run(work)
            self.board.show(clock.now)
            return done

        return replace(kind, run=run)

    def killed(self, begin: datetime, aim: str, chance: random.Random) -> None:
        """A life that ends within the job that is aimed at, alone or with all that it started."""
        self.board.show(begin)
        child = os.fork()
        if not child:
            os.setsid()
            self.live(begin, begin + timedelta(days=30))
            os._exit(0)
        _until(lambda: self.board.job == aim or _ended(child))
        time.sleep(chance.uniform(0, LONGEST.get(aim, SHORT)))
        (os.killpg if chance.random() < 0.5 else os.kill)(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _waiting(work: Work) -> bool:
    with reading(work.engine) as session:
        query = select(Delivery.id).where(Delivery.state == DeliveryState.COMPOSED)
        return session.exec(query).first() is not None


def _ended(child: int) -> bool:
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + HANGS
    while not what():
        if time.monotonic() > end:
            msg = "a life came to nothing"
            raise TimeoutError(msg)
        time.sleep(0.001)


def next_digest(now: datetime) -> datetime:
    """The early morning of the next Tuesday."""
    days = (1 - now.weekday()) % 7
    there = (now + timedelta(days=days)).replace(hour=6, minute=0)
    return there if there > now else there + timedelta(days=7)


def main(folder: str, base: str, port: int, begin: float, kills: int, seed: int) -> None:
    """Kills so many lives, then lives through a digest in peace; a line on standard output for each."""
    town, chance, board = Town(Path(folder), base, {}), random.Random(seed), Board()
    load()
    lives, now = Lives(town, port, board), datetime.fromtimestamp(begin, UTC)
    for number in range(kills):
        aim = AIMS[number % len(AIMS)]
        if aim in ("digest", "send"):
            now = next_digest(now)
        _say("born", now, aim)
        lives.killed(now, aim, chance)
        now = board.now + timedelta(minutes=6)
        _say("killed", now, aim)
    now = next_digest(now)
    _say("born", now, "peace")
    lives.live(now, now + timedelta(days=1))
    _say("ended", now + timedelta(days=1), "peace")


def _say(what: str, now: datetime, aim: str) -> None:
    """Tells the town, and waits until it has published that day."""
    sys.stdout.write(f"{what} {now.isoformat()} {aim}\n")
    sys.stdout.flush()
    sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), *map(int, sys.argv[5:]))
