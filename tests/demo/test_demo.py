import csv
import http.client
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from sqlmodel import Session, select

import funding_radar.gazetteer
from db.engine import open_engine
from db.members import mailable_contacts, member_views
from db.models import Sighting
from db.schema import upgrade
from db.views import MemberView
from db.vocabulary import Size
from funding_radar.config import load_settings
from funding_radar.demo import Demo
from funding_radar.demo.days import WEEKDAYS, day_from
from funding_radar.demo.demo import ALLIANCE, NAMES
from funding_radar.demo.texts import SITES, newsletter_files, site_items
from funding_radar.gazetteer import load
from funding_radar.members.importing import store_members
from funding_radar.members.profiles import MembersFile, read_members
from spiders.catalogue import built_in, load_catalogue
from spiders.plan import CrawlPlan
from spiders.runner import crawl

TODAY = date(2026, 11, 23)
LATER = date(2031, 6, 10)
BODIES = Path(funding_radar.gazetteer.__file__).parent / "data" / "bodies.csv"
DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))


def texts(today: date) -> dict[str, str]:
    """What every page says to an empty query, and the files besides."""
    demo = Demo(today)
    said = {path: page.answer({}).body.decode() for path, page in demo.pages().items()}
    return {**said, **demo.newsletters(), "members.csv": demo.members_csv()}


@pytest.fixture(scope="module")
def members() -> MembersFile:
    return read_members(Demo(TODAY).members_csv().encode(), "members.csv", load(), TODAY)


@pytest.fixture
def views(session: Session, members: MembersFile, now: datetime) -> list[MemberView]:
    store_members(session, members, now)
    return member_views(session)


@pytest.fixture
def line() -> Iterator[http.client.HTTPConnection]:
    with Demo(TODAY).serve() as url:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        yield connection
        connection.close()


@settings(deadline=None)
@given(today=DAYS)
def test_the_alliance_imports_on_any_day(today: date) -> None:
    file = read_members(Demo(today).members_csv().encode(), "members.csv", load(), today)

    assert 15 <= len(file.profiles) <= 20
    assert {note.column for note in file.notes} <= {"consent_on", "led_by", "places"}


def test_the_alliance_has_the_sizes_of_the_sector(views: list[MemberView]) -> None:
    """Of the incomes stated about two thirds are under £100,000, and one body is national and large."""
    stated = [view.income for view in views if view.income is not None]

    assert 0.55 <= sum(income < 100_000 for income in stated) / len(stated) <= 0.75
    assert len(stated) < len(views)
    assert [view.name for view in views if view.size is Size.LARGE] == ["Beacon and Bridge"]
    assert sum(view.experts_by_experience or 0 for view in views) > 10


def test_two_members_have_given_no_consent(session: Session, views: list[MemberView]) -> None:
    silent = {view.name for view in views} - {
        view.name for view in views if view.id in mailable_contacts(session)
    }

    assert silent == {"Open Latch Young Carers", "Rainbow Steps Rotherham CIC"}


def test_every_page_is_what_it_says_it_is() -> None:
    for path, page in Demo(TODAY).pages().items():
        body = page.answer({}).body
        if page.kind.startswith("text/html"):
            assert lxml_html.fromstring(body).findtext(".//h1"), path
        elif "rss" in page.kind:
            feed = feedparser.parse(body, response_headers={"content-type": page.kind})
            assert not feed.bozo, (path, feed.bozo_exception)
            assert feed.entries, path
        elif page.kind.startswith("application/json"):
            json.loads(body)
        else:
            assert path == "/robots.txt"


def test_links_of_the_sites_lead_somewhere() -> None:
    pages = Demo(TODAY).pages()
    for path, page in pages.items():
        for address in re.findall(
            r'href="([^"]+)"|<link>([^<]+)</link>', page.answer({}).body.decode()
        ):
            there = urlsplit(next(filter(None, address))).path
            assert there in pages or f"{there}/" in pages or there.rstrip("/") in pages, (
                path,
                there,
            )


def test_all_dates_move_with_today() -> None:
    now, later = texts(TODAY), texts(LATER)
    assert now.keys() == later.keys()

    for path, said in later.items():
        # Numbers of laws and of organisations are not dates.
        bare = re.sub(r"2023/54|32014L0024|https?://\S+|199\d{4}|99\d{6}", "", said)
        years = {int(year) for year in re.findall(r"\b20\d\d\b", bare)}
        assert years <= {2030, 2031, 2032, 2033}, path
        if years:
            assert said != now[path], path


@settings(deadline=None)
@given(today=DAYS, days=st.integers(1, 200), weekday=st.sampled_from(["", *WEEKDAYS]))
@example(today=TODAY, days=30, weekday="fri")
@example(today=TODAY, days=32, weekday="")
def test_a_day_to_come_is_no_bank_holiday_and_has_its_weekday(
    today: date, days: int, weekday: str
) -> None:
    day = day_from(today, days, weekday)

    assert timedelta(days=days) <= day - today <= timedelta(days=days + 27)
    assert (day.month, day.day) not in {(12, 25), (1, 1)}
    assert WEEKDAYS[day.weekday()] == weekday if weekday else day.weekday() < 5


def test_there_is_enough_to_try_everything_out() -> None:
    items = [item for site in SITES for item in site_items(site, TODAY)]

    assert len(items) + len(newsletter_files(TODAY)) >= 25
    assert len({item.title for item in items}) == len(items)


def names_of_real_bodies(shared: Path) -> set[str]:
    lists = (BODIES, shared / "reference/local_publishers.csv")
    texts = [path.read_text(encoding="utf-8").splitlines() for path in lists]
    names = {row["name"] for lines in texts for row in csv.DictReader(lines)}
    lines = (shared / "matching/orgs.jsonl").read_text(encoding="utf-8").splitlines()
    return names | {json.loads(line)["name"] for line in lines}


def test_no_real_organisation_is_named(shared: Path) -> None:
    said = " ".join(texts(TODAY).values()).casefold()

    def key(name: str) -> str:
        return " ".join(re.findall(r"[a-z0-9]+", name.casefold()))

    words = f" {key(said)} "
    # A single common word, such as "Mind", is a name only by its capital.
    named = {
        name
        for name in names_of_real_bodies(shared)
        if len(key(name).split()) > 1 and f" {key(name)} " in words
    }
    assert named == set()


def test_everyone_writes_from_example_org() -> None:
    said = " ".join(texts(TODAY).values())

    addresses = re.findall(r"[\w.]+@([\w.]+\w)", said)
    assert addresses
    assert all(host.endswith("example.org") for host in addresses)
    assert set(re.findall(r"\b0\d{4} ?\d{6}\b", said)) <= {"01632 960000"}


def test_the_configuration_asks_made_up_sites_alone(tmp_path: Path) -> None:
    config = Demo(TODAY).write("http://127.0.0.1:8123", tmp_path)
    made = load_settings(config)
    sources = load_catalogue({n: t.values() for n, t in made.sources.items()}, tmp_path)

    assert made.alliance.name == ALLIANCE
    assert made.crawl.allow_private_hosts
    live = [entry for entry in sources.values() if not entry.paused]
    assert len(live) >= 6
    assert all(
        entry.url.startswith(("http://127.0.0.1:8123/", tmp_path.as_uri())) for entry in live
    )
    assert {entry.publisher for entry in live} >= set(NAMES.values())
    assert {name for name in built_in() if sources[name].paused} == set(built_in()) - {
        "uk_find_a_tender"
    }


def test_the_configuration_is_written_as_toml_whatever_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / 'a "quoted" folder\\'
    text = Demo(TODAY).config_toml("http://127.0.0.1:1", folder)

    assert tomllib.loads(text)["sources"]["demo_newsletters"]["url"] == str(folder / "newsletters")


def ask(line: http.client.HTTPConnection, path: str, **headers: str) -> tuple[int, bytes, str]:
    line.request(
        "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = line.getresponse()
    return answer.status, answer.read(), answer.getheader("ETag") or ""


def test_the_server_says_not_modified_to_who_has_the_page(line: http.client.HTTPConnection) -> None:
    status, body, etag = ask(line, "/steelwater/grants")
    assert (status, etag != "") == (200, True)
    assert b"Kindling Fund" in body

    assert ask(line, "/steelwater/grants", If_None_Match=etag)[:2] == (304, b"")


def test_the_server_behaves_as_sites_do(line: http.client.HTTPConnection) -> None:
    assert ask(line, "/robots.txt")[0] == 200
    assert ask(line, "/nothing/here")[0] == 404
    assert ask(line, "/ridge/wp-json/wp/v2/posts")[0] == 401
    assert ask(line, "/link/wp-json/wp/v2/posts?per_page=many")[0] == 400
    line.request("HEAD", "/steelwater/grants")
    answer = line.getresponse()
    assert (answer.status, answer.read()) == (200, b"")


def test_tenders_are_shown_by_window(line: http.client.HTTPConnection) -> None:
    path = "/tenders/api/1.0/ocdsReleasePackages"
    inside = (
        f"?updatedFrom={TODAY - timedelta(days=4)}T00:00:00&updatedTo={TODAY}T00:00:00&limit=100"
    )

    whole = json.loads(ask(line, path)[1])["releases"]
    some = json.loads(ask(line, path + inside)[1])["releases"]
    assert 0 < len(some) < len(whole)
    assert len(json.loads(ask(line, f"{path}?limit=2")[1])["releases"]) == 2


def test_posts_come_in_pages_and_since_a_day(line: http.client.HTTPConnection) -> None:
    path = "/link/wp-json/wp/v2/posts"
    line.request("GET", f"{path}?per_page=2&page=1&_fields=id,title")
    answer = line.getresponse()
    posts = json.loads(answer.read())

    assert [set(post) for post in posts] == [{"id", "title"}] * 2
    assert answer.getheader("X-WP-TotalPages") == "3"
    since = json.loads(ask(line, f"{path}?modified_after={TODAY - timedelta(days=5)}T00:00:00")[1])
    assert 0 < len(since) < 6


def test_a_crawl_finds_every_made_up_item(tmp_path: Path) -> None:
    demo = Demo(TODAY)
    with demo.serve() as url:
        made = load_settings(demo.write(url, tmp_path))
        sources = load_catalogue({n: t.values() for n, t in made.sources.items()}, tmp_path)
        engine = open_engine(made.database_url, create=True)
        upgrade(engine)
        plan = CrawlPlan(
            database_url=made.database_url,
            entries=tuple(entry for entry in sources.values() if not entry.paused),
            user_agent="demo",
            delay=0,
            allow_private_hosts=True,
            now=datetime(2026, 11, 23, 9, tzinfo=UTC),
        )
        reports = crawl(plan, lambda _: None)

    assert [report.outcome for report in reports] == ["ok"] * len(plan.entries)
    refusals = {report.source: report.refusals for report in reports if report.refusals}
    assert refusals.keys() == {"demo_ridge"}, refusals
    with Session(engine) as session:
        titles = {
            sighting.title.replace("’", "'") for sighting in session.exec(select(Sighting)).all()
        }
    engine.dispose()
    published = {item.title for site in SITES for item in site_items(site, TODAY)}
    assert published <= titles
