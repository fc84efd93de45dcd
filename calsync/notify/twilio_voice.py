"""Telephone calls by Twilio's REST API: three requests, without its SDK.

Facts from Twilio's public documentation (twilio.com/docs/voice/api/call-resource; field names as in its OpenAPI
description of the Call resource): a call is made by a form POST and answered with 201 and its `sid`; its `status` goes
from queued and ringing to in-progress and then completed, busy, failed, no-answer or canceled; once it is answered
Twilio asks `Url` for what to do, and when it has ended it calls `StatusCallback`. `Timeout` is how long it rings. A
call that an answering machine took ends as completed too: so no status says that somebody heard anything. A new account
may make one call a second: further ones wait at Twilio.

There is no idempotency key for calls. After a request whose outcome nobody knows, a call to the same number made since
the first try, that is known to be about nothing else, is taken for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from calsync.errors import DeliveryFailed
from calsync.notify.asking import NoWord, Replied, not_taken, source_error, unavailable
from calsync.notify.twilio_asking import NAME, PAGE, SKEW, TwilioAccount, TwilioAsking, moment_of
from calsync.ports import CallEnd, PhoneCall, SentMail

RINGS_FOR = 25
"""Seconds after which a telephone that nobody takes is left alone; most voicemail takes longer."""
LASTS = 300
"""Seconds after which a call is cut, whoever forgot to end it."""
_ENDS = {
    "completed": CallEnd.UNANSWERED, "busy": CallEnd.UNANSWERED, "no-answer": CallEnd.UNANSWERED,
    "canceled": CallEnd.UNANSWERED, "failed": CallEnd.FAILED,
}  # fmt: skip
_OF_THE_NUMBER = ("13224", "21211", "21214", "21217", "21401", "21421")
"""Codes by which Twilio refuses this very number; all else somebody may mend, or it passes."""


def end_by_status(status: str) -> CallEnd:
    """How a call ended, by the status that Twilio gives it."""
    return _ENDS.get(status, CallEnd.GOING)


class TwilioVoice:
    """The Caller port over one account and number."""

    def __init__(self, told: TwilioAccount) -> None:
        self._told = told
        self._asking = TwilioAsking(told)

    async def ring(self, call: PhoneCall) -> SentMail:
        """Twilio's id of the call. Raises DeliveryFailed."""
        if call.tried_since is not None and (found := await self._made_before(call)):
            return SentMail(message_id=found, conversation_id="")
        told = {
            "To": call.number, "From": self._told.sender, "Url": call.page, "Method": "POST",
            "StatusCallback": f"{call.page}/ended", "StatusCallbackMethod": "POST", "StatusCallbackEvent": "completed",
            "Timeout": str(RINGS_FOR), "TimeLimit": str(LASTS),
        }  # fmt: skip
        try:
            replied = await self._asking.ask("POST", "Calls.json", data=told)
        except NoWord as error:
            raise DeliveryFailed(str(error)) from None
        sid = replied.body.get("sid")
        if replied.status not in (200, 201) or not isinstance(sid, str) or not sid:
            for_good = replied.status == 400 and replied.code in _OF_THE_NUMBER
            raise not_taken(NAME, replied, for_good, "call")
        return SentMail(message_id=sid, conversation_id="")

    async def _made_before(self, call: PhoneCall) -> str:
        """The id of the call that an earlier try made after all; empty when it made none. Raises DeliveryFailed."""
        since = call.tried_since
        try:
            replied = await self._asking.ask("GET", "Calls.json", params={"To": call.number, "PageSize": str(PAGE)})
        except NoWord as error:
            raise DeliveryFailed(str(error)) from None
        if replied.status != 200:
            raise not_taken(NAME, replied, permanent=False, what="call")
        for each in _calls(replied):
            sid, made = str(each.get("sid", "")), moment_of(each.get("date_created"))
            ours = str(each.get("direction", "")) == "outbound-api" and sid not in call.others
            counts = ours and each.get("status") not in ("failed", "canceled")
            if counts and since is not None and made is not None and made >= since - SKEW:
                return sid
        return ""

    async def end_of(self, call_id: str) -> CallEnd:
        """How a call ended: a machine that took it is not told from a person. Raises SourceError."""
        try:
            replied = await self._asking.ask("GET", f"Calls/{call_id}.json", may_wait=True)
        except NoWord as error:
            raise unavailable(error) from None
        if replied.status != 200:
            raise source_error(NAME, replied, "say how a call ended")
        return end_by_status(str(replied.body.get("status", "")))

    async def check(self) -> str:
        """The account's state, as Twilio says it. Raises SourceError."""
        return await self._asking.check()


def _calls(replied: Replied) -> Iterable[Mapping[str, Any]]:
    rows = replied.body.get("calls")
    return [each for each in rows if isinstance(each, dict)] if isinstance(rows, list) else []
