"""The program with an alliance in it, as a coordinator has it."""

from pathlib import Path

import pytest

from tests.bids.alliance import CALLS, MEMBERS
from tests.cli.conftest import Radar, folder, radar

__all__ = ["folder", "radar"]


@pytest.fixture
def alliance(radar: Radar, folder: Path) -> Radar:
    """The program with seven members, three calls and their matches."""
    (folder / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (folder / "calls.jsonl").write_text(CALLS, encoding="utf-8")
    for words in (
        ["members", "import", "members.csv"],
        ["calls", "add", "calls.jsonl"],
        ["refresh", "--no-crawl"],
    ):
        said = radar(*words)
        assert said.code == 0, said.err
    return radar
