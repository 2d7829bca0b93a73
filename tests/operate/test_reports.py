"""Reports say how the sources do and what became of the bids, and nothing that is not known."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from db.engine import writing
from db.models import Bid, BidPartner, Call, Member, Run, Source
from funding_radar.cli import report
from funding_radar.cli.desk import Desk
from funding_radar.config import Settings, SourceTable
from funding_radar.jobs.reports import report_outcomes, report_sources
from spiders.catalogue import load_catalogue
from tests.conftest import NOW

SITE = "uk_our_site"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    paused = {name: SourceTable(paused=True) for name in load_catalogue({})}
    site = SourceTable(
        shape="feed", url="https://site.example/feed", publisher="P", places=[],
        licence="none", home_page="https://site.example/",
    )  # fmt: skip
    return Settings(sources=paused | {SITE: site}, folder=tmp_path)


def _visits(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Source(name=SITE, publisher="P", licence="", home_page="", shape="feed"))
        session.flush()
        for hours, outcome in ((50, "ok"), (26, "ok"), (2, "failed")):
            at = NOW - timedelta(hours=hours)
            session.add(
                Run(
                    step="collect",
                    source=SITE,
                    started_at=at,
                    ended_at=at,
                    outcome=outcome,
                    found=hours,
                )
            )


def _bids(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(Member(id=1, name="Lead", changed_at=NOW))
        for number, status, won in ((1, "won", 30_000), (2, "lost", None), (3, "open", None)):
            session.add(
                Call(id=number, title=f'=A "call" {number}', kind="open_call", status="open",
                     first_seen_at=NOW, changed_at=NOW)
            )  # fmt: skip
            session.flush()
            session.add(
                Bid(id=number, call_id=number, status=status, budget=40_000, amount_won=won,
                    opened_at=NOW, opened_by="a")
            )  # fmt: skip
            session.flush()
            session.add(BidPartner(bid_id=number, member_id=1, lead=True, answer="accepted"))


def test_a_source_is_as_fresh_as_its_last_good_visit(engine: Engine, settings: Settings) -> None:
    _visits(engine)

    (row,) = report_sources(engine, settings, NOW)

    assert (row.visits, row.failed, row.hours_since_good, row.items) == (3, 1, 26.0, 26)
    assert (row.calls, row.dated_percent, row.notice_days) == (0, None, None)


def test_outcomes_count_what_was_decided(engine: Engine, settings: Settings) -> None:
    _bids(engine)

    found = report_outcomes(engine, settings)

    assert (found.decided, found.won, found.amount_won, found.won_percent) == (2, 1, 30_000, 50.0)
    assert [row.won for row in found.rows] == [None, None, 30_000]


@pytest.mark.parametrize("command", ["sources", "outcomes"])
@pytest.mark.parametrize("how", ["", "--json", "--csv", "--picture"])
def test_every_report_can_be_had_in_every_form(
    sqlite: Engine, settings: Settings, command: str, how: str
) -> None:
    _visits(sqlite)
    _bids(sqlite)
    desk = Desk()
    desk.__dict__.update(settings=settings, engine=sqlite)

    ended = CliRunner().invoke(report.app, [command, *([how] if how else [])], obj=desk)

    assert ended.exit_code == 0, ended.output
    if how == "--json":
        assert json.loads(ended.stdout)
    elif how == "--csv":
        assert ended.stdout.splitlines()[1].startswith((SITE, "3,"))
        assert command == "sources" or "'=A" in ended.stdout
    else:
        assert ended.stdout.strip()
