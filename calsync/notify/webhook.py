"""The generic webhook: one JSON message to an address of the organisation's own, signed, once for each step.

The signature is HMAC-SHA256, under the secret that both sides know, of the moment of sending, a dot and the body. The
address is looked up once and connected to only where it is no private one; no redirect is followed.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from calsync.domain.model import Channel
from calsync.errors import DeliveryFailed, InsideWalls, NoAddress
from calsync.outward.addresses import Resolve, checked, resolve
from calsync.outward.pinned import asked_at, trust, why_not
from calsync.ports import Message, SentMail

SECONDS = 9.0
"""Elapsed seconds in which it has to be taken: less than a message is given, so that it is known what failed."""
SIGNATURE, REFERENCE = "X-Calsync-Signature", "Idempotency-Key"
_LATER = (408, 425, 429)
"""Refusals of the moment and not of this message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookTarget:
    """Where it is posted, and by what it is signed."""

    url: str = field(repr=False)
    """A secret too: whoever has it can often post there."""
    secret: str = field(repr=False)
    allow_private: bool = False
    ca_file: Path | None = None
    seconds: float = SECONDS


def signature(secret: str, body: bytes, *, at: int) -> str:
    """The header that comes with a body: when it was sent, in seconds since 1970, and that signed with the body."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


class WebhookNotifier:
    """The Notifier port for the webhook: a message's text is the JSON to post."""

    def __init__(self, told: WebhookTarget, *, ask: Resolve = resolve) -> None:
        self._told, self._ask = told, ask
        self._url = httpx.URL(told.url)

    @property
    def channel(self) -> Channel:
        """Webhook."""
        return Channel.WEBHOOK

    async def send(self, message: Message) -> SentMail:
        """The message's own id, since a webhook has none. Raises DeliveryFailed; no reason shows more than the host."""
        await self.post(message.text.encode(), reference=message.notification.id)
        return SentMail(message_id=message.notification.id, conversation_id="")

    async def post(self, body: bytes, *, reference: str) -> None:
        """Post one body. Raises DeliveryFailed: permanent where the receiver refuses it as it is."""
        host = self._url.host
        try:
            async with asyncio.timeout(self._told.seconds):
                status = await self._post(body, reference)
        except TimeoutError:
            raise DeliveryFailed(
                f"The webhook on {host} did not answer within {self._told.seconds:g} seconds."
            ) from None
        if 200 <= status < 300:
            return
        if 300 <= status < 400:
            words = f"The webhook on {host} sends us on ({status}), which is not followed: correct [webhook] url."
            raise DeliveryFailed(words, permanent=True)
        raise DeliveryFailed(
            f"The webhook on {host} did not take the message ({status}).",
            permanent=400 <= status < 500 and status not in _LATER,
        )

    async def _post(self, body: bytes, reference: str) -> int:
        host, problem = self._url.host, "no connection"
        try:
            trusted = trust(self._told.ca_file)
            found = await checked(host, self._url.port or 443, allow_private=self._told.allow_private, ask=self._ask)
        except OSError:
            raise DeliveryFailed("The CA file can't be read: check that webhook.ca_file names a PEM file.") from None
        except NoAddress:
            raise DeliveryFailed(
                f"There is no address for {host}: check [webhook] url and the network (DNS)."
            ) from None
        except InsideWalls:
            raise DeliveryFailed(
                f"{host} is an address inside a private network, and nothing is posted there: correct [webhook] url, "
                "or set webhook.allow_private = true if it is your own server."
            ) from None
        # Elapsed time, since it is the receiver's clock that judges it (law 12).
        signed = signature(self._told.secret, body, at=int(time.time()))
        headers = {
            "Content-Type": "application/json", "User-Agent": "calsync", SIGNATURE: signed, REFERENCE: reference,
            "Content-Length": str(len(body)),
        }  # fmt: skip
        for address in found:
            try:
                async with asked_at(
                    "POST",
                    self._url,
                    address,
                    headers=headers,
                    trusted=trusted,
                    seconds=self._told.seconds,
                    content=body,
                ) as response:
                    return response.status_code
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                problem = why_not(error)
            except httpx.TimeoutException:
                raise TimeoutError from None
            except httpx.HTTPError:
                raise DeliveryFailed(f"The webhook on {host} broke off; it is tried again.") from None
        raise DeliveryFailed(f"No answer from the webhook on {host}: {problem}. Check [webhook] url and the network.")
