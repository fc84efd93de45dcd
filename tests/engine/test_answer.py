"""Answer: what somebody said becomes deadlines closed, moved, taken or alarmed, in one unit of work."""

from __future__ import annotations

import pytest

from calsync.domain.model import AnswerKind, NotificationState, Via
from calsync.errors import Conflict
from tests.house import House, clock, late


def test_an_answer_acts_once_however_often_it_comes():
    house = late(5)
    for _ in range(3):
        house.answers(AnswerKind.EXTEND, minutes=10, id="the-same")
    assert house.deadline.due == clock("14:15")


def test_what_it_did_is_said():
    house = late(5)
    assert house.answers(AnswerKind.CONTACT).took_as == "contact"
    assert house.answers(AnswerKind.EXTEND, minutes=10).took_as == "extended"
    assert house.answers(AnswerKind.UNCLEAR).took_as == "noted"
    assert house.answers(AnswerKind.SAFE, leaving=True).took_as == "closed"
    assert house.answers(AnswerKind.SAFE, leaving=True).took_as == "nothing"


def test_closing_withdraws_what_waits():
    house = late(9)
    house.clock.go(1)
    house.engine.escalate()
    house.answers(AnswerKind.SAFE, leaving=True)
    waiting = [row for row in house.rows() if row.state is NotificationState.WAITING]
    assert waiting == []


def test_extending_withdraws_what_waits():
    house = late(9)
    house.clock.go(1)
    house.engine.escalate()
    house.answers(AnswerKind.EXTEND, minutes=20)
    house.send()
    assert house.told("dee") == []


def test_help_withdraws_the_questions_to_the_worker():
    house = late(9)
    house.clock.go(1)
    house.engine.escalate()
    house.answers(AnswerKind.HELP)
    house.send()
    assert len(house.told("sam")) == 1


def test_a_person_whom_the_directory_does_not_know_can_do_nothing():
    house = late(21)
    outcome = house.answers(AnswerKind.CLOSE, who="nobody", deadline_id=house.deadline.id, reason="safe, they say")
    assert outcome.took_as == "refused"
    assert house.deadline.is_open


def test_closing_without_a_reason_is_refused_and_says_why():
    house = late(21)
    outcome = house.answers(AnswerKind.CLOSE, who="morgan", deadline_id=house.deadline.id, reason="  ")
    assert (outcome.took_as, "reason" in outcome.why) == ("refused", True)


@pytest.mark.parametrize("kind", [AnswerKind.CLOSE, AnswerKind.ACKNOWLEDGE, AnswerKind.SAFE])
def test_what_is_closed_stays_as_it_was_closed(kind):
    house = late(21)
    house.answers(AnswerKind.SAFE, leaving=True)
    before = house.deadline
    assert house.answers(kind, who="morgan", deadline_id=before.id, reason="me too").took_as == "refused"
    assert house.deadline == before


def test_an_answer_about_a_deadline_that_nobody_knows_is_taken_as_one_about_none():
    house = late(5)
    assert house.answers(AnswerKind.EXTEND, minutes=10, deadline_id="nothing").took_as == "extended"


def test_help_about_a_deadline_that_nobody_knows_is_heard():
    house = House(at="12:00")
    assert house.answers(AnswerKind.HELP, deadline_id="nothing").took_as == "incident"
    house.scan()
    assert house.told("morgan")


def test_help_of_a_colleague_who_is_on_no_visit_is_about_the_visit_that_they_answer():
    house = late(11)
    house.answers(AnswerKind.HELP, who="dee", deadline_id=house.deadline.id)
    house.scan()
    assert house.told("morgan")


class AlwaysOvertaken:
    """A store in which somebody else is always faster."""

    def __init__(self, store):
        self._store = store
        self.tries = 0

    def transaction(self):
        """Never a unit of work that could be written."""
        self.tries += 1
        raise Conflict("somebody was faster")


def test_an_answer_that_is_always_overtaken_is_tried_five_times_and_then_said_to_have_failed():
    house = late(5)
    overtaken = AlwaysOvertaken(house.store)
    object.__setattr__(house.core, "store", overtaken)
    with pytest.raises(Conflict):
        house.answers(AnswerKind.SAFE, leaving=True)
    assert overtaken.tries == 5


def test_what_was_said_is_kept_with_its_deadline():
    house = late(5)
    house.says("hm, the dog", to=house.last("sam"))
    deadline_id = house.deadline.id
    with house.store.transaction() as tx:
        (answer,) = tx.answers_of(deadline_id)
    assert (answer.kind, answer.words, answer.via) == (AnswerKind.UNCLEAR, "hm, the dog", Via.REPLY)


def test_whoever_looks_on_is_told_after_it_was_written():
    house = late(5)
    house.says("left, all fine", to=house.last("sam"))
    assert [each.what for each in house.seen][-2:] == ["answer", "closed"]


def test_the_limit_of_an_extension_is_said_to_the_worker():
    house = late(5)
    house.says("+90", to=house.last("sam"))
    house.send()
    assert "15:00 at the latest" in house.last("sam").text


def test_the_limit_is_said_each_time_that_a_worker_asks_for_more():
    house = late(5)
    house.says("+90", to=house.last("sam"))
    house.send()
    house.says("another 30 minutes", to=house.last("sam"))
    house.send()
    assert ["15:00 at the latest" in each.text for each in house.told("sam")] == [False, True, True]


def test_a_limit_that_is_met_a_second_time_after_help_says_nothing():
    house = late(5)
    house.answers(AnswerKind.HELP)
    house.answers(AnswerKind.EXTEND, minutes=90)
    house.send()
    assert len(house.told("sam")) == 1
