"""A house whose pages carriers call: with their signatures, as they would, and as nobody should."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import httpx

from calsync.app import App
from calsync.config.texts import TextSettings
from calsync.config.web import WebSettings
from calsync.domain.model import Channel, Notification
from calsync.notify.twilio_signature import HEADER, signature
from calsync.web import make_web
from tests.notify.carriers import ACCOUNT, KEY, SAMS, SENDER, TEMPLATE, TOKEN
from tests.pages import Pages
from tests.texts import TextHouse, late_by_text

ADDRESS = "https://safe.clarendon.test"
CALLBACK_TOKEN = "a-bearer-token-that-nobody-may-see"
SID = "SM" + "7" * 32
NOTIFY_ID = "d0ad4b0d-7a17-4b64-8a5c-9f7e6d3e8c11"
TWILIO = {"provider": "twilio", "account": ACCOUNT, "token": TOKEN, "sender": SENDER}
NOTIFY = {"provider": "notify", "key": KEY, "template": TEMPLATE, "callback_token": CALLBACK_TOKEN}


def twilio_text(**changes: str) -> dict[str, str]:
    """The form of a text from Sam that says OK, with the fields that Twilio documents."""
    return {
        "ToCountry": "GB", "ToState": "", "SmsMessageSid": SID, "NumMedia": "0", "ToCity": "", "FromZip": "",
        "SmsSid": SID, "FromState": "", "SmsStatus": "received", "FromCity": "", "Body": "OK", "FromCountry": "GB",
        "To": SENDER, "ToZip": "", "NumSegments": "1", "MessageSid": SID, "AccountSid": ACCOUNT, "From": SAMS,
        "ApiVersion": "2010-04-01", **changes,
    }  # fmt: skip


def twilio_status(sid: str, status: str, **changes: str) -> dict[str, str]:
    """The form of a StatusCallback."""
    return {
        "SmsSid": sid, "SmsStatus": status, "MessageStatus": status, "To": SAMS, "MessageSid": sid,
        "AccountSid": ACCOUNT, "From": SENDER, "ApiVersion": "2010-04-01", **changes,
    }  # fmt: skip


def notify_text(**changes: Any) -> dict[str, Any]:
    """A received text as Notify calls it in, from Sam, that says OK."""
    return {
        "id": NOTIFY_ID, "source_number": SAMS.removeprefix("+"), "destination_number": "07700900999", "message": "OK",
        "date_received": "2026-03-02T14:01:00.000000Z", **changes,
    }  # fmt: skip


def notify_receipt(name: str, status: str, **changes: Any) -> dict[str, Any]:
    """A receipt as Notify calls it in."""
    return {
        "id": name, "reference": "n1", "to": "07700900101", "status": status,
        "created_at": "2026-03-02T14:00:05.000000Z", "completed_at": "2026-03-02T14:00:40.000000Z",
        "sent_at": "2026-03-02T14:00:06.000000Z", "notification_type": "sms", "template_id": TEMPLATE,
        "template_version": 1, **changes,
    }  # fmt: skip


class HookHouse:
    """A house in which Sam's visit of 13:00 to 14:00 is over without a word, and its pages."""

    def __init__(
        self, house: TextHouse | None = None, *, text: dict[str, str] | None = None, address: str = ADDRESS
    ) -> None:
        self.house = house or late_by_text()
        settings = SimpleNamespace(
            text=TextSettings.model_validate(text or TWILIO),
            web=WebSettings.model_validate({"address": address, "secret": "x" * 40}),
            webhook=None,
            sign_in=None,
        )
        app: Any = SimpleNamespace(
            settings=settings, clock=self.house.clock, store=self.house.store, engine=self.house.engine
        )
        web_app: App = app
        self.web = make_web(web_app)
        self.pages = Pages(self.web)

    def twilio(self, what: str, form: dict[str, str], *, signed: str | None = None, query: str = "") -> httpx.Response:
        """Twilio calls `/hooks/twilio/...`, signed as it signs unless another signature is given."""
        address = f"{ADDRESS}/hooks/twilio/{what}{query}"
        given = signature(TOKEN, address, list(form.items())) if signed is None else signed
        return self.raw(f"/hooks/twilio/{what}{query}", urlencode(form).encode(), signed=given)

    def raw(self, path: str, body: bytes, *, signed: str, kind: str = "") -> httpx.Response:
        """A form as bytes, with a signature."""
        headers = {HEADER: signed, "Content-Type": kind or "application/x-www-form-urlencoded; charset=UTF-8"}
        return self.pages.post(path, content=body, headers=headers)

    def notify(self, what: str, told: object, *, token: str = CALLBACK_TOKEN) -> httpx.Response:
        """Notify calls `/hooks/notify/...`."""
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        headers = {"Authorization": f"Bearer {token}".encode("latin-1"), "Content-Type": "application/json"}
        return self.pages.post(f"/hooks/notify/{what}", content=body, headers=headers)

    def refusals(self) -> list[str]:
        """Why calls were refused, as the audit has it."""
        return [dict(each.details)["why"] for each in self.house.acts() if each.what == "hook-refused"]

    def question(self, sid: str) -> Notification:
        """The question that Sam was sent by text, as if the carrier had named it so."""
        kept = self.house.store._state.notifications  # past the store, since no verb names a text anew
        (row,) = [each for each in kept.values() if (each.recipient, each.channel) == ("sam", Channel.TEXT)]
        kept[row.id] = replace(row, message_id=sid)
        return kept[row.id]
