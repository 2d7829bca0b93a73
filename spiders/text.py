"""Text as publishers send it, made readable: wrong decoding undone, white space tidied, HTML to plain lines."""

import html
import re
from collections.abc import Mapping
from typing import Any

_MOJIBAKE = re.compile(
    "[ÂÃâ][\u0080-\u00bf\u2010-\u203a\u20ac\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2122\u02c6\u02dc]"
)
_SPACE = re.compile(r"\s+")
_BLOCK = re.compile(r"(?i)<\s*(?:br|/p|/div|/li|/h[1-6]|/tr|/dt|/dd)\b[^>]*>")
_HIDDEN = re.compile(r"(?is)<(script|style|template)\b.*?</\1\s*>|<!--.*?-->")
_CELL = re.compile(r"(?i)</t[dh]\s*>")
_TAG = re.compile(r"<[^>]*>")
_LINES = re.compile(r"[ \t\xa0\r\f\v]*\n\s*")


def decoded(body: bytes) -> str:
    """Bytes as text: UTF-8 where they are, otherwise Windows-1252, which is what old systems mean by ISO-8859-1.

    >>> decoded("£5 – now".encode()), decoded("£5".encode("latin-1"))
    ('£5 – now', '£5')
    """
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def sound(value: Any) -> Any:
    """A value without what no database keeps in any of its texts: NULs, and halves of characters, which JSON may hold.

    >>> sound({"areas": ["Leeds\\x00", "\\ud83d"], "pounds": 5})
    {'areas': ['Leeds', ''], 'pounds': 5}
    """
    match value:
        case str():
            return _UNSOUND.sub("", value)
        case Mapping():
            return {sound(key): sound(part) for key, part in value.items()}
        case list() | tuple():
            return [sound(part) for part in value]
    return value


_UNSOUND = re.compile("[\x00\ud800-\udfff]")


def mend(text: str) -> str:
    """Text with UTF-8 that somebody read as Windows-1252 put right; text that is well stays as it is.

    >>> mend("a grant of Â£500 â€“ now")
    'a grant of £500 – now'
    """
    text = sound(text)
    return _MOJIBAKE_RUN.sub(_mended, text) if _MOJIBAKE.search(text) else text


_MOJIBAKE_RUN = re.compile(r"[^\x00-\x7f]+")


def _mended(run: re.Match[str]) -> str:
    wrong = run.group()
    try:
        right = bytes(_cp1252_byte(character) for character in wrong).decode("utf-8")
    except (UnicodeError, ValueError):
        return wrong
    return right


def _cp1252_byte(character: str) -> int:
    # The five bytes that Windows-1252 leaves out come through as themselves.
    return ord(character) if ord(character) < 0xA0 else character.encode("cp1252")[0]


def tidy(text: str) -> str:
    """One line of text: entities read, white space runs made single spaces.

    >>> tidy("  Small &amp;\\n local ")
    'Small & local'
    """
    return _SPACE.sub(" ", html.unescape(text)).strip()


def plain(markup: str) -> str:
    """HTML as plain lines, for short pieces such as a card's words.

    >>> plain("<p>One</p><p>two <b>three</b></p>")
    'One\\ntwo three'
    """
    text = _TAG.sub("", _CELL.sub(" ", _BLOCK.sub("\n", _HIDDEN.sub("", markup))))
    return _LINES.sub("\n", html.unescape(text)).strip()
