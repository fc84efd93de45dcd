"""Letters about visits that nobody watches, or that are not made: a pause holds them, or somebody called them off."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from calsync.domain.model import Absence, Pause, PauseFor, Person, Role
from calsync.ports import OutgoingMail
from tests.house import CAST, OFFICE, SAM, House, clock
from tests.letter_house import house, letters, letters_of, rows, to
from tests.possible_visits import maybe

REASON = "training day, all in one room"
FIVE = clock("17:00")
NOT_WATCHED = f"Not watched: paused until 17:00 ({REASON}). Ring Morgan Manages yourself, before it and after it."
CALLED_OFF: Any = {"list": (Role.ADMIN,), "changes": (Role.ADMIN,), "outage_sheet": True}
"""What the policy wants where visits are called off."""
TOO_MUCH = ("alarm", "police", "escalat", "999", "emergency")


def paused(kept: House) -> Pause:
    """Sam is paused until five: Morgan asks, Dee agrees."""
    asked = kept.engine.pausing.ask(PauseFor.WORKER, "sam", FIVE, REASON, "morgan")
    pause = kept.engine.pausing.agree(asked.id, "dee")
    kept.send()
    return pause


def morning(*starts: str, **wanted: Any) -> House:
    """Visits of Sam's of an hour each, and a pause from six in the morning."""
    kept = house(**wanted)
    for number, start in enumerate(starts):
        kept.entry(f"e{number}", start, f"{int(start[:2]) + 1:02d}{start[2:]}")
    kept.poll()
    paused(kept)
    return kept


def summary(kept: House) -> str:
    (mail,) = to(letters_of(kept), "sam")
    return " ".join(mail.text.split())


class TestAVisitThatAPauseHolds:
    def test_its_worker_is_told_that_it_is_not_watched_and_whom_to_ring(self) -> None:
        text = summary(morning("13:00"))
        assert f'- 13:00 to 14:00, "Home visit: Mrs Whitcombe" {NOT_WATCHED}' in text
        assert "Watched by" not in text
        assert "After each visit" not in text
        assert "About this visit you are asked only once the pause is over, if you have not answered by then." in text
        assert not [word for word in TOO_MUCH if word in text.casefold()]

    def test_what_begins_after_it_is_watched_and_said_as_such(self) -> None:
        text = summary(morning("13:00", "17:30"))
        assert text.count("Not watched:") == 1
        assert "Watched by Sloane On Call" in text[text.index("17:30 to 18:30") :]
        assert "After each visit that is watched you are asked whether you have left and are safe." in text
        assert "About what is not watched you are asked only once the pause is over" in text

    def test_without_a_pause_the_summary_is_as_ever(self) -> None:
        kept = morning("13:00")
        with kept.store.transaction() as tx:
            (pause,) = tx.pauses(kept.clock.now())
        kept.engine.pausing.end(pause.id, "ash")
        kept.send()
        assert "After each visit you are asked whether you have left and are safe." in summary(kept)

    def test_the_evening_before_what_may_be_a_visit_is_not_promised_a_question(self) -> None:
        kept = house("18:00")
        for event in (kept.entry(start="08:30", end="09:20"), maybe(kept, "e2", "15:00", "16:00")):
            kept.calendars.put(replace(event, start=event.start + timedelta(days=1), end=event.end + timedelta(days=1)))
        kept.poll()
        asked = kept.engine.pausing.ask(PauseFor.WORKER, "sam", clock("17:00", day=1), REASON, "morgan")
        kept.engine.pausing.agree(asked.id, "dee")
        kept.send()
        (mail,) = to(letters(kept, "18:10"), "sam")
        assert mail.text.count("Not watched: paused until 17:00 on Tuesday") == 2
        assert "You are not asked about it before the pause is over." in mail.text
        assert "in a mail of its own" not in mail.text

    def test_lists_and_the_outage_sheet_say_it_under_the_visit(self) -> None:
        kept = morning("13:00", "17:30", summary=False, list=(Role.ADMIN,), outage_sheet=True)
        mails = to(letters_of(kept), "ash")
        assert len(mails) == 2
        for mail in mails:
            assert mail.text.count(f"NOT WATCHED: paused until 17:00 ({REASON})") == 1
            assert mail.text.index("NOT WATCHED") < mail.text.index("17:30 to 18:30")
            assert mail.html.count("NOT WATCHED") == (1 if mail.html else 0)

    def test_a_code_word_shows_nowhere_in_the_summary(self) -> None:
        def shown(words: str, *, pause: bool) -> str:
            kept = house()
            kept.entry()
            kept.poll()
            if pause:
                paused(kept)
            kept.says(words)
            kept.scan()
            kept.send()
            return summary(kept)

        for pause in (False, True):
            assert shown("all fine", pause=pause) == shown("all fine pineapple", pause=pause)
        assert "Watched by Dee Deputises and Ash Administers." in shown("all fine pineapple", pause=False)

    def test_a_pause_is_no_change_of_the_list(self) -> None:
        kept = house(summary=False, list=(Role.ADMIN,), changes=(Role.ADMIN,))
        kept.entry()
        kept.poll()
        letters_of(kept)
        paused(kept)
        assert letters(kept, "10:30") == []


class TestAVisitThatWasCalledOff:
    def off(self, at: str = "06:05") -> House:
        kept = house(**CALLED_OFF)
        kept.entry("e1", "10:00", "11:00")
        kept.poll()
        if at > "08:01":
            letters_of(kept)
        kept.go_to(at)
        kept.says("Not working today")
        kept.go_to(f"{at[:4]}9")
        return kept

    def test_it_stands_in_no_letter(self) -> None:
        kept = self.off()
        assert letters_of(kept) == []
        assert rows(kept) == []

    def test_CO4_calling_it_off_is_a_change(self) -> None:
        kept = self.off("08:40")
        (mail,) = to(letters(kept, "10:15"), "ash")
        assert "CALLED OFF, OR NO LONGER IN THE DIARY\n- Sam Visits, 10:00 to 11:00" in mail.text

    def test_one_that_was_handed_over_stands_under_the_colleague_alone(self) -> None:
        away = Absence(start=clock("00:00"), end=clock("23:59"))
        bob = Person(id="bob", name="Bob Brown", mail="bob@clarendon.test", manager="morgan", hours=OFFICE, works=True)
        people = replace(CAST, persons=(replace(SAM, absences=(away,)), *CAST.persons[1:], bob))
        kept = house(people=people, **{**CALLED_OFF, "summary": False})
        kept.entry("e1", "14:00", "15:00")
        kept.go_to("08:00")
        kept.says("hand 1 to Bob", who="morgan", to=kept.last("morgan"))
        kept.go_to("08:09")
        mails: list[OutgoingMail] = letters(kept, "08:20")
        (list_,) = [each for each in to(mails, "ash") if each.subject.startswith("Visits of")]
        assert "Bob Brown" in list_.text
        assert "Sam Visits" not in list_.text
