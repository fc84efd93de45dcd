"""Staff signing in: msal's authorization code flow with PKCE, and whom the tenant says that it signed in.

Nothing is asked in a person's name: no token of theirs is kept, and none that could be renewed is asked for.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from calsync.domain.app_roles import AppRole, read_roles
from calsync.domain.sessions import Identity
from calsync.errors import Problems, SignInRefused, StaffRefused
from calsync.graph.credentials import Certificate, ManagedIdentity
from calsync.graph.id_tokens import NOT_TAKEN, IdTokens
from calsync.graph.key_pair import KeyPair
from calsync.graph.settings import GraphSettings
from calsync.graph.token_source import connections, proof

log = logging.getLogger("calsync")

T = TypeVar("T")
KEPT = ("state", "nonce", "code_verifier")
"""What of msal's flow the browser has to bring back."""
NOT_NOW = (
    "Microsoft can't be asked just now. Nothing was changed. Try again in a minute; links in messages go on to work."
)
NOT_OURS = "Microsoft refused calsync itself. Tell IT: the log says why. Links in messages go on to work."
STALE = "That sign-in was used already, or took too long. Sign in again."
NO_ROLE = (
    f"You have no role in calsync. Ask IT to give you one in Entra: {', '.join(AppRole)}. "
    "Links in messages go on to work without one."
)
AT_ONCE = 8
"""So many ask Microsoft at once: where it hangs, the pages behind links still have threads that answer."""
_STALE_CODES = frozenset({54005, 70008, 70000, 501481, 50148})
_AADSTS = re.compile(r"AADSTS(\d{4,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where somebody is sent to sign in, and what their browser has to bring back with the answer."""

    address: str
    kept: Mapping[str, Any]


class StaffSignIn:
    """The app by which people sign in. May be used from several threads."""

    def __init__(self, settings: GraphSettings, redirect: str) -> None:
        """`settings` names the app with its credential, `redirect` the page to which Microsoft sends people back."""
        self._settings, self._redirect = settings, redirect
        self._lock, self._room = threading.Lock(), threading.BoundedSemaphore(AT_ONCE)
        self._session: Any = None
        self._app: Any = None
        self._pair: KeyPair | None = None
        self._tokens = IdTokens(self._fetch, f"{settings.authority}/{settings.tenant}", settings.client_id)

    def begin(self) -> Begun:
        """Where to send somebody. Raises StaffRefused when Microsoft can't be asked."""
        # By a form that their browser posts: a code in an address would stand in the history and in a proxy's log
        # (RFC 9700, 4.3.1), and signing in is a change, which no GET makes (law 8).
        flow = self._asked(
            lambda app: app.initiate_auth_code_flow([], redirect_uri=self._redirect, response_mode="form_post")
        )
        return Begun(address=flow["auth_uri"], kept={name: flow[name] for name in KEPT})

    def finish(self, kept: Mapping[str, Any], code: str) -> Identity:
        """Who signed in, for the code that came back to the browser with `kept`. Raises StaffRefused."""
        told = {"state": kept["state"], "code": code}
        flow = {**kept, "redirect_uri": self._redirect}
        answer = self._asked(lambda app: app.acquire_token_by_auth_code_flow(flow, told))
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise _refusal(answer)
        claims = self._checked(lambda: self._tokens.claims(token, str(kept["nonce"])))
        roles = read_roles(claims.get("roles"))
        if not roles:
            raise StaffRefused("no-role", NO_ROLE)
        return Identity(who=str(claims["oid"]), name=str(claims.get("name", ""))[:200], roles=roles)

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            if self._session is not None:
                self._session.close()
            self._session = self._app = None

    def _asked(self, ask: Callable[[Any], Mapping[str, Any]]) -> Mapping[str, Any]:
        return self._checked(lambda: ask(self._msal()))

    def _checked(self, ask: Callable[[], T]) -> T:
        """What was asked for; whatever msal raises instead becomes a refusal that quotes nothing."""
        if not self._room.acquire(blocking=False):
            raise StaffRefused("busy", NOT_NOW)
        try:
            return ask()
        except StaffRefused:
            raise
        except (Problems, SignInRefused) as error:
            log.error("sign-in: %s", error)
            raise StaffRefused("credential", NOT_OURS) from None
        except OSError:  # requests' errors are OSErrors
            raise StaffRefused("unreachable", NOT_NOW) from None
        except Exception as error:
            # msal raises what it finds odd as one of many kinds, and its words may hold the token itself.
            log.error("sign-in: msal or Microsoft's answer failed as %s", type(error).__name__)
            raise StaffRefused("odd-answer", NOT_TAKEN) from None
        finally:
            self._room.release()

    def _msal(self) -> Any:
        """msal's application, made anew where a certificate was renewed in its files."""
        told = self._settings.credential
        if isinstance(told, ManagedIdentity):
            raise SignInRefused("sign_in: a managed identity signs no people in; give client_id and client_secret.")
        with self._lock:
            pair = told.read() if isinstance(told, Certificate) else None
            if self._app is None or pair != self._pair:
                self._app, self._pair = self._made(proof(told, pair)), pair
            return self._app

    def _made(self, credential: Any) -> Any:
        # Imported here, since msal takes several hundred milliseconds.
        from msal.application import ConfidentialClientApplication
        from msal.token_cache import TokenCache

        class KeepsNothing(TokenCache):
            """Tokens of people are no use to anybody here."""

            def add(self, event: object, now: object = None) -> None:
                """Nothing is kept."""

        logging.getLogger("msal").setLevel(logging.CRITICAL)
        # msal has no types of its own.
        make_app: Callable[..., Any] = ConfidentialClientApplication
        make_cache: Callable[..., Any] = KeepsNothing
        return make_app(
            self._settings.client_id,
            client_credential=credential,
            authority=f"{self._settings.authority}/{self._settings.tenant}",
            instance_discovery=False,
            exclude_scopes=["offline_access"],
            http_client=self._connected(),
            token_cache=make_cache(),
        )

    def _connected(self) -> Any:
        if self._session is None:
            self._session = connections(self._settings)
        return self._session

    def _fetch(self, address: str) -> Mapping[str, Any]:
        answer = self._connected().get(address)
        answer.raise_for_status()
        told = answer.json()
        return told if isinstance(told, dict) else {}


def _refusal(answer: Mapping[str, Any]) -> StaffRefused:
    """Microsoft's refusal of a code: somebody signs in again, or IT has something to mend."""
    numbers = [number for number in answer.get("error_codes") or () if isinstance(number, int)]
    numbers += [int(number) for number in _AADSTS.findall(str(answer.get("error_description", "")))]
    number = numbers[0] if numbers else 0
    if number in _STALE_CODES or answer.get("error") == "invalid_grant":
        return StaffRefused(f"code-{number}", STALE)
    log.error("sign-in: Microsoft refused the app (AADSTS%s); see docs/sign-in.md", number)
    return StaffRefused(f"app-{number}", NOT_OURS)
