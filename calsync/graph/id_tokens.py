"""An id token -> its claims, if it is the tenant's, for this app, in its time, and of this very sign-in.

msal checks none of this: from 1.38 on it hands the claims over as they stand. OpenID Connect Core (3.1.3.7) lets a
client that asked the token endpoint itself, over TLS, go without the signature; it is checked all the same, since what
opens people's visits should not hang on one proxy that breaks TLS open.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt

from calsync.errors import StaffRefused

SLIP = 300
"""Seconds by which two clocks may differ."""
KEPT = 24 * 3600.0
"""Real seconds for which the tenant's keys are kept."""
AGAIN = 60.0
"""Real seconds after which they are asked for anew where a token names one that is not there."""
NOT_TAKEN = "Microsoft's answer could not be taken as a sign-in. Sign in again; if that does not help, tell IT."


class IdTokens:
    """Checks id tokens of one tenant, for one app."""

    def __init__(self, fetch: Callable[[str], Mapping[str, Any]], tenant_root: str, client_id: str) -> None:
        """`fetch` gives the JSON at an address; `tenant_root` is the authority with the tenant behind it."""
        self._fetch, self._root, self._client_id = fetch, tenant_root, client_id
        self._lock = threading.Lock()
        self._issuer = ""
        self._keys: dict[str, jwt.PyJWK] = {}
        self._read = -KEPT

    def claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        """The claims. Raises StaffRefused with what is wrong in a word; what `fetch` raises goes through.

        `nonce` is the value that msal kept: the token carries its SHA-256.
        """
        try:
            key = self._key(str(jwt.get_unverified_header(token).get("kid", "")))
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self._client_id,
                issuer=self._issuer,
                leeway=SLIP,
                options={"require": ["aud", "exp", "iat", "iss", "nonce", "oid", "sub"]},
            )
        except jwt.InvalidAudienceError:
            raise StaffRefused("audience", NOT_TAKEN) from None
        except jwt.InvalidIssuerError:
            raise StaffRefused("issuer", NOT_TAKEN) from None
        except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError):
            raise StaffRefused("token-time", NOT_TAKEN) from None
        except jwt.InvalidSignatureError:
            raise StaffRefused("signature", NOT_TAKEN) from None
        except jwt.PyJWTError:
            raise StaffRefused("token", NOT_TAKEN) from None
        # For this app alone: a list of audiences would be a token that others may use as well.
        if claims["aud"] != self._client_id:
            raise StaffRefused("audience", NOT_TAKEN)
        if claims["nonce"] != hashlib.sha256(nonce.encode()).hexdigest():
            raise StaffRefused("nonce", NOT_TAKEN)
        return claims

    def _key(self, name: str) -> jwt.PyJWK:
        with self._lock:
            age = time.monotonic() - self._read
            if age >= KEPT or (name not in self._keys and age >= AGAIN):
                self._refresh()
            if name not in self._keys:
                raise StaffRefused("unknown-key", NOT_TAKEN)
            return self._keys[name]

    def _refresh(self) -> None:
        """What the tenant says of itself, over TLS, at the address that the settings name."""
        told = self._fetch(f"{self._root}/v2.0/.well-known/openid-configuration")
        issuer, where = told.get("issuer"), told.get("jwks_uri")
        if not isinstance(issuer, str) or not isinstance(where, str) or not where.startswith("https://"):
            raise StaffRefused("metadata", NOT_TAKEN)
        keys = self._fetch(where).get("keys")
        self._issuer = issuer
        self._keys = {str(each["kid"]): jwt.PyJWK(each) for each in keys or () if _signs(each)}
        self._read = time.monotonic()


def _signs(key: object) -> bool:
    return isinstance(key, dict) and key.get("kty") == "RSA" and key.get("use", "sig") == "sig" and "kid" in key
