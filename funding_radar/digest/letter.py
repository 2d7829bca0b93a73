"""A mail that came in, taken apart: who wrote it, what they wrote themselves, and whether a machine wrote it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from itertools import islice

from lxml import html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

from funding_radar.digest.own_words import Passage, is_forward, own_words, passages

MAX_TEXT = 20_000
"""Characters of a letter that are read; an answer is short."""
MAX_HEADER = 2_000
"""Characters of one header that are read; the parsers of the standard library are slow on long ones."""
MAX_PARTS = 100
_ADDRESS_LINES = ("To", "Cc", "Delivered-To", "X-Original-To")
_HIDDEN = (
    "//head|//style|//script|//blockquote|//*[contains(@class,'gmail_quote')]"
    "|//*[@id='divRplyFwdMsg']|//*[@id='divRplyFwdMsg']/following::*"
)
"""What mail programs wrap around the letter that is answered."""


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter as far as it matters: ``own`` is what the sender wrote, ``quoted`` the whole.

    ``passages`` are the sender's words with what stands above each; ``forwarded`` when it sends somebody's mail on.
    """

    key: str
    sender: str
    subject: str
    own: str
    passages: tuple[Passage, ...]
    quoted: str
    forwarded: bool
    addressed: str
    answers_to: tuple[str, ...]
    mail: Message


def open_letter(raw: bytes) -> LetterText:
    """The letter in these bytes; whatever is broken in it is left out."""
    mail = message_from_bytes(raw)
    whole = _text(mail)[:MAX_TEXT]
    subject = header(mail, "Subject")[:500]
    answers = f"{header(mail, 'In-Reply-To')} {header(mail, 'References')}"
    identity = header(mail, "Message-ID").encode("utf-8", "replace") or raw
    return LetterText(
        key=hashlib.sha256(identity).hexdigest(),
        sender=parseaddr(header(mail, "From"))[1].casefold(),
        subject=subject,
        own=own_words(whole),
        passages=passages(whole),
        quoted=whole,
        forwarded=is_forward(subject, whole),
        addressed=" ".join(header(mail, name) for name in _ADDRESS_LINES),
        answers_to=tuple(re.findall(r"<[^<>\s]{3,250}>", answers)),
        mail=mail,
    )


def header(mail: Message, name: str) -> str:
    """A header on one line, decoded and bounded; empty when there is none or it is broken."""
    raw = next((value for key, value in mail.items() if key.lower() == name.lower()), "")
    text = str(raw)[:MAX_HEADER]
    try:
        text = str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError):
        text = text.encode("ascii", "replace").decode("ascii")
    return " ".join(text.split())


def parts(mail: Message) -> Iterator[Message]:
    """All parts, whole and nested, bounded in number."""
    return islice(mail.walk(), MAX_PARTS)


def decoded(part: Message) -> str:
    """The text of a part that holds one."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = str(part.get_content_charset("utf-8"))
    try:
        return payload[: MAX_TEXT * 10].decode(charset, "replace")
    except LookupError:  # a charset that nobody knows
        return payload[: MAX_TEXT * 10].decode("utf-8", "replace")


def _text(mail: Message) -> str:
    """The first plain text that says something, else the first page as shown."""
    for kind in ("text/plain", "text/html"):
        for part in parts(mail):
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                text = decoded(part)
                if text.strip():
                    return text if kind == "text/plain" else _shown(text)
    return ""


def _shown(page: str) -> str:
    try:
        tree = html.document_fromstring(page)
    except (ParserError, ValueError):
        return ""
    for hidden in tree.xpath(_HIDDEN):
        if hidden.getparent() is not None:
            hidden.drop_tree()
    for line in tree.xpath("//br|//p|//div|//tr|//li"):
        line.tail = "\n" + (line.tail or "")
    return str(tree.text_content())
