"""Letters that machines write: messages that came back, and people who are away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from funding_radar.digest.clean import plain
from funding_radar.digest.letter import MAX_HEADER, LetterText, decoded, header, parts

MAX_SAID = 300
MAX_AWAY = 400
"""Characters in which such a letter says that its writer is away."""
_MARKS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder")
_DAEMONS = re.compile(
    r"^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|bounces?)(?:[+-].*)?@", re.I
)
_FAILED = re.compile(
    r"undeliver|delivery (?:status notification \(failure\)|has failed|failure|failed)|mail delivery (?:failed|system)"
    r"|returned (?:mail|to sender)|failure notice|could not be delivered|message not delivered|rejected",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(r"^message-id\s*:\s*(<[^<>\s]{3,250}>)", re.IGNORECASE | re.MULTILINE)
_AWAY = re.compile(
    r"\b(?:out of (?:the )?office|away from (?:the office|my desk|work)"
    r"|i am away|i'm away|currently (?:away|unavailable)"
    r"|on (?:annual|maternity|paternity|parental|sick|study) leave|on (?:holiday|vacation)"
    r"|no longer (?:works? (?:for|at|here)|monitored|in use)|limited access to (?:my )?e-?mail"
    r"|auto(?:matic|mated)?[\s-]?(?:reply|response|acknowledge?ment))\b",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\bno longer (?:works?|working|employed|with|at|here|part of|monitored|in use)\b"
    r"|\b(?:has|have|i['’]ve) (?:now |since |recently )?(?:left|retired)\b|\bleft the (?:organi[sz]ation|charity)\b",
    re.IGNORECASE,
)
_AWAY_SUBJECT = re.compile(
    r"^(?:re:\s*)?(?:auto(?:matic|mated)?[\s:-]*(?:reply|response)|auto:|autoreply|out of (?:the )?office|ooo\b"
    r"|away:|away from|on leave|annual leave|absence|i am away|not in the office|vacation)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A message that came back: its Message-IDs as the report names them, and the server's words."""

    message_ids: tuple[str, ...]
    said: str
    final: bool


def bounce(letter: LetterText) -> Bounce | None:
    """What came back, when this letter is such a report (RFC 3464, or the older free forms)."""
    mail = letter.mail
    report = mail.get_content_type() == "multipart/report"
    status = next(
        (p for p in mail.walk() if p.get_content_type() == "message/delivery-status"), None
    )
    from_daemon = bool(_DAEMONS.match(letter.sender)) or header(mail, "Return-Path") == "<>"
    if not (status is not None or (from_daemon and (report or _FAILED.search(letter.subject)))):
        return None
    fields = _status_fields(status) if status is not None else {}
    action = fields.get("action", "failed").lower()
    said = " ".join(
        part for part in (fields.get("status", ""), fields.get("diagnostic-code", "")) if part
    )
    return Bounce(
        tuple(dict.fromkeys(_original_ids(mail))),
        plain(said or letter.subject, MAX_SAID),
        final=action == "failed",
    )


def is_automatic(letter: LetterText) -> bool:
    """Whether a machine answered for someone who is away (RFC 3834, and what programs did before it)."""
    mail = letter.mail
    if (header(mail, "Auto-Submitted") or "no").lower().split()[0].rstrip(";") != "no":
        return True
    if "disposition-notification" in header(mail, "Content-Type").lower():  # a receipt (RFC 8098)
        return True
    if any(header(mail, name) for name in _MARKS):
        return True
    if header(mail, "Precedence").lower() in ("auto_reply", "bulk", "junk"):
        return True
    return bool(_AWAY_SUBJECT.match(letter.subject))


def says_away(letter: LetterText) -> bool:
    """Whether the words are those of someone who is away, though no header says that a machine wrote them."""
    return bool(_AWAY.search(letter.own[:MAX_AWAY]))


def has_left(letter: LetterText) -> bool:
    """Whether an automatic letter says that its reader is gone for good: the member needs another contact."""
    return bool(_LEFT.search(letter.own[:MAX_AWAY]))


def _original_ids(mail: Message) -> Iterator[str]:
    inside = [part for part in parts(mail) if part is not mail]
    for part in inside:
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            yield from _MESSAGE_ID.findall(_raw(part))
    for part in (*inside, mail):
        if part.get_content_type() == "text/plain":
            yield from _MESSAGE_ID.findall(_raw(part))


def _status_fields(status: Message) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _raw(status).splitlines():
        name, colon, value = line.partition(":")
        if colon and value.strip():
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _raw(part: Message) -> str:
    """What stands in a part; of a part that holds messages, their headers."""
    held = part.get_payload()
    if not isinstance(held, list):
        return decoded(part)
    inner = [message for message in held[:5] if isinstance(message, Message)]
    return "\n".join(
        f"{name}: {str(value)[:MAX_HEADER]}" for message in inner for name, value in message.items()
    )
