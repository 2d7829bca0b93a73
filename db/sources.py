"""What a coordinator decided about sources."""

from sqlmodel import Session, col, select

from db.models import Source


def paused_by_hand(session: Session) -> dict[str, bool]:
    """The sources that a person paused (True) or resumed (False), by name."""
    query = select(Source.name, Source.paused_by_hand)
    rows = session.exec(query.where(col(Source.paused_by_hand).is_not(None)))
    return {name: bool(paused) for name, paused in rows}


def pause_by_hand(session: Session, name: str, because: str | None) -> None:
    """Pauses a source with a reason, or resumes it (None). The row must be there."""
    source = session.get_one(Source, name)
    source.paused_by_hand = because is not None
    source.paused_because = because
    session.flush()
