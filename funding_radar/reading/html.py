"""HTML as a reader sees it: no tags or entities, a line for each block, a tab between cells."""

import re
from html import unescape

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "button",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset({"td", "th", "dt"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "head", "select", "iframe"})
_STRUCK = frozenset({"del", "s", "strike"})
_LONGEST_HIDDEN = 200
"""Letters of a message or a key to sort by; what is hidden and longer opens at a click."""
_LONGEST_LINK = 100
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "wbr",
    }
)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|text-decoration[^;\"']{0,40}line-through",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"\shidden(?=[\s/>]|=\"\"|$)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_FOOTNOTE = re.compile(
    r"<sup\b[^<>]{0,200}>\s*(?:<a\b[^<>]{0,400}>)?\s*[\[(]?(?:\d{1,2}|[*†‡§])[\])]?\s*(?:</a>)?\s*</sup>",
    re.IGNORECASE,
)
"""The number of a note, which would else lengthen the sum or the year that it stands behind."""
_END_OF_CELL = "\ue000"
_SHORT_CELL = re.compile(r"\t([^\t\ue000]{1,120})\ue000")
_UNPRINTED = re.compile("[\u00ad\ufeff\u200b\u2060]")
"""Where a word may be broken, and other signs without a shape."""
_MARKUP = re.compile(
    r"</?(?:[abipu]|br|li|ul|ol|td|th|tr|dl|dt|dd|em|hr|h[1-6]|div|span|strong|table|tbody|section|"
    r"article|html|body|head|img|script|style|main|figure|blockquote|small|sup|sub|label|form)"
    r"(?:\s[^<>]{0,4000})?/?>|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,6});|<!--",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_SPACE = re.compile(r"[^\S\n\t]+")
_AROUND_BREAK = re.compile(r"[ \t]*\n[ \t\n]*")
_AROUND_CELL = re.compile(r" *\t[ \t]*")
_LONGEST_QUOTE = 40


def is_markup(text: str) -> bool:
    """Whether tags or entities stand in a text.

    >>> is_markup("a < b & c > d"), is_markup("&pound;500"), is_markup("<p>One")
    (False, True, True)
    """
    return ("<" in text or "&" in text) and _MARKUP.search(text) is not None


def plain_text(html_or_text: str) -> str:
    """The words as shown; a text without markup comes back as it is.

    >>> plain_text("<table><tr><td>Closing date:</td><td>21/07/2026</td></tr></table>")
    'Closing date:\\t21/07/2026'
    >>> plain_text("Up to &pound;<b>5</b>,000<br>a year")
    'Up to £5,000\\na year'
    >>> plain_text("Closes <del>3 May</del> 17 May<span hidden> 1 June</span>")
    'Closes 17 May'
    """
    if not is_markup(html_or_text):
        return html_or_text
    if "<" not in html_or_text:
        shown = _unescaped(html_or_text)
        return plain_text(shown) if "<" in shown and is_markup(shown) else shown
    shown = _UNPRINTED.sub("", _unescaped("".join(_pieces(html_or_text))))
    shown = _SPACE.sub(" ", shown)
    shown = _SHORT_CELL.sub(_in_one_line, shown).replace(_END_OF_CELL, "\t")
    return _AROUND_BREAK.sub("\n", _AROUND_CELL.sub("\t", shown)).strip()


def _unescaped(text: str) -> str:
    """Entities as characters, those too that were escaped twice on their way."""
    shown = unescape(text)
    return unescape(shown) if "&" in shown and _MARKUP.search(shown) else shown


def _in_one_line(cell: re.Match[str]) -> str:
    """A cell of few words, whose breaks only keep its column narrow."""
    words = " ".join(cell.group(1).split())
    return f"\t{words}{_END_OF_CELL}" if words else cell.group()


def _pieces(html: str) -> list[str]:
    """Text between tags, with a break for a block and a tab for a cell: one pass, no way back."""
    low = html.lower()
    pieces: list[str] = []
    unseen = _Unseen(pieces)
    at = 0
    while (opening := html.find("<", at)) >= 0:
        pieces.append(_inline(html[at:opening]))
        tag = _TAG.match(html, opening)
        if tag is None:
            at = _after_no_tag(html, opening, pieces)
            continue
        name, closes = tag.group(2).lower(), bool(tag.group(1))
        note = _FOOTNOTE.match(html, opening) if name == "sup" else None
        at = note.end() if note else _tag_end(html, opening)
        if name in _BLOCKS:
            pieces.append("\n")
        elif name in _CELLS:
            pieces.append(_END_OF_CELL if closes else "\t")
        elif name in _UNSEEN and not closes and html[at - 2 : at] != "/>":
            end = low.find(f"</{name}", at)
            at = end if end >= 0 else len(html)
        unseen.meets(name, html[opening:at], closes=closes)
    pieces.append(_inline(html[at:]))
    return pieces


def _after_no_tag(html: str, opening: int, pieces: list[str]) -> int:
    """Just after a comment or a declaration, or after a sign that opens no tag and stands for itself."""
    if html.startswith("<!--", opening):
        end = html.find("-->", opening)
        return end + 3 if end >= 0 else len(html)
    if html.startswith("<![CDATA[", opening):
        return opening + len("<![CDATA[")
    if html.startswith(("<!", "<?"), opening):
        end = html.find(">", opening)
        return end + 1 if end >= 0 else len(html)
    pieces.append("&lt;")
    return opening + 1


class _Unseen:
    """Takes back what stood in an element that is struck through, hidden or a menu, once it is closed.

    Hidden prose stays: what opens at a click is part of the page. So does an element that is never closed.
    """

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._name, self._depth, self._start = "", 0, 0

    def meets(self, name: str, tag: str, *, closes: bool) -> None:
        """Goes into an element, or out of it."""
        if not self._depth:
            if not closes and _is_unseen(name, tag):
                self._name, self._depth, self._start = name, 1, len(self._pieces)
        elif name == self._name:
            self._depth += -1 if closes else 1
            if not self._depth and (name in _STRUCK or not self._holds_prose()):
                del self._pieces[self._start :]

    def _holds_prose(self) -> bool:
        inside = self._pieces[self._start :]
        if self._name == "nav":
            return any(len(words) > _LONGEST_LINK for words in inside)
        return sum(map(len, inside)) > _LONGEST_HIDDEN


def _is_unseen(name: str, tag: str) -> bool:
    """Whether a browser shows an element struck through, not at all, or beside the page's own words."""
    if name in _STRUCK or name == "nav":
        return True
    if name in _VOID or tag.endswith("/>"):
        return False
    if _HIDING.search(tag):
        return True
    return "hidden" in tag.lower() and _HIDDEN.search(_QUOTED.sub('""', tag)) is not None


def _inline(text: str) -> str:
    """Text within a block: a line end in the source is a space on the page."""
    text = text.replace("\n", " ").replace("\t", " ").replace("\r", " ")
    return text.replace(_END_OF_CELL, " ")


def _tag_end(html: str, opening: int) -> int:
    """Just after the tag's own ``>``: one inside a quoted attribute does not end it."""
    end = html.find(">", opening)
    for _ in range(_LONGEST_QUOTE):
        if end < 0:
            return len(html)
        if html.count('"', opening, end) % 2 == 0:
            break
        closing = html.find('"', end)
        following = html.find(">", closing) if closing >= 0 else -1
        if following < 0 or following - opening > 20_000:
            break
        end = following
    return end + 1
