"""What sends and receives mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from calsync.domain.mail_page import Dial, page
from calsync.domain.model import NO_PROOF, Proof, Via


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail to be sent by the service mailbox."""

    to: str
    subject: str
    text: str
    reference: str
    """The notification's id, sent along as a header so that a repeated message is known as one."""
    important: bool = False
    html: str = ""
    """A page of its own, such as one to print; empty: the words themselves as one."""
    bulk: bool = False
    """A letter: diaries with a begun visit, and every other message, are served before it."""
    pages: str = ""
    """Where staff reach calsync's own pages: the one kind of address that becomes a link; empty: there are none."""

    def as_html(self, dial: Dial) -> str:
        """The same words as HTML: every mail goes out as both. `dial`: how a number in them is rung by a tap."""
        return self.html or page(self.subject, self.text, dial=dial, pages=self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentMail:
    """What identifies a mail that was handed over."""

    message_id: str
    conversation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """A mail that arrived in the service mailbox."""

    id: str
    message_id: str
    conversation_id: str
    sender: str
    subject: str
    text: str
    sent: datetime
    received: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    via: Via = Via.REPLY
    """How it came: a text is read as a mail with its words alone."""
    proof: Proof = NO_PROOF
    """What the writer's PIN in it says, which is taken out."""
    said: str = ""
    """Of a text: what was written, where `text` spells it out."""


class MailSender(Protocol):
    """Whatever takes a mail: the service mailbox, or a mail server."""

    async def send(self, mail: OutgoingMail) -> SentMail:
        """Hand one mail over. Raises SourceError or DeliveryFailed."""


class MailServer(MailSender, Protocol):
    """A mail server that has nothing to do with Microsoft: what tells IT that Microsoft can't be asked (law 10)."""

    async def check(self) -> None:
        """Greet it and sign in, and send nothing. Raises DeliveryFailed."""


class Mailbox(Protocol):
    """The service's own mailbox."""

    async def send(self, mail: OutgoingMail) -> SentMail:
        """Hand one mail over, as draft and then send, so that its ids are known. Raises SourceError."""

    async def received_since(self, moment: datetime) -> list[IncomingMail]:
        """Every mail received at or after `moment` (UTC), oldest first, read or unread. Raises SourceError."""
