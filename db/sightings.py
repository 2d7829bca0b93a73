"""Sources, the pages they were read from, and what they published."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

from sqlalchemy import ColumnElement, Insert, insert, literal_column, update
from sqlmodel import Session, col, select

from db.models import Page, Sighting, Source
from db.models.tables import UtcDateTime

_AT_ONCE = 400
"""References in one question; SQLite takes 32,766 values, old ones 999."""

_as_json = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode

Stored = Literal["new", "changed", "unchanged"]
Hashes = Mapping[str, tuple[str, bool]]


class Draft(Protocol):
    """What a source hands over, whoever wrote it."""

    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def source_ref(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def published_on(self) -> date | None: ...  # noqa: D102
    @property
    def stated(self) -> Mapping[str, Any]: ...  # noqa: D102


class Entry(Protocol):
    """What a source says of itself."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def publisher(self) -> str: ...  # noqa: D102
    @property
    def licence(self) -> str: ...  # noqa: D102
    @property
    def home_page(self) -> str: ...  # noqa: D102
    @property
    def shape(self) -> str: ...  # noqa: D102
    @property
    def places(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def expects_at_least(self) -> int: ...  # noqa: D102
    @property
    def paused(self) -> bool: ...  # noqa: D102
    @property
    def paused_because(self) -> str: ...  # noqa: D102


@dataclass(slots=True)
class Tally:
    """How many sightings a store found new, changed and as they were."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


def save_source(session: Session, entry: Entry, now: datetime) -> Source:
    """The source's row, made or brought up to date; its state, alarm and next visit stay."""
    source = session.get(Source, entry.name)
    values: dict[str, Any] = {
        "publisher": entry.publisher,
        "licence": entry.licence,
        "home_page": entry.home_page,
        "shape": entry.shape,
        "places": list(entry.places),
        "expects_at_least": entry.expects_at_least,
        "paused_because": (entry.paused_because or "paused") if entry.paused else None,
    }
    if source is None:
        source = Source(name=entry.name, due_at=now, **values)
        session.add(source)
    else:
        for key, value in values.items():
            if getattr(source, key) != value:
                setattr(source, key, value)
    session.flush()
    return source


def content_hash(draft: Draft) -> str:
    """Changes when anything that the source published about the thing changes."""
    day = draft.published_on.isoformat() if draft.published_on else ""
    stated = _as_json(draft.stated)
    made_of = "\x00".join((draft.title, draft.text, draft.url, draft.publisher, day, stated))
    return hashlib.sha256(made_of.encode("utf-8", "replace")).hexdigest()


def store_sighting(session: Session, draft: Draft, now: datetime) -> Stored:
    """Keeps what a source published; says whether it is new, changed or as it was."""
    tally = store_sightings(session, [draft], now)
    return "new" if tally.new else "changed" if tally.changed else "unchanged"


def store_sightings(
    session: Session, drafts: Sequence[Draft], now: datetime, known: Hashes | None = None
) -> Tally:
    """Keeps many at once; of several with one reference the last stands. All are of one source.

    ``known`` spares the question what is stored, where the caller has asked it already.
    """
    tally = Tally()
    newest = {draft.source_ref: draft for draft in drafts}
    if not newest:
        return tally
    source = drafts[0].source
    known = known_hashes(session, source, newest) if known is None else known
    fresh, touched = [], []
    for ref, draft in newest.items():
        digest = content_hash(draft)
        before = known.get(ref)
        if before is None:
            tally.new += 1
            fresh.append(_row(draft, digest))
        elif before == (digest, False):
            tally.unchanged += 1
            touched.append(ref)
        else:
            tally.changed += 1
            changes = {**_row(draft, digest), **_seen(now), "changed_at": now}
            session.execute(update(Sighting).where(*_one(source, ref)).values(changes))
    if fresh:
        session.connection().execute(_insert_at(session, now), fresh)
    touch_sightings(session, source, touched, now)
    return tally


def touch_sightings(session: Session, source: str, refs: Iterable[str], now: datetime) -> None:
    """Notes that these were seen again as they were."""
    for some in _batches(refs):
        session.execute(
            update(Sighting)
            .where(col(Sighting.source) == source, col(Sighting.source_ref).in_(some))
            .values(last_seen_at=now)
        )


def stored_sightings(session: Session, source: str, refs: Iterable[str]) -> dict[str, Sighting]:
    """What is stored under these references."""
    found: dict[str, Sighting] = {}
    for some in _batches(refs):
        rows = session.exec(
            select(Sighting).where(Sighting.source == source, col(Sighting.source_ref).in_(some))
        )
        found.update({row.source_ref: row for row in rows})
    return found


def known_hashes(session: Session, source: str, refs: Iterable[str]) -> Hashes:
    """Of what is stored under these references, the content hash and whether it is gone."""
    known: dict[str, tuple[str, bool]] = {}
    for some in _batches(refs):
        rows = session.exec(
            select(Sighting.source_ref, Sighting.content_hash, Sighting.gone_at).where(
                Sighting.source == source, col(Sighting.source_ref).in_(some)
            )
        )
        known.update({ref: (digest, gone is not None) for ref, digest, gone in rows})
    return known


def mark_gone(
    session: Session, source: str, seen: set[str], now: datetime, status: Literal["closed", "gone"]
) -> int:
    """Marks what a whole crawl did not see any more; how many those are.

    ``stated["status"]`` says what its absence means at this source; seen again, it is as the source says then.
    """
    rows = session.exec(
        select(Sighting.source_ref).where(
            Sighting.source == source, col(Sighting.gone_at).is_(None)
        )
    )
    missing = [ref for ref in rows if ref not in seen]
    for sighting in stored_sightings(session, source, missing).values():
        sighting.stated = {**sighting.stated, "status": status}
        sighting.gone_at = now
        sighting.changed_at = now
        sighting.content_hash = content_hash(sighting)
        session.add(sighting)
    session.flush()
    return len(missing)


def pages_of(session: Session, source: str) -> list[Page]:
    """The pages of a source as last read."""
    return list(session.exec(select(Page).where(Page.source == source)))


def save_pages(session: Session, pages: Iterable[Page]) -> None:
    """Remembers pages as they were just read."""
    for page in pages:
        session.merge(page)
    session.flush()


def save_state(session: Session, source: str, state: Mapping[str, Any]) -> None:
    """Keeps what a source needs to go on from where it stopped."""
    session.execute(update(Source).where(col(Source.name) == source).values(state=dict(state)))


def _insert_at(session: Session, now: datetime) -> Insert:
    """The statement for new rows: on the table, and with the instant in it instead of three times in each row.

    Both together make the rows of a crawl twice as fast to write.
    """
    written = UtcDateTime().literal_processor(session.get_bind().dialect)
    if written is None:  # pragma: no cover - every database can write an instant
        msg = "this database cannot write an instant"
        raise RuntimeError(msg)
    at: ColumnElement[datetime] = literal_column(written(now))
    table = Sighting.__table__  # type: ignore[attr-defined]
    return insert(table).values(first_seen_at=at, last_seen_at=at, changed_at=at)


def _row(draft: Draft, digest: str) -> dict[str, Any]:
    return {
        "source": draft.source,
        "source_ref": draft.source_ref,
        "url": draft.url,
        "title": draft.title,
        "text": draft.text,
        "publisher": draft.publisher,
        "published_on": draft.published_on,
        "stated": dict(draft.stated),
        "content_hash": digest,
    }


def _seen(now: datetime) -> dict[str, Any]:
    return {"last_seen_at": now, "gone_at": None}


def _one(source: str, ref: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Sighting.source) == source, col(Sighting.source_ref) == ref


def _batches(refs: Iterable[str]) -> Iterator[list[str]]:
    every = list(refs)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]
