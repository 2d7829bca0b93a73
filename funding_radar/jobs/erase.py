"""Erasing a member: from the tables, from files of mail, and from what the database file keeps of deleted rows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table, and_, update
from sqlmodel import Session, col, select

from db.contacts import contact_of
from db.engine import settle, writing
from db.members import erase_member
from db.models import Delivery, Digest, Member
from funding_radar.config import Settings
from funding_radar.digest.mailbox import DONE
from funding_radar.digest.transport import file_name
from funding_radar.jobs.housekeeping import letters_in

LEAST = 4
"""A name shorter than this stands in too many other words to be looked for."""
NOT_TYPED = frozenset(
    {
        "source", "page", "sighting", "call", "call_sighting", "fact", "change", "run", "refusal",
        "match", "contact", "secret",
    }
)  # fmt: skip
"""Tables of what funders publish and of what we reckoned, and the contacts of others, who may be the same person."""


@dataclass(frozen=True, slots=True)
class Erased:
    """How many files of mail went with the member."""

    letters: int


def erase(engine: Engine, settings: Settings, member_id: int, now: datetime, by: str) -> Erased:
    """Erases a member with all that is theirs; backups lose it as they expire.

    Safe to repeat after a crash: the files go first, the tables in one transaction. Raises RadarError when there is
    no such member.
    """
    with writing(engine) as session:
        contact = contact_of(session, member_id)
        words = _words(contact.name, contact.email) if contact else frozenset()
        sent = set(
            session.exec(
                select(Delivery.message_id)
                .join(Digest, col(Digest.id) == col(Delivery.digest_id))
                .where(Digest.member_id == member_id)
            )
        )
        erase_member(session, member_id, now, by)
        _forget_elsewhere(session, words)
        letters = _remove_letters(settings, {file_name(message_id) for message_id in sent}, words)
    settle(engine)
    return Erased(letters)


def _words(name: str, email: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in (name.strip(), email) if len(word) >= LEAST)


def _forget_elsewhere(session: Session, words: frozenset[str]) -> None:
    """Takes this person out of all that was typed or mailed to us: notes, the log, what others were told."""
    if not words:
        return
    person = re.compile(
        "|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.IGNORECASE
    )
    for table in Member.metadata.sorted_tables:
        if table.name not in NOT_TYPED:
            _forget_in(session, table, person)
    session.expire_all()


def _forget_in(session: Session, table: Table, person: re.Pattern[str]) -> None:
    keys = list(table.primary_key)
    for row in session.execute(table.select()).mappings().all():
        known = {c.name: _without(row[c], person) for c in table.c if not c.primary_key}
        changed = {name: value for name, value in known.items() if value != row[name]}
        if changed:
            this = and_(*(key == row[key] for key in keys))
            session.execute(update(table).where(this).values(changed))


def _without(value: Any, person: re.Pattern[str]) -> Any:
    """A text, or a value of JSON, in which the person is not named."""
    if isinstance(value, str):
        return person.sub("(erased)", value)
    if isinstance(value, list):
        return [_without(one, person) for one in value]
    if isinstance(value, dict):
        return {_without(key, person): _without(one, person) for key, one in value.items()}
    return value


def _remove_letters(settings: Settings, names: set[str], words: frozenset[str]) -> int:
    removed = 0
    for file in _letter_files(settings):
        if file.name in names or _holds(_text(file), words):
            file.unlink(missing_ok=True)
            removed += 1
    return removed


def _letter_files(settings: Settings) -> Iterable[Path]:
    mail = settings.mail
    folders = [mail.outbox, mail.replies, mail.replies / DONE if mail.replies else None]
    return letters_in(settings.path(folder) for folder in folders if folder)


def _text(file: Path) -> str:
    """All that a mail program would show of a letter, and the letter as it stands."""
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        return ""  # it was finished under its own name, which is looked at too, or removed
    parts = [raw.decode("utf-8", "replace")]
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        parts += [str(value) for value in message.values()]
        for part in message.walk():
            content = part.get_payload(decode=True)
            parts += [content.decode("utf-8", "replace")] if isinstance(content, bytes) else []
    except (MessageError, ValueError, LookupError):
        pass  # a letter that cannot be taken apart is searched as it stands
    return "\n".join(parts)


def _holds(text: str, words: frozenset[str]) -> bool:
    found = text.casefold()
    return any(word in found for word in words)
