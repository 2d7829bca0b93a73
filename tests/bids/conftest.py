"""The program with an alliance in it, as a coordinator has it."""

import contextlib
import shutil
import sys
from pathlib import Path

import pytest

from funding_radar.cli import main
from tests.bids.alliance import CALLS, MEMBERS
from tests.cli.conftest import Radar, folder, radar

__all__ = ["folder", "radar"]


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with seven members, three calls and their matches, made once and copied for each test."""
    home = tmp_path_factory.mktemp("alliance")
    (home / "config.toml").write_text('[alliance]\nname = "Test alliance"\n', encoding="utf-8")
    (home / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (home / "calls.jsonl").write_text(CALLS, encoding="utf-8")
    steps = (
        ["db", "upgrade"], ["members", "import", "members.csv"], ["calls", "add", "calls.jsonl"],
        ["refresh", "--no-crawl"],
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        for words in steps:
            patch.setattr(sys, "argv", ["funding-radar", "--today", "2026-11-23", *words])
            with contextlib.suppress(SystemExit):
                main()
    # A step that failed leaves no matches, and the tests' first proposal would say so.
    return home / "radar.db"


@pytest.fixture
def alliance(radar: Radar, folder: Path, filled_database: Path) -> Radar:
    """The program in a folder with that database."""
    shutil.copy(filled_database, folder / "radar.db")
    return radar
