"""A possible visit is what its worker says it is, each by its number; what is not plain closes nothing."""

from __future__ import annotations

import pytest

from calsync.domain.model import AnswerKind, Tag
from calsync.parsers.location import read_place
from tests.house import OAK_STREET, House, clock
from tests.possible_visits import CANCELLED, CLOSED, OPEN, a_morning, asked_at, maybe, questions, states, tags, told_at


class TestTheAnswer:
    def test_yes_makes_it_a_visit(self):
        house = a_morning(others=False)
        house.says("yes", to=questions(house)[0])
        assert house.visit.tag is Tag.VISIT
        assert house.visit.reasons[0] == "The worker said on 2 March 2026 that this is a visit."
        assert house.deadline.steps == house.core.policies.standing.steps
        assert (house.deadline.due, house.deadline.next_step_at) == (clock("14:00"), clock("14:00"))

    @pytest.mark.parametrize("text", ["no", "No thanks, Sam", "it is not", "Not a visit."])
    def test_no_closes_it_and_nobody_is_asked_again(self, text):
        house = a_morning(others=False)
        house.says(text, to=questions(house)[0])
        assert (house.deadline.state, house.deadline.closed_by) == (CLOSED, "sam")
        assert house.deadline.reason == "the worker says that it is no visit"
        house.go_to("18:00")
        assert len(house.told("sam")) == 1
        assert house.told("morgan") == []

    def test_each_of_a_list_is_answered_by_its_number(self):
        house = a_morning()
        house.says("1 yes 2 no", to=questions(house)[0])
        assert tags(house)["e0"] is Tag.VISIT
        assert states(house) == {"e0": OPEN, "e1": CLOSED}

    def test_a_plain_no_is_for_all_that_are_listed(self):
        house = a_morning()
        house.says("no", to=questions(house)[0])
        assert states(house) == {"e0": CLOSED, "e1": CLOSED}

    def test_a_plain_yes_is_for_all_that_are_listed(self):
        house = a_morning()
        house.says("yes, all of them", to=questions(house)[0])
        assert tags(house) == {"e0": Tag.VISIT, "e1": Tag.VISIT}

    def test_an_entry_moved_since_keeps_its_number(self):
        house = a_morning()
        house.change("e1", start=clock("09:00"), end=clock("09:30"))
        house.poll()
        house.says("1 no", to=questions(house)[0])
        assert states(house) == {"e0": CLOSED, "e1": OPEN}

    def test_the_numbers_of_a_list_may_be_answered_one_mail_after_the_other(self):
        house = a_morning()
        for text in ("1 yes", "2 no"):
            house.says(text, to=questions(house)[0])
        house.tick()
        assert states(house) == {"e0": OPEN, "e1": CLOSED}
        assert len(house.told("sam")) == 1

    def test_a_plain_no_after_one_was_confirmed_is_for_the_others_alone(self):
        house = a_morning()
        for text in ("1 yes", "no"):
            house.says(text, to=questions(house)[0])
        assert tags(house)["e0"] is Tag.VISIT
        assert states(house) == {"e0": OPEN, "e1": CLOSED}

    def test_a_plain_no_between_the_lines_of_the_list_is_asked_back(self):
        house = a_morning()
        house.says("> 1. 10:00 to 11:00\nno\n> 2. 13:00 to 14:00\n", to=questions(house)[0])
        house.scan()
        assert states(house) == {"e0": OPEN, "e1": OPEN}
        assert "not clear" in house.last("sam").text

    def test_a_no_to_words_that_the_entry_has_no_more_is_asked_back(self):
        house = a_morning(others=False)
        house.change(subject="Meeting with R and family", place=read_place(OAK_STREET))
        house.poll()
        house.says("no", to=questions(house)[0])
        house.scan()
        assert house.deadline.state is OPEN
        assert "not clear" in house.last("sam").text
        with house.store.transaction() as tx:
            assert tx.remembered("sam") == []

    def test_a_yes_to_the_question_that_is_asked_back_is_no_word_of_being_safe(self):
        house = a_morning("13:51", others=False)
        house.says("hmm, not sure", to=house.last("sam"))
        house.scan()
        house.says("yes", to=house.last("sam"))
        assert (house.deadline.state, house.visit.tag) == (OPEN, Tag.VISIT)

    def test_a_no_once_a_confirmed_visit_has_begun_closes_nothing_and_is_asked_back(self):
        house = a_morning(others=False)
        house.says("yes", to=questions(house)[0])
        house.go_to("13:05")
        house.says("no", to=questions(house)[0])
        house.scan()
        assert house.deadline.state is OPEN
        assert house.last("sam").subject.startswith("Have you left?")

    def test_a_yes_long_after_its_end_asks_the_worker_before_anybody_else(self):
        house = a_morning("16:00", others=False)
        house.says("yes it was a visit", to=house.last("sam"))
        house.go_to("16:30")
        assert told_at(house, "sam")[-2:] == ["16:01", "16:10"]
        assert told_at(house, "dee") == ["16:10"]

    def test_of_what_lasts_all_day_a_yes_asks_for_its_times(self):
        house = House(at="07:30")
        maybe(house)
        house.change(start=clock("00:00"), end=clock("00:00", day=1), all_day=True)
        house.go_to("08:01")
        house.says("yes", to=questions(house)[0])
        house.tick()
        assert house.last("sam").subject.startswith("Your visit has no times")

    def test_an_entry_deleted_since_keeps_its_number(self):
        house = a_morning()
        house.delete("e0")
        house.poll()
        house.says("2 no", to=questions(house)[0])
        assert states(house) == {"e0": CANCELLED, "e1": CLOSED}

    def test_mail_that_is_read_again_takes_nothing_back(self):
        house = a_morning()
        house.says("1 yes 2 no", to=questions(house)[0])
        house.change("e1", categories=("Home visit",), start=clock("09:00"), end=clock("09:30"))
        house.poll()
        house.read_mail()
        assert states(house) == {"e0": OPEN, "e1": OPEN}
        house.scan()
        assert "not clear" not in house.last("sam").text

    def test_what_was_taken_is_logged_once_and_as_what_it_was_taken_for(self, caplog):
        house = a_morning()
        with caplog.at_level("INFO", logger="calsync"):
            house.says("1 yes 2 no", to=questions(house)[0])
            for _ in range(3):
                house.tick()
        taken = [each.getMessage().split(" was taken ")[1] for each in caplog.records if " was taken " in each.message]
        assert taken == ["as visit: confirmed", "as not-visit: closed"]

    @pytest.mark.parametrize("text", ["yes but I am late", "maybe", "what?", "1"])
    def test_an_answer_that_is_not_plain_is_never_a_no(self, text):
        house = a_morning(others=False)
        house.says(text, to=questions(house)[0])
        assert house.deadline.state is OPEN
        assert house.visit.tag is Tag.POSSIBLE

    def test_an_unclear_one_is_asked_back_once(self):
        house = a_morning(others=False)
        for _ in range(2):
            house.says("hmm, perhaps", to=questions(house)[0])
            house.scan()
        assert [each.subject.split(" [")[0] for each in house.told("sam")] == ["Is it a visit?"] * 2

    def test_at_its_end_yes_means_safe_and_not_a_visit_means_what_it_says(self):
        house = a_morning("14:01", others=False)
        house.says("yes", to=house.last("sam"))
        assert house.deadline.reason == "the worker is out and safe"
        again = a_morning("14:01", others=False)
        again.says("it wasn't a visit", to=again.last("sam"))
        assert again.deadline.reason == "the worker says that it is no visit"

    def test_more_time_moves_its_end_and_asks_nothing_a_second_time(self):
        house = a_morning("13:30", others=False)
        house.says("+30", to=house.last("sam"))
        assert house.deadline.due == clock("14:30")
        house.go_to("14:31")
        assert asked_at(house) == ["08:00", "13:00"]
        assert told_at(house, "sam") == ["08:00", "13:00", "14:30"]

    def test_more_time_before_its_start_keeps_the_question_at_its_start(self):
        house = a_morning("08:05", others=False)
        house.says("+30", to=house.last("sam"))
        house.go_to("14:31")
        assert told_at(house, "sam") == ["08:00", "13:00", "14:30"]

    def test_no_to_what_everybody_knows_to_be_a_visit_closes_nothing(self):
        house = House(at="12:00")
        house.entry(categories=("Home visit",))
        house.go_to("13:10")
        outcome = house.answers(AnswerKind.NOT_VISIT, deadline_id=house.deadline.id)
        assert outcome.took_as == "refused"
        assert house.deadline.state is OPEN
