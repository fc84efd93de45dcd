"""Every sentence that IT reads in a notice: what fails since when, what it means for people, and what to do.

A worker is named by name and mailbox, since somebody has to act on it, and never in a subject; nobody visited ever is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.model import MailboxState, Notice, People, PersonId
from calsync.domain.notices import Bulletin, Cause, told_again_after

SHOWN = 10
"""How many of many are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The sentences of one cause."""

    subject: str
    """For one; {n} where there may be several."""
    several: str = ""
    means: str
    do: str


STILL_WATCHED = (
    "Visits known before are still watched, and their alarms go on. New visits, and changes to known ones, are not "
    "seen."
)
DOCTOR = "`calsync doctor` tries each part and names the fix."
_AS_WRITTEN = (
    Cause.ROTA_GAP, Cause.NOBODY_BEHIND, Cause.NUMBER_SHARED, Cause.TEXT_CALLS, Cause.MAIL_CALLS, Cause.WHOSE_UNASKED,
)  # fmt: skip
"""Of these the words that were recorded say it all."""

_WORDS: dict[Cause, _Words] = {
    Cause.DIARY_UNREAD: _Words(
        subject="a diary is not being read",
        several="{n} diaries are not being read",
        means=STILL_WATCHED,
        do=f"Mend what is named above. {DOCTOR} Until then, tell those concerned that new visits are not watched.",
    ),
    Cause.DIARY_EMPTIED: _Words(
        subject="a diary is suddenly empty",
        several="{n} diaries are suddenly empty",
        means="Nothing planned is lost while this goes on: those visits are watched, and their alarms go on.",
        do="Ask whether the mailbox was moved, restored or emptied by mistake. It ends once the entries are back.",
    ),
    Cause.ENTRY_UNREADABLE: _Words(
        subject="an entry in a diary can't be read",
        several="{n} entries in diaries can't be read",
        means="If such an entry is a visit, nobody watches it. All other entries are watched.",
        do="Ask the worker to make the entry anew in Outlook, and tell the makers of calsync.",
    ),
    Cause.ENTRY_UNASKED: _Words(
        subject="an entry in a diary can't be asked for",
        several="{n} entries in diaries can't be asked for",
        means="If such an entry is a visit, it is watched by what its diary shows of it. But nobody knows when it was "
        "made, who else is on it or, where it is missing, whether it was taken out: an alarm may be for nothing.",
        do="Mend what is named above, or ask the worker to make the entry anew in Outlook. It ends once the entry "
        "answers.",
    ),
    Cause.SIGN_IN_REFUSED: _Words(
        subject="Microsoft refuses the sign-in, and no diary is being read",
        means=f"{STILL_WATCHED} Messages by Microsoft's mail do not go out, and answers to them are not read.",
        do=f"Mend the credential as named above. {DOCTOR}",
    ),
    Cause.CREDENTIAL_EXPIRING: _Words(
        subject="a credential ends soon or has ended",
        several="{n} credentials end soon or have ended",
        means="From its end on no diary is read, no message goes out by Microsoft's mail, and no answer is read.",
        do="Make a new one in Entra (App registrations, Certificates & secrets) and put it in place of the old one.",
    ),
    Cause.DIRECTORY_UNREAD: _Words(
        subject="the directory can't be read",
        means="Joiners are not watched yet, and new managers, numbers and working hours are not known. All whom the "
        "service knew before are still watched.",
        do=f"Mend what is named above. {DOCTOR}",
    ),
    Cause.PEOPLE_DOUBTED: _Words(
        subject="the list of people is not as it should be",
        several="the list of people is not as it should be, for {n} reasons",
        means="Somebody may not be watched, or an alarm may reach the wrong person or nobody.",
        do=f"Mend what is named above. {DOCTOR}",
    ),
    Cause.NOBODY_WATCHED: _Words(
        subject="somebody is not watched",
        several="{n} people are not watched",
        means="Their visits raise no alarm, whatever stands in their diaries.",
        do="Mend what is named above, or take them out of the group of lone workers.",
    ),
    Cause.MAILBOX_UNREAD: _Words(
        subject="the service mailbox can't be read",
        means="Answers by mail are not seen: whoever writes that they are safe, or need help, is not heard. Alarms go "
        "on, and responders may be called for people who have answered.",
        do=f"Mend what is named above. {DOCTOR}",
    ),
    Cause.MAIL_UNSENT: _Words(
        subject="messages do not go out",
        several="messages do not go out by {n} channels",
        means="Workers are not asked, and responders are not told of alarms, as long as this goes on. Every message is "
        "kept and sent as soon as it can be.",
        do=f"Mend what is named above. {DOCTOR} Until then, ring those who are out.",
    ),
    Cause.SMTP_FAILING: _Words(
        subject="the mail server for notices to IT fails",
        means="Should Microsoft's mail fail as well, nobody would hear of it.",
        do="Mend the mail server, or correct [smtp] in calsync.toml.",
    ),
    Cause.SCAN_STUCK: _Words(
        subject="the scan for alarms is stuck",
        means="No alarm is raised and no responder is told while this goes on. What fell due is told once it runs.",
        do="Start calsync again now, and keep its log.",
    ),
    Cause.STORE_FAILING: _Words(
        subject="the database fails",
        means="No alarm is raised and no answer is taken while this goes on. What fell due is told once it works.",
        do="Mend what is named above, now. Until then, ring those who are out.",
    ),
    Cause.CLOCK_OFF: _Words(
        subject="the clock is wrong",
        means="Alarms may come early or late by as much as the clock is off.",
        do="Set this machine's clock by NTP.",
    ),
    Cause.ROTA_UNREAD: _Words(
        subject="a rota can't be read",
        several="{n} rotas can't be read",
        means="Whom it named when it was last read still counts; for later hours the contacts of calsync.toml do.",
        do=f"Mend what is named above. {DOCTOR}",
    ),
    Cause.ROTA_GAP: _Words(
        subject="a rota names nobody for some hours",
        several="{n} rotas name nobody for some hours",
        means="In those hours the contact of calsync.toml is told in place of the one on duty, else out of hours.",
        do="Enter somebody by their mail address, or by their whole name as the directory has it; or say under "
        "[[rota]] in which hours somebody has to stand on it.",
    ),
    Cause.PACES_STRETCHED: _Words(
        subject="diaries are read more rarely than configured",
        means="There are more diaries than can be read in time. Those with a visit under way come first; others are "
        "read later than configured, and a new visit is seen later.",
        do="Look what else asks Microsoft as this app, or lengthen the paces under [poll].",
    ),
    Cause.NOBODY_REACHED: _Words(
        subject="an alarm reaches nobody: ring the worker now",
        several="{n} alarms reach nobody: ring the workers now",
        means="Nobody whom the policy names can be told, not even out of hours. The alarm goes on and is tried again.",
        do="Ring them yourself, now, and hand it to somebody who can act. Then add contacts under [roles] in "
        "calsync.toml: whoever is on the visit, or has no address, is nobody to tell.",
    ),
    Cause.NOBODY_BEHIND: _Words(
        subject="nobody could be reached about a visit that is to come",
        several="nobody could be reached about {n} visits that are to come",
        means="If the worker gives no word, nobody hears of it. Nobody whom the policy names can be told of this now.",
        do="Add contacts under [roles] in calsync.toml, or an out-of-hours contact, and tell somebody who can act.",
    ),
    Cause.TEXTS_UNREAD: _Words(
        subject="text messages that came in can't be read",
        means="Answers by text are not seen, a call for help among them. Alarms go on, and responders may be called "
        "for people who have answered.",
        do=f"Mend what is named above. {DOCTOR}",
    ),
    Cause.TEXT_UNDELIVERED: _Words(
        subject="a text message does not reach somebody",
        several="text messages do not reach {n} people",
        means="They were told by their next channel, and whoever else the policy names is told in time.",
        do="Correct their mobile number, or ask whether their telephone was off or refuses these texts.",
    ),
    Cause.CALL_UNDELIVERED: _Words(
        subject="somebody's telephone can't be rung",
        several="the telephones of {n} people can't be rung",
        means="They were told by their next channel, and whoever else the policy names is told in time.",
        do="Correct their mobile number, or ask the carrier whether it may ring such numbers.",
    ),
    Cause.WEBHOOK_REFUSED: _Words(
        subject="the webhook refuses what it is posted",
        means="No step arrives there. People are told by the other channels as ever; a webhook stands in for nobody.",
        do=f"Mend what is named above: the address and the secret in [webhook], or the receiver. {DOCTOR}",
    ),
    Cause.NUMBER_SHARED: _Words(
        subject="a text came from a number that several people have",
        several="texts came from {n} numbers that several people have",
        means="Nobody knows who wrote it, so that it was taken for nobody's answer. It may be a call for help: ring "
        "them.",
        do="Give each of them a number of their own in the directory or the people file.",
    ),
    Cause.TEXT_CALLS: _Words(
        subject="a text calls for help, and nobody knows whose it is",
        several="{n} texts call for help, and nobody knows whose they are",
        means="It was taken for nobody's answer. Whoever may have sent it is rung by their line manager, where anybody "
        "is known who may.",
        do="Ring that number now, and find out who has it. Are you worried: dial 999.",
    ),
    Cause.MAIL_CALLS: _Words(
        subject="a mail from an unknown address calls for help",
        several="{n} mails from unknown addresses call for help",
        means="It changed nothing, since anybody may have written it. A responder is asked to ring the worker, in "
        "ordinary words; in an alarm it stands in the call sheet.",
        do="Find out whose address it is. Is it the worker's, tell their line manager now. Are you worried: dial 999.",
    ),
    Cause.WHOSE_UNASKED: _Words(
        subject="a code word was given, and nobody can be asked whose it was",
        several="{n} code words were given, and nobody can be asked whose they were",
        means="Somebody may be held, and nobody but a colleague of theirs knows of it.",
        do="Speak to that colleague now, and to whoever manages the visits. Is a worker in danger: dial 999. Then give "
        "each worker a line manager or a deputy, and name an out-of-hours contact with a mail address.",
    ),
    Cause.TEXT_UNREADABLE: _Words(
        subject="a text that came in can't be read",
        several="{n} texts that came in can't be read",
        means="It may be an answer or a call for help, and it did nothing. All others are read.",
        do="Look at it in the carrier's own log, and ring whoever sent it. Then tell the makers of calsync.",
    ),
    Cause.OPEN_CALENDAR: _Words(
        subject="a diary is open to everybody",
        several="{n} diaries are open to everybody",
        means="Names and addresses of the people visited can be read by the whole organisation. Alarms go on as ever.",
        do="Have it closed as named above. It is looked at again within a week, and then this ends.",
    ),
}


_UNKNOWN = _Words(
    subject="something that this version does not know",
    means="Another version of calsync has written this.",
    do="Look into the log of that version.",
)


def _words(cause: str) -> _Words:
    return next((words for known, words in _WORDS.items() if known == cause), _UNKNOWN)


def compose(bulletin: Bulletin, people: People, mailboxes: Sequence[MailboxState], *, zone: str) -> tuple[str, str]:
    """Subject and text of a message; `mailboxes` are the diaries that are unread or fail. Times are local to `zone`."""
    words, notices = _words(bulletin.cause), bulletin.notices
    local = _Local(zone)
    over = next((each.cleared for each in notices if each.cleared is not None), None)
    states = {each.worker: each for each in mailboxes}
    lines = [_line(each, people, states.get(_whose(each)), local) for each in notices]
    parts = [lines[0] if len(lines) == 1 else _listed((words.several or words.subject).format(n=len(lines)), lines)]
    if bulletin.alike > len(notices):
        parts.append(
            f"{bulletin.alike} diaries fail in this way at present. A message within the hour names only those that "
            "are new."
        )
    elif bulletin.is_many:
        parts.append("Further ones of this kind are told together after an hour.")
    if over is not None:
        parts.append(f"It has been well again since {local.time(over)}. Nobody could be told before.")
    parts.append(f"What it means: {words.means}" if over is None else f"What it meant: {words.means}")
    if over is None:
        parts.append(f"What to do: {words.do}")
        parts.append(_what_next(bulletin, local))
    return subject(bulletin.cause, len(notices), since=min(each.raised for each in notices), zone=zone), "\n\n".join(
        parts
    )


def compose_directly(cause: str, words: str, at: datetime, *, zone: str) -> tuple[str, str]:
    """Subject and text of a message about what keeps the database from being asked."""
    told = _words(cause)
    parts = [words, f"What it means: {told.means}", f"What to do: {told.do}"]
    parts.append("This is told again in an hour if it goes on.")
    return subject(cause, 1, since=at, zone=zone), "\n\n".join(parts)


def subject(cause: str, count: int, *, since: datetime, zone: str) -> str:
    """The subject of a message to IT: no name, no address, and when it was found."""
    words = _words(cause)
    said = words.several.format(n=count) if count > 1 and words.several else words.subject
    return f"calsync for IT: {said} ({_Local(zone).time(since)})"


@dataclass(frozen=True, slots=True)
class _Local:
    """Moments as people in one zone read them."""

    zone: str

    def time(self, moment: datetime) -> str:
        """Such as "09:05 on Monday 2 March"."""
        there = moment.astimezone(ZoneInfo(self.zone))
        return f"{there:%H:%M} on {there:%A} {there.day} {there:%B}"


def _whose(notice: Notice) -> PersonId:
    """Whose diary a notice is about, if it is about one."""
    return notice.about.partition(" ")[0]


def _line(notice: Notice, people: People, state: MailboxState | None, local: _Local) -> str:
    """What is the matter in one case, with what was said of it."""
    cause = notice.cause
    said = f" {notice.words}" if notice.words else ""
    since = local.time(notice.raised)
    if cause == Cause.DIARY_UNREAD:
        read = state.last_read if state is not None else None
        last = f"was last read at {local.time(read)}" if read is not None else "has never been read"
        if notice.cleared is not None:
            last = f"was not read for a time, found at {since}"
        fresh = state.last_error if state is not None and state.last_error else notice.words
        told = (
            fresh or "calsync does not get round to reading it; look whether it runs, and whether it is asked to wait."
        )
        return f"The diary of {_named(people, notice.about)} {last}. {_by_address(told, people, notice.about)}"
    if cause == Cause.DIARY_EMPTIED:
        return f"The diary of {_named(people, notice.about)} is suddenly empty, found at {since}.{said}"
    if cause == Cause.ENTRY_UNREADABLE:
        return f"An entry in the diary of {_named(people, _whose(notice))} can't be read, found at {since}.{said}"
    if cause == Cause.ENTRY_UNASKED:
        return f"An entry in the diary of {_named(people, _whose(notice))} can't be asked for, found at {since}.{said}"
    if cause == Cause.NOBODY_WATCHED:
        name = next((each.name for each in people.not_watched if each.person == notice.about), "") or notice.about
        return f"{name} is not watched.{said}"
    if cause == Cause.ROTA_UNREAD:
        return f"The rota {notice.about} can't be read, found at {since}.{said}"
    if cause in _AS_WRITTEN:
        return notice.words
    if cause == Cause.TEXT_UNDELIVERED:
        return f"A text of {since} did not reach {_named(people, notice.about)}.{said}"
    if cause == Cause.CALL_UNDELIVERED:
        return f"A call at {since} could not be made to {_named(people, notice.about)}.{said}"
    by = f" by {notice.about}" if cause == Cause.MAIL_UNSENT else ""
    return f"Since {since}: {_words(cause).subject}{by}.{said}"


def _by_address(words: str, people: People, person_id: PersonId) -> str:
    """What was said of somebody's mailbox, with the address by which people know it in place of its id."""
    person = people.get(person_id)
    if person is None or not person.mail:
        return words
    return re.sub(rf"mailbox {re.escape(person_id)}(?!\.?[\w@-])", lambda _: f"mailbox {person.mail}", words)


def _named(people: People, person_id: PersonId) -> str:
    person = people.get(person_id)
    if person is None:
        return f"somebody whom the directory does not know any more ({person_id})"
    return f"{person.name} ({person.mail or person_id})"


def _listed(head: str, lines: Sequence[str]) -> str:
    more = [f"- and {len(lines) - SHOWN} more: `calsync doctor --json` names them all"] if len(lines) > SHOWN else []
    return "\n".join([f"{head[0].upper()}{head[1:]}:", *(f"- {line}" for line in lines[:SHOWN]), *more])


def _what_next(bulletin: Bulletin, local: _Local) -> str:
    again = told_again_after(bulletin.cause)
    before = max((each.told for each in bulletin.notices if each.told is not None), default=None)
    told = f"This was last told at {local.time(before)}, and it still stands. " if before is not None else ""
    if bulletin.cause == Cause.NOBODY_BEHIND:
        return f"{told}If it is still so on the morning of the visit, it is told once more."
    if again is None:
        nearer = bulletin.cause == Cause.CREDENTIAL_EXPIRING
        return f"{told}{'It is told again as the end comes nearer.' if nearer else 'This is not told again.'}"
    return f"{told}If it goes on, it is told again in {'a day' if again.days == 1 else f'{again.days} days'}."
