"""By what the app signs in, for how long still, whether Microsoft takes it, and whether it opens too much."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

from calsync.app import App
from calsync.doctor.finding import Finding, amber, green, red, said
from calsync.domain.expiry import TOLD_DAYS
from calsync.errors import CalsyncError, SignInRefused, SourceError
from calsync.graph.calendars import GraphCalendars
from calsync.graph.credentials import Certificate, FederatedToken, ManagedIdentity


def credential(app: App) -> list[Finding]:
    """How long the app can still sign in by what it was given, and whether others can take that from this machine."""
    given = app.graph.settings.credential
    if isinstance(given, FederatedToken | ManagedIdentity):
        return [green("credential", "is renewed by the platform")]
    found = []
    if isinstance(given, Certificate) and (file := given.exposed()) is not None:
        words = f"{file} holds the private key, and others than its owner may read it: chmod 600 {file}"
        found.append(amber("credential", words))
    what = "the certificate" if isinstance(given, Certificate) else "the client secret"
    try:
        expires = given.expires()
    except CalsyncError as error:
        return [*found, red("credential", str(error))]
    if expires is None:
        words = (
            "nobody will be told before the client secret ends: give its day as client_secret_expires (Entra, App "
            "registrations, Certificates & secrets, Expires)"
        )
        return [*found, amber("credential", words)]
    left = expires - app.clock.now()
    if left <= timedelta(0):
        words = f"{what} ended on {expires:%d %B %Y}: make a new one in Entra and put it in place of the old one"
        return [*found, red("credential", words)]
    words = f"{what} can be used until {expires:%d %B %Y}, for {left.days} more days"
    if left > timedelta(days=TOLD_DAYS[0]):
        return [*found, green("credential", words)]
    return [*found, amber("credential", f"{words}: make a new one in Entra")]


async def sign_in(app: App) -> Finding:
    """That Microsoft gives the app a token. Raises SourceError when it does not, or can't be reached."""
    await app.graph.ready()
    return green("sign-in", "Microsoft gives the app a token")


async def scope(app: App) -> AsyncIterator[Finding]:
    """Whether Exchange keeps the app out of a mailbox that it was not given; nothing when no such mailbox is named.

    Grants add up: a Calendars.Read that was consented to in Entra opens every mailbox of the tenant, whatever Exchange
    was told, and the token does not show it. So one such mailbox is asked. Raises SignInRefused.
    """
    mailbox, at = app.settings.graph.out_of_scope_mailbox, app.clock.now()
    if mailbox is None:
        return
    try:
        await GraphCalendars(app.graph).snapshot(mailbox, at, at + timedelta(hours=1))
    except SignInRefused:
        raise
    except SourceError as error:
        if error.status == 403:
            yield green("scope", "the app is kept out of the mailbox that is out of its scope")
        elif error.status == 404:
            yield amber("scope", "there is no such mailbox: name one that is there, as out_of_scope_mailbox")
        else:
            yield amber("scope", f"whether the app is kept out of other mailboxes can't be told now: {said(error)}")
        return
    words = (
        "the app can read a mailbox that is out of its scope, and so perhaps the whole tenant: take Calendars.Read and "
        "the other Exchange permissions out of Entra (API permissions), and leave the scoped roles in Exchange"
    )
    yield red("scope", words)
