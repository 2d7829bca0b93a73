"""The fetching of guidance documents: a visit like any other, whose pages are PDFs and Word files."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scrapy.http import Response

from funding_radar.reading.guidance import bounded_pages
from spiders.base import Found, Source
from spiders.documents import read_document
from spiders.fields import Ask, Refused, SightingDraft
from spiders.text import mend

MOST_BYTES = 10_000_000
_FEWEST_LETTERS = 40


class DocumentVisit(Source):
    """Fetches ``documents`` (address, kind, name) and keeps the text of their pages as sightings that are no calls.

    Robots, delays, own hosts and private addresses are minded as for every visit; a document over the
    limit, locked, or of pictures alone is refused with its reason.
    """

    shape = "documents"
    reader = "1"
    whole_crawl = False
    documents: tuple[tuple[str, str, str], ...] = ()

    def first(self) -> Iterator[Ask]:
        """Each document."""
        for address, kind, _ in self.documents:
            yield Ask(address, kind)

    def text_page(self, response: Response) -> Response:
        """Any answer will do: what it is, is seen when it is read."""
        return response

    def look(self, page: Response, ask: Ask) -> Iterator[Found]:
        """The document's pages. Raises Refused where it cannot be read."""
        if len(page.body) > MOST_BYTES:
            msg = f"a document of {len(page.body):,} bytes; at most {MOST_BYTES:,} are read"
            raise Refused(msg)
        pages = [mend(text) for text in bounded_pages(read_document(page.body, ask.role))]
        if sum(map(len, pages)) < _FEWEST_LETTERS:
            msg = "the document holds no text, only pictures"
            raise Refused(msg)
        names = {address: name for address, _, name in self.documents}
        name = names.get(ask.url) or urlsplit(ask.url).path.rpartition("/")[2]
        yield SightingDraft(
            source=self.name,
            source_ref=ask.url,
            url=ask.url,
            title=name,
            publisher=self.publisher,
            # A document is no call of its own: it is read with the page that leads to it.
            stated={"kind": "other", "pages": pages},
        )
