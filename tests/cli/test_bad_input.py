"""Bad input: one clear sentence, exit code 1, no traceback, nothing half written."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.engine import open_engine, reading
from db.members import member_views
from tests.cli.conftest import Radar


def _refused(said: object, *words: str) -> None:
    assert said.code == 1  # type: ignore[attr-defined]
    assert "Traceback" not in said.err  # type: ignore[attr-defined]
    for word in words:
        assert word in " ".join(said.err.split())  # type: ignore[attr-defined]


def test_every_fault_of_a_configuration_is_listed_with_a_hint(radar: Radar, folder: Path) -> None:
    (folder / "config.toml").write_text(
        '[databse]\nurl = "x"\n[digest]\nmax_item = 3\n', encoding="utf-8"
    )

    said = radar("calls", "list")

    _refused(said, "2 faults", "did you mean database?", "did you mean max_items?")


def test_a_missing_database_says_what_to_type(radar: Radar, folder: Path) -> None:
    (folder / "radar.db").unlink()

    _refused(radar("status"), "there is no database at", "funding-radar db upgrade")
    assert not (folder / "radar.db").exists()


def test_doctor_examines_what_it_can_where_there_is_no_database(radar: Radar, folder: Path) -> None:
    (folder / "radar.db").unlink()

    said = radar("doctor")

    assert said.code == 1
    assert "there is no database at" in said.out
    assert "free on disk" in said.out


def test_a_members_file_with_faults_is_refused_whole_with_lines(radar: Radar, folder: Path) -> None:
    (folder / "members.csv").write_text(
        "name,places,income,themes\nGood Group,Sheffield,40000,food\nBad Group,Shefield,abc,spaceflight\n",
        encoding="utf-8",
    )

    said = radar("members", "import", "members.csv")

    _refused(
        said,
        "3 faults",
        "nothing was imported",
        "line 3, income",
        "line 3, places",
        "line 3, themes",
    )
    engine = open_engine(f"sqlite:///{folder}/radar.db")
    with reading(engine) as session:
        assert member_views(session) == []
    engine.dispose()


@pytest.fixture
def furnished(radar: Radar, folder: Path) -> Radar:
    """One member and one call, from the commands that a person has."""
    (folder / "members.csv").write_text("name,places\nHarbour Light,Sheffield\n", encoding="utf-8")
    (folder / "calls.jsonl").write_text(
        '{"title": "Community Wellbeing Fund", "text": "Grants of up to £5,000 for groups in Sheffield. '
        'The deadline is 18 December 2026.", "funder": "A Trust"}\n',
        encoding="utf-8",
    )
    assert radar("members", "import", "members.csv").code == 0
    assert radar("calls", "add", "calls.jsonl").code == 0
    return radar


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        pytest.param(("calls", "show", "Comunity Welbeing"), "Community Wellbeing Fund", id="call"),
        pytest.param(("members", "show", "Harbor Lite"), "Harbour Light", id="member"),
        pytest.param(
            ("calls", "correct", "1", "dedline", "rolling", "--because", "x"),
            "deadline",
            id="field",
        ),
        pytest.param(("refresh", "uk_find_tender"), "uk_find_a_tender", id="source"),
        pytest.param(("calls", "list", "--status", "opn"), "open", id="status"),
    ],
)
def test_what_is_not_there_is_answered_with_the_nearest(
    furnished: Radar, words: tuple[str, ...], nearest: str
) -> None:
    _refused(furnished(*words), nearest)


def test_calls_with_faults_are_refused_whole_with_lines(radar: Radar, folder: Path) -> None:
    (folder / "calls.jsonl").write_text(
        '{"title": "Good", "text": "Grants"}\n{"title": ""}\nnot json\n'
        '{"title": "x", "text": "y", "facts": {"dedline": 1}}\n',
        encoding="utf-8",
    )

    said = radar("calls", "add", "calls.jsonl")

    _refused(said, "nothing of it was added", "line 2:", "line 3: not JSON", "line 4:", "deadline")
    assert radar("calls", "list", "--all", "--json").json == []


def test_a_correction_is_kept_over_a_new_reading(furnished: Radar) -> None:
    said = furnished("calls", "correct", "1", "max_amount", "£8,000", "--because", "rang them")

    assert said.code == 0
    assert furnished("refresh", "--no-crawl").code == 0
    fact = furnished("calls", "show", "1", "--json").json["facts"]["max_amount"]
    assert fact["value"] == 8000
    assert fact["corrected_by"]


def test_the_corrected_call_is_closed_by_the_calendar(furnished: Radar) -> None:
    assert furnished("calls", "list", "--json").json[0]["status"] == "open"

    furnished("refresh", "--no-crawl", today="2026-12-19")

    assert furnished("calls", "list", "--json", "--all").json[0]["status"] == "closed"


def test_terminal_codes_in_a_call_are_shown_harmless(radar: Radar, folder: Path) -> None:
    (folder / "calls.jsonl").write_text(
        '{"title": "Fund \\u001b[31mred\\u0007 \\u202eback", "text": "Grants of up to £500 for groups.", "url": "https://a.example"}\n',
        encoding="utf-8",
    )

    assert radar("calls", "add", "calls.jsonl").code == 0

    for words in (("calls", "list", "--all"), ("calls", "show", "1")):
        assert not set("\x1b\x07\u202e") & set(radar(*words).out)


def test_spreadsheet_formulas_are_defused_on_export(radar: Radar, folder: Path) -> None:
    (folder / "calls.jsonl").write_text(
        '{"title": "=HYPERLINK(1)", "text": "Grants of up to £500."}\n', encoding="utf-8"
    )
    radar("calls", "add", "calls.jsonl")

    assert ',"\'=HYPERLINK(1)",' in radar("calls", "export", "--all").out


def test_init_makes_a_folder_ready_to_use_and_never_overwrites(radar: Radar, folder: Path) -> None:
    said = radar(
        "init", "mine", "--name", "Ours", "--email", "co@example.org", "--place", "Sheffield"
    )

    assert said.code == 0
    assert (folder / "mine" / "config.toml").stat().st_mode & 0o077 == 0
    assert radar("--config", "mine/config.toml", "status").out.startswith("Ours")
    _refused(radar("init", "mine"), "is there already")
    _refused(radar("init", "other", "--place", "Shefield"), "Sheffield")


def test_a_database_that_breaks_under_a_command_is_one_sentence(
    radar: Radar, database: Path
) -> None:
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'member'"
        (page,) = connection.execute(query).fetchone()
    content = bytearray(database.read_bytes())
    content[4096 * (page - 1) : 4096 * page] = b"x" * 4096
    database.write_bytes(content)

    said = radar("members", "list")

    assert said.code == 1
    assert said.out == ""
    assert "malformed; nothing was half written" in " ".join(said.err.split())


@pytest.mark.parametrize(
    ("schema", "mend"), [("9999", "update the program"), ("0000", "funding-radar db upgrade")]
)
@pytest.mark.parametrize("words", ["status", "doctor", "db check", "daemon run --once", "refresh"])
def test_no_command_works_on_a_database_of_another_schema(
    radar: Radar, database: Path, schema: str, mend: str, words: str
) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [schema])

    said = radar(*words.split())

    assert said.code == 1
    # The doctor's findings are its result.
    assert mend in " ".join((said.out if words == "doctor" else said.err).split())


def test_a_folder_without_a_configuration_says_how_to_begin(
    radar: Radar, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "empty").mkdir()
    monkeypatch.chdir(folder / "empty")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "empty"))

    said = radar("doctor")

    assert said.code == 1
    assert "funding-radar init FOLDER" in said.err


def test_a_fact_can_be_called_unknown_by_hand_and_in_a_file(furnished: Radar, folder: Path) -> None:
    said = furnished(
        "calls", "correct", "1", "max_amount", "unknown", "--because", "they withdrew it"
    )

    assert said.code == 0, said.err
    assert "max_amount" not in furnished("calls", "show", "1", "--json").json["facts"]
    (folder / "calls.jsonl").write_text(
        '{"title": "Another Fund", "text": "Grants of up to £5,000.", "facts": {"max_amount": null}}\n',
        encoding="utf-8",
    )
    assert furnished("calls", "add", "calls.jsonl").code == 0
    assert "max_amount" not in furnished("calls", "show", "2", "--json").json["facts"]
    decided = len(furnished("report", "log", "--json").json)
    assert furnished("calls", "add", "calls.jsonl").code == 0
    assert len(furnished("report", "log", "--json").json) == decided


def test_words_that_are_no_text_are_refused_in_a_sentence(furnished: Radar) -> None:
    said = furnished("members", "edit", "Harbour Light", "description", "caf\udce9")

    _refused(said, r"'caf\udce9' holds bytes that are no text")


def test_escapes_in_a_title_are_harmless_in_csv_and_json_too(radar: Radar, folder: Path) -> None:
    (folder / "calls.jsonl").write_text(
        '{"title": "\\u001b[31mRed \\u009b2J fund\\u202e", "text": "Grants of up to £500."}\n',
        encoding="utf-8",
    )
    radar("calls", "add", "calls.jsonl")

    printed = radar("calls", "export", "--all").out + radar("calls", "show", "1", "--json").out

    assert "fund" in printed
    assert not {"\x1b", "\x9b", "\u202e"} & set(printed)
