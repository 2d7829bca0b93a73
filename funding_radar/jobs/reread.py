"""Reading again what is stored: what today's reader makes of it, told before it is written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.calls import settle_status
from db.facts import chosen, facts_in_force
from db.models import Call, Sighting
from db.vocabulary import Field
from funding_radar.jobs.recognising import Recogniser
from funding_radar.jobs.shelf import Shelf

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

_AT_ONCE = 500
NEW = "new call"


class Move(NamedTuple):
    """What a reading would change: a field of a call, or its ``kind`` or ``status``, from old to new.

    A call that was not one before has the field ``new call`` and its kind as the new value.
    """

    call_id: int
    title: str
    field: str
    old: Any
    new: Any


class _State(NamedTuple):
    title: str
    values: Mapping[str, Any]


def reread(
    engine: Engine,
    gazetteer: "Gazetteer",
    now: datetime,
    *,
    keep: Sequence[str] = (),
    write: bool = False,
) -> list[Move]:
    """Reads every stored sighting with today's reader; what that changes, by call and field.

    Nothing is written unless ``write``: it is the very reading, undone at the end. Corrections stand, as
    over every reading, and no change is told to members: it was the reader that moved, not the funder.
    """
    with Session(engine) as session:
        before = _states(session)
        shelf = Shelf(session, gazetteer, Recogniser(gazetteer), now, keep)
        for sighting in _sightings(session):
            shelf.take(sighting)
        session.flush()
        settle_status(session, now, shelf.touched)
        session.flush()
        moves = list(_moves(before, _states(session)))
        if write:
            session.commit()
        else:
            session.rollback()
    return moves


def _sightings(session: Session) -> Iterator[Sighting]:
    """Every sighting that still stands, in the order in which they were first read."""
    last = 0
    while True:
        query = (
            select(Sighting)
            .where(col(Sighting.gone_at).is_(None), col(Sighting.id) > last)
            .order_by(col(Sighting.id))
            .limit(_AT_ONCE)
        )
        batch = list(session.exec(query))
        if not batch:
            return
        yield from batch
        last = batch[-1].id or last


def _states(session: Session) -> dict[int, _State]:
    facts = facts_in_force(session)
    states = {}
    for call in session.exec(select(Call).order_by(col(Call.id))):
        assert call.id is not None
        values: dict[str, Any] = {"kind": call.kind, "status": call.status}
        values |= {
            name.value: fact.value
            for name, fact in chosen(facts.get(call.id, [])).items()
            if name is not Field.STATUS
        }
        states[call.id] = _State(call.title, values)
    return states


def _moves(before: Mapping[int, _State], after: Mapping[int, _State]) -> Iterator[Move]:
    order = {"kind": 0, "status": 1, **{name.value: at for at, name in enumerate(Field, 2)}}
    for call_id, (title, new) in after.items():
        if call_id not in before:
            yield Move(call_id, title, NEW, None, new["kind"])
            continue
        old = before[call_id].values
        for name in sorted({*old, *new}, key=lambda name: order[name]):
            if old.get(name) != new.get(name):
                yield Move(call_id, title, name, old.get(name), new.get(name))
