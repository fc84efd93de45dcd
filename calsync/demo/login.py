"""The sign-in side of the tenant: the openid document, tokens for apps and of codes, refused as Entra refuses them."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from calsync.demo.assertions import check_assertion
from calsync.demo.login_refused import LoginRefused
from calsync.demo.people import AppRegistration

if TYPE_CHECKING:
    from calsync.demo.tenant import Tenant

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class TokenOffice:
    """The tokens that are in force. Their life is elapsed real time, since clients count it so."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._live: dict[str, tuple[str, float]] = {}

    def issue(self, client_id: str, tenant_id: str) -> str:
        """A new token of the app, in the shape of a JSON web token."""
        moment = time.monotonic()
        self._live = {token: held for token, held in self._live.items() if held[1] > moment}
        issued = int(time.time())
        claims = {
            "aud": "https://graph.microsoft.com",
            "iss": f"https://sts.windows.net/{tenant_id}/",
            "iat": issued,
            "exp": issued + self.seconds,
            "appid": client_id,
            "tid": tenant_id,
            "idtyp": "app",
        }
        parts = [{"typ": "JWT", "alg": "RS256", "kid": "simulation"}, claims]
        text = ".".join(_base64(json.dumps(part).encode()) for part in parts)
        token = f"{text}.{secrets.token_urlsafe(32)}"
        self._live[token] = (client_id, moment + self.seconds)
        return token

    def holder(self, token: str) -> str | None:
        """The client id whose token this is; None for one that is unknown, revoked or past its life."""
        client_id, until = self._live.get(token, ("", 0.0))
        return client_id if client_id and time.monotonic() < until else None

    def revoke_all(self) -> None:
        """Makes every token invalid, as withdrawing the consent does."""
        self._live.clear()


def openid_configuration(base: str, tenant_id: str) -> dict[str, Any]:
    """The openid document, on the base that the client used."""
    root = f"{base}/{tenant_id}"
    return {
        "token_endpoint": f"{root}/oauth2/v2.0/token",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
        "jwks_uri": f"{root}/discovery/v2.0/keys",
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid"],
        "issuer": f"{root}/v2.0",
        "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
        "tenant_region_scope": "EU",
        "cloud_instance_name": "localhost",
        "msgraph_host": base.split("://", 1)[-1],
    }


def check_tenant(tenant: Tenant, asked: str) -> None:
    """Raises Entra's refusal unless `asked` is this tenant's id or domain."""
    if asked.lower() not in (tenant.id.lower(), tenant.domain.lower()):
        raise LoginRefused(
            "invalid_request",
            90002,
            f"Tenant '{asked}' not found. Check to make sure you have the correct tenant ID and are signing into the "
            "correct cloud. Check with your subscription administrator, this may happen if there are no active "
            "subscriptions for the tenant.",
            400,
        )


def token_for(tenant: Tenant, form: Mapping[str, str], endpoint: str) -> dict[str, Any]:
    """The answer with a token for the app that the form names; raises LoginRefused with Entra's reason."""
    grant = form.get("grant_type", "")
    if grant not in ("client_credentials", "authorization_code"):
        raise LoginRefused(
            "unsupported_grant_type", 70003, f"The app requested an unsupported grant type '{grant}'.", 400
        )
    client_id = form.get("client_id", "")
    app = tenant.apps.get(client_id)
    if app is None:
        raise LoginRefused(
            "unauthorized_client",
            700016,
            f"Application with identifier '{client_id}' was not found in the directory '{tenant.name}'. This can "
            "happen if the application has not been installed by the administrator of the tenant or consented to by "
            "any user in the tenant. You may have sent your authentication request to the wrong tenant.",
            400,
        )
    scope = form.get("scope", "")
    if grant == "authorization_code":
        _check_credential(app, form, endpoint)
        base = endpoint.rsplit("/", 4)[0]
        return tenant.staff.redeem(app, form, tenant.id, openid_configuration(base, tenant.id)["issuer"])
    if not scope.split() or not all(word.endswith("/.default") for word in scope.split()):
        raise LoginRefused(
            "invalid_scope",
            1002012,
            f"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with "
            "/.default suffixed to the resource identifier (application ID URI).",
            400,
        )
    _check_credential(app, form, endpoint)
    token = tenant.tokens.issue(app.client_id, tenant.id)
    life = tenant.tokens.seconds
    return {"token_type": "Bearer", "expires_in": life, "ext_expires_in": life, "access_token": token}


def _check_credential(app: AppRegistration, form: Mapping[str, str], endpoint: str) -> None:
    if form.get("client_assertion_type") == _ASSERTION:
        check_assertion(app, form.get("client_assertion", ""), endpoint)
    else:
        _check_secret(app, form.get("client_secret", ""))


def _check_secret(app: AppRegistration, secret: str) -> None:
    if not secret:
        raise LoginRefused(
            "invalid_client",
            7000218,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        )
    if not hmac.compare_digest(secret.encode(), app.secret.encode()):
        raise LoginRefused(
            "invalid_client",
            7000215,
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "
            f"not the client secret ID, for a secret added to app '{app.client_id}'.",
        )
    if app.secret_expired:
        raise LoginRefused(
            "invalid_client",
            7000222,
            f"The provided client secret keys for app '{app.client_id}' are expired. Visit the Azure portal to create "
            "new keys for your app, or consider using certificate credentials for added security.",
        )


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
