"""New and changed pages of a sitemap: for lists that a script builds, and for pages with child pages."""

from collections.abc import Iterator

from scrapy.http import TextResponse

from spiders.base import Found
from spiders.fields import Ask
from spiders.page import sitemap
from spiders.sites.labelled import LabelledSite


class SitemapSite(LabelledSite):
    """The pages of a sitemap whose address fits ``pages``; each is read for its words and labelled values.

    A page whose date in the sitemap is the one that was read is not asked for again.
    """

    options = ("pages", "title", "title_ends_at", "labels", "facts", "body", "absence")

    pages: str = "(?i)fund|grant"

    def first(self) -> Iterator[Ask]:
        """The sitemap."""
        yield Ask(self.url, "sitemap")

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """The sitemap leads to pages, a page is one thing published."""
        if ask.role == "sitemap":
            yield from sitemap(page, self.pages, ask.depth)
        else:
            yield from self.taken(self.read_detail(page, None))
