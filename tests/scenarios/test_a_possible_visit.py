"""A possible visit from the diary to the answer: asked in the morning, answered, and remembered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from calsync.domain.model import AnswerKind, DeadlineState, Series, Tag, VisitState
from calsync.parsers.location import read_place
from tests.house import OAK_STREET, House, clock
from tests.possible_visits import asked_at, maybe, questions, told_at

CLOSED, CANCELLED, OPEN = DeadlineState.CLOSED, DeadlineState.CANCELLED, DeadlineState.OPEN


def a_morning(until="08:01", *, others=True):
    house = House(at="07:30")
    maybe(house)
    if others:
        maybe(house, "e0", "10:00", "11:00", subject="Meeting about Q", place=read_place(OAK_STREET))
    house.go_to(until)
    return house


def by_entry(house):
    return {each.visit.event_id: each for each in house.watched()}


def tags(house):
    return {name: each.visit.tag for name, each in by_entry(house).items()}


def states(house):
    return {name: each.deadlines[0].state for name, each in by_entry(house).items()}


class TestTheMorning:
    def test_one_message_lists_every_possible_visit_of_the_day_by_its_time_and_words(self):
        house = a_morning()
        (question,) = questions(house)
        assert '1. 10:00 to 11:00, "Meeting about Q"' in question.text
        assert '2. 13:00 to 14:00, "Meeting K"' in question.text
        assert question.subject.startswith("Are these visits?")

    def test_an_entry_of_tomorrow_is_not_in_it(self):
        house = a_morning()
        maybe(house, "e9")
        house.change("e9", start=clock("13:00", day=1), end=clock("14:00", day=1))
        house.go_to("08:30")
        assert len(questions(house)) == 1

    def test_one_found_later_that_day_is_asked_about_at_its_start_and_not_before(self):
        house = House(at="09:00")
        maybe(house)
        house.go_to("13:30")
        assert asked_at(house) == ["13:00"]

    def test_what_begins_at_the_same_minute_is_asked_about_in_one_list(self):
        house = House(at="09:00")
        maybe(house)
        maybe(house, "e2", "13:00", "13:30", subject="Meeting L")
        maybe(house, "e3", "13:05", "13:30", subject="Meeting M")
        house.go_to("13:05")
        assert asked_at(house) == ["13:00", "13:05"]
        assert questions(house)[0].subject.startswith("Are these visits?")
        assert "asked again when it ends" in questions(house)[0].text
        first = "e1" if '1. 13:00 to 14:00, "Meeting K"' in questions(house)[0].text else "e2"
        house.says("1 yes 2 no", to=questions(house)[0])
        assert [each for each, tag in tags(house).items() if tag is Tag.VISIT] == [first]
        assert sum(state is OPEN for state in states(house).values()) == 2

    def test_one_found_after_its_start_is_asked_about_at_once(self):
        house = House(at="09:00")
        house.go_to("13:20")
        maybe(house)
        house.go_to("13:30")
        assert asked_at(house) == ["13:21"]

    def test_the_list_comes_once_after_a_night_in_the_dark(self):
        house = House(at="07:00")
        maybe(house)
        maybe(house, "e0", "10:00", "11:00", subject="Meeting about Q")
        house.tick()
        house.dark_until("08:40")
        house.tick()
        (question,) = questions(house)
        assert "1. 10:00" in question.text
        assert "2. 13:00" in question.text

    def test_an_entry_that_lasts_all_day_is_asked_about_once_and_has_no_ladder(self):
        house = House(at="07:30")
        maybe(house)
        house.change(start=clock("00:00"), end=clock("00:00", day=1), all_day=True)
        house.go_to("18:00")
        assert asked_at(house) == told_at(house, "sam") == ["08:00"]
        assert told_at(house, "morgan") == []


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

    def test_a_line_manager_who_was_asked_is_not_asked_again_after_more_time(self):
        house = a_morning("14:12", others=False)
        house.says("+30", to=house.last("sam"))
        house.go_to("15:30")
        assert [each.subject.split(":")[0] for each in house.told("morgan")] == [
            "Possibly a visit",
            "New time for Sam Visits [" + house.told("morgan")[-1].notification.token + "]",
        ]
        assert told_at(house, "sam")[-2:] == ["14:42", "14:52"]

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


class TestWhatIsRemembered:
    def answered(self, text, **changes):
        house = House(at="07:30")
        maybe(house, **changes)
        house.go_to("08:01")
        house.says(text, to=questions(house)[0])
        return house

    def test_after_a_yes_the_same_kind_of_entry_is_watched_and_not_asked_about(self):
        house = self.answered("yes")
        maybe(house, "e2", "15:00", "16:00", subject="Meeting  K, 3 March")
        house.go_to("15:30")
        visit = by_entry(house)["e2"].visit
        assert (visit.tag, visit.matched_by) == (Tag.VISIT, "remembered")
        assert visit.reasons[0] == "The worker said on 2 March 2026 that this kind of entry is a visit."
        assert asked_at(house) == ["08:00"]

    def test_after_a_no_the_same_kind_of_entry_is_not_watched(self):
        house = self.answered("no")
        maybe(house, "e2", "15:00", "16:00")
        house.go_to("15:30")
        assert "e2" not in by_entry(house)
        assert asked_at(house) == ["08:00"]

    def test_another_kind_of_entry_is_asked_about_all_the_same(self):
        house = self.answered("no")
        maybe(house, "e2", "15:00", "16:00", subject="Meeting R")
        house.go_to("15:30")
        assert asked_at(house) == ["08:00", "15:00"]

    def test_a_yes_counts_for_the_whole_series_whatever_an_occurrence_is_called(self):
        house = self.answered("yes", series=Series.OCCURRENCE, series_id="s1")
        maybe(house, "e2", "15:00", "16:00", subject="Meeting moved", series=Series.EXCEPTION, series_id="s1")
        house.go_to("15:30")
        assert asked_at(house) == ["08:00"]
        assert tags(house)["e2"] is Tag.VISIT

    def test_a_no_counts_for_the_series_where_it_says_the_same(self):
        house = self.answered("no", series=Series.OCCURRENCE, series_id="s1")
        maybe(house, "e2", "15:00", "16:00", series=Series.OCCURRENCE, series_id="s1")
        maybe(house, "e3", "16:00", "17:00", subject="Mrs O", series=Series.EXCEPTION, series_id="s1")
        house.go_to("16:30")
        assert "e2" not in by_entry(house)
        assert asked_at(house) == ["08:00", "16:00"]

    @pytest.mark.parametrize(
        ("one", "another"),
        [
            ({"place": "Flat 3, 14 Elm Road, S60 3AB"}, {"place": "Flat 9, 14 Elm Road, S60 3AB"}),
            ({"place": "14 Elm Road, Rotherham"}, {"place": "14 Elm Road, Leeds"}),
            ({"subject": "Meeting 4471"}, {"subject": "Meeting 9902"}),
        ],
        ids=["flats", "towns", "cases"],
    )
    def test_a_no_never_reaches_another_home_or_case(self, one, another):
        def said(words):
            return {name: read_place(text) if name == "place" else text for name, text in words.items()}

        house = self.answered("no", **said(one))
        maybe(house, "e2", "15:00", "16:00", **said(another))
        house.go_to("15:30")
        assert asked_at(house) == ["08:00", "15:00"]

    @pytest.mark.parametrize("category", ["Domestic abuse", "Lives alone"])
    def test_a_no_never_hides_an_entry_of_its_kind_that_has_a_flag(self, category):
        house = self.answered("no")
        maybe(house, "e2", "15:00", "16:00", categories=(category,))
        house.go_to("15:30")
        assert asked_at(house) == ["08:00", "15:00"]

    @pytest.mark.parametrize(
        "change",
        [{"subject": "Meeting with R and family"}, {"place": read_place(OAK_STREET)}, {"categories": ("Threats",)}],
        ids=["words", "place", "flag"],
    )
    @pytest.mark.parametrize("at", ["08:05", "13:05"])
    def test_an_entry_that_says_something_else_since_its_no_is_asked_about_anew(self, change, at):
        house = self.answered("no")
        house.go_to(at)
        house.change(**change)
        house.go_to("14:05")
        assert house.deadline.state is OPEN
        assert told_at(house, "sam")[-1] == "14:00"

    def test_what_the_line_manager_said_is_no_visit_is_watched_once_its_worker_says_that_it_is_one(self):
        house = a_morning("13:05", others=False)
        house.answers(AnswerKind.NOT_VISIT, who="morgan", deadline_id=house.deadline.id, reason="a team meeting")
        assert house.deadline.state is CLOSED
        house.says("yes it is a visit", to=questions(house)[-1])
        house.go_to("14:25")
        assert told_at(house, "dee") == ["14:10"]

    def test_a_yes_after_a_no_reaches_the_other_entries_at_the_next_reading(self):
        house = self.answered("no")
        maybe(house, "e2", "15:00", "16:00")
        house.go_to("15:02")
        assert "e2" not in by_entry(house)
        house.says("yes", to=questions(house)[0])
        house.poll()
        assert tags(house)["e2"] is Tag.VISIT

    def test_an_entry_of_the_same_kind_of_another_day_is_judged_at_once(self):
        house = House(at="07:30")
        maybe(house)
        maybe(house, "e2")
        house.change("e2", start=clock("10:00", day=1), end=clock("11:00", day=1))
        house.go_to("08:01")
        house.says("no", to=questions(house)[0])
        assert states(house) == {"e1": CLOSED, "e2": CLOSED}

    def a_list_of_one_kind(self):
        house = House(at="07:30")
        maybe(house)
        maybe(house, "e2", "15:00", "16:00")
        maybe(house, "e3", "16:00", "16:30")
        house.go_to("08:01")
        return house

    @pytest.mark.parametrize("said", ["no", "yes"])
    def test_an_answer_by_number_settles_nothing_of_the_lists_other_numbers_which_are_asked_when_they_begin(self, said):
        house = self.a_list_of_one_kind()
        house.says(f"1 {said}", to=questions(house)[0])
        house.go_to("16:01")
        assert [tags(house)[each] for each in ("e2", "e3")] == [Tag.POSSIBLE] * 2
        assert [states(house)[each] for each in ("e2", "e3")] == [OPEN] * 2
        assert asked_at(house)[-2:] == ["15:00", "16:00"]

    @pytest.mark.parametrize("category", ["Domestic abuse", "Lives alone"])
    def test_an_entry_with_a_flag_is_never_closed_by_a_no_to_another(self, category):
        house = House(at="07:30")
        maybe(house)
        maybe(house, "e2")
        house.change("e2", start=clock("10:00", day=1), end=clock("11:00", day=1), categories=(category,))
        house.go_to("08:01")
        house.says("no", to=questions(house)[0])
        house.go_to("08:30")
        assert states(house) == {"e1": CLOSED, "e2": OPEN}

    @pytest.mark.parametrize("texts", [("1 yes 2 no",), ("1 no 2 yes",), ("1 yes", "2 no"), ("2 yes", "1 no")], ids=str)
    def test_a_no_beside_a_yes_about_the_same_kind_hides_no_later_one(self, texts):
        house = self.a_list_of_one_kind()
        for text in texts:
            house.says(text, to=questions(house)[0])
        maybe(house, "e4", "16:40", "16:50")
        house.go_to("16:41")
        assert (states(house)["e4"], tags(house)["e4"]) == (OPEN, Tag.VISIT)

    def test_what_was_said_of_an_entry_itself_counts_before_what_was_said_of_its_kind(self):
        house = House(at="07:30")
        maybe(house)
        maybe(house, "e2", "15:00", "16:00")
        house.go_to("08:01")
        house.says("1 yes 2 no", to=questions(house)[0])
        house.go_to("09:00")
        assert states(house) == {"e1": OPEN, "e2": CLOSED}
        assert tags(house)["e1"] is Tag.VISIT

    def test_a_begun_one_is_not_ended_by_a_no_to_another(self):
        house = House(at="07:30")
        maybe(house)
        house.go_to("13:10")
        maybe(house, "e2", "13:11", "14:30")
        house.go_to("13:12")
        house.says("no", to=questions(house)[-1])
        house.go_to("13:40")
        assert states(house) == {"e1": OPEN, "e2": CLOSED}
        assert not any("not going" in each.subject for each in house.told("sam"))

    def test_a_visit_category_wins_over_a_remembered_no(self):
        house = self.answered("no")
        maybe(house, "e2", "15:00", "16:00", categories=("Home visit",))
        house.change("e1", categories=("Home visit",))
        house.go_to("09:00")
        assert tags(house) == {"e1": Tag.VISIT, "e2": Tag.VISIT}
        assert states(house) == {"e1": OPEN, "e2": OPEN}

    def test_a_later_word_takes_it_back(self):
        house = self.answered("no")
        house.says("yes it is a visit", to=questions(house)[0])
        assert (house.deadline.state, house.visit.tag) == (OPEN, Tag.VISIT)
        house.go_to("09:00")
        assert (house.deadline.state, house.visit.tag) == (OPEN, Tag.VISIT)
        house.says("no", to=questions(house)[0])
        house.go_to("18:00")
        assert house.deadline.state is CLOSED
        assert house.told("morgan") == []

    def test_only_a_hash_is_kept(self):
        house = self.answered("no", series=Series.OCCURRENCE, series_id="s1")
        with house.store.transaction() as tx:
            kept = tx.remembered("sam")
        assert len(kept) == 2
        assert not any(word in each.about for each in kept for word in ("meeting", "Meeting", "elm", "s1"))

    def test_another_workers_no_says_nothing_of_mine(self):
        house = self.answered("no")
        with house.store.transaction() as tx:
            assert tx.remembered("dee") == []


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
