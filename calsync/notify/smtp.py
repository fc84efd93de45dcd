"""Mail by a mail server of the organisation's own: the channel that does not depend on Microsoft (law 10)."""

from __future__ import annotations

import asyncio
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from typing import TypeVar

from calsync.errors import DeliveryFailed
from calsync.parsers.dialling import same_number
from calsync.ports import OutgoingMail, SentMail

SECONDS = 10.0
"""Elapsed seconds in which a mail has to be handed over, or the server to be greeted."""
REFERENCE = "X-Calsync-Reference"
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9._-]+")

T = TypeVar("T")


class Security(StrEnum):
    """How the connection is kept from being read on its way."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}
"""The usual ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """One mail server, and as whom calsync writes."""

    host: str
    sender: str
    port: int
    security: Security = Security.STARTTLS
    username: str = ""
    """Empty: no sign-in."""
    password: str = field(default="", repr=False)
    ca_file: str | None = None
    """A PEM file of authorities to trust in place of the usual ones; None: the usual ones."""
    answers_to: str = ""
    """Where an answer is to go; empty: to the sender."""
    timeout: float = SECONDS


_UNFOLDED = SMTP.clone(max_line_length=998)


class SmtpMail:
    """The MailServer port. Each mail has a connection of its own, in a thread of its own.

    As the channel of notifications it stands in a `MailNotifier`, like the service mailbox.
    """

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        # Threads of its own: a server that hangs takes none from those in which the store is asked.
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="smtp")

    async def send(self, mail: OutgoingMail) -> SentMail:
        """The id under which the server took the mail: the same for the same reference.

        Raises DeliveryFailed: permanent when this very mail or its recipient is refused and would be again.
        """
        message = self._message(mail)
        await self._bounded(lambda session: session.hand_over(message, mail.to))
        return SentMail(message_id=str(message["Message-ID"]), conversation_id="")

    async def check(self) -> None:
        """Greet the server and sign in, and send nothing. Raises DeliveryFailed."""
        await self._bounded(lambda session: session.greet())

    async def _bounded(self, work: Callable[[_Session], T]) -> T:
        session = _Session(self._server)
        try:
            async with asyncio.timeout(self._server.timeout):
                return await asyncio.get_running_loop().run_in_executor(self._threads, session.whole, work)
        except TimeoutError:
            raise DeliveryFailed(
                f"The mail server {self._server.host} did not do its part within {self._server.timeout:g} seconds."
            ) from None
        finally:
            session.cut()

    def _message(self, mail: OutgoingMail) -> EmailMessage:
        """The mail as it travels. No word of it can begin a header of its own."""
        message = EmailMessage(policy=SMTP)
        try:
            message["From"] = Address(display_name="calsync", addr_spec=self._server.sender)
            message["To"] = Address(addr_spec=mail.to)
            if self._server.answers_to:
                message["Reply-To"] = Address(addr_spec=self._server.answers_to)
        except (ValueError, IndexError, MessageError) as error:
            # The words of such an error quote the address.
            raise DeliveryFailed("The address can't be written in a mail: correct it.", permanent=True) from error
        message["Subject"] = " ".join(mail.subject.split())
        message["Date"] = format_datetime(datetime.now(UTC))
        name = _NOT_IN_AN_ID.sub("-", mail.reference) or "-"
        message["Message-ID"] = f"<{name}@{self._server.sender.rpartition('@')[2]}>"
        message[REFERENCE] = name
        message["Auto-Submitted"] = "auto-generated"
        if mail.important:
            message["Importance"] = "high"
            message["X-Priority"] = "1"
        message.set_content(mail.text, charset="utf-8")
        message.add_alternative(mail.as_html(same_number), subtype="html", charset="utf-8")
        if mail.subject.isascii():
            # Folded before its first word, as Python does it, it is an empty one to some filters and gateways.
            message.policy = _UNFOLDED
        return message


class _Session:
    """One connection, used in a thread and ended from outside when its time is over."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._over = False

    def whole(self, work: Callable[[_Session], T]) -> T:
        """What the work gives. Raises DeliveryFailed for everything that a server can do wrong."""
        try:
            return work(self)
        except (smtplib.SMTPException, OSError, UnicodeError, ValueError) as error:
            raise _failure(error, self._server) from error
        finally:
            if self._smtp is not None:
                self._smtp.close()

    def cut(self) -> None:
        """End the connection at once, also while the thread waits for an answer."""
        self._over = True
        sock = self._smtp.sock if self._smtp is not None else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def greet(self) -> None:
        """Connect, secure the connection, and sign in."""
        server, own = self._server, _own_name()
        within = server.timeout + 1  # longer than anybody waits: who waits cuts the connection, and says why
        smtp: smtplib.SMTP
        if server.security is Security.TLS:
            smtp = smtplib.SMTP_SSL(local_hostname=own, timeout=within, context=_context(server))
        else:
            smtp = smtplib.SMTP(local_hostname=own, timeout=within)
        # It connects only when told to, so that it can be cut while it waits for the greeting; then it has to be told
        # the name that the certificate must bear, and without one TLS refuses to begin.
        smtp._host = server.host  # type: ignore[attr-defined]
        self._smtp = smtp
        code, _ = smtp.connect(server.host, server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, b"")
        self._go_on()
        smtp.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            smtp.starttls(context=_context(server))
            self._go_on()
            smtp.ehlo()
        if server.username:
            smtp.login(server.username, server.password)
        self._go_on()

    def hand_over(self, message: EmailMessage, to: str) -> None:
        """Greet the server and give it the mail; once it has taken it, nothing that follows matters."""
        self.greet()
        if self._smtp is not None:
            self._smtp.send_message(message, from_addr=self._server.sender, to_addrs=[to])
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()

    def _go_on(self) -> None:
        """Stop here if the time is over: what nobody waits for any more is not sent."""
        if self._over:
            raise TimeoutError


def _own_name() -> str:
    """What calsync calls itself; never asked of the DNS, which may be what fails."""
    name = socket.gethostname()
    return name if "." in name and name.isascii() else "[127.0.0.1]"


def _context(server: SmtpServer) -> ssl.SSLContext:
    """TLS that checks the certificate and the host's name."""
    return ssl.create_default_context(cafile=server.ca_file)


def _failure(error: Exception, server: SmtpServer) -> DeliveryFailed:
    """The error as a sentence with the fix. What the server said is not quoted: it may hold addresses."""
    host = f"The mail server {server.host}"
    match error:
        case smtplib.SMTPAuthenticationError():
            return DeliveryFailed(
                f"{host} refuses the sign-in ({error.smtp_code}): check [smtp] username and password."
            )
        case smtplib.SMTPRecipientsRefused():
            code = next((code for code, _ in error.recipients.values()), 0)
            return DeliveryFailed(f"{host} does not take the recipient ({code}).", permanent=code >= 500)
        case smtplib.SMTPSenderRefused():
            return DeliveryFailed(f"{host} does not take the sender ({error.smtp_code}): check [smtp] sender.")
        case smtplib.SMTPDataError():
            code = error.smtp_code
            return DeliveryFailed(f"{host} does not take the mail ({code}).", permanent=code >= 500)
        case smtplib.SMTPNotSupportedError():
            return DeliveryFailed(
                f"{host} does not offer what [smtp] asks for (security, sign-in, or the characters of an address)."
            )
        case smtplib.SMTPServerDisconnected():
            return DeliveryFailed(f"{host} cut the connection.")
        case smtplib.SMTPResponseException():
            return DeliveryFailed(f"{host} refuses to serve ({error.smtp_code}).")
        case ssl.SSLCertVerificationError():
            return DeliveryFailed(
                f"{host} has a certificate that is not trusted ({error.verify_message}): check [smtp] host and ca_file."
            )
        case ssl.SSLError():
            return DeliveryFailed(f"{host} does not speak TLS as asked for: check [smtp] port and security.")
        case UnicodeError() | ValueError():
            return DeliveryFailed("The mail can't be written as the mail server wants it.", permanent=True)
        case _:
            why = error.strerror if isinstance(error, OSError) and error.strerror else "no answer"
            return DeliveryFailed(
                f"{host} can't be reached at port {server.port} ({why}): check [smtp] host and port, and the network."
            )
