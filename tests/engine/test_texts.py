"""Text messages both ways: what goes out, what an answer by text does, and what nobody's text does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import AlarmKind, Channel, DeadlineKind, DeadlineState
from calsync.domain.notices import Cause
from calsync.parsers.location import read_place
from calsync.parsers.short_answer import spelled_out
from calsync.policies.loader import load
from calsync.ports import IncomingText
from tests.house import CODE_WORD, OAK_STREET, House, an_entry, clock, differing
from tests.texts import NUMBERS, STAFF, TextHouse, late_by_text


def acts(house: House) -> list[str]:
    return [each.what for each in house.acts()]


def test_the_worker_is_asked_by_text_alone_and_a_responder_by_text_and_mail():
    house = late_by_text("14:11")
    assert {each.notification.channel for each in house.told("sam")} == set()
    assert "Have you left, and are you safe?" in house.texts_to("sam")[0].text
    (text,), (mail,) = house.texts_to("dee"), house.told("dee")
    assert text.address == "+447700900103"
    assert text.text == (
        "Sam Visits has not said they are safe, due 14:00. Ring Sam Visits now: 07700 900101. Details are in your "
        "mail. Reply 1 to take it."
    )
    assert "14 Elm Road" in mail.text


@pytest.mark.parametrize("words", ["OK", "1", "ok.", "Yes", "left, all fine"])
def test_a_plain_word_from_the_workers_number_closes_what_was_asked(words):
    house = late_by_text()
    assert house.texts(words) == 1
    assert house.deadline.state is DeadlineState.CLOSED
    about = house.deadline.id
    with house.store.transaction() as tx:
        (answer,) = tx.answers_of(about)
    assert (answer.via, answer.words) == ("text", words)
    assert house.read_texts() == 0


def test_thirty_is_more_time_and_asks_nobody():
    house = late_by_text()
    house.texts("30")
    assert house.deadline.due == clock("14:31")


@pytest.mark.parametrize("words", ["0", "help", "CALL ME", "not safe"])
def test_nought_and_help_are_a_call_for_help(words):
    house = late_by_text()
    house.texts(words)
    assert house.alarms == [AlarmKind.HELP]


def test_a_number_of_those_who_come_in_need_alone_is_a_call_for_help_and_never_minutes():
    for words in ("112", "101", "999", "911", "9 9 9", "999!", "112?", "+112", "000"):
        assert spelled_out(words) == "help"
    assert [spelled_out(each) for each in ("5", "30", "120")] == ["+5", "+30", "+120"]
    assert [spelled_out(each) for each in ("2", "4", "121", "500", "05")] == ["2", "4", "121", "500", "05"]
    house = late_by_text()
    house.texts("112")
    assert house.alarms == [AlarmKind.HELP]


@pytest.mark.parametrize("words", ["OK", "1", "30", "STILL HERE"])
def test_a_code_word_by_text_shows_the_worker_what_the_same_words_would_without_it(words):
    shown = []
    for said in (words, f"{words} {CODE_WORD}"):
        house = late_by_text()
        house.texts(said)
        house.send()
        house.go_to("14:30")
        shown.append([(each.subject, each.text) for each in (*house.texts_to("sam"), *house.told("sam"))])
        assert house.alarms == ([AlarmKind.DURESS] if CODE_WORD in said else [])
    assert shown[0] == shown[1]


def test_an_ok_before_the_end_is_contact_and_closes_nothing():
    house = late_by_text("13:30")
    house.texts("OK")
    assert house.deadline.is_open


def test_one_from_a_responder_takes_it_and_ok_from_one_does_nothing():
    house = late_by_text("14:11")
    house.texts("OK", who="dee")
    assert house.deadline.owner is None
    house.send()
    assert "To take it, reply 1" in house.texts_to("dee")[-1].text
    house.texts("1", who="dee")
    assert house.deadline.owner == "dee"
    assert house.deadline.is_open


def test_a_responder_closes_by_text_with_a_reason_and_who_was_rung_is_stood_down_by_text():
    house = late_by_text("14:11")
    house.texts("close: safe and well, I spoke to them", who="dee")
    assert house.deadline.closed_by == "dee"
    house.send()
    assert house.texts_to("ash")[-1].text.startswith("Stand down: Sam Visits.")


def test_a_text_from_an_unknown_number_changes_nothing_and_is_noted():
    house = late_by_text()
    assert house.texts("OK", number="+447700900555") == 0
    assert house.texts("help", number="+447700900555") == 0
    assert house.deadline.is_open
    assert house.alarms == []
    assert acts(house).count("text-from-stranger") == 2


def test_a_number_that_two_people_have_is_nobodys_and_told_to_it():
    house = late_by_text(people=differing(STAFF, "dee", mobile=NUMBERS["sam"]))
    assert house.texts("OK") == 0
    assert house.deadline.is_open
    with house.store.transaction() as tx:
        (notice,) = [each for each in tx.standing_notices() if each.cause == Cause.NUMBER_SHARED]
    assert notice.words == "Dee Deputises and Sam Visits have the same mobile number, and a text came from it."


def test_who_was_asked_of_their_own_visit_and_of_another_is_asked_back_for_a_bare_word():
    house = TextHouse(people=differing(STAFF, "dee", works=True))
    house.entry()
    house.calendars.put(an_entry("e2", "12:30", "14:10", worker="dee", place=read_place(OAK_STREET)))
    house.go_to("14:11")
    (own,) = house.open("dee")
    house.texts("1", who="dee")
    assert [each.is_open for each in (house.open("sam")[0], house.open("dee")[0])] == [True, True]
    assert house.open("sam")[0].owner is None
    house.send()
    assert "It was not clear" in house.texts_to("dee")[-1].text
    house.texts("I have it", who="dee")
    assert house.open("sam")[0].owner == "dee"
    house.texts("left, all fine", who="dee")
    assert own.id not in {each.id for each in house.open("dee")}


def dee_visits(*, until: str) -> TextHouse:
    """A house in which Dee is on a visit of her own while Sam's is over without a word."""
    house = TextHouse(people=differing(STAFF, "dee", works=True))
    house.entry()
    house.calendars.put(an_entry("e2", "12:30", until, worker="dee", place=read_place(OAK_STREET)))
    return house


@pytest.mark.parametrize("words", [CODE_WORD, f"OK {CODE_WORD}", f"help {CODE_WORD}"])
def test_a_code_word_of_a_responder_who_is_out_is_their_own_and_not_that_of_whom_they_were_asked_of(words):
    house = dee_visits(until="15:30")
    house.go_to("14:15")
    house.texts(words, who="dee")
    assert AlarmKind.DURESS in [each.alarm for each in house.open("dee")]
    assert AlarmKind.DURESS not in [each.alarm for each in house.open("sam")]
    house.send()
    assert not [each for each in house.texts_to("dee") if "code word" in each.text]


def test_ok_to_what_was_no_question_closes_nothing():
    house = late_by_text()
    house.texts("120")
    house.send()
    assert "can be moved to 15:00" in house.texts_to("sam")[-1].text
    house.go_to("14:56")
    house.texts("OK")
    assert house.deadline.is_open


def test_ok_to_a_stand_down_closes_nothing_of_the_senders_own():
    house = dee_visits(until="14:20")
    house.go_to("14:11")
    house.texts("left, all fine")
    house.send()
    assert house.texts_to("dee")[-1].text.startswith("Stand down: Sam Visits.")
    house.go_to("14:12")
    for words in ("OK", "1"):
        house.texts(words, who="dee")
    assert [each for each in house.open("dee") if each.kind is DeadlineKind.VISIT_END]


ANN = replace(STAFF.persons[0], id="ann", name="Ann Arrives", mail="ann@clarendon.test", mobile="07700 900120")


def told_of_two(at: str = "14:16") -> TextHouse:
    """A house in which Dee was told of Sam's visit by one text and of Ann's by a later one."""
    house = TextHouse(people=replace(STAFF, persons=(*STAFF.persons, ANN)))
    house.entry()
    house.calendars.put(an_entry("e2", "12:30", "14:05", worker="ann", place=read_place(OAK_STREET)))
    house.go_to(at)
    return house


def owners(house: TextHouse) -> list[str | None]:
    return [house.open(who)[0].owner for who in ("sam", "ann")]


def test_a_word_to_several_alarms_goes_to_whom_it_names_and_naming_nobody_is_asked_back():
    house = told_of_two()
    house.texts("1", who="dee")
    assert owners(house) == [None, None]
    house.send()
    assert house.texts_to("dee")[-1].text.startswith("Which? You were told of several alarms")
    house.texts("close: safe and well, I spoke to them", who="dee")
    assert owners(house) == [None, None]
    house.texts("1 Sam", who="dee")
    assert owners(house) == ["dee", None]
    house.texts("1", who="dee")
    assert owners(house) == ["dee", None]
    house.texts("999 called for Ann, log 123", who="dee")
    assert [bool(house.open(who)[0].outside_body) for who in ("sam", "ann")] == [False, True]
    house.texts("close: Sam is safe and well, I spoke to him", who="dee")
    assert house.open("sam") == []
    assert house.open("ann")


def test_who_has_one_of_several_alarms_closes_that_one_by_words_that_name_nobody():
    house = told_of_two("14:11")
    house.texts("1", who="dee")
    house.go_to("14:16")
    assert [each.text.split()[0] for each in house.texts_to("dee")] == ["Sam", "Ann"]
    house.texts("close: safe and well, I spoke to them", who="dee")
    assert house.open("sam") == []
    assert house.open("ann")


def test_a_text_is_no_answer_to_what_was_sent_after_it_came_in():
    house = told_of_two("14:11")
    house.go_to("14:16")
    asked = max(row.sent for row in house.rows() if row.recipient == "dee" and row.channel == "text" and row.sent)
    words, number = "close: safe and well, I spoke to him", "+447700900103"
    crossed = IncomingText(id="crossed", number=number, words=words, received=asked - timedelta(seconds=2))
    house.carrier.received.append(crossed)
    house.read_texts()
    assert house.open("ann")
    assert house.open("sam") == []


def test_an_unclear_text_is_asked_back_by_text():
    house = late_by_text()
    house.texts("hm what do you mean")
    house.send()
    assert "It was not clear" in house.texts_to("sam")[-1].text
    assert house.deadline.is_open


def test_a_worker_without_a_mobile_is_asked_by_mail():
    house = late_by_text(people=differing(STAFF, "sam", mobile=""))
    assert house.texts_to("sam") == []
    assert house.told("sam")


def test_a_landline_as_mobile_goes_to_the_next_channel():
    house = TextHouse(people=differing(STAFF, "sam", mobile="01709 336080"))
    house.entry()
    house.go_to("14:01")
    assert [each.notification.channel for each in house.told("sam")] == [Channel.MAIL]


def test_the_call_sheet_goes_by_mail_beside_every_text_of_an_alarm_and_by_no_text():
    house = late_by_text("14:26")
    told = [each for who in ("dee", "ash", "morgan") for each in house.texts_to(who)]
    assert len(told) == len([each for who in ("dee", "ash", "morgan") for each in house.told(who)]) == 4
    for each in told:
        assert "Details are in your mail." in each.text
        assert not [word for word in ("Elm", "S60", "Whitcombe", "Rotherham") if word in each.text]


def test_a_concern_by_text_says_where_the_rest_stands():
    house = TextHouse(at="11:50", policy=load("clarendon"))
    house.entry(place=read_place(""), subject="Home visit: Mrs Whitcombe", categories=("Home visit",))
    house.tick()
    house.poll()
    house.check()
    assert house.texted.sent
    for each in house.texted.sent:
        assert "Your mail says what." in each.text
        assert "Whitcombe" not in each.text


def test_a_code_word_that_a_responder_passes_on_is_about_whom_they_were_asked_of():
    house = late_by_text("14:11")
    house.texts(f"Sam said {CODE_WORD}", who="dee")
    assert house.alarms == [AlarmKind.DURESS]
    with house.store.transaction() as tx:
        assert {each.deadlines[0].worker for each in tx.open_deadlines()} == {"sam"}


def test_a_text_dated_in_the_future_hides_no_call_for_help_after_it():
    house = late_by_text()
    house.carrier.received.append(IncomingText(id="f", number="+447700900999", words="hi", received=clock("18:00")))
    house.read_texts()
    house.go_to("14:40")
    house.texts("help")
    assert house.alarms == [AlarmKind.HELP]


def test_safe_and_well_to_a_colleagues_alarm_closes_nothing_of_the_senders_own():
    house = dee_visits(until="14:20")
    house.go_to("14:12")
    for words in ("safe and well", "all good", "fine"):
        house.texts(words, who="dee")
    assert [each for each in house.open("dee") if each.kind is DeadlineKind.VISIT_END]
    house.texts("left, all fine", who="dee")
    assert not [each for each in house.open("dee") if each.kind is DeadlineKind.VISIT_END]
