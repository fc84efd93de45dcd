"""The simulated Twilio calls in, as the real one does: a text that somebody sent, and what became of one to them.

Signed with the account's token, from a thread of its own. One that can't be delivered is let be, as the carrier keeps
every text and can still be asked.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from types import TracebackType

import requests

from calsync.demo.phones import ACCOUNT, DELIVERED, SENDER, TOKEN, Phones, Text
from calsync.notify.twilio_hooks import TEXT_PATH
from calsync.notify.twilio_signature import HEADER, signature

SECONDS = 5.0
A_MOMENT = 0.3
"""Real seconds that a text takes on its way to a telephone."""

Call = tuple[str, dict[str, str], float]


class CarrierHooks:
    """Calls in at the pages under `address` until its block ends."""

    def __init__(self, phones: Phones, address: str) -> None:
        self._phones, self._address = phones, address
        self._calls: queue.Queue[Call | None] = queue.Queue()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._call_in, name="carrier", daemon=True)

    def __enter__(self) -> CarrierHooks:
        self._phones.on_text = self._came
        self._phones.on_callback = self._known
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._phones.on_text = self._phones.on_callback = None
        self._ended.set()
        self._calls.put(None)
        self._thread.join(SECONDS)

    def _came(self, text: Text) -> None:
        form = {
            "ToCountry": "GB", "SmsMessageSid": f"SM{text.id}", "NumMedia": "0", "SmsSid": f"SM{text.id}",
            "SmsStatus": "received", "Body": text.words, "FromCountry": "GB", "To": SENDER, "NumSegments": "1",
            "MessageSid": f"SM{text.id}", "AccountSid": ACCOUNT, "From": text.number, "ApiVersion": "2010-04-01",
        }  # fmt: skip
        self._calls.put((f"{self._address}{TEXT_PATH}", form, 0.0))

    def _known(self, text: Text, callback: str) -> None:
        status = "delivered" if text.status == DELIVERED else "undelivered"
        form = {
            "SmsSid": f"SM{text.id}", "SmsStatus": status, "MessageStatus": status, "To": text.number,
            "MessageSid": f"SM{text.id}", "AccountSid": ACCOUNT, "From": SENDER, "ApiVersion": "2010-04-01",
        }  # fmt: skip
        self._calls.put((callback, form, A_MOMENT))

    def _call_in(self) -> None:
        while (call := self._calls.get()) is not None:
            address, form, wait = call
            if self._ended.wait(wait):
                return
            signed = {HEADER: signature(TOKEN, address, list(form.items()))}
            with contextlib.suppress(requests.RequestException):
                requests.post(address, data=form, headers=signed, timeout=SECONDS, allow_redirects=False)
