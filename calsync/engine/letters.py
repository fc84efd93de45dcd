"""The verb `letters`: the day -> rows of the bulk lane, and rows -> mails that are no alarm.

They wait for every alarm, reminder and stand-down, and take half of what the service mailbox may send (law 16).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from calsync.domain.keys import letter_key
from calsync.domain.letter_days import local_day
from calsync.domain.letter_wording import Content
from calsync.domain.letters import A_YEAR, Known, Owed, may_hear_of_changes, owed, stale
from calsync.domain.list_wording import listed
from calsync.domain.model import Channel, Person, PersonId
from calsync.domain.model.letters import Letter, LetterKind, LetterState, Listed
from calsync.engine.core import Core, log
from calsync.engine.faults import fault
from calsync.engine.lanes import MINUTE, kept_for_alarms, mails_left
from calsync.engine.letter_texts import NOTHING, Composed, Make, lists_of_changes, reading, sheet_for, visits_of
from calsync.engine.messages import random_word
from calsync.engine.retries import TIMEOUT, WAITS
from calsync.engine.summary import letter_act
from calsync.errors import DeliveryFailed, SourceError, StoreUnavailable
from calsync.ports import LetterClaim, OutgoingMail, Transaction

PLAN_EVERY = timedelta(minutes=5)
AT_ONCE = 4
"""So many letters are on their way at once: an alarm that comes meanwhile waits for no more."""
DAYS, WITH_A_WEEK = 3, 8
"""Days that are looked at: today, the next one wherever its worker is, and on Mondays the week of a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Going:
    claim: LetterClaim
    content: Content
    listed: tuple[Listed, ...]
    visits: int
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    claim: LetterClaim
    letter: Letter


class Lettering:
    """Plans the day's letters, and sends those that are due at the pace of the bulk lane."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._planned: datetime | None = None

    async def letters(self) -> int:
        """How many were sent."""
        at = self._core.clock.now()
        if self._planned is None or not timedelta(0) <= at - self._planned < PLAN_EVERY:
            await asyncio.to_thread(self.plan)
            self._planned = at
        sent, more = 0, True
        while more:
            more, going = await asyncio.to_thread(self._claim)
            sent += sum(await asyncio.gather(*(self._send(each) for each in going)))
        return sent

    def plan(self) -> int:
        """Write the letters that are owed now and stand nowhere yet; how many.

        What is read is judged when the store is free again. Two processes that judge the same write the same rows.
        """
        core, at = self._core, self._core.clock.now()
        policies, zone, today = core.policies, core.zone, local_day(at, core.zone)
        wanted = [each.letters for each in policies.every]
        asks = any(each.read_and_understood or each.numbers for each in wanted)
        days = WITH_A_WEEK if any(each.week for each in wanted) and today.weekday() == 0 else DAYS
        with core.store.transaction() as tx:
            people = tx.people()
            # Whom an entry names stands in the entry itself: without that outlines are enough.
            outlines = visits_of(core, tx, today, days, outlines=not any(each.named for each in wanted))
            standing = [*tx.letters_about(today), *tx.letters_about(today + timedelta(days=1))]
            kinds = (LetterKind.READ, LetterKind.NUMBERS) if asks else ()
            asked = [each for kind in kinds for each in tx.letters_since(kind, today - A_YEAR)]
            declared = tx.declarations(at - A_YEAR) if asks else []
            waiting = may_hear_of_changes(policies, standing, at, zone)
            visits = visits_of(core, tx, today, days) if waiting else []
        now = lists_of_changes(core, people, today, visits)
        says = {each: listed(sheet_for(core, people, now[each])) for each, _ in waiting if each in now}
        known = Known(letters=standing, asked=asked, declared=declared, listed=says)
        due = owed(policies, outlines, people, at, zone=zone, known=known, failed=_failed)
        new = [_row(each, at) for each in due]
        with core.store.transaction() as tx:
            return len(tx.add_letters(new))

    def _claim(self) -> tuple[bool, list[_Going]]:
        """Whether any letter's turn has come, and those that go out now with their words.

        What has nothing to say is settled on the way.
        """
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            if tx.messages_wait(at, channel=Channel.MAIL):
                return False, []
            half = max(1, core.mail_per_minute // 2) - tx.letters_under_way(at - core.real(MINUTE))
            room = min(half, mails_left(core, tx, at) - kept_for_alarms(core))
            claims = tx.claim_letters(at, min(AT_ONCE, room)) if room > 0 else []
            people = tx.people()
            read = [(each, people.get(each.letter.recipient), self._read(tx, each.letter, at)) for each in claims]
        made = [self._made(claim, person, make) for claim, person, make in read]
        settled = [each for each in made if isinstance(each, _Settled)]
        if settled:
            with core.store.transaction() as tx:
                for each in settled:
                    letter = replace(each.letter, settled=at)
                    if tx.put_letter_outcome(each.claim, letter):
                        tx.add_acts([letter_act(letter, f"letter-{letter.state}", at)])
        return bool(claims), [each for each in made if isinstance(each, _Going)]

    def _read(self, tx: Transaction, letter: Letter, at: datetime) -> Make:
        """What makes a letter; what can't be read, or is said too late, is found when it is made."""
        if stale(letter, at, self._core.zone):
            return lambda: NOTHING
        try:
            return reading(self._core, tx, letter, at)
        except StoreUnavailable:
            raise
        except Exception as error:
            return partial(_fail, error)

    def _made(self, claim: LetterClaim, person: Person | None, make: Make) -> _Going | _Settled:
        letter = claim.letter
        try:
            says = make()
        except Exception as error:
            # One letter that can't be made must not stop the others (law 14).
            log.error("letter %s could not be made: %s", letter.id, fault(error))
            return _Settled(claim=claim, letter=replace(letter, state=LetterState.FAILED, last_error=fault(error)))
        if says.content is None:
            return _Settled(claim=claim, letter=replace(letter, state=LetterState.CANCELLED, listed=says.listed))
        if person is None or not person.mail:
            why = "no mail address is known for this person"
            return _Settled(claim=claim, letter=replace(letter, state=LetterState.FAILED, last_error=why))
        asked = replace(claim, letter=replace(letter, about=says.about))
        return _Going(claim=asked, content=says.content, listed=says.listed, visits=says.visits, address=person.mail)

    async def _send(self, going: _Going) -> bool:
        core, letter, content = self._core, going.claim.letter, going.content
        mail = OutgoingMail(
            to=going.address,
            subject=f"{content.subject} [{letter.token}]",
            text=content.text,
            html=content.html,
            reference=letter.id,
            bulk=True,
        )
        try:
            async with asyncio.timeout(TIMEOUT):
                sent = await core.mailbox.send(mail)
        except TimeoutError:
            return await asyncio.to_thread(self._not_sent, going.claim, f"no answer within {TIMEOUT:.0f} seconds")
        except (SourceError, DeliveryFailed) as error:
            return await asyncio.to_thread(self._not_sent, going.claim, str(error))
        except Exception as error:
            # Whatever it is, it is this letter's alone (law 14).
            return await asyncio.to_thread(self._not_sent, going.claim, fault(error))
        done = replace(
            letter,
            state=LetterState.SENT,
            settled=core.clock.now(),
            attempts=letter.attempts + 1,
            listed=going.listed,
            message_id=sent.message_id,
            conversation_id=sent.conversation_id,
            last_error="",
        )
        await asyncio.to_thread(self._sent, going.claim, done, going.visits)
        return True

    def _sent(self, claim: LetterClaim, letter: Letter, visits: int) -> None:
        with self._core.store.transaction() as tx:
            if tx.put_letter_outcome(claim, letter):
                tx.add_acts([letter_act(letter, "letter-sent", letter.settled or letter.due, visits=visits)])

    def _not_sent(self, claim: LetterClaim, why: str) -> bool:
        """It is tried again, until it is stale."""
        core, letter = self._core, claim.letter
        tried = letter.attempts + 1
        again = core.clock.now() + core.real(WAITS[min(tried, len(WAITS)) - 1])
        log.warning("letter %s could not be sent, try %d: %s", letter.id, tried, why)
        with core.store.transaction() as tx:
            tx.put_letter_outcome(claim, replace(letter, attempts=tried, not_before=again, last_error=why))
        return False


def _row(each: Owed, at: datetime) -> Letter:
    return Letter(
        id=letter_key(each.kind, each.day, each.recipient, each.part),
        kind=each.kind,
        day=each.day,
        recipient=each.recipient,
        part=each.part,
        due=each.due,
        recorded=at,
        token=random_word(),
    )


def _failed(worker: PersonId, error: Exception) -> None:
    # One person whose day can't be reckoned must not cost the others their letters (law 14).
    log.error("the summary of worker %s could not be planned: %s", worker, fault(error))


def _fail(error: Exception) -> Composed:
    raise error
