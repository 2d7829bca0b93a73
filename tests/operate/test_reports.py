"""Reports say how the sources do and what became of the bids, and nothing that is not known."""

import json
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from db.calls import decide_status
from db.decisions import latest_decisions
from db.digests import NewDigest, save_digest
from db.engine import reading, writing
from db.members import upsert_member
from db.models import Bid, BidPartner, Call, Member, Run, Source
from db.profiles import MemberProfile
from db.vocabulary import Status
from funding_radar.cli import report
from funding_radar.cli.desk import Desk
from funding_radar.config import Alliance, Mail, Settings, SourceTable
from funding_radar.digest.content import CoordinatorContent
from funding_radar.jobs.reports import report_outcomes, report_sources
from funding_radar.jobs.scheduled import send_deliveries
from funding_radar.jobs.work import Work
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


def test_the_log_says_who_did_what_to_whom_and_when(engine: Engine, settings: Settings) -> None:
    """Each kind of change, made by the functions that the commands and the daemon call."""
    profile = MemberProfile("Hill Top", {"places": ["E08000019"]})
    content = CoordinatorContent("2026-W48", "2026-11-23", warnings=("one source is down",))
    digest = NewDigest(None, "2026-W48", "<c@x>", content.to_json())
    mail = Mail(outbox=settings.folder / "outbox")
    named = settings.model_copy(
        update={"mail": mail, "alliance": Alliance(name="A", email="a@alliance.example")}
    )
    with writing(engine) as session:
        upsert_member(session, profile, NOW, "anna")
        call = Call(title="A", kind="open_call", status="open", first_seen_at=NOW, changed_at=NOW)
        session.add(call)
        session.flush()
        decide_status(session, call, Status.SET_ASIDE, because="not ours", by="anna", now=NOW)
        save_digest(session, digest, NOW)
    send_deliveries(Work(engine, named, NOW, lambda: NOW))

    with reading(engine) as session:
        found = [(row.subject, row.by, row.what) for row in latest_decisions(session)]
        of_call = latest_decisions(session, about="call 1")
        of_calls = latest_decisions(session, about="call")
        later = latest_decisions(session, since=NOW + timedelta(days=1))

    assert found[0][:2] == ("digests", "daemon")
    assert [row[:2] for row in found[1:]] == [("call 1", "anna"), ("member 1", "anna")]
    assert [row.subject for row in of_call] == [row.subject for row in of_calls] == ["call 1"]
    assert later == []


@pytest.mark.parametrize("how", ["", "--json", "--csv"])
def test_the_log_can_be_had_in_every_form(sqlite: Engine, settings: Settings, how: str) -> None:
    with writing(sqlite) as session:
        upsert_member(session, MemberProfile("Hill Top"), NOW, "=anna")
    desk = Desk(day=NOW.date())
    desk.__dict__.update(settings=settings, engine=sqlite)

    ended = CliRunner().invoke(report.app, ["log", "member", *([how] if how else [])], obj=desk)

    assert ended.exit_code == 0, ended.output
    assert "member 1" in ended.stdout
    assert "added" in ended.stdout
    assert how != "--csv" or "'=anna" in ended.stdout


@pytest.mark.parametrize("command", ["sources", "outcomes"])
def test_a_report_is_drawn_into_a_file_that_speaks(
    sqlite: Engine, settings: Settings, command: str, tmp_path: Path
) -> None:
    _visits(sqlite)
    _bids(sqlite)
    desk = Desk()
    desk.__dict__.update(settings=settings, engine=sqlite)
    file = tmp_path / "report.svg"

    ended = CliRunner().invoke(report.app, [command, "--svg", str(file)], obj=desk)

    assert ended.exit_code == 0, ended.output
    drawn = ET.parse(file).getroot()
    assert drawn.attrib["role"] == "img"
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}g"))) >= 1
    assert "title" in drawn[0].tag
    missing = CliRunner().invoke(report.app, [command, "--svg", "/no/such/x.svg"], obj=desk)
    assert "cannot be written" in str(missing.exception)


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
        assert ended.stdout.splitlines()[1].startswith((f'"{SITE}"', "3,"))
        assert command == "sources" or "'=A" in ended.stdout
    else:
        assert ended.stdout.strip()
