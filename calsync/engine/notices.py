"""The verb `notice`: what keeps calsync from its work -> rows, and rows -> messages to IT (law 10).

A row is written before anything is sent (law 13). What does not depend on Microsoft is tried first.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from calsync.domain.expiry import expiry_due
from calsync.domain.model import Act, MailboxState, Notice, People, PersonId
from calsync.domain.notice_wording import compose, compose_directly
from calsync.domain.notices import (
    NEVER_TOLD,
    OF_AN_ENTRY,
    REOPENS,
    SIGN_IN,
    UNSENT,
    Bulletin,
    Cause,
    Changes,
    Facts,
    Found,
    bulletins,
    compare,
    present,
    reason,
)
from calsync.domain.pace import LEAST_UNREAD, LONGEST_WAIT
from calsync.engine.core import Core, log
from calsync.engine.darkness import SCAN
from calsync.engine.faults import fault
from calsync.engine.it_mail import SMTP, Handed, to_all
from calsync.engine.retries import TIMEOUT, WAITS
from calsync.errors import CalsyncError, DeliveryFailed, SignInRefused, StoreUnavailable
from calsync.ports import NoticeClaim, Transaction

BATCH = 5000
LONGEST_GAP = timedelta(minutes=1)
"""Between two looks further apart than this, in time of the clock, the service was dark."""
SCAN_MAY_TAKE = timedelta(minutes=1)
STORE_MAY_FAIL = 30.0
"""Seconds of elapsed time after which a failing store is told to IT past the store."""
TELL_DIRECTLY_EVERY = 3600.0
"""Seconds of elapsed time between two messages of one cause that stands in no row."""
CREDENTIAL_EVERY = timedelta(hours=1)
SMTP_EVERY = timedelta(hours=1)
"""How often the mail server for notices is greeted, so that it is found wanting before it is needed."""
SMTP_AGAIN = timedelta(minutes=1)
TEXTS = "texts"
"""The part that asks the carrier of text messages."""
PARTS = {
    "mail": Cause.MAILBOX_UNREAD,
    "people": Cause.DIRECTORY_UNREAD,
    SMTP: Cause.SMTP_FAILING,
    TEXTS: Cause.TEXTS_UNREAD,
}
"""The parts of the service that fail as a whole, and what that is called."""


class Noticing:
    """Finds out what IT must hear of, and tells it."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._looked: datetime | None = None
        self._awake_since = core.clock.now()
        self._credential_seen: datetime | None = None
        self._told_directly: dict[Cause, datetime] = {}
        self._store_failing_since: datetime | None = None

    async def notice(self) -> int:
        """How many messages IT was sent. Raises StoreUnavailable; that it goes on is told past the store."""
        try:
            told = await self._notice()
        except StoreUnavailable as error:
            at = self._core.clock.now()
            self._store_failing_since = self._store_failing_since or at
            if at - self._store_failing_since >= self._core.real(STORE_MAY_FAIL):
                await self.tell_directly(Cause.STORE_FAILING, str(error))
            raise
        self._store_failing_since = None
        return told

    async def _notice(self) -> int:
        at = self._core.clock.now()
        await self._check_smtp(at)
        if self._credential_seen is None or at - self._credential_seen >= CREDENTIAL_EVERY:
            self._credential_seen = at
            await asyncio.to_thread(self._credential, at)
        await asyncio.to_thread(self._look, at)
        told = 0
        while claims := await asyncio.to_thread(self._claim, at):
            told += await self._tell(claims)
        return told

    async def tell_directly(self, cause: Cause, words: str) -> bool:
        """Whether IT was told, past a store that fails; False also when it was told within the hour."""
        core, at = self._core, self._core.clock.now()
        last = self._told_directly.get(cause)
        if last is not None and at - last < core.real(TELL_DIRECTLY_EVERY):
            return False
        subject, text = compose_directly(cause, words, at, zone=core.zone)
        reference = f"{cause}-{at:%Y%m%d%H%M%S}"
        handed = await to_all(core, cause, subject, text, reference)
        if handed.by:
            self._told_directly[cause] = at
        else:
            log.error("%s: IT could not be told of it: %s", cause, handed.refused)
        return bool(handed.by)

    def went_wrong(self, part: str, error: Exception) -> None:
        """A part of the service failed as a whole: told once that has lasted; a refused sign-in at once."""
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            if isinstance(error, SignInRefused):
                raise_notice(tx, Cause.SIGN_IN_REFUSED, "", str(error), at)
                return
            well, since = tx.heartbeat(part), tx.cursor(f"{part}-failing")
            if since is None or (well is not None and well > since):
                since = at
                tx.put_cursor(f"{part}-failing", at)
            if at - since >= LEAST_UNREAD:
                raise_notice(tx, PARTS[part], "", str(error), at, since=since)

    def went_well(self, part: str) -> None:
        """A part of the service did its work: what was said of it is well again."""
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            tx.beat(part, at)
            standing = {each.cause for each in tx.standing_notices()}
            if PARTS[part] in standing:
                clear_notice(tx, PARTS[part], "", at)
            if part not in (SMTP, TEXTS) and Cause.SIGN_IN_REFUSED in standing:
                states, _ = _troubled(tx, at)
                if not any(reason(each) == SIGN_IN for each in states):
                    clear_notice(tx, Cause.SIGN_IN_REFUSED, "", at)

    def people(self, problems: Sequence[str]) -> None:
        """What could not be used of the list of people, or was not believed: each sentence is told once."""
        at = self._core.clock.now()
        found = {hashlib.sha256(each.encode()).hexdigest()[:12]: each for each in problems}
        with self._core.store.transaction() as tx:
            standing = [each.about for each in tx.standing_notices() if each.cause == Cause.PEOPLE_DOUBTED]
            for about in standing:
                if about not in found:
                    clear_notice(tx, Cause.PEOPLE_DOUBTED, about, at)
            for about, words in found.items():
                if about not in standing:
                    raise_notice(tx, Cause.PEOPLE_DOUBTED, about, words, at)

    def _credential(self, at: datetime) -> None:
        """Tell of the credential's end at the days of `domain/expiry.py`, once each, until it is renewed."""
        try:
            expires = self._core.credential_ends()
        except CalsyncError as error:
            log.error("when the credential ends can't be told: %s", error)
            return
        with self._core.store.transaction() as tx:
            known = [each.about for each in tx.standing_notices() if each.cause == Cause.CREDENTIAL_EXPIRING]
            end = f"{expires:%Y-%m-%d}" if expires is not None else ""
            told = {int(about.partition("|")[2]) for about in known if about.partition("|")[0] == end}
            for about in known:
                if about.partition("|")[0] != end:
                    clear_notice(tx, Cause.CREDENTIAL_EXPIRING, about, at)
            days = expiry_due(expires, at, frozenset(told)) if expires is not None else None
            if expires is not None and days is not None:
                words = f"It {'ends' if expires > at else 'ended'} on {expires.day} {expires:%B %Y}."
                raise_notice(tx, Cause.CREDENTIAL_EXPIRING, f"{end}|{days}", words, at)

    async def _check_smtp(self, at: datetime) -> None:
        """Greet the mail server now and then."""
        core = self._core
        if core.smtp is None or not await asyncio.to_thread(self._may_check_smtp, at):
            return
        try:
            async with asyncio.timeout(TIMEOUT):
                await core.smtp.check()
        except (DeliveryFailed, TimeoutError) as error:
            words = str(error) or f"It did not answer within {TIMEOUT:.0f} seconds."
            await asyncio.to_thread(self.went_wrong, SMTP, DeliveryFailed(words))
        else:
            await asyncio.to_thread(self.went_well, SMTP)

    def _may_check_smtp(self, at: datetime) -> bool:
        with self._core.store.transaction() as tx:
            last, well = tx.cursor("smtp-checked"), tx.heartbeat(SMTP)
            again = SMTP_EVERY if last is not None and well is not None and well >= last else SMTP_AGAIN
            due = last is None or at - last >= again
            if due:
                tx.put_cursor("smtp-checked", at)
        return due

    def _look(self, at: datetime) -> None:
        """Write what stands and what is well again."""
        core = self._core
        if self._looked is None or at - self._looked > max(LONGEST_GAP, core.real(3 * TIMEOUT)):
            self._awake_since = at
        self._looked = at
        with core.store.transaction() as tx:
            states, people = _troubled(tx, at)
            facts = Facts(
                at=at,
                awake_since=self._awake_since,
                people=people,
                mailboxes=states,
                scanned=tx.heartbeat(SCAN),
                scan_may_take=max(SCAN_MAY_TAKE, 5 * core.tick, core.real(TIMEOUT)),
                unsent=tx.failed_before(at - UNSENT, BATCH),
            )
            standing = tx.standing_notices()
            for each in standing:
                if each.cause == Cause.DIARY_EMPTIED and not _is_read(tx, each.about, at):
                    clear_notice(tx, Cause.DIARY_EMPTIED, each.about, at)
                if each.cause in OF_AN_ENTRY and not _is_read(tx, each.about.partition(" ")[0], at):
                    clear_notice(tx, Cause(each.cause), each.about, at)
                if each.cause == Cause.NOBODY_REACHED and not _is_alarmed(tx, each.about):
                    clear_notice(tx, Cause.NOBODY_REACHED, each.about, at)
                if each.cause == Cause.SMTP_FAILING and core.smtp is None:
                    clear_notice(tx, Cause.SMTP_FAILING, each.about, at)
            standing = tx.standing_notices()
            _write(tx, compare(standing, tx.cleared_notices(at - REOPENS), present(facts), at, states), at)

    def _claim(self, at: datetime) -> list[NoticeClaim]:
        with self._core.store.transaction() as tx:
            return tx.claim_notices(at, at - NEVER_TOLD, BATCH)

    async def _tell(self, claims: Sequence[NoticeClaim]) -> int:
        going, waiting, states, people = await asyncio.to_thread(self._sort, claims)
        sent = await asyncio.gather(*(self._send(each, people, states) for each in going))
        outcomes = [*waiting, *(each for one in sent for each in one.outcomes)]
        await asyncio.to_thread(self._put, claims, outcomes, [one.act for one in sent if one.act is not None])
        return sum(one.act is not None for one in sent)

    def _sort(self, claims: Sequence[NoticeClaim]) -> tuple[list[Bulletin], list[Notice], list[MailboxState], People]:
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            states, people = _troubled(tx, at)
            going, waiting = bulletins([each.notice for each in claims], tx.standing_notices(), states, at)
        return going, waiting, states, people

    async def _send(self, bulletin: Bulletin, people: People, states: Sequence[MailboxState]) -> _Sent:
        core = self._core
        try:
            subject, text = compose(bulletin, people, states, zone=core.zone)
            handed = await to_all(core, bulletin.cause, subject, text, bulletin.reference)
        except Exception as error:
            # One notice that can't be made must not stop the others (law 14).
            handed = Handed(refused=fault(error))
        at = core.clock.now()
        if not handed.by:
            tried = max(each.attempts for each in bulletin.notices) + 1
            again = at + core.real(WAITS[min(tried, len(WAITS)) - 1])
            log.warning("IT could not be told of %s, try %d: %s", bulletin.cause, tried, handed.refused)
            return _Sent(outcomes=bulletin.not_told(again, handed.refused), act=None)
        if handed.refused:
            log.warning("not everybody of IT could be told of %s: %s", bulletin.cause, handed.refused)
        about = [(each.cause, each.about) for each in bulletin.notices]
        return _Sent(outcomes=bulletin.told(at, handed.refused), act=_act("notice-told", about, at, by=handed.by))

    def _put(self, claims: Sequence[NoticeClaim], outcomes: Sequence[Notice], acts: Sequence[Act]) -> None:
        held = {each.notice.id: each for each in claims}
        with self._core.store.transaction() as tx:
            for each in outcomes:
                tx.put_notice_outcome(held[each.id], each)
            tx.add_acts(acts)


def _is_alarmed(tx: Transaction, worker: PersonId) -> bool:
    """Whether any alarm about somebody is still open."""
    return any(one.is_open and one.responders_asked for each in tx.deadlines_of(worker) for one in each.deadlines)


def raise_notice(
    tx: Transaction,
    cause: Cause,
    about: str,
    words: str,
    at: datetime,
    *,
    since: datetime | None = None,
    standing: Sequence[Notice] | None = None,
) -> bool:
    """Record that something fails, in the caller's unit of work; False when that is known, or was within the hour.

    `words` say what was said and what mends it. They name nobody visited and no place. It first failed at `since`;
    None: now. `standing` are the notices that stand, where many are raised at once and the store was asked already.
    """
    found = Found(cause=cause, about=about, words=words, since=since)
    stands = tx.standing_notices() if standing is None else standing
    if any((each.cause, each.about) == found.key for each in stands):
        return False
    changes = compare([], tx.cleared_notices(at - REOPENS), [found], at)
    _write(tx, changes, at)
    return bool(changes.add)


def clear_notice(tx: Transaction, cause: Cause, about: str, at: datetime) -> bool:
    """Record that it is well again, in the caller's unit of work; False when nothing was wrong."""
    standing = [each for each in tx.standing_notices() if (each.cause, each.about) == (cause, about)]
    _write(tx, Changes(clear=standing), at)
    return bool(standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    outcomes: Sequence[Notice]
    act: Act | None


def _is_read(tx: Transaction, worker: PersonId, at: datetime) -> bool:
    """Whether a diary is read at all; that of somebody who left is not, and can't be well again."""
    state = tx.mailbox(worker)
    return state is not None and state.next_poll_at < at + LONGEST_WAIT


def _troubled(tx: Transaction, at: datetime) -> tuple[list[MailboxState], People]:
    """The diaries that are unread or fail, without those of people who left with nothing open; and everybody."""
    people = tx.people()
    states = {each.worker: each for each in (*tx.unread(at), *tx.failing())}

    def is_watched(state: MailboxState) -> bool:
        person = people.get(state.worker)
        return (person is not None and person.works) or bool(tx.deadlines_of(state.worker))

    return [each for each in states.values() if is_watched(each)], people


def _write(tx: Transaction, changes: Changes, at: datetime) -> None:
    tx.clear_notices([each.id for each in changes.clear], at)
    tx.reopen_notices(changes.reopen)
    added = tx.add_notices(changes.add)
    for what, notices in (("cleared", changes.clear), ("reopened", changes.reopen), ("raised", added)):
        for cause in dict.fromkeys(each.cause for each in notices):
            about = [(each.cause, each.about) for each in notices if each.cause == cause]
            tx.add_acts([_act(f"notice-{what}", about, at)])
            log.info("notice %s: %s (%d)", what, cause, len(about))


def _act(what: str, about: Sequence[tuple[str, str]], at: datetime, *, by: str = "") -> Act:
    """A line of the audit: the cause, and ids alone; of many the first ten, and how many they are."""
    ids = [each for _, each in about if each][:10]
    details = [("cause", str(about[0][0])), ("count", str(len(about)))]
    details += [("about", ",".join(ids))] if ids else []
    details += [("channel", by)] if by else []
    return Act(at=at, what=what, details=tuple(details))
