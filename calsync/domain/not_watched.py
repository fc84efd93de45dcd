"""Not watched: who and why. One list, for everybody who shows it."""

from __future__ import annotations

from collections.abc import Iterable

from calsync.domain.model import MailboxState, NotWatched, People
from calsync.domain.pace import POLLS_UNREAD


def not_watched(people: People, mailboxes: Iterable[MailboxState]) -> tuple[NotWatched, ...]:
    """Who of those that should be watched is not, and why, each person once, by name; empty when everybody is.

    To those whom the directory leaves out come workers whose diary could not be read three times in a row (law 10):
    what they began stays watched, and nothing new is seen. `mailboxes` may be empty, for the former alone.
    """
    found = {each.person: each for each in people.not_watched}
    for state in mailboxes:
        person = people.get(state.worker)
        if person is None or not person.works or state.failing_since is None or state.failures < POLLS_UNREAD:
            continue
        read = f"not been read since {state.last_read:%d %B %Y %H:%M} UTC" if state.last_read else "never been read"
        why = f"Their diary has {read}: {state.last_error}"
        found[person.id] = NotWatched(person=person.id, name=person.name, why=why)
    return tuple(sorted(found.values(), key=lambda each: (each.name.casefold(), each.person)))
