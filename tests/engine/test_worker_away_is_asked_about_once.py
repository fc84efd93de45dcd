"""A worker who appears to be away: one question a day, which by itself closes nothing."""

from __future__ import annotations

from dataclasses import replace

from calsync.parsers.location import read_place
from tests.engine.away_house import ALL_DAY, COLLEAGUE, a_house, asked, people, titles
from tests.house import CAST, House, clock


class TestTheQuestion:
    def test_it_goes_to_the_line_manager_once_a_day_with_the_morning(self) -> None:
        house = a_house()
        assert house.told("morgan") == []
        house.go_to("08:30")
        assert titles(house, "morgan") == ["Is Sam Visits away today?"]
        assert "two visits that are watched (10:00, 14:00)" in asked(house).text
        house.go_to("09:30")
        assert len(house.told("morgan")) == 1

    def test_known_later_it_goes_two_hours_before_the_first(self) -> None:
        house = a_house("11:00", away=False)
        house.entry("leave", "00:00", "24:00", all_day=True, subject="Off sick", place=read_place(""))
        house.go_to("11:59")
        assert titles(house, "morgan").count("Is Sam Visits away today?") == 0
        house.go_to("12:01")
        assert titles(house, "morgan").count("Is Sam Visits away today?") == 1
        assert "1. 14:00 to 15:00" in asked(house).text

    def test_one_person_whose_day_can_not_be_reckoned_costs_nobody_else_the_question(self) -> None:
        house = a_house()
        house.calendars.put(replace(house.entry("e1", "10:00", "11:00"), worker="dee", id="d1"))
        house.poll("dee")
        everybody = people(absences=(ALL_DAY,))
        broken = replace(COLLEAGUE, zone="Nowhere/Land", absences=(ALL_DAY,))
        others = tuple(each for each in everybody.persons if each.id != "dee")
        with house.store.transaction() as tx:
            tx.put_people(replace(everybody, persons=(broken, *others)))
        house.clock.moment = clock("08:30")
        house.scan()
        assert "Is Sam Visits away today?" in titles(house, "morgan")

    def test_a_mere_yes_to_it_calls_off_and_a_mere_no_leaves_standing(self) -> None:
        house = a_house()
        house.go_to("08:30")
        house.says("No thanks", who="morgan", to=asked(house))
        assert len(house.open()) == 2
        house.says("Yes please\n\nMorgan Manages\nTeam Manager\nTel: 01709 336080", who="morgan", to=asked(house))
        assert house.open() == []

    def test_by_itself_it_closes_nothing(self) -> None:
        house = a_house()
        house.go_to("11:30")
        assert len(house.open()) == 2
        assert "Have you left?" in titles(house, "sam")
        assert any("ALARM" in each for each in titles(house, "morgan"))

    def test_a_visit_that_is_shown_as_out_of_office_brings_no_question(self) -> None:
        house = House(at="07:50", people=people())
        house.entry("e1", "10:00", "11:00", away=True)
        house.go_to("09:00")
        assert house.told("morgan") == []

    def test_an_automatic_reply_is_nobodys_answer(self) -> None:
        house = a_house()
        house.go_to("08:05")
        house.says("call off", who="morgan", to=asked(house), headers=(("Auto-Submitted", "auto-replied"),))
        assert len(house.open()) == 2

    def test_where_the_line_manager_is_away_the_deputy_is_asked(self) -> None:
        away = replace(
            CAST,
            persons=tuple(
                replace(each, absences=(ALL_DAY,)) if each.id in ("sam", "morgan") else each for each in CAST.persons
            ),
        )
        house = House(at="07:50", people=away)
        house.entry("e1", "10:00", "11:00")
        house.go_to("08:05")
        assert titles(house, "dee") == ["Is Sam Visits away today?"]
        assert house.told("morgan") == []
