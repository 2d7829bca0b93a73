"""The journey as a person types it: real commands in processes of their own, in a folder of their own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from funding_radar.cli import main
from tests.both import fresh, postgres

__all__ = ["postgres"]


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Folder:
    """A folder with a configuration, and the commands typed in it."""

    path: Path

    def radar(self, *words: str, today: str) -> Said:
        """``funding-radar --today DAY words…``."""
        command = [sys.executable, "-m", "funding_radar", "--today", today, *words]
        environment = {**os.environ, "COLUMNS": "80"}
        environment.pop("FUNDING_RADAR_CONFIG", None)
        ran = subprocess.run(
            command, cwd=self.path, env=environment, capture_output=True, text=True, check=False
        )
        return Said(ran.returncode, ran.stdout, ran.stderr)

    def say(self, *words: str, today: str) -> Said:
        """The same in this process, which is faster: for what needs no process of its own."""
        out, err = io.StringIO(), io.StringIO()
        argv, columns, folder = sys.argv, os.environ.get("COLUMNS"), Path.cwd()
        code: int | str | None = 0
        try:
            sys.argv, os.environ["COLUMNS"] = ["funding-radar", "--today", today, *words], "80"
            os.chdir(self.path)
            with redirect_stdout(out), redirect_stderr(err):
                main()
        except SystemExit as end:
            code = end.code
        finally:
            os.chdir(folder)
            sys.argv = argv
            if columns is None:
                del os.environ["COLUMNS"]
            else:
                os.environ["COLUMNS"] = columns
        return Said(
            code if isinstance(code, int) else int(code is not None), out.getvalue(), err.getvalue()
        )


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the journey keeps its data: what takes it runs on each kind of server."""
    if request.param == "sqlite":
        yield "sqlite:///radar.db"
        return
    with fresh(request.getfixturevalue("postgres")) as database:
        yield database
