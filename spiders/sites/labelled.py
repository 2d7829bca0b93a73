"""Any listing in HTML whose items carry labelled values: community foundations, councils, voluntary-action bodies."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from parsel import Selector
from scrapy.http import TextResponse

from spiders.base import ListingSource
from spiders.fields import Refused, SightingDraft
from spiders.labels import as_lines, funder, pairs, stated, status_of
from spiders.page import heading, main_html
from spiders.text import plain, tidy


class LabelledSite(ListingSource):
    """A listing by selectors and a map of labels.

    ``cards`` selects an item, ``title`` its heading and ``link`` its page; ``status`` a word such as Open; ``labels``
    adds to the labels that are known ("Ymgeisiwch erbyn" = "deadline"); ``body`` selects the words of an item's page.
    """

    options: ClassVar[tuple[str, ...]] = (
        "cards", "title", "title_ends_at", "link", "status", "labels", "facts", "body", "next_link", "details",
        "absence",
    )  # fmt: skip

    cards: str = ""
    title: str = "h2, h3, h4"
    title_ends_at: str = ""
    """What stands after this in a heading is not the title, such as ``|``."""
    link: str = "a::attr(href)"
    status: str = ""
    labels: Mapping[str, str] = {}
    facts: str = ""
    """Where on an item's page the labelled values stand; everywhere when empty."""
    body: str = ""

    def read_card(self, card: Selector, page: TextResponse) -> Iterator[SightingDraft | Refused]:
        """The card's heading, link and labelled values."""
        link = card.css(self.link).get() or (card.root.get("href") if self.details else None)
        found = pairs(card)
        url = page.urljoin(link) if link else page.url
        title = self.clean_title(" ".join(card.css(self.title)[:1].xpath("string()").getall()))
        yield SightingDraft(
            source=self.name,
            source_ref=url if link else f"{page.url}#{title.casefold()}",
            url=url,
            title=title,
            text=plain(card.get()),
            publisher=funder(found, self.labels) or self.publisher,
            stated={**self._status(card), **stated(found, self.labels)},
        )

    def read_detail(
        self, page: TextResponse, card: SightingDraft | None
    ) -> Iterator[SightingDraft | Refused]:
        """The page's own words and values come first, then what only the card said."""
        parts = page.css(self.facts or "main, article, body")
        found = pairs(parts[0]) if parts else []
        words = main_html(page.selector, self.body)
        shown = plain(words)
        beside = [(label, value) for label, value in found if value not in tidy(shown)]
        text = as_lines(beside, self.labels) + words
        yield SightingDraft(
            source=self.name,
            source_ref=card.source_ref if card else page.url,
            url=page.url,
            title=self.clean_title(heading(page)) or (card.title if card else ""),
            text=text,
            publisher=funder(found, self.labels)
            or (card.publisher if card else "")
            or self.publisher,
            stated={**(card.stated if card else {}), **self._known(found)},
        )

    def _known(self, found: list[tuple[str, str]]) -> dict[str, Any]:
        # On an item's own page a word under "Status" may be anything; the card has said it already.
        return stated(
            [(label, value) for label, value in found if "status" not in label.lower()], self.labels
        )

    def clean_title(self, words: str) -> str:
        """A heading's words without what is not the title."""
        words = tidy(words)
        return words.partition(self.title_ends_at)[0].strip() if self.title_ends_at else words

    def _status(self, card: Selector) -> dict[str, str]:
        words = (
            tidy(" ".join(card.css(self.status).xpath("string()").getall())) if self.status else ""
        )
        return status_of(words) if words else {}
