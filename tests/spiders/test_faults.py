"""What goes wrong at a source is one clear sentence each, and nothing is half written."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.models import Refusal, Run, Sighting, Source
from spiders.catalogue import load_catalogue
from tests.spiders.conftest import NOW
from tests.spiders.loopback import Answer

CARDS = """<html><body>{}</body></html>"""
CARD = (
    '<div class="grant"><h3>{0}</h3><p><b>Closing date:</b> {1}</p><p><b>Amount:</b> {2}</p></div>'
)


def listing(*rows, more=""):
    cards = "".join(CARD.format(*row) for row in rows)
    return Answer(CARDS.format(cards + more).encode())


FUNDS = [(f"Fund {n}", f"{n + 1} December 2026", f"£{n}00") for n in range(1, 7)]


def labelled(base, **options):
    table = {
        "shape": "labelled",
        "publisher": "Example Foundation",
        "url": f"{base}/grants",
        "cards": ".grant",
        "details": False,
        **options,
    }
    return load_catalogue({"example_cf": table})["example_cf"]


def api(base, **options):
    return load_catalogue({"uk_contracts_finder": {"url": f"{base}/api", **options}})[
        "uk_contracts_finder"
    ]


def releases(*numbers, link=None):
    rows = [
        {
            "ocid": f"ocds-x-{n}",
            "id": f"{n}",
            "date": "2026-09-01T09:00:00Z",
            "tag": ["tender"],
            "tender": {"title": f"Tender {n}", "tenderPeriod": {"endDate": "2026-10-01T12:00:00Z"}},
            "buyer": {"name": "Example Council"},
        }
        for n in numbers
    ]
    data = {"releases": rows, "links": {"next": link} if link else {}}
    return Answer(json.dumps(data).encode(), kind="application/json")


def test_a_source_that_answers_500_fails_with_its_reason(serve, visit, engine):
    site = serve({"/api": Answer(b"oops", status=500)})

    (report,) = visit(api(site.base))

    assert report.outcome == "failed"
    assert report.message == "found 0 items where at least 1 are expected: the site fails (500)"
    with Session(engine) as session:
        run = session.exec(select(Run)).one()
        refusal = session.exec(select(Refusal)).one()
        source = session.exec(select(Source)).one()
        assert session.exec(select(Sighting)).all() == []
    assert (run.outcome, run.refused, run.message) == ("failed", 1, report.message)
    assert refusal.reason == "the site fails (500)"
    assert source.alarm == report.message
    assert source.failures_in_a_row == 1
    assert source.due_at == NOW + timedelta(hours=168)


def test_html_instead_of_json_is_said(serve, visit):
    site = serve({"/api": Answer(b"<html>Sorry</html>")})

    (report,) = visit(api(site.base))

    assert report.message.endswith("HTML came where JSON should be")


def test_an_empty_page_that_leads_to_itself_ends(serve, visit):
    site = serve({})
    link = f"{site.base}/api?publishedFrom=2026-08-07T10:00:00&publishedTo=2026-09-04T10:00:00&limit=100"
    site.routes["/api"] = lambda _: releases(link=link)

    (report,) = visit(api(site.base))

    assert report.message == "found 0 items where at least 1 are expected"
    assert len(site.paths()) == 1


def test_a_page_that_leads_to_itself_is_read_once_and_said(serve, visit):
    site = serve({})
    link = f"{site.base}/api?publishedFrom=2026-08-07T10:00:00&publishedTo=2026-09-04T10:00:00&limit=100"
    site.routes["/api"] = lambda _: releases(1, 2, link=link)

    (report,) = visit(api(site.base))

    assert (report.outcome, report.found, report.refused) == ("ok", 2, 1)
    assert "was already read" in report.refusals[0][1]


def test_a_second_visit_asks_whether_anything_changed_and_writes_nothing(serve, visit, engine):
    def grants(asked):
        if asked.headers.get("if-none-match") == '"v1"':
            return Answer(status=304)
        page = listing(*FUNDS)
        return Answer(page.body, headers={"ETag": '"v1"'})

    site = serve({"/grants": grants})
    later = NOW + timedelta(days=1)
    visit(labelled(site.base))
    with Session(engine) as session:
        before = [row.model_dump() for row in session.exec(select(Sighting))]

    (report,) = visit(labelled(site.base), now=later)

    assert (report.unchanged_pages, report.found, report.new, report.changed) == (1, 6, 0, 0)
    with Session(engine) as session:
        after = [row.model_dump() for row in session.exec(select(Sighting))]
    assert {row["last_seen_at"] for row in after} == {later}
    assert [{**row, "last_seen_at": NOW} for row in after] == before


def test_what_leaves_a_listing_is_gone_and_may_come_back(serve, visit, engine):
    site = serve({"/grants": listing(*FUNDS)})
    visit(labelled(site.base))
    site.routes["/grants"] = listing(*FUNDS[1:])

    (second,) = visit(labelled(site.base), now=NOW + timedelta(days=1))
    with Session(engine) as session:
        (gone,) = session.exec(select(Sighting).where(Sighting.title == "Fund 1")).all()
        assert gone.gone_at == NOW + timedelta(days=1)
        assert gone.stated["status"] == "gone"
    site.routes["/grants"] = listing(*FUNDS)
    (third,) = visit(labelled(site.base), now=NOW + timedelta(days=2))

    assert (second.gone, third.changed) == (1, 1)
    with Session(engine) as session:
        (back,) = session.exec(select(Sighting).where(Sighting.title == "Fund 1")).all()
        assert back.gone_at is None
        assert "status" not in back.stated


@pytest.mark.parametrize(
    ("page", "message"),
    [
        pytest.param(
            listing(*[(title, "", amount) for title, _, amount in FUNDS]),
            "the items no longer say: deadline (the site may have changed)",
            id="lost field",
        ),
        pytest.param(listing(FUNDS[0]), "found 1 item where at least 4 are expected", id="too few"),
        pytest.param(
            Answer(b"<html><div id=app></div></html>"),
            "found 0 items where at least 4 are expected: no item stands where items should be (.grant)",
            id="redesigned",
        ),
    ],
)
def test_a_bad_visit_leaves_the_last_good_state(serve, visit, engine, page, message):
    site = serve({"/grants": listing(*FUNDS)})
    entry = labelled(site.base, expects_at_least=4)
    visit(entry)
    with Session(engine) as session:
        before = [row.model_dump() for row in session.exec(select(Sighting))]
    site.routes["/grants"] = page

    (report,) = visit(entry, now=NOW + timedelta(days=1))

    assert (report.outcome, report.message) == ("failed", message)
    with Session(engine) as session:
        assert [row.model_dump() for row in session.exec(select(Sighting))] == before
        source = session.exec(select(Source)).one()
        assert (source.alarm, source.failures_in_a_row) == (message, 1)


def test_an_alarm_ends_with_the_next_good_visit_and_failures_wait_longer(serve, visit, engine):
    site = serve({"/grants": Answer(status=500)})
    entry = labelled(site.base)
    waits = []
    for day in range(3):
        visit(entry, now=NOW + timedelta(days=day))
        with Session(engine) as session:
            row = session.exec(select(Source)).one()
            waits.append(row.due_at - NOW - timedelta(days=day))
    site.routes["/grants"] = listing(*FUNDS)
    visit(entry, now=NOW + timedelta(days=3))

    assert waits == [timedelta(days=1), timedelta(days=2), timedelta(days=4)]
    with Session(engine) as session:
        row = session.exec(select(Source)).one()
    assert (row.alarm, row.failures_in_a_row) == (None, 0)


def test_robots_are_obeyed(serve, visit):
    robots = Answer(b"User-agent: *\nDisallow: /grants\n", kind="text/plain")
    site = serve({"/robots.txt": robots, "/grants": listing(*FUNDS)})

    (report,) = visit(labelled(site.base))

    assert site.paths() == []
    assert report.message.endswith("robots.txt asks us not to read it")


def test_a_redirect_to_another_host_is_not_followed(serve, visit):
    inside = serve({}, host="127.0.0.2")
    site = serve({"/grants": Answer(status=302, headers={"Location": f"{inside.base}/secret"})})

    (report,) = visit(labelled(site.base))

    assert inside.asked == []
    assert "another host (127.0.0.2)" in report.message


def test_private_addresses_are_refused_unless_configured(serve, visit):
    site = serve({"/grants": listing(*FUNDS)})
    named = labelled(site.base.replace("127.0.0.1", "localhost"))

    reports = visit(labelled(site.base), allow_private_hosts=False)
    reports += visit(named, allow_private_hosts=False)

    assert site.asked == []
    assert ["private address" in report.message for report in reports] == [True, True]


def test_a_closed_rest_interface_leads_to_the_feed(serve, visit, engine):
    feed = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
        <item><title>Winter fund</title><link>http://example.org/winter/</link><guid>7</guid></item>
        </channel></rss>"""
    site = serve(
        {
            "/wp-json/wp/v2/posts": Answer(b'{"message": "no"}', 401, "application/json"),
            "/feed/": Answer(feed, kind="application/rss+xml"),
        }
    )
    table = {"shape": "wordpress", "publisher": "Example CVS", "url": f"{site.base}/"}

    (report,) = visit(load_catalogue({"example_cvs": table})["example_cvs"])

    assert (report.outcome, report.found, report.refused) == ("ok", 1, 1)
    with Session(engine) as session:
        assert session.exec(select(Sighting)).one().title == "Winter fund"


def posts(*titles):
    rows = [
        {"link": f"https://example.org/{t}/", "title": {"rendered": t}, "content": {"rendered": t}}
        for t in titles
    ]
    return Answer(json.dumps(rows).encode(), kind="application/json")


def wordpress(base, **options):
    table = {"shape": "wordpress", "publisher": "Example CVS", "url": f"{base}/", **options}
    return load_catalogue({"example_cvs": table})["example_cvs"]


def challenge(_):
    return Answer(b"<html><h1>Just a moment</h1></html>")


def nothing(_):
    return Answer(status=404)


LATER = NOW + timedelta(days=1)


def test_a_later_visit_with_nothing_new_is_well(serve, visit):
    site = serve({"/wp-json/wp/v2/posts": posts("A fund")})
    visit(wordpress(site.base))
    site.routes["/wp-json/wp/v2/posts"] = posts()

    (report,) = visit(wordpress(site.base), now=LATER)

    assert (report.outcome, report.found, report.message) == ("ok", 0, None)


@pytest.mark.parametrize(
    ("default", "reason"),
    [
        pytest.param(nothing, "the page is not there (404)", id="gone"),
        pytest.param(challenge, "HTML came where JSON should be", id="challenged"),
    ],
)
def test_a_later_visit_to_a_site_that_is_not_there_is_a_fault(
    serve, visit, engine, default, reason
):
    site = serve({"/wp-json/wp/v2/posts": posts("A fund")})
    visit(wordpress(site.base))
    site.routes.clear()
    site.default = default

    (report,) = visit(wordpress(site.base), now=LATER)

    assert report.outcome == "failed"
    assert report.message == f"found 0 items where at least 1 are expected: {reason}"
    with Session(engine) as session:
        assert session.exec(select(Source)).one().alarm == report.message
        assert session.exec(select(Sighting)).one().last_seen_at == NOW


def test_a_site_that_has_one_of_its_kinds_of_post_no_more_is_a_fault(serve, visit):
    site = serve({"/wp-json/wp/v2/posts": posts("News"), "/wp-json/wp/v2/fund": posts("A fund")})
    entry = wordpress(site.base, types=["posts", "fund"])
    visit(entry)
    del site.routes["/wp-json/wp/v2/fund"]

    (report,) = visit(entry, now=LATER)

    assert report.outcome == "failed"
    assert report.message == "it has no fund any more (the site may have changed)"


def test_a_short_window_that_could_not_be_read_is_a_fault(serve, visit):
    site = serve({"/api": releases(1, 2)})
    visit(api(site.base))
    site.routes["/api"] = Answer(status=500)

    (report,) = visit(api(site.base), now=NOW + timedelta(hours=2))

    assert report.outcome == "failed"
    assert report.message == "no page of it could be read: the site fails (500)"


FEED = b"<rss version='2.0'><channel><title>N</title>%s</channel></rss>"
ENTRY = FEED % b"<item><title>A fund</title><guid>1</guid></item>"
MAP = b"<urlset><url><loc>%s</loc></url></urlset>"


@pytest.mark.parametrize(
    ("shape", "good", "bad", "reason"),
    [
        pytest.param("feed", ENTRY, b"<html><h1>Moved</h1></html>", ": this is no feed that can be read",
                     id="a feed that is a page"),
        pytest.param("feed", ENTRY, FEED % b"", "", id="a feed without entries"),
        pytest.param("sitemap", MAP % b"/fund/1", MAP % b"/about", "", id="a sitemap without funds"),
        pytest.param("sitemap", MAP % b"/fund/1", b"<html>Moved</html>", ": this is no sitemap that can be read",
                     id="a sitemap that is a page"),
        pytest.param("sitemap", MAP % b"/fund/1", MAP % b"/fund/9", ": the page is not there (404)",
                     id="a sitemap of pages that are not there"),
    ],
)  # fmt: skip
def test_a_list_that_is_a_list_no_more_is_a_fault(serve, visit, shape, good, bad, reason):
    detail = Answer(b"<html><h1>A fund</h1><main><p>Apply by 4 December 2026.</p></main></html>")
    site = serve({"/list": Answer(good, kind="text/xml"), "/fund/1": detail})
    table = {"shape": shape, "publisher": "Somebody", "url": f"{site.base}/list"}
    entry = load_catalogue({"a_site": table})["a_site"]
    (first,) = visit(entry)
    site.routes["/list"] = Answer(bad)

    (second,) = visit(entry, now=LATER)

    assert (first.outcome, first.found) == ("ok", 1)
    assert second.outcome == "failed"
    assert second.message == f"found 0 items where at least 1 are expected{reason}"


def test_a_crawl_that_dies_is_a_failed_run(serve, visit, engine, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/nonexistent")
    monkeypatch.setattr("sys.executable", "/bin/false")
    site = serve({})

    (report,) = visit(labelled(site.base))

    assert report.outcome == "failed"
    assert report.message.startswith("the crawling process stopped before its end")
    with Session(engine) as session:
        assert session.exec(select(Run)).one().outcome == "failed"
        assert session.exec(select(Source)).one().alarm
