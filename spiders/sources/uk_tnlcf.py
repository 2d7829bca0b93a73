"""The National Lottery Community Fund."""

from collections.abc import Iterator
from dataclasses import replace

from scrapy.http import TextResponse

from spiders.base import Found
from spiders.fields import Ask, Refused, SightingDraft
from spiders.json_ld import grant_amounts, things
from spiders.page import main_html, with_query
from spiders.sites.labelled import LabelledSite


class UkTnlcf(LabelledSite):
    """Its programmes that are open to applications.

    The filters beside the list repeat the labels of the cards, so only the cards are read. Most programmes have no
    deadline; where one has, it stands in prose. Who can apply stands on a page of its own.
    """

    name = "uk_tnlcf"
    url = "https://www.tnlcommunityfund.org.uk/funding/funding-programmes"

    # Source
    publisher = "The National Lottery Community Fund"
    licence = "site copyright: facts, link and extract only"
    home_page = "https://www.tnlcommunityfund.org.uk"
    places = ("K02000001",)
    expects_at_least = 3
    every = 24
    shape = "listing"
    absence = "closed"

    # ListingSource
    cards = ".card-results .card"
    title = "h2"
    link = "h2 a::attr(href)"
    next_link = ".pagination-nav .next a::attr(href)"
    facts = ".overview"
    body = ".rich-content-area"

    def first(self) -> Iterator[Ask]:
        """Only what is open."""
        yield Ask(with_query(self.url, status="open", page=1), "list")

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """A programme's page leads to the one that says who can apply."""
        if ask.role == "who" and ask.card:
            yield replace(ask.card, text=ask.card.text + main_html(page.selector, self.body))
            return
        for found in super().look(page, ask):
            yield found
            address = page.css("nav a[href$='/who-can-apply']::attr(href)").get()
            if ask.role == "detail" and address and isinstance(found, SightingDraft):
                yield Ask(page.urljoin(address), "who", found, ask.depth + 1)

    def read_detail(
        self, page: TextResponse, card: SightingDraft | None
    ) -> Iterator[SightingDraft | Refused]:
        """The structured data says the amounts best."""
        for found in super().read_detail(page, card):
            if isinstance(found, SightingDraft):
                grant = next(things(page, ["MonetaryGrant"]), {})
                yield replace(found, stated={**found.stated, **grant_amounts(grant)})
            else:
                yield found
