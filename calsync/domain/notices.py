"""Blindness is an alarm (law 10): what keeps calsync from its work, since when, and what IT is told of it, and when.

A cause has one row for each diary, entry or credential that it is about. Rows that fail for one reason go out in one
message, however many they are. A cause that comes back within the hour is the old one: it is told again when it then
stands for an hour without a break, or for five minutes where a visit is near.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from calsync.domain.model import MailboxState, Notice, Notification, People, PersonId, Turn
from calsync.domain.pace import LEAST_UNREAD
from calsync.errors import SignInRefused, SourceError, SourceRefused


class Cause(StrEnum):
    """What failed."""

    DIARY_UNREAD = "diary-unread"
    DIARY_EMPTIED = "diary-emptied"
    ENTRY_UNREADABLE = "entry-unreadable"
    ENTRY_UNASKED = "entry-unasked"
    """An entry that may be a visit and, asked for by its id, brings no answer."""
    SIGN_IN_REFUSED = "sign-in-refused"
    CREDENTIAL_EXPIRING = "credential-expiring"
    DIRECTORY_UNREAD = "directory-unread"
    PEOPLE_DOUBTED = "people-doubted"
    """The list of people holds what can't be used, or has shrunk so that it is not believed."""
    NOBODY_WATCHED = "nobody-watched"
    """Somebody who may be thought to be watched and is not."""
    MAILBOX_UNREAD = "mailbox-unread"
    """The service mailbox: answers are not read."""
    MAIL_UNSENT = "mail-unsent"
    """Messages to workers and responders do not go out."""
    SMTP_FAILING = "smtp-failing"
    """The channel for these very notices."""
    SCAN_STUCK = "scan-stuck"
    STORE_FAILING = "store-failing"
    CLOCK_OFF = "clock-off"
    PACES_STRETCHED = "paces-stretched"
    ROTA_UNREAD = "rota-unread"
    ROTA_GAP = "rota-gap"
    """A rota that names nobody for a time in which somebody has to stand on it."""
    NOBODY_REACHED = "nobody-reached"
    """An alarm of which nobody hears, not even out of hours."""
    NOBODY_BEHIND = "nobody-behind"
    """A visit that is to come, about which nobody could be reached, and nobody is there to be told of that."""
    TEXTS_UNREAD = "texts-unread"
    """The carrier: texts that came in, and receipts, are not read."""
    TEXT_UNDELIVERED = "text-undelivered"
    WEBHOOK_REFUSED = "webhook-refused"
    """What is posted is not taken, and will not be until somebody mends it."""
    CALL_UNDELIVERED = "call-undelivered"
    """Somebody whom texts do not reach."""
    NUMBER_SHARED = "number-shared"
    """A text from a number that several people have: it is nobody's."""
    TEXT_CALLS = "text-calls-for-help"
    """One text that calls for help, of which nobody knows who wrote it."""
    MAIL_CALLS = "mail-calls-for-help"
    """A mail that calls for help, from an address that nobody here has, in answer to a message to a worker."""
    WHOSE_UNASKED = "whose-word-unasked"
    """A code word was passed on, and nobody but whoever passed it on can be asked whose it was."""
    TEXT_UNREADABLE = "text-unreadable"
    """One text that came in and can't be understood."""
    OPEN_CALENDAR = "open-calendar"
    """The whole organisation can read somebody's diary."""


REOPENS = timedelta(hours=1)
"""A cause that comes back within this time after it was well is the old one."""
AGAIN = timedelta(days=1)
"""One that still stands is told again after this time."""
RARELY = timedelta(days=7)
TOGETHER = timedelta(hours=1)
"""After a message about many of one cause, further ones of the same cause wait so long, and then go out together."""
URGENT = timedelta(minutes=5)
"""So long do further ones wait in whose diary a visit is under way or near."""
MANY = 3
"""So many that fail for one reason are one matter: their message speaks for those that follow within the hour."""
UNSENT = timedelta(minutes=1)
"""A message that has failed so long is told to IT."""
ALIKE = timedelta(minutes=1)
"""A diary that has failed so long is counted among those that fail alike; one odd answer makes no outage."""
NEVER_TOLD = timedelta(days=1)
"""What was well again before anybody could be told of it is still told within this time."""

LOOKED_AT = frozenset({Cause.DIARY_UNREAD, Cause.NOBODY_WATCHED, Cause.MAIL_UNSENT, Cause.SCAN_STUCK})
"""The causes that a look at the store finds, and finds well again. Whoever raises another one clears it."""

OF_AN_ENTRY = frozenset({Cause.ENTRY_UNREADABLE, Cause.ENTRY_UNASKED})
"""The causes that are about one entry of a diary."""

_NEVER = timedelta(days=36500)
_MINOR = frozenset({Cause.NOBODY_WATCHED, Cause.PACES_STRETCHED, Cause.OPEN_CALENDAR})
_ONCE = OF_AN_ENTRY | {
    Cause.CREDENTIAL_EXPIRING,
    Cause.TEXT_CALLS,
    Cause.TEXT_UNREADABLE,
    Cause.MAIL_CALLS,
    Cause.WHOSE_UNASKED,
}
_BY_MICROSOFT_FIRST = frozenset({Cause.SMTP_FAILING})


def told_again_after(cause: str) -> timedelta | None:
    """How long after a message a cause that stands is told again; None: never."""
    if cause in _ONCE:
        return None
    return RARELY if cause in _MINOR else AGAIN


def mail_first(cause: str) -> bool:
    """Whether Microsoft's mail is tried before SMTP: for what says that SMTP fails."""
    return cause in _BY_MICROSOFT_FIRST


def notice_id(cause: str, about: str, raised: datetime) -> str:
    """The id of a notice: what it is about, and when it was raised."""
    return hashlib.sha256(f"notice\x1f{cause}\x1f{about}\x1f{raised.isoformat()}".encode()).hexdigest()[:16]


def about_entry(worker: PersonId, key: str) -> str:
    """What a notice about one entry of somebody's diary is about; `key` is that of the visit it would be."""
    return f"{worker} {key}"


# --- why a diary is not read -------------------------------------------------------------------------------

SIGN_IN = "sign-in"
NO_ANSWER = "no-answer"
NOT_ASKED = "not-asked"


def kind_of(error: SourceError) -> str:
    """What kind of failure an error is: a refused sign-in, no answer, or what the one mailbox was refused for."""
    if isinstance(error, SignInRefused):
        return SIGN_IN
    if isinstance(error, SourceRefused):
        return f"{error.status or 'refused'} {error.code}".strip()
    return NO_ANSWER


def reason(state: MailboxState) -> str:
    """Why a diary is not read, coarsely: what one outage says in several ways is one reason."""
    return state.failing_as or (NO_ANSWER if state.last_error else NOT_ASKED)


def is_unread(state: MailboxState, at: datetime, awake_since: datetime) -> bool:
    """Whether a diary has not been read for longer than it may (law 10), of which calsync was awake long enough to ask.

    After a darkness nobody is told that diaries were not read in it, unless they still are not.
    """
    due = state.fresh_until
    if due is None:
        due = state.failing_since + LEAST_UNREAD if state.failing_since is not None else None
    if due is None or due >= at:
        return False
    return state.failing_since is not None or at - awake_since >= LEAST_UNREAD


# --- which causes stand ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A cause that stands at a moment."""

    cause: Cause
    about: str = ""
    words: str = ""
    since: datetime | None = None
    """When it first failed; None: when it was found."""

    @property
    def key(self) -> tuple[str, str]:
        """Of which there is one standing notice at most."""
        return (self.cause, self.about)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the store tells of the service at a moment."""

    at: datetime
    awake_since: datetime
    """Since when this process has looked without a gap."""
    people: People
    mailboxes: Sequence[MailboxState]
    """Those that are unread or fail, without those of people who left with nothing open."""
    scanned: datetime | None
    scan_may_take: timedelta
    unsent: Sequence[Notification] = ()
    """Messages that have failed for `UNSENT` and wait for another try, the one that has failed longest first."""


def present(facts: Facts) -> list[Found]:
    """The causes that stand now, of those in `LOOKED_AT`, and a refused sign-in that diaries tell of.

    While Microsoft refuses the sign-in no diary can be read: that is one cause, and not one for each diary.
    """
    found: dict[tuple[str, str], Found] = {}

    def add(cause: Cause, about: str = "", words: str = "", since: datetime | None = None) -> None:
        each = Found(cause=cause, about=about, words=words, since=since)
        found.setdefault(each.key, each)

    for state in facts.mailboxes:
        if reason(state) == SIGN_IN:
            add(Cause.SIGN_IN_REFUSED, words=state.last_error)
        elif is_unread(state, facts.at, facts.awake_since):
            add(Cause.DIARY_UNREAD, state.worker, state.last_error)
    if facts.at - max(facts.scanned or facts.awake_since, facts.awake_since) > facts.scan_may_take:
        add(Cause.SCAN_STUCK)
    for row in facts.unsent:
        add(Cause.MAIL_UNSENT, row.channel, row.last_error, row.first_failed)
    for each in facts.people.not_watched:
        add(Cause.NOBODY_WATCHED, each.person, each.why)
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is to be written so that the notices say what stands."""

    add: Sequence[Notice] = ()
    reopen: Sequence[Notice] = ()
    clear: Sequence[Notice] = ()


def compare(
    standing: Sequence[Notice],
    lately: Sequence[Notice],
    found: Sequence[Found],
    at: datetime,
    mailboxes: Sequence[MailboxState] = (),
) -> Changes:
    """How the notices have to change; `lately` are those that were cleared within `REOPENS`.

    Of an entry nothing is told again while it stands: one that comes back after a day is a new one.

    `mailboxes` holds the diaries that are unread or fail.
    """
    states = {each.worker: each for each in mailboxes}
    present_now = {each.key for each in found}
    known = {(each.cause, each.about) for each in standing}
    clear = [each for each in standing if each.cause in LOOKED_AT and (each.cause, each.about) not in present_now]
    old = [each for each in lately if each.cause not in OF_AN_ENTRY or at - each.raised < AGAIN]
    cleared = {(each.cause, each.about): each for each in sorted(old, key=lambda each: each.raised)}
    missing = [each for each in found if each.key not in known]
    return Changes(
        add=[raised(each, at) for each in missing if each.key not in cleared],
        reopen=[_come_back(cleared[each.key], states, at) for each in missing if each.key in cleared],
        clear=clear,
    )


def _come_back(notice: Notice, states: Mapping[PersonId, MailboxState], at: datetime) -> Notice:
    """The notice that stands again: told anew when it stays, since whoever was told believes it over.

    It counts from the last coming back alone, so that what flaps is told once.
    """
    again = replace(notice, cleared=None)
    if notice.told is None or told_again_after(notice.cause) != AGAIN:
        return again
    return replace(again, not_before=min(notice.told + AGAIN, at + _patience(notice, states)))


def raised(found: Found, at: datetime) -> Notice:
    """The new notice of a cause."""
    name = notice_id(found.cause, found.about, at)
    since = min(found.since or at, at)
    return Notice(id=name, cause=found.cause, about=found.about, words=found.words, raised=since)


# --- what is told now, and together ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """One message to IT: notices of one cause, for one reason."""

    cause: str
    """One of `Cause`, or what another version wrote."""
    notices: Sequence[Notice]
    alike: int = 0
    """How many diaries fail in this way, those that are not unread yet among them; 0: it does not matter."""

    @property
    def reference(self) -> str:
        """The same for a message that is tried again, and another one for one that is told again."""
        parts = sorted(f"{each.id} {each.told.isoformat() if each.told else ''}" for each in self.notices)
        return hashlib.sha256("\x1f".join(["letter", *parts]).encode()).hexdigest()[:16]

    @property
    def is_many(self) -> bool:
        """Whether it speaks for those that follow within the hour, too."""
        return max(len(self.notices), self.alike) >= MANY

    def told(self, at: datetime, refused: str = "") -> list[Notice]:
        """The notices once a channel took the message; `refused` says who did not get it."""
        return [_told(each, at, refused) for each in self.notices]

    def not_told(self, again: datetime, why: str) -> list[Notice]:
        """The notices when no channel took it."""
        return [replace(each, attempts=each.attempts + 1, not_before=again, last_error=why) for each in self.notices]


def _told(notice: Notice, at: datetime, refused: str = "") -> Notice:
    again = at + (told_again_after(notice.cause) or _NEVER)
    return replace(notice, told=at, attempts=0, not_before=again, last_error=refused)


def bulletins(
    owed: Sequence[Notice], standing: Iterable[Notice], mailboxes: Sequence[MailboxState], at: datetime
) -> tuple[list[Bulletin], list[Notice]]:
    """The messages that go out now, and the notices that wait, or were told by a message about many before.

    `standing` holds every notice that stands, `mailboxes` the diaries that are unread or fail.
    """
    states = {each.worker: each for each in mailboxes}

    def group(notice: Notice) -> _Group:
        state = states.get(notice.about) if notice.cause == Cause.DIARY_UNREAD else None
        return (notice.cause, reason(state) if state is not None else "", notice.cleared is not None)

    def alike(key: _Group, moment: datetime) -> int:
        """How many diaries failed in one way at a moment, as far as they still do."""
        same = [each for each in mailboxes if key[0] == Cause.DIARY_UNREAD and reason(each) == key[1]]
        return sum(_failed_at(each, moment) for each in same)

    latest: dict[_Group, Counter[datetime]] = {}
    for each in standing:
        # A message about many speaks for them as long as they are many, or for an hour.
        if each.told is not None and (at - each.told < TOGETHER or alike(group(each), at) >= MANY):
            latest.setdefault(group(each), Counter())[each.told] += 1
    groups: dict[_Group, list[Notice]] = {}
    for each in owed:
        groups.setdefault(group(each), []).append(each)
    going: list[Bulletin] = []
    waiting: list[Notice] = []
    for key, notices in sorted(groups.items()):
        before = latest.get(key, Counter())
        told = max((moment for moment in before if max(before[moment], alike(key, moment)) >= MANY), default=None)
        if told is not None:
            # Not told, since no message named them: they are looked at again, and named when they are many no more.
            later = [(each, _not_before(each, states, told, at)) for each in notices]
            waiting += [replace(each, not_before=moment) for each, moment in later if moment is not None]
            named = [each for each, moment in later if moment is None]
            going += [Bulletin(cause=key[0], notices=named, alike=alike(key, at))] if named else []
        else:
            going.append(Bulletin(cause=key[0], notices=notices, alike=alike(key, at)))
    return going, waiting


_Group = tuple[str, str, bool]
"""Cause, reason, and whether it is well again: what goes into one message."""


def _failed_at(state: MailboxState, moment: datetime) -> bool:
    return state.failing_since is not None and state.failing_since <= moment - ALIKE


def _patience(notice: Notice, states: Mapping[PersonId, MailboxState]) -> timedelta:
    """How long it may wait; less when a visit may be unwatched by it just now."""
    state = states.get(notice.about) if notice.cause == Cause.DIARY_UNREAD else None
    near = state is not None and state.turn in (Turn.BEGUN, Turn.SOON)
    return URGENT if near or notice.cause in OF_AN_ENTRY else TOGETHER


def _not_before(
    notice: Notice, states: Mapping[PersonId, MailboxState], told: datetime, at: datetime
) -> datetime | None:
    """Until when it is left out, since the message about many at `told` spoke for it or is not long ago; else None."""
    state, patience = states.get(notice.about), _patience(notice, states)
    if notice.cause == Cause.DIARY_UNREAD and state is not None and _failed_at(state, told):
        return at + patience
    return told + patience if at - told < patience else None
