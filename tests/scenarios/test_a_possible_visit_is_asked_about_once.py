"""A possible visit is asked about once: in the list of the morning, or when it begins."""

from __future__ import annotations

from calsync.domain.model import Tag
from tests.house import House, clock
from tests.possible_visits import OPEN, a_morning, asked_at, maybe, questions, states, tags, told_at


class TestTheMorning:
    def test_one_message_lists_every_possible_visit_of_the_day_by_its_time_and_words(self):
        house = a_morning()
        (question,) = questions(house)
        assert '1. 10:00 to 11:00, "Meeting about Q"' in question.text
        assert '2. 13:00 to 14:00, "Meeting K"' in question.text
        assert question.subject.startswith("Are these visits?")

    def test_an_entry_of_tomorrow_is_not_in_it(self):
        house = a_morning()
        maybe(house, "e9")
        house.change("e9", start=clock("13:00", day=1), end=clock("14:00", day=1))
        house.go_to("08:30")
        assert len(questions(house)) == 1

    def test_one_found_later_that_day_is_asked_about_at_its_start_and_not_before(self):
        house = House(at="09:00")
        maybe(house)
        house.go_to("13:30")
        assert asked_at(house) == ["13:00"]

    def test_what_begins_at_the_same_minute_is_asked_about_in_one_list(self):
        house = House(at="09:00")
        maybe(house)
        maybe(house, "e2", "13:00", "13:30", subject="Meeting L")
        maybe(house, "e3", "13:05", "13:30", subject="Meeting M")
        house.go_to("13:05")
        assert asked_at(house) == ["13:00", "13:05"]
        assert questions(house)[0].subject.startswith("Are these visits?")
        assert "asked again when it ends" in questions(house)[0].text
        first = "e1" if '1. 13:00 to 14:00, "Meeting K"' in questions(house)[0].text else "e2"
        house.says("1 yes 2 no", to=questions(house)[0])
        assert [each for each, tag in tags(house).items() if tag is Tag.VISIT] == [first]
        assert sum(state is OPEN for state in states(house).values()) == 2

    def test_one_found_after_its_start_is_asked_about_at_once(self):
        house = House(at="09:00")
        house.go_to("13:20")
        maybe(house)
        house.go_to("13:30")
        assert asked_at(house) == ["13:21"]

    def test_the_list_comes_once_after_a_night_in_the_dark(self):
        house = House(at="07:00")
        maybe(house)
        maybe(house, "e0", "10:00", "11:00", subject="Meeting about Q")
        house.tick()
        house.dark_until("08:40")
        house.tick()
        (question,) = questions(house)
        assert "1. 10:00" in question.text
        assert "2. 13:00" in question.text

    def test_an_entry_that_lasts_all_day_is_asked_about_once_and_has_no_ladder(self):
        house = House(at="07:30")
        maybe(house)
        house.change(start=clock("00:00"), end=clock("00:00", day=1), all_day=True)
        house.go_to("18:00")
        assert asked_at(house) == told_at(house, "sam") == ["08:00"]
        assert told_at(house, "morgan") == []
