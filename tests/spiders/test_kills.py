"""Killed at any moment, the next visit completes: no call lost, doubled or half written."""

import random
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from db.models import Page, Run, Sighting, Source
from db.sightings import content_hash
from spiders.catalogue import load_catalogue
from spiders.plan import CrawlPlan
from tests.spiders.conftest import NOW
from tests.spiders.loopback import Answer
from tests.spiders.notices import Windows, busy_day

NOTICES, FUNDS = 400, 12


def foundation(site):
    """A listing of four pages, each fund with a page of its own that knows its tag."""
    for number in range(FUNDS):
        body = f"<html><h1>Fund {number}</h1><main><p>Deadline: 4 December 2026</p></main></html>"
        site.routes[f"/fund/{number}"] = tagged(body)
    for page in range(4):
        cards = "".join(
            f'<div class="grant"><h3>Fund {n}</h3><a href="/fund/{n}">More</a></div>'
            for n in range(page * 3, page * 3 + 3)
        )
        more = f'<a rel="next" href="/funds{page + 1}">Next</a>' if page < 3 else ""
        site.routes[f"/funds{page}"] = tagged(f"<html>{cards}{more}</html>")


def tagged(body):
    tag = f'"{abs(hash(body))}"'

    def route(asked):
        if asked.headers.get("if-none-match") == tag:
            return Answer(status=304)
        return Answer(body.encode(), headers={"ETag": tag})

    return route


def run_until(plan, lines):
    """Starts the crawling process and kills it after so many lines of progress; whether it was killed."""
    child = subprocess.Popen(
        [sys.executable, "-m", "spiders"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with child.stdin, child.stdout:
        child.stdin.write(plan.to_json())
        child.stdin.close()
        for _, _line in zip(range(lines), child.stdout, strict=False):
            pass
        child.kill()
        child.wait()


def half_written(session):
    return [
        row.title
        for row in session.exec(select(Sighting))
        if not row.title or row.content_hash != content_hash(row)
    ]


@pytest.mark.parametrize("kills", [4, pytest.param(20, marks=pytest.mark.soak)])
def test_kills_lose_nothing(serve, database, engine, kills):
    site = serve({"/api": Windows(busy_day(datetime.fromisoformat("2026-09-03"), NOTICES))})
    foundation(site)
    every = load_catalogue(
        {
            "uk_find_a_tender": {"url": f"{site.base}/api", "first_days": 2},
            "a_foundation": {
                "shape": "labelled",
                "publisher": "Example Foundation",
                "url": f"{site.base}/funds0",
                "cards": ".grant",
                "next_link": "a[rel=next]::attr(href)",
                "expects_at_least": FUNDS,
            },
        }
    )
    entries = (every["uk_find_a_tender"], every["a_foundation"])
    chance = random.Random(kills)

    def plan(hour):
        now = NOW + timedelta(hours=hour)
        url = f"sqlite:///{database}"
        return CrawlPlan(url, entries, "test", delay=0.0, allow_private_hosts=True, now=now)

    for kill in range(kills):
        run_until(plan(kill), chance.randrange(0, 45))
        with Session(engine) as session:
            assert half_written(session) == []
    run_until(plan(kills), 10_000)

    with Session(engine) as session:
        titles = session.exec(select(Sighting.title)).all()
        pages = session.exec(select(Page)).all()
        runs = session.exec(select(Run).order_by(col(Run.id))).all()
        alarms = session.exec(select(Source.alarm)).all()
        assert half_written(session) == []
    expected = [f"Service number {n}" for n in range(NOTICES)] + [f"Fund {n}" for n in range(FUNDS)]
    assert sorted(titles) == sorted(expected)
    assert len(pages) == 4 + FUNDS
    assert [run.outcome for run in runs[-2:]] == ["ok", "ok"]
    assert not [run for run in runs if run.outcome == "running"]
    assert set(alarms) == {None}
