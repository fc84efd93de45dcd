"""Law 2, of an entry moved as a whole by minutes: two deadlines, of which one word of having left answers both."""

from __future__ import annotations

from tests.house import House, clock


def test_one_word_of_having_left_answers_for_both_times_of_an_entry_dragged_after_its_start():
    house = House(at="12:50")
    house.entry()
    house.go_to("13:05")
    house.change(start=clock("13:10"), end=clock("14:10"))
    house.go_to("14:01")
    assert [each.due for each in house.open()] == [clock("14:00"), clock("14:10")]
    question = next(each for each in reversed(house.told("sam")) if "was to end at 14:00" in each.text)
    house.says("left, all fine", to=question)
    assert not house.open()
