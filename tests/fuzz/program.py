"""The program in a folder of its own, and what it must be like whatever it was given."""

import contextlib
import csv
import gc
import io
import os
import re
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import pytest

from funding_radar.cli import main

TODAY = "2026-11-23"
BUSY, WAITING = 60, 300
"""Seconds of the processor, and by the clock, after which an input counts as one that hangs; the slowest takes two."""
_CONFIG = """[alliance]
name = "Test alliance"
email = "co@example.org"
[mail]
replies = "replies"
"""
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys; a carriage return too, but at the end of a line of CSV."""
_RUN = re.compile(r"[\s\x00-\x1f]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet runs."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Said:
    """What the program printed, and its exit code."""

    code: int
    out: str
    err: str


class Program:
    """``funding-radar`` in a folder with a configuration and a database as good as new for each input."""

    def __init__(self, folder: Path, database: bytes) -> None:
        self.folder, self._database = folder, database
        self.anew()

    def anew(self) -> None:
        """Undoes what an input before did."""
        for path in self.folder.glob("radar.db*"):
            path.unlink()
        (self.folder / "radar.db").write_bytes(self._database)
        (self.folder / "config.toml").write_text(_CONFIG, encoding="utf-8")
        (self.folder / "replies").mkdir(exist_ok=True)
        for path in (self.folder / "replies").glob("*.eml"):
            path.unlink()

    def put(self, name: str, data: bytes) -> str:
        """A file in the folder; its name."""
        (self.folder / name).write_bytes(data)
        return name

    def run(self, *words: str) -> Said:
        """One command, which must answer calmly: no traceback, no hang, nothing that a terminal obeys."""
        out, err = _paper(), _paper()
        code: int | str | None = 0
        with (
            _in(self.folder),
            _usual_collection(),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            sys.argv = ["funding-radar", "--today", TODAY, *words]
            try:
                main()
            except SystemExit as end:
                code = end.code
        assert code in (0, 1, None), f"{words}: exit code {code}"
        said = Said(int(code or 0), _written(out), _written(err))
        assert "Traceback" not in said.err, said.err
        obeyed = _HIDDEN.search(f"{said.out}{said.err}".replace("\r\n", "\n"))
        assert not obeyed, (
            f"{words}: a terminal would obey {obeyed and obeyed.string[obeyed.start() :][:40]!r}"
        )
        assert said.code == 0 or said.out.strip() or said.err.strip(), (
            f"{words}: refused without a word"
        )
        assert len(said.err) < 20_000
        return said

    def sheet(self, *words: str) -> None:
        """A command that prints CSV, of which a spreadsheet may run no cell."""
        for row in csv.reader(io.StringIO(self.run(*words).out, newline="")):
            for cell in row:
                assert not _RUN.match(cell) or _NUMBER.fullmatch(cell), (
                    f"{words}: would run {cell!r}"
                )

    def kept(self) -> tuple[list[str], dict[str, int]]:
        """All that the database holds, and the files beside it with their sizes."""
        with closing(sqlite3.connect(self.folder / "radar.db")) as database:
            rows = list(database.iterdump())
        beside = (path for path in self.folder.rglob("*") if not path.name.startswith("radar.db"))
        return rows, {str(path): path.stat().st_size for path in beside}

    def run_whole(self, *words: str) -> bool:
        """Whether the command took what it was given; when it did not, nothing is written."""
        before = self.kept()
        taken = self.run(*words).code == 0
        assert taken or self.kept() == before, f"{words}: refused, and yet something is written"
        return taken


def _paper() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _written(paper: io.TextIOWrapper) -> str:
    paper.flush()
    written = paper.buffer
    assert isinstance(written, io.BytesIO)
    return written.getvalue().decode()


@contextlib.contextmanager
def _in(folder: Path) -> Iterator[None]:
    before, words = Path.cwd(), sys.argv
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        sys.argv = words


@contextlib.contextmanager
def _usual_collection() -> Iterator[None]:
    """A command raises the threshold of garbage for the process that it thinks is its own."""
    before = gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextlib.contextmanager
def soon() -> Iterator[None]:
    """Fails what neither ends nor says anything; no ``except Exception`` can catch it."""

    def hangs(_number: int, _frame: FrameType | None) -> None:
        pytest.fail(f"still at it after {BUSY} seconds of the processor, or {WAITING} in all")

    clocks = (
        (signal.SIGPROF, signal.ITIMER_PROF, BUSY),
        (signal.SIGALRM, signal.ITIMER_REAL, WAITING),
    )
    before = {number: signal.signal(number, hangs) for number, _, _ in clocks}
    for _, clock, seconds in clocks:
        signal.setitimer(clock, seconds)
    try:
        yield
    finally:
        for number, clock, _ in clocks:
            signal.setitimer(clock, 0)
            signal.signal(number, before[number])
