"""UK Research and Innovation."""

from collections.abc import Iterator

from spiders.fields import Ask
from spiders.page import with_query
from spiders.sites.labelled import LabelledSite


class UkUkri(LabelledSite):
    """Its opportunities, open and coming: mostly for research bodies, some for health partnerships.

    Times are UK local. The list is filtered to what is open or coming, so what leaves it has closed.
    """

    name = "uk_ukri"
    url = "https://www.ukri.org/opportunity/"

    # Source
    publisher = "UK Research and Innovation"
    licence = "OGL-UK-3.0, to be confirmed on the site"
    home_page = "https://www.ukri.org"
    places = ("K02000001",)
    expects_at_least = 2
    every = 24
    shape = "listing"
    absence = "closed"

    # ListingSource
    cards = "div.opportunity"
    title = ".entry-title"
    link = "a.ukri-funding-opp__link::attr(href)"
    next_link = "a.next.page-numbers::attr(href)"
    facts = "dl.opportunity__summary"
    body = ".single-opportunity__entry-content"

    def first(self) -> Iterator[Ask]:
        """What is open or coming, the newest first."""
        wanted = {"filter_status[0]": "open", "filter_status[1]": "upcoming"}
        yield Ask(with_query(self.url, **wanted, filter_order="publication_date"), "list")

    def clean_title(self, words: str) -> str:
        """The heading of a page says first, to screen readers, what it is."""
        return super().clean_title(words).removeprefix("Funding opportunity:").strip()
