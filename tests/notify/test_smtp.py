"""Mail by a real mail server, good and bad: what goes out, and what is said when it does not."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP as Server  # noqa: N811 - a class under a name that is not its module's
from aiosmtpd.smtp import AuthResult, LoginPassword

from calsync.demo.certificates import Certificates, make_certificates
from calsync.domain.model import Ask, Channel, Lane, Notification, Role
from calsync.errors import DeliveryFailed
from calsync.notify.mail import MailNotifier
from calsync.notify.smtp import Security, SmtpMail, SmtpServer
from calsync.parsers.dialling import same_number
from calsync.ports import Message, Notifier, OutgoingMail

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


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def tls(certificates: Certificates) -> SSLContext:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.cert_file, certificates.key_file)
    return context


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


def server(port: int, **changes: Any) -> SmtpServer:
    values = {"host": "127.0.0.1", "port": port, "sender": "calsync@clarendon.test", "security": Security.NONE}
    return SmtpServer(**{**values, **changes})


def send(told: SmtpServer, mail: OutgoingMail = MAIL) -> str:
    return asyncio.run(SmtpMail(told).send(mail)).message_id


def failure(told: SmtpServer, mail: OutgoingMail = MAIL) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        send(told, mail)
    return caught.value


def test_a_long_subject_stands_on_its_first_line(office: PostOffice) -> None:
    subject = "calsync for IT: a diary is suddenly empty (08:44 on Wednesday 30 November)"
    with listening(lambda: Server(office)) as port:
        send(server(port), replace(MAIL, subject=subject))
    assert f"\r\nSubject: {subject}\r\n".encode() in office.raw[0]


def test_a_mail_arrives_whole_with_its_reference_and_an_id_that_is_the_same_each_time(office: PostOffice) -> None:
    with listening(lambda: Server(office)) as port:
        first, second = send(server(port)), send(server(port))
    (sender, recipients, mail), _ = office.received
    assert (sender, recipients) == ("calsync@clarendon.test", ["ash@clarendon.test"])
    assert mail["Subject"] == MAIL.subject
    assert mail.get_content_type() == "multipart/alternative"
    assert mail.get_body(("plain",)).get_content().splitlines() == MAIL.text.splitlines()
    assert mail.get_body(("html",)).get_content().splitlines() == MAIL.as_html(same_number).splitlines()
    assert first == second == mail["Message-ID"] == "<3f2a@clarendon.test>"
    assert mail["X-Calsync-Reference"] == "3f2a"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Importance"] == "high"
    assert abs(datetime.now(UTC) - mail["Date"].datetime).total_seconds() < 60


def test_a_mail_of_no_importance_says_none_and_carries_the_page_that_was_made_for_it(office: PostOffice) -> None:
    with listening(lambda: Server(office)) as port:
        send(server(port), replace(MAIL, important=False, html="<p>Zoë</p>"))
    ((_, _, mail),) = office.received
    assert mail["Importance"] is None
    assert mail.get_body(("html",)).get_content().strip() == "<p>Zoë</p>"


@pytest.mark.parametrize("words", ["a\r\nBcc: eve@evil.test", "a\nBcc: eve@evil.test", "a\n\nBcc: eve@evil.test"])
def test_no_words_begin_a_header_of_their_own(office: PostOffice, words: str) -> None:
    with listening(lambda: Server(office)) as port:
        send(server(port), replace(MAIL, subject=words, reference=words))
        refused = failure(server(port), replace(MAIL, to=f"ash@clarendon.test{words}"))
    ((_, recipients, mail),) = office.received
    assert recipients == ["ash@clarendon.test"]
    assert mail["Bcc"] is None
    assert refused.permanent
    assert "eve" not in str(refused)


@pytest.mark.parametrize("address", ["", "ash", "ash@", "ash@@clarendon.test", "Ash <ash@clarendon.test>"])
def test_an_address_that_is_none_is_refused_for_good_and_not_quoted(office: PostOffice, address: str) -> None:
    with listening(lambda: Server(office)) as port:
        refused = failure(server(port), replace(MAIL, to=address))
    assert refused.permanent
    assert office.received == []
    assert "ash" not in str(refused)


def test_with_starttls_the_password_travels_encrypted_and_the_server_takes_the_mail(
    office: PostOffice, tls: SSLContext, certificates: Certificates
) -> None:
    def serve() -> Server:
        return Server(office, tls_context=tls, authenticator=office.authenticate, auth_require_tls=True)

    with listening(serve) as port:
        told = server(
            port,
            security=Security.STARTTLS,
            username="calsync",
            password=PASSWORD,
            ca_file=str(certificates.ca_file),
        )
        send(told)
        asyncio.run(SmtpMail(told).check())
    assert office.signed_in == ["calsync", "calsync"]
    assert len(office.received) == 1


def test_with_tls_from_the_first_byte_the_mail_arrives(
    office: PostOffice, tls: SSLContext, certificates: Certificates
) -> None:
    with listening(lambda: Server(office), tls) as port:
        send(server(port, host="localhost", security=Security.TLS, ca_file=str(certificates.ca_file)))
    assert len(office.received) == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_of_a_stranger_is_refused(office: PostOffice, tls: SSLContext, security: Security) -> None:
    direct = security is Security.TLS
    with listening(lambda: Server(office, tls_context=None if direct else tls), tls if direct else None) as port:
        error = failure(server(port, security=security))
    assert "not trusted" in str(error)
    assert "ca_file" in str(error)
    assert not error.permanent
    assert office.received == []


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_for_another_name_is_refused(
    office: PostOffice, tls: SSLContext, certificates: Certificates, security: Security
) -> None:
    direct = security is Security.TLS
    with listening(lambda: Server(office, tls_context=None if direct else tls), tls if direct else None) as port:
        # 127.0.0.2 leads to the same machine, and the certificate is not made out to it.
        told = server(port, host="127.0.0.2", security=security, ca_file=str(certificates.ca_file))
        with forwarding("127.0.0.2", port):
            error = failure(told)
    assert "not trusted" in str(error)
    assert office.received == []


@contextmanager
def forwarding(host: str, port: int) -> Iterator[None]:
    """The same server under another address of this machine."""

    def pump(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for each in (source, sink):
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    with socket.create_server((host, port)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with client, socket.create_connection(("127.0.0.1", port)) as there:
                back = threading.Thread(target=pump, args=(there, client))
                back.start()
                pump(client, there)
                back.join()

        thread = threading.Thread(target=serve)
        thread.start()
        yield
        thread.join(10)


def test_a_server_without_starttls_is_given_nothing(office: PostOffice) -> None:
    with listening(lambda: Server(office)) as port:
        error = failure(server(port, security=Security.STARTTLS))
    assert "does not offer" in str(error)
    assert not error.permanent
    assert office.received == []


def test_a_wrong_password_is_told_with_the_fix_and_stands_nowhere(
    office: PostOffice, tls: SSLContext, certificates: Certificates, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def serve() -> Server:
        return Server(office, tls_context=tls, authenticator=office.authenticate, auth_require_tls=True)

    told = SmtpServer(
        host="127.0.0.1", port=0, sender="calsync@clarendon.test", username="calsync", password="another-than-that",
        ca_file=str(certificates.ca_file),
    )  # fmt: skip
    with listening(serve) as port:
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


def test_a_plain_server_where_tls_was_asked_for_is_told(office: PostOffice) -> None:
    with listening(lambda: Server(office)) as port:
        error = failure(server(port, security=Security.TLS))
    assert "does not speak TLS" in str(error)


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


def test_an_authority_file_that_is_none_is_told(tmp_path: Path, office: PostOffice) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with listening(lambda: Server(office)) as port:
        error = failure(server(port, security=Security.TLS, ca_file=str(tmp_path / "ca.pem")))
    assert "TLS" in str(error)


def test_an_answer_to_an_alarm_goes_where_answers_are_read(office: PostOffice) -> None:
    with listening(lambda: Server(office)) as port:
        send(server(port, answers_to="checkin@clarendon.test"))
    ((_, _, mail),) = office.received
    assert mail["Reply-To"] == "checkin@clarendon.test"


def test_in_a_mail_notifier_it_is_a_channel_like_any_other(office: PostOffice) -> None:
    row = Notification(
        id="n-1", deadline_id="d-1", step="1", round=0, recipient="morgan", channel=Channel.MAIL,
        role=Role.LINE_MANAGER, ask=Ask.CALL_WORKER, lane=Lane.ALARM, due=datetime(2026, 3, 2, tzinfo=UTC),
        recorded=datetime(2026, 3, 2, tzinfo=UTC), token="K7Q",
    )  # fmt: skip
    with listening(lambda: Server(office)) as port:
        notifier: Notifier = MailNotifier(SmtpMail(server(port)))
        message = Message(notification=row, address="morgan@clarendon.test", subject="Please ring", text="Ring Sam.")
        sent = asyncio.run(notifier.send(message))
        office.recipient = "550 no such user"
        with pytest.raises(DeliveryFailed) as caught:
            asyncio.run(notifier.send(message))
    assert sent.message_id == "<n-1@clarendon.test>"
    assert caught.value.permanent
