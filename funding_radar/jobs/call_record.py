"""How a call is told: by the one of its sightings that says most."""

from sqlmodel import Session, col, select

from db.calls import KINDS_OF_CALL, sightings_of
from db.facts import facts_in_force
from db.models import Call, CallSighting, Sighting
from db.vocabulary import Kind
from funding_radar.reading import plain_text
from funding_radar.reading.call_key import CallKey
from funding_radar.reading.facts import Reading
from funding_radar.reading.same_call import funder_among


def tell_call(session: Session, call: Call, sighting: Sighting, reading: Reading) -> bool:
    """Lets a sighting that was just read tell the call, if none says more; whether anything of the call changed.

    A call whose best sighting turns to news of awards, or to no call at all, is a closed one.
    """
    feeding = [each for each in sightings_of(session, _id(call)) if each.gone_at is None]
    if not feeding or best_of(session, call, feeding).id != sighting.id:
        return _set(call, {"funder": _funder(call, feeding)}) if feeding else False
    kind = reading.kind if reading.kind in KINDS_OF_CALL else Kind.CLOSED_CALL
    told = {
        "title": title_of(sighting, reading.strand, own=bool(reading.own_text)),
        "text": plain_text(reading.own_text or sighting.text),
        "url": sighting.url,
        "kind": kind.value,
        "funder": _funder(call, [sighting, *(s for s in feeding if s.id != sighting.id)]),
    }
    return _set(call, told)


def tell_by_best(session: Session, call: Call) -> None:
    """Tells a call by the best of what feeds it now, and has all of that read again to make it whole."""
    feeding = sightings_of(session, _id(call))
    if not feeding:
        return
    present = [each for each in feeding if each.gone_at is None] or feeding
    best = best_of(session, call, present)
    strand = session.exec(
        select(CallSighting.strand).where(
            CallSighting.call_id == call.id, col(CallSighting.sighting_id) == best.id
        )
    ).first()
    told = {
        "title": title_of(best, strand or "", own=best.kind == Kind.DIGEST),
        "text": plain_text(best.text),
        "url": best.url,
        "funder": _funder(call, [best, *(each for each in present if each.id != best.id)]),
    }
    _set(call, told)
    for each in feeding:
        each.read_hash = None
    session.flush()


def best_of(session: Session, call: Call, feeding: list[Sighting]) -> Sighting:
    """The sighting that states most facts outright; of equal ones the longest, then the first."""
    stated: dict[int | None, int] = {}
    for fact in facts_in_force(session, [_id(call)]).get(_id(call), []):
        if not fact.inferred:
            stated[fact.sighting_id] = stated.get(fact.sighting_id, 0) + 1
    return min(feeding, key=lambda s: (-stated.get(s.id, 0), -len(s.text), s.id or 0))


def title_of(sighting: Sighting, strand: str, *, own: bool) -> str:
    """A call's title: with its strand, where it has one; a fund in a digest has a name of its own."""
    if own and strand:
        return strand
    return f"{sighting.title}: {strand}" if strand else sighting.title


def _funder(call: Call, feeding: list[Sighting]) -> str:
    if len({each.publisher for each in feeding}) == 1:
        return feeding[0].publisher
    keys = [CallKey(each.title, each.publisher, text=plain_text(each.text)) for each in feeding]
    return funder_among(keys) or call.funder


def _set(call: Call, told: dict[str, str]) -> bool:
    changed = False
    for name, value in told.items():
        if getattr(call, name) != value:
            setattr(call, name, value)
            changed = True
    return changed


def _id(call: Call) -> int:
    assert call.id is not None
    return call.id
