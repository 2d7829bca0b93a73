"""A bulletin taken apart: several calls in one text become several items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml.html import HtmlElement, tostring  # type: ignore[import-untyped]
from parsel import Selector

from spiders.page import main_html
from spiders.text import tidy

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOLD = ("strong", "b")
_LONGEST_HEADING = 160
_FEWEST_WORDS = 8
_FUNDING = re.compile(
    r"(?i)£|\bgrants?\b|\bfund(?:s|ing|ed)?\b|\btender|\bcontract|\bbursar|\bcommission(?:ing|er)|\bdeadline|\bapply\b"
)
_UNDERLINE = re.compile(r"^\s*[=\-_*~]{4,}\s*$")
_LIST_MARK = re.compile(r"^\s*(?:[*•◆▪–-]|\d{1,2}[.)])\s+")
_LINK = re.compile(r"https?://[^\s<>\")\]]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of a bulletin: its heading, its words as HTML or plain text, its first link."""

    title: str
    text: str
    link: str = ""

    @property
    def is_about_funding(self) -> bool:
        """Whether it may be a call: it speaks of money or applying, and says more than a few words."""
        words = tidy(re.sub(r"<[^>]+>", " ", f"{self.title} {self.text}"))
        return bool(_FUNDING.search(words)) and len(words.split()) >= _FEWEST_WORDS


def pieces_of_html(markup: str) -> list[Piece]:
    """The items of a bulletin in HTML: what stands between one heading, or bold line, and the next."""
    root = Selector(main_html(Selector(markup, type="html")) or markup, type="html").root
    found: list[tuple[str, list[str], list[str]]] = []
    for block in _blocks(root):
        heading = _heading(block)
        links = [str(a.get("href")) for a in block.iter("a") if _is_web(a.get("href"))]
        if heading:
            found.append((heading, [], links))
        elif found:
            found[-1][1].append(tostring(block, encoding="unicode", with_tail=False))
            found[-1][2].extend(links)
    return [Piece(title, "".join(parts), next(iter(links), "")) for title, parts, links in found]


def pieces_of_text(text: str) -> list[Piece]:
    """The items of a bulletin in plain text: a short line before its paragraph, underlined, in capitals or numbered."""
    found: list[tuple[str, list[str]]] = []
    for paragraph in re.split(r"\n\s*\n", _parted(text.replace("\r\n", "\n"))):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        lines = [line for line in lines if not _UNDERLINE.match(line)]
        if not lines:
            continue
        if _opens(lines, underlined=len(lines) < paragraph.count("\n") + 1):
            found.append((_LIST_MARK.sub("", lines[0]), lines[1:]))
        elif found:
            found[-1][1].extend(["", *lines])
    return [
        Piece(title, "\n".join(rest).strip(), _first_link("\n".join([title, *rest])))
        for title, rest in found
    ]


def _blocks(root: HtmlElement) -> Iterator[HtmlElement]:
    """The lowest blocks, in the order of the page; newsletters nest tables many deep."""
    inner = {
        "table",
        "tr",
        "td",
        "th",
        "tbody",
        "div",
        "section",
        "article",
        "center",
        "main",
        "ul",
        "ol",
    }
    for element in root.iter("p", "li", *_HEADINGS, "td", "div"):
        if element.tag in ("td", "div") and (
            len([child for child in element.iter() if child.tag in inner | {"p", "li", *_HEADINGS}])
            > 1
            or not element.text_content().strip()
        ):
            continue
        if element.text_content().strip():
            yield element


def _heading(block: HtmlElement) -> str:
    words = tidy(block.text_content())
    if len(words) > _LONGEST_HEADING:
        return ""
    if block.tag in _HEADINGS:
        return words
    bold = tidy(" ".join(part.text_content() for part in block.iter(*_BOLD)))
    return words if bold and bold == words and not words.endswith(":") and len(words) > 3 else ""


def _parted(text: str) -> str:
    """A line in capitals starts an item even where no blank line stands before it."""
    return "\n".join(f"\n{line}" if _is_shouted(line) else line for line in text.split("\n"))


def _is_shouted(line: str) -> bool:
    return line.isupper() and len(line.split()) > 1 and len(line) <= _LONGEST_HEADING


def _opens(lines: list[str], *, underlined: bool) -> bool:
    first = lines[0]
    if len(first) > _LONGEST_HEADING or first.endswith((".", ":", ",", ";")) or _LINK.match(first):
        return False
    shouted = first.isupper() and len(first) > 3
    return shouted or underlined or bool(_LIST_MARK.match(first)) or len(lines) > 1


def _first_link(text: str) -> str:
    match = _LINK.search(text)
    return match.group().rstrip(".,;") if match else ""


def _is_web(address: str | None) -> bool:
    return bool(address) and urlsplit(str(address)).scheme in ("http", "https")
