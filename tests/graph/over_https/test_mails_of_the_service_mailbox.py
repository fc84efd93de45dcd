"""A mail is sent once under its reference, and what comes back is read with what it answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.demo.faults import Fault
from calsync.demo.tenant import message_id
from calsync.errors import SourceUnavailable
from calsync.graph.mailbox import GraphMailbox
from calsync.ports import OutgoingMail
from tests.graph.over_https.conftest import MONDAY, House


def mail(reference: str = "n-1", **changes: object) -> OutgoingMail:
    made = OutgoingMail(
        to="sam@clarendon.example", subject="Are you safe? [K7Q]", text="Please reply.", reference=reference
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_mail_arrives_with_its_reference_from_the_service_mailbox(house: House) -> None:
    sent = house.run(lambda graph: GraphMailbox(graph).send(mail(important=True)))
    [letter] = house.tenant.mail("sam@clarendon.example")
    assert letter.message_id == sent.message_id
    assert (letter.sender.mail, letter.subject, letter.text) == (
        "checkin@clarendon.example", "Are you safe? [K7Q]", "Are you safe? [K7Q]\n\nPlease reply.",
    )  # fmt: skip
    assert (letter.importance, letter.body_type) == ("high", "html")
    assert ("x-calsync-reference", "n-1") in letter.headers
    assert not house.tenant.mail("checkin@clarendon.example", "drafts")


def test_a_reply_names_the_mail_that_it_answers(house: House) -> None:
    sent = house.run(lambda graph: GraphMailbox(graph).send(mail()))
    [letter] = house.tenant.mail("sam@clarendon.example")
    house.clock.at += timedelta(minutes=5)
    house.tenant.reply("sam@clarendon.example", message_id(letter), "Safe, leaving now")
    [reply] = house.run(lambda graph: GraphMailbox(graph).received_since(MONDAY))
    assert (reply.in_reply_to, reply.references) == (sent.message_id, (sent.message_id,))
    assert reply.conversation_id == sent.conversation_id
    assert (reply.sender, reply.subject) == ("sam@clarendon.example", "Re: Are you safe? [K7Q]")
    assert reply.text.startswith("Safe, leaving now")
    assert "<" not in reply.text.split("____")[0]
    assert (reply.sent, reply.received) == (house.clock.at, house.clock.at)


def test_every_mail_since_a_moment_is_read_oldest_first_over_all_pages_read_or_not(house: House) -> None:
    for n in range(7):
        house.clock.at = MONDAY + timedelta(minutes=n)
        house.tenant.send_mail("sam@clarendon.example", "checkin@clarendon.example", f"Mail {n}", "Safe")
    for letter in house.tenant.mail("checkin@clarendon.example")[::2]:
        house.tenant.mark_read("checkin@clarendon.example", message_id(letter))
    found = house.run(lambda graph: GraphMailbox(graph, page_size=2).received_since(MONDAY + timedelta(minutes=2)))
    assert [each.subject for each in found] == [f"Mail {n}" for n in range(2, 7)]


def test_a_bounce_and_an_automatic_reply_carry_the_headers_that_give_them_away(house: House) -> None:
    house.tenant.set_automatic_replies("morgan@clarendon.example", "I am away")
    house.run(lambda graph: GraphMailbox(graph).send(mail(to="nobody@clarendon.example")))
    house.run(lambda graph: GraphMailbox(graph).send(mail(to="morgan@clarendon.example")))
    found = house.run(lambda graph: GraphMailbox(graph).received_since(MONDAY))
    assert len(found) == 2
    assert all("auto-submitted" in {name.lower() for name, _ in each.headers} for each in found)


def test_trap_16_a_mail_whose_answer_was_lost_is_sent_once(house: House) -> None:
    house.tenant.faults.set(Fault("sent-then-timeout"))
    error = house.refused(lambda graph: GraphMailbox(graph).send(mail()))
    assert (type(error), error.status) == (SourceUnavailable, 504)
    assert len(house.tenant.mail("sam@clarendon.example")) == 1
