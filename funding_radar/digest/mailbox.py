"""Where answers arrive: a folder of .eml files, or a mailbox on an IMAP server."""

import imaplib
import os
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from db.errors import RadarError
from funding_radar.config import Settings
from funding_radar.digest.clean import plain
from funding_radar.digest.transport import private_line

PASSWORD_VARIABLE = "FUNDING_RADAR_IMAP_PASSWORD"  # noqa: S105 - a name, not a password
MAX_BYTES = 5_000_000
"""A larger letter is left for a person, unread."""
TIMEOUT = 60.0
DONE = "done"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter in a mailbox; ``raw`` is None when it is too large to be read."""

    place: str
    raw: bytes | None


class Mailbox(Protocol):
    """Letters, each of which is put away or left for a person."""

    def letters(self) -> Iterator[Arrived]:
        """Those that nobody has dealt with."""

    def put_away(self, place: str) -> None:
        """It needs nobody any more."""

    def leave(self, place: str) -> None:
        """It waits for a person."""

    def close(self) -> None:
        """Ends the visit."""


@dataclass(frozen=True, slots=True)
class LetterFolder:
    """A folder of .eml files; what is dealt with moves into its folder ``done``."""

    path: Path

    def letters(self) -> Iterator[Arrived]:
        """In the order of their names."""
        for file in sorted(self.path.glob("*.eml")):
            small = file.stat().st_size <= MAX_BYTES
            yield Arrived(file.name, file.read_bytes() if small else None)

    def put_away(self, place: str) -> None:
        """Moves the file; one that is gone already is well."""
        done = self.path / DONE
        done.mkdir(exist_ok=True, mode=0o700)
        with suppress(FileNotFoundError):
            (self.path / place).replace(done / place)

    def leave(self, place: str) -> None:
        """It stays where it is."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class Imap:
    """A mailbox: unread letters are read; those dealt with are marked read, those for a person flagged."""

    server: imaplib.IMAP4

    def letters(self) -> Iterator[Arrived]:
        """Unread and not flagged, oldest first; fetching marks nothing."""
        _, found = self.server.uid("SEARCH", "UNSEEN", "UNFLAGGED")
        for uid in (found[0] or b"").split():
            place = uid.decode("ascii")
            yield Arrived(place, self._fetch(place))

    def _fetch(self, place: str) -> bytes | None:
        _, sizes = self.server.uid("FETCH", place, "(RFC822.SIZE)")
        size = re.search(rb"RFC822\.SIZE (\d+)", _joined(sizes))
        if size and int(size[1]) > MAX_BYTES:
            return None
        _, fetched = self.server.uid("FETCH", place, "(BODY.PEEK[])")
        return next((part[1] for part in fetched if isinstance(part, tuple)), None)

    def put_away(self, place: str) -> None:
        """Marked as read."""
        self.server.uid("STORE", place, "+FLAGS.SILENT", r"(\Seen)")

    def leave(self, place: str) -> None:
        """Flagged, and still unread."""
        self.server.uid("STORE", place, "+FLAGS.SILENT", r"(\Flagged)")

    def close(self) -> None:
        """Ends the session."""
        with suppress(imaplib.IMAP4.error, OSError):
            self.server.logout()


def open_mailbox(
    settings: Settings,
    environment: Mapping[str, str] = os.environ,
    context: ssl.SSLContext | None = None,
) -> Mailbox:
    """The mailbox that ``[mail]`` names. Raises RadarError when there is none or it cannot be opened."""
    mail = settings.mail
    if mail.imap_host:
        return Imap(_connect(settings, environment, context))
    if mail.replies is None:
        msg = (
            "there is nowhere to read answers: set replies or imap_host under [mail] in config.toml"
        )
        raise RadarError(msg)
    folder = settings.path(mail.replies)
    if not folder.is_dir():
        msg = f"there is no folder {folder} with answers: make it, or set imap_host"
        raise RadarError(msg)
    return LetterFolder(folder)


def _connect(
    settings: Settings, environment: Mapping[str, str], context: ssl.SSLContext | None
) -> imaplib.IMAP4:
    mail = settings.mail
    tls = context or ssl.create_default_context()
    password = _password(settings, environment)
    server: imaplib.IMAP4 | None = None
    try:
        if mail.imap_security == "tls":
            server = imaplib.IMAP4_SSL(
                mail.imap_host, mail.imap_port, ssl_context=tls, timeout=TIMEOUT
            )
        else:
            server = imaplib.IMAP4(mail.imap_host, mail.imap_port, timeout=TIMEOUT)
        if mail.imap_security == "starttls":
            server.starttls(tls)
        server.login(mail.imap_username, password)
        said, answer = server.select(_quoted(mail.imap_folder))
        if said != "OK":
            raise imaplib.IMAP4.error(_joined(answer).decode("utf-8", "replace"))
    except (imaplib.IMAP4.error, OSError) as fault:
        if server is not None:
            with suppress(OSError):  # the line may be gone already
                server.shutdown()
        msg = f"the mailbox at {mail.imap_host}:{mail.imap_port} cannot be opened: {plain(str(fault), 200)}"
        raise RadarError(msg) from None
    return server


def _password(settings: Settings, environment: Mapping[str, str]) -> str:
    if given := environment.get(PASSWORD_VARIABLE):
        return given
    if settings.mail.imap_password_file is None:
        msg = f"the mailbox needs a password: set imap_password_file or {PASSWORD_VARIABLE}"
        raise RadarError(msg)
    return private_line(settings.path(settings.mail.imap_password_file))


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _joined(parts: object) -> bytes:
    if not isinstance(parts, list):
        return b""
    flat = [piece for part in parts for piece in (part if isinstance(part, tuple) else (part,))]
    return b" ".join(piece for piece in flat if isinstance(piece, bytes))
