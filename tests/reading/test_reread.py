"""Reading again: what a better reader changes, told before it is written."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from db.calls import call_view, find_call
from db.facts import NewFact, changes_since, correct
from db.models import Fact, Sighting
from db.sightings import save_source, store_sighting
from db.vocabulary import Field
from funding_radar.gazetteer import load
from funding_radar.jobs.read import read_sightings
from funding_radar.jobs.reread import Move, reread
from spiders.entry import SourceEntry
from spiders.fields import SightingDraft

TEXT = "<p>Apply by 18 December 2026 for a grant of up to £900. Charities with an income over £50,000 cannot apply.</p>"


def a_call_read_badly(engine: Engine, now: datetime) -> int:
    """As an earlier reader left it: the limit on income the wrong way round, the deadline missed."""
    source = SourceEntry(
        "kettle", "Kettle Trust", "", "https://k.example/", "feed", "https://k.example/"
    )
    with Session(engine) as session, session.begin():
        save_source(session, source, now)
        draft = SightingDraft(
            "kettle", "1", "https://k.example/1", "Kettle Fund", TEXT, "Kettle Trust"
        )
        store_sighting(session, draft, now)
    read_sightings(engine, load(), now)
    with Session(engine) as session, session.begin():
        session.exec(update(Sighting).values(read_hash=col(Sighting.content_hash) + ":rules 0"))
        session.exec(update(Fact).where(col(Fact.field) == "max_income").values(field="min_income"))
        session.exec(update(Fact).where(col(Fact.field) == "deadline").values(ended_at=now))
        return find_call(session, "Kettle Fund").id or 0


def values(engine: Engine, call_id: int) -> dict[Field, object]:
    with Session(engine) as session:
        return {name: fact.value for name, fact in call_view(session, call_id).facts.items()}


def test_what_would_change_is_told_and_nothing_is_written(engine: Engine, now: datetime) -> None:
    call_id = a_call_read_badly(engine, now)
    before = values(engine, call_id)

    moves = reread(engine, load(), now)

    assert moves == [
        Move(call_id, "Kettle Fund", "deadline", None, "2026-12-18"),
        Move(call_id, "Kettle Fund", "min_income", 50_000, None),
        Move(call_id, "Kettle Fund", "max_income", None, 50_000),
    ]
    assert values(engine, call_id) == before
    assert reread(engine, load(), now) == moves


def test_written_it_is_what_was_told_and_a_second_time_changes_nothing(
    engine: Engine, now: datetime
) -> None:
    call_id = a_call_read_badly(engine, now)

    told = reread(engine, load(), now)
    written = reread(engine, load(), now, write=True)

    assert written == told
    assert values(engine, call_id)[Field.MAX_INCOME] == 50_000
    assert Field.MIN_INCOME not in values(engine, call_id)
    assert reread(engine, load(), now) == []
    assert read_sightings(engine, load(), now).read == 0


def test_a_better_reader_is_no_move_of_the_funder(engine: Engine, now: datetime) -> None:
    call_id = a_call_read_badly(engine, now)

    reread(engine, load(), now, write=True)

    with Session(engine) as session:
        assert changes_since(session, datetime.min.replace(tzinfo=now.tzinfo), call_id) == []


def test_a_correction_stands_over_a_new_reading(engine: Engine, now: datetime) -> None:
    call_id = a_call_read_badly(engine, now)
    with Session(engine) as session, session.begin():
        new = NewFact(Field.DEADLINE, "2026-12-11")
        correct(session, call_id, new, because="they said so", by="Asha", now=now)

    moves = reread(engine, load(), now, write=True)

    assert "deadline" not in [move.field for move in moves]
    assert values(engine, call_id)[Field.DEADLINE] == "2026-12-11"
    with Session(engine) as session:
        kept = session.exec(select(Fact).where(col(Fact.corrected_by) == "Asha")).all()
    assert [fact.ended_at for fact in kept] == [None]
