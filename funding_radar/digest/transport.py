"""The ways out: a folder of .eml files, or an SMTP server."""

import os
import re
import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from db.errors import RadarError
from funding_radar.config import Mail, Settings
from funding_radar.digest.clean import plain
from funding_radar.digest.message import Message
from funding_radar.whole_file import write_whole

PASSWORD_VARIABLE = "FUNDING_RADAR_SMTP_PASSWORD"  # noqa: S105 - a name, not a password
MAX_SAID = 300


class Refused(Exception):  # noqa: N818 - an answer of the server, not an error of ours
    """The message was not taken; ``for_good`` when trying again is no use."""

    def __init__(self, said: str, *, for_good: bool = False) -> None:
        super().__init__(said)
        self.said = said
        self.for_good = for_good


class Unreachable(Refused):
    """The server itself cannot be used now: no message of this run will do better."""


class Transport(Protocol):
    """Takes messages away."""

    def send(self, message: Message) -> None:
        """Returns when the message is in safe hands. Raises Refused."""

    def close(self) -> None:
        """Says goodbye."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Writes each message as a file named by its Message-ID, so that a repeat is the same file."""

    path: Path

    def send(self, message: Message) -> None:
        """The file appears whole or not at all, readable by its owner alone."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(self.path / file_name(message.id), message.raw, mode=0o600)
        except OSError as fault:
            said = f"the outbox folder {self.path} cannot be written: {fault.strerror}"
            raise Unreachable(said) from None

    def close(self) -> None:
        """Nothing is open."""


def file_name(message_id: str) -> str:
    """The name of a message's file in the outbox folder."""
    local = message_id.strip("<>").partition("@")[0]
    return re.sub(r"[^A-Za-z0-9.-]", "_", local)[:120] + ".eml"


@dataclass(slots=True)
class Smtp:
    """One connection to a server, opened when needed and used again."""

    mail: Mail
    password: str = ""
    context: ssl.SSLContext | None = None
    _server: smtplib.SMTP | None = field(default=None, init=False)

    def send(self, message: Message) -> None:
        """Raises Refused with the server's own words; the connection is given up after any doubt."""
        server = self._server or self._connect()
        self._server = server
        try:
            server.sendmail(message.sender, [message.to], message.raw)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, said = next(iter(refusal.recipients.values()))
            self._after_refusal(code)
            raise Refused(_words(code, said), for_good=_for_good(code)) from None
        except smtplib.SMTPSenderRefused as refusal:
            self.close()
            raise Unreachable(_words(refusal.smtp_code, refusal.smtp_error)) from None
        except smtplib.SMTPDataError as refusal:
            self._after_refusal(refusal.smtp_code)
            said_so = _words(refusal.smtp_code, refusal.smtp_error)
            raise Refused(said_so, for_good=_for_good(refusal.smtp_code)) from None
        except (smtplib.SMTPException, OSError) as fault:
            self._drop()
            raise Refused(f"the line broke: {_fault(fault)}") from None
        except BaseException:
            # We are told to stop, perhaps because this server never answers: no word of farewell, which would wait too.
            self._drop()
            raise

    def greet(self) -> None:
        """Connects and logs in, and sends nothing. Raises Unreachable."""
        self._server = self._server or self._connect()

    def close(self) -> None:
        """Ends the session politely when it can."""
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
            self._server = None

    def _connect(self) -> smtplib.SMTP:
        mail = self.mail
        server: smtplib.SMTP | None = None
        try:
            if mail.security == "tls":
                server = smtplib.SMTP_SSL(
                    mail.smtp_host, mail.smtp_port, timeout=mail.timeout, context=self._tls()
                )
            else:
                server = smtplib.SMTP(mail.smtp_host, mail.smtp_port, timeout=mail.timeout)
            if server.sock is not None:
                # Without it the end of each message waits for the server's delayed acknowledgement, 40 ms.
                server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if mail.security == "starttls":
                server.starttls(context=self._tls())
            if mail.username:
                server.login(mail.username, self.password)
        except smtplib.SMTPResponseException as refusal:
            _shut(server)
            raise Unreachable(_words(refusal.smtp_code, refusal.smtp_error)) from None
        except (smtplib.SMTPException, OSError) as fault:
            _shut(server)
            said = f"no connection to {mail.smtp_host}:{mail.smtp_port}: {_fault(fault)}"
            raise Unreachable(said) from None
        return server

    def _tls(self) -> ssl.SSLContext:
        return self.context or ssl.create_default_context()

    def _after_refusal(self, code: int) -> None:
        if code == 421:  # the server says that it is closing the line
            self._drop()

    def _drop(self) -> None:
        _shut(self._server)
        self._server = None


def open_transport(settings: Settings, environment: Mapping[str, str] = os.environ) -> Transport:
    """The way out that ``[mail]`` names. Raises RadarError when there is none or the password cannot be read."""
    mail = settings.mail
    if mail.smtp_host:
        return Smtp(mail, _password(settings, environment))
    if mail.outbox is None:
        msg = "mail has no way out: set smtp_host or outbox under [mail] in config.toml"
        raise RadarError(msg)
    return Folder(settings.path(mail.outbox))


def _password(settings: Settings, environment: Mapping[str, str]) -> str:
    if given := environment.get(PASSWORD_VARIABLE):
        return given
    if settings.mail.password_file is None:
        if settings.mail.username:
            msg = f"[mail] has a username but no password: set password_file or {PASSWORD_VARIABLE}"
            raise RadarError(msg)
        return ""
    return private_line(settings.path(settings.mail.password_file))


def private_line(path: Path) -> str:
    """The password in a file. Raises RadarError when others can read it, or nobody can."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            msg = f"others can read the password in {path}: chmod 600 {path}"
            raise RadarError(msg)
        return path.read_text(encoding="utf-8").strip()
    except OSError as fault:
        msg = f"the password file {path} cannot be read: {fault.strerror}"
        raise RadarError(msg) from None


def _for_good(code: int) -> bool:
    return 500 <= code < 600


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return plain(f"{code} {text}", MAX_SAID)


def _fault(fault: Exception) -> str:
    return plain(str(fault) or type(fault).__name__, MAX_SAID)


def _shut(server: smtplib.SMTP | None) -> None:
    if server is not None:
        server.close()
