"""10,000 digests composed, rendered and handed to an SMTP server on loopback by one process.

The bare loop hands the same number of ready messages to the same server with smtplib alone.
"""

import asyncio
import resource
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage

from db.engine import open_engine, reading
from db.schema import upgrade
from db.views import CallView, MatchView, MemberView
from funding_radar.config import Mail
from funding_radar.digest.issue import Material, compose_issue
from funding_radar.digest.outbox import Sender, send_due
from tests.conftest import NOW
from tests.digest.conftest import add_calls, add_members, deliver_states
from tests.digest.made import PLACES, SETTINGS, call, match

MEMBERS = 10_000
CALLS = 40
MINUTES, MEGABYTES = 3, 400
"""What the issue allows."""


class Sink(asyncio.Protocol):
    """The smallest server that takes messages: it answers every line, and reads bodies up to their dot."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.rest, self.body = transport, b"", False
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while True:
            if self.body:
                _body, dot, rest = self.rest.partition(b"\r\n.\r\n")
                if not dot:
                    self.rest = self.rest[-4:]
                    return
                self.rest, self.body = rest, False
                self.transport.write(b"250 ok\r\n")
                continue
            line, end, rest = self.rest.partition(b"\r\n")
            if not end:
                return
            self.rest = rest
            self.answer(line.upper())

    def answer(self, line: bytes) -> None:
        if line.startswith(b"DATA"):
            self.body = True
            self.transport.write(b"354 go\r\n")
        elif line.startswith(b"QUIT"):
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            self.transport.write(b"250 ok\r\n")


def serve() -> None:
    """Runs the sink in this process and prints its port."""

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        await server.serve_forever()

    asyncio.run(run())


def calls() -> list[CallView]:
    return [
        call(n, f"Community fund {n} for peer support", closes=f"2027-0{1 + n % 6}-15")
        for n in range(1, CALLS + 1)
    ]


def seven_fit(member_id: int) -> list[MatchView]:
    """Ten calls fit each member; seven are told."""
    first = member_id % CALLS
    return [match((first + i) % CALLS + 1, 90 - i, member_id=member_id) for i in range(10)]


def ours(port: int, members: int) -> tuple[float, float]:
    """Seconds of composing and of rendering and sending."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/radar.db", create=True)
        upgrade(engine)
        views: list[MemberView] = add_members(engine, members)
        made = calls()
        add_calls(engine, made)
        material = Material({c.id: c for c in made}, seven_fit, places=PLACES)
        mail = Mail(smtp_host="127.0.0.1", smtp_port=port, security="none", per_minute=10**9)
        settings = SETTINGS.model_copy(update={"mail": mail})
        begun = time.perf_counter()
        report = compose_issue(engine, views, material, settings, NOW)
        composed = time.perf_counter()
        sender = Sender(engine, settings, lambda: NOW, time.sleep, "bench")
        sent = send_due(sender)
        ended = time.perf_counter()
        with reading(engine) as session:
            states = deliver_states(session)
        assert (report.composed, sent.sent, states) == (members, members, {"sent": members})
        engine.dispose()
    return composed - begun, ended - composed


def bare(port: int, messages: int) -> float:
    """Seconds for a loop of smtplib with one ready message of the same size."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "x"
    message.set_content("x" * 70 + "\n")
    message.add_attachment(b"x" * 45_000, maintype="text", subtype="html")
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        assert server.sock is not None
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(messages):
            server.send_message(message)
    return time.perf_counter() - begun


def main(members: int = MEMBERS) -> bool:
    """Prints the figures; whether the limits were kept."""
    sink = subprocess.Popen(
        [sys.executable, "-c", "from tests.benchmarks.digest import serve; serve()"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert sink.stdout is not None
    port = int(sink.stdout.readline())
    try:
        composing, sending = ours(port, members)
        used = time.process_time()
        loop = bare(port, members)
    finally:
        sink.terminate()
        sink.wait()
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total = composing + sending
    sys.stdout.write(
        f"digest: {members:,} digests of 7 calls: composed in {composing:.1f} s, rendered and sent in {sending:.1f} s,"
        f" {total:.1f} s in all ({used:.1f} s of processor), {megabytes:.0f} MB;"
        f" a bare smtplib loop takes {loop:.1f} s: {total - loop:.1f} s more\n"
    )
    return total < MINUTES * 60 * members / MEMBERS and megabytes < MEGABYTES


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS) else 1)
