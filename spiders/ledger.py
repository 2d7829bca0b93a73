"""What a visit brings, written into the database: all of it, or page by page, and never half of anything."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from db.models import Page
from db.runs import Ending, end_run, note_visit, past_coverage, start_run
from db.sightings import (
    known_hashes,
    mark_gone,
    pages_of,
    save_pages,
    save_source,
    save_state,
    store_sightings,
    stored_sightings,
    touch_sightings,
)
from db.vocabulary import Outcome
from spiders.base import Source as Visited
from spiders.entry import SourceEntry
from spiders.fields import SightingDraft
from spiders.health import coverage, lost, lost_fields, too_few
from spiders.merge import merged
from spiders.plan import STEP
from spiders.visit import Harvest, Known

_AT_ONCE = 500
"""Items that a visit stored as it goes on writes in one transaction: ten times fewer, and still short ones."""
_LONGEST_HELD = 10.0
"""Seconds after which they are written however few they are: so much at most is asked for again after a kill."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a visit needs besides its source: where to write, what time it is, whom to tell."""

    entry: SourceEntry
    engine: Engine
    now: datetime
    tell: Callable[[str, dict[str, Any]], None]


class Ledger:
    """The book of one visit."""

    def __init__(self, source: Visited, job: Job) -> None:
        self.source = source
        self.job = job
        self.name = source.name
        self.ending = Ending()
        self.held: dict[str, SightingDraft] = {}
        self.seen: set[str] = set()
        self.touched: set[str] = set()
        self.pages: dict[str, Known] = {}
        self.past: dict[str, int] = {}
        self.whole = True
        self.read_any = False
        self.run_id = 0
        self.began = self.stored_at = time.monotonic()

    def open(self) -> None:
        """Opens the run and tells the source where it stopped last time."""
        with Session(self.job.engine) as session, session.begin():
            row = save_source(session, self.job.entry, self.job.now)
            self.run_id = start_run(session, STEP, self.job.now, self.name)
            self.past = past_coverage(session, self.name)
            self.source.state = dict(row.state)
            self.source.known = {
                page.url: Known(
                    page.content_hash, page.etag, page.last_modified, page.refs, page.follows
                )
                for page in pages_of(session, self.name)
            }
        self._tell("started")

    def take(self, harvest: Harvest) -> None:
        """Takes what one answer brought."""
        ending = self.ending
        ending.pages += 1
        ending.unchanged_pages += harvest.unchanged
        ending.bytes += harvest.bytes
        ending.refusals += [(harvest.ask.url, reason) for reason in harvest.refused]
        self.whole &= harvest.whole and not harvest.refused
        self.read_any |= harvest.whole
        known = harvest.known
        if known and harvest.unchanged:
            self._seen_again(known.refs)
        elif known and harvest.whole:
            self.pages[harvest.ask.url] = known
        elif known:
            self._let_stand(known.refs)
        self._hold(harvest.drafts)
        if not self.source.whole_crawl and self._is_time():
            self._store_held()
        self._tell("page")

    def close(self, reason: str) -> None:
        """Judges the visit, stores what is still held, and closes the run."""
        if not self.source.whole_crawl:
            self._store_held()
        if reason != "finished":
            self._fail(f"it was stopped before its end ({reason})")
        with Session(self.job.engine) as session:
            if self.source.whole_crawl and self.ending.outcome is Outcome.OK:
                self._store_whole(session)
            self._judge_visit()
            if self.ending.outcome is not Outcome.OK:
                session.rollback()
            self._end(session)
            session.commit()
        self._tell("ended")

    def _hold(self, drafts: list[SightingDraft]) -> None:
        for draft in drafts:
            self.held[draft.source_ref] = merged(self.held.get(draft.source_ref), draft)
            self.seen.add(draft.source_ref)
            self.touched.discard(draft.source_ref)

    def _let_stand(self, refs: list[str]) -> None:
        """What is stored says more than the card that led to it."""
        for ref in refs:
            self.held.pop(ref, None)

    def _seen_again(self, refs: list[str]) -> None:
        """Their own page has not changed."""
        self._let_stand(refs)
        self.seen.update(refs)
        self.touched.update(refs)

    def broken(self, sentence: str) -> None:
        """Nothing more can be written: what is stored stays, and the next visit goes on from there."""
        self._fail(sentence)
        self.held.clear()

    def _is_time(self) -> bool:
        return len(self.held) >= _AT_ONCE or time.monotonic() - self.stored_at >= _LONGEST_HELD

    def _store_held(self) -> None:
        """Writes the pages read since the last time, and with them the state that says they were read."""
        self.stored_at = time.monotonic()
        if self.ending.outcome is not Outcome.OK:
            # A page that was not stored must not be passed over by a later page's state.
            self.held.clear()
            return
        now_has = coverage(self.held.values())
        gone_missing = lost(lost_fields(now_has, self.past))
        if gone_missing and now_has.get("items", 0) >= 20:
            self._fail(gone_missing)
            self.held.clear()
            return
        with Session(self.job.engine) as session, session.begin():
            self._store(session)
            save_state(session, self.name, self.source.state)
        for name, count in now_has.items():
            self.ending.coverage[name] = self.ending.coverage.get(name, 0) + count
        self.held.clear()
        self.touched.clear()
        self.pages.clear()

    def _store_whole(self, session: Session) -> None:
        again = stored_sightings(session, self.name, self.touched)
        self.ending.coverage = coverage([*self.held.values(), *again.values()])
        if sentence := lost(lost_fields(self.ending.coverage, self.past)):
            self._fail(sentence)
            return
        self._store(session)
        if self.source.absence and self.whole and not self.source.cut_short:
            self.ending.gone = mark_gone(
                session, self.name, self.seen, self.job.now, self.source.absence
            )
        save_state(session, self.name, self.source.state)

    def _store(self, session: Session) -> None:
        known = known_hashes(session, self.name, self.held)
        releases = [ref for ref in known if "released_at" in self.held[ref].stated]
        stored = stored_sightings(session, self.name, releases)
        drafts = [merged(stored.get(ref), draft) for ref, draft in self.held.items()]
        tally = store_sightings(session, drafts, self.job.now, known)
        self.ending.new += tally.new
        self.ending.changed += tally.changed
        touch_sightings(session, self.name, self.touched, self.job.now)
        save_pages(
            session,
            [
                Page(source=self.name, url=url, fetched_at=self.job.now, **asdict(known))
                for url, known in self.pages.items()
            ],
        )

    def _judge_visit(self) -> None:
        """A visit that may honestly bring nothing new is still a fault when the source itself was not there."""
        self.ending.found = len(self.seen)
        sentence = too_few(self.ending.found, self.source.expected())
        if sentence is None and self.ending.pages and not self.read_any:
            sentence = "no page of it could be read"
        reasons = [reason for _, reason in self.ending.refusals]
        if sentence and reasons:
            sentence = f"{sentence}: {reasons[0]}"
        sentence = sentence or self.source.lost()
        if sentence and self.ending.outcome is Outcome.OK:
            self._fail(sentence)

    def _fail(self, sentence: str) -> None:
        self.ending.outcome = Outcome.FAILED
        self.ending.message = sentence

    def _end(self, session: Session) -> None:
        ending = self.ending
        if ending.outcome is Outcome.OK:
            ending.message = self.source.cut_short or None
        elif self.source.whole_crawl:
            ending.new = ending.changed = ending.gone = 0
        ending.seconds = round(time.monotonic() - self.began, 3)
        end_run(session, self.run_id, ending, self.job.now)
        fault = ending.message if ending.outcome is Outcome.FAILED else None
        every = timedelta(hours=self.source.every)
        note_visit(session, self.name, fault, every, self.job.now)

    def _tell(self, event: str) -> None:
        ending = self.ending
        facts = {
            "pages": ending.pages,
            "found": len(self.seen),
            "refused": len(ending.refusals),
        }
        if event == "ended":
            facts |= asdict(ending)
        self.job.tell(event, {"source": self.name, **facts})
