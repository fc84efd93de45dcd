"""A mail goes out whole, under its reference, and no words of it begin a header of their own."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from aiosmtpd.smtp import SMTP as Server  # noqa: N811 - a class under a name that is not its module's

from calsync.domain.model import Ask, Channel, Lane, Notification, Role
from calsync.errors import DeliveryFailed
from calsync.notify.mail import MailNotifier
from calsync.notify.smtp import SmtpMail
from calsync.parsers.dialling import same_number
from calsync.ports import Message, Notifier
from tests.notify.post_office import MAIL, PostOffice, failure, listening, send, server


def test_a_long_subject_stands_on_its_first_line(office: PostOffice) -> None:
    subject = "calsync for IT: a diary is suddenly empty (08:44 on Wednesday 30 November)"
    with listening(lambda: Server(office)) as port:
        send(server(port), replace(MAIL, subject=subject))
    assert f"\r\nSubject: {subject}\r\n".encode() in office.raw[0]


def test_a_mail_arrives_whole_with_its_reference_and_an_id_that_is_the_same_each_time(office: PostOffice) -> None:
    with listening(lambda: Server(office)) as port:
        first, second = send(server(port)), send(server(port))
    (sender, recipients, mail), _ = office.received
    assert (sender, recipients) == ("calsync@clarendon.test", ["ash@clarendon.test"])
    assert mail["Subject"] == MAIL.subject
    assert mail.get_content_type() == "multipart/alternative"
    assert mail.get_body(("plain",)).get_content().splitlines() == MAIL.text.splitlines()
    assert mail.get_body(("html",)).get_content().splitlines() == MAIL.as_html(same_number).splitlines()
    assert first == second == mail["Message-ID"] == "<3f2a@clarendon.test>"
    assert mail["X-Calsync-Reference"] == "3f2a"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Importance"] == "high"
    assert abs(datetime.now(UTC) - mail["Date"].datetime).total_seconds() < 60


def test_a_mail_of_no_importance_says_none_and_carries_the_page_that_was_made_for_it(office: PostOffice) -> None:
    with listening(lambda: Server(office)) as port:
        send(server(port), replace(MAIL, important=False, html="<p>Zoë</p>"))
    ((_, _, mail),) = office.received
    assert mail["Importance"] is None
    assert mail.get_body(("html",)).get_content().strip() == "<p>Zoë</p>"


@pytest.mark.parametrize("words", ["a\r\nBcc: eve@evil.test", "a\nBcc: eve@evil.test", "a\n\nBcc: eve@evil.test"])
def test_no_words_begin_a_header_of_their_own(office: PostOffice, words: str) -> None:
    with listening(lambda: Server(office)) as port:
        send(server(port), replace(MAIL, subject=words, reference=words))
        refused = failure(server(port), replace(MAIL, to=f"ash@clarendon.test{words}"))
    ((_, recipients, mail),) = office.received
    assert recipients == ["ash@clarendon.test"]
    assert mail["Bcc"] is None
    assert refused.permanent
    assert "eve" not in str(refused)


@pytest.mark.parametrize("address", ["", "ash", "ash@", "ash@@clarendon.test", "Ash <ash@clarendon.test>"])
def test_an_address_that_is_none_is_refused_for_good_and_not_quoted(office: PostOffice, address: str) -> None:
    with listening(lambda: Server(office)) as port:
        refused = failure(server(port), replace(MAIL, to=address))
    assert refused.permanent
    assert office.received == []
    assert "ash" not in str(refused)


def test_an_answer_to_an_alarm_goes_where_answers_are_read(office: PostOffice) -> None:
    with listening(lambda: Server(office)) as port:
        send(server(port, answers_to="checkin@clarendon.test"))
    ((_, _, mail),) = office.received
    assert mail["Reply-To"] == "checkin@clarendon.test"


def test_in_a_mail_notifier_it_is_a_channel_like_any_other(office: PostOffice) -> None:
    row = Notification(
        id="n-1", deadline_id="d-1", step="1", round=0, recipient="morgan", channel=Channel.MAIL,
        role=Role.LINE_MANAGER, ask=Ask.CALL_WORKER, lane=Lane.ALARM, due=datetime(2026, 3, 2, tzinfo=UTC),
        recorded=datetime(2026, 3, 2, tzinfo=UTC), token="K7Q",
    )  # fmt: skip
    with listening(lambda: Server(office)) as port:
        notifier: Notifier = MailNotifier(SmtpMail(server(port)))
        message = Message(notification=row, address="morgan@clarendon.test", subject="Please ring", text="Ring Sam.")
        sent = asyncio.run(notifier.send(message))
        office.recipient = "550 no such user"
        with pytest.raises(DeliveryFailed) as caught:
            asyncio.run(notifier.send(message))
    assert sent.message_id == "<n-1@clarendon.test>"
    assert caught.value.permanent
