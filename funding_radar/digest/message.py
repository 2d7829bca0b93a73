"""A rendered digest as a mail: every header that tells programs what it is and how to stop it."""

import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
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
) -> EmailMessage:
    """The mail: plain text, HTML and the calendar, with the headers of a list."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = rendered.subject
    message["From"] = post.sender
    message["To"] = envelope.to
    message["Reply-To"] = post.reply_to
    message["Date"] = format_datetime(envelope.at.astimezone(UK))
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = LANGUAGE
    message["List-Id"] = f"funding digest <digest.{post.domain}>"
    _add_unsubscribe(message, letterhead, post)
    bodies = [
        _part("text/plain; charset=utf-8", rendered.text.encode("utf-8")),
        _part("text/html; charset=utf-8", rendered.html.encode("utf-8")),
    ]
    if rendered.ics is None:
        _hold(message, "alternative", bodies)
        return message
    both = MIMEPart(policy=SMTP)
    _hold(both, "alternative", bodies)
    dates = _part(
        'text/calendar; charset=utf-8; method=PUBLISH; name="deadlines.ics"', rendered.ics
    )
    dates["Content-Disposition"] = 'attachment; filename="deadlines.ics"'
    _hold(message, "mixed", [both, dates])
    return message


def _add_unsubscribe(message: EmailMessage, letterhead: Letterhead, post: Post) -> None:
    """By mail always (RFC 2369); with one click where a web address is configured (RFC 8058)."""
    ways = [f"<{stop_link(letterhead)}>"]
    if post.unsubscribe_url and letterhead.stop_code:
        url = post.unsubscribe_url.replace("{code}", quote(letterhead.stop_code))
        ways.insert(0, f"<{url}>")
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Unsubscribe"] = ", ".join(ways)


def _hold(whole: MIMEPart, kind: str, parts: Sequence[MIMEPart]) -> None:
    # The boundary has "=_" in it, which quoted-printable text never has (RFC 2045, 6.7).
    whole["MIME-Version"] = "1.0"
    whole["Content-Type"] = f'multipart/{kind}; boundary="=_funding-radar-{kind}_="'
    whole.set_payload(list(parts))


def _part(content_type: str, text: bytes) -> MIMEPart:
    """Quoted-printable by the C encoder: the e-mail package's own takes most of the time of a message."""
    part = MIMEPart(policy=SMTP)
    part["Content-Type"] = content_type
    part["Content-Transfer-Encoding"] = "quoted-printable"
    lines = text.replace(b"\r\n", b"\n")
    part.set_payload(binascii.b2a_qp(lines, istext=True).decode("ascii"))
    return part
