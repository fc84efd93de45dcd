"""Who works here: the directory -> people and mailboxes in the store, so that an alarm needs no directory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import Act, MailboxState, People
from calsync.engine.core import Core
from calsync.errors import SourceRefused

A_LONG_TIME = timedelta(hours=2)
"""Longer than any pace: a diary whose next reading is further off is that of somebody who left."""


async def refresh_people(core: Core) -> People:
    """Everybody as the directory knows them now, kept in the store. Raises SourceError; what was known then stays.

    A group without members is refused too: it is somebody's mistake, and would take everybody off the watch at once.

    A joiner's diary is watched from now on; a leaver's is read until nothing of theirs is open any more.
    """
    people = await core.directory.people()
    if not any(person.works for person in people.persons):
        raise SourceRefused("The group of lone workers has no members, so nobody is watched: add them to it in Entra.")
    at = core.clock.now()
    with core.store.transaction() as tx:
        tx.put_people(people)
        for person in people.persons:
            mailbox = tx.mailbox(person.id)
            if person.works and mailbox is None:
                mailbox = MailboxState(worker=person.id, watched_from=core.watched_from or at, next_poll_at=at)
            elif person.works and mailbox is not None and mailbox.next_poll_at - at > A_LONG_TIME:
                mailbox = replace(mailbox, watched_from=at, next_poll_at=at)  # somebody who left, and is back
            else:
                continue
            tx.put_mailbox(mailbox)
            tx.add_acts([Act(at=at, what="diary-watched", details=(("mailbox", person.id),))])
    return people
