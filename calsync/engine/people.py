"""Who works here: the directory -> people and mailboxes in the store, so that an alarm needs no directory."""

from __future__ import annotations

from calsync.domain.model import Act, MailboxState, People
from calsync.engine.core import Core


async def refresh_people(core: Core) -> People:
    """Everybody as the directory knows them now, kept in the store. Raises SourceError; what was known then stays.

    A joiner's diary is watched from now on; a leaver's open deadlines stay watched, and so does their diary until then.
    """
    people = await core.directory.people()
    at = core.clock.now()
    with core.store.transaction() as tx:
        tx.put_people(people)
        for person in people.persons:
            if person.works and tx.mailbox(person.id) is None:
                watched_from = core.watched_from or at
                tx.put_mailbox(MailboxState(worker=person.id, watched_from=watched_from, next_poll_at=at))
                tx.add_acts([Act(at=at, what="diary-watched", details=(("mailbox", person.id),))])
    return people
