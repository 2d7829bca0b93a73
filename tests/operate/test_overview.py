"""What waits for a person is counted once for each call, as ``calls review`` lists it."""

from pathlib import Path

from sqlalchemy import Engine

from db.engine import reading, writing
from db.models import Call
from db.reviews import calls_in_sight, reviews
from db.vocabulary import Status
from funding_radar.config import Settings
from funding_radar.jobs.overview import overview
from tests.conftest import NOW
from tests.digest.conftest import add_calls
from tests.digest.made import call


def test_status_counts_the_calls_that_the_review_lists(engine: Engine, tmp_path: Path) -> None:
    add_calls(engine, [call(1), call(2, "Twin Fund"), call(3, status=Status.REVIEW)])
    with writing(engine) as session:
        twin = session.get(Call, 2)
        assert twin is not None
        twin.review_because = "may be the same as call 1"

    with reading(engine) as session:
        listed = {one.id for one, _ in reviews(session, calls_in_sight(session))}

    assert overview(engine, Settings(folder=tmp_path), NOW).to_review == 2
    assert listed == {2, 3}
