"""Real pages of the national funders, read by the real sources."""

from pathlib import Path

import pytest
from scrapy.http import HtmlResponse, XmlResponse

from spiders.catalogue import load_catalogue, source_class
from spiders.fields import Ask, SightingDraft

LONDON = {
    "shape": "labelled",
    "publisher": "The London Community Foundation",
    "url": "https://londoncf.org.uk/apply/available-grants",
    "cards": ".filtered-content__item",
    "title": "h4",
    "title_ends_at": "|",
    "status": "h4 span",
    "link": "a.button::attr(href)",
    "next_link": ".pagination-next a::attr(href)",
    "facts": ".projects-table",
    "body": "article",
}
FEED = {"shape": "feed", "publisher": "Somebody", "url": "https://example.org/feed/"}


def read(entry, path: Path, role="list", kind=HtmlResponse):
    source = source_class(entry)(entry)
    page = kind(entry.url, body=path.read_bytes(), encoding="utf-8")
    found = list(source.look(page, Ask(entry.url, role)))
    drafts = [one for one in found if isinstance(one, SightingDraft)]
    return drafts, [one for one in found if isinstance(one, Ask)]


@pytest.fixture
def catalogue():
    return load_catalogue({"london_cf": LONDON, "some_feed": FEED})


def test_the_lottery_fund_lists_its_programmes(shared, catalogue):
    folder = shared / "samples/tnlcf"

    drafts, asks = read(catalogue["uk_tnlcf"], folder / "listing_open_2026-06-12_trimmed.html")

    assert [draft.title for draft in drafts] == [
        "Community Action",
        "Dormant Assets for All",
        "National Lottery Awards for All England",
    ]
    assert drafts[2].stated["max_amount"] == 20000
    assert drafts[2].stated["status"] == "open"
    assert asks[-1].url.endswith("?status=open&page=2")


def test_a_programme_says_its_amounts_and_where_who_can_apply_stands(shared, catalogue):
    path = shared / "samples/tnlcf/programme_awards-for-all-england_2026-06-12_trimmed.html"

    (draft,), asks = read(catalogue["uk_tnlcf"], path, role="detail")

    assert draft.title == "National Lottery Awards for All England"
    assert (draft.stated["min_amount"], draft.stated["max_amount"]) == (300, 20000)
    assert asks[0].url.endswith("/who-can-apply")


def test_ukri_states_opening_closing_and_fund(shared, catalogue):
    path = shared / "samples/ukri/listing_open_2026-06-11_trimmed.html"

    drafts, asks = read(catalogue["uk_ukri"], path)

    assert [draft.stated["deadline"] for draft in drafts] == [
        "2026-06-16T16:00",
        "2026-06-17T16:00",
    ]
    assert drafts[0].stated["total_pot"] == 110_000_000
    assert drafts[1].stated["max_amount"] == 4_700_000
    assert [ask.role for ask in asks] == ["detail", "detail", "list"]


def test_an_opportunity_has_its_own_title(shared, catalogue):
    path = shared / "samples/ukri/opportunity_detail_2026-06-11_trimmed.html"

    (draft,), _ = read(catalogue["uk_ukri"], path, role="detail")

    assert draft.title == "Defra Farming Innovation Investor Partnership 2026"
    assert draft.stated["opens"] == "2026-05-11"
    assert draft.stated["deadline"] == "2026-06-17T11:00"
    assert "micro, small and medium sized enterprises" in draft.text


def test_a_community_foundation_is_read_by_labels(shared, catalogue):
    folder = shared / "samples/community_foundation"

    drafts, asks = read(
        catalogue["london_cf"], folder / "londoncf_listing_p1_2026-06-12_trimmed.html"
    )
    (detail,), _ = read(
        catalogue["london_cf"], folder / "londoncf_grant_detail_2026-06-12_trimmed.html", "detail"
    )

    assert [draft.title for draft in drafts] == [
        "Greenwich Peninsula Community Fund",
        "Thamesmead Community Fund",
    ]
    assert [draft.stated["status"] for draft in drafts] == ["open", "closed"]
    assert drafts[1].stated["place_names"] == ["Bexley", "Greenwich"]
    assert asks[-1].url == "https://londoncf.org.uk/apply/available-grants/p2"
    assert (detail.stated["deadline"], detail.stated["max_amount"]) == ("2026-07-21", 20000)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("rss2_wordpress_feedjira_TenderLovemaking.xml", "Nokogiri’s Slop Feature"),
        ("atom_feedjira_google_alerts.xml", "Report offers Prediction of Automotive Slack Market"),
    ],
)
def test_feeds_with_a_blank_line_or_no_line_breaks_are_read(shared, catalogue, name, first):
    drafts, _ = read(catalogue["some_feed"], shared / "samples/wordpress" / name, kind=XmlResponse)

    assert drafts[0].title.startswith(first)
    assert len(drafts) >= 8
    assert all(draft.published_on and draft.text for draft in drafts)
