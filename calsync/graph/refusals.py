"""Every way in which Microsoft says no, as a sentence that names the fix. No sentence quotes what was sent back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from calsync.errors import SignInRefused, SourceError, SourceRefused, SourceUnavailable

LONGEST_RETRY_AFTER = 86_400.0
"""Seconds; nobody means a longer Retry-After, and an endless one would break what counts on it."""
_LATER = frozenset({408, 409, 423, 425, 429})
# By Microsoft's code in lower case: codes are compared in any case, and messages never.
_BY_CODE = {
    "mailboxnotenabledforrestapi": "There is no Exchange Online mailbox behind it: check the licence, and that the "
    "mailbox is neither on-premises nor deleted.",
    "erroraccessdenied": "The app may not open this mailbox: check the role assignment (RBAC for Applications) and "
    "its scope in Exchange Online; a change takes up to two hours to act.",
    "authorization_requestdenied": "The app lacks a directory permission: grant User.Read.All and "
    "GroupMember.Read.All with admin consent.",
    "errorsendasdenied": "The app may not send as this mailbox: check service_mailbox and the scope of its Mail.Send.",
    "request_resourcenotfound": "The directory does not know it: check the id or the address in the configuration.",
    "errorinvaliduser": "The directory does not know it: check the id or the address in the configuration.",
    "erroritemnotfound": "It is not there any more.",
    "errorinvalidrecipients": "Exchange does not take the recipient's address.",
}
_BY_STATUS = {
    403: "The app may not read this: check its permissions and admin consent.",
    404: "Microsoft has nothing by that name: check the id or the address in the configuration.",
    413: "What was sent is too large.",
}

_SECRETS_PAGE = "(Entra, App registrations, your app, Certificates & secrets)"
_FEDERATION_PAGE = "(Entra, App registrations, your app, Certificates & secrets, Federated credentials)"
SIGN_IN = {
    7000215: "The client secret is wrong: give the secret's Value, which Entra shows only once, not its ID.",
    7000222: f"The client secret has expired: make a new one {_SECRETS_PAGE} and put its Value in place of the old "
    "one, with its day in client_secret_expires.",
    7000218: "No client secret was sent: give the secret's Value in the configuration.",
    700016: "The tenant does not know the app: check client_id and tenant, and that the app was consented to there.",
    7000229: "The app has no enterprise application in this tenant: grant admin consent once.",
    7000112: "The app is switched off in this tenant: switch its enterprise application on again.",
    700021: "What was signed names another app: check client_id.",
    700023: "What was signed is meant for another address: check tenant, authority and cloud.",
    700024: "What was signed is not valid at this time: set this machine's clock; with workload identity, check that "
    "the platform still renews the file named by federated_token_file.",
    700025: "The app is registered as a public client, which has no credential: switch that off (Entra, App "
    "registrations, your app, Authentication).",
    700027: "The certificate is not registered for the app, or has expired there: upload the public part of the one in "
    f"certificate_file {_SECRETS_PAGE}, in the tenant and cloud of the configuration.",
    700030: "The certificate's subject is not one that the app may use: upload the public part of the one in "
    f"certificate_file {_SECRETS_PAGE}.",
    50027: "What was signed can't be read by Entra: check the files of certificate_file, or federated_token_file.",
    70021: "No federated credential of the app fits the token: compare issuer, subject and audience "
    f"{_FEDERATION_PAGE}.",
    700211: f"No federated credential of the app has the token's issuer: correct the issuer {_FEDERATION_PAGE}; it is "
    "the cluster's OIDC issuer, to the last slash.",
    700212: "No federated credential of the app has the token's audience: it should be api://AzureADTokenExchange "
    f"on both sides {_FEDERATION_PAGE}.",
    700213: "No federated credential of the app has the token's subject: correct it "
    f"{_FEDERATION_PAGE}; it is system:serviceaccount:NAMESPACE:NAME, upper and lower case counting.",
    7000272: "Entra does not find the key that signed the platform's token: publish the platform's signing keys at its "
    "issuer's address; Entra can take half an hour to see new ones.",
    90002: "There is no such tenant: check tenant, the Directory (tenant) ID in Entra, and the cloud.",
    900023: "There is no such tenant: check tenant, the Directory (tenant) ID in Entra, and the cloud.",
    90013: "The request was not understood: check tenant and client_id.",
    53003: "A Conditional Access policy blocks the app: exclude its service principal, or sign in from an allowed "
    "network.",
    53000: "A Conditional Access policy blocks the app: exclude its service principal.",
    500011: "The tenant does not know the address that a token was asked for: check cloud, or root.",
    1002012: "The scope is wrong: check cloud, or root.",
    70011: "The scope is wrong: check cloud, or root.",
}
_SIGN_IN_LATER = frozenset({90033, 90055, 50196, 90024, 90100})


def refusal(what: str, status: int | None, code: str, retry_after: float | None = None) -> SourceError:
    """The error for an answer of Graph that is no success, of the kind that its status asks for.

    Microsoft's page: "Microsoft Graph error responses and resource types".
    """
    said = f"{status or 'an unknown status'}{f' {code}' if code else ''}"
    if status == 401:
        return SignInRefused(
            f"Microsoft Graph does not take the app's token ({said}) for {what}: check that tenant, authority and root "
            "belong to the same cloud.",
            status=status,
            code=code,
            retry_after=retry_after,
        )
    if status is None or status >= 500 or status in _LATER:
        wait = "asked us to wait" if status == 429 else "could not answer"
        return SourceUnavailable(
            f"Microsoft Graph {wait} ({said}) for {what}.", status=status, code=code, retry_after=retry_after
        )
    fix = _BY_CODE.get(code.lower()) or _BY_STATUS.get(status, "The same request will be refused again.")
    return SourceRefused(
        f"Microsoft Graph refuses {what} ({said}). {fix}", status=status, code=code, retry_after=retry_after
    )


def sign_in_refusal(numbers: list[int], error: str) -> SourceError:
    """The error for a refused token, by the numbers behind AADSTS and OAuth's word for it.

    Microsoft's page: "Microsoft Entra authentication and authorization error codes".
    """
    number = next((each for each in numbers if each in SIGN_IN), numbers[0] if numbers else 0)
    code = f"AADSTS{number}" if number else error
    if number in _SIGN_IN_LATER or (not number and error in ("temporarily_unavailable", "server_error")):
        return SourceUnavailable(f"Microsoft's sign-in asks us to try later ({code}).", code=code)
    fix = SIGN_IN.get(number, "Look the code up in Microsoft's list of Entra error codes.")
    return SignInRefused(f"Microsoft refuses the app's sign-in ({code}). {fix}", code=code)


_NO_IDENTITY_LATER = frozenset({"server_error", "temporarily_unavailable", "unknown"})


def identity_refusal(error: str) -> SourceError:
    """The error for a token that the machine's own identity endpoint did not give, by its word for why.

    Microsoft's page: "How to use managed identities for Azure resources on an Azure VM to acquire an access token".
    """
    # A refusal is one of OAuth's words; a machine that is asked too often answers in a form of its own.
    if error.lower() in _NO_IDENTITY_LATER or not error.isidentifier():
        return SourceUnavailable("The machine's identity endpoint could not answer; it is asked again later.")
    return SignInRefused(
        f"The machine's identity endpoint gives no token ({error}). Assign the identity to this machine or app (Azure "
        'portal, Identity): the system-assigned one for managed_identity = "system", else the one of that client id.',
        code=error,
    )


def no_identity_here() -> SourceUnavailable:
    """The error for a machine on which nobody gives out an identity."""
    return SourceUnavailable(
        "This machine has no identity endpoint that answers. managed_identity works on Azure alone (a virtual machine, "
        "App Service, Container Apps, Arc); elsewhere use certificate_file."
    )


UNREACHABLE = "Unreachable"
"""The code of an error that says that no answer came at all."""


def unreachable(host: str, why: str) -> SourceUnavailable:
    """The error for a host from which no answer came at all."""
    return SourceUnavailable(
        f"No answer from {host}: {why}. Check the address, the network, the proxy (HTTPS_PROXY) and the CA file.",
        code=UNREACHABLE,
    )


def not_readable(what: str) -> SourceUnavailable:
    """The error for an answer that is not what Graph sends: a proxy's page, a cut-off body."""
    return SourceUnavailable(
        f"The answer for {what} can't be read: perhaps a proxy's page in place of Microsoft's. Check the proxy."
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds to wait that the answer's Retry-After asks for; None without one.

    A date there is counted from the answer's own Date, so that this machine's clock does not matter. Never more than a
    day, whatever it says.
    """
    wanted = headers.get("retry-after", "").strip()
    try:
        seconds = float(wanted)
        return None if math.isnan(seconds) else min(max(0.0, seconds), LONGEST_RETRY_AFTER)
    except ValueError:
        pass
    try:
        wait = parsedate_to_datetime(wanted) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return min(max(0.0, wait.total_seconds()), LONGEST_RETRY_AFTER)
