"""Fault 16: one mailbox refused, one that hangs, Microsoft's mail down: the others are read, and IT hears by SMTP.

A tenant, the service and a mail server, each really running; a minute of the clock is two seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.faults.joined import DOMAIN, Town, minutes, until
from tests.services import free_port

pytestmark = pytest.mark.faults

SPEED = 30
HOME = "14 Elm Road, Leeds LS6 2AB"
ASH = "ash@it.example"


def words_of(letter: EmailMessage) -> str:
    """The plain text of a mail that has a page beside it."""
    plain = letter.get_body(("plain",))
    assert isinstance(plain, EmailMessage)
    return plain.get_content()


class PostRoom:
    """What the mail server was given for IT, oldest first."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"

    def about(self, words: str) -> list[EmailMessage]:
        """Those whose subject or text holds these words."""
        return [each for each in self.letters if words in f"{each['subject']}\n{words_of(each)}"]


@pytest.fixture
def post_room() -> Iterator[tuple[PostRoom, int]]:
    """A mail server on loopback, and its port."""
    room = PostRoom()
    port = free_port()
    controller = Controller(room, hostname="127.0.0.1", port=port)
    controller.start()
    yield room, port
    controller.stop()


def last_read(town: Town) -> dict[str, datetime | None]:
    """When each diary was read last, by the first part of its owner's address."""
    with town.store() as store, store.transaction() as tx:
        people = tx.people()
        return {people.get(each.worker).mail.partition("@")[0]: each.last_read for each in tx.mailboxes()}


def test_a_refused_and_a_hanging_mailbox_harm_no_other_and_it_hears_of_both_while_graph_mail_is_down(
    tmp_path: Path, post_room: tuple[PostRoom, int]
) -> None:
    room, port = post_room
    with Town(tmp_path, speed=SPEED) as town:
        with town.config.open("a", encoding="utf-8") as config:
            config.write(
                f'\n[it]\nmail = ["{ASH}"]\n\n[smtp]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
                f'sender = "calsync@{DOMAIN}"\n'
            )
        service = town.run()
        town.await_scan()
        now = town.now()
        alexs = town.enter("alex", "HV KM", now - minutes(20), now + minutes(40), HOME)
        for kind, who in (("access-denied", "sam"), ("hanging", "robin"), ("mail-unavailable", "calsync")):
            town.fault(kind, who)
        began = town.now()

        # Everybody whom a responder has to find is found as ever: a begun visit is read on its pace all the while.
        (told,) = until(lambda: room.about("not being read") or room.about("can't be read"), "the mail to IT")[:1]
        assert told["to"] == ASH
        both = until(lambda: room.about("Sam Carter") and room.about("Robin Shah"), "both diaries named to IT")
        assert both
        assert town.now() - began < timedelta(minutes=25)  # three polls of five minutes, and the hanging itself
        read = last_read(town)
        assert read["alex"] is not None
        assert town.now() - read["alex"] < timedelta(minutes=5)
        for name in ("jo", "pat"):
            assert read[name] is not None
            assert town.now() - read[name] < timedelta(minutes=15)

        # "Not read since" stands in the data, for everybody who looks.
        looked = town.command("doctor", "--json")
        assert looked.returncode == 1
        since = [line for line in looked.stdout.splitlines() if "not read since" in line]
        assert any("Sam Carter" in line for line in since)
        assert any("Robin Shah" in line for line in since)

        # One message a cause: nothing is told twice within the hour.
        subjects = [each["subject"] for each in room.letters]
        assert len([each for each in room.about("Sam Carter") if "diar" in each["subject"]]) <= 2, subjects
        assert all(name not in subject for subject in subjects for name in ("Sam", "Robin", "Alex"))

        # And what is well again needs nobody: the diaries are read once the faults are gone.
        town.no_faults()
        town.delete("alex", alexs)
        until(lambda: all((at or began) > began for at in last_read(town).values()), "everybody's diary")
        assert service.runs, service.said
