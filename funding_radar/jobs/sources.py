"""Sources with their health: what the catalogue says, what a person decided, how the last visits went."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from tempfile import TemporaryDirectory

from rapidfuzz import process
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.decisions import log_decision, who
from db.engine import open_engine, reading, writing
from db.errors import RadarError
from db.models import Run, Sighting, Source
from db.runs import refusals_of
from db.schema import upgrade
from db.sightings import save_source
from db.sources import pause_by_hand, paused_by_hand
from db.views import UK
from funding_radar.config import Settings
from funding_radar.gazetteer import load
from funding_radar.jobs.crawling import crawl_plan
from spiders.catalogue import load_catalogue
from spiders.entry import SourceEntry
from spiders.plan import STEP, CrawlReport
from spiders.runner import crawl

ELSEWHERE = "it serves none of your places (config.toml, [alliance] places)"
_CODE = re.compile(r"[EWSNK]\d{8}")
LAST_RUNS = 8
FIRST_ITEMS = 5


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source, and how it does."""

    entry: SourceEntry
    paused: bool
    paused_because: str | None
    alarm: str | None
    runs: list[Run] = field(default_factory=list)
    refusals: list[tuple[str, str]] = field(default_factory=list)

    @property
    def standing(self) -> str:
        """How it stands, in a few words."""
        if self.paused:
            return f"paused: {self.paused_because}" if self.paused_because else "paused"
        if self.alarm:
            return f"ALARM: {self.alarm}"
        return "fresh" if self.runs else "not visited yet"

    @property
    def last_found(self) -> int | None:
        """How many items its last good visit found."""
        return next((run.found for run in self.runs if run.outcome == "ok"), None)

    def run_cells(self) -> list[tuple[object, ...]]:
        """The last visits for a table, newest first."""
        return [
            (
                f"{run.started_at.astimezone(UK):%d %b %H:%M}",
                run.outcome,
                run.pages,
                run.found,
                run.new,
                run.changed,
                run.refused,
                run.message,
            )
            for run in self.runs
        ]

    def run_rows(self) -> list[dict[str, object]]:
        """The last visits for JSON, newest first."""
        return [run.model_dump(mode="json") for run in self.runs]


def catalogue(settings: Settings) -> dict[str, SourceEntry]:
    """Every source there is, with the configuration's overrides. Raises RadarError for a faulty one.

    The places of a site may be given by name; they become official codes. A site of places that the alliance
    does not serve is paused, unless the configuration speaks of it.
    """
    overrides = {name: table.values() for name, table in settings.sources.items()}
    entries = load_catalogue(overrides, settings.folder)
    served = load().districts(_codes("alliance", settings.alliance.places))
    found = {}
    for name, entry in entries.items():
        entry = replace(entry, places=_codes(f"sources.{name}", entry.places))
        found[name] = entry if name in overrides else paused_elsewhere(entry, served)
    return found


def paused_elsewhere(entry: SourceEntry, served: Collection[str]) -> SourceEntry:
    """The source, paused where it is for places and none of these is among them."""
    if not served or not entry.places or entry.paused:
        return entry
    if not load().districts(entry.places).keys().isdisjoint(served):
        return entry
    return replace(entry, paused=True, paused_because=ELSEWHERE)


def chosen_sources(engine: Engine, settings: Settings, names: list[str]) -> list[SourceEntry]:
    """The sources named, or all that are not paused. Raises RadarError naming the nearest for an unknown one."""
    entries = catalogue(settings)
    if names:
        return [_entry(entries, name) for name in names]
    with reading(engine) as session:
        decided = paused_by_hand(session)
    return [e for e in entries.values() if not decided.get(e.name, e.paused)]


def source_states(engine: Engine, settings: Settings) -> list[SourceState]:
    """All sources with their health, by name."""
    with reading(engine) as session:
        rows = {row.name: row for row in session.exec(select(Source))}
        runs = _last_runs(session)
        return [
            _state(entry, rows.get(name), runs.get(name, []))
            for name, entry in sorted(catalogue(settings).items())
        ]


def source_state(engine: Engine, settings: Settings, name: str) -> SourceState:
    """One source with its last runs and what the latest refused."""
    entry = _entry(catalogue(settings), name)
    with reading(engine) as session:
        runs = _last_runs(session, name).get(name, [])
        refused = refusals_of(session, runs[0].id) if runs and runs[0].id else []
        state = _state(entry, session.get(Source, name), runs)
        return replace(state, refusals=[(r.url, r.reason) for r in refused])


def set_paused(
    engine: Engine, settings: Settings, name: str, because: str | None, now: datetime
) -> None:
    """Pauses a source with a reason, or resumes it (None); logged."""
    entry = _entry(catalogue(settings), name)
    with writing(engine) as session:
        save_source(session, entry, now)
        pause_by_hand(session, name, because)
        what = "paused" if because else "resumed"
        grounds = {"because": because} if because else {}
        log_decision(session, f"source {name}", what, by=who(), now=now, grounds=grounds)


def check_source(
    settings: Settings, name: str, now: datetime, on_progress: Callable[[int, int, str], None]
) -> tuple[CrawlReport, list[tuple[str, str]]]:
    """Visits a source into a database of its own that is thrown away: the report, and its first items."""
    entry = _entry(catalogue(settings), name)
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/check.db"
        engine = open_engine(url, create=True)
        upgrade(engine)
        plan = replace(crawl_plan(settings, [entry], now), database_url=url)
        report = crawl(plan, lambda p: on_progress(p.found, 0, p.source))[0]
        with reading(engine) as session:
            first = session.exec(select(Sighting).order_by(col(Sighting.id)).limit(FIRST_ITEMS))
            items = [(sighting.title, sighting.url) for sighting in first]
        engine.dispose()
    return report, items


def _codes(whose: str, places: tuple[str, ...]) -> tuple[str, ...]:
    if all(_CODE.fullmatch(place) for place in places):
        return places
    gazetteer = load()
    codes = []
    for place in places:
        found = [place] if gazetteer.place(place) else [p.code for p in gazetteer.named(place)[:1]]
        if not found:
            near = ", ".join(gazetteer.suggest(place))
            hint = f"; the nearest are {near}" if near else ""
            msg = f"{whose}.places: there is no place called {place!r}{hint}"
            raise RadarError(msg)
        codes += found
    return tuple(codes)


def _entry(entries: dict[str, SourceEntry], name: str) -> SourceEntry:
    if name in entries:
        return entries[name]
    near = process.extractOne(name, list(entries), score_cutoff=60)
    hint = f"; did you mean {near[0]}?" if near else ""
    msg = f"there is no source {name!r}{hint} (funding-radar sources list --all)"
    raise RadarError(msg)


def _state(entry: SourceEntry, row: Source | None, runs: list[Run]) -> SourceState:
    paused, because = entry.paused, entry.paused_because or None
    if row is not None and row.paused_by_hand is not None:
        paused, because = row.paused_by_hand, row.paused_because
    return SourceState(entry, paused, because if paused else None, row.alarm if row else None, runs)


def _last_runs(session: Session, source: str | None = None) -> dict[str, list[Run]]:
    query = select(Run).where(Run.step == STEP).order_by(col(Run.id).desc())
    if source:
        query = query.where(Run.source == source)
    runs: dict[str, list[Run]] = {}
    for run in session.exec(query.limit(LAST_RUNS if source else 2000)):
        if run.source:
            runs.setdefault(run.source, []).append(run)
    return runs
