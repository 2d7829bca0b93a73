"""The program with an alliance in it, as a coordinator has it; made once for all tests and copied."""

import contextlib
import io
import json
import shutil
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from funding_radar.cli import main
from tests.bids.alliance import CALLS, MEMBERS, YOUNG_MINDS
from tests.cli.conftest import Radar, folder, radar

__all__ = ["folder", "radar"]


def run(home: Path, *words: str) -> str:
    """What the program prints in a folder; whatever failed shows in what is missing afterwards."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.chdir(home)
        patch.setattr(sys, "argv", ["funding-radar", "--today", "2026-11-23", *words])
        with contextlib.suppress(SystemExit):
            main()
    return out.getvalue()


def settle(database: Path) -> Path:
    """The database as one file, which can be copied."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database


@pytest.fixture(scope="session")
def filled_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with seven members, three calls and their matches."""
    home = tmp_path_factory.mktemp("alliance")
    alliance = '[alliance]\nname = "Test alliance"\nemail = "co@example.org"\n'
    (home / "config.toml").write_text(alliance, encoding="utf-8")
    (home / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (home / "calls.jsonl").write_text(CALLS, encoding="utf-8")
    run(home, "db", "upgrade")
    run(home, "members", "import", "members.csv")
    run(home, "calls", "add", "calls.jsonl")
    run(home, "refresh", "--no-crawl")
    return settle(home / "radar.db")


@pytest.fixture
def alliance(radar: Radar, folder: Path, filled_database: Path) -> Radar:
    """The program in a folder with that database."""
    shutil.copy(filled_database, folder / "radar.db")
    return radar


@pytest.fixture(scope="session")
def packed_home(filled_database: Path) -> Path:
    """A folder with a bid from the first proposal, whose lead has told its rate, and its pack."""
    home = filled_database.parent / "packed"
    home.mkdir()
    shutil.copy(filled_database, home)
    shutil.copy(filled_database.parent / "config.toml", home)
    run(home, "bids", "open", YOUNG_MINDS["title"])
    lead = json.loads(run(home, "bids", "show", "1", "--json"))["lead"]["name"]
    run(home, "bids", "answer", "1", lead, "accepted", "--overhead", "18.5")
    run(home, "bids", "pack", "1", "pack")
    (home / "bid.json").write_text(run(home, "bids", "show", "1", "--json"), encoding="utf-8")
    settle(home / "radar.db")
    return home


@pytest.fixture
def packed(packed_home: Path) -> Path:
    """That pack, to be read and not changed."""
    return packed_home / "pack"


@pytest.fixture
def bid(packed_home: Path) -> Any:
    """The bid as the database has it."""
    return json.loads((packed_home / "bid.json").read_text(encoding="utf-8"))


@pytest.fixture
def packed_alliance(radar: Radar, folder: Path, packed_home: Path) -> Radar:
    """The program in a copy of that folder, to be changed."""
    shutil.copy(packed_home / "radar.db", folder / "radar.db")
    shutil.copytree(packed_home / "pack", folder / "pack")
    return radar
