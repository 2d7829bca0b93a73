"""When something is due: by UK clocks through both clock changes, and a source by its own rhythm."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from itertools import count

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from db.views import UK


@dataclass(frozen=True)
class UkTime(BaseTrigger):  # type: ignore[misc]
    """Once a day, or once a week on ``weekday`` (0 is Monday), at a time on UK clocks.

    APScheduler's own cron skips 01:15 on the night when it does not exist and takes it twice on the night when it
    comes twice. Here it comes once on every day: in March an hour later by the clock, in October the first time.
    """

    hour: int
    minute: int = 0
    weekday: int | None = None

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:  # noqa: ARG002
        """The first time at or after ``now``, in UTC."""
        first = now.astimezone(UK).date()
        for ahead in count():
            day = first + timedelta(days=ahead)
            if self.weekday not in (None, day.weekday()):
                continue
            due = datetime.combine(day, time(self.hour, self.minute), UK).astimezone(UTC)
            if due >= now:
                return due
        raise AssertionError  # pragma: no cover - count() has no end


def every(minutes: int) -> IntervalTrigger:
    """So many minutes after the last end, and at once the first time."""
    return IntervalTrigger(minutes=minutes, timezone=UTC)


def next_due(trigger: BaseTrigger, after: datetime) -> datetime:
    """When a job is due next, strictly after an instant; in UTC."""
    if isinstance(trigger, IntervalTrigger):
        interval: timedelta = trigger.interval
        return after.astimezone(UTC) + interval
    due: datetime = trigger.get_next_fire_time(None, after + timedelta(seconds=1))
    return due.astimezone(UTC)


def jitter(name: str, due_at: datetime, rhythm: timedelta, percent: int) -> timedelta:
    """How much later than planned this visit is made, up to ``percent`` of the rhythm.

    So that a hundred installations, or a hundred sources of one, do not all knock at the full hour. It is drawn from
    the name and the planned time: every daemon gives the same answer.
    """
    digest = sha256(f"{name} {due_at.astimezone(UTC).isoformat()}".encode()).digest()
    return rhythm * (int.from_bytes(digest[:4]) / 2**32) * (percent / 100)
