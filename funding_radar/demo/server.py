"""A small server on the loopback address that plays several sites, with robots.txt and ETag as real ones have."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from funding_radar.demo.pages import Page


class _Handler(BaseHTTPRequestHandler):
    """Answers from the pages it was given; nothing is written anywhere."""

    protocol_version = "HTTP/1.1"
    server_version = "demo"
    sys_version = ""
    timeout = 10
    pages: ClassVar[Mapping[str, Page]] = {}

    def do_GET(self) -> None:
        """The page of a path, "not modified" to who has it already, or 404."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """The headers alone."""
        self._answer(with_body=False)

    def log_message(self, *_: Any) -> None:
        """Says nothing: the terminal belongs to the program."""

    def _answer(self, *, with_body: bool) -> None:
        address = urlsplit(self.path)
        page = self.pages.get(address.path) or self.pages.get(f"{address.path}/")
        if page is None:
            self._send(
                HTTPStatus.NOT_FOUND,
                "text/plain",
                b"There is no such page.",
                {},
                with_body=with_body,
            )
            return
        try:
            answer = page.answer(dict(parse_qsl(address.query)))
        except ValueError:
            self._send(
                HTTPStatus.BAD_REQUEST,
                "text/plain",
                b"That query cannot be read.",
                {},
                with_body=with_body,
            )
            return
        headers = {"ETag": answer.etag, "Cache-Control": "no-cache", **answer.headers}
        if page.status == HTTPStatus.OK and self.headers.get("If-None-Match") == answer.etag:
            self._send(HTTPStatus.NOT_MODIFIED, "", b"", headers, with_body=False)
            return
        self._send(page.status, page.kind, answer.body, headers, with_body=with_body)

    def _send(
        self, status: int, kind: str, body: bytes, headers: Mapping[str, str], *, with_body: bool
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if kind:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    """Each answer in a thread of its own, none of which keeps the program alive."""

    daemon_threads = True
    block_on_close = False


@contextmanager
def serving(server: ThreadingHTTPServer, pages: Mapping[str, Page]) -> Iterator[None]:
    """Serves pages until the block ends."""
    server.RequestHandlerClass = type("Handler", (_Handler,), {"pages": pages})
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def bound_server() -> ThreadingHTTPServer:
    """A server on a free port of the loopback address, not answering yet."""
    return _Server(("127.0.0.1", 0), _Handler)


def base_url(server: ThreadingHTTPServer) -> str:
    """Where a server is, without a slash at the end."""
    return f"http://127.0.0.1:{server.server_address[1]}"
