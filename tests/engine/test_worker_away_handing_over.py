"""A visit handed to a colleague is the colleague's: asked about, alarmed for and undone as theirs."""

from __future__ import annotations

import pytest

from calsync.domain.model import DeadlineState
from calsync.parsers.location import read_place
from tests.engine.away_house import a_house, asked, titles
from tests.house import ELM_ROAD, OAK_STREET, SAM, House, clock


class TestHandingOver:
    def handed(self) -> House:
        house = a_house()
        house.go_to("08:05")
        house.says("call off 1, hand 2 to Dee", who="morgan", to=asked(house))
        house.send()
        return house

    def test_the_colleague_is_asked_at_its_end_and_the_worker_is_not(self) -> None:
        house = self.handed()
        assert house.open("sam") == []
        (theirs,) = house.open("dee")
        assert theirs.due == clock("15:00")
        assert titles(house, "dee")[-1] == "A visit was handed to you"
        assert "2. 14:00 to 15:00: Dee Deputises makes it" in house.last("morgan").text
        house.go_to("15:01")
        assert titles(house, "dee")[-1] == "Have you left?"
        house.says("left, all fine", who="dee", to=house.last("dee"))
        assert house.open("dee") == []

    def test_an_alarm_of_the_colleagues_visit_names_the_colleague(self) -> None:
        house = self.handed()
        house.go_to("15:30")
        assert any("ALARM: Dee Deputises" in each for each in titles(house, "morgan"))

    def test_undone_it_is_the_workers_again(self) -> None:
        house = self.handed()
        house.says("undo 2", who="morgan", to=house.last("morgan"))
        house.send()
        assert [each.due for each in house.open("sam")] == [clock("15:00")]
        assert house.open("dee") == []
        assert titles(house, "dee")[-1] == "A visit is no longer yours"
        house.says("hand 2 to Dee", who="morgan", to=house.last("morgan"))
        house.send()
        assert [each.due for each in house.open("dee")] == [clock("15:00")]

    def test_begun_it_stays_the_colleagues(self) -> None:
        house = self.handed()
        reply_to = house.last("morgan")
        house.go_to("14:05")
        house.says("undo 2", who="morgan", to=reply_to)
        assert len(house.open("dee")) == 1
        assert house.open("sam") == []

    def test_readings_of_both_diaries_leave_it_alone(self) -> None:
        house = self.handed()
        house.go_to("13:00")
        assert len(house.open("dee")) == 1
        assert house.open("sam") == []

    def test_an_entry_that_is_taken_out_before_ends_it_and_both_are_told(self) -> None:
        house = self.handed()
        house.delete("e2")
        house.poll()
        house.send()
        assert house.open("dee") == []
        assert titles(house, "dee")[-1] == "A visit is no longer yours"
        assert titles(house, "morgan")[-1] == "A handed-over visit of Sam Visits has changed"
        (theirs,) = [each for each in house.watched("dee") if each.deadlines]
        assert theirs.deadlines[0].state is DeadlineState.CANCELLED

    def test_an_entry_with_other_times_is_the_workers_own_again(self) -> None:
        house = self.handed()
        house.change("e2", start=clock("16:00"), end=clock("17:00"))
        house.poll()
        assert house.open("dee") == []
        assert [each.due for each in house.open("sam")] == [clock("17:00")]

    def test_the_colleagues_own_entry_at_that_place_and_time_is_the_same_visit(self) -> None:
        house = self.handed()
        house.entry("own", "14:00", "15:00", worker="dee", place=read_place(OAK_STREET))
        house.go_to("14:10")
        (theirs,) = house.open("dee")
        assert [each.visit.event_id for each in house.watched("dee") if each.deadlines[0].id == theirs.id] == ["own"]
        house.go_to("15:01")
        assert titles(house, "dee").count("Have you left?") == 1

    def test_a_colleagues_other_visit_at_that_time_takes_nothing_over(self) -> None:
        house = self.handed()
        house.entry("own", "14:00", "15:00", worker="dee", place=read_place(ELM_ROAD))
        house.go_to("14:10")
        assert len(house.open("dee")) == 2

    @pytest.mark.parametrize(
        ("to", "why"), [("Morgan", "no watched colleague is called Morgan"), ("Nobody", "no watched")]
    )
    def test_who_is_not_watched_is_handed_nothing(self, to: str, why: str) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says(f"hand 2 to {to}", who="morgan", to=asked(house))
        house.send()
        assert len(house.open("sam")) == 2
        assert why in house.last("morgan").text
        assert SAM.name in house.last("morgan").subject
        assert ELM_ROAD not in house.last("morgan").text
