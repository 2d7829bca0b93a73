"""Text from outside made harmless: one line, bounded, without anything that steers a screen or a mail header."""

import unicodedata
from urllib.parse import urlsplit

MAX_URL = 1_000
_INVISIBLE = frozenset("\u034f\u115f\u1160\u3164\uffa0\u2800")
"""Letters and marks that show nothing; direction overrides and zero-width spaces are format characters already."""
_KEPT_FORMAT = frozenset("\u200c\u200d")
"""Joiners that some scripts and emoji need."""
_TOO_LONG = 20
"""How many times the limit is looked at: what stands behind is never read."""
MAX_MARKS = 3
"""Accents on one letter; a tower of them hides the lines above."""


def plain(text: str, limit: int) -> str:
    """The text on one line of at most ``limit`` characters, cut at a word with an ellipsis.

    Control codes, direction overrides, invisible characters and lone surrogates are gone; white space is one space.

    >>> plain("Grant\\r\\nBcc: you\\x1b[31m", 40)
    'Grant Bcc: you [31m'
    >>> plain("A grant for peer support in Leeds", 24)
    'A grant for peer…'
    """
    # "=?" begins an encoded word: the e-mail package would decode what is in it, line breaks and all.
    words = " ".join(_printable(text[: limit * _TOO_LONG]).replace("=?", "= ?").split())
    if len(words) <= limit:
        return words
    cut = words[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:.–-") + "…"


def _printable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif marks > MAX_MARKS or _hidden(character, category):
            continue
        else:
            kept.append(character)
    return "".join(kept)


def _hidden(character: str, category: str) -> bool:
    if category == "Cf":
        return character not in _KEPT_FORMAT
    return category in ("Cs", "Co", "Cn") or character in _INVISIBLE


def web_address(url: str) -> str:
    """The address when it is a plain http or https one, else the empty string.

    >>> web_address("javascript:alert(1)"), web_address("https://example.org/a?b=1")
    ('', 'https://example.org/a?b=1')
    """
    url = url.strip()
    if not url or len(url) > MAX_URL or not url.isascii():
        return ""
    if any(character <= " " or character in '"<>\\^`{|}\x7f' for character in url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    return url


def site(url: str) -> str:
    """The host of an address as people say it.

    >>> site("https://www.sheffield.gov.uk/grants")
    'sheffield.gov.uk'
    """
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
