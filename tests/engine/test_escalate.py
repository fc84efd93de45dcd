"""Escalate: deadlines whose time has come become rows, in one unit of work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import Absence, AnswerKind, Channel, Lane, NotificationState, Policies
from tests.house import CAST, CLARENDON, MONDAY, House, clock, differing, late


def test_clarendons_ladder_to_the_minute():
    house = late(0)
    house.go_to("14:31")
    told = [(each.notification.recipient, f"{each.notification.recorded:%H:%M}") for each in house.mail.sent]
    assert sorted(told, key=lambda each: each[1]) == [
        ("sam", "14:00"), *sorted([("sam", "14:10"), ("dee", "14:10"), ("ash", "14:10")], key=lambda e: told.index(e)),
        ("morgan", "14:20"), ("morgan", "14:25"), ("morgan", "14:30"),
    ]  # fmt: skip


def test_before_its_time_nothing_is_due():
    house = House(at="12:00")
    house.entry()
    house.tick()
    house.clock.moment = clock("13:59:59")
    assert house.scan() == 0
    house.clock.moment = clock("14:00")
    assert house.scan() == 1


def test_it_asks_nobody_but_the_store():
    house = late(9)
    house.calendars.refuse("sam", RuntimeError("nobody may ask"))
    house.mailbox.refusal = RuntimeError("nobody may ask")
    house.directory.refusal = RuntimeError("nobody may ask")
    house.clock.go(11)
    assert house.scan() == 1
    assert house.told("morgan")


def test_a_rows_words_say_who_what_and_by_what():
    house = late(21)
    rows = {row.recipient: row for row in house.rows() if row.step in ("1", "3", "4")}
    assert (rows["sam"].lane, rows["sam"].role, rows["sam"].ask) == (Lane.REMINDER, "worker", "check-in")
    assert (rows["dee"].lane, rows["dee"].role, rows["dee"].ask) == (Lane.ALARM, "deputy", "call-worker")
    assert (rows["morgan"].lane, rows["morgan"].ask) == (Lane.ALARM, "inform-emergency-services")
    assert all(row.channel is Channel.MAIL for row in rows.values())


def test_each_row_has_a_word_of_its_own_that_nobody_confuses():
    house = late(30)
    tokens = [row.token for row in house.rows()]
    assert len(set(tokens)) == len(tokens)
    assert all(len(token) == 6 and not set(token) & set("IO01") for token in tokens)


def test_responders_asked_is_remembered_from_the_first_responder_step():
    house = late(9)
    assert not house.deadline.responders_asked
    house.go_to("14:10")
    assert house.deadline.responders_asked


@pytest.mark.parametrize("kind", [AnswerKind.HELP, AnswerKind.DURESS])
def test_help_is_told_at_the_next_scan_whatever_the_time(kind):
    house = House(at="12:00")
    house.entry()
    house.go_to("13:10")
    house.answers(kind)
    assert house.scan() == 1
    assert {each.notification.recipient for each in house.mail.sent} == {"morgan", "dee"}


def test_a_worker_without_any_address_has_a_row_that_fails_and_can_be_seen():
    house = late(1, people=differing(CAST, "sam", mail=""))
    assert [row.recipient for row in house.rows()] == []
    house.go_to("14:21")
    assert house.told("morgan")


def test_who_was_passed_over_is_named_to_those_who_are_told():
    people = differing(CAST, "morgan", absences=(Absence(start=MONDAY, end=None),))
    house = late(21, people=people)
    assert "Morgan Manages (line manager) is told too, but not counted on: away." in house.last("sloane").text


def test_a_step_is_told_once_to_a_person_who_holds_two_of_its_roles():
    roles = tuple((role, ("dee",)) if role == "admin" else (role, ids) for role, ids in CAST.roles)
    house = late(11, people=replace(CAST, roles=roles))
    assert len(house.told("dee")) == 1


def test_three_hundred_deadlines_of_one_minute_are_all_taken_in_one_scan():
    house = House(at="12:00")
    for number in range(300):
        house.entry(f"e{number}", place=house.entry(f"e{number}").place, categories=("Home visit",))
    house.tick()
    house.clock.moment = clock("14:00")
    assert house.engine.escalate() == 300
    assert len(house.rows()) == 300


def test_an_edited_policy_changes_no_running_ladder():
    house = late(5)
    object.__setattr__(house.core, "policies", Policies(standing=replace(CLARENDON, steps=CLARENDON.steps[:1])))
    house.go_to("14:21")
    assert house.told("morgan")


def test_every_row_waits_until_it_is_sent():
    house = late(9)
    house.clock.go(1)
    house.engine.escalate()
    assert {row.state for row in house.rows() if row.recorded == house.clock.now()} == {NotificationState.WAITING}
