"""Calls: made of sightings, found by words, opened and closed by the calendar."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, process, utils
from sqlalchemy import Row
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from db.errors import RadarError
from db.facts import chosen, last_seen, told_facts
from db.models import Call, CallSighting, Change, Decision, Sighting
from db.views import UK, CallView, Deadline, FactView
from db.vocabulary import Field, Kind, Status

KINDS_OF_CALL = frozenset({Kind.OPEN_CALL, Kind.COMING_CALL, Kind.CLOSED_CALL, Kind.EARLY_SIGNAL})
"""What becomes a call; award news, digests and the rest stay sightings."""
_ROW = tuple(Call.__table__.c)  # type: ignore[attr-defined]


def unread_sightings(session: Session, reader: str, limit: int = 200) -> list[Sighting]:
    """Sightings whose content or reader changed since they were last read.

    One that left its source is read once more, for what its absence says; a new reader leaves it alone.
    """
    here = col(Sighting.gone_at).is_(None)
    read_as = col(Sighting.read_hash)
    query = (
        select(Sighting)
        .where(
            (here & read_as.is_(None))
            | (here & (read_as != col(Sighting.content_hash) + ":" + reader))
            | (~here & ~read_as.startswith(col(Sighting.content_hash)))
        )
        .order_by(col(Sighting.id))
        .limit(limit)
    )
    return list(session.exec(query))


def calls_of_sighting(session: Session, sighting_id: int) -> dict[str, int]:
    """The calls that a sighting feeds, by strand."""
    links = session.exec(select(CallSighting).where(CallSighting.sighting_id == sighting_id))
    return {link.strand: link.call_id for link in links}


def status_of(
    kind: Kind, facts: Mapping[Field, FactView], now: datetime, *, gone: bool = False
) -> Status:
    """Where a call stands at an instant, from what was read and the calendar in UK time."""
    said = facts[Field.STATUS].value if Field.STATUS in facts else None
    deadline = facts.get(Field.DEADLINE)
    if kind is Kind.EARLY_SIGNAL:
        return Status.SIGNAL
    if kind is Kind.CLOSED_CALL or said == Status.CLOSED:
        return Status.CLOSED
    if deadline is not None and Deadline.parse(deadline.value).passed(now):
        return Status.CLOSED
    if gone:
        return Status.GONE
    opens = facts.get(Field.OPENS)
    opens_on = Deadline.parse(opens.value).on if opens is not None else None
    if opens_on is not None and opens_on > now.astimezone(UK).date():
        return Status.COMING
    if kind is Kind.COMING_CALL and opens_on is None:
        return Status.COMING
    return Status.OPEN


_OF_STATUS = frozenset({Field.STATUS, Field.DEADLINE, Field.OPENS})
"""All that ``status_of`` reads."""


def settle_status(session: Session, now: datetime, call_ids: Collection[int] | None = None) -> int:
    """Opens and closes calls by facts, calendar and disappearance; how many moved.

    A call that a person set aside or sent to review stays where it was put. That a call is gone from all its
    sources, or back, no fact of it says: so that is noted here as a Change.
    """
    query = select(Call.id, Call.kind, Call.status).where(
        col(Call.status).not_in([Status.SET_ASIDE, Status.REVIEW])
    )
    if call_ids is not None:
        query = query.where(col(Call.id).in_(list(call_ids)))
    standing = list(session.exec(query))
    facts = told_facts(session, call_ids, _OF_STATUS)
    present = _present(session, call_ids)
    moved: dict[int, Status] = {}
    for call_id, kind, before in standing:
        assert call_id is not None
        gone = call_id not in present
        status = status_of(Kind(kind), chosen(facts.get(call_id, [])), now, gone=gone)
        if status != before:
            moved[call_id] = status
    if moved:
        for call in session.exec(select(Call).where(col(Call.id).in_(list(moved)))):
            _move(session, call, moved[call.id or 0], now)
    session.flush()
    return len(moved)


def _move(session: Session, call: Call, status: Status, now: datetime) -> None:
    """Puts a call where it stands now; that it is gone, or back, is noted as a Change."""
    assert call.id is not None
    if Status.GONE in (status, call.status):
        old = call.status
        session.add(
            Change(call_id=call.id, field=Field.STATUS, old=old, new=status, noticed_at=now)
        )
    call.status = status
    call.closed_at = now if status in (Status.CLOSED, Status.GONE) else None
    call.changed_at = now


def call_views(
    session: Session,
    *,
    ids: Iterable[int] | None = None,
    statuses: Collection[Status] | None = None,
) -> list[CallView]:
    """Calls with the facts in force, by id."""
    query: Any = sql_select(*_ROW).order_by(col(Call.id))
    if ids is not None:
        query = query.where(col(Call.id).in_(list(ids)))
    if statuses is not None:
        query = query.where(col(Call.status).in_(list(statuses)))
    calls = list(session.exec(query))
    wanted = [call.id for call in calls]
    facts = told_facts(session, None if ids is None and len(wanted) > 500 else wanted)
    seen = last_seen(session, None if ids is None else wanted)
    sources = _sources(session)
    return [
        _view(call, chosen(facts.get(call.id, []), seen), sources.get(call.id, ()))
        for call in calls
    ]


def call_view(session: Session, call_id: int) -> CallView:
    """One call with its facts."""
    return call_views(session, ids=[call_id])[0]


def find_call(session: Session, words: str) -> Call:
    """The call with this number or title. Raises RadarError that names the nearest."""
    if words.isdecimal() and (call := session.get(Call, int(words))):
        return call
    titles = dict(session.exec(select(Call.id, Call.title)).all())
    if not titles:
        msg = "there are no calls yet: funding-radar refresh"
        raise RadarError(msg)
    exact = [i for i, title in titles.items() if title.casefold() == words.casefold()]
    if len(exact) == 1 and (call := session.get(Call, exact[0])):
        return call
    near = process.extract(
        words, titles, scorer=fuzz.WRatio, processor=utils.default_process, limit=3, score_cutoff=55
    )
    hint = "; ".join(f"{key} {title}" for title, _, key in near)
    ask = f"; the nearest are: {hint}" if hint else "; funding-radar calls list shows them"
    msg = f"there is no call {words!r}{ask}"
    raise RadarError(msg)


def sightings_of(session: Session, call_id: int) -> list[Sighting]:
    """What sources published about a call, first seen first."""
    query = (
        select(Sighting)
        .join(CallSighting)
        .where(CallSighting.call_id == call_id)
        .order_by(col(Sighting.first_seen_at), col(Sighting.id))
    )
    return list(session.exec(query))


def link_sighting(session: Session, sighting_id: int, strand: str, call_id: int) -> None:
    """Makes a sighting feed a call."""
    session.add(CallSighting(sighting_id=sighting_id, strand=strand, call_id=call_id))
    session.flush()


def count_by_status(session: Session) -> dict[Status, int]:
    """How many calls stand where."""
    counts: dict[Status, int] = {}
    for status in session.exec(select(Call.status)):
        counts[Status(status)] = counts.get(Status(status), 0) + 1
    return counts


def decide_status(
    session: Session, call: Call, status: Status | None, *, because: str, by: str, now: datetime
) -> None:
    """A person sets a call aside, sends it to review or brings it back (None); logged."""
    what = f"{status.label} by hand" if status else "brought back"
    call.set_aside_because = because if status is Status.SET_ASIDE else None
    call.review_because = because if status is Status.REVIEW else None
    call.status = status or Status.OPEN
    call.changed_at = now
    session.add(
        Decision(
            decided_at=now,
            by=by,
            subject=f"call {call.id}",
            what=what,
            grounds={"because": because},
        )
    )
    session.flush()
    if status is None and call.id is not None:
        settle_status(session, now, [call.id])


def _present(session: Session, call_ids: Collection[int] | None) -> set[int]:
    # A call that no source feeds (added by hand) cannot go from one.
    query = select(Call.id).join(CallSighting, isouter=True).join(Sighting, isouter=True)
    query = query.where(col(Sighting.gone_at).is_(None))
    if call_ids is not None:
        query = query.where(col(Call.id).in_(list(call_ids)))
    return {call_id for call_id in session.exec(query) if call_id is not None}


def _sources(session: Session) -> dict[int, tuple[str, ...]]:
    query = select(CallSighting.call_id, Sighting.source).join(Sighting).distinct()
    found: dict[int, list[str]] = {}
    for call_id, source in session.exec(query.order_by(col(Sighting.source))):
        found.setdefault(call_id, []).append(source)
    return {call_id: tuple(names) for call_id, names in found.items()}


def _view(call: Row[Any], facts: dict[Field, FactView], sources: tuple[str, ...]) -> CallView:
    return CallView(
        id=call.id,
        title=call.title,
        text=call.text,
        funder=call.funder,
        kind=Kind(call.kind),
        status=Status(call.status),
        url=call.url,
        facts=facts,
        first_seen_on=call.first_seen_at.astimezone(UK).date(),
        sources=sources,
    )
