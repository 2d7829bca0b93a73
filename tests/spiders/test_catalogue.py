"""The catalogue and what the configuration changes in it."""

import pytest

from db.errors import RadarError
from spiders.catalogue import built_in, load_catalogue
from spiders.plan import CrawlPlan
from tests.spiders.conftest import NOW

SITE = {"shape": "feed", "publisher": "Example Council", "url": "https://example.org/feed"}


def test_a_table_that_names_a_source_changes_it():
    table = {"url": "http://127.0.0.1:8000/api", "delay": 0, "every": 12, "expects_at_least": 2}

    entry = load_catalogue({"uk_find_a_tender": table})["uk_find_a_tender"]

    assert (entry.url, entry.delay, entry.every, entry.expects_at_least) == tuple(table.values())
    assert entry.publisher == built_in()["uk_find_a_tender"].publisher


def test_a_table_with_a_shape_adds_a_site():
    entry = load_catalogue({"example_council": SITE})["example_council"]

    assert (entry.shape, entry.home_page) == ("feed", "https://example.org/")


def test_a_paused_site_can_be_switched_on_and_any_site_paused():
    on = load_catalogue({"vas_sheffield": {"paused": False}})["vas_sheffield"]
    off = load_catalogue({"uk_ukri": {"paused": True}})["uk_ukri"]

    assert built_in()["vas_sheffield"].paused
    assert (on.paused, on.paused_because, off.paused) == (False, "", True)


def test_the_path_of_a_file_is_beside_the_configuration(tmp_path):
    table = {"shape": "newsletters", "publisher": "Us", "url": "mail"}

    entry = load_catalogue({"our_mail": table}, tmp_path)["our_mail"]

    assert entry.url == (tmp_path / "mail").as_uri()


@pytest.mark.parametrize(
    ("name", "table", "sentence"),
    [
        ("uk_find_a_tendr", {"paused": True}, "did you mean uk_find_a_tender"),
        ("my_council", {"url": "https://example.org"}, "a new site needs a shape"),
        ("my_council", {**SITE, "shape": "wordpres"}, "did you mean wordpress"),
        ("my_council", {**SITE, "publsher": "x"}, "did you mean publisher"),
        ("my_council", {"shape": "feed", "url": "https://example.org"}, "needs publisher"),
        ("my_council", {**SITE, "url": "example.org"}, "starts with http"),
        ("my_council", {**SITE, "every": "daily"}, "a number is wanted"),
        ("my_council", {**SITE, "every": -1}, "a number is wanted"),
        ("my_council", {**SITE, "paused": 1}, "true or false is wanted"),
        ("My Council", SITE, "a name is small letters"),
        ("uk_ukri", {"shape": "feed"}, "cannot be changed"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_the_nearest_right_word(name, table, sentence):
    with pytest.raises(RadarError, match=sentence) as caught:
        load_catalogue({name: table})

    assert "\n" not in str(caught.value)
    assert name in str(caught.value) or "shape" in str(caught.value)


def test_a_plan_comes_back_from_json_as_it_was():
    entries = tuple(load_catalogue({"example_council": SITE}).values())
    plan = CrawlPlan("sqlite:///x.db", entries, "us", now=NOW, max_pages=7)

    assert CrawlPlan.from_json(plan.to_json()) == plan
