"""Guidance documents of a call: which to fetch, and what they add to what the page says."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from db.vocabulary import Field, Kind
from funding_radar.reading.contradictions import confronts
from funding_radar.reading.facts import Item, ReadFact
from funding_radar.reading.html import plain_text
from funding_radar.reading.pipeline import read

if TYPE_CHECKING:
    from funding_radar.gazetteer import Gazetteer

MOST_DOCUMENTS = 3
"""Documents of one page: its guidance, its form and perhaps its questions and answers."""

MOST_PAGES = 40
_LONGEST_PAGE = 6_000
_LONGEST_ADDRESS = 500

_LINK = re.compile(
    r"<a\b[^>]{0,500}?\bhref\s*=\s*(?:\"([^\"]{1,500})\"|'([^']{1,500})')[^>]{0,500}>(.{0,400}?)</a",
    re.IGNORECASE | re.DOTALL,
)
_KIND = re.compile(r"\.(pdf|docx)\Z", re.IGNORECASE)
_SPEAKS = re.compile(
    r"guid|criteria|eligib|specification|prospectus|how to apply|application|applicant|fund|grant|"
    r"question|faq|terms|brief|tender|itt\b|scope|invitation",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"privacy|cookie|annual (?:report|review)|accounts|accessib|gdpr|newsletter|minutes|logo|poster|"
    r"complaint|strateg|press|monitoring|end of grant|previous|awarded|equality impact",
    re.IGNORECASE,
)

_NEVER = frozenset(
    {Field.STATUS, Field.CONTACT, Field.EFFORT, Field.HOW_TO_APPLY, Field.SUITABLE_FOR_VCSE}
)
"""What only the page itself can say of a call today: a document is older than its page."""


@dataclass(frozen=True, slots=True)
class Link:
    """A document that a page leads to."""

    url: str
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """A document of a call as it was read: its name, where it is, the text of each page."""

    title: str
    url: str
    pages: Sequence[str]


@dataclass(frozen=True, slots=True)
class PageFact:
    """A fact of a document, with the name of the document and the page (from 1) that says it."""

    fact: ReadFact
    document: str
    page: int
    url: str


def document_links(html: str, page_url: str, hosts: Collection[str]) -> list[Link]:
    """The PDF and Word files that a page leads to on these hosts, likeliest guidance first, three at most.

    The same rules as for pages: no other host, no other scheme than the web's, no name and password.
    """
    found: dict[str, tuple[int, Link]] = {}
    for match in _LINK.finditer(html[:400_000]):
        address = _on_hosts((match[1] or match[2]).strip(), page_url, hosts)
        kind = _KIND.search(urlsplit(address).path) if address else None
        if not address or kind is None or address in found:
            continue
        words = " ".join(plain_text(match[3]).split())[:200]
        name = f"{words} {unquote(urlsplit(address).path).rpartition('/')[2]}".replace("_", " ")
        if _SILENT.search(name):
            continue
        rank = 0 if _SPEAKS.search(name) else 1
        found[address] = (rank, Link(address, kind[1].lower(), words or name.strip()))
    ranked = sorted(found.values(), key=lambda one: one[0])
    return [link for _, link in ranked[:MOST_DOCUMENTS]]


def bounded_pages(pages: Sequence[str]) -> list[str]:
    """So much of a document as is kept and read."""
    return [page[:_LONGEST_PAGE] for page in pages[:MOST_PAGES]]


def facts_from_documents(
    documents: Sequence[Guidance],
    item: Item,
    said: Mapping[Field, bool],
    gazetteer: "Gazetteer | None" = None,
) -> list[PageFact]:
    """What documents add to a page: one fact for each field that the page leaves unsaid.

    ``said`` holds the fields that the page's facts have, true where the page itself says it and
    false where it was inferred. A fact of a document never stands against one that is said; of
    several documents the first that says a thing counts. Facts that contradict their own words,
    and those of a document that speaks of past awards or of other funds, are left out.
    """
    known = {field for field, outright in said.items() if outright}
    found: list[PageFact] = []
    for document in documents:
        for one in _facts_of(document, item, gazetteer):
            name = one.fact.field
            if name in known or name in _NEVER or confronts(one.fact) is not None:
                continue
            if one.fact.inferred and name in said:
                continue
            known.add(name)
            found.append(one)
    return found


def _facts_of(document: Guidance, item: Item, gazetteer: "Gazetteer | None") -> Iterator[PageFact]:
    pages = bounded_pages(document.pages)
    text = "\n\n".join(pages)
    whole = replace(item, text=escape(text, quote=False), stated={}, publisher_areas=())
    reading = read(whole, gazetteer)
    if reading.kind in (Kind.AWARD_NEWS, Kind.DIGEST):
        return
    for fact in reading.facts.values():
        page = _page_of(fact.quote, pages)
        if page:
            yield PageFact(fact, document.title, page, document.url)


def _page_of(quote: str, pages: Sequence[str]) -> int:
    """The page, from 1, in which a quote stands; 0 where it stands in none, as one of the title does."""
    for number, page in enumerate(pages, 1):
        if quote and quote in page:
            return number
    return 0


def _on_hosts(href: str, page_url: str, hosts: Collection[str]) -> str:
    """The whole address without its fragment, if it leads to one of the hosts; else nothing."""
    try:
        parts = urlsplit(urljoin(page_url, href.replace("&amp;", "&")))
        port = parts.port
    except ValueError:
        return ""
    here = urlsplit(page_url)
    own_port = port in (None, 80, 443, here.port)
    if parts.scheme not in ("http", "https") or parts.username or not own_port:
        return ""
    if (parts.hostname or "") not in _with_www(frozenset(hosts)):
        return ""
    address = urlunsplit(parts._replace(fragment=""))
    return address if len(address) <= _LONGEST_ADDRESS else ""


@cache
def _with_www(hosts: frozenset[str]) -> frozenset[str]:
    bare = {host.removeprefix("www.") for host in hosts}
    return frozenset(bare | {f"www.{host}" for host in bare})
