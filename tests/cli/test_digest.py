"""The digest as the coordinator asks for it."""

from pathlib import Path

import pytest
from sqlmodel import Session

from db.digests import NewDigest, save_digests
from db.engine import open_engine
from funding_radar.digest.compose import compose
from tests.cli.conftest import Radar
from tests.conftest import NOW
from tests.digest.made import MEMBER, SETTINGS, call, told


@pytest.fixture
def member(radar: Radar, folder: Path) -> Radar:
    """An alliance of one member, and no call that fits it."""
    (folder / "members.csv").write_text(
        "name,places\nRiverside Minds,Sheffield\n", encoding="utf-8"
    )
    assert radar("members", "import", "members.csv").code == 0
    return radar


def tell_of_one_call(database: Path) -> None:
    content = compose(MEMBER, told([call(1, "Kettle Fund")]), NOW, SETTINGS)
    assert content is not None
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session, session.begin():
        save_digests(session, [NewDigest(1, "2026-W48", "<1@example.org>", content.to_json())], NOW)
    engine.dispose()


def test_a_member_that_was_never_told_anything_has_nothing_to_preview(member: Radar) -> None:
    said = member("digest", "preview", "1")

    assert (said.code, said.out) == (0, "there is nothing to tell Riverside Minds now\n")


def test_a_preview_with_nothing_new_shows_the_last_digest_and_says_so(
    member: Radar, database: Path
) -> None:
    tell_of_one_call(database)

    said = member("digest", "preview", "1", today="2026-11-25")

    assert said.code == 0
    assert "nothing is new for Riverside Minds now; its digest of 2026-W48 said:" in said.err
    assert "Kettle Fund" in said.out
    assert "2026-W48" not in said.out


def test_what_cannot_be_written_or_found_is_said_in_one_line(
    member: Radar, folder: Path, database: Path
) -> None:
    tell_of_one_call(database)

    nowhere = member("digest", "preview", "1", "--html", "nowhere/page.html")
    with (folder / "config.toml").open("a", encoding="utf-8") as config:
        config.write('[digest]\ntemplates = "mine"\n')
    no_folder = member("digest", "preview", "1")

    assert (nowhere.code, no_folder.code) == (1, 1)
    assert "cannot write nowhere/page.html: No such file or directory" in nowhere.err
    assert "[digest] templates names a folder that is not there" in " ".join(no_folder.err.split())
