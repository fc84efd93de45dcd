"""A token -> what stands in it, as far as it can be read. Nothing is decided by it: Microsoft alone checks a token."""

from __future__ import annotations

import base64
import json
from typing import Any


def claims_of(token: str) -> dict[str, Any] | None:
    """What the token says of itself; None where it is opaque."""
    try:
        payload = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None


def roles_of(token: str) -> frozenset[str]:
    """The permissions that were consented to in Entra; those of Exchange (RBAC for Applications) stand in no token."""
    roles = (claims_of(token) or {}).get("roles")
    return frozenset(each for each in roles if isinstance(each, str)) if isinstance(roles, list) else frozenset()
