"""What the daemon writes to standard error: a line for a person or JSON for a machine, nobody's address in either."""

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from typing import IO

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from db.engine import said_by
from db.errors import RadarError

_ADDRESS = re.compile(r"[^\s<>()\[\]{},;:'\"=/\\]+@[^\s<>()\[\]{},;:'\"=/\\]+")
LONGEST = 2000
_NOISY = ("apscheduler", "trafilatura", "htmldate", "alembic", "pypdf")
_OURS = ("funding_radar", "spiders", "db")


def without_addresses(text: str) -> str:
    """The text with every mail address taken out, on one line, bounded."""
    return " ".join(_ADDRESS.sub("(address)", text).split())[:LONGEST]


def fault_of(error: BaseException) -> str:
    """A failure in a sentence that can be kept and logged.

    Only our own sentences are repeated: the text of any other exception may hold the values of a row, so it is
    named by its type and by where it happened.
    """
    if isinstance(error, RadarError):
        return without_addresses(str(error))
    if isinstance(error, DBAPIError) and is_of_the_machine(error):
        first, _, _ = str(error.orig).partition("\n")
        return f"the database: {without_addresses(said_by(first))}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({_place(error)})"
    name = type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__
    return f"{name} ({_place(error)})"


def is_of_the_machine(error: BaseException) -> bool:
    """Whether a database is locked, full, damaged or gone: what a person can mend, and no row of ours."""
    return isinstance(error, OperationalError) or type(error) is DatabaseError


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if any(f"/{room}/" in f.filename for room in _OURS)] or frames
    if not ours:
        return "nowhere"
    path = ours[-1].filename.replace("\\", "/")
    return f"{'/'.join(path.split('/')[-2:])}:{ours[-1].lineno}"


class _Clean(logging.Formatter):
    """Formats a record without addresses, and an exception without its text."""

    def said(self, record: logging.LogRecord) -> str:
        text = without_addresses(record.getMessage())
        error = record.exc_info[1] if record.exc_info else None
        return f"{text}: {fault_of(error)}" if error else text


class _ForPeople(_Clean):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone()
        level = "" if record.levelno == logging.INFO else f"{record.levelname.lower()}: "
        return f"{at:%Y-%m-%d %H:%M:%S} {level}{self.said(record)}"


class _ForMachines(_Clean):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        row = {"at": at, "level": record.levelname.lower(), "logger": record.name}
        return json.dumps(row | {"said": self.said(record)}, ensure_ascii=False)


def set_up_logging(*, as_json: bool = False, to: IO[str] | None = None) -> logging.Handler:
    """Sends the log to standard error, or to a file that is open; gives the handler."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(_ForMachines() if as_json else _ForPeople())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler
