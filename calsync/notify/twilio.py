"""Text messages by Twilio's REST API: three requests, without its SDK (47 MB).

Facts from Twilio's public documentation (twilio.com/docs/messaging/api/message-resource and .../usage/twilios-
response; field names as in its OpenAPI description of the Message resource): a message is made by a form POST and
answered with 201 and its `sid`; its `status` goes from accepted, queued and sending to sent and then delivered,
undelivered or failed; a list is newest first, in pages linked by `next_page_uri`, filtered by `To`, `From` and the
day of `DateSent`; dates are RFC 2822. An error body has `code` and `status`. Twilio asks not to build on single
codes, which change: so the status decides, with the one family that has been stable, 21xxx and 3xxxx for this very
message or number.

There is no idempotency key for messages. After an outcome that nobody knows, the same text to the same number made
since the first try is looked for, and taken for it; across a restart of calsync a second copy may go out (law 13).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from calsync.domain.model import Receipt
from calsync.errors import DeliveryFailed, SourceUnavailable
from calsync.notify.asking import NoWord, Replied, not_taken, source_error, unavailable, unreadable_text
from calsync.notify.twilio_asking import NAME, PAGE, SKEW, TwilioAccount, TwilioAsking, moment_of
from calsync.ports import IncomingText, SentMail, TextMessage

PAGES = 10
"""How many pages of a list are read at most."""
_REMEMBERED = 500
_ENDS = {
    "delivered": Receipt.DELIVERED, "read": Receipt.DELIVERED, "undelivered": Receipt.FAILED, "failed": Receipt.FAILED,
    "canceled": Receipt.FAILED,
}  # fmt: skip
_NO_CALLBACK = "21609"
"""Its code for a StatusCallback that is no address it would call."""
_OF_THE_ACCOUNT = ("21606", "21603", "21612", "21408", "21660", "21601", "21659")
"""Codes of the 21xxx that speak of the sender or the account, which somebody may be mending, and not of this number."""


class Twilio:
    """The Carrier port over one account and number."""

    def __init__(self, told: TwilioAccount) -> None:
        self._told = told
        self._asking = TwilioAsking(told)
        self._uncertain: OrderedDict[str, datetime] = OrderedDict()
        """When a message was first tried whose outcome nobody knows, by its reference."""

    async def send(self, message: TextMessage) -> SentMail:
        """Twilio's id of the text. Raises DeliveryFailed."""
        reference, at = message.notification.id, datetime.now(UTC)
        since = self._uncertain.get(reference)
        if since is not None and (found := await self._sent_before(message, since)):
            del self._uncertain[reference]
            return SentMail(message_id=found, conversation_id="")
        told = {"To": message.number, "From": self._told.sender, "Body": message.words.words}
        told |= {"StatusCallback": self._told.callback} if self._told.callback else {}
        # Noted before it is tried: whoever waits may lose patience in the middle of it.
        self._uncertain.setdefault(reference, at)
        while len(self._uncertain) > _REMEMBERED:
            self._uncertain.popitem(last=False)
        try:
            replied = await self._asking.ask("POST", "Messages.json", data=told)
            if replied.code == _NO_CALLBACK and told.pop("StatusCallback", ""):
                # An address that Twilio can't call keeps no text from going out: then its receipt is asked for.
                replied = await self._asking.ask("POST", "Messages.json", data=told)
        except NoWord as error:
            if not error.taken and since is None:
                self._uncertain.pop(reference, None)
            raise DeliveryFailed(str(error)) from None
        if replied.status < 500:  # after one of these it may have been made all the same
            self._uncertain.pop(reference, None)
        sid = replied.body.get("sid")
        if replied.status not in (200, 201) or not isinstance(sid, str) or not sid:
            raise not_taken(NAME, replied, _for_good(replied))
        return SentMail(message_id=sid, conversation_id="")

    async def _sent_before(self, message: TextMessage, since: datetime) -> str:
        """The id of the text that an earlier try made after all; empty when it made none. Raises DeliveryFailed."""
        try:
            replied = await self._asking.ask(
                "GET", "Messages.json", params={"To": message.number, "PageSize": str(PAGE)}
            )
        except NoWord as error:
            raise DeliveryFailed(str(error)) from None
        if replied.status != 200:
            raise not_taken(NAME, replied, permanent=False)
        for each in _messages(replied):
            made = moment_of(each.get("date_created"))
            mine = str(each.get("direction", "")).startswith("outbound") and each.get("body") == message.words.words
            if mine and made is not None and made >= since - SKEW and each.get("status") not in ("failed", "canceled"):
                return str(each.get("sid", ""))
        return ""

    async def receipt(self, message_id: str) -> Receipt:
        """What became of a text: delivered is what its network said. Raises SourceError."""
        try:
            replied = await self._asking.ask("GET", f"Messages/{message_id}.json", may_wait=True)
        except NoWord as error:
            raise unavailable(error) from None
        if replied.status != 200:
            raise source_error(NAME, replied, "say what became of a text")
        return receipt_of(str(replied.body.get("status", "")))

    async def received_since(self, moment: datetime) -> list[IncomingText]:
        """Every text to the number at or after `moment`, oldest first. Raises SourceError."""
        found: dict[str, IncomingText] = {}
        url: str | None = self._asking.address("/Messages.json")
        params: dict[str, str] | None = {"To": self._told.sender, "PageSize": str(PAGE)}
        for _ in range(PAGES):
            if url is None:
                break
            try:
                replied = await self._asking.ask_at("GET", url, params=params)
            except NoWord as error:
                raise unavailable(error) from None
            if replied.status != 200:
                raise source_error(NAME, replied, "hand over texts")
            page = [text for each in _came_in(replied) if (text := _incoming(each, moment)) is not None]
            found |= {each.id: each for each in page if each.received >= moment}
            readable = [each for each in page if not each.unreadable]
            if readable and all(each.received < moment for each in readable):
                break
            following = replied.body.get("next_page_uri")
            url = self._asking.within(following) if isinstance(following, str) and following else None
            params = None
        return sorted(found.values(), key=lambda each: (each.received, each.id))

    async def check(self) -> str:
        """The account's state, as Twilio says it. Raises SourceError."""
        return await self._asking.check()


def receipt_of(status: str) -> Receipt:
    """What a status of Twilio's means; WAITING for every one that is no end."""
    return _ENDS.get(status, Receipt.WAITING)


def _messages(replied: Replied) -> Iterable[Mapping[str, Any]]:
    rows = replied.body.get("messages")
    return [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []


def _came_in(replied: Replied) -> Iterable[Mapping[str, Any]]:
    """The rows of a list, one that is none among them. Raises SourceUnavailable for what is no list."""
    rows = replied.body.get("messages")
    if not isinstance(rows, list):
        raise SourceUnavailable("Twilio's list of texts can't be understood.")
    return [each if isinstance(each, dict) else {"row": str(each)} for each in rows]


def _incoming(row: Mapping[str, Any], since: datetime) -> IncomingText | None:
    """A text that came in; None for what is none. One that can't be understood is told as such, as of `since`."""
    number, words = str(row.get("from") or ""), str(row.get("body") or "")
    received = moment_of(row.get("date_created"))
    if str(row.get("direction") or "inbound") != "inbound":
        return None
    if received is None or not row.get("sid") or not row.get("direction"):
        return unreadable_text(NAME, row, str(row.get("sid") or ""), number, words, since)
    return IncomingText(id=str(row["sid"]), number=number, words=words, received=received)


def _for_good(replied: Replied) -> bool:
    """Whether this very text or number would be refused again; else somebody may mend it, or it passes."""
    of_message = replied.code.startswith(("21", "30")) and replied.code not in _OF_THE_ACCOUNT
    return replied.status == 400 and of_message
