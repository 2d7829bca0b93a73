"""A daemon in a process of its own, with jobs that write into a diary: run by ``test_process``.

``hang`` stops inside its first job for good; ``work`` does what is due, then waits for a line on standard input,
after which the lease of others has run out, and does what is due then; ``once`` does what is due and ends.
"""

import sys
import threading
from datetime import timedelta
from pathlib import Path

from db.engine import open_engine
from funding_radar.config import Settings
from funding_radar.daemon import Daemon, JobKind
from funding_radar.jobs.rhythm import every
from funding_radar.jobs.work import Done, Work
from tests.daemon.playing import Clock

KINDS = 12


def main(url: str, diary: str, name: str, how: str) -> None:
    clock, settings, engine = Clock(), Settings(), open_engine(url)

    def note(word: str, job: str) -> None:
        with Path(diary).open("a", encoding="utf-8") as file:
            file.write(f"{name} {word} {job}\n")

    def kind(job: str) -> JobKind:
        def run(_work: Work) -> Done:
            if how == "hang":
                note("began", "hanging")
                threading.Event().wait()
            note("ended", job)
            return Done("done")

        return JobKind(job, every(600), run)

    kinds = {f"job{n}": kind(f"job{n}") for n in range(KINDS)}
    daemon = Daemon(engine, settings, kinds, clock, clock.pause, name)
    daemon.prepare()
    while how == "work" and not any("first began" in line for line in _read(diary)):
        threading.Event().wait(0.02)
    daemon.work()
    if how == "once":
        return
    sys.stdin.readline()
    clock.now += daemon.lease + timedelta(seconds=1)
    daemon.work()


def _read(diary: str) -> list[str]:
    path = Path(diary)
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


if __name__ == "__main__":
    main(*sys.argv[1:])
