"""Steps that are posted: once each, with the least data, and standing in for nobody."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from calsync.domain.model import Channel, Notice, NotificationState, People
from calsync.engine.webhooking import recipient
from calsync.notify.memory import MemoryNotifier
from calsync.policies.loader import deliverable
from tests.house import CAST, CLARENDON, SAM, House, clock

WITH = (Channel.MAIL, Channel.WEBHOOK)
POSTED = replace(
    CLARENDON,
    steps=tuple(each if each.to_worker else replace(each, channels=WITH) for each in CLARENDON.steps),
    emergency=tuple(replace(each, channels=WITH) for each in CLARENDON.emergency),
)


class PostingHouse(House):
    """A house whose steps to responders are posted as well."""

    def __init__(self, people: People = CAST) -> None:
        self.posted, mail = MemoryNotifier(Channel.WEBHOOK), MemoryNotifier(Channel.MAIL)
        super().__init__(
            at="12:00", people=people, policy=POSTED, notifiers={Channel.MAIL: mail, Channel.WEBHOOK: self.posted}
        )
        self.mail = mail
        self.entry()

    @property
    def bodies(self) -> list[dict[str, object]]:
        """What was posted, oldest first."""
        return [json.loads(each.text) for each in self.posted.sent]


def test_a_step_is_posted_once_whomever_it_tells_and_says_nothing_of_anybody_visited():
    house = PostingHouse()
    house.go_to("14:11")
    about = house.deadline
    assert len(house.told("dee")) == len(house.told("ash")) == 1
    (told,) = house.bodies
    assert told == {
        "id": house.posted.sent[0].notification.id, "event": "step", "at": "2026-03-02T14:10:00Z",
        "due": "2026-03-02T14:10:00Z", "visit": about.visit_id, "worker": "sam", "deadline": about.id,
        "deadline_kind": "visit-end", "deadline_due": "2026-03-02T14:00:00Z", "step": 3, "round": 0, "repeat": False,
        "role": ["deputy", "admin"], "ask": "call-worker", "lane": "alarm",
    }  # fmt: skip
    for secret in ("Elm", "Whitcombe", "S60", "Sam Visits", SAM.mail, SAM.mobile):
        assert secret not in house.posted.sent[0].text
    assert "webhook" not in house.last("dee").text
    house.go_to("14:21")
    assert "webhook" not in house.last("morgan").text
    assert "a colleague" not in house.last("morgan").text
    house.says("close: safe and well, I spoke to Sam", who="morgan", to=house.last("morgan"))
    house.send()
    assert [(each["event"], each["lane"]) for each in house.bodies][-1] == ("stood-down", "stand-down")


def test_a_webhook_that_took_it_is_no_person_who_was_told():
    house = PostingHouse()
    house.mail.fail("Nobody's mailbox takes it.", permanent=True)
    house.go_to("14:11")
    assert house.bodies, "the step was posted"
    assert house.deadline.taken > 3, "and as no person heard of it the next step was taken at once"


def test_a_step_that_reaches_nobody_is_posted_and_gives_way_to_the_next_all_the_same():
    house = PostingHouse(replace(CAST, persons=tuple(replace(each, mail="") for each in CAST.persons)))
    house.go_to("14:11")
    assert len(house.bodies) == 1
    assert house.deadline.taken == len(house.deadline.steps)


def test_a_webhook_that_fails_is_tried_again_and_takes_nothing_from_anybody():
    house = PostingHouse()
    house.posted.fail()
    house.go_to("14:13")
    assert (house.bodies, house.deadline.taken) == ([], 3)
    (row,) = [each for each in house.rows() if each.channel is Channel.WEBHOOK]
    assert (row.state, row.gave_way, row.recipient) == (NotificationState.WAITING, True, recipient(house.deadline.id))
    house.posted.recover()
    house.go_to("14:15")
    assert len(house.bodies) == 1


def test_who_has_it_keeps_the_webhook_from_being_told_again():
    house = PostingHouse()
    house.go_to("14:11")
    house.says("I have it", who="dee", to=house.last("dee"))
    house.go_to("14:19")
    assert len(house.bodies) == 1


def test_a_webhook_is_no_channel_that_rings_and_none_that_tells_a_person():
    unsigned = replace(POSTED, mail_alone="")
    problems = deliverable(unsigned, {Channel.MAIL, Channel.WEBHOOK})
    assert problems
    assert all("by mail alone, which wakes nobody" in each for each in problems)
    alone = replace(POSTED, steps=tuple(replace(each, channels=(Channel.WEBHOOK,)) for each in POSTED.steps))
    assert len(deliverable(alone, {Channel.MAIL, Channel.WEBHOOK})) == len(alone.steps)
    assert deliverable(POSTED, {Channel.MAIL}) == []


@pytest.mark.parametrize("at", ["14:01"])
def test_a_question_to_the_worker_is_posted_only_where_its_step_says_so(at: str):
    house = PostingHouse()
    house.go_to(at)
    assert house.clock.now() == clock(at)
    assert house.told("sam")
    assert house.bodies == []


def test_a_refusal_for_good_is_told_to_it_until_it_is_taken_again():
    house = PostingHouse()
    house.posted.fail("The webhook on alarms.clarendon.test did not take the message (401).", permanent=True)
    house.go_to("14:11")
    assert [(each.cause, each.about) for each in standing(house)] == [("webhook-refused", "")]
    house.posted.recover()
    house.go_to("14:21")
    assert standing(house) == []


def standing(house: House) -> list[Notice]:
    with house.store.transaction() as tx:
        return tx.standing_notices()
