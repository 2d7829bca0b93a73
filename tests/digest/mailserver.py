"""A real SMTP server on loopback, with STARTTLS and login, that can be as bad as servers are."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from enum import Enum
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "postmaster", "correct horse"


class Mood(Enum):
    """What the server does with a message."""

    TAKE = "takes it"
    DELAY = "takes it after a while"
    NOT_NOW = "refuses for now"
    NEVER = "refuses for good"
    NO_SUCH_USER = "refuses the address for good"
    DROP = "drops the line in the middle of the message"
    STALL = "takes it and never says so"
    GOODBYE = "closes the service"


Choose = Callable[[str, int], Mood]
"""From an address and how often it was tried before."""


@dataclass
class Postbox:
    """What arrived: address, Message-ID and subject, in order."""

    choose: Choose = lambda _address, _tried: Mood.TAKE
    arrived: list[tuple[str, str]] = field(default_factory=list)
    tried: dict[str, int] = field(default_factory=dict)
    moods: dict[str, Mood] = field(default_factory=dict)
    keep: bool = False
    letters: list[bytes] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the library's name
        self,
        server: "Server",
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        tried = self.tried.get(address, 0)
        self.tried[address] = tried + 1
        self.moods[address] = self.choose(address, tried)
        if self.moods[address] is Mood.NO_SUCH_USER:
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: "Server", session: Session, envelope: Envelope) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        mood = self.moods[address]
        if mood is Mood.NOT_NOW:
            return "451 4.7.1 greylisted, come back later"
        if mood is Mood.NEVER:
            return "554 5.7.1 we do not like this message"
        if mood is Mood.GOODBYE:
            return "421 4.3.2 shutting down"
        if mood is Mood.DELAY:
            await asyncio.sleep(0.02)
        content = bytes(envelope.content or b"")
        mail = message_from_bytes(content, policy=default)
        self.arrived.append((address, str(mail["Message-ID"])))
        if self.keep:
            self.letters.append(content)
        if mood is Mood.STALL:
            await asyncio.sleep(3600)
        return "250 ok"


class Server(SMTP):
    """Drops the line while a message comes in, when its reader says so."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        envelope = self.envelope
        box: Any = self.event_handler
        if envelope and envelope.rcpt_tos and box.moods[envelope.rcpt_tos[0]] is Mood.DROP:
            await self.push("354 go on")
            await self._reader.read(100)
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    good = (
        isinstance(data, LoginPassword)
        and data.login == USER.encode()
        and data.password == PASSWORD.encode()
    )
    return AuthResult(success=good, handled=False)


@contextmanager
def serving(box: Postbox, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port of a running server; with ``tls`` it demands STARTTLS and login."""
    ready, loop = threading.Event(), asyncio.new_event_loop()
    port, served = 0, list[Server]()

    def server() -> Server:
        more = {"auth_required": True, "authenticator": _login} if tls else {}
        one = Server(
            box, hostname="loopback", loop=loop, tls_context=tls, require_starttls=bool(tls), **more
        )
        served.append(one)
        return one

    async def finish(listening: asyncio.Server) -> None:
        listening.close()
        await listening.wait_closed()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in served:
            if one.transport is not None:
                one.transport.abort()
        await asyncio.sleep(0)

    def run() -> None:
        nonlocal port
        asyncio.set_event_loop(loop)
        listening = loop.run_until_complete(loop.create_server(server, "127.0.0.1", 0))
        port = listening.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        loop.run_until_complete(finish(listening))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Contexts of a server at 127.0.0.1 and of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    client = ssl.create_default_context(cafile=str(path))
    return server, client
