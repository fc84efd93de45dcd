"""Links by which an answer needs no app: one to a message, for one person, about one deadline.

A link is made from the message's own identity under a secret of the deployment, so that a message which is sent twice
carries the same one; the store keeps a hash of it alone. Whoever opens it sees a page and changes nothing: an answer
needs the two digits as well that stand in the message, which a mail scanner does not read and type (law 8).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from calsync.domain.answering.outcome import HAND_OVER
from calsync.domain.model import Channel, Notification, PersonId, Role

TOKEN_LETTERS = 32
"""160 bits: nobody finds one by trying."""
_TOKEN = re.compile(rf"[a-z2-7]{{{TOKEN_LETTERS}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the store keeps of a link: enough to know it again, and nothing to make it from."""

    digest: str
    notification_id: str
    deadline_id: str
    who: PersonId
    made: datetime
    key: str
    """Which secret it was made with, as `key_name` calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLink:
    """A link as it stands in a message: the whole address, and the two digits that are asked for there."""

    address: str
    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkMaker:
    """Makes links, and knows the digits that belong to one."""

    address: str
    """Where staff reach the pages, without a slash at its end."""
    secret: str
    previous: tuple[str, ...] = ()
    """Secrets that were in use before: links made with them go on to open until their deadlines are closed."""

    def made_for(self, row: Notification, at: datetime) -> Link:
        """The link of a message, as the store keeps it."""
        return Link(
            digest=digest_of(_token(self.secret, row.id)),
            notification_id=row.id,
            deadline_id=row.deadline_id,
            who=row.recipient,
            made=at,
            key=key_name(self.secret),
        )

    def shown(self, row: Notification) -> ShownLink:
        """The link of a message, as the message shows it."""
        return ShownLink(address=f"{self.address}/a/{_token(self.secret, row.id)}", digits=_digits(self.secret, row.id))

    def call_token(self, row: Notification) -> str:
        """The last part of the address by which a telephone service asks what to say: it opens no page."""
        return base64.b32encode(_keyed(self.secret, "call", row.id)).decode().lower()[:TOKEN_LETTERS]

    def digits(self, link: Link) -> str | None:
        """The digits that its message printed; None when the secret that it was made with is in use no more."""
        known = {key_name(each): each for each in (self.secret, *self.previous)}
        secret = known.get(link.key)
        return _digits(secret, link.notification_id) if secret is not None else None


def has_link(row: Notification) -> bool:
    """Whether a message can be answered by a link: a step of the ladder, an alarm that is handed over, or what is asked
    of the worker outside it."""
    asked = row.step.isdigit() or row.step == HAND_OVER or row.role is Role.WORKER
    return asked and row.channel is not Channel.WEBHOOK


def digest_of(token: str) -> str:
    """What is kept of a link's secret part."""
    return hashlib.sha256(token.encode()).hexdigest()


def key_name(secret: str) -> str:
    """A short name of a secret, from which nobody gets it back."""
    return hashlib.sha256(f"calsync link key {secret}".encode()).hexdigest()[:8]


def _token(secret: str, notification_id: str) -> str:
    made = _keyed(secret, "link", notification_id)
    return base64.b32encode(made).decode().lower()[:TOKEN_LETTERS]


def _digits(secret: str, notification_id: str) -> str:
    made = _keyed(secret, "digits", notification_id)
    return f"{int.from_bytes(made[:8], 'big') % 100:02}"


def _keyed(secret: str, use: str, notification_id: str) -> bytes:
    return hmac.new(secret.encode(), f"{use}:{notification_id}".encode(), hashlib.sha256).digest()


def is_token(text: str) -> bool:
    """Whether it may be the last part of a link's address."""
    return bool(_TOKEN.fullmatch(text))
