"""Signed assertions in place of a secret: by the app's own certificate, or by a platform that the app trusts.

Stricter than Entra in one thing: an assertion signed by RS256 and named by a SHA-1 thumbprint, which Entra still takes,
is refused, so that no client of ours falls back to it unseen.
Microsoft's pages: "Microsoft identity platform application authentication certificate credentials", "Workload identity
federation concepts".
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from calsync.demo.login_refused import LoginRefused
from calsync.demo.people import AppRegistration

_LEEWAY = 300
"""Seconds by which two clocks may differ."""
_CLAIMS = ["aud", "exp", "iss", "jti", "sub"]


def check_assertion(app: AppRegistration, assertion: str, endpoint: str) -> None:
    """Raises Entra's refusal unless the assertion proves that it comes from the app; `endpoint` is what was asked."""
    try:
        header = {name.lower(): value for name, value in jwt.get_unverified_header(assertion).items()}
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except jwt.PyJWTError:
        raise _malformed() from None
    try:
        if "x5t#s256" in header or "x5t" in header:
            _check_certificate(app, assertion, header, claims, endpoint)
        else:
            _check_federation(app, assertion, claims)
    except (jwt.ExpiredSignatureError, jwt.ImmatureSignatureError):
        raise _refused(700024, "Client assertion is not within its valid time range.") from None
    except jwt.InvalidAudienceError:
        raise _refused(700023, "Client assertion audience claim does not match Realm issuer.") from None
    except jwt.PyJWTError:
        raise _malformed() from None


def _check_certificate(
    app: AppRegistration, assertion: str, header: Mapping[str, Any], claims: Mapping[str, Any], endpoint: str
) -> None:
    if claims.get("iss") != app.client_id or claims.get("sub") != app.client_id:
        raise _refused(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")
    certificate = _registered(app, str(header.get("x5t#s256", "")).rstrip("="))
    if certificate is None:
        raise _not_signed("Key was not found")
    if certificate.not_valid_after_utc <= datetime.now(UTC):
        raise _not_signed("The key used is expired")
    key = certificate.public_key()
    if header.get("alg") != "PS256" or not isinstance(key, RSAPublicKey):
        raise _not_signed("The algorithm is not PS256")
    own = [endpoint, endpoint.replace("/oauth2/v2.0/token", "/v2.0")]
    try:
        jwt.decode(
            assertion, key, algorithms=["PS256"], audience=own, leeway=_LEEWAY, options={"require": [*_CLAIMS, "iat"]}
        )
    except jwt.InvalidSignatureError:
        raise _not_signed("Invalid signature") from None


def _check_federation(app: AppRegistration, assertion: str, claims: Mapping[str, Any]) -> None:
    """An issuer, an audience and a subject have each to match to the letter; they are looked at in this order."""
    matching = list(app.federations)
    for number, name, claim in ((700211, "issuer", "iss"), (700212, "audience", "aud"), (700213, "subject", "sub")):
        said = claims.get(claim)
        matching = [each for each in matching if getattr(each, name) in (said if isinstance(said, list) else [said])]
        if not matching:
            raise _refused(
                number, f"No matching federated identity record found for presented assertion {name} '{said}'."
            )
    known = matching[0]
    try:
        jwt.decode(
            assertion,
            known.public_key,
            algorithms=["RS256"],
            audience=known.audience,
            leeway=_LEEWAY,
            options={"require": ["aud", "exp", "iss", "sub"]},
        )
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError):
        raise _refused(
            7000272,
            "The certificate with identifier used to sign the federated credential could not be found in the metadata "
            "of the identity provider.",
        ) from None


def _registered(app: AppRegistration, thumbprint: str) -> x509.Certificate | None:
    for pem in app.certificates:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        if base64.urlsafe_b64encode(certificate.fingerprint(hashes.SHA256())).decode().rstrip("=") == thumbprint:
            return certificate
    return None


def _not_signed(reason: str) -> LoginRefused:
    return _refused(
        700027,
        "The certificate with identifier used to sign the client assertion is not registered on application. "
        f"[Reason - {reason}.]",
    )


def _malformed() -> LoginRefused:
    return LoginRefused("invalid_request", 50027, "JWT token is invalid or malformed.", 400)


def _refused(number: int, sentence: str) -> LoginRefused:
    return LoginRefused("invalid_client", number, sentence)
