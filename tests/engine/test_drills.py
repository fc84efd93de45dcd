"""Drills: real messages down a worker's own ladder, each of which says that it is a drill (docs/drills.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import AnswerKind, Deadline, PauseFor
from calsync.errors import CalsyncError, Problems
from tests.house import CAST, CODE_WORD, SAM, House, clock
from tests.link_house import LinkHouse
from tests.texts import TextHouse

TWO = timedelta(minutes=2)


def _drill(house: House, within: timedelta = TWO) -> Deadline:
    return house.engine.drills.start(SAM, within, "ash")


def _open(house: House) -> list[Deadline]:
    with house.store.transaction() as tx:
        return [one for each in tx.open_drills() for one in each.deadlines]


def _refused(house: House, worker: str = "sam") -> str:
    person = house.directory.everybody.get(worker)
    assert person is not None
    with pytest.raises(Problems) as told:
        house.engine.drills.start(person, TWO)
    return " ".join(told.value.problems)


def test_a_drill_walks_the_real_ladder_and_repeats_until_a_person_closes_it() -> None:
    house = House(at="10:00")
    _drill(house)
    house.go_to("11:30")
    to_sam, to_morgan = house.told("sam"), house.told("morgan")
    assert all((to_sam, to_morgan, house.told("dee"))), "the policy's own steps"
    everything = house.mail.sent
    assert all(each.subject.startswith("DRILL: ") for each in everything)
    assert all(each.text.startswith("This is a drill.\n") for each in everything)
    assert "that is never a drill" in to_sam[0].text
    last = len(house.mail.sent)
    house.go_to("11:45")
    assert len(house.mail.sent) > last, "there is no automatic close"
    house.says("close: it was a drill, all answered", who="morgan", to=to_morgan[0])
    house.scan()
    assert not _open(house)
    assert house.last("dee").subject.startswith("DRILL: Stand down: Sam Visits")
    assert "The drill alone is over." in house.last("dee").text
    closed = [each for each in house.acts() if each.what == "deadline-closed"]
    assert closed[-1].who == "morgan"
    with house.store.transaction() as tx:
        deadline = tx.deadline(closed[-1].deadline_id or "")
    assert deadline is not None
    assert deadline.reason == "drill"


def test_what_reaches_beyond_the_organisation_is_said_and_not_done() -> None:
    home = replace(SAM, home_phone="0114 496 0123", home_address="1 Own Road", vehicle="AB12 CDE")
    people = replace(CAST, persons=(home, *CAST.persons[1:]))
    house = House(at="10:00", people=people)
    house.engine.drills.start(home, TWO)
    house.go_to("11:30")
    texts = [each.text for each in house.mail.sent]
    assert any("ring nobody outside, say that you would" in each for each in texts)
    for each in texts:
        assert not any(word in each for word in ("dial 999", "0114", "Own Road", "AB12"))


def test_the_workers_plain_safe_closes_it_and_brings_nothing_afterwards() -> None:
    house = House(at="10:00")
    _drill(house)
    house.go_to("10:03")
    house.says("left, all fine. Going home", to=house.last("sam"))
    house.scan()
    assert not _open(house)
    with house.store.transaction() as tx:
        assert not tx.incidents(open_only=False)
        assert not tx.open_deadlines()
        assert tx.visits_between(clock("00:00"), clock("23:59")) == [], "no summary and no list knows of it"
    assert all(each.subject.startswith("DRILL: ") for each in house.mail.sent)


def test_taking_it_is_as_in_earnest_and_something_that_happened_is_no_incident() -> None:
    house = House(at="10:00")
    _drill(house)
    house.go_to("10:40")
    house.says("I have it", who="morgan", to=house.last("morgan"))
    (drill,) = _open(house)
    assert drill.owner == "morgan"
    house.says("safe, but something happened", to=house.last("sam"))
    with house.store.transaction() as tx:
        assert not tx.incidents(open_only=False)
    assert not _open(house)


def test_a_word_that_names_no_question_is_about_the_drill_while_no_visit_has_begun() -> None:
    house = House(at="10:00")
    house.entry(start="15:00", end="16:00")
    house.poll()
    _drill(house)
    house.go_to("10:03")
    outcome = house.answers(AnswerKind.SAFE, leaving=True)
    assert outcome.took_as == "closed"
    assert not _open(house)
    assert [each.due for each in house.open()] == [clock("16:00")]


def test_a_drill_is_refused_where_it_could_be_taken_for_a_real_alarm() -> None:
    house = House(at="12:40")
    house.entry()
    house.poll()
    assert "begins within" in _refused(house)
    house.go_to("13:30")
    assert "is on a visit" in _refused(house)
    assert "is not watched" in _refused(house, "morgan")
    quiet = House(at="09:00")
    _drill(quiet)
    assert "is open already" in _refused(quiet)
    quiet.engine.drills.stop(SAM, "ash")
    with pytest.raises(CalsyncError, match="No drill of Sam Visits is open"):
        quiet.engine.drills.stop(SAM)


def test_a_drill_is_refused_while_a_pause_stands() -> None:
    house = House(at="09:00")
    pause = house.engine.pausing.ask(PauseFor.WORKER, "sam", clock("12:00"), "training", "morgan")
    house.engine.pausing.agree(pause.id, "dee")
    assert "A pause stands" in _refused(house)


def test_it_is_stopped_by_command_and_everybody_is_told() -> None:
    house = House(at="10:00")
    _drill(house)
    house.go_to("10:40")
    asked = {each.notification.recipient for each in house.mail.sent} - {"sam"}
    house.engine.drills.stop(SAM, "ash")
    house.scan()
    told = {each.notification.recipient for each in house.mail.sent if "Stand down" in each.subject}
    assert told == asked - {"ash"}
    assert [each.what for each in house.acts() if each.what.startswith("drill-")] == ["drill-began", "drill-stopped"]


def test_texts_say_it_first_and_a_bare_ok_closes_the_drill() -> None:
    house = TextHouse(at="10:00")
    _drill(house)
    house.go_to("10:40")
    assert house.texts_to("morgan")
    assert all(each.text.startswith("DRILL: ") for each in house.texted.sent)
    assert all(each.subject.startswith("DRILL: ") for each in house.mail.sent)
    to_sam = next(each for each in house.texted.sent if each.notification.recipient == "sam")
    assert "HELP and CALL ME are never a drill" in to_sam.text
    house.texts("1", who="morgan")
    assert _open(house)[0].owner == "morgan"
    house.texts("OK", who="sam")
    assert not _open(house)


def test_a_text_that_may_be_meant_for_the_drill_is_asked_back_where_something_real_is_open() -> None:
    house = TextHouse(at="10:00")
    _drill(house)
    house.go_to("10:05")
    house.entry(start="10:06", end="10:20", created=clock("10:05"))
    house.go_to("10:35")
    assert len(house.open()) == len(_open(house)) == 1
    house.texts("1", who="dee")
    house.texts("close: drill over", who="dee")
    house.texts("OK", who="sam")
    assert [each.owner for each in (*house.open(), *_open(house))] == [None, None]
    house.texts("1 Sam", who="dee")
    assert house.open()[0].owner == "dee"
    house.texts("left, all fine", who="sam")
    assert not house.open()
    house.texts("OK", who="sam")
    assert not _open(house)


def test_both_pages_say_it_and_the_workers_closes_it() -> None:
    house = LinkHouse(at="10:00")
    _drill(house)
    house.go_to("10:40")
    page = house.look().text
    assert "<title>DRILL: " in page
    assert "This is a drill." in page
    responder = house.look(house.last("morgan")).text
    assert "<title>DRILL: " in responder
    assert "This is a drill." in responder
    assert "ring nobody outside" in responder
    said = house.press("left", message=house.last("sam")).text
    assert "This is a drill." in said
    assert not _open(house)
    assert "DRILL: " in house.look(house.told("morgan")[0]).text


def test_help_pressed_on_the_page_of_a_drill_is_real() -> None:
    house = LinkHouse(at="10:00")
    _drill(house)
    house.go_to("10:03")
    said = house.press("help").text
    assert "A colleague rings you." in said
    assert "This is a drill. Thank you" not in said
    assert house.alarms == ["help"]
    assert not _open(house)


def test_a_code_word_by_text_in_answer_to_a_drill_is_real() -> None:
    house = TextHouse(at="10:00")
    _drill(house)
    house.go_to("10:03")
    house.texts(CODE_WORD, who="sam")
    assert house.alarms == ["duress"]
    assert not _open(house)
