"""A house with IT: Ash is told by a mail server of the centre's own, or by Microsoft's mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from calsync.domain.model import Act, Notice, NotWatched, People, Person
from calsync.engine import Core, Engine
from calsync.errors import DeliveryFailed, SignInRefused, SourceRefused, SourceUnavailable
from calsync.graph.refusals import refusal, sign_in_refusal, unreachable
from calsync.ports import OutgoingMail, SentMail
from tests import at_once
from tests.house import CAST, OFFICE, House

IT = ("ash@clarendon.test",)
STEP = timedelta(seconds=30)
UNREAD = "a diary is not being read"


def forbidden(worker: str = "sam") -> SourceRefused:
    """What Graph says of a mailbox out of the app's scope."""
    error = refusal(f"the diary of {worker}", 403, "ErrorAccessDenied")
    assert isinstance(error, SourceRefused)
    return error


def down(worker: str = "sam") -> SourceUnavailable:
    """What Graph says in an outage."""
    error = refusal(f"the diary of {worker}", 503, "ServiceUnavailable")
    assert isinstance(error, SourceUnavailable)
    return error


def hanging() -> SourceUnavailable:
    """What is said of a mailbox from which no answer comes."""
    return unreachable("graph.microsoft.com", "no answer within 10 seconds")


def signed_out() -> SignInRefused:
    """What Entra says of a secret that has ended."""
    error = sign_in_refusal([7000222], "invalid_client")
    assert isinstance(error, SignInRefused)
    return error


def staff(count: int) -> People:
    """Sam and so many others who visit."""
    others = tuple(
        Person(id=f"w{n}", name=f"Worker {n}", mail=f"w{n}@clarendon.test", manager="morgan", hours=OFFICE, works=True)
        for n in range(1, count + 1)
    )
    return replace(CAST, persons=CAST.persons + others)


@dataclass
class FakeServer:
    """A mail server as a list."""

    sent: list[OutgoingMail] = field(default_factory=list)
    failure: DeliveryFailed | None = None
    refuses: set[str] = field(default_factory=set)
    before: Callable[[], None] = field(default=lambda: None)
    """Called as a mail is handed over."""

    async def send(self, mail: OutgoingMail) -> SentMail:
        """Take the mail, or fail as the test has set."""
        self.before()
        await self.check()
        if mail.to in self.refuses:
            raise DeliveryFailed("The mail server does not take the recipient (451).")
        self.sent.append(mail)
        return SentMail(message_id=f"<{mail.reference}@server>", conversation_id="")

    async def check(self) -> None:
        """Fail as the test has set."""
        if self.failure is not None:
            raise self.failure


class ItHouse(House):
    """A house in which time goes by half minutes: diaries are read in their turn, the scan scans, and IT is told."""

    def __init__(
        self,
        *,
        workers: int = 0,
        at: str = "09:00",
        smtp: bool = True,
        it: Sequence[str] = IT,
        not_watched: tuple[NotWatched, ...] = (),
    ) -> None:
        super().__init__(at=at, people=replace(staff(workers), not_watched=not_watched))
        self.server = FakeServer()
        self.scans = True
        self.ends: datetime | None = None
        self.core: Core = replace(
            self.core, it=tuple(it), smtp=self.server if smtp else None, credential_ends=lambda: self.ends
        )
        self.engine = Engine(self.core)

    def notice(self) -> int:
        """One look at what keeps the service from its work."""
        return at_once.run(self.engine.notice())

    def live(self, minutes: float) -> None:
        """So many minutes go by."""
        end = self.clock.now() + timedelta(minutes=minutes)
        while True:
            while at_once.run(self.engine.poll()):
                pass
            if self.scans:
                self.engine.escalate()
            self.notice()
            if self.clock.now() >= end:
                return
            self.clock.moment = min(self.clock.now() + STEP, end)

    def refuse_all(self, error: Callable[[str], Exception]) -> None:
        """From now on nobody's diary can be read."""
        for state in self.mailboxes():
            self.calendars.refuse(state.worker, error(state.worker))

    def allow_all(self) -> None:
        """From now on all can be read."""
        for state in self.mailboxes():
            self.calendars.allow(state.worker)

    @property
    def subjects(self) -> list[str]:
        """What IT read, by whichever channel, without when it was found."""
        mails = [*self.server.sent, *self.mailbox.sent]
        return [each.subject.removeprefix("calsync for IT: ").rpartition(" (")[0] for each in mails]

    @property
    def standing(self) -> list[Notice]:
        """What keeps the service from its work."""
        with self.store.transaction() as tx:
            return tx.standing_notices()

    @property
    def noticed(self) -> list[Act]:
        """What the audit says of notices."""
        return [each for each in self.acts() if each.what.startswith("notice-")]


def graph_is_down(house: ItHouse) -> None:
    """From now on the service mailbox can not be reached."""
    house.mailbox.refusal = SourceUnavailable("Microsoft Graph could not answer (503).", status=503)
