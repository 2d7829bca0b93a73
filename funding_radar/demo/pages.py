"""What a made-up server answers under one path."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Query = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """A body with the headers of its own."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """Changes when the body does."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@dataclass(frozen=True, slots=True)
class Page:
    """A path of a site: its kind, its status, and what it says to a query."""

    kind: str
    answer: Callable[[Query], Answer]
    status: int = 200


def html(text: str) -> Page:
    """A page of a site."""
    return Page("text/html; charset=utf-8", lambda _query: Answer(text.encode()))


def xml(text: str) -> Page:
    """A feed or a sitemap."""
    return Page("application/rss+xml; charset=utf-8", lambda _query: Answer(text.encode()))


def plain(text: str) -> Page:
    """A text file."""
    return Page("text/plain; charset=utf-8", lambda _query: Answer(text.encode()))


def as_json(data: Any, headers: Mapping[str, str] | None = None) -> Answer:
    """An API's answer."""
    return Answer(json.dumps(data, ensure_ascii=False).encode(), headers or {})
