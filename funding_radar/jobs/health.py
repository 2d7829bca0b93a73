"""A file that monitoring reads: when the daemon last worked, and what is wrong. Nobody's name or address is in it."""

import json
import logging
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from db.errors import RadarError
from funding_radar.config import Settings
from funding_radar.jobs.logs import fault_of, without_addresses
from funding_radar.jobs.overview import overview
from funding_radar.whole_file import write_whole

log = logging.getLogger(__name__)


def write_health(engine: Engine, settings: Settings, now: datetime) -> Path | None:
    """The file of ``[daemon] health_file``, written whole or not at all; None when there is to be none.

    A file older than a few minutes means that the daemon does not work; a full disk is told in the log.
    """
    if settings.daemon.health_file is None:
        return None
    path = settings.path(settings.daemon.health_file)
    try:
        seen = overview(engine, settings, now)
        alarms = [without_addresses(alarm) for alarm in seen.alarms]
        jobs = {name: due.isoformat() for name, due, _ in seen.next_jobs}
    except (DBAPIError, RadarError) as error:
        alarms, jobs = [fault_of(error)], {}
    row = {"at": now.isoformat(), "well": not alarms, "alarms": alarms, "jobs_due_at": jobs}
    try:
        write_whole(path, f"{json.dumps(row, indent=1)}\n".encode(), mode=0o644)
    except OSError as error:
        log.error("the health file cannot be written: %s", error.strerror)
        return None
    return path
