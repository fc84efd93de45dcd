"""msal, set up for each kind of credential: one application object, its cache and its connections."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from calsync.errors import Problems, SignInRefused
from calsync.graph.credentials import Certificate, ClientSecret, FederatedToken, ManagedIdentity
from calsync.graph.key_pair import KeyPair
from calsync.graph.settings import GraphSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSource:
    """What tokens are asked of. msal answers with a token or with a refusal, and raises for the rest."""

    ask: Callable[[str | None], Any]
    """msal's answer to a claims challenge, or to none."""
    pair: KeyPair | None
    """The certificate that it signs with; None for the other kinds of credential."""
    _cache: Any
    _session: Any

    def forget(self) -> None:
        """Drops every token that msal has kept."""
        # Not msal's remove_tokens_for_client: that one asks Microsoft for the authority's other names first.
        for entry in list(self._cache.search("AccessToken")):
            self._cache.remove_at(entry)

    def close(self) -> None:
        """Lets go of the connections."""
        self._session.close()


def open_source(settings: GraphSettings, pair: KeyPair | None) -> TokenSource:
    """The source for the credential of the settings; for a certificate, `pair` is what its files hold."""
    # Imported here, since msal takes several hundred milliseconds and most commands need no token.
    from msal.application import ConfidentialClientApplication
    from msal.managed_identity import ManagedIdentityClient
    from msal.token_cache import TokenCache

    # msal has no types of its own.
    make_app: Callable[..., Any] = ConfidentialClientApplication
    make_client: Callable[..., Any] = ManagedIdentityClient
    make_cache: Callable[..., Any] = TokenCache

    # msal writes an answer that it can't read into the log, and a proxy's page may quote the secret that was sent.
    logging.getLogger("msal").setLevel(logging.CRITICAL)
    session = connections(settings)
    cache = make_cache()
    if isinstance(settings.credential, ManagedIdentity):
        client = make_client(_which(settings.credential), http_client=session, token_cache=cache)

        def ask(challenge: str | None) -> Any:
            return client.acquire_token_for_client(resource=settings.root, claims_challenge=challenge)

    else:
        app = make_app(
            settings.client_id,
            client_credential=proof(settings.credential, pair),
            authority=f"{settings.authority}/{settings.tenant}",
            # Otherwise msal asks the global cloud about hosts that it does not know, and at every refusal asks for
            # other names of those it knows: one more request that can fail, and then hides why it was refused.
            instance_discovery=False,
            http_client=session,
            token_cache=cache,
        )

        def ask(challenge: str | None) -> Any:
            return app.acquire_token_for_client([settings.scope], claims_challenge=challenge)

    return TokenSource(ask=ask, pair=pair, _cache=cache, _session=session)


def proof(credential: ClientSecret | Certificate | FederatedToken, pair: KeyPair | None) -> Any:
    """What msal is given to prove by that the app is itself."""
    if isinstance(credential, ClientSecret):
        return credential.value
    if isinstance(credential, FederatedToken):
        return {"client_assertion": partial(_federated, credential)}
    held = pair or credential.read()
    # Without a thumbprint: with one, msal signs as of old, by RS256 and SHA-1, in place of PS256 and SHA-256.
    return {"private_key": held.private_key, "public_certificate": held.certificate}


def _federated(credential: FederatedToken) -> str:
    try:
        return credential.read()
    except Problems as error:
        raise SignInRefused(str(error)) from None


def _which(identity: ManagedIdentity) -> dict[str, str | None]:
    if not identity.client_id:
        return {"ManagedIdentityIdType": "SystemAssigned", "Id": None}
    return {"ManagedIdentityIdType": "ClientId", "Id": identity.client_id}


def connections(settings: GraphSettings) -> Any:
    """The connections to whoever gives tokens, with a time limit and the trusted authorities of the settings."""
    import requests

    session: Any = requests.Session()
    # The identity of a machine is asked of the machine itself: a proxy can't reach it, and must not see the answer.
    session.trust_env = not isinstance(settings.credential, ManagedIdentity)
    # Given with each request, since what is set on a session yields to the variable REQUESTS_CA_BUNDLE.
    trust = {"verify": settings.ca_file} if settings.ca_file else {}
    session.request = partial(session.request, timeout=settings.timeout, **trust)
    return session
