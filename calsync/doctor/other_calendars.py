"""Calendars beside those that are read, where they hold entries like visits: nobody watches what stands there."""

from __future__ import annotations

from collections.abc import AsyncIterator

from calsync.app import App
from calsync.doctor.feeds import has_feed
from calsync.doctor.finding import Finding, Light, Trouble, amber, green, listed, said
from calsync.domain.model import People
from calsync.errors import SignInRefused, SourceError
from calsync.graph.calendars import GraphCalendars
from calsync.graph.unread_calendars import unread_calendars


async def other_calendars(app: App, people: People) -> AsyncIterator[Finding]:
    """Whose other calendars hold visits, of everybody whose diary is read through Graph. Raises SignInRefused.

    A mailbox whose diary can't be read is told there, and is only counted here.
    """
    workers = [each for each in people.persons if each.works and not has_feed(app, each)]
    if not workers:
        return
    core = app.engine.core
    try:
        answers = await unread_calendars(GraphCalendars(app.graph), workers, core.rules, app.clock.now())
    except SignInRefused:
        raise
    except SourceError as error:
        yield amber("other calendars", f"whether they hold visits can't be told now: {said(error)}")
        return
    refused = sum(isinstance(each, SourceError) for each in answers)
    found = [unread for each in answers if not isinstance(each, SourceError) for unread in each]
    troubles = [Trouble(person=each.worker, words=each.words) for each in found]
    for each in listed(troubles, Light.AMBER, one="other calendar of", many="other calendars", head="{n} alike:"):
        yield each
    if refused:
        words = f"those of {refused} people could not be looked at: mend what is said of their diaries, and try again"
        yield amber("other calendars", words)
    elif not found:
        yield green("other calendars", "none that is not read holds entries like visits")
