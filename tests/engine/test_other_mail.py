"""An alarm's mail that Microsoft does not take goes by the organisation's own mail server."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Channel, NotificationState
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
    assert sorted(told) == ["ash", "dee"]
    assert house.deadline.taken == 3, "the next step keeps its time: the message went out"
    sent = [each for each in house.rows() if each.recipient in told]
    assert {each.state for each in sent} == {NotificationState.SENT}
    assert [each.what for each in house.acts()].count("mail-by-other-server") == 2
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


def test_what_is_refused_for_good_and_what_is_no_alarm_goes_by_no_other_server():
    house, other = in_an_outage(permanent=True)
    house.send()
    wait(house, 60)
    assert [each for each in other.tried if each.notification.recipient in ("dee", "ash")] == []
    house, other = in_an_outage()
    house.send()
    wait(house, 60)
    assert [each for each in other.tried if each.notification.recipient == "sam"] == []
