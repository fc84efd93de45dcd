"""A house whose policy wants letters, and what comes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from calsync.domain.model import Act, People
from calsync.domain.model.letters import Letter, Letters
from calsync.ports import IncomingMail, OutgoingMail
from tests import at_once
from tests.house import CAST, CLARENDON, House, clock

TODAY = date(2026, 3, 2)
WHITCOMBE = "Mrs Whitcombe 01632 960123"


def house(at: str = "06:00", people: People = CAST, **letters: Any) -> House:
    """A house whose policy wants these letters."""
    return House(at=at, people=people, policy=replace(CLARENDON, letters=Letters(**letters)))


def letters(house: House, at: str | None = None, *, day: int = 0) -> list[OutgoingMail]:
    """What the verb sends at a time."""
    if at is not None:
        house.clock.moment = clock(at, day=day)
    before = len(house.mailbox.sent)
    at_once.run(house.engine.letters())
    return house.mailbox.sent[before:]


def to(mails: list[OutgoingMail], who: str) -> list[OutgoingMail]:
    return [each for each in mails if each.to == f"{who}@clarendon.test"]


def rows(house: House, day: date = TODAY) -> list[Letter]:
    with house.store.transaction() as tx:
        return tx.letters_about(day)


def replies(house: House, text: str, mail: OutgoingMail, *, who: str) -> IncomingMail:
    """Somebody answers a letter, and the mail is read."""
    mail_ = house.writes(text, who=who, subject=f"RE: {mail.subject}")
    house.read_mail()
    return mail_


def acts(house: House, what: str) -> list[Act]:
    return [each for each in house.acts() if each.what == what]


def letters_of(house: House) -> list[OutgoingMail]:
    """Everything that has gone out by the end of the morning."""
    letters(house, "06:30")
    letters(house, "08:01")
    return house.mailbox.sent
