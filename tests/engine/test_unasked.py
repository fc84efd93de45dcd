"""An entry that can't be asked for by its id is neither lost nor waited for without end (laws 3, 11 and 14)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from calsync.domain.model import Event, Notice, Turn, VisitState
from calsync.domain.unasked import MOST
from calsync.engine import Engine
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.parsers.location import read_place
from tests.fakes import FakeCalendars
from tests.house import House, clock

REFUSED = SourceRefused("Microsoft Graph refuses an entry of the diary of sam (403).", status=403)
FAILING = SourceUnavailable("Microsoft Graph could not answer (500) for an entry of the diary of sam.", status=500)
ERRORS = pytest.mark.parametrize("error", [REFUSED, FAILING], ids=["403", "500"])


@dataclass
class SomeRefused(FakeCalendars):
    """Diaries of which some entries can't be asked for by their ids."""

    bad: dict[str, SourceError] = field(default_factory=dict)

    async def event(self, worker: str, event_id: str, *, turn: Turn = Turn.ORDINARY) -> Event | None:
        """The entry, or the error that the test has set for it."""
        if event_id in self.bad:
            self.asked.append(event_id)
            raise self.bad[event_id]
        return await super().event(worker, event_id, turn=turn)


def a_house(at: str = "09:00") -> tuple[House, SomeRefused]:
    house = House(at=at)
    calendars = SomeRefused()
    house.calendars = calendars
    house.core = replace(house.core, calendars=calendars)
    house.engine = Engine(house.core)
    house.tick()
    return house, calendars


def over_when_first_read(error: SourceError, *, until: str = "11:10") -> House:
    """Sam's visit of 10:00 to 11:00 was written in time, while calsync did not run; its entry can't be asked for."""
    house, _ = a_house()
    house.entry("1", "10:00", "11:00", created=clock("09:30"))
    house.dark_until(until)
    house.calendars.refuse("sam", error, entries=True)
    return house


def standing(house: House) -> list[Notice]:
    with house.store.transaction() as tx:
        return [each for each in tx.standing_notices() if each.cause == "entry-unasked"]


@ERRORS
def test_a_visit_over_before_it_was_read_is_taken_for_made_in_time_when_its_entry_never_answers(error):
    house = over_when_first_read(error)
    house.go_to("11:30")
    assert [each.due for each in house.open()] == [clock("11:00")]
    (alarm, *_) = house.told("morgan")
    assert "min late" in alarm.subject or "minutes late" in alarm.subject
    assert "calsync first saw this entry at 11:14, after its end" in alarm.text
    assert "calsync was not running from" in alarm.text


def test_nothing_is_decided_while_an_answer_may_still_come():
    house = over_when_first_read(FAILING)
    house.go_to("11:13")
    assert house.watched() == []
    assert standing(house) == []


@pytest.mark.parametrize("created", ["09:30", "11:05"])
def test_an_entry_that_answers_at_a_later_reading_is_judged_as_if_it_had_answered_at_once(created):
    house, _ = a_house()
    house.entry("1", "10:00", "11:00", created=clock(created))
    house.dark_until("11:10")
    house.calendars.refuse("sam", FAILING, entries=True)
    house.tick()
    house.calendars.allow("sam")
    house.go_to("11:20")
    assert house.deadline.late_entry == (created == "11:05")
    assert bool(house.told("morgan")) == (created == "09:30")


def test_an_entry_tagged_as_a_visit_after_its_end_is_late_also_when_it_can_not_be_asked_for():
    house, _ = a_house()
    house.entry("1", "10:00", "11:00", subject="Paperwork", place=read_place(""), categories=())
    house.go_to("11:10")
    house.calendars.refuse("sam", REFUSED, entries=True)
    house.change("1", categories=("Home visit",))
    house.go_to("11:40")
    assert house.deadline.late_entry
    assert house.told("morgan") == []


def test_the_diary_is_read_again_within_a_minute_while_an_over_entry_is_undecided():
    house = over_when_first_read(FAILING)
    house.poll()
    (sam,) = house.mailboxes()
    assert sam.next_poll_at == clock("11:11")
    house.go_to("11:40")
    (sam,) = house.mailboxes()
    assert not sam.unasked[0].undecided


def test_an_undecided_entry_stays_in_the_window_after_a_long_darkness():
    house, _ = a_house()
    house.entry("1", "10:00", "11:00", created=clock("09:30"))
    house.dark_until("08:00", day=3)
    house.calendars.refuse("sam", FAILING, entries=True)
    house.poll()
    house.clock.go(1)
    house.calendars.allow("sam")
    house.poll()
    assert [each.due for each in house.open()] == [clock("11:00")]


def test_what_was_waited_for_is_not_begun_again_by_a_new_process():
    house = over_when_first_read(FAILING)
    house.go_to("11:13")
    assert house.open() == []
    house.engine = Engine(house.core)
    house.go_to("11:14")
    assert len(house.open()) == 1


@ERRORS
def test_an_entry_that_can_not_be_asked_for_is_told_once_and_taken_back_when_it_can_be(error):
    house = over_when_first_read(error)
    house.go_to("12:30")
    (notice,) = standing(house)
    assert notice.about.startswith("sam ")
    assert notice.words == str(error)
    assert [act.what for act in house.acts()].count("notice-raised") == 1
    house.calendars.allow("sam")
    house.go_to("12:31")
    assert standing(house) == []
    assert house.mailboxes()[0].unasked == ()


@ERRORS
def test_a_begun_visit_that_can_not_be_asked_for_stays_watched_and_is_told(error):
    house, _ = a_house()
    house.entry("1", "10:00", "11:00")
    house.go_to("10:10")
    house.calendars.refuse("sam", error, entries=True)
    house.delete("1")
    house.go_to("10:12")
    assert standing(house) == []
    house.go_to("10:20")
    assert len(standing(house)) == 1
    assert house.visit.left_diary is None
    house.go_to("11:21")
    assert house.told("morgan")


def test_an_odd_error_that_passes_is_told_to_nobody():
    house, _ = a_house()
    house.entry("1", "10:00", "11:00")
    house.go_to("10:10")
    house.calendars.refuse("sam", FAILING, entries=True)
    house.change("1", categories=("Home visit",))
    house.go_to("10:12")
    house.calendars.allow("sam")
    house.go_to("10:30")
    assert "notice-raised" not in [act.what for act in house.acts()]


def begun_and_changed(**changes) -> House:
    house, _ = a_house()
    house.entry("1", "10:00", "11:00")
    house.go_to("10:10")
    house.calendars.refuse("sam", REFUSED, entries=True)
    house.change("1", **changes)
    house.go_to("10:20")
    return house


def test_an_earlier_end_of_a_begun_visit_counts_though_its_entry_can_not_be_asked_for():
    house = begun_and_changed(end=clock("10:30"))
    assert house.deadline.due == clock("10:30")


def test_a_begun_visit_moved_to_another_day_is_watched_there_though_its_entry_can_not_be_asked_for():
    house = begun_and_changed(start=clock("14:00"), end=clock("15:00"))
    assert sorted(each.due for each in house.open()) == [clock("11:00"), clock("15:00")]


def test_visit_done_is_no_answer_until_the_entry_tells_when_it_was_set():
    house = begun_and_changed(categories=("Visit done",), modified=clock("10:12"))
    assert house.open()
    house.calendars.allow("sam")
    house.go_to("10:21")
    assert not house.open()


def test_entries_that_bring_no_answer_keep_no_other_from_being_asked_for():
    house, calendars = a_house()
    for n in range(4):
        calendars.bad[f"a{n}"] = FAILING
        house.entry(f"a{n}", "10:00", "10:30", place=read_place(f"{n + 1} Elm Road, Rotherham"))
    for n in range(4):
        house.entry(f"b{n}", "10:30", "11:00", created=clock("09:30"), place=read_place(f"{n + 1} Oak Street, Leeds"))
    house.dark_until("11:10")
    house.go_to("11:12")
    assert {each.visit.event_id for each in house.watched()} == {f"b{n}" for n in range(4)}


def test_a_planned_entry_that_can_not_be_asked_for_keeps_no_later_one_from_being_asked_for():
    house, calendars = a_house()
    calendars.bad["a"] = REFUSED
    house.entry("a", "13:00", "14:00")
    house.entry("b", "15:00", "16:00")
    house.go_to("09:03")
    assert {each.visit.event_id: each.visit.created is not None for each in house.watched()} == {"a": False, "b": True}
    assert all(each.visit.state is VisitState.PLANNED for each in house.watched())
    house.go_to("09:30")
    assert standing(house) == []


def test_an_entry_written_in_time_keeps_its_alarm_in_a_flood_of_more_than_can_be_kept_track_of():
    house, _ = a_house()
    for number in range(33):
        place = read_place(f"{number} Oak Street, Rotherham S61 1XY")
        house.entry(f"flood{number}", "10:00", "10:40", created=clock("11:08"), place=place)
    for number in range(8):
        place = read_place(f"{number} Elm Road, Rotherham S60 3AB")
        house.entry(f"visit{number}", "10:30", "10:50", created=clock("09:30"), place=place)
    for number in range(100, 100 + MOST):
        place = read_place(f"{number} Oak Street, Rotherham S61 1XY")
        house.entry(f"flood{number}", "10:00", "11:05", created=clock("11:08"), place=place)
    house.dark_until("11:10")
    house.poll()
    house.clock.go(1)
    house.poll()
    found = [each for each in house.watched() if each.visit.event_id.startswith("visit")]
    assert found
    assert not any(deadline.late_entry for each in found for deadline in each.deadlines)
