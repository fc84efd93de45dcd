"""The lists of visits, their changes and the outage sheet, as they are sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import Person, Role
from calsync.errors import SourceUnavailable
from calsync.parsers.location import read_place
from tests.house import CAST, OFFICE, House, clock
from tests.letter_house import WHITCOMBE, acts, house, letters, letters_of, rows, to
from tests.possible_visits import maybe

DAY = timedelta(days=1)


class TestTheLists:
    def test_CO3_the_administrator_gets_name_address_telephone_leaving_and_returning(self) -> None:
        kept = house(list=(Role.ADMIN,), summary=False)
        kept.entry(subject=f"Home visit: {WHITCOMBE}")
        kept.poll()
        (mail,) = letters_of(kept)
        assert mail.to == "ash@clarendon.test"
        assert mail.subject.startswith("Visits of Monday 2 March [")
        assert "Sam Visits (+44 7700 900101)" in mail.text
        assert "- leaves about 12:30, 13:00 to 14:00, back about 14:30" in mail.text
        assert "14 Elm Road, Rotherham S60 3AB" in mail.text
        assert "telephone there: 01632 960123" in mail.text

    def test_CO3_on_mondays_the_list_is_of_the_week(self) -> None:
        kept = house(week=(Role.ADMIN,), summary=False)
        kept.entry()
        kept.calendars.put(replace(kept.entry("e3"), start=clock("10:00", day=1), end=clock("11:00", day=1)))
        kept.poll()
        (mail,) = letters_of(kept)
        assert mail.subject.startswith("Visits of the week from 2 March [")
        assert "MONDAY 2 MARCH" in mail.text
        assert "TUESDAY 3 MARCH" in mail.text
        assert letters(kept, "06:30", day=1) + letters(kept, "08:01", day=1) != []
        assert kept.mailbox.sent[-1].subject.startswith("Visits of Tuesday 3 March [")

    def test_CL1_the_centre_manager_gets_the_list_with_the_open_concerns(self) -> None:
        kept = house(concerns=(Role.LINE_MANAGER,), summary=False)
        kept.entry()
        kept.entry("e2", "15:00", "16:00", place=read_place(""), categories=("Home visit",))
        kept.poll()
        (mail,) = letters_of(kept)
        assert mail.to == "morgan@clarendon.test"
        assert "To mend: It has no location: write the address with its postcode into it." in mail.text
        assert "Diaries: 1 of 2 visits need nothing to be mended." in mail.text

    def test_a_manager_sees_their_own_team_alone(self) -> None:
        other = Person(
            id="robin", name="Robin Visits", mail="robin@clarendon.test", manager="dee", hours=OFFICE, works=True
        )
        kept = house(people=replace(CAST, persons=(*CAST.persons, other)), list=(Role.LINE_MANAGER,), summary=False)
        kept.entry()
        kept.calendars.put(replace(kept.entry("e2"), worker="robin"))
        kept.delete("e2")
        kept.poll()
        kept.poll("robin")
        mails = letters_of(kept)
        (to_dee,) = to(mails, "dee")
        (to_morgan,) = to(mails, "morgan")
        assert "Robin Visits" in to_dee.text
        assert "Sam Visits" not in to_dee.text
        assert "Robin Visits" not in to_morgan.text

    def test_what_only_may_be_a_visit_stands_in_no_list(self) -> None:
        kept = house(list=(Role.ADMIN,), outage_sheet=True, summary=False)
        kept.entry()
        maybe(kept, "e2", "15:00", "16:00")
        kept.poll()
        mails = letters_of(kept)
        assert len(mails) == 3
        assert not [each for each in mails if "Meeting K" in each.text]

    def test_CO4_each_list_that_was_sent_stands_in_the_audit(self) -> None:
        kept = house(list=(Role.ADMIN,), summary=False)
        kept.entry()
        kept.poll()
        letters_of(kept)
        (act,) = acts(kept, "letter-sent")
        details = dict(act.details)
        assert (details["kind"], details["day"], details["to"]) == ("visits", "2026-03-02", "ash")
        assert details["visits"] == "1"
        assert "Whitcombe" not in str(act)


class TestChanges:
    def told(self) -> House:
        kept = house(list=(Role.ADMIN,), changes=(Role.ADMIN,), summary=False)
        kept.entry(subject=f"Home visit: {WHITCOMBE}")
        kept.poll()
        letters_of(kept)
        return kept

    def test_CO4_changes_are_collected_and_told_at_most_every_two_hours(self) -> None:
        kept = self.told()
        sent = len(kept.mailbox.sent)
        kept.clock.moment = clock("08:30")
        kept.change(start=clock("15:00"), end=clock("16:00"))
        kept.poll()
        assert letters(kept, "08:40") == []
        kept.entry("e2", "16:30", "17:00", subject="Home visit: Mr Oak")
        kept.poll()
        (mail,) = letters(kept, "10:02")
        assert mail.subject.startswith("Changes to the visits of your list [")
        assert "NEW\n\nSam Visits" in mail.text
        assert "Mr Oak" in mail.text
        assert "(was 13:00 to 14:00)" in mail.text
        assert letters(kept, "12:10") == []
        kept.delete("e2")
        kept.poll()
        (again,) = letters(kept, "12:16")
        assert "NO LONGER IN THE DIARY\n- Sam Visits, 16:30 to 17:00" in again.text
        assert "Oak" not in again.text
        assert len(kept.mailbox.sent) == sent + 2

    def test_CO4_where_nothing_changes_nothing_is_told(self) -> None:
        kept = self.told()
        for at in ("10:05", "12:30", "15:00", "18:00"):
            assert letters(kept, at) == []

    def test_CO4_a_change_of_place_is_told_without_any_of_its_text_being_kept(self) -> None:
        kept = self.told()
        assert "Whitcombe" not in str(rows(kept))
        assert "Elm" not in str(rows(kept))
        kept.change(place=read_place("27 Oak Street, Rotherham S61 1XY"))
        kept.poll()
        (mail,) = letters(kept, "10:05")
        assert "27 Oak Street" in mail.text
        assert "(place, telephone or name changed)" in mail.text


class TestTheOutageSheet:
    def test_BX13_BX15_it_has_the_visits_and_every_number_and_is_marked_confidential(self) -> None:
        kept = house(outage_sheet=True, summary=False)
        kept.entry(subject=f"Home visit: {WHITCOMBE}")
        kept.poll()
        mails = letters_of(kept)
        assert {each.to for each in mails} == {"ash@clarendon.test", "sloane@clarendon.test"}
        mail = mails[0]
        assert mail.subject.startswith("Confidential: outage sheet for 2 and 3 March [")
        for part in (mail.text, mail.html):
            assert "CONFIDENTIAL" in part
            assert "14 Elm Road, Rotherham S60 3AB" in part
            assert "+44 7700 900101" in part
            assert "Ash Administers" in part
            assert "no number is known" in part
        assert "Whitcombe" not in mail.subject

    def test_BX15_it_is_made_while_microsoft_can_not_be_asked(self) -> None:
        kept = house(outage_sheet=True, summary=False)
        kept.entry()
        kept.poll()
        kept.calendars.refuse("sam", SourceUnavailable("Graph is down."))
        assert "14 Elm Road" in letters_of(kept)[0].text

    def test_what_somebody_wrote_into_a_diary_is_no_markup_on_the_page(self) -> None:
        kept = house(outage_sheet=True, summary=False)
        kept.entry(subject="Home visit: <script>alert(1)</script>")
        kept.poll()
        assert "<script>" not in letters_of(kept)[0].html


class TestTheReport:
    def test_RO17_the_month_before_goes_to_the_manager_of_the_team(self) -> None:
        kept = house(report=(Role.LINE_MANAGER,), summary=False)
        for number in range(6):
            event = kept.entry(f"e{number}")
            kept.calendars.put(replace(event, start=event.start - number * DAY, end=event.end - number * DAY))
        kept.poll()
        assert letters(kept, "07:01", day=29) == []  # Tuesday 31 March, in summer time
        (mail,) = letters(kept, "05:31", day=30) + letters(kept, "07:01", day=30)
        assert mail.to == "morgan@clarendon.test"
        assert mail.subject.startswith("Visits alone in March 2026 [")
        assert "Without a department\n- visits: fewer than 5\n\n" in mail.text
        assert "Sam" not in mail.text


class TestUnderDuress:
    def test_the_question_with_the_summary_is_the_same_byte_for_byte(self) -> None:
        assert self.shown("no") == self.shown("no, pineapple")

    def shown(self, answer: str) -> list[tuple[str, str]]:
        """What Sam is sent in the whole day, whatever was said to the question."""
        kept = house()
        kept.entry()
        maybe(kept, "e2", "15:00", "16:00")
        kept.poll()
        letters(kept, "06:30")
        kept.clock.moment = clock("08:00")
        kept.scan()
        kept.says(answer, to=kept.last("sam"))
        later = letters(kept, "08:10") + letters(kept, "17:31") + letters(kept, "17:45")
        texts = [(each.subject[:-9], each.text) for each in kept.told("sam")]
        return texts + [(each.subject[:-9], each.text) for each in to(later, "sam")]
