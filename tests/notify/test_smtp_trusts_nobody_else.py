"""A password and a mail travel to the server that was named and to no other, and encrypted."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from ssl import SSLContext

import pytest
from aiosmtpd.smtp import SMTP as Server  # noqa: N811 - a class under a name that is not its module's

from calsync.demo.certificates import Certificates
from calsync.notify.smtp import Security, SmtpMail
from tests.notify.post_office import PASSWORD, PostOffice, failure, listening, send, server, with_password


def test_with_starttls_the_password_travels_encrypted_and_the_server_takes_the_mail(
    office: PostOffice, tls: SSLContext, certificates: Certificates
) -> None:
    with listening(lambda: with_password(office, tls)) as port:
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


def test_a_plain_server_where_tls_was_asked_for_is_told(office: PostOffice) -> None:
    with listening(lambda: Server(office)) as port:
        error = failure(server(port, security=Security.TLS))
    assert "does not speak TLS" in str(error)


def test_an_authority_file_that_is_none_is_told(tmp_path: Path, office: PostOffice) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with listening(lambda: Server(office)) as port:
        error = failure(server(port, security=Security.TLS, ca_file=str(tmp_path / "ca.pem")))
    assert "TLS" in str(error)
