"""What is asked once a year or twice, and what becomes of the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from calsync.domain.letters import policy_digest
from calsync.domain.model import Role
from calsync.domain.model.letters import Declared
from calsync.ports import OutgoingMail
from tests.house import MINUTE, MONDAY, House, clock
from tests.letter_house import house, letters, letters_of, replies, to

DAY = timedelta(days=1)


class TestReadAndUnderstood:
    def asked(self, **changes: Any) -> tuple[House, OutgoingMail]:
        kept = house(read_and_understood=True, list=(Role.ADMIN,), summary=False, **changes)
        mails = letters_of(kept)
        return kept, to(mails, "sam")[0]

    def declared(self, kept: House) -> list[tuple[str, str, str]]:
        with kept.store.transaction() as tx:
            return [(each.who, each.what, each.about) for each in tx.declarations(MONDAY - timedelta(days=400))]

    def test_BX16_CL17_workers_and_their_managers_are_asked_once_a_year(self) -> None:
        kept, mail = self.asked()
        assert {each.to for each in kept.mailbox.sent} == {"sam@clarendon.test", "morgan@clarendon.test"}
        assert mail.subject.startswith("Once a year: please read the lone-working policy [")
        replies(kept, "Read and understood.\n\nThanks, Sam", mail, who="sam")
        assert self.declared(kept) == [("sam", Declared.READ, policy_digest(kept.core.policies.standing))]
        for day in (1, 40, 200, 360):
            mails = letters(kept, "06:31", day=day) + letters(kept, "08:01", day=day)
            assert to(mails, "sam") == []

    def test_BX16_a_year_later_it_is_asked_again(self) -> None:
        kept, mail = self.asked()
        replies(kept, "read and understood", mail, who="sam")
        assert to(letters(kept, "06:31", day=368) + letters(kept, "08:01", day=368), "sam") != []

    def test_BX16_who_has_not_answered_stands_in_the_administrators_list(self) -> None:
        kept, mail = self.asked()
        replies(kept, "read and understood", mail, who="morgan")  # Morgan answers a letter that was Sam's
        assert self.declared(kept) == []
        kept.calendars.put(replace(kept.entry(), start=clock("13:00", day=15), end=clock("14:00", day=15)))
        kept.clock.moment = clock("06:00", day=15)
        kept.poll()
        mails = letters(kept, "06:31", day=15) + letters(kept, "08:01", day=15)
        (admins,) = [each for each in to(mails, "ash") if each.subject.startswith("Visits of")]
        assert "Have not yet said that they have read the policy: Morgan Manages, Sam Visits." in admins.text

    def test_BX16_what_was_read_is_the_policy_that_the_letter_asked_about(self) -> None:
        kept, mail = self.asked()
        asked = kept.core.policies.standing
        longer = replace(asked, max_extension=asked.max_extension + MINUTE)
        other = House(at="12:00", policy=longer, store=kept.store, clock_=kept.clock)
        replies(other, "read and understood", mail, who="sam")
        assert self.declared(kept) == [("sam", Declared.READ, policy_digest(asked))]

    def test_CL17_a_changed_policy_has_not_been_read(self) -> None:
        kept, mail = self.asked()
        replies(kept, "read and understood", mail, who="sam")
        longer = replace(kept.core.policies.standing, max_extension=kept.core.policies.standing.max_extension + MINUTE)
        other = House(at="06:00", policy=longer, store=kept.store, clock_=kept.clock)
        assert to(letters(other, "06:31", day=39) + letters(other, "08:01", day=39), "sam") != []

    def test_a_call_for_help_in_answer_to_a_letter_is_heard(self) -> None:
        kept, mail = self.asked()
        replies(kept, "call me, I need help", mail, who="sam")
        assert self.declared(kept) == []
        assert kept.alarms == ["help"]

    def test_a_code_word_beside_the_words_is_heard(self) -> None:
        kept, mail = self.asked()
        replies(kept, "Read and understood. pineapple", mail, who="sam")
        assert self.declared(kept) == []
        assert kept.alarms == ["duress"]


class TestNumbers:
    def test_RO9_everybody_is_asked_twice_a_year_whether_their_numbers_are_right(self) -> None:
        kept = house(numbers=True, summary=False)
        mail = to(letters_of(kept), "sam")[0]
        assert "+44 7700 900101" in mail.text
        assert "tell the right one to Ash Administers" in mail.text
        replies(kept, "yes", mail, who="sam")
        with kept.store.transaction() as tx:
            assert [each.what for each in tx.declarations(MONDAY)] == [Declared.RIGHT]
        assert to(letters(kept, "06:31", day=100) + letters(kept, "08:01", day=100), "sam") == []
        assert to(letters(kept, "06:31", day=184) + letters(kept, "08:01", day=184), "sam") != []

    def test_RO9_a_number_that_is_wrong_goes_to_the_administrator(self) -> None:
        kept = house(numbers=True, list=(Role.ADMIN,), summary=False)
        replies(kept, "no, one is wrong", to(letters_of(kept), "sam")[0], who="sam")
        kept.calendars.put(replace(kept.entry(), start=clock("13:00", day=1), end=clock("14:00", day=1)))
        kept.poll()
        (mail,) = to(letters(kept, "06:31", day=1) + letters(kept, "08:01", day=1), "ash")
        assert "Say that a telephone number of theirs is wrong or missing: Sam Visits." in mail.text
