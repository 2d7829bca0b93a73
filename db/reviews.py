"""What waits for a person's decision about calls."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlmodel import Session, col, select

from db.calls import call_views
from db.models import Call
from db.views import CallView
from db.vocabulary import Status

IN_SIGHT = (Status.OPEN, Status.COMING, Status.REVIEW)


def calls_in_sight(session: Session) -> list[CallView]:
    """The calls about which there can be something to decide: open, coming and those that wait for a person."""
    return call_views(session, statuses=IN_SIGHT)


def reviews(
    session: Session, calls: Iterable[CallView], today: date | None = None
) -> Iterator[tuple[CallView, str]]:
    """What to decide about these calls: doubtful pairs, contradictions; with ``today`` also facts past their day."""
    query = select(Call.id, Call.review_because).where(col(Call.review_because).is_not(None))
    doubts = dict(session.exec(query).all())
    for call in calls:
        if said := doubts.get(call.id):
            yield call, said
        elif call.status is Status.REVIEW:
            yield call, "it waits for a person"
        for name, fact in call.facts.items():
            if fact.contradicted:
                yield call, f"{name.label} is contradicted: {fact.value} ({fact.quote})"
            elif today is not None and fact.stale(today):
                yield call, f"{name.label} should have been checked by {fact.check_by_on}"
