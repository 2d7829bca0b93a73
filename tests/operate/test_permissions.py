"""What holds a member's contact, or is written for one member, is its owner's alone, however open the umask is."""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Radar, folder, radar

__all__ = ["folder", "radar"]

NEEDLES = (b"Quillfeather", b"quillfeather")
_MEMBERS = """name,places,themes,legal_form,income,contact_name,contact_email,consent_on
Hill Top Counselling,Sheffield,mental_health,cio,40000,Zebedee Quillfeather,zebedee.quillfeather@members.example,2026-01-05
Harbour Light,Sheffield,mental_health,cio,60000,Ann,ann@members.example,2026-01-05
"""  # noqa: E501
_CALLS = """{"title": "Wellbeing Fund", "text": "Grants of up to £9,000 for mental health in Sheffield. Closing date: 29 January 2027.", "facts": {"areas": ["E08000039"]}}
"""  # noqa: E501
_CONFIG = (
    '\n[mail]\noutbox = "outbox"\nreplies = "answers"\n[daemon]\nhealth_file = "health.json"\n'
)
_REPLY = b"From: zebedee.quillfeather@members.example\nTo: co@example.org\nSubject: hello\n\nYes please\n"
"""A letter as a mail program delivers it: with the permissions that it gives it, in a folder that is the owner's."""


@pytest.fixture
def everyone_may_read() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def _journey(radar: Radar, folder: Path) -> None:
    """Everything that writes files, one command after another."""
    with (folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write(_CONFIG)
    (folder / "in").mkdir(mode=0o700)
    (folder / "in" / "members.csv").write_text(_MEMBERS, encoding="utf-8")
    (folder / "in" / "calls.jsonl").write_text(_CALLS, encoding="utf-8")
    (folder / "answers").mkdir(mode=0o700)
    (folder / "answers" / "1.eml").write_bytes(_REPLY)
    for words in (
        "members import in/members.csv", "calls add in/calls.jsonl", "refresh --no-crawl", "digest replies",
        "digest compose", "digest send", "digest preview 1 --html page.html",
        "bids open 1 --partner 1 --partner 2 --lead 1", "bids pack 1 pack", "report sources --svg sources.svg",
        "db backup", "db backup mine.db", "db copy sqlite:///copy.db", "db restore mine.db", "daemon run --once",
    ):  # fmt: skip
        said = radar(*words.split())
        assert said.code == 0, f"{words}: {said.err}"


def _contents(path: Path) -> bytes:
    """A file as it stands, and unpacked where it is packed."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


def _open_to_others(path: Path, top: Path) -> bool:
    """Whether others may read it: its folders may close the door for it."""
    way = [path, *(folder for folder in path.parents if folder.is_relative_to(top))]
    return all(step.stat().st_mode & 0o077 for step in way)


@pytest.mark.usefixtures("everyone_may_read")
def test_no_file_that_names_a_contact_can_be_read_by_others(radar: Radar, folder: Path) -> None:
    folder.chmod(0o755)

    _journey(radar, folder)

    files = [path for path in folder.rglob("*") if path.is_file()]
    naming = [path for path in files if any(needle in _contents(path) for needle in NEEDLES)]
    assert [str(path) for path in naming if _open_to_others(path, folder)] == []
    assert {path.parent.name for path in naming} >= {"outbox", "backups", "answers", folder.name}
    for_one = {"page.html", "mine.db", "copy.db", "radar.db", "radar.db.before-restore"}
    assert [name for name in for_one if _open_to_others(folder / name, folder)] == []
