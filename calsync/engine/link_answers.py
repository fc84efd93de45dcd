"""What is pressed on the page behind a link -> an answer. Opening it changes nothing (law 8)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from datetime import datetime

from calsync.domain.buttons import CALLS, MORE, Button, answer_by_link, buttons_for
from calsync.domain.danger import word_of
from calsync.domain.drill_wording import marked_page
from calsync.domain.drills import is_drill
from calsync.domain.incidents import is_beside
from calsync.domain.likeness import words_of
from calsync.domain.link_wording import PageWords, question, thanks
from calsync.domain.links import Link, digest_of
from calsync.domain.model import AnswerKind, Deadline, DeadlineKind, Notification, Proof, Visit
from calsync.domain.pins import Pin, Says, says
from calsync.domain.whom_to_ring import Contact, whom_to_ring
from calsync.engine.answer import Answering
from calsync.engine.core import Core, log
from calsync.engine.story import Happened
from calsync.engine.trying import tried
from calsync.ports import Transaction

WRONG_PIN = "A wrong PIN was typed several times on the page of this question."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What stands behind a link, as it is now."""

    link: Link
    row: Notification
    deadline: Deadline
    visit: Visit
    digits: str
    """What its message printed."""
    pin: Pin | None
    """The worker's PIN, which is asked for in place of the digits; None: they have none."""
    buttons: tuple[Button, ...]
    """What its worker can say."""
    words: PageWords
    at: datetime
    contact: Contact | None = None
    """Whom its worker rings."""

    def proof(self, typed: str) -> Says:
        """What was typed is: right, wrong, or the PIN that means danger."""
        if self.pin is not None:
            return says(self.pin, typed)
        return Says.OWN if hmac.compare_digest(typed.encode(), self.digits.encode()) else Says.WRONG

    @property
    def is_workers(self) -> bool:
        """Whether it was sent to the worker; else to somebody who is told of them."""
        return self.link.who == self.deadline.worker


class LinkAnswers:
    """Opens links, and takes what their workers press."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering

    def opened(self, token: str) -> Opened | None:
        """What stands behind a link; None where it opens nothing. Nothing is written."""
        if self._core.links is None:
            return None
        with self._core.store.transaction() as tx:
            link = tx.link(digest_of(token))
            return self._opened(tx, link) if link is not None else None

    def press(self, opened: Opened, button: Button, shown: int, proof: Says = Says.OWN) -> tuple[str, ...]:
        """Take one press, and say what came of it. The same press of the same page acts once, however often it comes.

        `shown` is when the page was made, in seconds: of a page that is opened anew a press is a new one. `proof` is
        what was typed beside it; under duress what is said is the same (law 7).
        """
        said, happened = tried(
            self._core,
            lambda tx, _: self._press(tx, opened, button, shown, proof),
            f"a press on link {opened.link.digest[:8]} could not be taken",
        )
        for each in happened:
            self._core.observe(each)
        return said

    def heard(self, opened: Opened, shown: int) -> None:
        """Take the second PIN alone, typed where nothing else is taken: nothing is shown of it (law 7)."""
        said = answer_by_link(
            Button.WELL,
            answer_id=f"link:{opened.link.digest[:24]}:heard:{shown}",
            row=opened.row,
            deadline=opened.deadline,
            at=opened.at,
        )
        self._answering.answer(word_of(said))

    def wrong_pin(self, opened: Opened) -> None:
        """Keep that wrong PINs were typed, as an answer that is not clear: it stands in the next message about it."""
        said = answer_by_link(
            Button.WELL,
            answer_id=f"link:{opened.link.digest[:24]}:wrong-pin",
            row=opened.row,
            deadline=opened.deadline,
            at=opened.at,
            words=WRONG_PIN,
        )
        self._answering.answer(replace(said, kind=AnswerKind.UNCLEAR))

    def _press(
        self, tx: Transaction, opened: Opened, button: Button, shown: int, proof: Says
    ) -> tuple[tuple[str, ...], list[Happened]]:
        """What is said of a press, and what is to be told of it once it is committed."""
        now = self._opened(tx, opened.link)
        if now is None:
            return opened.words.asks, []
        answer = answer_by_link(
            button,
            answer_id=f"link:{opened.link.digest[:24]}:{button}:{shown}",
            row=now.row,
            deadline=now.deadline,
            at=now.at,
        )
        if button not in now.buttons:
            heard = self._answering.take(tx, word_of(answer), now.at)[1] if proof is Says.DURESS else []
            return now.words.asks, heard
        by_pin = now.pin is not None and proof is not Says.WRONG
        answer = replace(answer, proof=Proof(by_pin=by_pin, danger=proof is Says.DURESS))
        outcome, happened = self._answering.take(tx, answer, now.at)
        log.info("link %s was taken as %s: %s", opened.link.digest[:8], answer.kind, outcome.took_as)
        said = thanks(button, _about(tx, now, button), now.at, self._core.zone, contact=now.contact)
        if is_drill(now.visit) and button not in CALLS:  # what is said to a call for help is no part of it
            said = marked_page("", said)[1]
        return said, happened

    def _opened(self, tx: Transaction, link: Link) -> Opened | None:
        at, links = self._core.clock.now(), self._core.links
        deadline = tx.deadline(link.deadline_id)
        visit = tx.visit(deadline.visit_id) if deadline is not None else None
        row = next((each for each in tx.notifications_of(link.deadline_id) if each.id == link.notification_id), None)
        digits = links.digits(link) if links is not None else None
        if deadline is None or visit is None or row is None or digits is None:
            return None  # also where the secret that it was made with is in use no more
        pin = tx.pin(link.who)
        words = question(row, deadline, visit, at, self._core.zone)
        if is_drill(visit):
            title, asks = marked_page(words.title, words.asks)
            words = PageWords(title=title, asks=asks)
        otherwise = bool(row.asked_as) and row.asked_as != words_of(visit)
        return Opened(
            link=link,
            row=row,
            deadline=deadline,
            visit=visit,
            digits=digits,
            pin=pin if pin is not None and pin.is_set else None,
            buttons=buttons_for(row, deadline, visit, at, reads_otherwise=otherwise),
            words=words,
            at=at,
            contact=whom_to_ring(visit, tx.people(), at),
        )


def _about(tx: Transaction, opened: Opened, button: Button) -> Deadline:
    """The deadline that a press was about, as it stands now: more time during a visit moves the visit's end."""
    own = tx.deadline(opened.deadline.id) or opened.deadline
    if opened.deadline.kind is not DeadlineKind.INTERVAL or button not in MORE:
        return own
    under = tx.watched_under(opened.visit.worker, [opened.visit.event_id])
    all_ = [each for one in under if one.visit.id == opened.visit.id for each in one.deadlines]
    return next((each for each in all_ if each.kind is DeadlineKind.VISIT_END and not is_beside(each)), own)
