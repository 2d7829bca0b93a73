"""Guidance on government funds for voluntary bodies, found by GOV.UK's own search."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import urljoin

from scrapy.http import TextResponse

from spiders.base import ApiSource, Found
from spiders.fields import Ask, Refused, SightingDraft
from spiders.page import with_query
from spiders.values import moment_day

_PER_PAGE = 50
_FIELDS = "title,link,description,public_timestamp,organisations,format"


class UkGovuk(ApiSource):
    """Pages that GOV.UK's search finds for words about funding, each read whole from its content interface.

    Search is strict: an unknown parameter is answered with 422. What leaves the first results is not gone.
    """

    name = "uk_govuk"
    url = "https://www.gov.uk/api/search.json"

    # Source
    publisher = "GOV.UK"
    licence = "OGL-UK-3.0"
    home_page = "https://www.gov.uk"
    places = ("K02000001",)
    expects_at_least = 1
    every = 24
    options = ("words", "organisations", "pages")

    words: str = "fund voluntary community social enterprise mental health grant applications"
    organisations: tuple[str, ...] = (
        "department-of-health-and-social-care",
        "department-for-culture-media-and-sport",
        "nhs-england",
    )
    pages: int = 1
    """How many pages of fifty results are read."""

    def first(self) -> Iterator[Ask]:
        """The newest results for each organisation."""
        for organisation in self.organisations:
            yield Ask(
                with_query(
                    self.url,
                    q=self.words,
                    filter_organisations=organisation,
                    order="-public_timestamp",
                    count=_PER_PAGE,
                    start=0,
                    fields=_FIELDS.split(","),
                ),
                "list",
            )

    def look(self, page: TextResponse, ask: Ask) -> Iterator[Found]:
        """Results lead to content."""
        data = self.data(page)
        if ask.role == "content":
            yield from self.taken(self._content(data, ask.card))
            return
        for item in self.items(data):
            for found in self.taken(self.read(item)):
                yield found
                if isinstance(found, SightingDraft):
                    address = urljoin(page.url, f"/api/content{found.source_ref}")
                    yield Ask(address, "content", found, ask.depth + 1)
        start = int(data.get("start") or 0) + _PER_PAGE
        if start < min(int(data.get("total") or 0), self.pages * _PER_PAGE):
            yield Ask(with_query(page.url, start=start), ask.role, depth=ask.depth)

    def items(self, data: Any) -> list[Any]:
        """The results."""
        results = data.get("results") if isinstance(data, Mapping) else None
        if not isinstance(results, list):
            msg = "no results stand in the answer"
            raise Refused(msg)
        return results

    def read(self, item: Any) -> Iterator[SightingDraft | Refused]:
        """A result says title, day and one sentence."""
        link = str(item.get("link") or "") if isinstance(item, Mapping) else ""
        if not link.startswith("/"):
            yield Refused("a result that is no page of GOV.UK")
            return
        organisations = [row.get("title") for row in item.get("organisations") or []]
        yield SightingDraft(
            source=self.name,
            source_ref=link,
            url=f"{self.home_page}{link}",
            title=str(item.get("title") or ""),
            text=str(item.get("description") or ""),
            publisher=next((str(name) for name in organisations if name), self.publisher),
            published_on=moment_day(str(item.get("public_timestamp") or "")),
        )

    def _content(self, data: Any, card: SightingDraft | None) -> Iterator[SightingDraft | Refused]:
        if not isinstance(data, Mapping) or not data.get("base_path"):
            msg = "no content stands in the answer"
            raise Refused(msg)
        path = str(data["base_path"])
        withdrawn = (data.get("withdrawn_notice") or {}).get("explanation")
        links = data.get("links") or {}
        names = [row.get("title") for row in links.get("organisations") or []]
        yield SightingDraft(
            source=self.name,
            source_ref=card.source_ref if card else path,
            url=f"{self.home_page}{path}",
            title=str(data.get("title") or ""),
            text=_body(data),
            publisher=next(
                (str(name) for name in names if name), card.publisher if card else self.publisher
            ),
            published_on=moment_day(str(data.get("public_updated_at") or "")),
            stated={"status": "closed", "kind": "closed_call"} if withdrawn else {},
        )


def _body(data: Mapping[str, Any]) -> str:
    details = data.get("details") or {}
    summary = f"<p>{escape(str(data.get('description') or ''))}</p>"
    parts = [
        f"<h2>{escape(str(part.get('title') or ''))}</h2>{_html(part.get('body'))}"
        for part in details.get("parts") or []
    ]
    return summary + _html(details.get("body")) + "".join(parts)


def _html(body: Any) -> str:
    """Some bodies are HTML, some a list of one body for each type."""
    if isinstance(body, list):
        html = [row.get("content") for row in body if row.get("content_type") == "text/html"]
        return str(html[0]) if html else ""
    return str(body or "")
