"""What was called off is watched again: by a word after its start, by its entry, and beside a code word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from calsync.domain.model import AlarmKind, Ask, DeadlineKind, Role, Step
from calsync.parsers.location import read_place
from tests.engine.away_house import ALL_DAY, a_house, asked, people, titles
from tests.house import CLARENDON, CODE_WORD, House, clock


def called_off() -> House:
    """Morgan has called off Sam's two visits at 08:05."""
    house = a_house()
    house.go_to("08:05")
    house.says("call off", who="morgan", to=asked(house))
    house.send()
    return house


def shown(house: House, who: str = "sam") -> list[tuple[str, str, str]]:
    """When somebody got what, without the words by which answers are told apart."""
    return [
        (f"{each.notification.recorded:%d %H:%M}", each.subject.rsplit(" [", 1)[0], each.text)
        for each in house.told(who)
    ]


class TestAfterItsStart:
    def test_a_called_off_visit_that_has_begun_is_watched_again_by_undo(self) -> None:
        house = called_off()
        reply_to = house.last("morgan")
        house.go_to("10:05")
        house.says("undo 1", who="morgan", to=reply_to)
        house.send()
        assert [each.due for each in house.open()] == [clock("11:00")]
        for who in ("morgan", "sam"):
            assert "1. 10:00 to 11:00: it has begun, and is watched again from now on" in house.last(who).text
        house.go_to("11:30")
        assert "Have you left?" in titles(house, "sam")
        assert any("ALARM" in each for each in titles(house, "morgan"))

    def test_the_worker_says_so_too(self) -> None:
        house = called_off()
        reply_to = house.last("sam")
        house.go_to("10:05")
        house.says("1 stands", to=reply_to)
        house.poll()
        assert [each.due for each in house.open()] == [clock("11:00")]

    def test_all_but_over_it_leaves_the_worker_ten_minutes(self) -> None:
        house = called_off()
        reply_to = house.last("morgan")
        house.go_to("11:30")
        house.says("undo 1", who="morgan", to=reply_to)
        assert [each.due for each in house.open()] == [clock("11:40")]

    def test_long_over_it_stays_as_it_is(self) -> None:
        house = called_off()
        reply_to = house.last("morgan")
        house.go_to("23:30")
        house.says("undo 1", who="morgan", to=reply_to)
        house.send()
        assert house.open() == []
        assert "it was called off, and is long over; nothing was changed" in house.last("morgan").text

    def test_taken_out_of_the_diary_it_is_watched_again_all_the_same(self) -> None:
        house = called_off()
        reply_to = house.last("morgan")
        house.delete("e1")
        house.poll()
        house.go_to("10:05")
        house.says("undo 1", who="morgan", to=reply_to)
        house.poll()
        assert [each.due for each in house.open()] == [clock("11:00")]
        house.go_to("11:30")
        assert any("ALARM" in each for each in titles(house, "morgan"))

    def test_called_off_again_after_its_start_it_is_said_that_it_stays_off(self) -> None:
        house = called_off()
        reply_to = house.last("morgan")
        house.go_to("10:05")
        house.says("call off", who="morgan", to=reply_to)
        house.send()
        assert house.open() == []
        assert "1. 10:00 to 11:00: it stays called off: nobody is asked about it" in house.last("morgan").text

    def test_what_was_answered_for_is_not_said_to_be_watched(self) -> None:
        house = a_house()
        house.go_to("10:55")
        house.says("all fine, I have left")
        house.go_to("11:05")
        house.says("undo 1", who="morgan", to=asked(house))
        house.send()
        assert "1. 10:00 to 11:00: it is not watched any more; nothing was changed" in house.last("morgan").text

    def test_the_way_back_is_watched_again_with_it(self) -> None:
        back = Step(
            after=timedelta(minutes=10), roles=(Role.LINE_MANAGER,), ask=Ask.CALL_WORKER, deadline=DeadlineKind.RETURN
        )
        policy = replace(CLARENDON, steps=(*CLARENDON.steps, back))
        house = House(at="07:50", people=people(absences=(ALL_DAY,)), policy=policy)
        house.entry("e1", "10:00", "11:00")
        house.go_to("08:05")
        house.says("call off", who="morgan", to=asked(house))
        house.send()
        reply_to = house.last("morgan")
        house.go_to("10:05")
        house.says("undo", who="morgan", to=reply_to)
        assert {each.kind for each in house.open()} == {DeadlineKind.VISIT_END, DeadlineKind.RETURN}


class TestAnotherEntry:
    @pytest.mark.parametrize("change", [{"subject": "Another family"}, {"place": read_place("9 New Street, York")}])
    def test_an_entry_with_another_place_or_subject_is_watched_anew_and_who_called_it_off_is_told(
        self, change: dict[str, Any]
    ) -> None:
        house = called_off()
        house.change("e2", **change)
        house.poll()
        house.send()
        assert [each.due for each in house.open()] == [clock("15:00")]
        assert titles(house, "morgan")[-1] == "A visit of Sam Visits is watched again"
        assert "1. 14:00 to 15:00" in house.last("morgan").text
        house.poll()
        house.send()
        assert titles(house, "morgan").count("A visit of Sam Visits is watched again") == 1
        house.says("call off", who="morgan", to=house.last("morgan"))
        assert house.open() == []

    def test_written_anew_after_its_start_it_is_watched_too(self) -> None:
        house = called_off()
        house.go_to("10:05")
        house.change("e1", subject="Another family", place=read_place("9 New Street, York"))
        house.poll()
        assert [each.due for each in house.open()] == [clock("11:00")]
        house.go_to("11:30")
        assert "Have you left?" in titles(house, "sam")

    def test_what_else_the_entry_says_changes_nothing(self) -> None:
        house = called_off()
        house.change("e2")
        house.poll()
        assert house.open() == []

    def test_what_a_colleague_makes_stays_with_them(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("hand 2 to Dee", who="morgan", to=asked(house))
        house.change("e2", subject="Dee makes it")
        house.poll()
        assert len(house.open("dee")) == 1
        house.says("call off 2", who="morgan", to=asked(house))
        house.change("e2", subject="Another family")
        house.poll()
        assert house.open("dee") == []
        assert clock("15:00") in [each.due for each in house.open()]


class TestTheSameAnswerTwice:
    @pytest.mark.parametrize("words", ["call off", "they stand", "hand 2 to Dee"])
    def test_it_tells_nobody_twice(self, words: str) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says(words, who="morgan", to=asked(house))
        house.send()
        before = len(house.mail.sent)
        house.says(words, who="morgan", to=asked(house))
        house.send()
        assert len(house.mail.sent) == before

    def test_what_was_changed_in_between_is_told_again(self) -> None:
        house = called_off()
        house.says("they stand", to=house.last("sam"))
        house.send()
        house.says("call off", who="morgan", to=asked(house))
        house.send()
        assert house.open() == []
        assert "1. 10:00 to 11:00: called off" in house.last("sam").text
        assert "1. 10:00 to 11:00: called off" in house.last("morgan").text


class TestBesideACodeWord:
    """Under a code word the worker's devices show what the plain words show, and nothing else (law 7)."""

    @pytest.mark.parametrize("words", ["they stand", "1 stands", "call off 1", "hand 1 to Dee"])
    @pytest.mark.parametrize("at", ["07:10", "10:30"])
    @pytest.mark.parametrize("by", ["sam", "morgan"])
    def test_an_order_shows_exactly_what_the_plain_words_show(self, words: str, at: str, by: str) -> None:
        def played(added: str) -> House:
            house = a_house("06:00", away=by == "morgan")
            house.go_to("07:00" if by == "sam" else "08:05")
            if by == "sam":
                house.says("not working today")
            else:
                house.says("call off", who="morgan", to=asked(house))
            house.send()
            reply_to = house.last("sam")
            house.go_to(at if by == "sam" else at.replace("07:", "08:"))
            house.says(words + added, to=reply_to)
            house.go_to("12:00")
            return house

        plain, forced = played(""), played(f" {CODE_WORD}")
        assert shown(plain) == shown(forced)
        assert any("code word" in text for _, _, text in shown(forced, "morgan")) or forced.alarms

    def test_what_it_calls_off_is_watched_on_beside_and_told_to_nobody_else(self) -> None:
        house = a_house("06:00", away=False)
        house.go_to("07:00")
        house.says("not working today")
        house.send()
        house.says("they stand", to=house.last("sam"))
        house.send()
        told = titles(house, "morgan").count("Today's visits of Sam Visits")
        house.says(f"call off {CODE_WORD}", to=house.last("sam"))
        house.send()
        assert titles(house, "morgan").count("Today's visits of Sam Visits") == told
        beside = [each for each in house.watched() if each.visit.event_id.startswith("unbelieved:")]
        assert len(beside) == 2
        assert all(each.deadlines[0].is_open for each in beside)


class TestNotWorkingSaidAgain:
    @pytest.mark.parametrize("words", ["they stand", "1 stands", f"they stand {CODE_WORD}"])
    @pytest.mark.parametrize("answers", [True, False])
    def test_all_that_is_called_off_is_listed_again_and_can_be_taken_back_by_the_newest_mail_or_a_new_one(
        self, words: str, *, answers: bool
    ) -> None:
        house = a_house("06:00", away=False)
        house.go_to("07:00")
        for said in ("not working today", "off sick today"):
            house.says(said)
            house.send()
        first, second = house.told("sam")
        assert second.text == first.text
        assert "10:00 to 11:00" in second.text
        assert titles(house, "morgan") == ["Today's visits of Sam Visits"]
        house.says(words, to=second if answers else None)
        house.send()
        assert "watched again" in house.last("sam").text
        taken_back = len(house.open())
        assert taken_back >= 1
        if CODE_WORD in words:
            assert AlarmKind.DURESS in house.alarms

    def test_another_worker_and_another_day_are_not_meant(self) -> None:
        house = a_house("06:00", away=False)
        house.go_to("07:00")
        house.says("not working today")
        house.send()
        house.dark_until("07:00", day=1)
        before = house.open()
        house.says("they stand")
        assert house.open() == before


class TestAnExampleOfAColleague:
    def test_it_names_who_can_take_a_visit_and_what_fails_is_told_to_who_tried_alone(self) -> None:
        house = a_house()
        house.go_to("08:05")
        assert '"hand 2 to Dee": a colleague makes it' in asked(house).text
        before = len(house.told("sam"))
        house.says("hand 2 to Robin", who="morgan", to=asked(house))
        house.send()
        assert "no watched colleague is called Robin" in house.last("morgan").text
        assert len(house.told("sam")) == before
        house.says("call off 1, hand 2 to Robin", who="morgan", to=asked(house))
        house.send()
        assert "1. 10:00 to 11:00: called off" in house.last("sam").text
        assert "Robin" not in house.last("sam").text

    def test_without_a_colleague_the_line_is_left_out(self) -> None:
        nobody = people(absences=(ALL_DAY,))
        nobody = replace(nobody, persons=tuple(replace(each, works=each.id == "sam") for each in nobody.persons))
        house = House(at="07:50", people=nobody)
        house.entry("e1", "10:00", "11:00")
        house.go_to("08:05")
        house.says("hm, let me see", who="morgan", to=asked(house))
        house.send()
        assert not [each for each in house.told("morgan") if "hand " in each.text]
