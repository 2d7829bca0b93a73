"""Pages that carry their calls as structured data."""

from collections.abc import Iterator

from scrapy.http import TextResponse

from spiders.base import Found, Source
from spiders.fields import Ask, Refused
from spiders.json_ld import draft_of, things


class JsonLdSite(Source):
    """A page, or a listing whose ``links`` lead to pages, with JSON-LD of schema.org.

    Of UK funders only The National Lottery Community Fund was seen to publish grants so; councils on LocalGov Drupal
    publish news articles, and many sites their events.
    """

    options = ("types", "links", "next_link")

    types: tuple[str, ...] = ("MonetaryGrant", "NewsArticle", "Event")
    links: str = ""
    """Which links of the page lead to others that are read too, such as ``main a::attr(href)``."""
    next_link: str = ""

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """The things of a page, then the pages that it leads to."""
        found = list(things(page, self.types))
        addresses = page.css(self.links).getall() if self.links and ask.role == "list" else []
        if not found and not addresses:
            msg = f"no structured data of the kinds {', '.join(self.types)}"
            raise Refused(msg)
        for thing in found:
            yield from self.attempt(draft_of, thing, self.name, self.publisher, page.url)
        for address in addresses:
            yield Ask(page.urljoin(address), "page", depth=ask.depth + 1)
        following = page.css(self.next_link).get() if self.next_link else None
        if following:
            yield Ask(page.urljoin(following), ask.role, depth=ask.depth)
