"""A question before a visit: asked once a day, reminded once, settled by an approval, and told once at its alert."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model.approvals import Verdict
from calsync.domain.model.checks import Check
from calsync.parsers.location import read_place
from tests.engine.before_house import APPROVAL, DAY, MINUTE, TEAM, approvals, house_with, minutes, raised, read, rule
from tests.house import OAK_STREET, clock


def test_CO1_the_manager_is_asked_and_an_approval_settles_it():
    house = house_with(APPROVAL, entry={})
    (asked,) = house.mail.sent
    assert asked.notification.recipient == "morgan"
    assert "May Sam Visits go alone?" in asked.text
    assert raised(house) == ["approval"]
    house.says("Approved\nMorgan", who="morgan", to=asked)
    house.check()
    (kept,) = approvals(house)
    assert (kept.who, kept.verdict, kept.check, kept.until) == ("morgan", Verdict.YES, Check.APPROVAL, None)
    assert raised(house) == []
    minutes(house, "12:59")
    assert len(house.mail.sent) == 1
    assert [each.who for each in house.acts() if each.what == "approved"] == ["morgan"]


def test_CO1_who_does_not_answer_is_reminded_once_and_then_it_is_told_once():
    house = house_with(APPROVAL, at="08:30", entry={})
    assert len(house.mail.sent) == 1
    minutes(house, "09:00")
    assert [each.notification.step for each in house.mail.sent] == ["ask", "remind"]
    assert house.last("morgan").text.startswith("You were asked before")
    minutes(house, "12:00")
    assert sorted(each.notification.recipient for each in house.mail.sent[2:]) == ["morgan", "sam"]
    assert "your line manager has not approved that" in house.last("sam").text
    minutes(house, "12:59")
    assert len(house.mail.sent) == 4


def test_CO1_a_reminder_is_answered_as_the_question_is():
    house = house_with(APPROVAL, at="08:30", entry={})
    minutes(house, "09:00")
    house.says("yes", who="morgan", to=house.last("morgan"))
    house.check()
    assert raised(house) == []


def test_CO1_a_refusal_is_told_the_worker_with_its_reason():
    house = house_with(APPROVAL, entry={})
    house.says("Not approved: wait for Dee", who="morgan", to=house.last("morgan"))
    house.check()
    told = house.last("sam")
    assert 'Your line manager has not approved that you make it alone. They say: "wait for Dee"' in told.text
    assert raised(house) == ["approval"]
    house.says("Approved", who="morgan", to=house.last("morgan"))
    house.check()
    assert raised(house) == []


def test_CO1_approved_always_for_this_family_stands_for_the_next_visit_there_and_nowhere_else():
    house = house_with(APPROVAL, entry={})
    house.says("approved always for this family", who="morgan", to=house.last("morgan"))
    house.entry("e2", "15:00", "16:00")
    house.entry("e3", "16:30", "17:30", place=read_place(OAK_STREET))
    read(house)
    house.check()
    assert len(house.told("morgan")) == 2
    assert "16:30" in house.last("morgan").text
    assert "15:00" not in house.last("morgan").text


def test_CO1_several_visits_are_asked_in_one_mail_and_answered_by_their_numbers():
    house = house_with(APPROVAL)
    for number, start in enumerate(("11:00", "13:00", "16:00"), 1):
        house.entry(f"e{number}", start, f"{start[:2]}:45", place=read_place(f"{number} Elm Road S60 3AB"))
    read(house)
    house.check()
    (asked,) = house.mail.sent
    assert asked.subject.startswith("3 questions about visits [")
    numbers = {line[:1]: line for line in asked.text.splitlines() if line[:2] in ("1.", "2.", "3.")}
    assert set(numbers) == {"1", "2", "3"}
    house.says("1 approved, 2 not approved: ring me, 3 approved", who="morgan", to=asked)
    house.says("1 approved\n2 not approved: ring me\n3 approved", who="morgan", to=asked)
    house.check()
    (denied,) = [each for each in approvals(house) if each.verdict is Verdict.NO][-1:]
    with house.store.transaction() as tx:
        assert tx.visit(denied.visit_id).start.strftime("%H:%M") in numbers["2"]


def test_law_16_what_is_still_open_in_the_morning_and_what_is_new_by_then_is_one_mail_of_the_day():
    house = house_with(APPROVAL)
    house.clock.moment = clock("09:00")
    for number, (start, day) in enumerate((("13:00", 1), ("15:30", 1), ("08:30", 2)), 1):
        visit = house.entry(f"e{number}", start, place=read_place(f"{number} Elm Road S60 3AB"))
        house.change(f"e{number}", start=visit.start + day * DAY, end=visit.start + day * DAY + 30 * MINUTE)
    read(house)
    while house.clock.now() < clock("12:00", day=1):
        house.clock.moment += 10 * MINUTE
        if house.clock.now() == clock("07:50", day=1):
            read(house)
        house.check()
    first, second, near = house.told("morgan")
    assert [f"{each.notification.recorded:%d %H:%M}" for each in (first, second, near)] == [
        "02 09:30", "03 08:00", "03 12:00",
    ]  # fmt: skip
    assert second.text.count("You were asked before") == 2
    assert "08:30" in second.text
    assert near.notification.step == "concern"


def test_CO1_what_is_asked_late_is_asked_the_manager_alone_and_told_the_worker_at_once():
    house = house_with(APPROVAL, at="12:15", entry={})
    assert [(each.notification.recipient, each.notification.step) for each in house.mail.sent] == [
        ("sam", "concern"),
        ("morgan", "ask"),
    ]


def test_law_16_approve_all_answers_a_whole_list():
    house = house_with(APPROVAL)
    house.entry("e1", "10:00", "11:00")
    house.entry("e2", "13:00", "14:00", place=read_place(OAK_STREET))
    read(house)
    house.check()
    house.says("approve all", who="morgan", to=house.last("morgan"))
    house.check()
    assert (len(approvals(house)), raised(house)) == (2, [])


def test_CO1_a_visit_that_moves_is_asked_about_anew():
    house = house_with(APPROVAL, entry={"start": "14:00", "end": "15:00"})
    house.says("approved", who="morgan", to=house.last("morgan"))
    house.change(start=clock("14:30"))
    house.poll()
    house.check()
    assert len(house.told("morgan")) == 2
    assert raised(house) == ["approval"]


def test_an_answer_that_is_not_clear_approves_nothing_and_is_asked_back_once():
    house = house_with(APPROVAL, entry={})
    house.says("approved if the dog is away", who="morgan", to=house.last("morgan"))
    house.send()
    assert house.last("morgan").text.startswith("Your answer was not clear")
    house.says("hmm, maybe", who="morgan", to=house.last("morgan"))
    house.send()
    assert len(house.told("morgan")) == 2
    assert raised(house) == ["approval"]
    house.says("approved", who="morgan", to=house.last("morgan"))
    house.check()
    assert raised(house) == []


def test_AH6_AH8_BX1_RO6_that_a_risk_was_assessed_stands_for_whoever_goes_there():
    house = house_with(rule(Check.RISK_ASSESSMENT), people=TEAM, entry={})
    assert "the individuals, the history, the environment" in house.last("morgan").text
    house.says("yes", who="morgan", to=house.last("morgan"))
    house.calendars.put(replace(house.entry(), worker="dee", id="d1", start=clock("15:00"), end=clock("16:00")))
    read(house)
    house.check()
    assert raised(house) == []
    assert len(house.told("morgan")) == 1


def test_law_13_a_question_is_a_row_before_it_is_a_message():
    house = house_with(APPROVAL)
    house.entry()
    read(house)
    house.mail.fail()
    house.check()
    assert house.mail.sent == []
    house.mail.recover()
    house.clock.go(2)
    house.send()
    assert len(house.mail.sent) == 1


@pytest.mark.parametrize(
    ("named", "check"), [("CO1", Check.APPROVAL), ("RO6", Check.RISK_ASSESSMENT), ("BX3, AH7", Check.DISCUSSED)]
)
def test_after_a_managers_no_what_still_stands_is_told_once_more_at_its_alert_and_no_more(named, check):
    house = house_with(rule(check, alert=60 * MINUTE), entry={})
    house.says("Not approved: wait for Dee", who="morgan", to=house.last("morgan"))
    house.check()
    told = len(house.mail.sent)
    minutes(house, "11:59")
    assert len(house.mail.sent) == told, named
    minutes(house, "12:00")
    last = house.mail.sent[told:]
    assert sorted(each.notification.recipient for each in last) == ["morgan", "sam"]
    assert all('They say: "wait for Dee" It still stands in the diary.' in each.text for each in last)
    minutes(house, "12:59")
    assert len(house.mail.sent) == told + 2
