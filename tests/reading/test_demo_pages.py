"""The made-up sites of the demonstration: nothing read there stands against its own words."""

from datetime import date, timedelta

import pytest

from db.vocabulary import Field, Kind
from funding_radar.demo.texts import SITES, newsletter_files, site_items
from funding_radar.reading import Item, confronts, read, read_strands

TODAY = date(2026, 11, 23)
NO_CALLS = {
    "eleven-groups": Kind.AWARD_NEWS,
    "trustees": Kind.OTHER,
    "flu": Kind.OTHER,
    "road-works": Kind.OTHER,
    "round-up": Kind.DIGEST,
    "board-paper": Kind.EARLY_SIGNAL,
    "larch-hill": Kind.CLOSED_CALL,
    "winter-warmth": Kind.CLOSED_CALL,
}


def pages(today: date) -> dict[str, Item]:
    found = {
        one.slug: Item(title=one.title, text=one.body, published_on=one.published_at.date())
        for site in SITES
        for one in site_items(site, today)
    }
    for name, text in newsletter_files(today).items():
        title, _, body = text.partition("\n")
        found[name] = Item(title=title, text=body, published_on=today)
    return found


@pytest.mark.parametrize("weeks", [0, 9, 30])
def test_no_fact_of_a_page_contradicts_its_words_whatever_the_day(weeks: int) -> None:
    for item in pages(TODAY + timedelta(weeks=weeks)).values():
        for reading in read_strands(item):
            assert [confronts(fact) for fact in reading.facts.values() if confronts(fact)] == []


def test_news_posts_roads_and_round_ups_are_no_open_calls() -> None:
    found = {slug: read(item) for slug, item in pages(TODAY).items() if slug in NO_CALLS}

    assert {slug: reading.kind for slug, reading in found.items()} == NO_CALLS
    assert Field.DEADLINE not in found["board-paper"].facts
