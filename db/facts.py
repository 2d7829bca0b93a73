"""Facts of calls: which one is in force, what moved, what a person corrected."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from db.models import Change, Decision, Fact, Sighting
from db.views import UK, CallView, FactView
from db.vocabulary import Basis, Field

TOLD_WHEN_CHANGED = frozenset(
    {
        Field.DEADLINE,
        Field.OPENS,
        Field.MIN_AMOUNT,
        Field.MAX_AMOUNT,
        Field.TOTAL_POT,
        Field.MIN_INCOME,
        Field.MAX_INCOME,
        Field.LEGAL_FORMS,
        Field.AREAS,
        Field.STATUS,
    }
)
"""Fields whose move is a Change: deadline, amount, eligibility, status. Wording alone is not."""

_CONFLICTS_MATTER = frozenset(
    {Field.DEADLINE, Field.MIN_AMOUNT, Field.MAX_AMOUNT, Field.MIN_INCOME, Field.MAX_INCOME}
)


Told = Row[Any]
"""A fact as it is read from its table: its columns, under the names that ``Fact`` has."""
_TOLD = tuple(Fact.__table__.c)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact about to be stored; its fields are those of ``db.models.Fact``."""

    field: Field
    value: Any
    quote: str = ""
    basis: Basis | None = None
    inferred: bool = False
    contradicted: bool = False
    document: str = ""
    page: int | None = None


CHECK_AGAIN_DAYS = 45
"""A fact not seen again at its source for so long is stale. Ours: funders move dates, seldom twice in six weeks."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who read, and when."""

    name: str
    read_on: date


def facts_in_force(
    session: Session,
    call_ids: Iterable[int] | None = None,
    fields: Collection[Field] | None = None,
) -> dict[int, list[Fact]]:
    """The facts that hold now, by call; of all calls when no ids, and in all fields when none are given."""
    return _by_call(session.exec(_holding(select(Fact), call_ids, fields)))


def told_facts(
    session: Session,
    call_ids: Iterable[int] | None = None,
    fields: Collection[Field] | None = None,
) -> dict[int, list[Told]]:
    """The same as plain rows, for who only reads them: an object for each takes twice as long."""
    return _by_call(session.exec(_holding(sql_select(*_TOLD), call_ids, fields)))


def _holding(query: Any, call_ids: Iterable[int] | None, fields: Collection[Field] | None) -> Any:
    query = query.where(col(Fact.ended_at).is_(None)).order_by(col(Fact.id))
    if fields is not None:
        query = query.where(col(Fact.field).in_(list(fields)))
    if call_ids is not None:
        query = query.where(col(Fact.call_id).in_(list(call_ids)))
    return query


def _by_call(facts: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for fact in facts:
        found.setdefault(fact.call_id, []).append(fact)
    return found


def last_seen(session: Session, call_ids: Iterable[int] | None = None) -> dict[int, date]:
    """The day on which each sighting that feeds these calls last stood at its source."""
    query = select(Sighting.id, Sighting.last_seen_at)
    if call_ids is not None:
        feeding = select(Fact.sighting_id).where(col(Fact.call_id).in_(list(call_ids)))
        query = query.where(col(Sighting.id).in_(feeding))
    return {key: at.astimezone(UK).date() for key, at in session.exec(query) if key is not None}


def chosen(
    facts: Sequence[Fact | Told], seen: Mapping[int, date] | None = None
) -> dict[Field, FactView]:
    """One fact for each field: a person's correction, else what is said outright, else the first read.

    A field that a person says is unknown has none. Two sightings of one call that state different deadlines
    or amounts contradict each other: that is shown, and no gate relies on it. ``seen`` says when each sighting
    last stood at its source.
    """
    by_field: dict[str, list[Fact | Told]] = {}
    for fact in facts:
        by_field.setdefault(fact.field, []).append(fact)
    return {
        Field(name): _view(fact, seen or {}, contradicted=fact.contradicted or conflict)
        for name, candidates in by_field.items()
        for fact, conflict in (_best(name, candidates),)
        if fact.value is not None
    }


def _best(name: str, candidates: Sequence[Fact | Told]) -> tuple[Fact | Told, bool]:
    """The fact of these that holds, and whether another contradicts it."""
    if len(candidates) == 1:
        return candidates[0], False
    best = min(candidates, key=lambda f: (f.corrected_by is None, f.inferred, f.contradicted, f.id))
    others = [
        f for f in candidates if f.value != best.value and not f.inferred and not f.corrected_by
    ]
    conflict = (
        bool(others)
        and best.corrected_by is None
        and not best.inferred
        and Field(name) in _CONFLICTS_MATTER
        and not _finer(name, best.value, [f.value for f in others])
    )
    return best, conflict


def put_facts(
    session: Session,
    call_id: int,
    sighting_id: int,
    facts: Sequence[NewFact],
    reader: Reader,
    *,
    url: str,
    now: datetime,
) -> bool:
    """Makes these the facts that the sighting gives the call; whether anything was written."""
    held = {
        fact.field: fact
        for fact in facts_in_force(session, [call_id]).get(call_id, [])
        if fact.sighting_id == sighting_id and fact.corrected_by is None
    }
    written = False
    for new in facts:
        old = held.pop(new.field, None)
        if old is not None and _same(old, new):
            if old.reader != reader.name:
                old.reader, old.read_on = reader.name, reader.read_on
            continue
        if old is not None:
            old.ended_at = now
        session.add(_fact(call_id, sighting_id, new, reader, url))
        written = True
    for old in held.values():
        old.ended_at = now
        written = True
    session.flush()
    return written


def note_changes(
    session: Session,
    call_id: int,
    before: Mapping[Field, FactView],
    after: Mapping[Field, FactView],
    now: datetime,
) -> list[Change]:
    """Records each told field whose value moved between two states of a call's facts."""
    changes = []
    for name in sorted(TOLD_WHEN_CHANGED):
        old, new = before.get(name), after.get(name)
        old_value, new_value = (old.value if old else None), (new.value if new else None)
        if old_value != new_value:
            changes.append(
                Change(call_id=call_id, field=name, old=old_value, new=new_value, noticed_at=now)
            )
    session.add_all(changes)
    return changes


def correct(
    session: Session, call_id: int, new: NewFact, *, because: str, by: str, now: datetime
) -> Change | None:
    """A person's word on a fact: signed, dated, kept over later readings, and logged. The change it makes, if any."""
    held = facts_in_force(session, [call_id]).get(call_id, [])
    before = chosen(held)
    for fact in held:
        if fact.field == new.field and fact.corrected_by is not None:
            fact.ended_at = now
    reader = Reader(name=f"corrected by {by}", read_on=now.date())
    fact = _fact(call_id, None, new, reader, "")
    fact.corrected_by, fact.corrected_because = by, because
    session.add(fact)
    old = before.get(new.field)
    session.add(
        Decision(
            decided_at=now,
            by=by,
            subject=f"call {call_id}",
            what=f"corrected {new.field.label}",
            grounds={"old": old.value if old else None, "new": new.value, "because": because},
        )
    )
    session.flush()
    after = chosen(facts_in_force(session, [call_id])[call_id])
    changes = note_changes(session, call_id, before, after, now)
    return changes[0] if changes else None


def changes_since(session: Session, since: datetime, call_id: int | None = None) -> list[Change]:
    """What moved after an instant, oldest first; of one call or of all."""
    query = select(Change).where(col(Change.noticed_at) > since).order_by(col(Change.id))
    if call_id is not None:
        query = query.where(Change.call_id == call_id)
    return list(session.exec(query))


def stale_share(calls: Iterable[CallView], today: date) -> float:
    """The share of these calls' facts, 0 to 1, that should have been checked again by now."""
    facts = [fact for call in calls for fact in call.facts.values()]
    return sum(fact.stale(today) for fact in facts) / len(facts) if facts else 0.0


def _finer(name: str, best: Any, others: Sequence[Any]) -> bool:
    # "31 January" on one site and "31 January, noon" on another agree.
    return name == Field.DEADLINE and all(str(best)[:10] == str(other)[:10] for other in others)


def _same(old: Fact, new: NewFact) -> bool:
    return (
        old.value == new.value
        and old.quote == new.quote
        and old.basis == (new.basis.value if new.basis else None)
        and old.inferred == new.inferred
        and old.contradicted == new.contradicted
    )


def _fact(call_id: int, sighting_id: int | None, new: NewFact, reader: Reader, url: str) -> Fact:
    return Fact(
        call_id=call_id,
        sighting_id=sighting_id,
        field=new.field.value,
        value=new.value,
        quote=new.quote,
        basis=new.basis.value if new.basis else None,
        url=url,
        document=new.document,
        page=new.page,
        inferred=new.inferred,
        contradicted=new.contradicted,
        reader=reader.name,
        read_on=reader.read_on,
    )


def _view(fact: Fact | Told, seen: Mapping[int, date], *, contradicted: bool) -> FactView:
    confirmed_on = seen.get(fact.sighting_id) if fact.sighting_id else None
    check_by_on = fact.check_by_on
    if check_by_on is None and confirmed_on is not None:
        check_by_on = confirmed_on + timedelta(days=CHECK_AGAIN_DAYS)
    return FactView(
        field=Field(fact.field),
        value=fact.value,
        quote=fact.quote,
        basis=Basis(fact.basis) if fact.basis else None,
        url=fact.url,
        inferred=fact.inferred,
        contradicted=contradicted,
        reader=fact.reader,
        read_on=fact.read_on,
        check_by_on=check_by_on,
        corrected_by=fact.corrected_by,
        document=fact.document,
        page=fact.page,
    )
