"""Reading what was collected: sightings become calls, facts and changes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.calls import (
    KINDS_OF_CALL,
    calls_of_sighting,
    link_sighting,
    settle_status,
    status_of,
    unread_sightings,
)
from db.engine import writing
from db.facts import NewFact, Reader, chosen, facts_in_force, note_changes, put_facts
from db.models import Call, Sighting, Source
from db.views import UK, FactView
from db.vocabulary import Field, Kind, Status
from funding_radar.reading import READER, VERSION, plain_text, read, read_strands
from funding_radar.reading.facts import Item, ReadFact, Reading
from funding_radar.reading.same_call import DOUBTFUL, SAME, CallKey, sameness

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

READER_NAME = f"{READER} {VERSION}"
BATCH = 100
"""Sightings in one transaction: short enough that no other writer waits long."""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What a reading step did: counts of sightings read, calls made, calls changed, and changes told."""

    read: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    not_calls: int = 0

    def __add__(self, other: "ReadReport") -> "ReadReport":
        return ReadReport(
            self.read + other.read,
            self.new + other.new,
            self.changed + other.changed,
            self.moved + other.moved,
            self.not_calls + other.not_calls,
        )


def read_sightings(
    engine: Engine,
    gazetteer: "Gazetteer",
    now: datetime,
    on_progress: Callable[[int, int, str], None] | None = None,
) -> ReadReport:
    """Reads every sighting whose content or reader changed, then opens and closes calls by the calendar."""
    report = ReadReport()
    while True:
        with writing(engine) as session:
            batch = unread_sightings(session, READER_NAME, BATCH)
            if not batch:
                moved = settle_status(session, now)
                return replace(report, moved=report.moved + moved)
            shelf = Shelf(session, gazetteer, now)
            for sighting in batch:
                report += shelf.take(sighting)
            settle_status(session, now, shelf.touched)
        if on_progress:
            on_progress(report.read, 0, "reading")


class Shelf:
    """One transaction of reading: knows the calls there are, so that one call is one record."""

    def __init__(self, session: Session, gazetteer: "Gazetteer", now: datetime) -> None:
        self._session = session
        self._gazetteer = gazetteer
        self._now = now
        self._areas = dict(session.exec(select(Source.name, Source.places)).all())
        self._known = _keys(session)
        self.touched: set[int] = set()
        """Calls that this transaction wrote to."""

    def take(self, sighting: Sighting) -> ReadReport:
        """Reads one sighting and stores what it says."""
        assert sighting.id is not None
        again = sighting.read_hash is not None
        moved_text = again and not str(sighting.read_hash).startswith(sighting.content_hash)
        readings = list(self._readings(sighting))
        sighting.kind = readings[0].kind if readings else Kind.OTHER
        sighting.read_hash = f"{sighting.content_hash}:{READER_NAME}"
        report = ReadReport(read=1)
        held = calls_of_sighting(self._session, sighting.id)
        for reading in readings:
            if reading.kind not in KINDS_OF_CALL and reading.strand not in held:
                report += ReadReport(not_calls=1)
                continue
            report += self._store(sighting, reading, held.get(reading.strand), told=moved_text)
        return report

    def _readings(self, sighting: Sighting) -> Iterator[Reading]:
        stated = dict(sighting.stated)
        kind, strands = stated.pop("kind", None), stated.pop("strands", None) or ()
        item = Item(
            title=sighting.title,
            text=sighting.text,
            url=sighting.url,
            publisher=sighting.publisher,
            published_on=sighting.published_on,
            stated=_fields(stated),
            publisher_areas=tuple(self._areas.get(sighting.source, ())),
        )
        if len(strands) > 1:
            for strand in strands:
                part = replace(
                    item,
                    title=f"{item.title}: {strand['title']}",
                    stated={**item.stated, **_fields(strand)},
                )
                reading = read(part, self._gazetteer)
                yield _as_stated(replace(reading, strand=strand["title"]), kind)
            return
        for reading in read_strands(item, self._gazetteer):
            yield _as_stated(reading, kind)

    def _store(
        self, sighting: Sighting, reading: Reading, call_id: int | None, *, told: bool
    ) -> ReadReport:
        assert sighting.id is not None
        new = False
        if call_id is None:
            call_id, new = self._call_for(sighting, reading)
            link_sighting(self._session, sighting.id, reading.strand, call_id)
        before = chosen(facts_in_force(self._session, [call_id]).get(call_id, []))
        written = put_facts(
            self._session,
            call_id,
            sighting.id,
            [_new_fact(fact) for fact in reading.facts.values()],
            Reader(READER_NAME, self._now.astimezone(UK).date()),
            url=sighting.url,
            now=self._now,
        )
        after = chosen(facts_in_force(self._session, [call_id]).get(call_id, []))
        moved = note_changes(self._session, call_id, before, after, self._now) if told else []
        call = self._session.get_one(Call, call_id)
        self.touched.add(call_id)
        self._refresh_call(call, sighting, reading, written=written)
        if new:
            self._known[call_id] = _key(call.title, call.funder, call.url, reading.facts)
        return ReadReport(new=int(new), changed=int(written and not new), moved=len(moved))

    def _call_for(self, sighting: Sighting, reading: Reading) -> tuple[int, bool]:
        title = _title(sighting, reading)
        key = _key(title, sighting.publisher, sighting.url, reading.facts)
        best, score = None, 0.0
        for call_id, other in self._known.items():
            alike = sameness(key, other).score
            if alike > score:
                best, score = call_id, alike
        if best is not None and score >= SAME:
            return best, False
        status = status_of(reading.kind, {}, self._now)
        call = Call(
            title=title,
            funder=sighting.publisher,
            kind=reading.kind,
            status=status,
            url=sighting.url,
            text=plain_text(sighting.text),
            first_seen_at=self._now,
            changed_at=self._now,
        )
        if best is not None and score >= DOUBTFUL:
            call.review_because = f"may be the same as call {best}: " + "; ".join(
                sameness(key, self._known[best]).reasons
            )
        self._session.add(call)
        self._session.flush()
        assert call.id is not None
        return call.id, True

    def _refresh_call(
        self, call: Call, sighting: Sighting, reading: Reading, *, written: bool
    ) -> None:
        if written:
            call.changed_at = self._now
        if call.url == sighting.url and call.kind != reading.kind:
            call.kind = reading.kind
        text = plain_text(sighting.text)
        if call.url == sighting.url and call.text != text:
            call.text = text


def _as_stated(reading: Reading, kind: str | None) -> Reading:
    # What the source's own structure decides (an award notice, a cancelled tender) beats the prose.
    return replace(reading, kind=Kind(kind)) if kind else reading


def _fields(stated: Mapping[str, Any]) -> dict[Field, Any]:
    known = {field.value for field in Field}
    return {
        Field(name): value for name, value in stated.items() if name in known and value is not None
    }


def _new_fact(fact: ReadFact) -> NewFact:
    return NewFact(
        field=fact.field,
        value=fact.value,
        quote=fact.quote,
        basis=fact.basis,
        inferred=fact.inferred,
        contradicted=fact.contradicted,
    )


def _title(sighting: Sighting, reading: Reading) -> str:
    return f"{sighting.title}: {reading.strand}" if reading.strand else sighting.title


def _key(
    title: str, funder: str, url: str, facts: Mapping[Field, ReadFact] | Mapping[Field, FactView]
) -> CallKey:
    deadline, amount = facts.get(Field.DEADLINE), facts.get(Field.MAX_AMOUNT)
    return CallKey(
        title=title,
        funder=funder,
        deadline=deadline.value if deadline else None,
        max_amount=amount.value if amount else None,
        url=url,
    )


def _keys(session: Session) -> dict[int, CallKey]:
    facts = facts_in_force(session)
    return {
        call.id: _key(call.title, call.funder, call.url, chosen(facts.get(call.id, [])))
        for call in session.exec(select(Call).where(col(Call.status) != Status.GONE))
        if call.id is not None
    }
