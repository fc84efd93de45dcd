"""A worker who says that they are not working today: what has not begun is called off, what has begun is watched."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from tests.engine.away_house import a_house, people, titles
from tests.house import CODE_WORD, House, clock


class TestNotWorkingToday:
    def test_it_calls_off_what_has_not_begun_with_one_line_back_and_the_manager_told(self) -> None:
        house = a_house("08:40", away=False)
        house.says("Morning, I'm off sick today, sorry. Sam")
        house.send()
        assert house.open() == []
        assert titles(house, "sam") == ["Your visits today"]
        assert titles(house, "morgan") == ["Today's visits of Sam Visits"]
        house.go_to("16:00")
        assert len(house.told("sam")) == 1

    def test_what_has_begun_goes_on(self) -> None:
        house = a_house("08:40", away=False)
        house.go_to("10:10")
        house.says("not working today")
        house.send()
        assert [each.due for each in house.open()] == [clock("11:00")]
        assert "Your visit of 10:00 to 11:00 has begun" in house.last("sam").text

    def test_what_stands_after_all_is_watched_again(self) -> None:
        house = a_house("08:40", away=False)
        house.says("not working today")
        house.send()
        house.says("1 stands", to=house.last("sam"))
        assert [each.due for each in house.open()] == [clock("11:00")]

    def test_with_nothing_planned_nobody_else_hears_of_it(self) -> None:
        house = House(at="08:40", people=people())
        house.says("not working today")
        house.send()
        assert "No visit of yours is left today" in house.last("sam").text
        assert house.told("morgan") == []

    @pytest.mark.parametrize(
        "text", ["I am ill", "not working today but will do the 2pm", "are you not working today?"]
    )
    def test_what_is_not_plain_calls_nothing_off(self, text: str) -> None:
        house = a_house("08:40", away=False)
        house.says(text)
        assert len(house.open()) == 2

    def test_with_the_code_word_the_devices_show_the_same_and_the_visits_are_watched_on(self) -> None:
        plain, forced = a_house("08:40", away=False), a_house("08:40", away=False)
        plain.says("not working today")
        forced.says(f"not working today {CODE_WORD}")
        for house in (plain, forced):
            house.scan()

        def read(house: House) -> list[tuple[str, str]]:
            return [(each.subject.rsplit(" [", 1)[0], each.text) for each in house.told("sam")]

        assert read(plain) == read(forced) != []
        assert forced.alarms == [AlarmKind.DURESS]
        beside = [each for each in forced.watched() if each.visit.event_id.startswith("unbelieved:")]
        assert len(beside) == 2
        assert all(each.deadlines[0].is_open for each in beside)
