"""Beside a mail that belongs to no deadline, the text that makes its reader look at it: a mail wakes nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from calsync.domain.model import Channel, Notification, Person
from calsync.domain.responders import usable
from calsync.domain.short_text import ShortText, plain_letters
from calsync.engine.own_number import own_number
from calsync.engine.untried import untried
from calsync.parsers.dialling import texted
from calsync.ports import TextMessage

LONGEST = 40


def rung_by_text(
    asked: Iterable[Person], rows: Sequence[Notification], worker: Person, at: datetime, *, ready: frozenset[Channel]
) -> list[Notification]:
    """The rows of the texts beside the mails by which people are asked to ring a worker; of who has no mobile none.

    It says whom to ring and by which number, and not why: whoever holds the reader's telephone may read it.
    """
    by_id = {each.id: each for each in asked}
    found = []
    for row in rows:
        if row.channel is not Channel.TEXT and usable(by_id[row.recipient], (Channel.TEXT,), ready):
            beside = untried(row, row.recipient, Channel.TEXT, at)
            found.append(replace(beside, note=f"\n{_words(worker)}"))
    return found


def direct_text(row: Notification, person: Person | None) -> TextMessage:
    """The text of a message that belongs to no deadline. Raises DeliveryFailed, for good: no text reaches them."""
    number = own_number(person, texted, "mobile")
    return TextMessage(notification=row, number=number, words=ShortText(row.note.partition("\n")[2]))


def _words(worker: Person) -> str:
    name = plain_letters(worker.name)[:LONGEST].strip() or "a colleague"
    number = plain_letters(next((each for each in (worker.mobile, *worker.phones) if each), ""))[:LONGEST]
    return (
        f"Please ring {name} now, in ordinary words: {number or 'no number is known'}. What it is about, and how to "
        "answer, stands in your mail."
    )
