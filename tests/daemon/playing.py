"""A clock that is moved by hand, and jobs that note when they ran."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from apscheduler.triggers.base import BaseTrigger
from sqlalchemy import Engine

from funding_radar.config import Settings
from funding_radar.daemon import Daemon, JobKind
from funding_radar.jobs.work import Done, Work
from tests.conftest import NOW


@dataclass
class Clock:
    """Stands still until it is moved; pausing moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pause(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Diary:
    """When each job ran."""

    ran: list[tuple[str, datetime]] = field(default_factory=list)

    def kind(
        self, name: str, trigger: BaseTrigger, act: Callable[[Work], object] | None = None
    ) -> JobKind:
        def run(work: Work) -> Done:
            self.ran.append((name, work.now))
            said = act(work) if act else None
            return said if isinstance(said, Done) else Done("done")

        return JobKind(name, trigger, run)

    def times(self, name: str) -> list[datetime]:
        return [at for ran, at in self.ran if ran == name]

    def counts(self) -> Counter[str]:
        return Counter(name for name, _ in self.ran)


def daemon(
    engine: Engine,
    clock: Clock,
    *kinds: JobKind,
    settings: Settings | None = None,
    name: str = "one",
) -> Daemon:
    made = Daemon(
        engine, settings or Settings(), {k.name: k for k in kinds}, clock, clock.pause, name
    )
    made.prepare()
    return made


def play(
    made: Daemon, clock: Clock, until: datetime, step: timedelta = timedelta(minutes=10)
) -> None:
    """Wakes the daemon again and again until an instant."""
    while clock.now <= until:
        made.work()
        clock.now += step
