"""The simulated Twilio calls in at the pages, signed as the real one signs."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

from calsync.demo.carrier_hooks import CarrierHooks
from calsync.demo.phones import ACCOUNT, SENDER, TOKEN, Phones
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.domain.model import Receipt
from calsync.notify.twilio import Twilio
from calsync.notify.twilio_asking import TwilioAccount
from calsync.web.serving import WebServer, listening
from tests.notify.carriers import SAMS, message
from tests.web.hook_house import HookHouse

DEMO = {"provider": "twilio", "account": ACCOUNT, "token": TOKEN, "sender": SENDER}


def until(true: Callable[[], bool]) -> float:
    """How many real seconds it took until that was true."""
    begun = time.monotonic()
    while not true() and time.monotonic() - begun < 10:
        threading.Event().wait(0.01)
    assert true()
    return time.monotonic() - begun


def test_what_somebody_texts_and_what_became_of_a_text_are_called_in_at_once() -> None:
    listener = listening("127.0.0.1", 0)
    pages = f"http://127.0.0.1:{listener.getsockname()[1]}"
    hooks = HookHouse(text=DEMO, address=pages)
    house = hooks.house
    tenant = Tenant(house.clock.now)
    phones: Phones = tenant.phones
    with TenantServer(tenant, tls=False) as server, WebServer(hooks.web, listener), CarrierHooks(phones, pages):
        twilio = Twilio(
            TwilioAccount(
                account=ACCOUNT, token=TOKEN, sender=SENDER, root=server.base_url,
                callback=f"{pages}/hooks/twilio/receipt",
            )
        )  # fmt: skip
        sent = asyncio.run(twilio.send(message()))
        hooks.question(sent.message_id)
        until(lambda: hooks.question(sent.message_id).receipt is Receipt.DELIVERED)
        phones.answer(SAMS, "OK")
        assert until(lambda: not house.deadline.is_open) < 1.0
    assert hooks.refusals() == []
