"""Every part of a deployment, one plain line each: green, amber or red, with the fix. It changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator

from calsync.app import App
from calsync.doctor.clock import clock
from calsync.doctor.credential import credential, scope, sign_in
from calsync.doctor.diaries import diaries, diaries_by_the_store
from calsync.doctor.finding import Finding, Light, green, red, said
from calsync.doctor.life import life
from calsync.doctor.mail import carrier, it_channel, service_mailbox, telephone
from calsync.doctor.other_calendars import other_calendars
from calsync.doctor.people import directory
from calsync.doctor.policy import policy
from calsync.doctor.quota import quota, quota_of_this_run
from calsync.doctor.settings import settings
from calsync.doctor.web import pages
from calsync.doctor.webhook import webhook
from calsync.doctor.writing import writing
from calsync.errors import SourceError

__all__ = ["Finding", "Light", "examine"]


async def examine(app: App) -> AsyncIterator[Finding]:
    """A finding for each part, in the order in which they depend on each other.

    What the database alone tells comes last, and is told also when Microsoft can't be asked. Raises StoreUnavailable.
    """
    for each in policy(app):
        yield each
    yield green("database", "opens, and its tables are up to date")
    for each in credential(app):
        yield each
    async for each in it_channel(app):
        yield each
    async for each in telephone(app):
        yield each
    async for each in carrier(app):
        yield each
    async for each in webhook(app):
        yield each
    async for each in pages(app):
        yield each
    try:
        async for each in _tenant(app):
            yield each
    except SourceError as error:
        # What meets the sign-in meets every mailbox: thousands need not be asked to know it.
        yield red("sign-in", said(error))
        for each in diaries_by_the_store(app):
            yield each
    for each in (*quota(app), *life(app)):
        yield each


async def _tenant(app: App) -> AsyncIterator[Finding]:
    """What Microsoft, and each feed, has to be asked for. Raises SourceError when nobody can be asked at all."""
    yield await sign_in(app)
    with app.store.transaction() as tx:
        known = tx.people()
    found, people = await directory(app, known)
    for each in found:
        yield each
    if people is None:
        for each in diaries_by_the_store(app):
            yield each
        return
    async for each in diaries(app, people, known):
        yield each
    async for each in other_calendars(app, people):
        yield each
    async for each in writing(app, people):
        yield each
    async for each in settings(app, people):
        yield each
    async for each in scope(app):
        yield each
    yield await service_mailbox(app)
    for each in (*clock(app), *quota_of_this_run(app)):
        yield each
