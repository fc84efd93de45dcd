"""Sessions and held forms, in SQL."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import delete, select, update

from calsync.domain.app_roles import read_roles
from calsync.domain.sessions import HeldForm, Session
from calsync.store.rows.row import words
from calsync.store.tables import held_forms, sessions
from calsync.store.work import Work

_SESSION = ("digest", "who", "name", "began", "seen", "ended")
_HELD = ("digest", "who", "sealed", "held")


class SessionWork(Work):
    """The part of a transaction about sessions."""

    def put_session(self, session: Session) -> None:
        """Keep a session, in the place of one with the same hash."""
        row = {name: getattr(session, name) for name in _SESSION}
        self._upsert(sessions, [{**row, "roles": json.dumps(session.roles)}])

    def session(self, digest: str) -> Session | None:
        """The session of that hash, ended or not; None when there is none."""
        rows = self._rows(select(sessions).where(sessions.c.digest == digest))
        if not rows:
            return None
        return Session(**{name: rows[0][name] for name in _SESSION}, roles=read_roles(words(rows[0]["roles"])))

    def session_seen(self, digest: str, real: datetime) -> None:
        """It was used. What else is kept of it stays as it is."""
        self._connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen=real))

    def end_session(self, digest: str, real: datetime) -> bool:
        """It stands no more; False where it had ended before, or is none."""
        standing = (sessions.c.digest == digest, sessions.c.ended.is_(None))
        return bool(self._connection.execute(update(sessions).where(*standing).values(ended=real)).rowcount)

    def drop_sessions(self, before: datetime) -> int:
        """Forget those last used before that moment: how many."""
        return self._connection.execute(delete(sessions).where(sessions.c.seen < before)).rowcount

    def put_held(self, form: HeldForm, *, most: int, most_of_one: int) -> None:
        """Keep a form; of more than so many the oldest are forgotten, first those of the same person."""
        self._upsert(held_forms, [{name: getattr(form, name) for name in _HELD}])
        newest = select(held_forms.c.digest).order_by(held_forms.c.held.desc(), held_forms.c.digest)
        for too_many in (newest.where(held_forms.c.who == form.who).offset(most_of_one), newest.offset(most)):
            # PostgreSQL has no need of a limit beside an offset, SQLite has.
            digests = [row["digest"] for row in self._rows(too_many.limit(1000))]
            self._connection.execute(delete(held_forms).where(held_forms.c.digest.in_(digests)))

    def held(self, digest: str) -> HeldForm | None:
        """The form of that hash; None when there is none."""
        rows = self._rows(select(held_forms).where(held_forms.c.digest == digest))
        return HeldForm(**{name: rows[0][name] for name in _HELD}) if rows else None

    def drop_held(self, before: datetime) -> int:
        """Forget the forms kept before that moment: how many."""
        return self._connection.execute(delete(held_forms).where(held_forms.c.held < before)).rowcount
