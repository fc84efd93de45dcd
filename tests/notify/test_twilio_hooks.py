"""A text that goes out with an address at which Twilio tells what became of it."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs

import pytest
import responses

from calsync.app import make_carrier
from calsync.config.texts import TextSettings
from calsync.config.web import WebSettings
from tests.notify.carriers import ACCOUNT, MESSAGES, SENDER, TOKEN, message, twilio_error, twilio_text

CALLBACK = "https://safe.clarendon.test/hooks/twilio/receipt"
TOLD = {"provider": "twilio", "account": ACCOUNT, "token": TOKEN, "sender": SENDER}


def sent(address: str = "https://safe.clarendon.test", **told: str) -> list[str | None]:
    """Under which StatusCallback a text was sent, try by try; "" stands for a service without pages."""
    web = WebSettings.model_validate({"address": address, "secret": "x" * 40}) if address else None
    asyncio.run(make_carrier(TextSettings.model_validate(TOLD | told), web).send(message()))
    forms = [parse_qs(str(each.request.body)) for each in responses.calls]
    return [form.get("StatusCallback", [None])[0] for form in forms]


@pytest.mark.parametrize(
    ("address", "callback"),
    [("https://safe.clarendon.test", CALLBACK), ("http://127.0.0.1:8080", None), ("", None)],
)
@responses.activate
def test_a_text_names_where_twilio_calls_in_if_twilio_can_reach_it(address: str, callback: str | None) -> None:
    responses.post(MESSAGES, json=twilio_text(), status=201)
    assert sent(address) == [callback]


@responses.activate
def test_an_address_that_twilio_will_not_call_keeps_no_text_from_going_out() -> None:
    responses.post(MESSAGES, json=twilio_error(400, 21609), status=400)
    responses.post(MESSAGES, json=twilio_text(), status=201)
    assert sent() == [CALLBACK, None]
