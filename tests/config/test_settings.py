"""Settings: every fault at once, the example is the truth."""

import re
import tomllib
from pathlib import Path

import pytest

from db.errors import RadarError
from funding_radar.config import Settings, find_config, load_settings
from funding_radar.config.example import example_toml

ROOT = Path(__file__).parents[2]


def test_the_example_is_what_the_sections_say() -> None:
    assert (ROOT / "config.example.toml").read_text(encoding="utf-8") == example_toml()


def test_the_example_loads_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(example_toml(), encoding="utf-8")

    settings = load_settings(path)

    assert settings.model_copy(update={"folder": Path()}) == Settings()


def test_every_commented_key_of_the_example_is_a_key() -> None:
    shown = re.sub(r"^# (\w+ = )", r"\1", example_toml(), flags=re.MULTILINE)
    tables = tomllib.loads(shown.split("# Sources")[0])

    for section, table in tables.items():
        fields = Settings.model_fields[section].annotation.model_fields  # type: ignore[union-attr]
        assert set(table) == {field.alias or name for name, field in fields.items()}


def test_all_faults_are_listed_at_once_with_hints(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[databse]\nurl = "x"\n[digest]\nweekday = "mon"\nmax_item = 3\n[mail]\nsmtp_port = "many"\n',
        encoding="utf-8",
    )

    with pytest.raises(RadarError) as fault:
        load_settings(path)

    said = str(fault.value)
    assert "4 faults" in said
    assert "databse: there is no such key; did you mean database?" in said
    assert "digest.max_item: there is no such key; did you mean max_items?" in said
    assert "digest.weekday" in said
    assert "mail.smtp_port" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"[database\n", "is not TOML", id="broken"),
        pytest.param(b"\xff\xfe\x00", "is not UTF-8", id="not text"),
        pytest.param(b'folder = "/etc"', "there is no such key", id="inner field"),
    ],
)
def test_an_unreadable_file_is_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)

    with pytest.raises(RadarError, match=said):
        load_settings(path)


def test_a_named_configuration_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(RadarError, match="there is no configuration at"):
        find_config(tmp_path / "none.toml", {})
    with pytest.raises(RadarError, match="there is no configuration at"):
        find_config(None, {"FUNDING_RADAR_CONFIG": str(tmp_path / "none.toml")})


def test_the_environment_names_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.touch()

    assert find_config(None, {"FUNDING_RADAR_CONFIG": str(path)}) == path


def test_a_relative_database_is_beside_its_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[database]\nurl = "sqlite:///data.db"\n', encoding="utf-8")

    assert load_settings(path).database_url == f"sqlite:///{tmp_path}/data.db"
