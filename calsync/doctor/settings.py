"""Mailbox settings: whose hours and absences can't be read."""

from __future__ import annotations

from collections.abc import AsyncIterator

from calsync.app import App
from calsync.doctor.finding import Finding, Light, Trouble, green, listed, red, said
from calsync.domain.model import People
from calsync.errors import SignInRefused, SourceError

SLICE = 100
"""How many mailboxes' settings are asked for together."""
MOST = 400
"""So many are asked at most: each takes two requests of few at a time, and thousands would take many minutes."""
_MEANS = "ordinary hours and no absences count, or those known before"


async def settings(app: App, people: People) -> AsyncIterator[Finding]:
    """Whose settings are refused; those known before count on, or ordinary hours. Raises SignInRefused.

    Of more people than `MOST` those who are told come first, since an alarm goes by their hours and absences.
    """
    having = [person for person in people.persons if person.hours is not None and person.mail]
    asked = sorted(having, key=lambda person: person.works)[:MOST]
    refused: list[Trouble] = []
    for start in range(0, len(asked), SLICE):
        persons = asked[start : start + SLICE]
        try:
            answers = await app.directory.settings(persons, app.clock.now())
        except SignInRefused:
            raise
        except SourceError as error:
            yield red("mailbox settings", f"{_MEANS}: {said(error)}")
            return
        refused += [
            Trouble(person=person, words=f"{_MEANS}: {said(answer, of_mailbox=True)}")
            for person, answer in zip(persons, answers, strict=True)
            if isinstance(answer, SourceError)
        ]
    head = "{n} people, for each of whom"
    for each in listed(refused, Light.AMBER, one="settings of", many="mailbox settings", head=head):
        yield each
    if not refused:
        more = (
            f" of those {len(asked)} that were asked, of {len(having)}"
            if len(asked) < len(having)
            else f" {len(asked)}"
        )
        yield green("mailbox settings", f"all{more} can be read")
