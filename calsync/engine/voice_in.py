"""Somebody rings calsync: from the car, without a hand (laws 5, 6 and 7).

They are known by the number that the directory has for them; a number of two people is nobody's. A worker's keys go
the way of every answer that names no message (law 6). What they hear, and whom they are put through to, goes by the
policy and the hour, and by nothing that they have said or that runs: under duress it must sound the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from calsync.domain.ladders import chosen
from calsync.domain.model import Act, Answer, AnswerKind, Channel, Person, PersonId, Role, Via
from calsync.domain.responders import whom_to_tell
from calsync.domain.spoken import Spoken
from calsync.domain.text_brief import LONGEST_NAME
from calsync.domain.voice_wording import (
    NO_CALLS_FOR_YOU,
    STRANGER,
    menu_of_responder,
    menu_of_worker,
    on_the_line,
)
from calsync.engine.answer import Answering
from calsync.engine.core import Core
from calsync.engine.ringing import no_visit
from calsync.engine.strange_calls import set_aside
from calsync.engine.voice import CODE_WORD, HELP, MORE, MORE_MINUTES, SAFE
from calsync.engine.voice_pin import Typed, VoicePin
from calsync.engine.word_candidates import looks_after_somebody
from calsync.engine.word_menus import WordMenus
from calsync.parsers.dialling import dialled, same_number
from calsync.ports import Transaction

PEOPLE = 4
"""To how many people one caller is put through, one after the other."""
LATELY = timedelta(hours=12)
"""Whoever had a visit so recently is a worker, also once they have left the group."""
_FALLBACK = (Role.LINE_MANAGER, Role.DEPUTY, Role.DUTY_MANAGER, Role.OUT_OF_HOURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PutThrough:
    """Somebody to whom a caller is connected."""

    number: str
    """In E.164."""
    about: PersonId
    """Who is on the line."""


class VoiceIn:
    """What whoever rings hears, and what their keys do."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering
        self._pins = VoicePin(core, answering)
        self._menus = WordMenus(core, answering)

    def rung(self, number: str) -> Spoken:
        """What a caller hears first. A number that is not known, or is that of two people, changes nothing."""
        with self._core.store.transaction() as tx:
            caller = self._caller(tx, number)
            return self._menu(tx, caller) if caller is not None else self._stranger(tx, number)

    def keyed(
        self,
        number: str,
        call: str,
        step: int,
        key: str,
        *,
        typed: Typed | None = None,
        whom: Sequence[PersonId] = (),
        seen: Sequence[str] = (),
    ) -> Spoken:
        """What a key did, as it is said; `whom` are those whose names were heard before it, none in the first menu.

        `typed` is what came when a PIN was asked for.
        """
        with self._core.store.transaction() as tx:
            caller = self._caller(tx, number)
            if caller is None:
                return self._stranger(tx, number)
            first = self._menu(tx, caller)
        name, visits = f"{call}:{step}", first.to_a_person
        if visits and typed is not None:
            return self._pins.typed(self._answer(caller, name, AnswerKind.SAFE, leaving=True), typed)
        if whom:
            # Somebody who visits may have slipped on their keys: only a second one says that they mean it.
            return first if visits and not key else self._menus.keyed(caller, name, key, whom, seen)
        if visits and key in (SAFE, MORE, HELP):
            return self._of_worker(caller, name, key)
        if key != CODE_WORD or not (visits or key in first.keys):
            return first
        return self._menus.ask(caller, name, go_on=not visits) or first

    def put_through(self, number: str, place: int, call: str) -> PutThrough | None:
        """To whom a worker who waits is connected, the first having place 0; None: there is nobody more."""
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            caller = self._caller(tx, number)
            people = self._in_order(tx, caller) if caller is not None else []
            if caller is None or not 0 <= place < min(len(people), PEOPLE):
                return None
            details = (("to", people[place].id), ("call", call))
            tx.add_acts([Act(at=at, what="call-put-through", who=caller.id, details=details)])
        return PutThrough(number=dialled(people[place].mobile), about=caller.id)

    def introduced(self, about: PersonId) -> Spoken:
        """What somebody hears who is rung for a worker on the line."""
        with self._core.store.transaction() as tx:
            person = tx.people().get(about)
        return on_the_line(person.name[:LONGEST_NAME] if person is not None and person.name else "A colleague")

    def _caller(self, tx: Transaction, number: str) -> Person | None:
        found = self._having(tx, number)
        return found[0] if len(found) == 1 else None

    def _having(self, tx: Transaction, number: str) -> list[Person]:
        theirs = same_number(number)
        every = {each.id: each for each in tx.people().persons if theirs and same_number(each.mobile) == theirs}
        return list(every.values())

    def _stranger(self, tx: Transaction, number: str) -> Spoken:
        set_aside(self._core, tx, self._having(tx, number), self._core.clock.now())
        return STRANGER

    def _menu(self, tx: Transaction, caller: Person) -> Spoken:
        """Who visits hears of themselves, whatever they were told of others; nothing in it depends on what they said.

        The third key is theirs too where they look after others, and is not spoken of: somebody may listen.
        """
        if caller.works or tx.watched(caller.id, self._core.clock.now() - LATELY):
            return menu_of_worker()
        return menu_of_responder() if looks_after_somebody(tx, caller, self._core.clock.now()) else NO_CALLS_FOR_YOU

    def _of_worker(self, caller: Person, name: str, key: str) -> Spoken:
        answer = self._answer(caller, name, AnswerKind.HELP)
        if key == SAFE:
            answer = self._answer(caller, name, AnswerKind.SAFE, leaving=True)
        elif key == MORE:
            answer = self._answer(caller, name, AnswerKind.EXTEND, minutes=MORE_MINUTES)
        return self._pins.take(answer)

    def _answer(
        self,
        caller: Person,
        name: str,
        kind: AnswerKind,
        *,
        deadline_id: str | None = None,
        leaving: bool = False,
        minutes: int | None = None,
    ) -> Answer:
        at = self._core.clock.now()
        return Answer(
            id=f"call:{name}", who=caller.id, kind=kind, sent=at, received=at, via=Via.VOICE, deadline_id=deadline_id,
            leaving=leaving, minutes=minutes,
        )  # fmt: skip

    def _in_order(self, tx: Transaction, caller: Person) -> list[Person]:
        """Who can be spoken to, in the order in which the policy's steps name them; each has a number to ring."""
        core, at, people = self._core, self._core.clock.now(), tx.people()
        visit, policy = no_visit(caller, at), core.policies.of(caller)
        ladder = chosen(tuple(step for step in policy.steps if not step.when), policy.office, at)
        roles = [role for step in ladder if not step.to_worker for role in step.roles] + list(_FALLBACK)
        found: dict[PersonId, Person] = {}
        voice = (Channel.VOICE,)
        for role in dict.fromkeys(roles):
            told = whom_to_tell((role,), visit, people, at, channels=voice, ready=frozenset(voice), stand_ins=False)
            for each in told.recipients if told.own else ():
                if same_number(each.person.mobile) and each.person.id != caller.id:
                    found.setdefault(each.person.id, each.person)
        return list(found.values())
