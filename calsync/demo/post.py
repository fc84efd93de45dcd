"""The post of the tenant: mailboxes, drafts, sending, delivery, replies, bounces and automatic replies."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from calsync.demo.entries import Address
from calsync.demo.graph_error import GraphError, bad_request, item_not_found
from calsync.demo.graph_time import LONDON, whole_second, zone_info
from calsync.demo.ids import IdMaker
from calsync.demo.letters import Letter
from calsync.demo.mail_text import reply_html
from calsync.demo.people import TenantPerson

FindPerson = Callable[[str], TenantPerson | None]
_BOUNCES = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e"
_MINUTE = timedelta(minutes=1)


class Post:
    """All mailboxes; the caller holds the tenant's lock."""

    def __init__(self, now: Callable[[], datetime], ids: IdMaker, find: FindPerson, domain: str) -> None:
        self._now = now
        self._ids = ids
        self._find = find
        self._domain = domain
        self._boxes: dict[str, dict[str, Letter]] = defaultdict(dict)
        self._recent: dict[str, deque[datetime]] = defaultdict(deque)
        self._answered: set[tuple[str, str]] = set()
        self.per_minute = 30

    def letters(self, mailbox: str, folder: str | None = None) -> list[Letter]:
        """What lies in a mailbox or in one folder of it, newest first; mail still held back is not there yet."""
        now = self._now()
        found = [x for x in self._boxes[mailbox].values() if folder in (None, x.folder) and x.received <= now]
        # Sorted, then turned round, so that of two with the same second the later one stands above.
        found.sort(key=lambda letter: letter.received)
        found.reverse()
        return found

    def get(self, mailbox: str, key: str, folder: str | None = None) -> Letter:
        """The message; raises ErrorItemNotFound when it is not there, or not in the folder its id names."""
        letter = self._boxes[mailbox].get(key)
        if letter is None or letter.received > self._now() or folder not in (None, letter.folder):
            raise item_not_found()
        return letter

    def change(self, mailbox: str, key: str, changes: Mapping[str, Any]) -> Letter:
        """The message as changed; only a draft's text and addresses can be."""
        letter = self.get(mailbox, key)
        if not letter.draft and set(changes) - {"read", "categories", "importance"}:
            raise bad_request("Update operation is not allowed on a sent message.", "ErrorInvalidRequest")
        changed = replace(letter, **changes, modified=self._now(), change_key=self._ids.change_key())
        self._boxes[mailbox][key] = changed
        return changed

    def delete(self, mailbox: str, key: str) -> None:
        """Removes a message for good."""
        self.get(mailbox, key)
        del self._boxes[mailbox][key]

    def draft(self, owner: TenantPerson, fields: Mapping[str, Any]) -> Letter:
        """A new draft, which has its message id and its conversation already."""
        now = self._now()
        message_id = f"<{self._ids.guid().replace('-', '').upper()}@{self._domain}>"
        filled: dict[str, Any] = {"subject": "", "body": "", "body_type": "text", "read": True, **fields}
        letter = Letter(
            key=self._ids.key(),
            folder="drafts",
            message_id=message_id,
            created=now,
            modified=now,
            sent=whole_second(now),
            received=whole_second(now),
            change_key=self._ids.change_key(),
            **{
                "sender": Address(owner.mail, owner.name),
                "unique": filled["body"],
                "thread": message_id,
                **filled,
            },
        )
        self._boxes[owner.id][letter.key] = letter
        return letter

    def send(self, owner: TenantPerson, key: str, *, keep: bool = True) -> Letter:
        """The message as sent: it moves to the sent items (unless not kept) and arrives at its recipients."""
        letter = self.get(owner.id, key)
        if not letter.draft:
            raise item_not_found()
        if letter.sender.mail.lower() != owner.mail.lower():
            raise GraphError(
                403,
                "ErrorSendAsDenied",
                "The user account which was used to submit this request does not have "
                "the right to send mail on behalf of the specified sending account.",
            )
        recipients = letter.to + letter.cc + letter.bcc
        if not recipients:
            raise bad_request("At least one recipient isn't valid.", "ErrorInvalidRecipients")
        now = self._now()
        sent = replace(
            letter,
            folder="sentitems",
            sent=whole_second(now),
            received=whole_second(now),
            modified=now,
            change_key=self._ids.change_key(),
        )
        if keep:
            self._boxes[owner.id][key] = sent
        else:
            del self._boxes[owner.id][key]
        arrives = self._arrival(owner.mail, now)
        for address in {a.mail.lower(): a for a in recipients}.values():
            self._deliver(sent, address, arrives)
        return sent

    def _arrival(self, sender: str, now: datetime) -> datetime:
        """When a message sent now arrives: at once, or later when the mailbox sends more than it may a minute."""
        recent = self._recent[sender.lower()]
        while recent and recent[0] <= now - _MINUTE:
            recent.popleft()
        arrives = now
        if len(recent) >= self.per_minute:
            arrives = max(now, recent[-self.per_minute] + _MINUTE)
        recent.append(arrives)
        return whole_second(arrives)

    def _deliver(self, sent: Letter, address: Address, arrives: datetime) -> None:
        person = self._find(address.mail)
        if person is None or not person.has_mailbox:
            self._bounce(sent, address, arrives)
            return
        key, key_version = self._ids.key(), self._ids.change_key()
        arrived = replace(
            sent,
            key=key,
            folder="inbox",
            received=arrives,
            created=arrives,
            modified=arrives,
            read=False,
            bcc=(),
            change_key=key_version,
            categories=(),
        )
        self._boxes[person.id][key] = arrived
        self._reply_automatically(person, arrived)

    def _bounce(self, sent: Letter, address: Address, arrives: datetime) -> None:
        sender = self._find(sent.sender.mail)
        if sender is None or _automatic(sent):
            return
        text = (
            f"Delivery has failed to these recipients or groups:\n\n{address.mail}\n"
            "The email address you entered couldn't be found. Please check the recipient's email address and try to "
            "resend the message.\n\nDiagnostic information for administrators:\n"
            f"Remote server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient {address.mail} not found'"
        )
        self._machine_letter(
            sender,
            sent,
            Address(f"{_BOUNCES}@{self._domain}", "Microsoft Outlook"),
            f"Undeliverable: {sent.subject}",
            text,
            arrives,
            (
                ("Content-Type", "multipart/report; report-type=delivery-status"),
                ("Auto-Submitted", "auto-replied"),
                ("X-MS-Exchange-Message-Is-Ndr", ""),
                ("X-Failed-Recipients", address.mail),
            ),
        )

    def _reply_automatically(self, person: TenantPerson, arrived: Letter) -> None:
        replies, sender = person.automatic_replies, self._find(arrived.sender.mail)
        pair = (person.id, arrived.sender.mail.lower())
        # Exchange answers each sender once while automatic replies are on, and never a machine's mail.
        if not replies.answers(self._now()) or sender is None or _automatic(arrived) or pair in self._answered:
            return
        self._answered.add(pair)
        self._machine_letter(
            sender,
            arrived,
            Address(person.mail, person.name),
            f"Automatic reply: {arrived.subject}",
            replies.message,
            arrived.received,
            (
                ("Auto-Submitted", "auto-generated"),
                ("X-Auto-Response-Suppress", "All"),
                ("X-MS-Exchange-Inbox-Rules-Loop", person.mail),
            ),
        )

    def forget_answered(self, person_id: str) -> None:
        """Lets a mailbox's automatic reply go to everybody once more, as turning it on again does."""
        self._answered = {pair for pair in self._answered if pair[0] != person_id}

    def _machine_letter(
        self,
        to: TenantPerson,
        about: Letter,
        sender: Address,
        subject: str,
        text: str,
        arrives: datetime,
        headers: tuple[tuple[str, str], ...],
    ) -> None:
        letter = Letter(
            key=self._ids.key(),
            folder="inbox",
            sender=sender,
            subject=subject,
            body=text,
            body_type="text",
            unique=text,
            message_id=f"<{self._ids.guid()}@{self._domain}>",
            thread=about.thread,
            created=arrives,
            modified=arrives,
            sent=arrives,
            received=arrives,
            change_key=self._ids.change_key(),
            to=(Address(to.mail, to.name),),
            headers=headers,
            in_reply_to=about.message_id,
            references=(*about.references, about.message_id),
        )
        self._boxes[to.id][letter.key] = letter

    def reply_draft(self, owner: TenantPerson, key: str, text: str, extra: Mapping[str, Any]) -> Letter:
        """A draft that answers a message: in its conversation, above its quoted original, to who sent it."""
        original = self.get(owner.id, key)
        subject = original.subject if original.subject.lower().startswith("re:") else f"Re: {original.subject}"
        sent = original.sent.astimezone(zone_info(LONDON))
        body = reply_html(
            text,
            sender=original.sender.text(),
            sent=f"{sent:%d %B %Y %H:%M}",
            subject=original.subject,
            to="; ".join(a.text() for a in original.to),
            original=original.html,
        )
        return self.draft(
            owner,
            {
                "subject": subject,
                "body": body,
                "body_type": "html",
                "unique": text,
                "to": original.reply_to or (original.sender,),
                "thread": original.thread,
                "in_reply_to": original.message_id,
                "references": (*original.references, original.message_id),
                **extra,
            },
        )


def _automatic(letter: Letter) -> bool:
    marks = {name.lower(): value.lower() for name, value in letter.headers}
    suppressed = marks.get("x-auto-response-suppress", "")
    return marks.get("auto-submitted", "no") != "no" or any(word in suppressed for word in ("all", "oof", "autoreply"))
