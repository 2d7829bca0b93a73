"""The program in a folder of its own, and what it must be like whatever it was given."""

import contextlib
import io
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from funding_radar.cli import main

TODAY = "2026-11-23"
HANG = 60
"""Seconds after which an input counts as one that hangs; the slowest takes one on a busy machine."""
_CONFIG = """[alliance]
name = "Test alliance"
email = "co@example.org"
[mail]
replies = "replies"
"""
_SHOWN = {"\n", "\r", "\t"}
_HIDDEN = {
    chr(n) for n in [*range(0x20), 0x7F, *range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
} - _SHOWN  # fmt: skip


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
            _soon(),
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
        hidden = _HIDDEN & set(said.out + said.err)
        assert not hidden, f"{words}: a terminal would obey {hidden}"
        assert said.code == 0 or said.err.strip(), f"{words}: refused without a word"
        assert len(said.err) < 20_000
        return said

    def kept(self) -> list[str]:
        """All that the database holds."""
        with closing(sqlite3.connect(self.folder / "radar.db")) as database:
            return list(database.iterdump())

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
def _soon() -> Iterator[None]:
    def hangs(_number: int, _frame: FrameType | None) -> None:
        msg = f"still busy after {HANG} seconds"
        raise TimeoutError(msg)

    before = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(HANG)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
