from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.errors import RadarError
from db.matches import (
    answers_in_force,
    drop_matches,
    match_views,
    retract_answer,
    save_answer,
    save_matches,
    stored_hashes,
)
from db.models import Call, Match, Member, MemberAnswer
from db.views import FindingView, MatchView
from db.vocabulary import Answer, Reason, Reply, Verdict
from tests.conftest import NOW

FOUND = (
    FindingView(
        "place", Answer.NOT_MET, 0.0, "You work in Hull", "for Leeds", "a partner", gate=True
    ),
    FindingView("themes", Answer.MET, 30.2, "You work on food"),
)


@pytest.fixture
def pairs(session: Session) -> Session:
    """Two calls and two members."""
    for number in (1, 2):
        session.add(
            Call(id=number, title=f"Call {number}", kind="open_call", status="open",
                 first_seen_at=NOW, changed_at=NOW)
        )  # fmt: skip
        session.add(Member(id=number, name=f"Member {number}", changed_at=NOW))
    session.flush()
    return session


def found(call_id: int, member_id: int, score: float = 30.2, verdict=Verdict.FITS) -> MatchView:
    return MatchView(call_id, member_id, verdict, score, FOUND)


def said(reply: Reply, reason: Reason | None = None, at=NOW) -> MemberAnswer:
    return MemberAnswer(call_id=1, member_id=1, reply=reply, reason=reason, said_at=at)


def test_a_match_comes_back_as_it_was(pairs: Session) -> None:
    save_matches(pairs, [found(1, 2)], {(1, 2): "a"}, NOW)

    assert match_views(pairs) == [found(1, 2)]
    assert stored_hashes(pairs) == {(1, 2): "a"}


def test_what_has_not_changed_is_not_written(pairs: Session) -> None:
    save_matches(pairs, [found(1, 1)], {(1, 1): "a"}, NOW)

    written = save_matches(pairs, [found(1, 1)], {(1, 1): "a"}, NOW + timedelta(days=1))

    assert written == 0
    assert pairs.exec(select(Match.matched_at)).one() == NOW


def test_what_has_changed_is_written_over(pairs: Session) -> None:
    save_matches(pairs, [found(1, 1), found(1, 2)], {(1, 1): "a", (1, 2): "b"}, NOW)

    written = save_matches(pairs, [found(1, 1, 50.0), found(1, 2)], {(1, 1): "c", (1, 2): "b"}, NOW)

    assert written == 1
    assert [(m.member_id, m.score) for m in match_views(pairs)] == [(1, 50.0), (2, 30.2)]


def test_matches_come_best_first_and_as_asked(pairs: Session) -> None:
    all_of_them = [found(1, 1, 20.0), found(2, 1, 60.0), found(2, 2, 0.0, Verdict.NO)]
    save_matches(pairs, all_of_them, {(m.call_id, m.member_id): "x" for m in all_of_them}, NOW)

    assert [m.call_id for m in match_views(pairs, member_id=1)] == [2, 1]
    assert [m.member_id for m in match_views(pairs, call_id=2)] == [1, 2]
    assert [m.verdict for m in match_views(pairs, verdicts=[Verdict.NO])] == [Verdict.NO]


def test_dropped_matches_are_gone_and_no_others(pairs: Session) -> None:
    save_matches(pairs, [found(1, 1), found(1, 2)], {(1, 1): "a", (1, 2): "b"}, NOW)

    drop_matches(pairs, [(1, 1)])

    assert set(stored_hashes(pairs)) == {(1, 2)}


def test_a_later_answer_takes_the_place_of_an_earlier_one(pairs: Session) -> None:
    save_answer(pairs, said(Reply.NOT_FOR_US, Reason.PLACE))
    save_answer(pairs, said(Reply.INTERESTED, at=NOW + timedelta(hours=1)))

    assert [(a.reply, a.reason) for a in answers_in_force(pairs)] == [(Reply.INTERESTED, None)]
    assert len(pairs.exec(select(MemberAnswer)).all()) == 2


def test_the_same_answer_again_changes_nothing(pairs: Session) -> None:
    save_answer(pairs, said(Reply.INTERESTED))
    save_answer(pairs, said(Reply.INTERESTED, at=NOW + timedelta(hours=1)))

    assert [a.said_at for a in answers_in_force(pairs)] == [NOW]


def test_an_answer_can_be_taken_back_and_stays_on_record(pairs: Session) -> None:
    save_answer(pairs, said(Reply.NOT_FOR_US))

    assert retract_answer(pairs, 1, 1, NOW)
    assert not retract_answer(pairs, 1, 1, NOW)
    assert answers_in_force(pairs, member_id=1) == []
    assert pairs.exec(select(MemberAnswer)).one().ended_at == NOW


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (MemberAnswer(call_id=9, member_id=1, reply="interested", said_at=NOW), "no call 9"),
        (MemberAnswer(call_id=1, member_id=9, reply="interested", said_at=NOW), "no member 9"),
        (MemberAnswer(call_id=1, member_id=1, reply="perhaps", said_at=NOW), "'perhaps' is not"),
        (
            MemberAnswer(call_id=1, member_id=1, reply="not_for_us", reason="tired", said_at=NOW),
            "'tired' is not",
        ),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(
    pairs: Session, answer: MemberAnswer, fault: str
) -> None:
    with pytest.raises(RadarError, match=fault):
        save_answer(pairs, answer)
