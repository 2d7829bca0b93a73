"""Running the program as a person would, in this process."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from funding_radar.cli import main


@dataclass(frozen=True)
class Said:
    """What the program printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Radar = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path, database: Path) -> Path:
    """A folder with a configuration and an empty database."""
    (tmp_path / "config.toml").write_text(
        '[alliance]\nname = "Test alliance"\nemail = "co@example.org"\n'
        "[crawl]\nallow_private_hosts = true\ndelay = 0\n",
        encoding="utf-8",
    )
    return tmp_path


@pytest.fixture
def radar(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Radar:
    """``radar("calls", "list")`` runs ``funding-radar calls list`` in the folder, 80 columns wide."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FUNDING_RADAR_CONFIG", raising=False)

    def run(*words: str, today: str = "2026-11-23") -> Said:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["funding-radar", "--today", today, *words])
        code: int | str | None = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return Said(code if isinstance(code, int) else int(code is not None), said.out, said.err)

    return run
