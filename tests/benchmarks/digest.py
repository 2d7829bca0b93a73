"""10,000 digests composed, rendered and handed to an SMTP server on loopback by one process.

The bare loop hands the same messages, ready made, to the same server with smtplib alone.
"""

import asyncio
import resource
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice

from db.engine import open_engine, reading
from db.schema import upgrade
from db.views import CallView, MatchView, MemberView
from funding_radar.config import Mail
from funding_radar.digest.issue import Material, compose_issue
from funding_radar.digest.message import Message
from funding_radar.digest.outbox import Sender, running_from, send_due
from funding_radar.digest.transport import Smtp
from tests.conftest import NOW
from tests.digest.conftest import add_calls, add_members, deliver_states
from tests.digest.made import PLACES, SETTINGS, call, match

MEMBERS = 10_000
CALLS = 40
SAMPLE = 200
"""Messages kept for the bare loop, which sends them over and over."""
MINUTES, MEGABYTES = 3, 400
"""What is allowed."""


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


@dataclass
class Kept:
    """Another way out, with the first messages kept for the loop that sends the same bytes."""

    way: Smtp
    messages: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> None:
        if len(self.messages) < SAMPLE:
            self.messages.append(message)
        self.way.send(message)

    def close(self) -> None:
        self.way.close()


@dataclass
class Used:
    """Seconds by the clock and of this process's processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} s ({self.processor:.1f} s of processor)"


@contextmanager
def measured() -> Iterator[Used]:
    used = Used(-time.perf_counter(), -time.process_time())
    yield used
    used.clock += time.perf_counter()
    used.processor += time.process_time()


def ours(port: int, members: int) -> tuple[Used, Used, list[Message]]:
    """What composing took, what rendering and sending took, and some of the messages."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/radar.db", create=True)
        upgrade(engine)
        views: list[MemberView] = add_members(engine, members)
        made = calls()
        add_calls(engine, made)
        material = Material({c.id: c for c in made}, seven_fit, places=PLACES)
        mail = Mail(smtp_host="127.0.0.1", smtp_port=port, security="none", per_minute=10**6)
        settings = SETTINGS.model_copy(update={"mail": mail})
        sender = Sender(engine, settings, running_from(NOW, time.monotonic), time.sleep, "bench")
        way = Kept(Smtp(mail))
        with measured() as composing:
            report = compose_issue(engine, views, material, settings, NOW)
        with measured() as sending:
            sent = send_due(sender, way)
        with reading(engine) as session:
            states = deliver_states(session)
        assert (report.composed, sent.sent, states) == (members, members, {"sent": members})
        engine.dispose()
    return composing, sending, way.messages


def bare(port: int, messages: list[Message], count: int) -> Used:
    """A loop of smtplib alone over ready messages."""
    with measured() as used, smtplib.SMTP("127.0.0.1", port) as server:
        assert server.sock is not None
        server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for message in islice(cycle(messages), count):
            server.sendmail(message.sender, [message.to], message.raw)
    return used


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
        composing, sending, messages = ours(port, members)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        loop = bare(port, messages, members)
    finally:
        sink.terminate()
        sink.wait()
    total = Used(composing.clock + sending.clock, composing.processor + sending.processor)
    kilobytes = sum(len(message.raw) for message in messages) / len(messages) / 1024
    sys.stdout.write(
        f"{members:,} digests of 7 calls, {kilobytes:.0f} KB each, by one process:\n"
        f"  composed in                  {composing}\n"
        f"  rendered and handed over in  {sending}\n"
        f"  in all                       {total}, {megabytes:.0f} MB"
        f" (limits for {MEMBERS:,}: {MINUTES * 60} s, {MEGABYTES} MB)\n"
        f"  smtplib, the same bytes      {loop}: ours takes {total.clock - loop.clock:.1f} s more\n"
    )
    return total.clock < MINUTES * 60 * members / MEMBERS and megabytes < MEGABYTES


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS) else 1)
