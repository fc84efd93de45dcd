"""Sessions and held forms, as the fake keeps them: read beside `sql_sessions.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from calsync.domain.sessions import HeldForm, Session
from calsync.store.memory.work import MemoryWork


class MemorySessions(MemoryWork):
    """The part of a transaction about sessions."""

    def put_session(self, session: Session) -> None:
        """Keep a session, in the place of one with the same hash."""
        self._state.sessions[session.digest] = session

    def session(self, digest: str) -> Session | None:
        """The session of that hash, ended or not; None when there is none."""
        return self._state.sessions.get(digest)

    def session_seen(self, digest: str, real: datetime) -> None:
        """It was used. What else is kept of it stays as it is."""
        if (kept := self._state.sessions.get(digest)) is not None:
            self._state.sessions[digest] = replace(kept, seen=real)

    def end_session(self, digest: str, real: datetime) -> bool:
        """It stands no more; False where it had ended before, or is none."""
        kept = self._state.sessions.get(digest)
        if kept is None or kept.ended is not None:
            return False
        self._state.sessions[digest] = replace(kept, ended=real)
        return True

    def drop_sessions(self, before: datetime) -> int:
        """Forget those last used before that moment: how many."""
        old = [name for name, each in self._state.sessions.items() if each.seen < before]
        for name in old:
            del self._state.sessions[name]
        return len(old)

    def put_held(self, form: HeldForm, *, most: int, most_of_one: int) -> None:
        """Keep a form; of more than so many the oldest are forgotten, first those of the same person."""
        kept = self._state.held_forms
        kept[form.digest] = form
        for of_whom, bound in ((form.who, most_of_one), ("", most)):
            some = [each for each in kept.values() if each.who == of_whom or not of_whom]
            for each in sorted(some, key=lambda one: (-one.held.timestamp(), one.digest))[bound:]:
                del kept[each.digest]

    def held(self, digest: str) -> HeldForm | None:
        """The form of that hash; None when there is none."""
        return self._state.held_forms.get(digest)

    def drop_held(self, before: datetime) -> int:
        """Forget the forms kept before that moment: how many."""
        old = [name for name, each in self._state.held_forms.items() if each.held < before]
        for name in old:
            del self._state.held_forms[name]
        return len(old)
