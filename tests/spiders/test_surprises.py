"""Whatever a site sends, reading it gives drafts or reasons, never a crash."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, TextResponse

from spiders.catalogue import SHAPES, classes, load_catalogue, source_class
from spiders.fields import Ask
from spiders.visit import Harvest

leaves = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
)
WORDS = """ocid id tag date tender planning awards contracts documents noticeType milestones type dueDate lots status
    value amount currency items deliveryAddresses region buyer name title description suitability vcse tenderPeriod
    endDate contractPeriod startDate releases links next results link label grantName"""
words = st.sampled_from(WORDS.split())
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=8),
    max_leaves=40,
)
packages = st.fixed_dictionaries(
    {"releases": st.lists(st.dictionaries(words, anything, max_size=8) | anything, max_size=3)}
)
EVERY = sorted({*classes(), *SHAPES} - {"file", "newsletters"})
ROLES = ("list", "window", "detail", "content", "rest posts", "feed", "sitemap", "page", "who")


def source_of(name):
    table = {"shape": name, "publisher": "Somebody", "url": "https://example.org/", "cards": "li"}
    if name != "labelled":
        del table["cards"]
    entry = load_catalogue({} if name in classes() else {"a_site": table})
    entry = entry[name] if name in classes() else entry["a_site"]
    return source_class(entry)(entry)


def harvest(name, body, role, kind=TextResponse):
    url = (
        "https://example.org/?updatedFrom=2026-09-01T00:00:00&updatedTo=2026-09-02T00:00:00&page=1"
    )
    return source_of(name).harvest(kind(url, body=body), Ask(url, role))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(EVERY), st.sampled_from(ROLES), packages | anything)
def test_any_json_gives_drafts_or_reasons(name, role, data):
    assert isinstance(harvest(name, json.dumps(data).encode(), role), Harvest)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(EVERY), st.sampled_from(ROLES), st.binary(max_size=300))
def test_any_bytes_give_drafts_or_reasons(name, role, body):
    assert isinstance(harvest(name, body, role, HtmlResponse), Harvest)


@pytest.mark.parametrize("name", ["uk_find_a_tender", "uk_contracts_finder"])
def test_one_odd_release_does_not_take_the_others_with_it(name):
    good = {"ocid": "o", "id": "1", "date": "2026-09-01T00:00:00Z", "tag": ["tender"]}
    good["tender"] = {"title": "A tender"}
    odd = {**good, "ocid": "p", "planning": {"milestones": ["not a table"]}, "tag": ["planning"]}
    body = json.dumps({"releases": [odd, good]}).encode()

    found = harvest(name, body, "window")

    assert [draft.title for draft in found.drafts] == ["A tender"]
    assert found.refused == ["an item is not as expected (AttributeError)"]
