"""Law 7, on the telephone: while a code word stands, a call names it first and asks nobody to ring whoever is held."""

from __future__ import annotations

import re

from calsync.domain.model import AlarmKind, Ask, Channel, DeadlineKind, Lane, Notification, Role
from calsync.domain.scene import Scene
from calsync.domain.standing_word import StandingWord
from calsync.domain.text_brief import brief_of
from calsync.domain.voice_wording import alarm, not_taken, settled, taken
from calsync.parsers.location import read_place
from tests.calls import CallHouse
from tests.house import CAST, CODE_WORD, OAK_STREET, clock
from tests.values import a_deadline, a_visit

RINGS = re.compile(r"(?<!do not )\bring (?!neither)|0 7 7 0 0", re.IGNORECASE)


def test_every_alarm_of_a_later_visit_says_it_first_and_its_keys_give_no_number():
    house = CallHouse()
    house.entry()
    house.entry("e2", "14:30", "15:30", place=read_place(OAK_STREET))
    house.go_to("14:01")
    house.texts(f"left, all fine {CODE_WORD}")
    house.go_to("15:40")
    heard = []
    for who in ("dee", "ash"):
        line = house.answers_call(who)
        assert "Sam Visits gave the code word at 14:01. They may be held. Do not ring them." in line.words
        assert "Sam Visits has not said that they are safe. They were due at 15:30." in line.words
        line.press("1")
        heard += line.heard if line.is_over else line.press("2").heard
    assert "Nobody has it yet; told: " in heard[0]
    assert "Take that alarm as well." in heard[1]
    assert [each for each in heard if RINGS.search(each)] == []


def test_no_call_of_any_kind_asks_to_ring_beside_a_code_word():
    word = StandingWord(worker="Sam Visits", given="13:20", told=("Dee Deputises",))
    for ask in (each for each in Ask if each is not Ask.CHECK_IN):
        for kind in DeadlineKind:
            for is_help in (AlarmKind.SILENCE, AlarmKind.HELP):
                deadline = a_deadline(kind=kind, alarm=is_help)
                scene = Scene(deadline=deadline, visit=a_visit(), people=CAST, word=word)
                row = Notification(
                    id="n1", deadline_id="d1", step="4", round=0, recipient="morgan", channel=Channel.VOICE, ask=ask,
                    role=Role.LINE_MANAGER, lane=Lane.ALARM, due=clock("14:20"), recorded=clock("14:20"),
                    token="ABCDEF",
                )  # fmt: skip
                brief = brief_of(row, scene)
                for spoken in (alarm(brief), taken(brief), not_taken(brief), settled(brief)):
                    assert "code word" in spoken.words
                    assert not RINGS.search(spoken.words), spoken.words
                    assert "nothing more" not in spoken.words
