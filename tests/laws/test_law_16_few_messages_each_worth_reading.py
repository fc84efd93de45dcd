"""Law 16: few messages, each worth reading."""

from __future__ import annotations

import re

import pytest

from calsync.domain.model import AnswerKind, Ask, Lane
from calsync.parsers.location import read_place
from tests.house import OAK_STREET, House, late


def test_on_a_day_on_which_the_worker_writes_on_leaving_nobody_is_sent_anything():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:45")
    house.says("left, all fine")
    house.go_to("18:00")
    assert house.mail.sent == []


def test_on_an_ordinary_day_the_worker_is_asked_once_and_nobody_else_hears_of_anything():
    house = House(at="12:00")
    house.entry()
    house.entry("e2", "15:00", "15:30", place=read_place(OAK_STREET))
    for end in ("14:03", "15:32"):
        house.go_to(end)
        house.says("left, all fine", to=house.last("sam"))
    house.go_to("18:00")
    assert [each.notification.recipient for each in house.mail.sent] == ["sam", "sam"]


@pytest.mark.parametrize(
    "edit", [{"subject": "Something else"}, {"place": read_place(OAK_STREET)}, {"categories": ("Home visit", "Red")}]
)
def test_a_change_before_the_start_sends_nobody_anything(edit):
    house = House(at="12:00")
    house.entry()
    house.go_to("12:30")
    house.change(**edit)
    house.go_to("13:30")
    assert house.mail.sent == []


def test_an_all_day_entry_is_a_concern_and_one_question_to_the_worker_on_its_morning():
    house = House(at="06:00")
    house.entry("e1", "00:00", "23:59", all_day=True, categories=("Home visit",))
    house.go_to("07:59")
    assert house.mail.sent == []
    house.go_to("23:50")
    assert [(each.notification.recipient, each.subject.partition(" [")[0]) for each in house.mail.sent] == [
        ("sam", "Your visit has no times")
    ]
    with house.store.transaction() as tx:
        assert [each.kind for each in tx.concerns()] == ["no-times"]


def test_a_contact_and_an_extension_within_bounds_are_answered_with_silence():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:30")
    house.says("still here")
    house.says("+20")
    house.go_to("14:15")
    assert house.mail.sent == []


def test_nobody_who_was_not_told_of_an_alarm_is_told_of_its_end():
    house = late(5)
    house.says("left, all fine", to=house.last("sam"))
    house.tick()
    assert {each.notification.recipient for each in house.mail.sent} == {"sam"}


def test_who_was_told_is_stood_down_once():
    house = late(26)
    house.says("left, all fine", to=house.last("sam"))
    house.go_to("15:00")
    for who in ("dee", "ash", "morgan"):
        assert [each.subject.startswith("Stand down") for each in house.told(who)].count(True) == 1


def test_alarms_have_a_subject_form_of_their_own():
    house = late(21)
    assert all(re.match(r"ALARM: .+ late \[[A-Z2-9]{6}\]$", each.subject) for each in house.told("morgan"))
    assert not any("ALARM" in each.subject for each in house.told("sam"))


def test_alarms_pass_every_queue():
    house = House(at="12:00")
    for number in range(30):
        house.entry(f"e{number}", "13:00", "14:20", place=read_place(f"{number + 1} Oak Street, Rotherham"))
    house.entry("alarm", "13:00", "14:00")
    house.tick()
    for text in ("14:00", "14:10"):
        house.go_to(text)
    house.go_to("14:19")
    house.clock.go(1)
    house.engine.escalate()
    with house.store.transaction() as tx:
        claims = tx.claim_notifications(house.clock.now(), 5)
    assert claims[0].notification.lane is Lane.ALARM
    assert claims[0].notification.recipient == "morgan"


def test_an_emergency_service_is_only_asked_about_a_visit_that_a_rule_confirmed_or_a_call_for_help():
    house = late(30)
    asked = [row for row in house.rows() if row.ask is Ask.INFORM_EMERGENCY_SERVICES]
    assert asked
    visits = {each.visit.id: each.visit for each in house.watched()}
    with house.store.transaction() as tx:
        assert all(visits[tx.deadline(row.deadline_id).visit_id].matched_by for row in asked)


def test_an_alarm_says_what_happened_since_when_what_to_do_and_what_comes_next():
    house = late(21)
    text = house.last("morgan").text
    for part in (
        "Sam Visits",
        "14:00",
        "+44 7700 900101",
        "14 Elm Road",
        "999",
        "Next: at 14:25",
        "Children's Social Care",
    ):
        assert part in text


def test_the_mail_to_a_deputy_asks_for_one_thing():
    house = late(11)
    text = house.last("dee").text
    assert "Please ring Sam Visits now" in text
    assert "999" not in text
    assert "Next: at 14:20 the line manager" in text


def test_several_answers_of_the_same_kind_bring_no_second_message():
    house = late(5)
    for _ in range(3):
        house.says("hm, the dog", to=house.last("sam"))
        house.tick()
    assert sum("was not clear" in each.text for each in house.told("sam")) == 1
    assert house.answers(AnswerKind.UNCLEAR).took_as == "noted"
