"""PINs to the store: set, cleared, or chosen by the worker alone behind a link that opens once."""

from __future__ import annotations

import base64
import os
from dataclasses import replace

from calsync.domain.links import TOKEN_LETTERS, digest_of
from calsync.domain.model import Act, Person, PersonId
from calsync.domain.pins import INVITED_FOR, SALT_BYTES, Pin, made_pin, problems
from calsync.engine.core import Core
from calsync.errors import CalsyncError, DeliveryFailed, SourceError
from calsync.ports import OutgoingMail, Transaction

SUBJECT = "Choose your PIN"
BODY = """Please choose a PIN for the pages on which you answer. Open

{address}

within two days, and choose it there. The link opens once. Nobody else is told what you choose.
"""


class Pinning:
    """Keeps PINs, and never shows one."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def set(self, who: PersonId, own: str, duress: str) -> list[str]:
        """Keep somebody's PINs: each reason why these can't be theirs, and then nothing is kept."""
        if found := problems(own, duress):
            return found
        with self._core.store.transaction() as tx:
            self._put(tx, who, own, duress)
        return []

    def clear(self, who: PersonId) -> bool:
        """Forget somebody's PIN, and the link to choose one; False when there was neither."""
        with self._core.store.transaction() as tx:
            had = tx.drop_pin(who)
            if had:
                tx.add_acts([Act(at=self._core.clock.now(), what="pin-cleared", who=who)])
        return had

    async def invite(self, person: Person) -> None:
        """Mail somebody the link by which they choose their PIN; an earlier link opens nothing any more.

        Raises CalsyncError where there are no pages, or the mail can't be sent.
        """
        links = self._core.links
        if links is None:
            raise CalsyncError("There are no pages on which to choose a PIN: configure [web] in calsync.toml.")
        token = base64.b32encode(os.urandom(20)).decode().lower()[:TOKEN_LETTERS]
        at = self._core.clock.now()
        with self._core.store.transaction() as tx:
            pin = tx.pin(person.id) or Pin(who=person.id)
            tx.put_pin(replace(pin, invite=digest_of(token), invited_until=at + INVITED_FOR))
            tx.add_acts([Act(at=at, what="pin-invited", who=person.id)])
        mail = OutgoingMail(
            to=person.mail,
            subject=SUBJECT,
            text=BODY.format(address=f"{links.address}/pin/{token}"),
            reference=f"pin-{digest_of(token)[:16]}",
        )
        try:
            await self._core.mailbox.send(mail)
        except (SourceError, DeliveryFailed) as error:
            raise CalsyncError(f"The mail to {person.mail} could not be sent: {error} Invite them again.") from error

    def invited(self, token: str) -> Pin | None:
        """Who may choose a PIN behind that link; None when nobody, or not any more. Nothing is written."""
        with self._core.store.transaction() as tx:
            return self._invited(tx, token)

    def choose(self, token: str, own: str, duress: str) -> list[str] | None:
        """Keep what somebody chose: each reason why it can't be kept; None where the link opens nothing."""
        found = problems(own, duress)
        with self._core.store.transaction() as tx:
            pin = self._invited(tx, token)
            if pin is None:
                return None
            if not found:
                self._put(tx, pin.who, own, duress)
        return found

    def _invited(self, tx: Transaction, token: str) -> Pin | None:
        pin = tx.pin_invited(digest_of(token))
        until = pin.invited_until if pin is not None else None
        return pin if until is not None and self._core.clock.now() < until else None

    def _put(self, tx: Transaction, who: PersonId, own: str, duress: str) -> None:
        at = self._core.clock.now()
        tx.put_pin(made_pin(who, own, duress, salt=os.urandom(SALT_BYTES), at=at))
        tx.add_acts([Act(at=at, what="pin-set", who=who)])
