"""Calls in a file: JSON lines as ``calls add`` takes them, a saved page, or plain text."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from parsel import Selector
from scrapy.http import Response

from spiders.base import FileSource, Found
from spiders.fields import Refused, SightingDraft
from spiders.page import cleaned
from spiders.text import decoded, tidy
from spiders.values import moment_day


class FileSite(FileSource):
    """A file or a folder of them. A file that cannot be read whole is refused whole, with the line and its fault."""

    absence = "gone"
    suffixes = frozenset({".jsonl", ".html", ".htm", ".txt", ".md"})

    def look(self, page: Response, ask: Any) -> Iterator[Found]:  # noqa: ARG002
        """By the ending of the file's name."""
        text = decoded(page.body)
        if page.url.endswith(".jsonl"):
            yield from self._rows(text)
        elif "<" in text[:200]:
            root = Selector(text, type="html")
            title = root.css("title::text").get() or root.css("h1").xpath("string()").get() or ""
            if not (body := root.css("body")):
                msg = "a page without a body: there is nothing to read"
                raise Refused(msg)
            yield self._one(page.url, title, cleaned(body[0]))
        else:
            title, _, rest = text.strip().partition("\n")
            yield self._one(page.url, title, rest or title)

    def _rows(self, text: str) -> Iterator[Found]:
        drafts = []
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            try:
                drafts.append(self._row(json.loads(line), number))
            except (json.JSONDecodeError, Refused) as fault:
                msg = f"line {number}: {fault if isinstance(fault, Refused) else 'no JSON'}"
                raise Refused(msg) from None
        yield from drafts

    def _row(self, row: Any, number: int) -> SightingDraft:
        if not isinstance(row, Mapping):
            msg = "no table of values"
            raise Refused(msg)
        url, facts = str(row.get("url") or ""), row.get("facts")
        return SightingDraft(
            source=self.name,
            source_ref=str(row.get("id") or url or f"line {number}"),
            url=url,
            title=str(row.get("title") or ""),
            text=str(row.get("text") or ""),
            publisher=str(row.get("funder") or self.publisher),
            published_on=moment_day(str(row.get("published_on") or "")),
            stated=facts if isinstance(facts, Mapping) else {},
        )

    def _one(self, url: str, title: str, text: str) -> SightingDraft:
        name = unquote(urlsplit(url).path).rpartition("/")[2]
        return SightingDraft(
            source=self.name,
            source_ref=name,
            url=url,
            title=tidy(title) or name,
            text=text,
            publisher=self.publisher,
        )
