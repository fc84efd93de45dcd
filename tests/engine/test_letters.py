"""The worker's summary, and the bulk lane: from the plan for the day to the mail that is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from calsync.domain.model import Role
from calsync.domain.model.letters import LetterKind, LetterState
from calsync.errors import SourceUnavailable
from calsync.parsers.location import read_place
from tests.house import ASH, CAST, SAM, House, clock
from tests.letter_house import TODAY, house, letters, letters_of, rows
from tests.possible_visits import maybe

DAY = timedelta(days=1)
TOO_MUCH = ("alarm", "police", "escalat", "999", "emergency")


class TestTheWorkersSummary:
    def test_it_goes_out_in_the_morning_once_and_says_what_is_watched_and_by_whom(self) -> None:
        kept = house()
        kept.entry()
        kept.poll()
        assert letters(kept, "06:20") == []
        assert letters(kept, "06:31") + letters(kept, "08:01") == letters_of(kept)
        (mail,) = kept.mailbox.sent
        assert mail.to == "sam@clarendon.test"
        assert mail.subject.startswith("Your visits today [")
        assert (
            '- 13:00 to 14:00, "Home visit: Mrs Whitcombe"\n  Watched by Dee Deputises and Ash Administers.'
            in mail.text
        )
        for at in ("08:10", "09:50", "11:00", "17:30", "23:00"):
            assert letters(kept, at) == []

    def test_who_has_no_visit_hears_nothing(self) -> None:
        kept = house()
        kept.entry(subject="Team meeting", place=read_place("Room 2"))
        kept.poll()
        for at in ("06:30", "08:01", "17:40"):
            assert letters(kept, at) == []

    def test_a_first_visit_before_half_past_nine_is_told_of_the_evening_before(self) -> None:
        kept = house("16:00")
        kept.entry(start="09:15", end="10:00", created=None)
        kept.change(start=clock("09:15", day=1), end=clock("10:00", day=1))
        kept.poll()
        assert letters(kept, "16:59") == []
        (mail,) = letters(kept, "17:00") + letters(kept, "17:31")
        assert mail.subject.startswith("Your visits tomorrow [")
        assert "Tuesday 3 March" in mail.text
        assert letters(kept, "06:31", day=1) + letters(kept, "08:05", day=1) == []

    def test_a_first_visit_at_half_past_nine_is_told_of_in_its_morning(self) -> None:
        kept = house("16:00")
        kept.entry(start="09:30", end="10:00")
        kept.change(start=clock("09:30", day=1), end=clock("10:00", day=1))
        kept.poll()
        assert letters(kept, "17:31") == []
        assert len(letters(kept, "06:31", day=1) + letters(kept, "08:01", day=1)) == 1

    def test_it_says_what_is_to_be_mended_in_an_entry(self) -> None:
        kept = house()
        kept.entry(place=read_place(""), categories=("Home visit",))
        kept.poll()
        (mail,) = letters_of(kept)
        assert "  Please mend: It has no location: write the address with its postcode into it." in mail.text

    def test_AH12_BX12_CL8_RO7_CO19_CL9_the_policys_own_reminders_stand_in_it(self) -> None:
        lines = ("Your telephone is charged, with credit, and with you.", "If a visit is off, tell the family.")
        kept = house(reminders=lines)
        kept.entry()
        kept.poll()
        (mail,) = letters_of(kept)
        assert (
            "Please remember:\n- Your telephone is charged, with credit, and with you.\n- If a visit is off"
            in mail.text
        )

    def test_it_names_no_alarm_and_its_subject_nobody(self) -> None:
        kept = house()
        kept.entry()
        kept.poll()
        (mail,) = letters_of(kept)
        assert not [word for word in TOO_MUCH if word in f"{mail.subject} {mail.text}".casefold()]
        assert "Whitcombe" not in mail.subject
        assert not mail.important

    def test_a_visit_cancelled_before_it_is_sent_leaves_nothing_to_send(self) -> None:
        kept = house()
        kept.entry()
        kept.poll()
        assert letters(kept, "06:30") == []
        kept.delete()
        kept.poll()
        assert letters(kept, "08:01") == []
        assert [each.state for each in rows(kept)] == [LetterState.CANCELLED]

    def test_a_policy_that_wants_none_sends_none(self) -> None:
        kept = house(summary=False)
        kept.entry()
        kept.poll()
        assert letters_of(kept) == []

    def test_the_evening_before_it_names_what_may_be_a_visit_and_asks_nothing(self) -> None:
        kept = house("16:00")
        for event in (kept.entry(start="09:00", end="10:00"), maybe(kept, "e2", "15:00", "16:00")):
            kept.calendars.put(replace(event, start=event.start + DAY, end=event.end + DAY))
        kept.poll()
        (mail,) = letters(kept, "17:31") + letters(kept, "17:40")
        assert 'This entry may be a visit too:\n\n- 15:00 to 16:00, "Meeting K"' in mail.text
        assert "You are asked about it in a mail of its own, on the day." in mail.text

    def test_a_question_that_is_answered_takes_no_summary_away(self) -> None:
        kept = house()
        kept.entry()
        maybe(kept, "e2", "15:00", "16:00")
        kept.poll()
        letters(kept, "06:30")
        kept.clock.moment = clock("07:55")
        kept.delete("e2")
        kept.poll()
        assert len(letters(kept, "08:10")) == 1

    def test_the_question_of_the_same_morning_takes_it_along(self) -> None:
        kept = house()
        kept.entry()
        maybe(kept, "e2", "15:00", "16:00")
        kept.poll()
        letters(kept, "06:30")
        letters(kept, "08:00")
        kept.scan()
        (question,) = kept.told("sam")
        assert "Is it one?" in question.text
        assert "No answer is needed about your other visits today:" in question.text
        assert '- 13:00 to 14:00, "Home visit: Mrs Whitcombe"' in question.text
        assert letters(kept, "08:10") == []
        assert [each.state for each in rows(kept)] == [LetterState.SENT]


class TestTheBulkLane:
    def crowd(self, number: int, **letters: Any) -> House:
        many = tuple(replace(SAM, id=f"w{each}", mail=f"w{each}@clarendon.test") for each in range(number))
        kept = house(people=replace(CAST, persons=(*many, *CAST.persons)), **letters)
        for each in many:
            kept.calendars.put(replace(kept.entry(), worker=each.id))
        kept.delete()
        for each in many:
            kept.poll(each.id)
        return kept

    def test_letters_take_half_of_what_a_minute_allows(self) -> None:
        kept = self.crowd(30)
        assert len(letters(kept, "08:10")) == 12
        kept.clock.go(0.5)
        assert letters(kept) == []
        kept.clock.go(0.6)
        assert len(letters(kept)) == 12

    def test_they_are_spread_over_the_morning(self) -> None:
        kept = self.crowd(30)
        letters(kept, "06:30")
        due = sorted(each.due for each in rows(kept))
        assert clock("06:30") <= due[0] < clock("06:50")
        assert clock("07:40") < due[-1] <= clock("08:00")

    def test_they_wait_for_every_message_that_is_no_letter(self) -> None:
        kept = house(list=(Role.ADMIN,))
        kept.entry()
        kept.entry("e2", "08:30", "08:59")
        kept.poll()
        kept.clock.moment = clock("09:00")
        kept.engine.escalate()
        assert letters(kept, "09:00") == []
        kept.send()
        assert len(letters(kept, "09:06")) == 2

    def test_one_that_fails_is_tried_again_and_sent_once(self) -> None:
        kept = house()
        kept.entry()
        kept.poll()
        letters(kept, "06:30")
        kept.mailbox.refusal = SourceUnavailable("Graph is down.")
        assert letters(kept, "08:01") == []
        kept.mailbox.refusal = None
        assert letters(kept) == []
        kept.clock.go(0.2)
        assert len(letters(kept)) == 1
        assert letters(kept, "08:20") == []

    def test_a_summary_that_could_not_go_out_in_the_morning_is_none_any_more(self) -> None:
        kept = house()
        kept.entry()
        kept.poll()
        letters(kept, "06:30")
        assert letters(kept, "12:05") == []
        assert [each.state for each in rows(kept)] == [LetterState.CANCELLED]

    def test_a_letter_is_a_row_before_it_is_sent(self) -> None:
        kept = house()
        kept.entry()
        kept.poll()
        letters(kept, "06:30")
        (row,) = rows(kept)
        assert (row.kind, row.day, row.recipient, row.state) == (LetterKind.SUMMARY, TODAY, "sam", LetterState.WAITING)

    def test_somebody_whose_day_can_not_be_reckoned_keeps_no_other_from_theirs(self) -> None:
        kept = self.crowd(2, list=(Role.ADMIN,))
        with kept.store.transaction() as tx:
            people = tx.people()
            nowhere = [replace(each, zone="Mars/Olympus") if each.id == "w0" else each for each in people.persons]
            tx.put_people(replace(people, persons=tuple(nowhere)))
        assert sorted(each.to for each in letters_of(kept)) == ["ash@clarendon.test", "w1@clarendon.test"]

    def test_somebody_without_an_address_keeps_no_other_from_theirs(self) -> None:
        nobody = replace(ASH, mail="")
        people = replace(CAST, persons=tuple(nobody if each.id == "ash" else each for each in CAST.persons))
        kept = house(people=people, list=(Role.ADMIN,))
        kept.entry()
        kept.poll()
        assert [each.to for each in letters_of(kept)] == ["sam@clarendon.test"]
