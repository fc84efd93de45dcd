"""A pause in the engine: two people, who is told, what waits, and that all of it is taken afterwards."""

from __future__ import annotations

from datetime import datetime

import pytest

from calsync.domain.model import Pause, PauseFor
from calsync.engine.pausing import banners
from calsync.errors import CalsyncError, Problems
from tests.house import House, clock

REASON = "training in one room"


SIX = clock("18:00")


def paused(house: House, until: datetime = SIX, *, whom: PauseFor = PauseFor.ALL, about: str = "") -> Pause:
    """Morgan asks, Dee agrees."""
    asked = house.engine.pausing.ask(whom, about, until, REASON, "morgan")
    begun = house.engine.pausing.agree(asked.id, "dee")
    house.send()
    return begun


def titles(house: House, who: str) -> list[str]:
    return [each.subject.rsplit(" [", 1)[0] for each in house.told(who)]


class TestTwoPeople:
    def test_what_one_person_asks_for_counts_for_nothing(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.engine.pausing.ask(PauseFor.ALL, "", clock("18:00"), REASON, "morgan")
        house.go_to("14:10")
        assert "Have you left?" in titles(house, "sam")

    def test_the_same_person_can_not_agree(self) -> None:
        house = House(at="12:30")
        asked = house.engine.pausing.ask(PauseFor.ALL, "", clock("18:00"), REASON, "morgan")
        with pytest.raises(CalsyncError, match="somebody else has to"):
            house.engine.pausing.agree(asked.id, "morgan")

    def test_every_mistake_is_told_at_once(self) -> None:
        house = House(at="12:30")
        with pytest.raises(Problems) as told:
            house.engine.pausing.ask(PauseFor.TEAM, "South", clock("12:00"), " ", "morgan")
        assert len(told.value.problems) == 3

    def test_a_pause_that_nobody_knows_is_a_sentence(self) -> None:
        with pytest.raises(CalsyncError, match="There is no pause"):
            House().engine.pausing.agree("ABCDEF", "dee")


class TestWhileItStands:
    def test_the_staff_it_covers_are_told_at_its_start_and_at_its_end(self) -> None:
        house = House(at="12:30")
        paused(house, clock("13:30"))
        assert titles(house, "sam") == ["You are not watched until 13:30"]
        house.go_to("13:31")
        assert titles(house, "sam") == ["You are not watched until 13:30", "You are watched again"]
        house.go_to("13:40")
        assert len(house.told("sam")) == 2
        assert house.told("morgan") == []

    def test_a_visit_that_begins_within_it_is_not_followed_and_stands_open(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.poll()
        paused(house)
        house.go_to("16:00")
        assert titles(house, "sam") == ["You are not watched until 18:00"]
        assert house.told("morgan") == house.told("dee") == []
        assert house.deadline.is_open
        assert house.deadline.next_step_at == clock("18:00")
        assert [each.what for each in house.acts()].count("deadline-held") == 1

    def test_a_visit_under_way_is_watched_to_its_end(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.go_to("13:10")
        begun = paused(house)
        assert begun.goes_on == (house.visit.id,)
        house.change(start=clock("13:20"))
        house.go_to("14:30")
        assert "Have you left?" in titles(house, "sam")
        assert house.told("morgan") != []

    def test_a_call_for_help_is_passed_on_at_once(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.poll()
        paused(house)
        house.go_to("13:30")
        house.says("not safe, help")
        house.scan()
        assert any("asks for help" in title for title in titles(house, "morgan"))

    def test_safe_closes_as_ever(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.poll()
        paused(house)
        house.go_to("14:05")
        house.says("left, all fine")
        house.go_to("19:00")
        assert not house.deadline.is_open
        assert house.told("morgan") == []

    def test_every_screen_says_it(self) -> None:
        house = House(at="12:30")
        with house.store.transaction() as tx:
            assert banners(tx, house.clock.now(), "Europe/London") == []
        paused(house, whom=PauseFor.WORKER, about="sam")
        with house.store.transaction() as tx:
            (said,) = banners(tx, house.clock.now(), "Europe/London")
        assert said.startswith("PAUSED: visits of Sam Visits that begin between 12:30 and 18:00 are not watched")

    def test_the_audit_says_who_asked_agreed_and_ended(self) -> None:
        house = House(at="12:30")
        pause = paused(house)
        house.engine.pausing.end(pause.id, "ash")
        house.engine.seal()
        acts = [(each.what, each.who) for each in house.acts() if each.what.startswith("pause")]
        assert acts == [
            ("pause-asked", "morgan"), ("pause-began", "dee"), ("pause-ended", "ash"), ("pause-over", "calsync"),
        ]  # fmt: skip


class TestAfterIt:
    def test_what_fell_due_is_taken_when_it_runs_out_and_says_why_it_is_late(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.poll()
        paused(house, clock("15:00"))
        house.go_to("15:00")
        (asked,) = [each for each in house.told("sam") if each.subject.startswith("Have you left?")]
        assert "14:00" in asked.text
        house.go_to("15:09")
        assert house.told("dee") == house.told("ash") == house.told("morgan") == []
        house.go_to("15:10")
        assert "were not watched, because: training in one room" in house.last("dee").text
        assert house.told("morgan") == []
        house.go_to("15:20")
        assert "were not watched, because: training in one room" in house.last("morgan").text
        assert "is 80 minutes late" in house.last("morgan").subject
        house.says("I need help", to=house.last("sam"))
        house.scan()
        assert any("asks for help" in title for title in titles(house, "morgan"))

    def test_a_visit_that_goes_on_as_it_runs_out_is_watched_as_ever(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.poll()
        paused(house, clock("13:58"))
        house.go_to("14:10")
        assert [f"{each.notification.recorded:%H:%M}" for each in house.told("dee")] == ["14:10"]
        assert "not watched" not in house.last("dee").text

    def test_ended_early_what_it_held_is_looked_at_at_once(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.poll()
        pause = paused(house)
        house.go_to("14:05")
        house.engine.pausing.end(pause.id, "ash")
        house.scan()
        assert set(titles(house, "sam")[1:]) == {"You are watched again", "Have you left?"}
        house.go_to("14:25")
        assert house.told("morgan") != []

    def test_a_visit_still_under_way_is_watched_again(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.poll()
        paused(house, clock("13:30"))
        house.go_to("14:00")
        assert "Have you left?" in titles(house, "sam")

    def test_a_crash_within_it_loses_nothing(self) -> None:
        house = House(at="12:30")
        house.entry()
        house.poll()
        paused(house, clock("15:00"))
        house.go_to("14:30")
        again = House(store=house.store, clock_=house.clock)
        again.calendars = house.calendars
        again.dark_until("15:20")
        again.scan()
        assert any("ALARM" in title for title in titles(again, "morgan"))
