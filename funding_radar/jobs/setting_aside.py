"""What was set aside as for others comes back when something speaks for it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from db.models import Call
from db.vocabulary import Status
from funding_radar.reading.for_us import SEEMS, Triage


def back_if_for_us(call: Call, triage: Triage) -> None:
    """What we set aside comes back when its words, or another who tells of it, speak for it."""
    ours = (call.set_aside_because or "").startswith(SEEMS)
    if call.status == Status.SET_ASIDE and ours and not triage.set_aside:
        call.status, call.set_aside_because = Status.OPEN, None


def bring_back(session: Session, keep: Sequence[str]) -> None:
    """Brings back what we set aside and what the words to keep now speak for."""
    words = [word.strip().casefold() for word in keep if word.strip()]
    if not words:
        return
    query = select(Call).where(
        Call.status == Status.SET_ASIDE, col(Call.set_aside_because).startswith(SEEMS)
    )
    for call in session.exec(query):
        said = f"{call.title} {call.text}".casefold()
        if any(word in said for word in words):
            call.status, call.set_aside_because = Status.OPEN, None
    session.flush()
