"""A line manager may say that a possible visit is none, and only with a reason."""

from __future__ import annotations

import pytest

from calsync.domain.model import AnswerKind
from tests.possible_visits import CLOSED, OPEN, a_morning, told_at


class TestTheAnswer:
    def test_a_line_manager_who_was_asked_is_not_asked_again_after_more_time(self):
        house = a_morning("14:12", others=False)
        house.says("+30", to=house.last("sam"))
        house.go_to("15:30")
        assert [each.subject.split(":")[0] for each in house.told("morgan")] == [
            "Possibly a visit",
            "New time for Sam Visits [" + house.told("morgan")[-1].notification.token + "]",
        ]
        assert told_at(house, "sam")[-2:] == ["14:42", "14:52"]

    def test_the_line_manager_who_was_told_hears_that_it_is_settled(self):
        house = a_morning("15:00", others=False)
        house.says("not a visit", to=house.last("sam"))
        house.scan()
        assert house.last("morgan").subject.startswith("Settled: Sam Visits")

    def test_the_line_manager_may_say_what_it_is_with_a_reason(self):
        house = a_morning("15:00", others=False)
        outcome = house.answers(
            AnswerKind.NOT_VISIT, who="morgan", deadline_id=house.deadline.id, reason="it was a team meeting"
        )
        assert outcome.took_as == "closed"
        assert house.deadline.reason == "it was a team meeting"
        with house.store.transaction() as tx:
            assert tx.remembered("sam") == []

    @pytest.mark.parametrize("text", ["no", "not a visit", "No thanks", "no, she was at the dentist"])
    def test_a_line_managers_no_without_a_reason_closes_nothing_and_is_asked_back(self, text):
        house = a_morning("14:11", others=False)
        house.says(text, who="morgan", to=house.last("morgan"))
        house.scan()
        assert house.deadline.state is OPEN
        assert house.last("morgan").subject.startswith("Not done: your answer about Sam Visits")

    def test_a_line_managers_no_with_words_beside_it_is_closed_in_their_name_and_words(self):
        house = a_morning("14:11", others=False)
        house.says("Not a visit: she was at the dentist", who="morgan", to=house.last("morgan"))
        assert (house.deadline.state, house.deadline.closed_by) == (CLOSED, "morgan")
        assert house.deadline.reason == "she was at the dentist"

    def test_a_no_by_command_needs_a_reason_from_everybody_but_the_worker(self):
        house = a_morning("14:11", others=False)
        outcome = house.answers(AnswerKind.NOT_VISIT, who="morgan", deadline_id=house.deadline.id)
        assert (outcome.took_as, house.deadline.state) == ("refused", OPEN)
        assert "reason" in outcome.why
