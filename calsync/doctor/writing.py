"""Whether visits told by mail can be written into diaries, where `[service] write_visits` asks for it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from calsync.app import App
from calsync.doctor.feeds import has_feed
from calsync.doctor.finding import Finding, amber, green, red, said
from calsync.domain.model import People
from calsync.errors import SignInRefused, SourceError
from calsync.graph.claims import roles_of
from calsync.graph.writing import GraphDiaryWriter

PART = "write_visits"
NEEDED = "Calendars.ReadWrite"
FIX = (
    "the app may not write into diaries, so visits told by mail are watched and not entered: give it Application "
    "Calendars.ReadWrite in Exchange in place of Application Calendars.Read, or take write_visits out of [service]"
)


async def writing(app: App, people: People) -> AsyncIterator[Finding]:
    """What one worker's mailbox says; nothing where nothing is to be written. Raises SignInRefused.

    Consent in Entra stands in the token. What Exchange gives does not, so it is asked: for a change of an entry that
    nobody has, which can change nothing.
    """
    workers = [each for each in people.persons if each.works and not has_feed(app, each)]
    if not app.settings.service.write_visits or not workers:
        return
    if NEEDED in roles_of(await app.graph.ready()):
        yield green(PART, f"Entra lets the app write into diaries ({NEEDED})")
        return
    try:
        await GraphDiaryWriter(app.graph).change_nothing(workers[0].id)
    except SignInRefused:
        raise
    except SourceError as error:
        if error.status == 403:
            yield red(PART, FIX)
        elif error.code.casefold() == "erroritemnotfound":
            yield green(PART, "the app may write into diaries")
        else:
            yield amber(PART, f"whether the app may write into diaries can't be told now: {said(error)}")
