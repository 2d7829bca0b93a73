"""Windows of time are halved until nothing can hide in a full page."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from db.models import Sighting, Source
from spiders import windows
from spiders.catalogue import load_catalogue
from tests.spiders.loopback import Answer
from tests.spiders.notices import Windows, busy_day, package, release

NOW = datetime(2026, 9, 4, 9, 0, tzinfo=UTC)
DAY = datetime.fromisoformat("2026-09-03")

moments = st.datetimes(
    datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-12-31")
).map(lambda at: at.replace(microsecond=0))


@given(moments, st.timedeltas(timedelta(seconds=1), timedelta(days=9)))
def test_days_and_halves_cover_the_span_without_a_gap(start, length):
    end = start + timedelta(seconds=int(length.total_seconds()))

    parts = list(windows.days(start, end))

    assert parts[0][0] == start
    assert parts[-1][1] == end
    assert all(before[1] == after[0] for before, after in pairwise(parts))
    for part in parts:
        both = windows.halves(*part)
        if both:
            assert (both[0][0], both[0][1], both[1][1]) == (part[0], both[1][0], part[1])


def find_a_tender(base, **options):
    table = {"url": f"{base}/api", "first_days": 2, **options}
    return load_catalogue({"uk_find_a_tender": table})["uk_find_a_tender"]


def test_none_of_a_thousand_notices_of_one_day_is_lost(serve, visit, engine):
    service = Windows(busy_day(DAY, 1000))
    site = serve({"/api": service})

    (report,) = visit(find_a_tender(site.base))

    assert (report.outcome, report.refused) == ("ok", 0)
    assert service.cursors == 0
    with Session(engine) as session:
        titles = session.exec(select(Sighting.title)).all()
    assert sorted(titles) == sorted(f"Service number {n}" for n in range(1000))


def test_a_window_that_failed_is_asked_again_at_the_next_visit(serve, visit, engine):
    service = Windows(busy_day(DAY, 60))
    site = serve({})
    down = {"now": True}

    def route(asked):
        mornings = asked.query["updatedFrom"].startswith("2026-09-03")
        return Answer(status=500) if down["now"] and mornings else service(asked)

    site.routes["/api"] = route
    visit(find_a_tender(site.base))
    with Session(engine) as session:
        state = session.exec(select(Source)).one().state
    down["now"] = False

    (report,) = visit(find_a_tender(site.base), now=NOW + timedelta(hours=6))

    assert state["open"] == [["2026-09-03T10:00:00", "2026-09-04T10:00:00"]]
    assert report.outcome == "ok"
    with Session(engine) as session:
        assert len(session.exec(select(Sighting)).all()) == 60


def test_a_server_that_ignores_the_window_is_found_out(serve, visit):
    rows = [release(n, datetime.fromisoformat("2026-09-03")) for n in range(100)]
    site = serve({"/api": lambda _: package(rows)})

    (report,) = visit(find_a_tender(site.base))

    assert any("whatever time is asked for" in reason for _, reason in report.refusals)
    assert report.message == "gave up after 6 failures in a row"
    assert len(site.paths()) < 60


def test_notices_that_lost_their_deadlines_are_not_stored_and_asked_for_again(serve, visit, engine):
    site = serve({"/api": Windows(busy_day(DAY, 60))})
    visit(find_a_tender(site.base))
    with Session(engine) as session:
        before = session.exec(select(Source)).one().state
    day = DAY + timedelta(days=1)
    rows = busy_day(day, 60)
    for number, (_, row) in enumerate(rows):
        row["ocid"] = f"other-{number}"
        row["tender"]["closes"] = row["tender"].pop("tenderPeriod")
    site.routes["/api"] = Windows(rows)

    (report,) = visit(find_a_tender(site.base), now=NOW + timedelta(days=1))

    assert report.message == "the items no longer say: deadline (the site may have changed)"
    with Session(engine) as session:
        source = session.exec(select(Source)).one()
        assert source.state == before
        assert source.alarm == report.message
        assert len(session.exec(select(Sighting)).all()) == 60
