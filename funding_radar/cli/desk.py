"""What every command has at hand: the settings, the database, the gazetteer, and what day it is."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from funding_radar.config import Settings
    from funding_radar.gazetteer import Gazetteer


@dataclass
class Desk:
    """Opened by the options before the command; everything in it is made when first asked for."""

    config: Path | None = None
    day: date | None = None

    @cached_property
    def settings(self) -> "Settings":
        """The settings. Raises RadarError that lists every fault."""
        from funding_radar.config import find_config, load_settings

        return load_settings(find_config(self.config))

    @cached_property
    def engine(self) -> "Engine":
        """The database, with its tables. Raises RadarError where there is none."""
        from db.engine import open_engine, require_schema
        from db.errors import RadarError
        from funding_radar.config import find_config

        try:
            engine = open_engine(self.settings.database_url)
        except RadarError:
            if find_config(self.config) is not None:
                raise
            msg = (
                "there is no config.toml here: funding-radar init FOLDER makes one,"
                " --config FILE names one, funding-radar demo shows what it does"
            )
            raise RadarError(msg) from None
        require_schema(engine)
        return engine

    def close(self) -> None:
        """Takes leave of the database, if it was opened: a server logs who only hangs up."""
        if "engine" in self.__dict__:
            self.engine.dispose()

    @cached_property
    def gazetteer(self) -> "Gazetteer":
        """Places and what contains what."""
        from funding_radar.gazetteer import load

        return load()

    @property
    def now(self) -> datetime:
        """The present instant, or noon UTC of the day given with ``--today``."""
        if self.day:
            return datetime.combine(self.day, time(12), UTC)
        return datetime.now(UTC)

    @property
    def today(self) -> date:
        """The present day in the UK."""
        from db.views import UK

        return self.now.astimezone(UK).date()

    def reading(self) -> "AbstractContextManager[Session]":
        """A session that only reads."""
        from db.engine import reading

        return reading(self.engine)

    def writing(self) -> "AbstractContextManager[Session]":
        """A transaction: all that is written in it, or nothing."""
        from db.engine import writing

        return writing(self.engine)


def desk(context: typer.Context) -> Desk:
    """The desk of this run."""
    found = context.find_object(Desk)
    return found if found is not None else Desk()
