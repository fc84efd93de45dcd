"""Whether a request really comes from Twilio: its signature over the address it called and the form it sent.

Source: Twilio's "Webhooks Security": HMAC-SHA1, under the auth token, of the whole address followed by the name and
value of each form field in the order of the names; in base64, in the header X-Twilio-Signature.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

HEADER = "X-Twilio-Signature"


def signature(token: str, address: str, form: Iterable[tuple[str, str]]) -> str:
    """The signature that Twilio puts on such a request."""
    whole = address + "".join(f"{name}{value}" for name, value in sorted(set(form)))
    return base64.b64encode(hmac.new(token.encode(), whole.encode(), hashlib.sha1).digest()).decode()


def is_signed(given: str, token: str, address: str, form: Iterable[tuple[str, str]]) -> bool:
    """Whether the signature that came with a request is Twilio's; told in a time that gives nothing away."""
    return bool(token) and hmac.compare_digest(given.encode(), signature(token, address, form).encode())
