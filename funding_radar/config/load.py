"""Finding config.toml and reading it: every fault at once, each with a hint."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from pydantic import Field, ValidationError
from rapidfuzz import process

from db.errors import RadarError
from funding_radar.config.sections import (
    Alliance,
    Bids,
    Consortium,
    Crawl,
    Daemon,
    Database,
    DigestSection,
    Mail,
    Retention,
    Section,
    SourceTable,
)

VARIABLE = "FUNDING_RADAR_CONFIG"


class Settings(Section):
    """All of config.toml. Relative paths are beside the file that they stand in."""

    database: Database = Database()
    alliance: Alliance = Alliance()
    crawl: Crawl = Crawl()
    sources: dict[str, SourceTable] = Field(default_factory=dict)
    consortium: Consortium = Consortium()
    digest: DigestSection = DigestSection()
    mail: Mail = Mail()
    bids: Bids = Bids()
    daemon: Daemon = Daemon()
    retention: Retention = Retention()
    folder: Path = Field(Path(), exclude=True)

    @property
    def database_url(self) -> str:
        """The URL with a relative SQLite path made absolute."""
        prefix = "sqlite:///"
        url = self.database.url
        if url.startswith(prefix) and url != "sqlite:///:memory:":
            return prefix + str(self.path(Path(url.removeprefix(prefix))))
        return url

    def path(self, path: Path) -> Path:
        """A path of the configuration, made absolute."""
        return (self.folder / path.expanduser()).absolute()


def find_config(given: Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The configuration to use: ``--config``, the environment, ./config.toml, the user's folder; None without one.

    Raises RadarError when one was named that is not there.
    """
    named = given or (Path(environment[VARIABLE]) if environment.get(VARIABLE) else None)
    if named:
        if not named.is_file():
            msg = f"there is no configuration at {named}"
            raise RadarError(msg)
        return named
    candidates = (Path("config.toml"), user_config_path("funding-radar") / "config.toml")
    return next((path for path in candidates if path.is_file()), None)


def load_settings(path: Path | None) -> Settings:
    """The settings in a file, or the defaults. Raises RadarError that lists every fault."""
    if path is None:
        return Settings(folder=Path.cwd())
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        msg = f"{path} is not TOML: {fault}"
        raise RadarError(msg) from None
    except UnicodeDecodeError:
        msg = f"{path} is not UTF-8 text: save it again as UTF-8"
        raise RadarError(msg) from None
    except OSError as fault:
        msg = f"{path} cannot be read: {fault.strerror}"
        raise RadarError(msg) from None
    if "folder" in tables:
        tables = {**tables, "folder ": tables.pop("folder")}
    try:
        settings = Settings.model_validate(tables)
    except ValidationError as faults:
        lines = [f"  {_fault(error)}" for error in faults.errors()]
        count = "1 fault" if len(lines) == 1 else f"{len(lines)} faults"
        raise RadarError("\n".join([f"{path} has {count}:", *lines])) from None
    return settings.model_copy(update={"folder": path.absolute().parent})


def _fault(error: Mapping[str, Any]) -> str:
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        *sections, key = (str(part) for part in error["loc"])
        near = process.extractOne(key, _keys(sections), score_cutoff=60)
        hint = f"; did you mean {near[0]}?" if near else ""
        return f"{where.strip()}: there is no such key{hint}"
    given = repr(error["input"]) if not isinstance(error["input"], dict) else "a table"
    return f"{where}: {error['msg'][:1].lower()}{error['msg'][1:]} (it is {given})"


def _keys(sections: list[str]) -> list[str]:
    fields = Settings.model_fields
    if sections:
        table = fields[sections[0]].annotation
        fields = (
            table.model_fields if isinstance(table, type) and issubclass(table, Section) else {}
        )
    return [field.alias or name for name, field in fields.items() if name != "folder"]
