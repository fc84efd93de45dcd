"""Signing in and out to the store and the audit: sessions, refusals, views of personal data, forms kept meanwhile.

The life of a session is elapsed time: whoever calls hands the real moment in (law 12). The audit has the clock's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from calsync.domain.app_roles import Reach, reach
from calsync.domain.model import Act, Person, PersonId, Role
from calsync.domain.sessions import HELD_FOR, KEPT_FOR, HeldForm, Lasting, Session
from calsync.engine.core import Core
from calsync.engine.so_many_a_minute import SoManyAMinute

A_MINUTE = 20
"""So many refusals a minute stand in the audit."""
SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is known when a session was last used: a page that is opened again writes nothing."""
MOST_HELD, MOST_HELD_OF_ONE = 200, 5
"""So many forms are kept at once, of all and of one person; then the oldest goes."""


class SignIns:
    """Keeps who is signed in."""

    def __init__(self, core: Core) -> None:
        self._core, self._refusals = core, SoManyAMinute(core, A_MINUTE)

    def open(self, session: Session, *, instead_of: str = "") -> None:
        """Somebody signed in; the session that their browser had before stands no more."""
        with self._core.store.transaction() as tx:
            tx.drop_sessions(session.began - KEPT_FOR)
            tx.drop_held(session.began - HELD_FOR)
            if instead_of:
                tx.end_session(instead_of, session.began)
            tx.put_session(session)
            tx.add_acts([self._act("signed-in", session.who, ("roles", ", ".join(session.roles)))])

    def session(self, digest: str) -> Session | None:
        """The session of that hash, whether it still stands or not; None when there is none."""
        with self._core.store.transaction() as tx:
            return tx.session(digest)

    def standing(self, digest: str, lasting: Lasting, real: datetime) -> Session | None:
        """The session of that hash, which was used now; None when it stands no more, or never did."""
        with self._core.store.transaction() as tx:
            session = tx.session(digest)
            if session is None or not lasting.lasts(session, real):
                return None
            if real - session.seen < SEEN_EVERY:
                return session
            tx.session_seen(digest, real)
            return replace(session, seen=real)

    def end(self, session: Session, real: datetime) -> None:
        """Somebody signed out."""
        with self._core.store.transaction() as tx:
            if tx.end_session(session.digest, real):
                tx.add_acts([self._act("signed-out", session.who)])

    def refused(self, why: str, who: PersonId = "") -> None:
        """Somebody was not let in, or a form of theirs was not taken: why, in a word."""
        self._refusals.keep(self._act("sign-in-refused", who or "calsync", ("why", why)))

    def viewed(self, who: PersonId, page: str, workers: Iterable[PersonId]) -> None:
        """Somebody was shown personal data of these workers, on that page: one line each."""
        acts = [self._act("viewed", who, ("page", page), ("worker", worker)) for worker in workers]
        with self._core.store.transaction() as tx:
            tx.add_acts(acts)

    def reach(self, session: Session) -> Reach:
        """What they may see and do now."""
        with self._core.store.transaction() as tx:
            people = tx.people()
        return reach(session.who, session.roles, people, self._core.clock.now())

    def person(self, who: PersonId) -> Person | None:
        """Them, as the directory has them; None where it has nobody of that id."""
        with self._core.store.transaction() as tx:
            return tx.people().get(who)

    def teams(self, who: PersonId) -> tuple[tuple[Role, str], ...]:
        """The roles that they hold, each with the team; with nothing behind it for the whole organisation."""
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            people = tx.people()
        found = [(role, "") for role, ids in people.roles if who in ids]
        found += [(role, team.name) for team in people.teams for role, ids in team.roles if who in ids]
        names = {team.key: team.name for team in people.teams}
        on_duty = [each for each in people.rota if each.person == who and each.covers(at)]
        found += [(each.role, names.get(each.team, each.team)) for each in on_duty]
        return tuple(dict.fromkeys(found))

    def names(self, workers: Iterable[PersonId]) -> list[str]:
        """The names of these people, by the alphabet; who is not known is left out."""
        with self._core.store.transaction() as tx:
            people = tx.people()
        return sorted(person.name for each in workers if (person := people.get(each)) is not None)

    def hold(self, form: HeldForm) -> None:
        """Keep a form that was sent when nobody was signed in any more."""
        with self._core.store.transaction() as tx:
            tx.drop_held(form.held - HELD_FOR)
            tx.put_held(form, most=MOST_HELD, most_of_one=MOST_HELD_OF_ONE)

    def held(self, digest: str, who: PersonId, real: datetime) -> HeldForm | None:
        """The form of that hash, if it is theirs and not too old; None otherwise. It stays where it is."""
        with self._core.store.transaction() as tx:
            form = tx.held(digest)
        return form if form is not None and form.who == who and abs(real - form.held) < HELD_FOR else None

    def _act(self, what: str, who: PersonId, *details: tuple[str, str]) -> Act:
        return Act(at=self._core.clock.now(), what=what, who=who, details=details)
