"""What was said of a possible visit is remembered for its kind, and never reaches another home, case or flag."""

from __future__ import annotations

import pytest

from calsync.domain.model import AnswerKind, Series, Tag
from calsync.parsers.location import read_place
from tests.house import OAK_STREET, House, clock
from tests.possible_visits import CLOSED, OPEN, a_morning, asked_at, by_entry, maybe, questions, states, tags, told_at


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
