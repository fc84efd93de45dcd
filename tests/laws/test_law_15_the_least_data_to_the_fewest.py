"""Law 15: the least data, to the fewest people, for the shortest time."""

from __future__ import annotations

import logging

import pytest

from calsync.domain.model import AnswerKind, NotificationState, Place, Unreadable
from calsync.errors import SourceRefused
from calsync.parsers.location import read_place
from tests.house import House, clock, late

HOUSEHOLD = ("Whitcombe", "Elm Road", "elm road", "S60 3AB", "Rotherham")


def nasty_afternoon():
    """Everything that can go wrong with one visit, from the diary to the stand-down."""
    house = House(at="12:00")
    house.entry()
    house.go_to("13:10")
    house.calendars.unreadable["sam"] = [Unreadable(worker="sam", id="bad", why="its start is no time")]
    house.calendars.refuse("sam", SourceRefused("The mailbox is refused.", status=403))
    house.tick()
    house.calendars.allow("sam")
    house.says("I am still with Mrs Whitcombe at 14 Elm Road", to=None)
    house.delete()
    house.tick()
    house.entry("e2")
    house.go_to("14:12")
    house.says("+20", to=house.last("sam"))
    house.mail.fail("no connection")
    house.go_to("14:45")
    house.mail.recover()
    house.go_to("14:58")
    house.says("I have it, driving to 14 Elm Road", who="morgan", to=house.last("morgan"))
    house.says("I have it", who="morgan", to=house.last("morgan"))
    house.says("hello from Elm Road", who="stranger@example.org")
    house.says("help", to=house.last("sam"))
    house.go_to("15:20")
    house.says("close: Mrs Whitcombe rang, Sam has left Elm Road", who="morgan", to=house.last("morgan"))
    house.answers(AnswerKind.HELP)
    house.go_to("15:30")
    house.engine.seal()
    return house


@pytest.fixture(scope="module")
def afternoon():
    records = []

    class Keeping(logging.Handler):
        def emit(self, record):
            records.append(self.format(record))

    handler = Keeping(level=logging.DEBUG)
    logger = logging.getLogger()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        house = nasty_afternoon()
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
    return house, records


def names_the_household(text):
    return [each for each in HOUSEHOLD if each in text]


def test_no_subject_names_the_people_visited(afternoon):
    house, _ = afternoon
    assert len(house.mail.sent) > 10
    assert [each.subject for each in house.mail.sent if names_the_household(each.subject)] == []


def test_no_message_to_the_worker_names_the_people_visited(afternoon):
    house, _ = afternoon
    assert [each.text for each in house.told("sam") if names_the_household(each.text)] == []


def test_no_log_line_names_the_people_visited(afternoon):
    _, lines = afternoon
    assert len(lines) > 3
    assert [line for line in lines if names_the_household(line)] == []


def test_no_act_of_the_audit_names_the_people_visited_or_says_what_somebody_wrote(afternoon):
    house, _ = afternoon
    assert len(house.acts()) > 20
    assert [act for act in house.acts() if names_the_household(repr(act))] == []
    assert [act for act in house.acts() if "driving" in repr(act)] == []


def test_no_id_and_no_token_names_the_people_visited(afternoon):
    house, _ = afternoon
    for watched in house.watched():
        ids = [watched.visit.id, *(each.id for each in watched.deadlines)]
        assert not names_the_household(" ".join(ids))
    for row in house.rows():
        assert not names_the_household(f"{row.id} {row.token} {row.last_error} {row.note}")


def test_a_poisoned_message_is_logged_without_what_it_says(caplog):
    house = late(9)

    async def repeats_the_message(message):
        raise RuntimeError(f"could not send: {message.text}")

    house.mail.send = repeats_the_message
    house.go_to("14:21")
    logged = "\n".join(caplog.handler.format(record) for record in caplog.records)
    assert "RuntimeError" in logged
    assert not names_the_household(logged)


@pytest.mark.parametrize(
    "changes",
    [
        {"place": Place(text="Cafe"), "subject": "Birthday of Mrs Whitcombe"},
        {"private": True},
        {"free": True},
        {"away": True},
        {"categories": ("Not a visit",)},
        {"place": read_place("1 Clarendon Road, Leeds LS2 9NN"), "subject": "Team meeting"},
    ],
)
def test_entries_that_are_no_visits_leave_no_trace(changes):
    house = House(at="12:00")
    house.entry(**changes)
    house.tick()
    assert house.watched() == []
    assert not names_the_household(repr(house.acts()))
    assert house.calendars.asked == []


@pytest.mark.parametrize(("start", "end", "day"), [("19:00", "21:00", 0), ("12:00", "13:00", 5)])
def test_outside_a_persons_own_working_hours_a_place_alone_makes_no_visit(start, end, day):
    house = House(at="09:00")
    house.clock.moment = clock("09:00", day=day)
    house.entry(start="13:00", end="14:00", subject="Dinner")
    house.change(start=clock(start, day=day), end=clock(end, day=day))
    house.tick()
    assert house.watched() == []


def test_outside_working_hours_a_visit_category_still_makes_a_visit():
    house = House(at="09:00")
    house.entry(start="19:00", end="21:00", categories=("Home visit",))
    house.tick()
    assert len(house.open()) == 1


def test_only_the_roles_of_the_policy_are_told_and_nobody_before_their_step():
    house = late(9)
    assert {each.notification.recipient for each in house.mail.sent} == {"sam"}
    house.go_to("14:19")
    assert {each.notification.recipient for each in house.mail.sent} == {"sam", "dee", "ash"}
    assert all(row.state is NotificationState.SENT for row in house.rows())


def test_the_words_of_a_strangers_mail_are_not_kept():
    house = late(5)
    deadline_id = house.deadline.id
    house.says("Mrs Whitcombe of Elm Road here", who="stranger@example.org", to=house.last("sam"))
    with house.store.transaction() as tx:
        assert not names_the_household(repr(tx.answers_of(deadline_id)))
    assert not names_the_household(repr(house.acts()))
