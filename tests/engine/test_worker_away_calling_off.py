"""Visits called off for a worker who is away: what has not begun, with both told, and undone in a word."""

from __future__ import annotations

from calsync.domain.model import AlarmKind
from tests.engine.away_house import ALL_DAY, a_house, asked, people, titles
from tests.house import CODE_WORD, House, clock, differing


class TestCallingOff:
    def test_one_answer_calls_off_what_has_not_begun_and_both_are_told(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("call off", who="morgan", to=asked(house))
        house.send()
        assert house.open() == []
        assert "1. 10:00 to 11:00: called off\n2. 14:00 to 15:00: called off" in house.last("morgan").text
        assert "Morgan Manages says of your visits today" in house.last("sam").text
        before = len(house.mail.sent)
        house.go_to("16:00")
        assert len(house.mail.sent) == before
        assert house.open() == []

    def test_one_of_them_alone_is_called_off_by_its_number(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("call off 2", who="morgan", to=asked(house))
        assert [each.due for each in house.open()] == [clock("11:00")]

    def test_what_has_begun_is_watched_to_its_end(self) -> None:
        house = a_house()
        house.go_to("10:05")
        house.says("call off", who="morgan", to=asked(house))
        house.send()
        assert [each.due for each in house.open()] == [clock("11:00")]
        assert "1. 10:00 to 11:00: it has begun, so it is watched to its end" in house.last("morgan").text

    def test_it_is_undone_in_a_word(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("call off", who="morgan", to=asked(house))
        house.send()
        house.says("undo 2", who="morgan", to=house.last("morgan"))
        house.send()
        assert [each.due for each in house.open()] == [clock("15:00")]
        assert "2. 14:00 to 15:00: watched again" in house.last("sam").text
        house.go_to("15:20")
        assert "Have you left?" in titles(house, "sam")

    def test_the_worker_makes_it_all_the_same(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("call off", who="morgan", to=asked(house))
        house.send()
        house.says("they stand", to=house.last("sam"))
        house.send()
        assert len(house.open()) == 2
        assert "Sam Visits has said of today's visits" in house.last("morgan").text

    def test_other_times_of_the_entry_are_watched_anew(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("call off", who="morgan", to=asked(house))
        house.change("e2")
        house.poll()
        assert house.open() == []
        house.change("e2", start=clock("15:00"), end=clock("16:00"))
        house.poll()
        assert [each.due for each in house.open()] == [clock("16:00")]

    def test_taken_out_and_put_back_it_stays_off(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("call off", who="morgan", to=asked(house))
        entry = house.calendars.diaries["sam"]["e2"]
        house.delete("e2")
        house.poll()
        house.calendars.put(entry)
        house.poll()
        assert house.open() == []

    def test_an_answer_that_is_not_plain_changes_nothing_and_says_so(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("yes, or maybe not the second", who="morgan", to=asked(house))
        house.send()
        assert len(house.open()) == 2
        assert titles(house, "morgan")[-1] == "Not done: your answer about Sam Visits"
        house.says("call off 1", who="morgan", to=house.last("morgan"))
        assert len(house.open()) == 1

    def test_a_manager_who_visits_too_is_told_as_well_and_is_heard_when_they_speak_of_themselves(self) -> None:
        house = House(at="07:50", people=differing(people(absences=(ALL_DAY,)), "morgan", works=True))
        house.entry("e1", "10:00", "11:00")
        house.go_to("08:05")
        house.says("hm, let me see", who="morgan", to=asked(house))
        house.send()
        assert titles(house, "morgan")[-1] == "Not done: your answer about Sam Visits"
        house.says("not safe, help", who="morgan", to=asked(house))
        assert house.alarms == [AlarmKind.HELP]

    def test_a_mail_read_twice_acts_once(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("call off", who="morgan", to=asked(house))
        house.read_mail()
        house.send()
        assert titles(house, "morgan").count("Today's visits of Sam Visits") == 1

    def test_nobody_but_who_was_asked_calls_anything_off(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("call off", who="ash", to=asked(house))
        assert len(house.open()) == 2

    def test_they_stand_changes_nothing(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("they stand", who="morgan", to=asked(house))
        house.send()
        assert len(house.open()) == 2
        assert "watched, as ever" in house.last("morgan").text

    def test_a_code_word_told_on_the_phone_starts_the_emergency_steps(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says(f"call off, she said {CODE_WORD}", who="morgan", to=asked(house))
        assert house.alarms == [AlarmKind.DURESS]
