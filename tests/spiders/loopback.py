"""A web server on loopback that plays the sources: paths to answers, and a list of what was asked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request that came in."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    url: str


@dataclass(frozen=True)
class Answer:
    """What goes out; ``chunks`` sends a body bit by bit, for as long as it lasts."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    chunks: Callable[[], Iterator[bytes]] | None = None
    says_length: int | None = None


Route = Callable[[Asked], Answer]


class _Quiet(ThreadingHTTPServer):
    """A visitor that hangs up is no news."""

    def handle_error(self, *_: Any) -> None:
        pass


class Loopback:
    """The server: ``routes`` by path, ``default`` for all others, ``asked`` in order."""

    def __init__(self, routes: dict[str, Route | Answer], host: str = "127.0.0.1") -> None:
        self.routes = routes
        self.asked: list[Asked] = []
        self.default: Route = lambda _: Answer(status=404)
        server = self
        lock = threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body leave together; otherwise each answer waits 40 ms for an acknowledgement.
            wbufsize = 1 << 16

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                headers = {key.lower(): value for key, value in self.headers.items()}
                asked = Asked(parts.path, dict(parse_qsl(parts.query)), headers, self.path)
                with lock:
                    server.asked.append(asked)
                route = server.routes.get(parts.path, server.default)
                self.answer(route(asked) if callable(route) else route)

            def answer(self, answer: Answer) -> None:
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.kind)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.chunks is None:
                    length = len(answer.body) if answer.says_length is None else answer.says_length
                    self.send_header("Content-Length", str(length))
                else:
                    self.send_header("Connection", "close")
                    self.close_connection = True
                self.end_headers()
                try:
                    self.wfile.write(answer.body)
                    for chunk in answer.chunks() if answer.chunks else ():
                        self.wfile.write(chunk)
                        self.wfile.flush()
                    self.wfile.flush()
                except OSError:
                    self.close_connection = True
                if answer.says_length is not None:
                    self.close_connection = True

            def log_message(self, *_: Any) -> None:
                pass

        self._server = _Quiet((host, 0), Handler)
        self._server.daemon_threads = True
        self.base = f"http://{host}:{self._server.server_address[1]}"

    def paths(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    @contextmanager
    def running(self) -> "Iterator[Loopback]":
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()
