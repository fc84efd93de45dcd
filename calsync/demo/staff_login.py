"""How people sign in at the tenant: codes that work once, with PKCE, and id tokens signed by the tenant's key.

Microsoft's pages: "Microsoft identity platform and OAuth 2.0 authorization code flow", "ID tokens".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from calsync.demo.login_refused import LoginRefused
from calsync.demo.people import AppRegistration, TenantPerson

CODE_SECONDS = 600.0
_LIFE = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an app asked for, as it stands in the address that it sent somebody to."""

    redirect: str
    state: str
    nonce: str
    challenge: str


@dataclass(slots=True)
class _Code:
    client_id: str
    person: TenantPerson
    asked: Asked
    until: float
    redeemed: bool = False


@dataclass(slots=True)
class StaffOffice:
    """The codes that were given out, the app roles of people, and the key that id tokens are signed with."""

    code_seconds: float = CODE_SECONDS
    """Real seconds for which a code can be redeemed."""
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Which app roles somebody was given, by their id."""
    otherwise: dict[str, Any] = field(default_factory=dict)
    """Claims of the next id tokens that are not as they should be, for trying out who takes them."""
    foreign_key: bool = False
    """Whether the next id tokens are signed by a key that the tenant does not publish."""
    _codes: dict[str, _Code] = field(default_factory=dict)
    _key: rsa.RSAPrivateKey | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def code_for(self, app: AppRegistration, person: TenantPerson, asked: Asked) -> str:
        """A new code by which the app gets an id token of that person, once."""
        code = f"1.{secrets.token_urlsafe(48)}"
        now = time.monotonic()
        with self._lock:
            self._codes = {name: each for name, each in self._codes.items() if now - each.until < _LIFE}
            self._codes[code] = _Code(app.client_id, person, asked, now + self.code_seconds)
        return code

    def redeem(self, app: AppRegistration, form: Mapping[str, str], tenant_id: str, issuer: str) -> dict[str, Any]:
        """The answer with the id token of a code; raises LoginRefused with Entra's reason."""
        with self._lock:
            code = self._codes.get(form.get("code", ""))
            if code is None or code.client_id != app.client_id:
                raise _refused(70000, "Provided grant is invalid or malformed.")
            if code.redeemed:
                words = "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an"
                raise _refused(54005, f"{words} existing refresh token.")
            if time.monotonic() >= code.until:
                raise _refused(70008, "The provided authorization code or refresh token has expired.")
            if form.get("redirect_uri", "") != code.asked.redirect:
                raise _refused(50011, "The redirect URI does not match the one of the authorization request.")
            verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if not hmac.compare_digest(_base64(verifier), code.asked.challenge):
                words = "The Code_Verifier does not match the code_challenge supplied in the authorization request."
                raise _refused(501481, words)
            code.redeemed = True
        return {
            "token_type": "Bearer",
            "scope": "openid profile",
            "expires_in": _LIFE,
            "access_token": secrets.token_urlsafe(48),  # it opens nothing: nobody here asks in a person's name
            "id_token": self._id_token(app, code, tenant_id, issuer),
        }

    def published(self) -> dict[str, Any]:
        """The key that id tokens are checked by, as a set of JSON web keys."""
        key = json.loads(RSAAlgorithm.to_jwk(self._signing_key().public_key()))
        return {"keys": [key | {"use": "sig", "kid": _kid(key), "alg": "RS256"}]}

    def _id_token(self, app: AppRegistration, code: _Code, tenant_id: str, issuer: str) -> str:
        person, at = code.person, int(time.time())
        roles = self.roles.get(person.id, ())
        claims = {
            "aud": app.client_id,
            "iss": issuer,
            "iat": at,
            "nbf": at,
            "exp": at + _LIFE,
            "name": person.name,
            "nonce": code.asked.nonce,
            "oid": person.id,
            "preferred_username": person.mail,
            **({"roles": list(roles)} if roles else {}),
            "sub": _base64(hashlib.sha256(f"{app.client_id} {person.id}".encode()).digest()),
            "tid": tenant_id,
            "ver": "2.0",
        }
        told = {name: value for name, value in (claims | self.otherwise).items() if value is not None}
        key = rsa.generate_private_key(65537, 2048) if self.foreign_key else self._signing_key()
        return jwt.encode(told, key, algorithm="RS256", headers={"kid": self.published()["keys"][0]["kid"]})

    def _signing_key(self) -> rsa.RSAPrivateKey:
        """Made when it is first asked for: a tenant in which nobody signs in needs none."""
        with self._lock:
            self._key = self._key or rsa.generate_private_key(65537, 2048)
            return self._key


def _kid(key: Mapping[str, str]) -> str:
    return _base64(hashlib.sha256(key["n"].encode()).digest())[:27]


def _refused(number: int, sentence: str) -> LoginRefused:
    return LoginRefused("invalid_grant", number, sentence, 400)


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
