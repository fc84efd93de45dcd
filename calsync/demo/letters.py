"""One mail in one mailbox, and the headers that it carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from calsync.demo.entries import Address
from calsync.demo.mail_text import to_html, to_text

FOLDERS = ("inbox", "drafts", "sentitems", "deleteditems")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message as it stands in a folder. `thread` names the conversation, the same in every mailbox."""

    key: str
    folder: str
    sender: Address
    subject: str
    body: str
    body_type: str
    unique: str
    message_id: str
    thread: str
    created: datetime
    modified: datetime
    sent: datetime
    received: datetime
    change_key: str
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    importance: str = "normal"
    categories: tuple[str, ...] = ()
    read: bool = False

    @property
    def draft(self) -> bool:
        """Whether it was not sent yet."""
        return self.folder == "drafts"

    @property
    def text(self) -> str:
        """The body as plain text."""
        return self.body if self.body_type == "text" else to_text(self.body)

    @property
    def html(self) -> str:
        """The body as HTML."""
        return self.body if self.body_type == "html" else to_html(self.body)

    def all_headers(self) -> list[tuple[str, str]]:
        """Every internet header, as a receiving mail server saw them."""
        found = [
            ("From", self.sender.text()),
            ("To", ", ".join(a.text() for a in self.to)),
            ("Subject", self.subject),
            ("Date", format_datetime(self.sent)),
            ("Message-ID", self.message_id),
        ]
        if self.cc:
            found.append(("CC", ", ".join(a.text() for a in self.cc)))
        if self.in_reply_to:
            found.append(("In-Reply-To", self.in_reply_to))
        if self.references:
            found.append(("References", " ".join(self.references)))
        return [*found, ("MIME-Version", "1.0"), *self.headers]
