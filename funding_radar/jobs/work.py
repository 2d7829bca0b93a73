"""What a job of the daemon is handed when it runs, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from funding_radar.config import Settings


@dataclass(frozen=True, slots=True)
class Work:
    """The database, the settings, when the job began, and a clock for what takes long."""

    engine: Engine
    settings: Settings
    now: datetime
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Done:
    """A line for the log; ``more`` when work is left and the job wants its next turn at once."""

    line: str
    more: bool = False
