"""The coordinator hears of everything that waits, as the tables have it."""

from sqlalchemy import Engine

from db.engine import reading, writing
from db.models import Call, CallSighting, Fact, Sighting, Source
from db.vocabulary import Field
from funding_radar.digest.gather_news import gather_news
from tests.conftest import NOW
from tests.digest.conftest import add_calls
from tests.digest.made import call


def test_the_review_queue_has_doubts_and_contradictions_one_entry_for_each_call(
    engine: Engine,
) -> None:
    add_calls(engine, [call(1), call(2, "Twin Fund"), call(3)])
    with writing(engine) as session:
        twin = session.get(Call, 2)
        assert twin is not None
        twin.review_because = "may be the same as call 1"
        session.add(Source(name="s", publisher="S", licence="", home_page="", shape="listing"))
        session.flush()
        sighting = Sighting(
            source="s",
            source_ref="2",
            url="",
            title="Twin Fund",
            text="",
            content_hash="",
            first_seen_at=NOW,
            last_seen_at=NOW,
            changed_at=NOW,
        )
        session.add(sighting)
        session.flush()
        assert sighting.id is not None
        session.add(CallSighting(sighting_id=sighting.id, call_id=2))
        for field, value in ((Field.MAX_AMOUNT, 500), (Field.MIN_AMOUNT, 100)):
            session.add(
                Fact(
                    call_id=2,
                    sighting_id=sighting.id,
                    field=field,
                    value=value,
                    quote=f"£{value}",
                    read_on=NOW.date(),
                    contradicted=field is Field.MAX_AMOUNT,
                )
            )

    with reading(engine) as session:
        waiting = gather_news(session, NOW).review

    assert [(note.call, note.because) for note in waiting] == [
        ("Twin Fund", "may be the same as call 1; max amount is contradicted: 500 (£500)")
    ]
