"""What any page of a site may hold: its main words, its heading, the addresses of a sitemap."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from lxml import etree  # type: ignore[import-untyped]
from lxml.html import HtmlElement, tostring  # type: ignore[import-untyped]
from parsel import Selector
from scrapy.http import TextResponse

from spiders.fields import Ask, Refused, SightingDraft
from spiders.text import tidy
from spiders.values import moment_day

_MAIN = ("article", "main", "[role=main]", ".entry-content", "#content", "body")
_FURNITURE = (
    "script", "style", "noscript", "template", "iframe", "svg", "nav", "header", "footer", "form", "aside", "button",
)  # fmt: skip
_DATES = (
    "meta[property='article:published_time']::attr(content)",
    "meta[name='dcterms.issued']::attr(content)",
    "time[datetime]::attr(datetime)",
)
MOST_ADDRESSES = 300
"""Pages of one sitemap that a visit asks for."""
_SITEMAP_DEPTH = 3


def article(page: TextResponse, source: str, publisher: str) -> SightingDraft:
    """A page as one thing published: its heading and main words. Raises Refused without a heading."""
    title = heading(page)
    text = main_html(page.selector)
    if not tidy(re.sub(r"<[^>]+>", " ", text)):
        msg = "a page without words of its own"
        raise Refused(msg)
    return SightingDraft(
        source=source,
        source_ref=page.url,
        url=page.url,
        title=title,
        text=text,
        publisher=publisher,
        published_on=next(
            (day for css in _DATES if (day := moment_day(page.css(css).get()))), None
        ),
    )


def heading(page: TextResponse) -> str:
    """The page's own heading: its h1, else the title that it gives to those who share it."""
    for words in (
        " ".join(page.css("h1")[:1].xpath("string()").getall()),
        page.css("meta[property='og:title']::attr(content)").get() or "",
        page.css("title::text").get() or "",
    ):
        if tidy(words):
            return tidy(words)
    return ""


def main_html(node: Selector, wanted: str = "") -> str:
    """The main part of a page as HTML, without menus, forms and scripts."""
    for css in (wanted, *_MAIN) if wanted else _MAIN:
        found = node.css(css)
        if found:
            return cleaned(found[0])
    return ""


def cleaned(node: Selector) -> str:
    """A part of a page as HTML, without menus, forms, scripts and comments."""
    root = node.root
    if not isinstance(root, HtmlElement):
        return str(node.get() or "")
    copy = Selector(tostring(root, encoding="unicode"), type="html").root
    etree.strip_elements(copy, *_FURNITURE, etree.Comment, with_tail=False)
    for element in copy.iter(etree.Element):
        for name in set(element.attrib) - {"href", "datetime"}:
            del element.attrib[name]
    body = copy.find("body")
    inner = body if body is not None else copy
    return "".join(
        [inner.text or "", *(tostring(child, encoding="unicode") for child in inner)]
    ).strip()


def sitemap(page: TextResponse, pattern: str, depth: int) -> Iterator[Ask | Refused]:
    """The pages of a sitemap whose address fits the pattern; a sitemap of sitemaps leads on."""
    root = Selector(page.text, type="xml")
    root.remove_namespaces()
    wanted = re.compile(pattern)
    if root.xpath("/sitemapindex"):
        if depth >= _SITEMAP_DEPTH:
            yield Refused("sitemaps within sitemaps, too deep")
            return
        for address in root.xpath("/sitemapindex/sitemap/loc/text()").getall()[:MOST_ADDRESSES]:
            yield Ask(page.urljoin(address.strip()), "sitemap", depth=depth + 1)
        return
    if not root.xpath("/urlset"):
        msg = "this is no sitemap that can be read"
        raise Refused(msg)
    fitting = [row for row in root.xpath("/urlset/url") if wanted.search(_child(row, "loc"))]
    for row in fitting[:MOST_ADDRESSES]:
        address = page.urljoin(_child(row, "loc"))
        yield Ask(address, "page", depth=depth + 1, stamp=_child(row, "lastmod"))
    if len(fitting) > MOST_ADDRESSES:
        yield Refused(
            f"{len(fitting) - MOST_ADDRESSES} more pages in the sitemap: narrow the pattern"
        )


def with_query(address: str, **changes: str | int | list[str]) -> str:
    """An address with these parameters set, others left as they are.

    >>> with_query("https://example.org/a?x=1&page=1", page=2)
    'https://example.org/a?x=1&page=2'
    """
    parts = urlsplit(address)
    query = dict(parse_qs(parts.query, keep_blank_values=True))
    query.update(
        {key: value if isinstance(value, list) else [str(value)] for key, value in changes.items()}
    )
    return urlunsplit(parts._replace(query=urlencode(query, doseq=True, safe=":,")))


def _child(row: Selector, name: str) -> str:
    return (row.xpath(f"{name}/text()").get() or "").strip()
