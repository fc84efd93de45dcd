"""A worker who appears to be away: one question a day, what an answer does, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from calsync.domain.model import Absence, AlarmKind, Ask, DeadlineKind, DeadlineState, Role, Step
from calsync.parsers.location import read_place
from tests.house import CAST, CLARENDON, CODE_WORD, DEE, ELM_ROAD, OAK_STREET, SAM, House, clock

ALL_DAY = Absence(start=clock("00:00"), end=clock("00:00", day=1))
COLLEAGUE = replace(DEE, works=True, manager="morgan")


def people(**sam: Any) -> Any:
    """The cast; Dee visits too."""
    persons = tuple(
        replace(each, **sam) if each.id == "sam" else COLLEAGUE if each.id == "dee" else each for each in CAST.persons
    )
    return replace(CAST, persons=persons)


def a_house(at: str = "07:50", *, away: bool = True, **changes: Any) -> House:
    """Sam has visits at 10:00 and 14:00, and is away all day."""
    house = House(at=at, people=people(absences=(ALL_DAY,) if away else ()), **changes)
    house.entry("e1", "10:00", "11:00")
    house.entry("e2", "14:00", "15:00", place=read_place(OAK_STREET))
    house.tick()
    return house


def titles(house: House, who: str) -> list[str]:
    return [each.subject.rsplit(" [", 1)[0] for each in house.told(who)]


def asked(house: House) -> Any:
    (message,) = [each for each in house.told("morgan") if "away today" in each.subject]
    return message


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

    def test_one_of_them_alone(self) -> None:
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
        persons = tuple(replace(each, works=True) if each.id == "morgan" else each for each in people().persons)
        persons = tuple(replace(each, absences=(ALL_DAY,)) if each.id == "sam" else each for each in persons)
        house = House(at="07:50", people=replace(CAST, persons=persons))
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

    def test_it_is_taken_back(self) -> None:
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


class TestTheWayBack:
    def a_house(self) -> House:
        """Under a policy with a return, the two visits are of one outing."""
        back = Step(
            after=timedelta(minutes=10), roles=(Role.LINE_MANAGER,), ask=Ask.CALL_WORKER, deadline=DeadlineKind.RETURN
        )
        policy = replace(CLARENDON, steps=(*CLARENDON.steps, back))
        house = House(at="07:50", people=people(absences=(ALL_DAY,)), policy=policy)
        house.entry("e1", "10:00", "11:00")
        house.entry("e2", "12:00", "13:00", place=read_place(OAK_STREET))
        house.go_to("08:05")
        return house

    def returns(self, house: House, worker: str = "sam") -> list[tuple[str, Any]]:
        return [(each.visit_id, each.due) for each in house.open(worker) if each.kind is DeadlineKind.RETURN]

    def test_it_follows_the_visits_that_are_left(self) -> None:
        house = self.a_house()
        first, second = (each.visit.id for each in house.watched())
        assert self.returns(house) == [(first, clock("13:30"))]
        house.says("call off 1", who="morgan", to=asked(house))
        house.send()
        assert self.returns(house) == [(second, clock("13:30"))]
        house.says("undo", who="morgan", to=house.last("morgan"))
        assert self.returns(house) == [(first, clock("13:30"))]

    def test_it_goes_with_the_visit_to_the_colleague(self) -> None:
        house = self.a_house()
        house.says("hand 1 and 2 to Dee", who="morgan", to=asked(house))
        house.send()
        assert self.returns(house) == []
        assert [due for _, due in self.returns(house, "dee")] == [clock("13:30")]
        house.says("undo", who="morgan", to=house.last("morgan"))
        assert self.returns(house, "dee") == []
        assert [due for _, due in self.returns(house)] == [clock("13:30")]

    def test_with_all_called_off_nobody_is_expected_back(self) -> None:
        house = self.a_house()
        house.says("call off", who="morgan", to=asked(house))
        house.send()
        house.go_to("15:00")
        assert self.returns(house) == []
        assert not any("ALARM" in each for each in titles(house, "morgan"))
