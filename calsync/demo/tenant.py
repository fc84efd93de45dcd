"""The simulated Microsoft 365 tenant: its state in memory, and what a story does with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from calsync.demo.accounts import Accounts
from calsync.demo.calls import Exchange
from calsync.demo.diaries import Diaries
from calsync.demo.entries import Address, Attendee, Entry, Location, places
from calsync.demo.faults import FaultSwitches
from calsync.demo.graph_error import item_not_found
from calsync.demo.graph_time import midnight
from calsync.demo.ids import outlook_id, read_id
from calsync.demo.letters import Letter
from calsync.demo.login import TokenOffice
from calsync.demo.people import AutomaticReplies
from calsync.demo.phones import Phones
from calsync.demo.post import Post
from calsync.demo.recurrence import Recurrence
from calsync.demo.row_cache import RowCache
from calsync.demo.staff_login import StaffOffice
from calsync.demo.traffic import Traffic

BATCH_PARALLEL = 4
"""How many steps of one batch Graph hands to Outlook at once (Microsoft's page on JSON batching)."""


class Tenant(Accounts):
    """One organisation's accounts, diaries and mailboxes, safe to use from several threads.

    `now` is the tenant's clock: aware, in UTC, and possibly faster than life. Only the life of tokens and the
    waiting that fault switches ask for are measured in real time.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        tenant_id: str | None = None,
        name: str = "Clarendon Family Support",
        domain: str = "clarendon.example",
        seed: int | None = None,
        speed: float = 1.0,
        concurrency: int = 4,
        token_seconds: int = 3599,
    ) -> None:
        super().__init__(domain=domain, seed=seed)
        self.now = now
        self.name = name
        self.speed = speed
        self.concurrency = concurrency
        self.throttle_seconds: int | None = 1
        self.batch_parallel = BATCH_PARALLEL
        self.latency = 0.0
        self.date_skew = 0.0
        self.id = tenant_id or self.ids.guid()
        self.faults = FaultSwitches(now)
        self.traffic = Traffic()
        self.rows = RowCache()
        self.phones = Phones(now)
        self.exchange = Exchange(now)
        self.tokens = TokenOffice(token_seconds)
        self.staff = StaffOffice()
        self.diaries = Diaries(now, self.ids, self._mailbox_of)
        self.post = Post(now, self.ids, self.find_person, domain)
        # Called after each change with the mailbox's address and "diary" or "mail"; never while the lock is held.
        self.on_change: Callable[[str, str], None] | None = None

    def set_automatic_replies(
        self, who: str, message: str, *, start: datetime | None = None, end: datetime | None = None
    ) -> None:
        """Turns automatic replies on, between two moments or until turned off; an empty message turns them off."""
        status = "disabled" if not message else "scheduled" if start and end else "alwaysEnabled"
        setting = AutomaticReplies(status=status, message=message, start=start, end=end)
        with self.lock:
            person = self.change_person(who, automatic_replies=setting)
            self.post.forget_answered(person.id)

    # --- diaries -------------------------------------------------------------------------------------------

    def add_calendar(self, mailbox: str, name: str, *, owner: str | None = None) -> str:
        """The key of a new calendar beside the primary one, for `add_event(calendar=...)`; `owner` shared it."""
        with self.lock:
            person = self.mailbox(mailbox)
            of = person if owner is None else self.person(owner)
            return self.diaries.add_calendar(person.id, name, Address(of.mail, of.name)).key

    def remove_calendar(self, mailbox: str, key: str) -> None:
        """Removes a calendar with all that stands in it."""
        with self.lock:
            person = self.mailbox(mailbox)
            self.diaries.remove_calendar(person.id, key)
        self.changed(person.mail, "diary")

    def add_event(
        self,
        mailbox: str,
        subject: str,
        start: datetime,
        end: datetime,
        location: str | Location = "",
        categories: Iterable[str] = (),
        recurrence: Recurrence | None = None,
        *,
        attendees: Iterable[str] = (),
        all_day: bool = False,
        **fields: Any,
    ) -> str:
        """The immutable id of the new entry, from aware times; `fields` are those of `Entry`, such as `show_as`."""
        fields |= {"subject": subject, "start": start, "end": end, "categories": tuple(categories)}
        fields |= {"locations": places(location), "recurrence": recurrence, "all_day": all_day}
        if all_day:
            zone = fields.get("zone", "GMT Standard Time")
            fields |= {"start": midnight(start, zone), "end": midnight(end, zone)}
        people = [(self.find_person(mail), mail) for mail in attendees]
        invited = tuple(Attendee(address=Address(p.mail, p.name) if p else Address(m)) for p, m in people)
        return event_id(self.add_entry(mailbox, fields | {"attendees": invited}))

    def add_entry(self, mailbox: str, fields: dict[str, Any]) -> Entry:
        """The new entry, from the fields of `Entry`."""
        with self.lock:
            person = self.mailbox(mailbox)
            entry = self.diaries.add(person.id, Address(person.mail, person.name), fields)
        self.changed(person.mail, "diary")
        return entry

    def event(self, mailbox: str, event: str) -> Entry:
        """The entry or the occurrence of an id, in either form; raises ErrorItemNotFound when it is gone."""
        with self.lock:
            return self.diaries.get(self.mailbox(mailbox).id, *_event_key(event))

    def events(self, mailbox: str, after: datetime, before: datetime, calendar: str = "") -> list[Entry]:
        """The entries and occurrences of one calendar (the primary one) in a window, by start."""
        with self.lock:
            return self.diaries.window(self.mailbox(mailbox).id, after, before, calendar)

    def change_event(self, mailbox: str, event: str, **changes: Any) -> Entry:
        """The entry as changed: `subject`, `start`, `end`, `location`, `categories`, `show_as` and so on."""
        with self.lock:
            person = self.mailbox(mailbox)
            entry = self.diaries.change(person.id, *_event_key(event), changes)
        self.changed(person.mail, "diary")
        return entry

    def delete_event(self, mailbox: str, event: str) -> None:
        """Deletes an entry, a whole series, or the one occurrence that the id names."""
        with self.lock:
            person = self.mailbox(mailbox)
            self.diaries.delete(person.id, *_event_key(event))
        self.changed(person.mail, "diary")

    def split_series(self, mailbox: str, occurrence: str, **changes: Any) -> str:
        """The id of the new series that changing "this and following" occurrences makes."""
        key, original = _event_key(occurrence)
        if original is None:
            raise item_not_found()
        with self.lock:
            person = self.mailbox(mailbox)
            made = self.diaries.split(person.id, key, original, changes)
        self.changed(person.mail, "diary")
        return event_id(made)

    def respond(self, mailbox: str, event: str, response: str) -> Entry:
        """The attendee's copy after accepting, declining or tentatively accepting."""
        with self.lock:
            person = self.mailbox(mailbox)
            entry = self.diaries.respond(person.id, *_event_key(event), response)
        self.changed(person.mail, "diary")
        return entry

    # --- mail ----------------------------------------------------------------------------------------------

    def mail(self, mailbox: str, folder: str | None = "inbox") -> list[Letter]:
        """The messages of a folder (None: of all), newest first."""
        with self.lock:
            return self.post.letters(self.mailbox(mailbox).id, folder)

    def message(self, mailbox: str, message: str) -> Letter:
        """The message of an id, in either form; raises ErrorItemNotFound when it is gone."""
        with self.lock:
            return self.post.get(self.mailbox(mailbox).id, *_message_key(message))

    def reply(self, mailbox: str, message: str, text: str) -> Letter:
        """The answer that a person sent to a message, which has arrived where it came from."""
        with self.lock:
            person = self.mailbox(mailbox)
            draft = self.post.reply_draft(person, self.message(mailbox, message).key, text, {})
            sent = self.post.send(person, draft.key)
        self.mail_changed(sent)
        return sent

    def send_mail(self, sender: str, to: str | Iterable[str], subject: str, text: str) -> Letter:
        """The message that a person sent, which has arrived at its recipients or bounced."""
        with self.lock:
            person = self.mailbox(sender)
            addresses = [to] if isinstance(to, str) else list(to)
            found = tuple(Address(p.mail, p.name) if (p := self.find_person(a)) else Address(a) for a in addresses)
            draft = self.post.draft(person, {"to": found, "subject": subject, "body": text})
            sent = self.post.send(person, draft.key)
        self.mail_changed(sent)
        return sent

    def mark_read(self, mailbox: str, message: str, read: bool = True) -> Letter:
        """The message with its read flag set."""
        with self.lock:
            return self.post.change(self.mailbox(mailbox).id, self.message(mailbox, message).key, {"read": read})

    def mail_changed(self, sent: Letter) -> None:
        """Tells `on_change` of everybody whose mailbox a sent message may have touched."""
        for mail in {a.mail for a in (sent.sender, *sent.to, *sent.cc, *sent.bcc)}:
            self.changed(mail, "mail")

    def changed(self, mailbox: str, what: str) -> None:
        """Tells `on_change`, if somebody listens."""
        if self.on_change is not None:
            self.on_change(mailbox, what)


def event_id(entry: Entry, *, immutable: bool = True) -> str:
    """The id of an entry or an occurrence."""
    return outlook_id(entry.key, "calendar", immutable=immutable, original=entry.original)


def message_id(letter: Letter, *, immutable: bool = True) -> str:
    """The id of a message; the moving form changes with its folder."""
    return outlook_id(letter.key, letter.folder, immutable=immutable)


def _event_key(text: str) -> tuple[str, Any]:
    read = read_id(text)
    if read is None or read[2] not in (None, "calendar"):
        raise item_not_found()
    return read[0], read[1]


def _message_key(text: str) -> tuple[str, str | None]:
    read = read_id(text)
    if read is None or read[1] is not None or read[2] == "calendar":
        raise item_not_found()
    return read[0], read[2]
