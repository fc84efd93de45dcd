"""Text messages by GOV.UK Notify's REST API.

Its own client (MIT, 50 KB) is these few requests with a dependency that is kept no more (docopt); the one thing that
it adds, the signed token, is made here by PyJWT. Facts from docs.notifications.service.gov.uk (alphagov/
notifications-tech-docs, rest-api): POST /v2/notifications/sms with `phone_number`, `template_id`, `personalisation`
and `reference` is answered with 201 and `id`; GET /v2/notifications/{id} has `status`; GET
/v2/notifications?reference= lists what was sent under a reference, for 7 days; GET /v2/received-text-messages lists
what came in, newest first, 250 a page, older ones by `older_than`. An error body is `{"status_code", "errors":
[{"error", "message"}]}`, to be judged by status and `error`, since messages change. A key is name, service id and
secret with hyphens between; the token is HS256 of `iss` and `iat`, and this machine's clock must be right to 30
seconds.

"delivered" is said also where somebody has blocked the sender. Notify's numbers come without a plus sign.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import jwt

from calsync.domain.model import Receipt
from calsync.errors import DeliveryFailed
from calsync.notify.asking import (
    SECONDS,
    Asking,
    NoWord,
    Replied,
    not_taken,
    source_error,
    unavailable,
    unreadable_text,
)
from calsync.parsers.notify_key import read_notify_key
from calsync.ports import IncomingText, SentMail, TextMessage

ROOT = "https://api.notifications.service.gov.uk"
NAME = "GOV.UK Notify"
FIELD = "message"
"""The one placeholder that the template has to have: ((message))."""
PAGES = 10
_ENDS = {
    "delivered": Receipt.DELIVERED,
    "sent": Receipt.DELIVERED,  # to a number abroad, of which no more is ever told
    "permanent-failure": Receipt.FAILED,
    "temporary-failure": Receipt.FAILED,
    "technical-failure": Receipt.FAILED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyService:
    """By what calsync sends."""

    key: str = field(repr=False)
    template: str
    """The id of a text template whose body is ((message))."""
    sender_id: str = ""
    """The id of the number to send from; empty: the service's own default, which must take answers."""
    root: str = ROOT
    ca_file: str | None = None
    timeout: float = SECONDS


class GovukNotify:
    """The Carrier port over one service. Raises ValueError for a key that is none."""

    def __init__(self, told: NotifyService) -> None:
        key = read_notify_key(told.key)
        if key is None:
            raise ValueError("is no API key of GOV.UK Notify: it is shown once, when it is made")
        self._service, self._secret = key
        self._told = told
        self._asking = Asking(NAME, ca_file=told.ca_file, seconds=told.timeout)
        # What became of a text may wait; sending and reading never wait for it.
        self._asking_after = Asking(NAME, ca_file=told.ca_file, seconds=told.timeout, threads=1)

    async def send(self, message: TextMessage) -> SentMail:
        """Notify's id of the text. Raises DeliveryFailed. After a failed try it is looked for by its reference."""
        reference = message.notification.id
        if message.notification.attempts and (found := await self._sent_before(reference)):
            return SentMail(message_id=found, conversation_id="")
        told: dict[str, Any] = {
            "phone_number": message.number,
            "template_id": self._told.template,
            "personalisation": {FIELD: message.words.words},
            "reference": reference,
        }
        if self._told.sender_id:
            told["sms_sender_id"] = self._told.sender_id
        try:
            replied = await self._ask("POST", "/v2/notifications/sms", json=told)
        except NoWord as error:
            raise DeliveryFailed(str(error)) from None
        name = replied.body.get("id")
        if replied.status != 201 or not isinstance(name, str) or not name:
            # A ValidationError is about the number or the words; other refusals somebody may be mending.
            raise not_taken(NAME, replied, replied.status == 400 and replied.code == "ValidationError")
        return SentMail(message_id=name, conversation_id="")

    async def _sent_before(self, reference: str) -> str:
        try:
            replied = await self._ask("GET", "/v2/notifications", params={"reference": reference})
        except NoWord as error:
            raise DeliveryFailed(str(error)) from None
        if replied.status != 200:
            raise not_taken(NAME, replied, permanent=False)
        found = [each for each in _rows(replied, "notifications") if each.get("status") != "technical-failure"]
        return str(found[0].get("id", "")) if found else ""

    async def receipt(self, message_id: str) -> Receipt:
        """What became of a text. Raises SourceError."""
        path = f"/v2/notifications/{message_id}"
        replied = await self._asked(path, "say what became of a text", by=self._asking_after)
        return receipt_of(str(replied.body.get("status", "")))

    async def received_since(self, moment: datetime) -> list[IncomingText]:
        """Every text that came in at or after `moment`, oldest first; none older than 7 days. Raises SourceError."""
        found: dict[str, IncomingText] = {}
        older_than: dict[str, str] = {}
        for _ in range(PAGES):
            replied = await self._asked("/v2/received-text-messages", "hand over texts", params=older_than)
            rows = _rows(replied, "received_text_messages")
            page = [_incoming(each, moment) for each in rows]
            found |= {each.id: each for each in page if each.received >= moment}
            links = replied.body.get("links")
            last = str(rows[-1].get("id", "")) if rows else ""
            more = isinstance(links, dict) and bool(links.get("next")) and last
            if not more or any(each.received < moment for each in page):
                break
            older_than = {"older_than": last}
        return sorted(found.values(), key=lambda each: (each.received, each.id))

    async def check(self) -> str:
        """That the template is there and has its one placeholder. Raises SourceError."""
        replied = await self._asked(f"/v2/template/{self._told.template}", "show the template")
        wanted = f"(({FIELD}))"
        if wanted not in str(replied.body.get("body", "")):
            raise source_error(NAME, Replied(400, {"code": f"the template has no {wanted}"}), "send by that template")
        return "GOV.UK Notify, template found"

    async def _asked(self, path: str, what: str, **told: Any) -> Replied:
        try:
            replied = await self._ask("GET", path, **told)
        except NoWord as error:
            raise unavailable(error) from None
        if replied.status != 200:
            raise source_error(NAME, replied, what)
        return replied

    async def _ask(self, method: str, path: str, *, by: Asking | None = None, **told: Any) -> Replied:
        # Elapsed time, since it is the carrier's clock that judges it (law 12).
        token = jwt.encode({"iss": self._service, "iat": int(time.time())}, self._secret, algorithm="HS256")
        headers = {"Authorization": f"Bearer {token}"}
        return await (by or self._asking).ask(method, f"{self._told.root}{path}", headers=headers, **told)


def receipt_of(status: str) -> Receipt:
    """What a status of Notify's means; WAITING for every one that is no end."""
    return _ENDS.get(status, Receipt.WAITING)


def plus_sign(number: str) -> str:
    """A number as others write it: "447700900111" is a country's code without its plus; at home it begins with 0."""
    return f"+{number}" if number[:1].isdigit() and not number.startswith("0") else number


def _rows(replied: Replied, name: str) -> list[Mapping[str, Any]]:
    rows = replied.body.get(name)
    return [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []


def _incoming(row: Mapping[str, Any], since: datetime) -> IncomingText:
    """A text that came in. One that can't be understood is told as such, as of `since`."""
    number = plus_sign(str(row.get("user_number") or "").strip())
    words, name = str(row.get("content") or ""), str(row.get("id") or "")
    try:
        received = datetime.fromisoformat(str(row.get("created_at", "")))
    except ValueError:
        return unreadable_text(NAME, row, name, number, words, since)
    if not name:
        return unreadable_text(NAME, row, name, number, words, since)
    if received.tzinfo is None:
        received = received.replace(tzinfo=UTC)
    return IncomingText(id=name, number=number, words=words, received=received.astimezone(UTC))
