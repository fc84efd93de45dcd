"""An alarm's mail that Microsoft does not take goes by the organisation's own mail server."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.answering import STOOD_DOWN
from calsync.domain.model import Channel, DeadlineState, NotificationState
from calsync.engine import Engine
from calsync.notify.memory import MemoryNotifier
from tests.house import House, late


def in_an_outage(*, permanent: bool = False) -> tuple[House, MemoryNotifier]:
    """A house whose mailbox takes nothing from two minutes before the first responder step on."""
    other = MemoryNotifier(Channel.MAIL)
    house = late(8)
    house.engine = Engine(replace(house.core, other_mail=other))
    house.mail.fail("Microsoft does not answer.", permanent=permanent)
    house.clock.go(2)
    house.engine.escalate()
    return house, other


def wait(house: House, seconds: int) -> None:
    """So much time passes, a tick every five seconds."""
    for _ in range(seconds // 5):
        house.clock.go(5 / 60)
        house.engine.escalate()
        house.send()


def test_after_45_seconds_of_failures_it_goes_out_as_the_same_message_and_its_answer_is_found():
    house, other = in_an_outage()
    house.send()
    wait(house, 40)
    assert other.tried == []
    wait(house, 15)
    told = {each.notification.recipient: each for each in other.sent}
    assert sorted(told) == ["ash", "dee", "sam"], "the worker's own question too"
    assert house.deadline.taken == 3, "the next step keeps its time: the message went out"
    sent = [each for each in house.rows() if each.recipient in told]
    assert {each.state for each in sent} == {NotificationState.SENT}
    assert [each.what for each in house.acts()].count("mail-by-other-server") == 3
    # The answer comes from another server, so that nothing of it but its subject says what it answers.
    house.says("I have it", who="dee", to=told["dee"], in_reply_to="", subject=f"RE: {told['dee'].subject}")
    assert house.deadline.owner == "dee"


def test_where_the_other_server_takes_nothing_either_it_gives_way_as_ever():
    house, other = in_an_outage()
    other.fail()
    house.send()
    wait(house, 55)
    assert other.tried
    assert house.deadline.taken > 3


def test_a_workers_own_question_goes_the_same_way_and_is_answered_before_anybody_is_told():
    other = MemoryNotifier(Channel.MAIL)
    house = House(at="12:00")
    house.entry()
    house.go_to("13:59")
    house.engine = Engine(replace(house.core, other_mail=other))
    house.mail.fail("Microsoft does not answer.", permanent=False)
    house.clock.go(1)
    house.engine.escalate()
    house.send()
    wait(house, 60)
    (question,) = other.sent
    assert question.notification.recipient == "sam"
    assert "Have you left" in question.subject
    house.says("left, all fine", to=question, in_reply_to="", subject=f"RE: {question.subject}")
    assert house.deadline.state is DeadlineState.CLOSED
    assert house.told("dee") == []


def test_what_is_refused_for_good_and_what_is_neither_alarm_nor_question_goes_by_no_other_server():
    house, other = in_an_outage(permanent=True)
    house.send()
    wait(house, 60)
    assert [each for each in other.tried if each.notification.recipient in ("dee", "ash")] == []
    house = late(11)
    house.engine = Engine(replace(house.core, other_mail=other))
    house.mail.fail("Microsoft does not answer.", permanent=False)
    house.says("left, all fine", to=house.last("sam"))
    house.send()
    wait(house, 60)
    assert any(row.step == STOOD_DOWN for row in house.rows())
    assert other.tried == []
