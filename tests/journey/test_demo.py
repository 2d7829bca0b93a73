"""The demo, and every listing on what it leaves behind: at 80 columns, and as JSON."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.engine import open_engine, reading
from db.models import Call
from funding_radar.demo import Demo
from tests.both import fresh
from tests.journey.conftest import Folder, Said

pytestmark = pytest.mark.xdist_group("demo")  # one demo for all of them

TODAY = "2026-11-23"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Folder, Said]:
    folder = Folder(tmp_path_factory.mktemp("demo"))
    said = folder.radar("demo", "here", today=TODAY)
    assert said.code == 0, said.err
    return Folder(folder.path / "here"), said


@pytest.fixture(scope="module")
def demo(
    url: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Folder:
    """What the demo leaves behind on SQLite; on PostgreSQL the same made-up sites, by the commands of its steps."""
    if url.startswith("sqlite"):
        told: tuple[Folder, Said] = request.getfixturevalue("told")
        return told[0]
    folder, made_up = Folder(tmp_path_factory.mktemp("demo")), Demo(date.fromisoformat(TODAY))
    with made_up.serve() as address:
        config = made_up.write(address, folder.path)
        text = config.read_text(encoding="utf-8").replace("sqlite:///radar.db", url)
        config.write_text(text, encoding="utf-8")
        for words in (
            "db upgrade", "members import members.csv", "refresh", "digest compose", "digest send"
        ):  # fmt: skip
            said = folder.say(*words.split(), today=TODAY)
            assert said.code == 0, said.err
    return folder


@pytest.fixture(scope="module")
def joint_call(demo: Folder) -> str:
    calls = demo.say("calls", "list", "--json", today=TODAY).json
    return str(next(call["id"] for call in calls if "prevention partnership" in call["title"]))


def test_the_last_screen_says_what_was_found_whom_it_fits_and_what_to_type(
    told: tuple[Folder, Said],
) -> None:
    screen = told[1].out

    for words in (
        "What was found",
        "Who one of them fits",
        "A joint bid for it",
        "(leads)",
        "The e-mails",
        "What to type next",
    ):
        assert words in screen
    assert len(list((told[0].path / "outbox").glob("*.eml"))) > 10


def test_the_demo_never_overwrites_what_is_not_its_own(told: tuple[Folder, Said]) -> None:
    parent = Folder(told[0].path.parent)
    (parent.path / "mine").mkdir()
    (parent.path / "mine" / "letter.txt").touch()

    said = parent.say("demo", "mine", today=TODAY)

    assert said.code == 1
    assert "is not a demo's folder" in said.err


LISTINGS = (
    "calls list --all",
    "calls changes",
    "calls review",
    "calls reread",
    "members list",
    "members check",
    "members show 7",
    "sources list --all",
    "sources show demo_icb",
    "match list",
    "match list --all --limit 0",
    "clashes",
    "bids list",
    "digest outbox",
    "digest proof",
    "digest preview 7",
    "status",
    "daemon jobs",
    "report sources",
    "report outcomes",
    "report log",
)


@pytest.mark.parametrize("words", LISTINGS)
def test_a_listing_is_eighty_columns_wide_and_also_json(demo: Folder, words: str) -> None:
    shown = demo.say(*words.split(), today=TODAY)
    as_json = demo.say(*words.split(), "--json", today=TODAY)

    assert shown.code == as_json.code == 0, shown.err + as_json.err
    assert shown.out.strip()
    assert max(map(len, shown.out.splitlines())) <= 80
    assert as_json.json is not None


@pytest.mark.parametrize(
    "words",
    ["match why {} 7", "match near {}", "match list --call {}", "bids propose {}", "calls show {}"],
)
def test_what_concerns_one_call_is_shown_and_also_json(
    demo: Folder, joint_call: str, words: str
) -> None:
    command = words.format(joint_call).split()

    assert demo.say(*command, today=TODAY).code == 0
    assert demo.say(*command, "--json", today=TODAY).json


def test_a_proposal_has_a_lead_shares_that_add_up_and_reasons(
    demo: Folder, joint_call: str
) -> None:
    answer = demo.say("bids", "propose", joint_call, "--json", today=TODAY).json

    assert answer["status"] == "optimal"
    best = answer["proposals"][0]
    assert sum(partner["share"] for partner in best["members"]) == 240_000
    assert best["lead"] in {partner["id"] for partner in best["members"]}
    assert all(partner["why"] for partner in best["members"])
    assert all(out["why"] and out["would_need"] for out in answer["left_out"])


def test_a_second_refresh_asks_and_writes_nothing(demo: Folder) -> None:
    """The sites are gone by now, so every visit fails, says so, and leaves the last good state."""
    before = demo.say("calls", "list", "--all", "--json", today=TODAY).json

    said = demo.say("refresh", "demo_icb", today=TODAY)

    assert said.code == 1
    assert "Traceback" not in said.err
    assert demo.say("calls", "list", "--all", "--json", today=TODAY).json == before
    assert "demo_icb" in demo.say("status", today=TODAY).out


def test_a_call_is_set_aside_and_brought_back(demo: Folder, joint_call: str) -> None:
    def status() -> str:
        calls = demo.say("calls", "list", "--all", "--json", today=TODAY).json
        return next(call["status"] for call in calls if str(call["id"]) == joint_call)

    demo.say("calls", "set-aside", joint_call, "--because", "trying it out", today=TODAY)
    aside = status()
    demo.say("calls", "keep", joint_call, today=TODAY)

    assert (aside, status()) == ("set-aside", "open")


def test_the_doctor_names_what_is_wrong_with_its_mend(demo: Folder) -> None:
    (demo.path / "outbox").chmod(0o755)

    said = demo.say("doctor", today=TODAY)

    assert said.code == 1
    assert "chmod 700" in said.out.replace("\n", "")
    (demo.path / "outbox").chmod(0o700)


def test_members_are_written_to_a_file_that_can_be_imported_again(demo: Folder) -> None:
    exported = demo.radar("members", "export", today=TODAY)
    (demo.path / "again.csv").write_text(exported.out, encoding="utf-8")

    said = demo.say("members", "import", "again.csv", today=TODAY)

    assert said.code == 0, said.err
    assert "0 new, 0 changed, 19 as before" in said.out


def _rows(url: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as the program reads them."""
    engine = open_engine(url)
    with reading(engine) as session:
        tables = {
            table.name: [dict(row) for row in session.execute(select(table)).mappings()]
            for table in Call.metadata.sorted_tables
        }
    engine.dispose()
    return {name: sorted(rows, key=repr) for name, rows in tables.items()}


def test_everything_moves_to_postgresql_and_back_to_sqlite_as_it_was(
    told: tuple[Folder, Said], postgres: str
) -> None:
    folder = told[0]
    here, back = f"sqlite:///{folder.path}/radar.db", f"sqlite:///{folder.path}/back.db"
    (folder.path / "back.db").unlink(missing_ok=True)
    with fresh(postgres) as there:
        moved = folder.say("db", "copy", there, today=TODAY)
        assert moved.code == 0, moved.err
        config = (folder.path / "config.toml").read_text(encoding="utf-8")
        (folder.path / "moved.toml").write_text(
            config.replace("sqlite:///radar.db", there), encoding="utf-8"
        )
        rows = _rows(here)

        assert _rows(there) == rows
        assert sum(map(len, rows.values())) > 1000
        checked = folder.say("--config", "moved.toml", "db", "check", today=TODAY)
        returned = folder.say("--config", "moved.toml", "db", "copy", back, today=TODAY)
        assert checked.code == returned.code == 0, checked.err + returned.err
        assert _rows(back) == rows

        one_more = folder.path / "more.csv"
        one_more.write_text("name,places\nA new one,Sheffield\n", encoding="utf-8")
        added = folder.say("--config", "moved.toml", "members", "import", "more.csv", today=TODAY)
        assert "1 new" in added.out, "counting goes on after the copy"


def test_a_backup_is_restored_by_the_commands(demo: Folder, url: str) -> None:
    place = f"sqlite:///{demo.path}/radar.db" if url.startswith("sqlite") else url
    before = _rows(place)
    ending = ".db" if url.startswith("sqlite") else ".dump"

    saved = demo.say("db", "backup", f"saved{ending}", today=TODAY)
    demo.say("members", "erase", "3", "--yes", today=TODAY)
    changed = _rows(place)
    restored = demo.say("db", "restore", f"saved{ending}", today=TODAY)

    assert saved.code == restored.code == 0, saved.err + restored.err
    assert changed != before
    assert _rows(place) == before
    assert demo.say("db", "check", today=TODAY).code == 0


def test_erasing_a_member_leaves_neither_name_nor_address(demo: Folder) -> None:
    exported = demo.say("members", "export", "12", today=TODAY).json
    address = exported["contact"]["email"]

    assert demo.say("members", "erase", "12", "--yes", today=TODAY).code == 0

    for path in Path(demo.path / "outbox").glob("*.eml"):
        assert address not in path.read_text(encoding="utf-8", errors="replace")
    assert address not in demo.radar("members", "export", today=TODAY).out
