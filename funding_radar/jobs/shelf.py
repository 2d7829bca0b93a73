"""One transaction of reading: what a sighting says is put where it belongs, so that one call is one record."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from sqlmodel import Session, select

from db.calls import KINDS_OF_CALL, calls_of_sighting, link_sighting, status_of
from db.facts import NewFact, Reader, chosen, facts_in_force, note_changes, put_facts
from db.models import Call, CallSighting, Sighting, Source
from db.views import UK
from db.vocabulary import Kind, Status
from funding_radar.jobs.call_record import tell_call
from funding_radar.jobs.read_report import ReadReport
from funding_radar.jobs.readings import kind_of, readings_of
from funding_radar.jobs.recognising import DOUBT, Recogniser, feed_of
from funding_radar.jobs.setting_aside import back_if_for_us
from funding_radar.reading import edition, plain_text
from funding_radar.reading.call_key import CallKey
from funding_radar.reading.facts import ReadFact, Reading
from funding_radar.reading.for_us import Triage, for_us

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

_ONE_STRAND = 85
"""From here on, of 100, two names of a strand of one page are one strand that was named anew."""


class Shelf:
    """One transaction of reading: each sighting to the call that it is of, so that one call is one record."""

    def __init__(
        self,
        session: Session,
        gazetteer: "Gazetteer",
        recogniser: Recogniser,
        now: datetime,
        keep: Sequence[str],
    ) -> None:
        self._session = session
        self._gazetteer = gazetteer
        self._recogniser = recogniser
        self._now = now
        self._keep = keep
        self._areas = dict(session.exec(select(Source.name, Source.places)).all())
        self.touched: set[int] = set()
        """Calls that this transaction wrote to."""

    def take(self, sighting: Sighting) -> ReadReport:
        """Reads one sighting and stores what it says."""
        assert sighting.id is not None
        again = sighting.read_hash is not None
        moved_text = again and not str(sighting.read_hash).startswith(sighting.content_hash)
        readings = readings_of(sighting, self._areas.get(sighting.source, ()), self._gazetteer)
        sighting.kind = kind_of(readings)
        sighting.read_hash = f"{sighting.content_hash}:{edition.READER_NAME}"
        report = ReadReport(read=1)
        held = self._follow_strands(sighting.id, [reading.strand for reading in readings])
        for reading in readings:
            if reading.kind not in KINDS_OF_CALL and reading.strand not in held:
                report += ReadReport(not_calls=1)
                continue
            report += self._store(sighting, reading, held.get(reading.strand), told=moved_text)
        for strand in held.keys() - {reading.strand for reading in readings}:
            report += self._end(sighting, strand, held[strand])
        return report

    def _store(
        self, sighting: Sighting, reading: Reading, call_id: int | None, *, told: bool
    ) -> ReadReport:
        assert sighting.id is not None
        triage = for_us(
            sighting.title,
            plain_text(sighting.text),
            sighting.publisher,
            sighting.stated,
            self._keep,
        )
        new = False
        if call_id is None:
            call_id, new = self._call_for(sighting, reading, triage)
            link_sighting(self._session, sighting.id, reading.strand, call_id)
        call = self._session.get_one(Call, call_id)
        back_if_for_us(call, triage)
        # What left its list after its last day is no news.
        told = told and not (sighting.gone_at and call.status == Status.CLOSED)
        written, moved = self._put(call_id, sighting, list(reading.facts.values()), told=told)
        told_anew = tell_call(self._session, call, sighting, reading)
        if written or told_anew:
            call.changed_at = self._now
        aside = new and call.status == Status.SET_ASIDE
        return ReadReport(
            new=int(new and not aside),
            changed=int(written and not new),
            moved=moved,
            set_aside=int(aside),
        )

    def _put(
        self, call_id: int, sighting: Sighting, facts: Sequence[ReadFact], *, told: bool
    ) -> tuple[bool, int]:
        """Stores what a sighting says of a call: whether anything was written, and how many changes it made."""
        assert sighting.id is not None
        before = chosen(facts_in_force(self._session, [call_id]).get(call_id, []))
        written = put_facts(
            self._session,
            call_id,
            sighting.id,
            [new_fact(fact) for fact in facts],
            Reader(edition.READER_NAME, self._now.astimezone(UK).date()),
            url=sighting.url,
            now=self._now,
        )
        self.touched.add(call_id)
        if not (written and told):
            return written, 0
        after = chosen(facts_in_force(self._session, [call_id]).get(call_id, []))
        return True, len(note_changes(self._session, call_id, before, after, self._now))

    def _call_for(self, sighting: Sighting, reading: Reading, triage: Triage) -> tuple[int, bool]:
        key = self._recogniser.key(feed_of(sighting, reading), reading.facts, reading.own_text)
        found = self._recogniser.recognise(self._session, sighting, key)
        call_id = found.call_id
        if call_id is None:
            call = self._new_call(sighting, reading, key, triage)
            if found.doubt is not None:
                call.review_because = f"{DOUBT}{found.doubt.call_id}: {found.doubt.sameness}"
            if found.earlier is not None:
                _link_rounds(call, self._session.get_one(Call, found.earlier.call_id))
            assert call.id is not None
            call_id = call.id
        for other_id in found.also:
            other = self._session.get_one(Call, other_id)
            why = f"what {sighting.source} tells at {sighting.url} is as surely of both"
            other.review_because = other.review_because or f"{DOUBT}{call_id}: {why}"
        self._recogniser.learn(self._session, call_id, key)
        return call_id, found.call_id is None

    def _new_call(self, sighting: Sighting, reading: Reading, key: CallKey, triage: Triage) -> Call:
        status = Status.SET_ASIDE if triage.set_aside else status_of(reading.kind, {}, self._now)
        call = Call(
            title=key.title,
            funder=sighting.publisher,
            kind=reading.kind,
            status=status,
            url=sighting.url,
            set_aside_because=triage.because if triage.set_aside else None,
            first_seen_at=self._now,
            changed_at=self._now,
        )
        self._session.add(call)
        self._session.flush()
        return call

    def _follow_strands(self, sighting_id: int, strands: Sequence[str]) -> dict[str, int]:
        """The calls that the sighting feeds, by strand, where a strand that was named anew has its new name."""
        held = calls_of_sighting(self._session, sighting_id)
        lost = [strand for strand in held if strand not in strands]
        fresh = [strand for strand in strands if strand not in held]
        for old in lost:
            alike = {new: fuzz.token_sort_ratio(old, new) for new in fresh}
            only = len(lost) == len(fresh) == 1 and len(held) == len(strands) == 1
            best = max(alike, key=lambda new: alike[new], default=None)
            if best is None or not (only or alike[best] >= _ONE_STRAND):
                continue
            link = self._session.get_one(CallSighting, (sighting_id, old))
            self._session.delete(link)
            self._session.flush()
            link_sighting(self._session, sighting_id, best, held[old])
            held[best] = held.pop(old)
            fresh.remove(best)
        return held

    def _end(self, sighting: Sighting, strand: str, call_id: int) -> ReadReport:
        """A strand that its page tells of no more: its facts end, and its call closes unless others tell of it."""
        assert sighting.id is not None
        written, _ = self._put(call_id, sighting, (), told=False)
        feeding = select(CallSighting).where(CallSighting.call_id == call_id)
        call = self._session.get_one(Call, call_id)
        if len(self._session.exec(feeding).all()) > 1:
            self._session.delete(self._session.get_one(CallSighting, (sighting.id, strand)))
        elif call.kind != Kind.CLOSED_CALL:
            call.kind = Kind.CLOSED_CALL
            written = True
        if written:
            call.changed_at = self._now
        return ReadReport(changed=int(written))


def _link_rounds(call: Call, earlier: Call) -> None:
    earlier.series = earlier.series or f"call {earlier.id}"
    call.series = earlier.series


def new_fact(fact: ReadFact) -> NewFact:
    """A fact that was read, as the tables take it."""
    return NewFact(
        field=fact.field,
        value=fact.value,
        quote=fact.quote,
        basis=fact.basis,
        inferred=fact.inferred,
        contradicted=fact.contradicted,
    )
