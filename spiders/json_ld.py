"""Structured data that a page carries for machines (JSON-LD of schema.org)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scrapy.http import TextResponse

from db.vocabulary import Field, Kind
from spiders.fields import SightingDraft
from spiders.text import tidy
from spiders.values import moment_day, uk_moment

Thing = Mapping[str, Any]


def things(page: TextResponse, types: Iterable[str]) -> Iterator[Thing]:
    """The things of these types on a page. A block that is no JSON is passed over: most are for shops and search."""
    wanted = set(types)
    # A parser decodes a type printed as application/ld&#x2B;json; a search in the raw bytes would miss it.
    for block in page.css("script[type='application/ld+json' i]::text").getall():
        try:
            data = json.loads(block, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
        yield from (thing for thing in _flat(data) if wanted & _types(thing))


def draft_of(thing: Thing, source: str, publisher: str, page_url: str) -> SightingDraft:
    """A thing as published. Raises Refused without a name.

    An event is nothing to apply for, and says so; its day stands in the text for the readers.
    """
    types = _types(thing)
    name = _words(thing.get("name")) or _words(thing.get("headline"))
    said = _words(thing.get("url")) or _words(thing.get("@id"))
    own = said if said.startswith(("http://", "https://")) else ""
    funder = _named(thing.get("funder")) or _named(thing.get("sponsor"))
    stated: dict[str, Any] = grant_amounts(thing)
    if "Event" in types:
        stated["kind"] = Kind.OTHER.value
        stated["event_at"] = uk_moment(_words(thing.get("startDate")))
    return SightingDraft(
        source=source,
        source_ref=own or f"{page_url}#{name.casefold()}",
        url=own or page_url,
        title=name,
        text=_words(thing.get("description")) or _words(thing.get("articleBody")),
        publisher=funder or publisher,
        published_on=moment_day(_words(thing.get("datePublished"))),
        stated={key: value for key, value in stated.items() if value is not None},
    )


def grant_amounts(thing: Thing) -> dict[str, Any]:
    """The amounts of a MonetaryGrant, in whole pounds."""
    amount = thing.get("amount")
    if not isinstance(amount, Mapping) or amount.get("currency", "GBP") != "GBP":
        return {}
    found = {
        Field.MIN_AMOUNT.value: amount.get("minValue"),
        Field.MAX_AMOUNT.value: amount.get("maxValue", amount.get("value")),
    }
    return {
        key: round(value)
        for key, value in found.items()
        if isinstance(value, int | float) and value > 0
    }


def _flat(data: Any) -> Iterator[Thing]:
    if isinstance(data, list):
        for one in data:
            yield from _flat(one)
    elif isinstance(data, Mapping):
        yield data
        for key in ("@graph", "itemListElement", "item", "mainEntity"):
            yield from _flat(data.get(key))


def _types(thing: Thing) -> set[str]:
    said = thing.get("@type")
    return {str(one) for one in said} if isinstance(said, list) else {str(said)}


def _words(value: Any) -> str:
    return tidy(value) if isinstance(value, str) else ""


def _named(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return _words(value.get("name")) if isinstance(value, Mapping) else _words(value)
