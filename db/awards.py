"""Past awards: what is loaded, by funder."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from db.models import PastAward
from db.views import AwardView
from db.vocabulary import Theme


@dataclass(frozen=True, slots=True)
class FunderView:
    """How many awards of a funder are loaded, and from when to when."""

    funder: str
    awards: int
    first_on: date | None
    last_on: date | None


def save_awards(session: Session, awards: Iterable[AwardView], key: str, now: datetime) -> int:
    """Stores the awards of one funder; how many were new or changed. The same again changes nothing."""
    held = {
        row.id: row for row in session.exec(select(PastAward).where(PastAward.funder_key == key))
    }
    written = 0
    for award in awards:
        row = held.get(award.id) or session.get(PastAward, award.id)
        if row is not None and row.funder_key == key and _view(row) == award:
            continue
        session.merge(_row(award, key, now))
        written += 1
    session.flush()
    return written


def awards_of(session: Session, keys: Collection[str]) -> dict[str, tuple[AwardView, ...]]:
    """What these funders gave, newest first, by the funder's key."""
    query = select(PastAward).where(col(PastAward.funder_key).in_(list(keys)))
    found: dict[str, list[AwardView]] = {}
    for row in session.exec(query.order_by(col(PastAward.awarded_on).desc(), col(PastAward.id))):
        found.setdefault(row.funder_key, []).append(_view(row))
    return {key: tuple(awards) for key, awards in found.items()}


def award_funders(session: Session) -> list[FunderView]:
    """The funders whose awards are loaded, those with most first."""
    query = (
        select(
            func.min(PastAward.funder),
            func.count(),
            func.min(PastAward.awarded_on),
            func.max(PastAward.awarded_on),
        )
        .group_by(col(PastAward.funder_key))
        .order_by(func.count().desc(), col(PastAward.funder_key))
    )
    return [FunderView(*row) for row in session.exec(query)]


def _row(award: AwardView, key: str, now: datetime) -> PastAward:
    return PastAward(
        id=award.id,
        funder=award.funder,
        funder_key=key,
        recipient=award.recipient,
        charity_number=award.charity_number or None,
        company_number=award.company_number or None,
        title=award.title,
        amount=award.amount,
        awarded_on=award.awarded_on,
        themes=sorted(award.themes),
        loaded_at=now,
    )


def _view(row: PastAward) -> AwardView:
    return AwardView(
        id=row.id,
        funder=row.funder,
        recipient=row.recipient,
        charity_number=row.charity_number or "",
        company_number=row.company_number or "",
        title=row.title,
        amount=row.amount,
        awarded_on=row.awarded_on,
        themes=frozenset(map(Theme, row.themes)),
    )
