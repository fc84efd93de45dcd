"""Law 15: no token, signature, secret or secret address by which carriers and webhooks are known stands in a log."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from calsync.demo.certificates import make_certificates
from calsync.domain.model import Channel
from calsync.engine import Engine
from calsync.notify.twilio_signature import signature
from calsync.notify.webhook import WebhookNotifier, WebhookTarget
from tests.engine.test_webhook import PostingHouse
from tests.notify.carriers import KEY, TOKEN
from tests.web.hook_house import ADDRESS, CALLBACK_TOKEN, NOTIFY, HookHouse, notify_text, twilio_text

SECRET, WAY = "a-secret-of-the-webhook-that-nobody-may-see", "a-secret-way-to-it"


def test_neither_what_is_taken_nor_what_is_refused_is_logged_with_a_secret(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    form = twilio_text()
    signed = signature(TOKEN, f"{ADDRESS}/hooks/twilio/text", list(form.items()))
    twilio, notify = HookHouse(), HookHouse(text=NOTIFY)
    twilio.twilio("text", form | {"Body": "no"}, signed=signed)
    twilio.twilio("text", form)
    notify.notify("text", notify_text(), token=CALLBACK_TOKEN + "x")
    notify.notify("text", notify_text())
    logged = caplog.text + str(twilio.house.acts()) + str(notify.house.acts())
    assert "hook twilio-text refused: signature" in logged
    for secret in (TOKEN, signed, CALLBACK_TOKEN, KEY, "x" * 40, "+447700900101", "447700900101"):
        assert secret not in logged


@pytest.mark.parametrize("allow", [True, False])
def test_a_webhook_that_fails_is_logged_without_its_secret_and_without_its_address(
    allow: bool, caplog: pytest.LogCaptureFixture, tmp_path: Path
):
    caplog.set_level(logging.DEBUG)
    told = WebhookTarget(
        url=f"https://localhost:1/{WAY}?key={WAY}", secret=SECRET, allow_private=allow,
        ca_file=make_certificates(tmp_path).ca_file,
    )  # fmt: skip
    house = PostingHouse()
    notifiers = {**house.core.notifiers, Channel.WEBHOOK: WebhookNotifier(told)}
    house.engine = Engine(replace(house.core, notifiers=notifiers))
    house.clock.moment = house.clock.now().replace(hour=14, minute=10)
    house.poll()
    house.engine.escalate()
    asyncio.run(house.engine.dispatch())
    assert "by webhook failed" in caplog.text
    kept = caplog.text + str(house.acts()) + str(house.rows()) + repr(told)
    assert WAY not in kept
    assert SECRET not in kept
