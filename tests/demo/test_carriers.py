"""The simulated carriers, asked by calsync's own clients over HTTPS, and each person's telephone in the stand-in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from calsync.demo.phones import ACCOUNT, KEY, SENDER, TEMPLATE, TOKEN
from calsync.demo.server import TenantServer
from calsync.domain.model import Receipt
from calsync.errors import DeliveryFailed, SourceRefused
from calsync.notify.govuk_notify import GovukNotify, NotifyService
from calsync.notify.twilio import Twilio
from calsync.notify.twilio_asking import TwilioAccount
from calsync.ports import Carrier
from tests.notify.carriers import SAMS, WORDS, message

AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def carriers(over_http: TenantServer) -> list[Carrier]:
    return [
        Twilio(TwilioAccount(account=ACCOUNT, token=TOKEN, sender=SENDER, root=over_http.base_url)),
        GovukNotify(NotifyService(key=KEY, template=TEMPLATE, root=over_http.base_url)),
    ]


@pytest.mark.parametrize("which", [0, 1], ids=["twilio", "notify"])
def test_a_text_goes_out_has_its_receipt_and_is_answered(over_http: TenantServer, which: int) -> None:
    carrier, phones = carriers(over_http)[which], over_http.tenant.phones

    async def both_ways() -> None:
        sent = await carrier.send(message(id=f"n{which}"))
        assert await carrier.receipt(sent.message_id) is Receipt.DELIVERED
        assert phones.of(SAMS)[0].words == WORDS
        answered = phones.answer("07700 900101", "OK")
        (came,) = [each for each in await carrier.received_since(AT) if answered.id in each.id.replace("-", "")]
        assert (came.number, came.words, came.received) == (SAMS, "OK", AT)
        assert await carrier.received_since(AT + timedelta(minutes=1)) == []
        assert await carrier.check()

    asyncio.run(both_ways())


@pytest.mark.parametrize("which", [0, 1], ids=["twilio", "notify"])
def test_a_telephone_that_is_switched_off_gets_nothing_and_that_is_told(over_http: TenantServer, which: int) -> None:
    carrier, phones = carriers(over_http)[which], over_http.tenant.phones
    before = phones.of(SAMS)
    phones.switch(SAMS, off=True)

    async def in_vain() -> None:
        sent = await carrier.send(message())
        assert await carrier.receipt(sent.message_id) is Receipt.FAILED

    asyncio.run(in_vain())
    phones.switch(SAMS, off=False)
    assert phones.of(SAMS) == before


def test_wrong_sign_ins_and_numbers_are_refused_as_the_real_ones_do(over_http: TenantServer) -> None:
    good = carriers(over_http)
    bad = [
        Twilio(TwilioAccount(account=ACCOUNT, token="wrong", sender=SENDER, root=over_http.base_url)),
        GovukNotify(NotifyService(key=KEY[:-1] + "1", template=TEMPLATE, root=over_http.base_url)),
    ]
    for carrier in bad:
        with pytest.raises(SourceRefused, match="refuses the sign-in"):
            asyncio.run(carrier.received_since(AT))
    for carrier in good:
        with pytest.raises(DeliveryFailed) as caught:
            asyncio.run(carrier.send(replace(message(), number="+441709336080")))
        assert caught.value.permanent


def test_the_telephones_page_shows_texts_and_sends_answers_and_a_look_changes_nothing(
    over_http: TenantServer,
) -> None:
    phones = over_http.tenant.phones
    page = f"{over_http.base_url}/outlook/people/sam@{over_http.tenant.domain}/phone"
    phones.send(SAMS, "Have you <b>left</b>?")
    count = len(phones.every())
    with httpx.Client(follow_redirects=True) as browser:
        shown = browser.get(page).text
        assert "Have you &lt;b&gt;left&lt;/b&gt;?" in shown
        assert len(phones.every()) == count
        own = {"Origin": over_http.base_url}
        assert "Sent." in browser.post(page, data={"act": "quick-0"}, headers=own).text
        assert phones.of(SAMS)[0].words == "OK"
        browser.post(page, data={"act": "send", "text": "30"}, headers=own)
        assert phones.of(SAMS)[0].words == "30"
        assert browser.post(page, data={"act": "send", "text": " "}, headers=own).status_code == 422
