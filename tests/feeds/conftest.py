"""A real https server on loopback that publishes calendars, and behaves as badly as a test tells it to."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from calsync.demo.certificates import Certificates, make_certificates
from calsync.feeds.fetching import Fetcher

SECRET = "owa-calendar-5f2c9d-secret"
MORNING = datetime(2026, 12, 1, 9, tzinfo=UTC)


def entry(uid: str, start: str, *lines: str) -> str:
    """One entry of an hour or as the lines say."""
    own = [] if any(line.startswith(("DTEND", "DURATION")) for line in lines) else ["DURATION:PT1H"]
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", *own, *lines, "END:VEVENT", ""])


def calendar(*entries: str) -> bytes:
    """A whole calendar."""
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(entries)}END:VCALENDAR\r\n".encode()


@dataclass
class Answer:
    """What the server says."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    promised: int | None = None
    """The Content-Length that it claims; the true one when None."""
    hold: threading.Event | None = None
    """It sends its head and then nothing until this is set."""


@dataclass
class Publisher:
    """The server, what it will say under each path, and what it was asked."""

    port: int
    certificates: Certificates
    answers: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    """The host names that clients asked for in their TLS greeting."""

    def url(self, path: str = f"/{SECRET}.ics", host: str = "localhost") -> str:
        """An address on this server."""
        return f"https://{host}:{self.port}{path}"

    def says(self, answer: Answer | Callable[[dict[str, str]], Answer], path: str = f"/{SECRET}.ics") -> None:
        """From now on, that."""
        self.answers[path] = answer

    def fetcher(self, *, seconds: float = 10.0) -> Fetcher:
        """One that trusts this server, on loopback."""
        return Fetcher(allow_private=True, ca_file=self.certificates.ca_file, seconds=seconds)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """An authority of the tests' own, and a certificate for loopback."""
    folder: Path = tmp_path_factory.mktemp("certificates")
    return make_certificates(folder)


@pytest.fixture
def publisher(certificates: Certificates) -> Iterator[Publisher]:
    """A server of this test's own."""
    published: list[Publisher] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = published[0]
            headers = {name.lower(): value for name, value in self.headers.items()}
            here.asked.append((self.path, headers))
            told = here.answers.get(self.path, Answer(404))
            answer = told(headers) if callable(told) else told
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) if answer.promised is None else answer.promised))
            self.end_headers()
            if answer.hold is not None:
                self.wfile.flush()
                answer.hold.wait(30)
            try:
                self.wfile.write(answer.body)
            except OSError:
                return  # the client had enough

        def log_message(self, *args: object) -> None:
            return

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.cert_file, certificates.key_file)
    context.sni_callback = lambda _socket, name, _context: published[0].names.append(name)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            return

    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    published.append(Publisher(server.server_address[1], certificates))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield published[0]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
