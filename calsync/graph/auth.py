"""The app's sign-in: tokens from msal, for the configured Graph host alone."""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
import time
from datetime import UTC, datetime
from typing import Any

from kiota_abstractions.authentication import AccessTokenProvider, AllowedHostsValidator

from calsync.errors import Problems, SignInRefused, SourceError, SourceRefused, SourceUnavailable
from calsync.graph.credentials import Certificate, ManagedIdentity
from calsync.graph.key_pair import KeyPair
from calsync.graph.refusals import identity_refusal, no_identity_here, sign_in_refusal, unreachable
from calsync.graph.settings import GraphSettings
from calsync.graph.token_source import TokenSource, open_source

_AADSTS = re.compile(r"AADSTS(\d{4,9})")
# msal takes a token with less than this left for expired.
_SPARE_SECONDS = 300.0


class SignIn(AccessTokenProvider):
    """The one msal application of the process, made at the first token and kept: it holds the token cache.

    Only a certificate that was renewed in its files makes another one.
    """

    def __init__(self, settings: GraphSettings) -> None:
        self._settings = settings
        self._hosts = AllowedHostsValidator([settings.host])
        self._source: TokenSource | None = None
        self._one_at_a_time = asyncio.Lock()
        self._token = ""
        self._fresh_until = 0.0

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        """The hosts that may see a token: Graph's alone."""
        return self._hosts

    async def get_authorization_token(
        self, uri: str, additional_authentication_context: dict[str, Any] | None = None
    ) -> str:
        """The token for a request to `uri`. Raises SourceRefused for any address but the configured Graph.

        Kiota asks no validator of its own: without this check a token would go wherever a link leads.
        """
        if not self._settings.is_graph(uri):
            raise SourceRefused(
                f"A link leads away from {self._settings.host}; it was not followed, and no token was sent."
            )
        return await self.token(claims=(additional_authentication_context or {}).get("claims", ""))

    async def token(self, *, claims: str = "") -> str:
        """A token that is good for some minutes yet; from memory when there is one.

        Raises SignInRefused with the fix for a refused credential, SourceUnavailable when nobody answers.
        Microsoft's page: "OAuth 2.0 client credentials flow on the Microsoft identity platform".
        """
        async with self._one_at_a_time:
            if self._token and not claims and time.monotonic() < self._fresh_until:
                return self._token
            asked = time.monotonic()
            # msal blocks on the network and on its import, so a thread waits in place of the event loop.
            answer = await asyncio.to_thread(self._acquire, _challenge(claims))
            self._token = answer["access_token"]
            life = float(answer.get("expires_in") or 0)
            self._fresh_until = asked + max(life - _SPARE_SECONDS, life / 2)
            return self._token

    def forget(self, token: str) -> None:
        """Drops this token, which Graph answered with 401, so that the next request gets a new one.

        Nothing happens when another request, refused at the same time, has had it replaced already.
        """
        if token != self._token:
            return
        self._token = ""
        if self._source is not None:
            self._source.forget()

    def close(self) -> None:
        """Lets go of the connections to whoever gives tokens."""
        if self._source is not None:
            self._source.close()
        self._source = None
        self._token = ""

    def _acquire(self, challenge: str | None) -> dict[str, Any]:
        """msal's answer with its token. msal reports most failures in the answer, some as exceptions."""
        by_machine = isinstance(self._settings.credential, ManagedIdentity)
        host = self._settings.sign_in_host
        pair = self._key_pair()
        try:
            if self._source is None or self._source.pair != pair:
                self.close()
                self._source = open_source(self._settings, pair)
            answer = self._source.ask(challenge)
        except OSError as error:  # requests' errors are OSErrors, and so is a CA file that is not there
            raise (no_identity_here() if by_machine else unreachable(host, _why(error))) from None
        except (ValueError, RuntimeError, KeyError, TypeError, AttributeError) as error:
            raise (no_identity_here() if by_machine else _odd_answer(host, error)) from None
        except Exception as error:
            # msal has an exception class of its own for a 5xx; naming it here would import msal at start-up.
            if type(error).__module__.partition(".")[0] != "msal":
                raise
            raise SourceUnavailable(f"{host} could not answer the sign-in; it is asked again later.") from None
        if isinstance(answer, dict) and isinstance(answer.get("access_token"), str):
            return answer
        said = answer if isinstance(answer, dict) else {}
        word = str(said.get("error", ""))[:40]
        if by_machine:
            raise identity_refusal(word)
        numbers = [number for number in said.get("error_codes") or () if isinstance(number, int)]
        numbers += [int(number) for number in _AADSTS.findall(str(said.get("error_description", "")))]
        raise sign_in_refusal(numbers, word)

    def _key_pair(self) -> KeyPair | None:
        """What to sign with, if the credential is a certificate. Raises SignInRefused when it can't serve now."""
        if not isinstance(self._settings.credential, Certificate):
            return None
        try:
            pair = self._settings.credential.read()
        except Problems as error:
            # Perhaps just being renewed, one file after the other: the pair that was good before may still be.
            if self._source is None or self._source.pair is None:
                raise SignInRefused(str(error)) from None
            pair = self._source.pair
        # By the machine's clock and not the simulation's, as the one who checks the signature does.
        at = datetime.now(UTC)
        if pair.expires <= at:
            raise SignInRefused(
                f"The app's certificate expired on {pair.expires:%d %B %Y}: make a new one, upload its public part "
                "(Entra, App registrations, Certificates & secrets) and put its files in place of the old ones."
            )
        if at < pair.starts:
            raise SignInRefused(
                f"The app's certificate is valid only from {pair.starts:%d %B %Y}: check this machine's clock."
            )
        return pair


def _odd_answer(host: str, error: Exception) -> SourceError:
    # msal puts a sentence of its own before what the host said about an unknown tenant, and keeps that as context.
    told = f"{error} {error.__context__ or ''}"
    if numbers := [int(number) for number in _AADSTS.findall(told)]:
        return sign_in_refusal(numbers, "")
    return SourceUnavailable(
        f"{host} answered the sign-in with something that is not Microsoft's: check authority, tenant and the proxy."
    )


def _why(error: OSError) -> str:
    name = type(error).__name__
    if "Timeout" in name:
        return "it did not answer in time"
    if "SSL" in name or "certificate" in str(error).lower():
        return "its certificate is not trusted here"
    if "Proxy" in name:
        return "the proxy does not let us through"
    return "the connection failed"


def _challenge(claims: str) -> str | None:
    """What msal wants of Graph's claims challenge (continuous access evaluation): JSON, which arrives in base64."""
    if not claims:
        return None
    try:
        return base64.b64decode(claims + "=" * (-len(claims) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
