"""What a person says of two calls is done at once, logged, and kept over later readings."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from db.decisions import decisions_about
from db.errors import RadarError
from db.facts import NewFact, correct
from db.judgements import judged
from db.matches import save_answer
from db.models import (
    Bid,
    Call,
    Change,
    Digest,
    DigestItem,
    Fact,
    Match,
    Member,
    MemberAnswer,
    Owed,
    Sighting,
)
from db.vocabulary import Field, Reply, Status
from funding_radar.jobs.merging import keep_apart, merge_calls, split_call
from tests.jobs.conftest import LANTERN, LANTERN_TOLD, Desk

OTHER_NAME = (
    "Money for wellbeing: the new Sheffield scheme gives up to £5,000 to small groups. Charities can apply until"
    " 15 January 2027."
)
CVS = {"source": "uk_cvs", "publisher": "Sheffield CVS"}


@pytest.fixture
def two(desk: Desk) -> tuple[int, int]:
    """Two sightings of one fund under names that nobody but a person knows for one."""
    first = desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    second = desk.publish("scheme", "Money for wellbeing groups", OTHER_NAME, **CVS)
    desk.read()
    assert desk.call_of(first) != desk.call_of(second)
    return first, second


def merge(desk: Desk, keep: int, other: int) -> None:
    desk.ask(lambda session: merge_calls(session, keep, other, "kim", desk.now) and None)


def split(desk: Desk, call_id: int, sighting_id: int) -> int:
    return desk.ask(lambda s: split_call(s, call_id, sighting_id, "kim", desk.now).id)


def rows(desk: Desk, table: type[Any]) -> list[Any]:
    with Session(desk.engine, expire_on_commit=False) as session:
        return list(session.exec(select(table)))


def test_merged_calls_are_one_with_the_facts_of_both(desk: Desk, two: tuple[int, int]) -> None:
    keep, other = map(desk.call_of, two)

    merge(desk, keep, other)

    (call,) = desk.calls()
    assert (call.id, call.title) == (keep, "Lantern Fund")
    assert {desk.call_of(each) for each in two} == {keep}
    assert {fact.sighting_id for fact in desk.facts(keep)} == set(two)
    with Session(desk.engine) as session:
        (said,) = decisions_about(session, f"call {keep}")
        assert (said.what, said.by) == (f"merged with call {other}", "kim")
        assert judged(session, two[0]) == {two[1]: True}


def test_a_merge_is_kept_over_a_later_reading(desk: Desk, two: tuple[int, int]) -> None:
    keep, other = map(desk.call_of, two)
    merge(desk, keep, other)
    desk.later()
    desk.publish("scheme", "Money for wellbeing groups", OTHER_NAME + " Ask us.", **CVS)

    desk.read()
    again = desk.read()

    assert [call.id for call in desk.calls()] == [keep]
    assert again.read == 0
    assert desk.changes() == []


def test_a_merge_holds_for_a_strand_that_was_never_seen(desk: Desk, two: tuple[int, int]) -> None:
    keep, other = map(desk.call_of, two)
    merge(desk, keep, other)
    link = "DELETE FROM call_sighting WHERE sighting_id = ?".replace("?", str(two[1]))
    with desk.engine.begin() as connection:
        connection.exec_driver_sql(link)
        connection.exec_driver_sql(f"UPDATE sighting SET read_hash = NULL WHERE id = {two[1]}")

    desk.read()

    assert desk.call_of(two[1]) == keep


def test_what_members_said_and_were_told_moves_with_the_call(
    desk: Desk, two: tuple[int, int]
) -> None:
    keep, other = map(desk.call_of, two)

    def fill(session: Session) -> None:
        for number in (1, 2):
            session.add(Member(id=number, name=f"Member {number}", changed_at=desk.now))
        session.flush()
        session.add(Digest(id=1, member_id=1, issue="2026-W48", composed_at=desk.now))
        session.add(Digest(id=2, member_id=2, issue="2026-W48", composed_at=desk.now))
        session.flush()
        for call_id, digest_id in ((keep, 1), (other, 1), (other, 2)):
            session.add(
                DigestItem(digest_id=digest_id, call_id=call_id, section="new", position=call_id)
            )
        for call_id, member_id in ((keep, 1), (other, 1), (other, 2)):
            session.add(Owed(call_id=call_id, member_id=member_id, since_at=desk.now, score=50))
            session.add(Match(call_id=call_id, member_id=member_id, verdict="fits", score=50,
                              inputs_hash="x", matched_at=desk.now))  # fmt: skip
        session.flush()
        for call_id, member_id, reply in (
            (keep, 1, Reply.INTERESTED),
            (other, 1, Reply.IN_BID),
            (other, 2, Reply.INTERESTED),
        ):
            save_answer(
                session,
                MemberAnswer(call_id=call_id, member_id=member_id, reply=reply, said_at=desk.now),
            )

    desk.ask(fill)

    merge(desk, keep, other)

    assert sorted((i.digest_id, i.call_id) for i in rows(desk, DigestItem)) == [
        (1, keep),
        (2, keep),
    ]
    assert sorted((o.member_id, o.call_id) for o in rows(desk, Owed)) == [(1, keep), (2, keep)]
    answers = {(a.member_id, a.reply, a.ended_at is None) for a in rows(desk, MemberAnswer)}
    assert answers == {(1, "interested", True), (1, "in_bid", False), (2, "interested", True)}
    assert rows(desk, Match) == []
    assert {a.call_id for a in rows(desk, MemberAnswer)} == {keep}


def test_of_two_corrections_the_kept_call_s_stands(desk: Desk, two: tuple[int, int]) -> None:
    keep, other = map(desk.call_of, two)
    for call_id, value in ((other, 9_000), (keep, 7_000)):
        new = NewFact(field=Field.MAX_AMOUNT, value=value)
        desk.ask(
            lambda s, c=call_id, n=new: correct(s, c, n, because="asked", by="kim", now=desk.now)
        )

    merge(desk, keep, other)

    corrected = [fact.value for fact in desk.facts(keep) if fact.corrected_by]
    assert corrected == [7_000]
    assert len(rows(desk, Change)) == 2


def test_a_bid_is_never_orphaned(desk: Desk, two: tuple[int, int]) -> None:
    keep, other = map(desk.call_of, two)
    bid = Bid(call_id=other, status="open", opened_at=desk.now, opened_by="kim")
    desk.ask(lambda session: session.add(bid))

    with pytest.raises(RadarError, match=f"merge the other way, calls merge {other} {keep}"):
        merge(desk, keep, other)
    merge(desk, other, keep)

    assert [call.id for call in desk.calls()] == [other]


def test_what_cannot_be_merged_is_refused(desk: Desk, two: tuple[int, int]) -> None:
    keep, _ = map(desk.call_of, two)

    with pytest.raises(RadarError, match="with itself"):
        merge(desk, keep, keep)
    with pytest.raises(RadarError, match="there is no call 999"):
        merge(desk, keep, 999)


def test_two_lots_of_a_notice_are_not_merged(desk: Desk) -> None:
    lots = {"kind": "open_call", "notice": "UK4", "cpv": ["85000000"],
            "strands": [{"title": "Lot 1: Café"}, {"title": "Lot 2: Villages"}]}  # fmt: skip
    desk.publish("n1", "Crisis cafés", "Tenders are due on 20 January 2027.", stated=lots)
    desk.read()
    one, two = (call.id or 0 for call in desk.calls())

    with pytest.raises(RadarError, match="two parts of one page"):
        merge(desk, one, two)


@pytest.fixture
def joined(desk: Desk) -> tuple[int, int]:
    """Two sightings that the readers take for one call."""
    first = desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    second = desk.publish("told", "Lantern Fund: apply now", LANTERN_TOLD.format(day=15), **CVS)
    desk.read()
    assert desk.call_of(first) == desk.call_of(second)
    return first, second


def test_a_split_call_is_two_for_good(desk: Desk, joined: tuple[int, int]) -> None:
    first, second = joined
    old = desk.call_of(first)
    fresh = split(desk, old, second)
    desk.later()
    desk.publish("told", "Lantern Fund: apply now", LANTERN_TOLD.format(day=16), **CVS)
    desk.read()

    assert (desk.call_of(first), desk.call_of(second)) == (old, fresh)
    assert {fact.sighting_id for fact in desk.facts(old)} == {first}
    assert {fact.sighting_id for fact in desk.facts(fresh)} == {second}
    titles = {call.id: (call.title, call.status, call.review_because) for call in desk.calls()}
    assert titles[old] == ("Lantern Fund", Status.OPEN, None)
    assert titles[fresh] == ("Lantern Fund: apply now", Status.OPEN, None)
    with Session(desk.engine) as session:
        assert judged(session, first) == {second: False}


def test_a_split_tells_members_of_no_change(desk: Desk, joined: tuple[int, int]) -> None:
    split(desk, desk.call_of(joined[0]), joined[1])

    desk.read()

    assert desk.changes() == []


def test_a_split_of_the_best_teller_leaves_the_call_to_the_other(
    desk: Desk, joined: tuple[int, int]
) -> None:
    first = joined[0]
    old = desk.call_of(first)

    fresh = split(desk, old, first)
    desk.read()

    calls = {call.id: call for call in desk.calls()}
    assert calls[old].url == "https://example.org/uk_cvs/told"
    assert calls[fresh].url == "https://example.org/uk_made_up/lantern"
    assert calls[fresh].text.startswith("The Lantern Fund gives")


def test_a_lone_sighting_cannot_be_split_off(desk: Desk, two: tuple[int, int]) -> None:
    with pytest.raises(RadarError, match="nothing to split"):
        split(desk, desk.call_of(two[0]), two[0])
    with pytest.raises(RadarError, match=f"sighting {two[1]} does not feed call"):
        split(desk, desk.call_of(two[0]), two[1])


def test_merging_what_was_split_takes_the_word_back(desk: Desk, joined: tuple[int, int]) -> None:
    old = desk.call_of(joined[0])
    fresh = split(desk, old, joined[1])

    merge(desk, old, fresh)
    desk.read()

    assert [call.id for call in desk.calls()] == [old]
    with Session(desk.engine) as session:
        assert judged(session, joined[0]) == {joined[1]: True}


@pytest.fixture
def doubtful(desk: Desk) -> tuple[int, int]:
    first = desk.publish("lantern", "Lantern Fund", LANTERN.format(day=15))
    second = desk.publish("told", "Lantern Fund", LANTERN_TOLD.format(day=29), **CVS)
    desk.read()
    assert desk.calls()[1].review_because
    return desk.call_of(first), desk.call_of(second)


def test_merging_settles_a_doubt(desk: Desk, doubtful: tuple[int, int]) -> None:
    merge(desk, doubtful[1], doubtful[0])

    (call,) = desk.calls()
    assert (call.id, call.review_because) == (doubtful[1], None)


def test_keeping_apart_settles_a_doubt(desk: Desk, doubtful: tuple[int, int]) -> None:
    desk.ask(lambda s: keep_apart(s, *doubtful, "kim", desk.now))
    desk.later()
    desk.publish("told", "Lantern Fund", LANTERN_TOLD.format(day=15), **CVS)
    desk.read()

    assert [call.review_because for call in desk.calls()] == [None, None]


def test_a_doubt_about_the_call_that_goes_is_about_the_one_that_stays(
    desk: Desk, doubtful: tuple[int, int]
) -> None:
    third = desk.publish("scheme", "Money for wellbeing groups", OTHER_NAME, **CVS)
    desk.read()

    merge(desk, desk.call_of(third), doubtful[0])

    doubt = {call.id: call.review_because for call in desk.calls()}[doubtful[1]]
    assert (doubt or "").startswith(f"may be the same as call {desk.call_of(third)}: names")


def test_nothing_dangles_after_a_merge(desk: Desk, two: tuple[int, int]) -> None:
    keep, other = map(desk.call_of, two)

    merge(desk, keep, other)

    with Session(desk.engine) as session:
        assert session.get(Call, other) is None
        assert session.exec(select(Fact).where(col(Fact.call_id) == other)).all() == []
        assert len(session.exec(select(Sighting)).all()) == 2
