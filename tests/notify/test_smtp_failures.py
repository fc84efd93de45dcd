"""What does not go out is told with its place and the fix, in time, and shows no password."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from dataclasses import replace
from ssl import SSLContext
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP as Server  # noqa: N811 - a class under a name that is not its module's

from calsync.demo.certificates import Certificates
from calsync.errors import DeliveryFailed
from calsync.notify.smtp import SmtpMail, SmtpServer
from tests.notify.post_office import PostOffice, failure, listening, server, with_password


def test_a_wrong_password_is_told_with_the_fix_and_stands_nowhere(
    office: PostOffice, tls: SSLContext, certificates: Certificates, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    told = SmtpServer(
        host="127.0.0.1", port=0, sender="calsync@clarendon.test", username="calsync", password="another-than-that",
        ca_file=str(certificates.ca_file),
    )  # fmt: skip
    with listening(lambda: with_password(office, tls)) as port:
        error = failure(replace(told, port=port))
    assert "refuses the sign-in (535): check [smtp] username and password" in str(error)
    assert not error.permanent
    assert "another-than-that" not in f"{error}{told!r}{caplog.text}"
    assert office.received == []


@pytest.mark.parametrize(
    ("refusing", "words", "permanent"),
    [
        ({"recipient": "550 5.1.1 no such user ash@clarendon.test"}, "does not take the recipient (550)", True),
        ({"recipient": "451 4.7.1 greylisted"}, "does not take the recipient (451)", False),
        ({"sender": "553 5.7.1 not you"}, "does not take the sender (553): check [smtp] sender", False),
        ({"data": "554 5.7.1 spam"}, "does not take the mail (554)", True),
        ({"data": "452 4.3.1 disk full"}, "does not take the mail (452)", False),
    ],
)
def test_a_refusal_is_permanent_when_the_same_mail_would_be_refused_again(
    office: PostOffice, refusing: dict[str, str], words: str, permanent: bool
) -> None:
    for name, answer in refusing.items():
        setattr(office, name, answer)
    with listening(lambda: Server(office)) as port:
        error = failure(server(port))
    assert words in str(error)
    assert error.permanent is permanent
    assert "ash" not in str(error)


class Odd(asyncio.Protocol):
    """A server that says what it is told to, and reads nothing."""

    def __init__(self, says: bytes, *, then_cut: bool = False, drip: float = 0.0) -> None:
        self._says, self._then_cut, self._drip = says, then_cut, drip

    def connection_made(self, transport: Any) -> None:
        """Say it."""
        transport.write(self._says)
        if self._then_cut:
            transport.close()
        elif self._drip:
            asyncio.get_running_loop().create_task(self._go_on(transport))

    async def _go_on(self, transport: Any) -> None:
        while not transport.is_closing():
            transport.write(b"2")
            await asyncio.sleep(self._drip)


@pytest.mark.parametrize(
    ("serve", "words"),
    [
        (lambda: Odd(b""), "did not do its part within 0.5 seconds"),
        (lambda: Odd(b"220 hello\r\n"), "did not do its part within 0.5 seconds"),
        (lambda: Odd(b"2", drip=0.05), "did not do its part within 0.5 seconds"),
        (lambda: Odd(b"", then_cut=True), "cut the connection"),
        (lambda: Odd(b"220 hello\r\n", then_cut=True), "cut the connection"),
        (lambda: Odd(b"554 go away\r\n"), "refuses to serve (554)"),
        (lambda: Odd(b"<html>no mail here</html>\r\n"), "The mail server"),
        (lambda: Odd(b"220 " + b"x" * 100_000 + b"\r\n"), "refuses to serve"),
    ],
    ids=["silent", "deaf", "dripping", "cut", "cut after the greeting", "unwilling", "no mail server", "endless line"],
)
def test_a_server_that_does_not_do_its_part_is_a_failure_in_time(
    serve: Callable[[], asyncio.Protocol], words: str
) -> None:
    with listening(serve) as port:
        error = failure(server(port, timeout=0.5))
    assert words in str(error)
    assert not error.permanent


def test_a_port_where_nobody_listens_is_told_with_the_place() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    error = failure(server(port))
    assert f"can't be reached at port {port}" in str(error)
    assert not error.permanent
    with pytest.raises(DeliveryFailed, match="can't be reached"):
        asyncio.run(SmtpMail(server(port)).check())


def test_a_name_that_nobody_knows_is_told() -> None:
    assert "can't be reached" in str(failure(server(25, host="mail.nowhere.invalid")))
