"""Source, and the four shapes that a source can have: an API with pages, a listing with details, a feed, a file.

To add a source: choose the shape, write one class in ``spiders/sources/``, save a page in ``tests/pages/<name>/``.
A site that needs no code of its own is a table in ``catalogue.toml`` (see ``spiders/sites/``).
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal
from urllib.parse import unquote, urlsplit

import feedparser
from parsel import Selector
from scrapy.http import Response, TextResponse

from spiders.entry import SourceEntry
from spiders.fields import SURPRISES, Ask, Refused, SightingDraft
from spiders.text import decoded
from spiders.visit import Visiting

Found = SightingDraft | Ask | Refused
"""What a page can hold: a thing published, a page to see next, something not to be taken."""


class Source(Visiting):
    """A publisher of funding. Attributes say what it is; ``look`` says how a page of it is read.

    ``look`` is pure: a page in, drafts and further pages out. Fetching, storing and health are not its business.
    """

    # What it is
    publisher: str = ""
    licence: str = ""
    home_page: str = ""
    url: str = ""
    places: tuple[str, ...] = ()
    expects_at_least: int = 1
    every: float = 24
    """Hours between two visits."""
    delay: float | None = None
    """Seconds between two requests; None as the configuration says."""
    paused_because: str = ""

    # How it behaves
    shape: ClassVar[str] = ""
    reader: ClassVar[str] = "1"
    """Raised when ``look`` reads differently, so that unchanged pages are read again."""
    absence: Literal["closed", "gone"] | None = None
    """What a thing's absence from a whole crawl means; None where a crawl never sees the whole."""
    whole_crawl: bool = True
    """Whether what was read is stored at the end, after it was judged; otherwise page by page."""
    remembers: bool = True
    """Whether a page is worth remembering; not where every visit has other addresses."""
    hosts: tuple[str, ...] = ()
    """Hosts of its own besides those of ``url`` and ``home_page``."""
    options: ClassVar[tuple[str, ...]] = ()
    """Attributes of its own that configuration may set."""
    busy: ClassVar[frozenset[int]] = frozenset({408, 429, 500, 502, 503, 504})
    """Answers that mean: ask again a little later."""

    def __init__(
        self,
        entry: SourceEntry | None = None,
        now: datetime | None = None,
        job: object = None,
        max_pages: int = 500,
    ) -> None:
        if entry is not None:
            self.name = entry.name
            for key, value in entry.attributes().items():
                setattr(self, key, value)
        super().__init__()
        self.now = now or datetime(1, 1, 1, tzinfo=UTC)
        self.job = job
        self.max_pages = max_pages
        self.state: dict[str, Any] = {}

    @property
    def own_hosts(self) -> frozenset[str]:
        """The hosts that a visit may ask: those of the address it starts from and of its own list."""
        names = {urlsplit(self.url).hostname or "", *self.hosts}
        bare = {name.removeprefix("www.") for name in names if name}
        return frozenset(bare | {f"www.{name}" for name in bare})

    def first(self) -> Iterator[Ask]:
        """The pages that a visit starts with."""
        yield Ask(self.url, "list")

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """What stands on a page. Raises Refused when the page is not what it should be."""
        raise NotImplementedError

    def instead(self, ask: Ask) -> Iterator[Ask]:  # noqa: ARG002
        """Other doors to try when a page was refused."""
        yield from ()

    def finished(self, ask: Ask, follows: list[Ask]) -> None:
        """Told after a page was read whole, so that ``state`` can move on."""

    def worth_remembering(self, ask: Ask) -> bool:  # noqa: ARG002
        """Whether a page is asked for again under the same address."""
        return self.remembers

    def expected(self) -> int:
        """How few items would be a fault of this visit."""
        return self.expects_at_least

    def lost(self) -> str:
        """What of its own it used to have and could not be had this time, as a sentence; empty where nothing is."""
        return ""

    def text_page(self, response: Response) -> Response:
        """The answer as a page of text. Raises Refused for pictures, PDFs and the like."""
        if not isinstance(response, TextResponse):
            kind = (response.headers.get("Content-Type") or b"an unknown kind").decode("latin-1")
            msg = f"not a page but {kind[:60]}"
            raise Refused(msg)
        return response

    def reading_key(self, ask: Ask) -> str:
        """Changes when the same bytes would be read differently."""
        options = {key: getattr(self, key) for key in self.options}
        made_of = json.dumps([self.reader, ask.as_json(), options], sort_keys=True, default=str)
        return hashlib.sha256(made_of.encode()).hexdigest()[:12]

    def taken(self, drafts: Iterator[SightingDraft | Refused]) -> Iterator[Found]:
        """Drafts one by one; the first fault ends only the item that it is in, if the reader yields it."""
        try:
            yield from drafts
        except Refused as fault:
            yield fault
        except SURPRISES as surprise:
            yield Refused(f"an item is not as expected ({type(surprise).__name__})")

    def attempt(self, make: Callable[..., SightingDraft], *given: Any) -> Iterator[Found]:
        """One draft, or the reason why there is none."""
        try:
            yield make(*given)
        except Refused as fault:
            yield fault
        except SURPRISES as surprise:
            yield Refused(f"an item is not as expected ({type(surprise).__name__})")


class ApiSource(Source):
    """An API that answers JSON in pages. Say where the items are and how one is read.

    ``items(data)`` lists them, ``read(item)`` makes a draft of one, ``next_page(data, page)`` names the next page.
    """

    shape = "api"

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """Each item on its own: one that cannot be read does not take the others with it."""
        data = self.data(page)
        items = self.items(data)
        for item in items:
            yield from self.taken(self.read(item))
        address = self.next_page(data, page) if items else None
        if address:
            yield Ask(page.urljoin(address), ask.role, depth=ask.depth)

    def data(self, page: TextResponse) -> Any:
        """The page's JSON, however it is encoded. Raises Refused when it is none."""
        text = decoded(page.body)
        try:
            return json.loads(text)
        except json.JSONDecodeError as fault:
            if text.lstrip()[:1] == "<":
                msg = "HTML came where JSON should be"
            elif not text.strip():
                msg = "the answer is empty"
            else:
                msg = f"the JSON is broken or cut short at character {fault.pos}"
            raise Refused(msg) from None
        except RecursionError:
            msg = "the JSON is nested too deep"
            raise Refused(msg) from None

    def items(self, data: Any) -> list[Any]:
        """The items on a page. Raises Refused when they are not where they should be."""
        raise NotImplementedError

    def read(self, item: Any) -> Iterator[SightingDraft | Refused]:
        """What one item says."""
        raise NotImplementedError

    def next_page(self, data: Any, page: TextResponse) -> str | None:  # noqa: ARG002
        """The address of the next page, or None at the end."""
        return None


class ListingSource(Source):
    """A listing in HTML whose cards say something and lead to a page for each item.

    ``cards`` selects one item, ``read_card`` makes a draft of it, ``read_detail`` adds what its own page says. What the
    card said stands even when the page cannot be had.
    """

    shape = "listing"

    absence: Literal["closed", "gone"] | None = "gone"

    cards: str = ""
    next_link: str = ""
    details: bool = True
    """Whether a card's own page is read too."""

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """A listing gives cards and the next listing; a detail gives the item."""
        if ask.role == "detail":
            yield from self.taken(self.read_detail(page, ask.card))
            return
        cards = page.css(self.cards)
        if not cards:
            msg = f"no item stands where items should be ({self.cards})"
            raise Refused(msg)
        for card in cards:
            for draft in self.taken(self.read_card(card, page)):
                yield draft
                if isinstance(draft, SightingDraft) and self.details:
                    yield Ask(draft.url, "detail", draft, ask.depth + 1)
        address = page.css(self.next_link).get() if self.next_link else None
        if address:
            yield Ask(page.urljoin(address), ask.role, depth=ask.depth)

    def read_card(self, card: Selector, page: TextResponse) -> Iterator[SightingDraft | Refused]:
        """What a card of the listing says."""
        raise NotImplementedError

    def read_detail(
        self, page: TextResponse, card: SightingDraft | None
    ) -> Iterator[SightingDraft | Refused]:
        """What an item's own page says, with what its card said."""
        raise NotImplementedError


class FeedSource(Source):
    """An RSS or Atom feed, read leniently: a broken feed gives the entries that stand before the break."""

    shape = "feed"

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:  # noqa: ARG002
        """One draft for each entry."""
        feed = feedparser.parse(page.body.lstrip(), response_headers={"content-type": "text/xml"})
        if not feed.entries and (feed.bozo or not feed.get("version")):
            msg = "this is no feed that can be read"
            raise Refused(msg)
        cut = feed.bozo and _is_cut(feed.bozo_exception)
        # The entry in which a feed breaks off may be half of itself.
        whole = feed.entries[:-1] if cut else feed.entries
        for entry in whole:
            yield from self.taken(self.read(entry))
        if cut:
            yield Refused(f"the feed is broken after {len(whole)} entries")

    def read(self, entry: Mapping[str, Any]) -> Iterator[SightingDraft | Refused]:
        """What one entry says."""
        raise NotImplementedError


class FileSource(Source):
    """A file, or each file of a folder, on this machine; ``suffixes`` are those that it can read."""

    shape = "file"

    suffixes: ClassVar[frozenset[str]] = frozenset()

    def first(self) -> Iterator[Ask]:
        """The file, or the folder's files in the order of their names; a file with another ending is left alone."""
        path = Path(unquote(urlsplit(self.url).path))
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in files:
            if not path.is_dir() or (file.is_file() and file.suffix.lower() in self.suffixes):
                yield Ask(file.absolute().as_uri(), "file")

    def text_page(self, response: Response) -> Response:
        """Any file will do."""
        return response


def _is_cut(fault: object) -> bool:
    # Feedparser also reports harmless things, such as an encoding that was declared wrongly.
    return "SAX" in type(fault).__name__
