"""Letters and declarations, as the fake keeps them: read beside `sql_letters.py`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from calsync.domain.drills import is_drill
from calsync.domain.model import Denial, NotificationState, Visit
from calsync.domain.model.letters import ASKS, Declaration, Letter, LetterKind, LetterState
from calsync.ports import LetterClaim
from calsync.store.memory.work import MemoryWork
from calsync.store.work import LEASE


class MemoryLetters(MemoryWork):
    """The letters' part of a transaction."""

    def visits_between(self, start: datetime, end: datetime) -> list[Visit]:
        """Every visit that touches the time from `start` to `end`, cancelled ones too, by when it begins."""
        real = (each for each in self._state.visits.values() if not is_drill(each))
        found = [each for each in real if each.end >= start and each.start < end]
        return sorted(found, key=lambda each: (each.start, each.id))

    def outlines_between(self, start: datetime, end: datetime) -> list[Visit]:
        """The same, each without what its entry says."""
        return [
            Visit(
                id=each.id,
                worker=each.worker,
                event_id=each.event_id,
                start=each.start,
                end=each.end,
                state=each.state,
                tag=each.tag,
                matched_by="",
                reasons=(),
                first_seen=each.first_seen,
                last_seen=each.first_seen,
            )
            for each in self.visits_between(start, end)
        ]

    def called_off_between(self, start: datetime, end: datetime) -> set[str]:
        """The ids of those of them that somebody called off, or handed to a colleague."""
        off = {each.visit_id for each in self._state.deadlines.values() if each.denied is Denial.CALLED_OFF}
        return off & {each.id for each in self.visits_between(start, end)}

    def add_letters(self, offered: Iterable[Letter]) -> list[Letter]:
        """Those that were new; one of an identity that stands already is left out."""
        new = []
        for each in offered:
            if each.id not in self._state.letters:
                self._state.letters[each.id] = each
                new.append(each)
        return new

    def claim_letters(self, at: datetime, limit: int) -> list[LetterClaim]:
        """Waiting ones that are due, may be tried now and nobody else holds, the oldest first, under a lease."""
        ready = [
            each
            for each in self._state.letters.values()
            if each.state is LetterState.WAITING
            and each.due <= at
            and (each.not_before is None or each.not_before <= at)
            and not self._letter_held(each.id)
        ]
        return self._claimed(sorted(ready, key=lambda each: (each.due, each.id))[:limit])

    def claim_letter(self, letter_id: str) -> LetterClaim | None:
        """That one, due or not, under a lease; None where it does not wait or somebody else holds it."""
        found = self._state.letters.get(letter_id)
        if found is None or found.state is not LetterState.WAITING or self._letter_held(letter_id):
            return None
        return self._claimed([found])[0]

    def put_letter_outcome(self, claim: LetterClaim, outcome: Letter) -> bool:
        """Write what became of a claimed letter and end the lease; False when the lease was lost."""
        name = claim.letter.id
        if self._state.letter_leases.get(name, ("",))[0] != claim.fence:
            return False
        del self._state.letter_leases[name]
        self._state.letters[name] = outcome
        return True

    def letters_about(self, day: date) -> list[Letter]:
        """Every letter about that day, the oldest first."""
        return _by_age(each for each in self._state.letters.values() if each.day == day)

    def letters_since(self, kind: LetterKind, day: date) -> list[Letter]:
        """Every letter of a kind about that day or a later one, the oldest first."""
        return _by_age(each for each in self._state.letters.values() if each.kind is kind and each.day >= day)

    def letter_for(
        self, *, message_ids: Sequence[str], conversation_id: str, token: str, any_kind: bool = False
    ) -> Letter | None:
        """The letter that a reply answers, of those that ask for a declaration or of `any_kind`; None: none of these.

        Found by message id, else token, else conversation.
        """
        asking = [each for each in self._state.letters.values() if any_kind or each.kind in ASKS]
        keys = [("message_id", each) for each in message_ids] + [("token", token), ("conversation_id", conversation_id)]
        for name, value in keys:
            found = _by_age(each for each in asking if value and getattr(each, name) == value)
            if found:
                return found[-1]
        return None

    def letters_under_way(self, since: datetime) -> int:
        """How many letters were sent after that moment, or are just being sent."""
        every = self._state.letters.values()
        sent = [each for each in every if each.state is LetterState.SENT and each.settled and each.settled > since]
        return len(sent) + sum(each.state is LetterState.WAITING and self._letter_held(each.id) for each in every)

    def messages_wait(self, at: datetime, *, channel: str | None = None) -> bool:
        """Whether any alarm, reminder or stand-down waits that may be tried now, one just being sent included."""
        return any(
            each.state is NotificationState.WAITING
            and (each.not_before is None or each.not_before <= at)
            and (channel is None or each.channel == channel)
            for each in self._state.notifications.values()
        )

    def add_declaration(self, declaration: Declaration) -> bool:
        """Keep what somebody declared; False when it was kept before."""
        return self._state.declarations.setdefault(declaration.id, declaration) is declaration

    def declarations(self, since: datetime) -> list[Declaration]:
        """What was declared at or after that moment, the oldest first."""
        found = [each for each in self._state.declarations.values() if each.at >= since]
        return sorted(found, key=lambda each: (each.at, each.id))

    def _claimed(self, ready: Sequence[Letter]) -> list[LetterClaim]:
        fence, until = secrets.token_hex(16), self._real_now() + LEASE
        self._state.letter_leases.update({each.id: (fence, until) for each in ready})
        return [LetterClaim(letter=each, fence=fence) for each in ready]

    def _letter_held(self, name: str) -> bool:
        lease = self._state.letter_leases.get(name)
        return lease is not None and self._real_now() < lease[1]


def _by_age(letters: Iterable[Letter]) -> list[Letter]:
    return sorted(letters, key=lambda each: (each.due, each.recorded, each.id))
