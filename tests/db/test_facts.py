"""Facts: which one is in force, what moved, what a person corrected."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from db.calls import call_view, find_call, settle_status, status_of
from db.errors import RadarError
from db.facts import (
    CHECK_AGAIN_DAYS,
    NewFact,
    Reader,
    changes_since,
    chosen,
    correct,
    facts_in_force,
    note_changes,
    put_facts,
    stale_share,
)
from db.models import Call, CallSighting, Sighting, Source
from db.views import CallView, FactView
from db.vocabulary import Field, Kind, Status
from tests.conftest import NOW

READER = Reader("rules 1", NOW.date())


def _call(session: Session, title: str = "Wellbeing Fund", sightings: int = 1) -> int:
    if session.get(Source, "uk_a") is None:
        session.add(Source(name="uk_a", publisher="A", licence="", home_page="", shape="feed"))
        session.flush()
    call = Call(
        title=title, kind=Kind.OPEN_CALL, status=Status.OPEN, first_seen_at=NOW, changed_at=NOW
    )
    session.add(call)
    session.flush()
    assert call.id is not None
    for number in range(sightings):
        sighting = Sighting(
            source="uk_a", source_ref=f"{call.id}-{number}", url=f"https://a.example/{number}", title=title, text="",
            content_hash="x", first_seen_at=NOW, last_seen_at=NOW, changed_at=NOW,
        )  # fmt: skip
        session.add(sighting)
        session.flush()
        assert sighting.id is not None
        session.add(CallSighting(sighting_id=sighting.id, call_id=call.id))
    session.flush()
    return call.id


def _put(session: Session, call_id: int, sighting_id: int, **values: Any) -> bool:
    facts = [NewFact(Field(name), value, quote=str(value)) for name, value in values.items()]
    return put_facts(session, call_id, sighting_id, facts, READER, url="https://a.example", now=NOW)


def test_reading_the_same_again_writes_nothing(session: Session) -> None:
    call = _call(session)

    first = _put(session, call, 1, deadline="2026-12-04", max_amount=5000)
    again = _put(session, call, 1, deadline="2026-12-04", max_amount=5000)

    assert (first, again) == (True, False)


def test_a_fact_that_is_no_longer_said_ends(session: Session) -> None:
    call = _call(session)
    _put(session, call, 1, deadline="2026-12-04", max_amount=5000)

    _put(session, call, 1, deadline="2026-12-04")

    assert set(call_view(session, call).facts) == {Field.DEADLINE}


def test_a_moved_deadline_is_a_change_with_old_and_new(session: Session) -> None:
    call = _call(session)
    _put(session, call, 1, deadline="2026-12-04", how_to_apply="by post")
    before = call_view(session, call).facts

    _put(session, call, 1, deadline="2026-12-18", how_to_apply="online")
    note_changes(session, call, before, call_view(session, call).facts, NOW)

    (change,) = changes_since(session, NOW - timedelta(days=1))
    assert (change.field, change.old, change.new) == ("deadline", "2026-12-04", "2026-12-18")


def test_two_sites_that_disagree_contradict_each_other(session: Session) -> None:
    call = _call(session, sightings=2)
    _put(session, call, 1, deadline="2026-12-04", max_amount=5000)
    _put(session, call, 2, deadline="2026-12-11", max_amount=5000)

    view = call_view(session, call)

    assert view.facts[Field.DEADLINE].contradicted
    assert not view.facts[Field.MAX_AMOUNT].contradicted
    assert view.firm(Field.DEADLINE, NOW.date()) is None


def test_a_time_of_day_does_not_contradict_its_day(session: Session) -> None:
    call = _call(session, sightings=2)
    _put(session, call, 1, deadline="2026-12-04T12:00")
    _put(session, call, 2, deadline="2026-12-04")

    assert not call_view(session, call).facts[Field.DEADLINE].contradicted


def test_a_correction_beats_every_reading_and_is_logged(session: Session) -> None:
    call = _call(session)
    _put(session, call, 1, max_amount=5000)

    change = correct(
        session, call, NewFact(Field.MAX_AMOUNT, 8000), because="rang them", by="ann", now=NOW
    )
    _put(session, call, 1, max_amount=6000)

    fact = call_view(session, call).facts[Field.MAX_AMOUNT]
    assert (fact.value, fact.corrected_by, fact.contradicted) == (8000, "ann", False)
    assert change is not None
    assert (change.old, change.new) == (5000, 8000)


def test_a_fact_that_its_source_no_longer_shows_grows_stale(session: Session) -> None:
    call = _call(session)
    _put(session, call, 1, max_amount=5000)
    view = call_view(session, call)
    last_good_day = NOW.date() + timedelta(days=CHECK_AGAIN_DAYS)

    assert view.firm(Field.MAX_AMOUNT, last_good_day) == 5000
    assert view.firm(Field.MAX_AMOUNT, last_good_day + timedelta(days=1)) is None
    assert stale_share([view], last_good_day) == 0
    assert stale_share([view], last_good_day + timedelta(days=1)) == 1


def _fact(field: Field, value: Any) -> dict[Field, FactView]:
    return {field: FactView(field, value, "")}


@pytest.mark.parametrize(
    ("kind", "facts", "gone", "expected"),
    [
        pytest.param(Kind.OPEN_CALL, {}, False, Status.OPEN, id="no dates"),
        pytest.param(
            Kind.OPEN_CALL,
            _fact(Field.DEADLINE, "2026-11-23"),
            False,
            Status.OPEN,
            id="closes tonight",
        ),
        pytest.param(
            Kind.OPEN_CALL,
            _fact(Field.DEADLINE, "2026-11-22"),
            False,
            Status.CLOSED,
            id="closed last night",
        ),
        pytest.param(
            Kind.OPEN_CALL,
            _fact(Field.DEADLINE, "2026-11-23T08:59"),
            False,
            Status.CLOSED,
            id="minute passed",
        ),
        pytest.param(
            Kind.OPEN_CALL, _fact(Field.DEADLINE, "rolling"), False, Status.OPEN, id="rolling"
        ),
        pytest.param(
            Kind.OPEN_CALL, _fact(Field.OPENS, "2026-12-01"), False, Status.COMING, id="opens later"
        ),
        pytest.param(Kind.COMING_CALL, {}, False, Status.COMING, id="coming"),
        pytest.param(
            Kind.COMING_CALL, _fact(Field.OPENS, "2026-11-20"), False, Status.OPEN, id="has opened"
        ),
        pytest.param(Kind.OPEN_CALL, {}, True, Status.GONE, id="gone from its source"),
        pytest.param(
            Kind.OPEN_CALL,
            _fact(Field.STATUS, "closed"),
            False,
            Status.CLOSED,
            id="said to be closed",
        ),
        pytest.param(
            Kind.EARLY_SIGNAL,
            _fact(Field.DEADLINE, "2027-01-01"),
            False,
            Status.SIGNAL,
            id="never open",
        ),
    ],
)
def test_where_a_call_stands(
    kind: Kind, facts: dict[Field, FactView], gone: bool, expected: Status
) -> None:
    assert status_of(kind, facts, NOW, gone=gone) is expected


def test_a_call_closes_when_its_deadline_passes(session: Session) -> None:
    call = _call(session)
    _put(session, call, 1, deadline="2026-12-04T12:00")

    before = settle_status(session, NOW)
    after = settle_status(session, NOW + timedelta(days=20))

    assert (before, after) == (0, 1)
    assert call_view(session, call).status is Status.CLOSED


def test_a_call_whose_sightings_are_gone_is_gone(session: Session) -> None:
    call = _call(session, sightings=2)
    for number in (1, 2):
        session.get_one(Sighting, number).gone_at = NOW
        settle_status(session, NOW)
        assert call_view(session, call).status is (Status.OPEN if number == 1 else Status.GONE)


def test_a_call_is_found_by_number_and_title_and_the_nearest_named(session: Session) -> None:
    call = _call(session, "Community Wellbeing Fund")
    _call(session, "Youth Sport Fund")

    assert find_call(session, str(call)).id == call
    assert find_call(session, "community wellbeing fund").id == call
    with pytest.raises(RadarError, match=r"1 Community Wellbeing Fund"):
        find_call(session, "Comunity Welbeing")


def test_a_fact_that_a_person_calls_unknown_is_unknown_whatever_is_read(session: Session) -> None:
    call = _call(session)
    _put(session, call, 1, max_amount=5000)
    unknown = NewFact(Field.MAX_AMOUNT, None)

    change = correct(session, call, unknown, because="they withdrew it", by="ann", now=NOW)

    _put(session, call, 1, max_amount=6000)
    assert change is not None
    assert (change.old, change.new) == (5000, None)
    assert Field.MAX_AMOUNT not in chosen(facts_in_force(session, [call])[call])
    assert Field.MAX_AMOUNT not in call_view(session, call).facts


def test_without_calls_it_says_what_to_type(session: Session) -> None:
    with pytest.raises(RadarError, match="funding-radar refresh"):
        find_call(session, "anything")


def test_one_fact_is_chosen_for_each_field(session: Session) -> None:
    call = _call(session, sightings=2)
    _put(session, call, 1, max_amount=5000)
    put_facts(
        session,
        call,
        2,
        [NewFact(Field.MAX_AMOUNT, 7000, "£7,000", inferred=True)],
        READER,
        url="",
        now=NOW,
    )

    fact = chosen(facts_in_force(session, [call])[call])[Field.MAX_AMOUNT]

    assert (fact.value, fact.contradicted) == (5000, False)
    assert isinstance(call_view(session, call), CallView)
    assert fact.read_on == date(2026, 11, 23)
