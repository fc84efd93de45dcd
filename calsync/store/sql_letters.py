"""Letters before, while and after they are sent, and what was declared in answer to them, in SQL."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, literal_column, or_, select, update

from calsync.domain.model import Denial, Tag, Visit, VisitState, utc
from calsync.domain.model.letters import ASKS, Declaration, Letter, LetterKind, LetterState
from calsync.ports import LetterClaim
from calsync.store.rows.letters import declaration_of, declaration_row, letter_of, letter_row
from calsync.store.rows.row import Row
from calsync.store.rows.visits import visit_of
from calsync.store.sql_watch import REAL
from calsync.store.tables import deadlines, declarations, letters, notifications, visit_text, visits
from calsync.store.work import Work

# A partial index is used only when the query says the same words: a bound value would not do.
_WAITING = letters.c.state == literal_column("'waiting'")
_MESSAGE_WAITS = notifications.c.state == literal_column("'waiting'")
_VISITS = select(visits, *(column for column in visit_text.c if column.name != "visit_id")).outerjoin(visit_text)
_OUTLINES = select(
    *(visits.c[name] for name in ("id", "worker", "event_id", "start", "end", "state", "tag", "first_seen"))
)


class LetterWork(Work):
    """The letters' part of a transaction."""

    def visits_between(self, start: datetime, end: datetime) -> list[Visit]:
        """Every visit that touches the time from `start` to `end`, cancelled ones too, by when it begins."""
        which = REAL & (visits.c.end >= start) & (visits.c.start < end)
        return [visit_of(row) for row in self._rows(_VISITS.where(which).order_by(visits.c.start, visits.c.id))]

    def outlines_between(self, start: datetime, end: datetime) -> list[Visit]:
        """The same, each without what its entry says: quick, for thousands of them."""
        which = REAL & (visits.c.end >= start) & (visits.c.start < end)
        rows = self._connection.execute(_OUTLINES.where(which).order_by(visits.c.start, visits.c.id)).all()
        return [
            Visit(
                id=name,
                worker=worker,
                event_id=event_id,
                start=utc(begins),
                end=utc(ends),
                state=VisitState(state),
                tag=Tag(tag),
                matched_by="",
                reasons=(),
                first_seen=first_seen,
                last_seen=first_seen,
            )
            for name, worker, event_id, begins, ends, state, tag, first_seen in rows
        ]

    def called_off_between(self, start: datetime, end: datetime) -> set[str]:
        """The ids of those of them that somebody called off, or handed to a colleague."""
        which = (visits.c.end >= start) & (visits.c.start < end) & (deadlines.c.denied == str(Denial.CALLED_OFF))
        query = select(visits.c.id).join(deadlines, deadlines.c.visit_id == visits.c.id).where(which)
        return set(self._connection.execute(query).scalars())

    def add_letters(self, offered: Iterable[Letter]) -> list[Letter]:
        """Those that were new; one of an identity that stands already is left out."""
        known: dict[str, Letter] = {}
        for each in offered:
            known.setdefault(each.id, each)
        if not known:
            return []
        rows = [letter_row(each) for each in sorted(known.values(), key=lambda each: each.id)]
        insert = self._insert(letters).on_conflict_do_nothing().returning(letters.c.id)
        written = set(self._connection.execute(insert, rows).scalars())
        return [each for each in known.values() if each.id in written]

    def claim_letters(self, at: datetime, limit: int) -> list[LetterClaim]:
        """Waiting ones that are due, may be tried now and nobody else holds, the oldest first, under a lease."""
        rows = self._rows(
            select(letters)
            .where(
                _WAITING,
                letters.c.due <= at,
                or_(letters.c.not_before.is_(None), letters.c.not_before <= at),
                self._letter_unheld(),
            )
            .order_by(letters.c.due, letters.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return self._claimed(rows)

    def claim_letter(self, letter_id: str) -> LetterClaim | None:
        """That one, due or not, under a lease; None where it does not wait or somebody else holds it."""
        query = select(letters).where(letters.c.id == letter_id, _WAITING, self._letter_unheld())
        return next(iter(self._claimed(self._rows(query.with_for_update(skip_locked=True)))), None)

    def put_letter_outcome(self, claim: LetterClaim, outcome: Letter) -> bool:
        """Write what became of a claimed letter and end the lease; False when the lease was lost."""
        values = {name: value for name, value in letter_row(outcome).items() if name != "id"}
        written = self._connection.execute(
            update(letters)
            .where(letters.c.id == claim.letter.id, letters.c.fence == claim.fence)
            .values(**values, fence=None, leased_until=None)
        )
        return written.rowcount == 1

    def letters_about(self, day: date) -> list[Letter]:
        """Every letter about that day, the oldest first."""
        # Every kind is named, so that the index of the identity serves.
        return self._letters(letters.c.kind.in_([each.value for each in LetterKind]), letters.c.day == day.isoformat())

    def letters_since(self, kind: LetterKind, day: date) -> list[Letter]:
        """Every letter of a kind about that day or a later one, the oldest first."""
        return self._letters(letters.c.kind == kind.value, letters.c.day >= day.isoformat())

    def letter_for(
        self, *, message_ids: Sequence[str], conversation_id: str, token: str, any_kind: bool = False
    ) -> Letter | None:
        """The letter that a reply answers, of those that ask for a declaration or of `any_kind`; None: none of these.

        Found by message id, else token, else conversation.
        """
        asks = letters.c.kind.in_([each.value for each in (LetterKind if any_kind else ASKS)])
        keys = [letters.c.message_id == each for each in message_ids if each]
        keys += [letters.c.token == token] if token else []
        keys += [letters.c.conversation_id == conversation_id] if conversation_id else []
        return next((found[-1] for key in keys if (found := self._letters(asks, key))), None)

    def letters_under_way(self, since: datetime) -> int:
        """How many letters were sent after that moment, or are just being sent."""
        sent = (letters.c.state == LetterState.SENT.value) & (letters.c.settled > since)
        held = _WAITING & ~self._letter_unheld()
        return self._connection.execute(select(func.count()).select_from(letters).where(or_(sent, held))).scalar_one()

    def messages_wait(self, at: datetime, *, channel: str | None = None) -> bool:
        """Whether any alarm, reminder or stand-down waits that may be tried now, one just being sent included."""
        may = or_(notifications.c.not_before.is_(None), notifications.c.not_before <= at)
        which = [_MESSAGE_WAITS, may] + ([notifications.c.channel == channel] if channel is not None else [])
        return bool(self._rows(select(notifications.c.id).where(*which).limit(1)))

    def add_declaration(self, declaration: Declaration) -> bool:
        """Keep what somebody declared; False when it was kept before."""
        insert = self._insert(declarations).on_conflict_do_nothing().returning(declarations.c.id)
        return bool(self._connection.execute(insert, declaration_row(declaration)).all())

    def declarations(self, since: datetime) -> list[Declaration]:
        """What was declared at or after that moment, the oldest first."""
        query = select(declarations).where(declarations.c.at >= since)
        return [declaration_of(row) for row in self._rows(query.order_by(declarations.c.at, declarations.c.id))]

    def _claimed(self, rows: Sequence[Row]) -> list[LetterClaim]:
        if not rows:
            return []
        fence = secrets.token_hex(16)
        self._connection.execute(
            update(letters)
            .where(letters.c.id.in_([row["id"] for row in rows]))
            .values(fence=fence, leased_until=self._lease_end())
        )
        return [LetterClaim(letter=each, fence=fence) for each in self._readable_letters(rows, fail=True)]

    def _letters(self, *which: ColumnElement[bool]) -> list[Letter]:
        rows = self._rows(select(letters).where(*which).order_by(letters.c.due, letters.c.recorded, letters.c.id))
        return list(self._readable_letters(rows))

    def _readable_letters(self, rows: Iterable[Row], *, fail: bool = False) -> Iterator[Letter]:
        """The letters in rows; one that can't be understood fails alone and holds up no other (law 14)."""
        for row in rows:
            with suppress(ValueError, TypeError):
                yield letter_of(row)
                continue
            if fail:
                wrong = update(letters).where(letters.c.id == row["id"])
                why = "its row can't be understood"
                self._connection.execute(wrong.values(state=LetterState.FAILED.value, last_error=why))

    def _letter_unheld(self) -> ColumnElement[bool]:
        return or_(letters.c.leased_until.is_(None), *self._ended(letters.c.leased_until))
