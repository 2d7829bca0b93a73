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
    """
    if not is_markup(html_or_text):
        return html_or_text
    if "<" not in html_or_text:
        return unescape(html_or_text)
    shown = unescape_spaced("".join(_pieces(html_or_text)))
    return _AROUND_BREAK.sub("\n", _AROUND_CELL.sub("\t", shown)).strip()


def unescape_spaced(text: str) -> str:
    """Entities as characters, each run of spaces (no-break ones too) as one space."""
    return _SPACE.sub(" ", unescape(text))


def _pieces(html: str) -> list[str]:
    """Text between tags, with a break for a block and a tab for a cell: one pass, no way back."""
    low = html.lower()
    pieces: list[str] = []
    at = 0
    while (opening := html.find("<", at)) >= 0:
        pieces.append(_inline(html[at:opening]))
        if html.startswith("<!--", opening):
            end = html.find("-->", opening)
            at = end + 3 if end >= 0 else len(html)
            continue
        tag = _TAG.match(html, opening)
        if tag is None:
            declaration = html.startswith(("<!", "<?"), opening)
            end = html.find(">", opening) if declaration else opening
            if not declaration:
                pieces.append("&lt;")
            at = end + 1 if end >= 0 else len(html)
            continue
        name = tag.group(2).lower()
        at = _tag_end(html, opening)
        if name in _BLOCKS:
            pieces.append("\n")
        elif name in _CELLS:
            pieces.append("\t")
        elif name in _UNSEEN and not tag.group(1) and html[at - 2 : at] != "/>":
            end = low.find(f"</{name}", at)
            at = end if end >= 0 else len(html)
    pieces.append(_inline(html[at:]))
    return pieces


def _inline(text: str) -> str:
    """Text within a block: a line end in the source is a space on the page."""
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


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
