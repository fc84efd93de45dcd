"""A possible visit follows its entry until it begins; after that the diary ends nothing."""

from __future__ import annotations

from datetime import timedelta

from calsync.domain.model import Tag, VisitState
from tests.house import House, clock
from tests.possible_visits import CANCELLED, OPEN, a_morning, by_entry, maybe, told_at


class TestTheDiary:
    def test_one_that_is_deleted_before_its_start_is_dropped(self):
        house = a_morning(others=False)
        house.delete()
        house.go_to("18:00")
        assert house.deadline.state is CANCELLED
        assert len(house.told("sam")) == 1

    def test_one_that_gets_a_visit_category_becomes_a_visit_without_a_second_ladder(self):
        house = a_morning(others=False)
        house.change(categories=("Home visit",))
        house.go_to("14:21")
        assert house.visit.tag is Tag.VISIT
        assert told_at(house, "sam") == ["08:00", "14:00", "14:10"]
        assert told_at(house, "morgan") == ["14:20"]

    def test_a_visit_that_loses_its_category_may_still_be_one(self):
        house = House(at="07:30")
        maybe(house, categories=("Home visit",))
        house.go_to("09:00")
        house.change(categories=())
        house.go_to("14:30")
        assert house.visit.tag is Tag.POSSIBLE
        assert told_at(house, "sam") == ["13:00", "14:00", "14:10"]
        assert told_at(house, "morgan") == ["14:10"]

    def test_one_that_gets_the_category_for_no_visit_is_dropped_before_its_start(self):
        house = a_morning(others=False)
        house.change(categories=("Not a visit",))
        house.go_to("18:00")
        assert house.deadline.state is CANCELLED

    def test_after_its_start_a_visit_category_makes_it_a_visit_with_the_whole_ladder(self):
        house = a_morning("13:10", others=False)
        house.change(categories=("Home visit",))
        house.go_to("14:21")
        assert house.visit.tag is Tag.VISIT
        assert told_at(house, "dee") == ["14:10"]
        assert told_at(house, "morgan") == ["14:20"]

    def test_after_its_start_deleting_it_closes_nothing_and_asks_the_worker(self):
        house = a_morning("13:10", others=False)
        house.delete()
        house.go_to("13:12")
        assert house.deadline.state is OPEN
        assert "may be a visit, is no longer in your diary" in house.last("sam").text

    def test_after_its_start_nobody_doubts_a_visit_because_its_category_is_gone(self):
        house = House(at="12:30")
        maybe(house, categories=("Home visit",))
        house.go_to("13:10")
        house.change(categories=())
        house.go_to("14:21")
        assert house.visit.tag is Tag.VISIT
        assert told_at(house, "dee") == ["14:10"]

    def test_a_later_end_moves_it_and_asks_nothing_a_second_time(self):
        house = a_morning("13:10", others=False)
        house.change(end=clock("14:40"))
        house.go_to("14:41")
        assert told_at(house, "sam") == ["08:00", "13:00", "14:40"]

    def test_a_later_start_asks_again_at_the_new_start_alone(self):
        house = a_morning("08:30", others=False)
        house.change(start=clock("15:00"), end=clock("16:00"))
        house.go_to("16:01")
        assert told_at(house, "sam") == ["08:00", "15:00", "16:00"]

    def test_what_does_not_change_is_not_planned_anew_at_each_reading(self):
        house = a_morning("08:30", others=False)
        before = house.deadline
        house.go_to("09:30")
        assert house.deadline == before

    def test_its_diary_is_read_as_often_as_that_of_a_visit_and_no_longer_once_all_was_asked(self):
        house = a_morning("13:10", others=False)
        assert house.mailboxes()[0].pace == timedelta(seconds=30)
        house.go_to("14:30")
        assert house.mailboxes()[0].pace > timedelta(seconds=30)

    def test_a_visit_that_is_no_more_doubted_is_not_merged_into_a_doubted_one(self):
        house = a_morning("13:10", others=False)
        maybe(house, "e2", "13:05", "14:00", categories=("Home visit",), created=clock("13:08"))
        house.tick()
        house.delete("e1")
        house.tick()
        visit = by_entry(house)["e2"]
        assert (visit.visit.tag, visit.visit.state) == (Tag.VISIT, VisitState.BEGUN)
        assert (visit.deadlines[0].state, visit.deadlines[0].steps) == (OPEN, house.core.policies.standing.steps)
