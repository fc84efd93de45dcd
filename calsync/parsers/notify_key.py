"""An API key of GOV.UK Notify -> the service's id and its secret."""

from __future__ import annotations

import re

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_KEY = re.compile(rf"(?:.*-)?({_UUID})-({_UUID})")


def read_notify_key(text: str) -> tuple[str, str] | None:
    """The service's id and the secret in a key, which is a name and both of them; None for what is no key."""
    found = _KEY.fullmatch(text)
    return (found[1], found[2]) if found else None
