"""Documents that calls' pages lead to: fetched like pages, read for what the pages leave unsaid."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from db.calls import call_view, find_call
from db.sightings import save_source, store_sighting
from db.vocabulary import Field
from funding_radar.gazetteer import load
from funding_radar.jobs.documents import document_entries, read_documents
from funding_radar.jobs.read import read_sightings
from spiders.entry import SourceEntry
from spiders.fields import SightingDraft
from spiders.plan import CrawlPlan, CrawlReport
from spiders.runner import crawl
from tests.spiders.loopback import Answer, Loopback, Route
from tests.spiders.test_documents import pdf_file

GUIDE = pdf_file(
    "Kettle Fund: notes for those who apply.",
    "Applicants need two years of accounts. Grants are no more than 700 pounds.",
)
ROBOTS: Answer = Answer(b"User-agent: *\nDisallow: /secret/", kind="text/plain")
ROUTES: dict[str, Route | Answer] = {
    "/robots.txt": ROBOTS,
    "/guide.pdf": Answer(GUIDE, kind="application/pdf"),
    "/secret/form.pdf": Answer(GUIDE, kind="application/pdf"),
    "/broken.pdf": Answer(b"%PDF-1.4 and no more", kind="application/pdf"),
}


def entry(server: Loopback) -> SourceEntry:
    home = f"{server.base}/"
    return SourceEntry("kettle", "Kettle Trust", "their own", home, "feed", home)


def publish(engine: Engine, source: SourceEntry, text: str, now: datetime) -> None:
    with Session(engine) as session, session.begin():
        save_source(session, source, now)
        store_sighting(
            session,
            SightingDraft(
                source.name, "1", f"{source.url}kettle", "Kettle Fund", text, source.publisher
            ),
            now,
        )


def fetch(
    database: Path, engine: Engine, source: SourceEntry, now: datetime, *, private: bool = True
) -> list[CrawlReport]:
    with Session(engine) as session:
        entries = tuple(document_entries(session, [source]))
    plan = CrawlPlan(
        f"sqlite:///{database}",
        entries,
        "radar-test",
        0.0,
        20.0,
        allow_private_hosts=private,
        now=now,
    )
    return crawl(plan, lambda _: None)


PAGE = (
    "<p>Apply for a grant of up to £900 by 18 December 2026.</p>"
    '<a href="/guide.pdf">Guidance notes</a> <a href="/secret/form.pdf">Application form</a> '
    '<a href="/broken.pdf">Questions</a>'
)


@pytest.mark.xdist_group("crawls")
def test_a_document_adds_what_its_page_leaves_unsaid(
    database: Path, engine: Engine, now: datetime
) -> None:
    with Loopback(ROUTES).running() as server:
        source = entry(server)
        publish(engine, source, PAGE, now)
        read_sightings(engine, load(), now)

        (report,) = fetch(database, engine, source, now)
        read_sightings(engine, load(), now)
        touched = read_documents(engine, load(), [source], now)
        again = read_documents(engine, load(), [source], now)

    with Session(engine) as session:
        facts = call_view(session, find_call(session, "Kettle Fund").id or 0).facts
    accounts = facts[Field.ACCOUNTS_YEARS]
    assert (accounts.value, accounts.document, accounts.page) == (2, "Guidance notes", 2)
    assert accounts.url == f"{server.base}/guide.pdf"
    assert facts[Field.MAX_AMOUNT].value == 900
    assert facts[Field.MAX_AMOUNT].document == ""
    assert (touched, again) == (1, 0)
    assert "/secret/form.pdf" not in server.paths()
    assert any("broken" in reason for _, reason in report.refusals)


@pytest.mark.xdist_group("crawls")
def test_what_the_page_says_later_ends_what_the_document_said(
    database: Path, engine: Engine, now: datetime
) -> None:
    with Loopback(ROUTES).running() as server:
        source = entry(server)
        publish(engine, source, PAGE, now)
        read_sightings(engine, load(), now)
        fetch(database, engine, source, now)
        read_documents(engine, load(), [source], now)

        publish(engine, source, f"{PAGE}<p>You need three years of accounts.</p>", now)
        read_sightings(engine, load(), now)
        read_documents(engine, load(), [source], now)

    with Session(engine) as session:
        fact = call_view(session, find_call(session, "Kettle Fund").id or 0).facts
    assert fact[Field.ACCOUNTS_YEARS].value == 3
    assert fact[Field.ACCOUNTS_YEARS].document == ""


@pytest.mark.xdist_group("crawls")
def test_a_private_host_is_not_asked_for_documents(
    database: Path, engine: Engine, now: datetime
) -> None:
    with Loopback(ROUTES).running() as server:
        source = entry(server)
        publish(engine, source, PAGE, now)
        read_sightings(engine, load(), now)

        fetch(database, engine, source, now, private=False)

    assert server.paths() == []


def test_a_page_without_documents_needs_no_visit(engine: Engine, now: datetime) -> None:
    source = SourceEntry(
        "kettle", "Kettle Trust", "", "https://k.example/", "feed", "https://k.example/"
    )
    publish(engine, source, "<p>Apply for a grant of up to £900 by 18 December 2026.</p>", now)
    read_sightings(engine, load(), now)

    with Session(engine) as session:
        assert document_entries(session, [source]) == []
    assert read_documents(engine, load(), [source], now) == 0
