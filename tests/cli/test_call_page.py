"""The page of a call: a coordinator sees at a glance what to check."""

import json
from pathlib import Path

import pytest
from sqlmodel import Session, col, update

from db.engine import open_engine
from db.models import Fact, Sighting
from tests.cli.conftest import Radar

TEXT = (
    "Grants of up to £900 for community groups in Rotherham, so that they can go on meeting. "
    "Apply by noon on 18 December 2026. Charities with an income over £50,000 cannot apply this time, "
    "because the last round went mostly to organisations with a fundraiser of their own."
)


@pytest.fixture
def page(radar: Radar, folder: Path) -> Radar:
    row = {"title": "Kettle Fund", "text": TEXT, "url": "https://kettle.example/1"}
    (folder / "calls.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert radar("calls", "add", "calls.jsonl").code == 0
    return radar


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_page_begins_with_what_to_check(page: Radar) -> None:
    shown = page("calls", "show", "1").out

    head, _, table = shown.partition("in their words")
    assert "to check" in head
    assert "not stated: legal forms" in flat(head) or "not stated:" in flat(head)
    assert "£900" in table


def test_days_are_said_as_people_say_them(page: Radar) -> None:
    shown = flat(page("calls", "show", "1").out)

    assert "2026-12-18" not in shown
    assert "18 Dec" in shown


def test_what_a_source_says_in_a_field_is_shown_as_a_day_and_a_place(
    radar: Radar, database: Path, page: Radar
) -> None:
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session, session.begin():
        for name, value, quote in (
            ("deadline", "2026-12-18T23:59", "2026-12-18T23:59"),
            ("areas", ["E08000018"], "E08000018"),
        ):
            these = update(Fact).where(col(Fact.field) == name)
            session.exec(these.values(value=value, quote=quote))
    engine.dispose()

    shown = flat(radar("calls", "show", "1").out)

    assert "Fri 18 Dec 2026, 11.59pm a field of its own" in shown
    assert "Rotherham a field of its own" in shown
    assert "2026-12-18" not in shown


def test_a_stale_and_a_contradicted_fact_stand_out(page: Radar, database: Path) -> None:
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session, session.begin():
        session.exec(update(Fact).where(col(Fact.field) == "max_amount").values(contradicted=True))
    engine.dispose()

    shown = flat(page("calls", "show", "1", today="2027-03-01").out)

    assert "max amount: £900 is contradicted" in shown
    assert "CONTRADICTED" in shown


def test_a_text_that_moved_after_a_correction_is_told(page: Radar, database: Path) -> None:
    page("calls", "correct", "1", "deadline", "2026-12-11", "--because", "rang them")
    assert "moved since" not in flat(page("calls", "show", "1").out)

    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session, session.begin():
        text = TEXT.replace("18 December", "22 December")
        session.exec(update(Sighting).values(text=text, content_hash="moved"))
    engine.dispose()
    page("refresh", "--no-crawl")
    shown = flat(page("calls", "show", "1").out)

    assert "the text has moved since: it now says Tue 22 Dec 2026, 12 noon" in shown
    assert "corrected by" in shown


@pytest.mark.parametrize("width", ["80", "200"])
def test_nothing_is_wider_than_the_screen(
    page: Radar, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)

    lines = page("calls", "show", "1").out.splitlines()

    assert max(map(len, lines)) <= int(width)
