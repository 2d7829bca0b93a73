"""Guidance documents: which the calls' pages lead to, fetched politely, and read for what the pages leave unsaid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.engine import reading, writing
from db.facts import NewFact, Reader, chosen, facts_in_force, note_changes, put_facts
from db.models import Call, CallSighting, Fact, Sighting
from db.views import UK
from db.vocabulary import Field, Status
from funding_radar.jobs.shelf import new_fact
from funding_radar.reading.edition import READER_NAME
from funding_radar.reading.facts import Item
from funding_radar.reading.guidance import (
    Guidance,
    Link,
    PageFact,
    document_links,
    facts_from_documents,
)
from spiders.entry import SourceEntry

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

ENDING = "_documents"
"""What the visits for a source's documents are called after its name."""

_LIVE = (Status.OPEN, Status.COMING)


def document_entries(session: Session, sources: Iterable[SourceEntry]) -> list[SourceEntry]:
    """A visit for each of these sources whose open or coming calls lead to documents on its own hosts."""
    entries = []
    for source in sources:
        found: dict[str, Link] = {}
        for sightings in _pages_by_call(session, source.name).values():
            found |= {link.url: link for one in sightings for link in _links(one, source)}
        if found and urlsplit(source.url).scheme in ("http", "https"):
            entries.append(_entry(source, list(found.values())))
    return entries


def read_documents(
    engine: Engine,
    gazetteer: "Gazetteer",
    sources: Iterable[SourceEntry],
    now: datetime,
) -> int:
    """Reads the stored documents with the pages that lead to them; how many calls gained or lost a fact by it.

    To be run after ``read_sightings``: a fact of a document stands only while the page leaves it unsaid.
    """
    touched = 0
    for source in sources:
        with reading(engine) as session:
            stored = _stored_documents(session, source.name)
            pages = _pages_by_call(session, source.name) if stored else {}
        for call_id, sightings in pages.items():
            urls = dict.fromkeys(link.url for one in sightings for link in _links(one, source))
            documents = [stored[url] for url in urls if url in stored]
            # A transaction for each call: a long document takes a while, and no other writer should wait for all.
            with writing(engine) as session:
                touched += _take(session, call_id, sightings[0], documents, gazetteer, now)
    return touched


def _take(
    session: Session,
    call_id: int,
    sighting: Sighting,
    documents: Sequence[Sighting],
    gazetteer: "Gazetteer",
    now: datetime,
) -> bool:
    """Puts what the documents add to one call; facts that the page says by now end."""
    held = facts_in_force(session, [call_id]).get(call_id, [])
    found = facts_from_documents(
        [Guidance(one.title, one.url, one.stated.get("pages") or ()) for one in documents],
        _item(sighting),
        _said(held),
        gazetteer,
    )
    before, written = chosen(held), False
    reader = Reader(READER_NAME, now.astimezone(UK).date())
    urls = {fact.sighting_id: fact.url for fact in held if fact.document}
    urls |= {one.id: one.url for one in documents}
    for document_id, url in urls.items():
        assert document_id is not None
        facts = [_new_fact(fact) for fact in found if fact.url == url]
        written |= put_facts(session, call_id, document_id, facts, reader, url=url, now=now)
    if written:
        after = chosen(facts_in_force(session, [call_id]).get(call_id, []))
        note_changes(session, call_id, before, after, now)
        session.get_one(Call, call_id).changed_at = now
    return written


def _said(held: Sequence[Fact]) -> Mapping[Field, bool]:
    """The fields that something other than a document says, true where it is said outright."""
    said: dict[Field, bool] = {}
    for fact in held:
        if not fact.document:
            name = Field(fact.field)
            said[name] = said.get(name, False) or not fact.inferred or bool(fact.corrected_by)
    return said


def _new_fact(one: PageFact) -> NewFact:
    return replace(new_fact(one.fact), document=one.document, page=one.page)


def _item(sighting: Sighting) -> Item:
    return Item(
        title=sighting.title,
        text="",
        url=sighting.url,
        publisher=sighting.publisher,
        published_on=sighting.published_on,
    )


def _links(sighting: Sighting, source: SourceEntry) -> list[Link]:
    hosts = {urlsplit(source.url).hostname or "", *source.options.get("hosts", ())}
    return document_links(sighting.text, sighting.url, hosts - {""})


def _entry(source: SourceEntry, links: Sequence[Link]) -> SourceEntry:
    return replace(
        source,
        name=f"{source.name}{ENDING}",
        shape="documents",
        expects_at_least=0,
        options={
            "documents": [(link.url, link.kind, link.words) for link in links],
            "hosts": list(source.options.get("hosts", ())),
        },
    )


def _pages_by_call(session: Session, source: str) -> dict[int, list[Sighting]]:
    """The sightings of a source that feed each call which is open or to come."""
    query = (
        select(CallSighting.call_id, Sighting)
        .join(Sighting, col(CallSighting.sighting_id) == col(Sighting.id))
        .join(Call, col(Call.id) == col(CallSighting.call_id))
        .where(
            Sighting.source == source,
            col(Sighting.gone_at).is_(None),
            col(Call.status).in_(_LIVE),
        )
        .order_by(col(Sighting.id))
    )
    found: dict[int, list[Sighting]] = {}
    for call_id, sighting in session.exec(query):
        found.setdefault(call_id, []).append(sighting)
    return found


def _stored_documents(session: Session, source: str) -> dict[str, Sighting]:
    query = select(Sighting).where(Sighting.source == f"{source}{ENDING}")
    return {sighting.url: sighting for sighting in session.exec(query)}
