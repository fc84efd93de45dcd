"""A real mail server on this machine, good and bad, and what is sent to it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from ssl import SSLContext
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP as Server  # noqa: N811 - a class under a name that is not its module's
from aiosmtpd.smtp import AuthResult, LoginPassword

from calsync.errors import DeliveryFailed
from calsync.notify.smtp import Security, SmtpMail, SmtpServer
from calsync.ports import OutgoingMail

PASSWORD = "open-sesame-of-the-centre"
MAIL = OutgoingMail(
    to="ash@clarendon.test",
    subject="calsync for IT: a diary is not being read — 09:05",
    text="The diary of Zoë Visits has not been read.\n.\nA dot alone is no end.",
    reference="3f2a",
    important=True,
)


@dataclass
class PostOffice:
    """What the server was told, and what it answers."""

    recipient: str = "250 OK"
    data: str = "250 OK"
    sender: str = "250 OK"
    received: list[tuple[str, list[str], Any]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server, session, envelope) -> str:
        mail = message_from_bytes(envelope.content, policy=default)
        self.raw.append(envelope.content)
        self.received.append((envelope.mail_from, envelope.rcpt_tos, mail))
        return self.data

    def authenticate(self, server, session, envelope, mechanism, given) -> AuthResult:
        assert isinstance(given, LoginPassword)
        good = given.password.decode() == PASSWORD
        self.signed_in += [given.login.decode()] if good else []
        return AuthResult(success=good, handled=False)


@contextmanager
def listening(serve: Callable[[], asyncio.Protocol], tls: SSLContext | None = None) -> Iterator[int]:
    """The port of a server on this machine, in a thread of its own."""
    ready, ended = threading.Event(), threading.Event()
    told: list[Any] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        server = await loop.create_server(serve, "127.0.0.1", 0, ssl=tls)
        told.extend([loop, stop, server.sockets[0].getsockname()[1]])
        ready.set()
        await stop.wait()
        server.close()
        current = asyncio.current_task()
        for task in asyncio.all_tasks():
            if task is not current:
                task.cancel()
        await asyncio.sleep(0)

    thread = threading.Thread(target=lambda: (asyncio.run(main()), ended.set()))
    thread.start()
    assert ready.wait(10)
    loop, stop, port = told
    yield port
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    assert ended.is_set()


def with_password(office: PostOffice, tls: SSLContext) -> Server:
    """A server that secures its connection by STARTTLS, and takes nothing without a password."""
    return Server(office, tls_context=tls, authenticator=office.authenticate, auth_require_tls=True)


def server(port: int, **changes: Any) -> SmtpServer:
    """How the server at that port is reached."""
    values = {"host": "127.0.0.1", "port": port, "sender": "calsync@clarendon.test", "security": Security.NONE}
    return SmtpServer(**{**values, **changes})


def send(told: SmtpServer, mail: OutgoingMail = MAIL) -> str:
    """The id under which the mail went out."""
    return asyncio.run(SmtpMail(told).send(mail)).message_id


def failure(told: SmtpServer, mail: OutgoingMail = MAIL) -> DeliveryFailed:
    """Why the mail did not go out."""
    with pytest.raises(DeliveryFailed) as caught:
        send(told, mail)
    return caught.value
