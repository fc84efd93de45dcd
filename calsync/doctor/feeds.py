"""Diaries that come as calendars: feeds of nobody, and feeds that can't be tried yet."""

from __future__ import annotations

from collections.abc import Sequence

from calsync.app import App
from calsync.doctor.finding import Finding, amber
from calsync.domain.model import People, Person


def has_feed(app: App, person: Person) -> bool:
    """Whether the person's diary comes as a calendar; the folder is everybody's."""
    told, mail = app.settings.feeds, person.mail.casefold()
    return told.folder is not None or any(each.worker.casefold() == mail for each in told.calendar)


def can_be_tried(app: App, person: Person, known: People) -> bool:
    """Whether the person's diary is found where the configuration says: a feed goes by the address in the database.

    Before that is known somebody with a feed would be asked for through Graph, which tells nothing of the feed.
    """
    before = known.get(person.id)
    return not has_feed(app, person) or (before is not None and before.mail.casefold() == person.mail.casefold())


def feeds(app: App, watched: Sequence[Person], untried: int) -> list[Finding]:
    """Feeds of nobody who is watched, and how many could not be tried. What became of the others stands by diary."""
    mails = {each.mail.casefold() for each in watched}
    words = (
        "nobody who is watched has that address, so it is not read: correct worker under [[feeds.calendar]], add them "
        "to those who are watched, or take the feed out"
    )
    strangers = [each.worker for each in app.settings.feeds.calendar if each.worker.casefold() not in mails]
    found = [amber(f"feed of {each}", words) for each in strangers]
    if untried:
        words = (
            f"those of {untried} people can't be tried, since the database does not know their addresses yet: run "
            "`calsync poll` once, and then the doctor again"
        )
        found.append(amber("feeds", words))
    return found
