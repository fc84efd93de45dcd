from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from calsync.domain.model import Ask, Channel, Lane, Notification, Role
from calsync.errors import DeliveryFailed, SignInRefused, SourceError, SourceRefused, SourceUnavailable
from calsync.notify.mail import MailNotifier
from calsync.notify.memory import MemoryNotifier
from calsync.ports import IncomingMail, Message, OutgoingMail, SentMail

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class PaperMailbox:
    """A mailbox that keeps what it was given, or says no as it was told."""

    def __init__(self, says: Exception | None = None) -> None:
        self.says = says
        self.taken: list[OutgoingMail] = []

    async def send(self, mail: OutgoingMail) -> SentMail:
        if self.says is not None:
            raise self.says
        self.taken.append(mail)
        return SentMail(message_id="<a@x>", conversation_id="c")

    async def received_since(self, moment: datetime) -> list[IncomingMail]:
        raise AssertionError("no mail is read in these tests")


class DeafMailbox(PaperMailbox):
    """A mailbox that never answers."""

    async def send(self, mail: OutgoingMail) -> SentMail:
        await asyncio.Event().wait()
        raise AssertionError


def message(lane: Lane = Lane.REMINDER) -> Message:
    notification = Notification(
        id="n-1", deadline_id="d-1", step="1", round=0, recipient="morgan", channel=Channel.MAIL,
        role=Role.LINE_MANAGER, ask=Ask.CALL_WORKER, lane=lane, due=MONDAY, recorded=MONDAY, token="K7Q",
    )  # fmt: skip
    return Message(
        notification=notification, address="morgan@clarendon.example", subject="Please ring", text="Ring Sam."
    )


def failed(mailbox: PaperMailbox, seconds: float = 10.0) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        asyncio.run(MailNotifier(mailbox, seconds=seconds).send(message()))
    return caught.value


def test_a_message_goes_out_as_mail_under_its_own_reference() -> None:
    mailbox = PaperMailbox()
    notifier = MailNotifier(mailbox)
    sent = asyncio.run(notifier.send(message()))
    assert notifier.channel is Channel.MAIL
    assert sent == SentMail(message_id="<a@x>", conversation_id="c")
    assert mailbox.taken == [
        OutgoingMail(to="morgan@clarendon.example", subject="Please ring", text="Ring Sam.", reference="n-1")
    ]


@pytest.mark.parametrize("lane", Lane)
def test_alarms_alone_are_marked_important(lane: Lane) -> None:
    mailbox = PaperMailbox()
    asyncio.run(MailNotifier(mailbox).send(message(lane)))
    assert mailbox.taken[0].important is (lane is Lane.ALARM)


@pytest.mark.parametrize(
    ("says", "permanent"),
    [
        (SourceRefused("no", status=403), False),
        (SourceRefused("no", status=404, code="ErrorItemNotFound"), False),
        (SourceRefused("no", status=403, code="ErrorInvalidRecipients"), True),
        (SourceRefused("no", status=413), True),
        (SourceRefused("no", status=400), True),
        (SourceRefused("no"), False),
        (SourceUnavailable("busy", status=429, retry_after=30), False),
        (SourceUnavailable("gone"), False),
        (SignInRefused("expired", status=401), False),
    ],
)
def test_only_what_would_be_refused_again_is_permanent(says: SourceError, permanent: bool) -> None:
    error = failed(PaperMailbox(says))
    assert (str(error), error.permanent) == (str(says), permanent)


def test_a_mailbox_that_does_not_answer_is_a_failure_to_be_tried_again() -> None:
    error = failed(DeafMailbox(), seconds=0.01)
    assert (str(error), error.permanent) == ("The mailbox did not take the mail within 0.01 seconds.", False)


def test_the_fake_keeps_what_it_took_and_fails_when_told() -> None:
    notifier = MemoryNotifier(Channel.TEXT)
    first = asyncio.run(notifier.send(message()))
    notifier.fail("no credit", permanent=True)
    with pytest.raises(DeliveryFailed, match="no credit") as caught:
        asyncio.run(notifier.send(message()))
    assert caught.value.permanent
    notifier.recover()
    assert asyncio.run(notifier.send(message())) == first
    assert (notifier.channel, len(notifier.sent), len(notifier.tried)) == (Channel.TEXT, 2, 3)
