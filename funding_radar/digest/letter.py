"""A mail that came in, taken apart: who wrote it, what they wrote themselves, and whether a machine wrote it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses, parseaddr

from lxml import html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

MAX_TEXT = 20_000
"""Characters of a letter that are read; an answer is short."""
_QUOTE_BEGINS = re.compile(
    r"^(?:-{2,}\s*(?:original|forwarded) message\b.*"
    r"|_{10,}\s*$"
    r"|on\b.{4,200}\bwrote\s*:\s*$"
    r"|(?:from|sent|de|von)\s*:.+"
    r"|begin forwarded message\s*:?\s*$)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^(?:--\s?|—+|sent from my .+|sent from outlook.*|get outlook for .+)$", re.IGNORECASE
)
_WROTE_OVER_LINES = re.compile(
    r"^on\b[^\n]{4,200}\n(?:[^\n]{0,200}\n)?[^\n]{0,200}\bwrote\s*:\s*$", re.I | re.M
)
_HIDDEN = (
    "//head|//style|//script|//blockquote|//*[contains(@class,'gmail_quote')]"
    "|//*[@id='divRplyFwdMsg']|//*[@id='divRplyFwdMsg']/following::*"
)
"""What mail programs wrap around the letter that is answered."""


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter as far as it matters. ``own`` is what the sender wrote, ``quoted`` everything else in it."""

    key: str
    sender: str
    subject: str
    own: str
    quoted: str
    addressed: str
    answers_to: tuple[str, ...]
    mail: EmailMessage


def open_letter(raw: bytes) -> LetterText:
    """The letter in these bytes; whatever is broken in it is left out."""
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    whole = _text(mail)[:MAX_TEXT]
    own = own_words(whole)
    answers = " ".join((_header(mail, "In-Reply-To"), _header(mail, "References")))
    lines = [_header(mail, name) for name in ("To", "Cc", "Delivered-To", "X-Original-To")]
    identity = _header(mail, "Message-ID").encode("utf-8", "replace") or raw
    return LetterText(
        key=hashlib.sha256(identity).hexdigest(),
        sender=parseaddr(_header(mail, "From"))[1].casefold(),
        subject=" ".join(_header(mail, "Subject").split())[:500],
        own=own,
        quoted=whole,
        addressed=" ".join(address for _, address in getaddresses(lines)),
        answers_to=tuple(re.findall(r"<[^<>\s]{3,250}>", answers)),
        mail=mail,
    )


def own_words(text: str) -> str:
    """What the sender wrote: without quoted lines, the letter that is answered, and the signature.

    >>> own_words("Interested\\n\\nOn Tue, 24 Nov 2026, Alliance wrote:\\n> To stop, reply stop")
    'Interested'
    """
    text = text.replace("\r\n", "\n").replace("\u200b", "").replace("\xa0", " ")
    if quoted := _WROTE_OVER_LINES.search(text):
        text = text[: quoted.start()]
    kept: list[str] = []
    for line in text.split("\n"):
        line = line.strip()
        if _QUOTE_BEGINS.match(line) or _SIGNATURE.match(line):
            break
        if not line.startswith(("|", ">")):
            kept.append(line)
    return "\n".join(kept).strip()


def parts(mail: Message) -> Iterator[Message]:
    """All parts that hold something, bounded in number."""
    for index, part in enumerate(mail.walk()):
        if index > 100:
            return
        if not part.is_multipart():
            yield part


def _text(mail: EmailMessage) -> str:
    for kind in ("plain", "html"):
        try:
            body = mail.get_body((kind,))
            if body is None:
                continue
            content = body.get_content()
        except (LookupError, UnicodeError, ValueError, MessageError, AttributeError):
            continue  # an unknown charset or a broken part: there may be another
        if isinstance(content, str) and content.strip():
            return content if kind == "plain" else _shown(content)
    return ""


def _shown(page: str) -> str:
    try:
        tree = html.document_fromstring(page[: MAX_TEXT * 10])
    except (ParserError, ValueError):
        return ""
    for hidden in tree.xpath(_HIDDEN):
        if hidden.getparent() is not None:
            hidden.drop_tree()
    for line in tree.xpath("//br|//p|//div|//tr|//li"):
        line.tail = "\n" + (line.tail or "")
    return str(tree.text_content())


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""  # the parser of the standard library stumbles over some broken headers
