"""A rendered digest as a mail: every header that tells programs what it is and how to stop it."""

import binascii
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from urllib.parse import quote

from db.errors import RadarError
from db.views import UK
from funding_radar.config import Settings
from funding_radar.digest.clean import plain
from funding_radar.digest.page import Letterhead, stop_link
from funding_radar.digest.render import LANGUAGE, Rendered

MAX_DISPLAY_NAME = 70


@dataclass(frozen=True, slots=True)
class Post:
    """Who sends: the parts of every message that come from the settings."""

    sender: Address
    reply_to: Address
    list_name: str
    unsubscribe_url: str = ""

    @property
    def domain(self) -> str:
        """What stands behind the @ of the sender: names Message-IDs, the list and calendar events."""
        return self.sender.domain

    @classmethod
    def of(cls, settings: Settings) -> "Post":
        """From ``[mail]`` and ``[alliance]``. Raises RadarError when no sender is configured."""
        given = settings.mail.from_ or settings.alliance.email
        name, address = parseaddr(given)
        sender = address_of(name or settings.alliance.name, address)
        if sender is None:
            msg = "mail needs a sender: set [alliance] email or [mail] from in config.toml"
            raise RadarError(msg)
        _, reply = parseaddr(settings.mail.reply_to or settings.alliance.email or address)
        reply_to = address_of(settings.alliance.name, reply) or sender
        return cls(sender, reply_to, settings.alliance.name, settings.mail.unsubscribe_url)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What differs from message to message."""

    to: Address
    message_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A mail ready to go: its Message-ID, the addresses of its envelope, and every byte of it."""

    id: str
    sender: str
    to: str
    raw: bytes


def address_of(name: str, address: str) -> Address | None:
    """A mail address with a name that is safe in a header; None when it is not a plain address."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or not (domain == "localhost" or "." in domain.strip(".")):
        return None
    if not address.isascii() or any(c.isspace() or c in '<>",;:()[]\\' for c in address):
        return None
    try:
        return Address(plain(name, MAX_DISPLAY_NAME), local, domain)
    except ValueError:
        return None


def build_message(
    rendered: Rendered, letterhead: Letterhead, post: Post, envelope: Envelope
) -> Message:
    """The mail: plain text, HTML and the calendar, with the headers of a list.

    Put together from bytes: the e-mail package folds the headers, and would take five times as long for the whole.
    """
    headers = {
        "Subject": rendered.subject,
        "From": str(post.sender),
        "To": str(envelope.to),
        "Reply-To": str(post.reply_to),
        "Date": format_datetime(envelope.at.astimezone(UK)),
        "Message-ID": envelope.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": LANGUAGE,
        "List-Id": f"funding digest <digest.{post.domain}>",
        **_unsubscribe(letterhead, post),
        "MIME-Version": "1.0",
    }
    whole = _held(
        "alternative",
        _part("text/plain; charset=utf-8", rendered.text.encode("utf-8")),
        _part("text/html; charset=utf-8", rendered.html.encode("utf-8")),
    )
    if rendered.ics is not None:
        kind = 'text/calendar; charset=utf-8; method=PUBLISH; name="deadlines.ics"'
        attached = b'Content-Disposition: attachment; filename="deadlines.ics"\r\n'
        whole = _held("mixed", whole, _part(kind, rendered.ics, attached))
    head = b"".join(_folded(name, value) for name, value in headers.items())
    return Message(envelope.message_id, post.sender.addr_spec, envelope.to.addr_spec, head + whole)


def _unsubscribe(letterhead: Letterhead, post: Post) -> dict[str, str]:
    """By mail always (RFC 2369); with one click where a web address is configured (RFC 8058)."""
    ways = {"List-Unsubscribe": f"<{stop_link(letterhead)}>"}
    if post.unsubscribe_url and letterhead.stop_code:
        url = post.unsubscribe_url.replace("{code}", quote(letterhead.stop_code))
        ways["List-Unsubscribe"] = f"<{url}>, {ways['List-Unsubscribe']}"
        ways["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return ways


@lru_cache(maxsize=1_000)
def _folded(name: str, value: str) -> bytes:
    """A header as it goes over the wire; most are the same in every message. Raises ValueError for a line break."""
    parsed = SMTP.header_store_parse(name, value)
    if name == "Subject" and not value.isascii():
        # Encoded whole: the policy encodes word by word, and doubles or loses the spaces between.
        whole = Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
        return f"{name}: {whole}\r\n".encode("ascii")
    if name == "List-Unsubscribe" and value.isascii():
        # An address is too long to fold, and some readers do not look past an empty first line.
        ways = value.replace(">, <", ">,\r\n <")
        return f"{name}: {ways}\r\n".encode("ascii")
    return SMTP.fold_binary(*parsed)


def _held(kind: str, *parts: bytes) -> bytes:
    # The boundary has "=_" in it, which quoted-printable text never has (RFC 2045, 6.7).
    boundary = f"=_funding-radar-{kind}_=".encode("ascii")
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n' % (kind.encode("ascii"), boundary)
    inside = b"".join(b"\r\n--%s\r\n%s" % (boundary, part) for part in parts)
    return b"%s%s\r\n--%s--\r\n" % (head, inside, boundary)


def _part(content_type: str, text: bytes, more: bytes = b"") -> bytes:
    lines = binascii.b2a_qp(text.replace(b"\r\n", b"\n"), istext=True)
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    return b"%s%s\r\n%s" % (head.encode("ascii"), more, lines.replace(b"\n", b"\r\n"))
