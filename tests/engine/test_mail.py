"""Mail in the service mailbox: whose answer it is, and to what."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from calsync.domain.model import AlarmKind
from calsync.errors import SourceUnavailable
from calsync.parsers.location import read_place
from tests.house import CAST, CODE_WORD, DEE, OAK_STREET, SAM, House, clock, late

SAFE = "left, all fine"


def answered(house):
    return house.deadline.closed_by == "sam"


def test_an_answer_finds_its_deadline_by_in_reply_to():
    house = late(5)
    house.says(SAFE, to=house.last("sam"), subject="(no subject)")
    assert answered(house)


def test_an_answer_finds_its_deadline_by_references():
    house = late(5)
    ours = f"<{house.last('sam').notification.id}@memory>"
    house.says(SAFE, subject="", references=("<other@x>", ours), in_reply_to="<other@x>")
    assert answered(house)


def test_an_answer_finds_its_deadline_by_its_conversation():
    house = late(5)
    house.says(SAFE, subject="", conversation_id=f"memory-{house.last('sam').notification.id}")
    assert answered(house)


def test_an_answer_finds_its_deadline_by_the_word_in_the_subject():
    house = late(21)
    house.says("I have it", who="morgan", subject=f"AW: {house.last('morgan').subject}")
    assert house.deadline.owner == "morgan"


def test_an_answer_to_one_of_two_visits_is_about_that_one():
    house = House(at="12:00")
    house.entry("e1", "12:00", "14:00")
    house.entry("e2", "12:30", "14:05", place=read_place(OAK_STREET))
    house.go_to("14:06")
    about_the_second = house.last("sam")
    house.says("+20", to=about_the_second)
    moved = {each.visit.event_id: each.deadlines[0].due for each in house.watched()}
    assert moved == {"e1": clock("14:00"), "e2": clock("14:26")}


def test_a_new_mail_of_a_worker_is_about_what_is_most_overdue():
    house = House(at="12:00")
    house.entry("e1", "12:00", "14:00")
    house.entry("e2", "15:00", "16:00", place=read_place(OAK_STREET))
    house.go_to("14:05")
    house.says("+20")
    assert min(each.due for each in house.open()) == clock("14:25")


def test_a_strangers_mail_changes_nothing_whatever_it_answers():
    house = late(5)
    before = house.deadline
    house.says(SAFE, who="stranger@example.org", to=house.last("sam"))
    house.says("help", who="stranger@example.org", to=house.last("sam"))
    assert house.deadline == before
    assert [act.what for act in house.acts()].count("mail-from-stranger") == 2


@pytest.mark.parametrize("sender", ["SAM@Clarendon.Test", " sam@clarendon.test "])
def test_a_workers_address_is_known_in_any_case(sender):
    house = late(5)
    house.says(SAFE, to=house.last("sam"), sender=sender)
    assert answered(house)


@pytest.mark.parametrize(
    "changes",
    [
        {"headers": (("Auto-Submitted", "auto-replied"),)},
        {"headers": (("X-Autoreply", "yes"),)},
        {"subject": "Automatic reply: Have you left?"},
        {"sender": "postmaster@clarendon.test"},
        {"headers": (("Return-Path", "<>"),)},
    ],
)
def test_an_automatic_reply_changes_nothing(changes):
    house = late(5)
    before = house.deadline
    house.says("Safe. I am away, left, all fine", to=house.last("sam"), **changes)
    assert house.deadline == before


def test_quoted_text_answers_nothing():
    house = late(5)
    house.says("?\n\nOn Mon, 2 Mar 2026 at 14:00 calsync wrote:\n> left, all fine\n> safe", to=house.last("sam"))
    assert house.deadline.is_open


def test_our_own_mail_quoted_below_an_answer_changes_nothing_about_it():
    house = late(5)
    question = house.last("sam")
    quoted = "\n".join(f"> {line}" for line in question.text.splitlines())
    house.says(f"left, all fine\n\nOn Mon, 2 Mar 2026 at 14:00 calsync wrote:\n{quoted}", to=question)
    assert answered(house)


def test_the_same_mail_read_twice_acts_once():
    house = late(5)
    house.says("+10", to=house.last("sam"))
    for _ in range(3):
        house.clock.go(0.5)
        house.read_mail()
    assert house.deadline.due == clock("14:15")


def test_a_mail_that_was_read_by_somebody_in_the_mailbox_is_taken_all_the_same():
    house = late(5)
    house.says("hm, the dog", to=house.last("sam"))
    house.writes(SAFE, to=house.last("sam"), sent="14:03")
    house.mailbox.received[-1] = replace(house.mailbox.received[-1], received=clock("14:03"))
    house.clock.go(1)
    assert house.read_mail() == 1
    assert answered(house)


def test_a_mailbox_that_can_not_be_read_says_so_and_is_read_from_where_it_was():
    house = late(5)
    house.writes(SAFE, to=house.last("sam"))
    house.mailbox.refusal = SourceUnavailable("no")
    with pytest.raises(SourceUnavailable):
        house.read_mail()
    house.mailbox.refusal = None
    house.read_mail()
    assert answered(house)


def test_help_without_any_visit_raises_an_alarm_of_its_own_at_once():
    house = House(at="12:00")
    house.says("help")
    house.scan()
    assert {each.notification.recipient for each in house.mail.sent} == {"morgan", "dee"}
    assert "asks for help" in house.last("morgan").subject
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    assert house.open() == []


def test_help_after_the_visit_was_closed_is_heard():
    house = late(5)
    house.says(SAFE, to=house.last("sam"))
    house.says("help", to=house.last("sam"))
    house.scan()
    assert "asks for help" in house.last("morgan").subject


def test_help_sent_twice_is_one_alarm():
    house = House(at="12:00")
    house.says("help")
    house.says("help me")
    assert len(house.open()) == 1


def test_help_in_the_subject_of_a_mail_without_a_text_is_heard():
    house = late(5)
    house.says("", subject="HELP")
    assert house.alarms == [AlarmKind.HELP]


def test_a_worker_who_also_deputises_is_heard_when_they_answer_an_alarm_with_a_call_for_help():
    dee = replace(DEE, works=True, manager="morgan")
    house = House(
        at="12:00", people=replace(CAST, persons=(SAM, dee, *(p for p in CAST.persons if p.id not in "sam dee")))
    )
    house.entry()
    house.go_to("14:11")
    house.says("not safe", who="dee", to=house.last("dee"))
    house.scan()
    assert any(each.notification.ask.outside_body for each in house.told("morgan"))


def test_a_worker_who_writes_help_under_somebody_elses_question_is_heard():
    robin = replace(SAM, id="robin", name="Robin Rounds", mail="robin@clarendon.test")
    house = House(at="12:00", people=replace(CAST, persons=(robin, *CAST.persons)))
    house.entry()
    house.go_to("14:01")
    house.says("help", who="robin", to=house.last("sam"))
    house.scan()
    assert "Robin" in house.last("morgan").subject


def test_safe_from_a_colleague_under_the_workers_question_closes_nothing():
    house = late(5)
    house.says(SAFE, who="dee", to=house.last("sam"))
    assert house.deadline.is_open


def test_a_mail_without_any_visit_that_is_no_call_for_help_does_nothing():
    house = House(at="12:00")
    house.says(SAFE)
    assert house.watched() == []


def test_an_answer_above_an_automatic_signature_is_read_and_what_hides_below_one_is_not_safe():
    signature = "\n\nSam Visits\nSocial Worker\nRotherham Council\nTel 01709 336080"
    house = late(21)
    house.says(f"all fine{signature}\nPS not really, come quick", to=house.last("sam"))
    assert house.deadline.is_open
    house.says("I have it\n\nMorgan Manages | Team Manager\nRotherham Council", who="morgan", to=house.last("morgan"))
    assert house.deadline.owner == "morgan"
    house.says(f"left, all fine{signature}", to=house.last("sam"))
    assert not house.deadline.is_open


def test_a_code_word_in_the_subject_is_heard():
    house = late(5)
    house.says("left, all fine", subject=f"{CODE_WORD} please")
    assert AlarmKind.DURESS in house.alarms


def test_long_words_are_kept_short():
    house = late(5)
    deadline_id = house.deadline.id
    house.says("the dog " * 500, to=house.last("sam"))
    with house.store.transaction() as tx:
        assert all(len(each.words) <= 500 for each in tx.answers_of(deadline_id))


def test_a_mail_of_somebody_unknown_who_joins_later_is_not_lost_when_it_calls_for_help():
    robin = replace(SAM, id="robin", name="Robin Rounds", mail="robin@clarendon.test")
    house = House(at="12:00")
    house.says("help", who="robin@clarendon.test")
    with house.store.transaction() as tx:
        tx.put_people(replace(CAST, persons=(robin, *CAST.persons)))
    house.clock.go(1)
    house.tick()
    assert house.told("morgan")


def test_somebody_who_left_the_group_is_heard_while_a_visit_of_theirs_is_open():
    house = House(at="12:00")
    house.entry()
    house.go_to("13:10")
    house.directory.everybody = replace(
        CAST, persons=(replace(SAM, works=False), replace(DEE, works=True), *CAST.persons[1:2], *CAST.persons[3:])
    )
    asyncio.run(house.engine.refresh_people())
    house.says("call me, please help")
    assert house.alarms


def test_a_mail_dated_in_the_future_hides_none_that_comes_after_it():
    house = late(5)
    house.says("hello", who="stranger", received=clock("18:00"))
    house.clock.go(30)
    house.says("left, all fine", to=house.last("sam"))
    assert house.open() == []
