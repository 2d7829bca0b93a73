from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from db.matches import save_matches
from db.models import Call, Member, Owed
from db.proof import note_owed
from db.views import MatchView
from db.vocabulary import Kind, Status, Verdict
from tests.conftest import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def calls(session: Session) -> Session:
    """An open call, one that closed, an early signal, and two members."""
    standing = [
        (Kind.OPEN_CALL, Status.OPEN),
        (Kind.OPEN_CALL, Status.CLOSED),
        (Kind.EARLY_SIGNAL, Status.OPEN),
    ]
    for number, (kind, status) in enumerate(standing, 1):
        session.add(
            Call(
                id=number,
                title=f"Call {number}",
                kind=kind,
                status=status,
                first_seen_at=NOW,
                changed_at=NOW,
            )
        )
    session.add_all([Member(id=n, name=f"Member {n}", changed_at=NOW) for n in (1, 2)])
    session.flush()
    return session


def match(session: Session, scores: Sequence[tuple[int, int, Verdict, float]]) -> None:
    views = [MatchView(call, member, verdict, score) for call, member, verdict, score in scores]
    hashes = {(view.call_id, view.member_id): f"{view.score}" for view in views}
    save_matches(session, views, hashes, NOW)


def owed(session: Session) -> list[tuple[int, int, float]]:
    rows = session.exec(select(Owed).order_by(col(Owed.call_id), col(Owed.member_id)))
    return [(row.call_id, row.member_id, row.score) for row in rows]


def test_only_open_calls_that_fit_are_owed(calls: Session) -> None:
    match(
        calls,
        [
            (1, 1, Verdict.FITS, 40),
            (1, 2, Verdict.NO, 30),
            (2, 1, Verdict.FITS, 40),
            (3, 1, Verdict.CHECK, 40),
        ],
    )

    assert note_owed(calls, NOW) == 1
    assert owed(calls) == [(1, 1, 40)]


def test_what_is_owed_is_noted_once_and_keeps_its_best_score(calls: Session) -> None:
    match(calls, [(1, 1, Verdict.FITS, 40), (1, 2, Verdict.CHECK, 50)])
    noted = [note_owed(calls, NOW)]
    loaded = owed(calls)

    match(calls, [(1, 1, Verdict.FITS, 60), (1, 2, Verdict.CHECK, 20)])
    noted.append(note_owed(calls, LATER))

    assert noted == [2, 0]
    assert loaded == [(1, 1, 40), (1, 2, 50)]
    assert owed(calls) == [(1, 1, 60), (1, 2, 50)]
    assert set(calls.exec(select(Owed.since_at))) == {NOW}
