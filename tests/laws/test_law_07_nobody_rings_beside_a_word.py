"""Law 7: while a code word stands, every other alarm about its worker says so first, and asks nobody to ring them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import AlarmKind, Ask, Channel, DeadlineKind, Lane, Notification, Role
from calsync.domain.scene import Scene
from calsync.domain.standing_word import StandingWord
from calsync.domain.text_brief import brief_of
from calsync.domain.text_wording import text_of
from calsync.domain.wording import compose
from tests.house import CAST, CODE_WORD, SAM, House, clock
from tests.texts import TextHouse
from tests.values import a_deadline, a_visit

FIRST = "Sam Visits gave the code word at 13:20"


def next_visit_late(house: House, until: str = "16:25") -> House:
    """Sam gives the code word on the visit of 13:00; no word comes of the one of 15:00 to 16:00 either."""
    house.entry()
    house.entry("e2", "15:00", "16:00")
    house.go_to("13:20")
    house.says(CODE_WORD)
    house.go_to("13:25")
    house.says("I have it", who="morgan", to=house.last("morgan"))
    house.go_to(until)
    return house


def test_the_alarm_of_the_next_visit_says_first_that_the_code_word_was_given_and_who_has_it() -> None:
    house = next_visit_late(House(at="12:30"))
    alarms = [each for who in ("dee", "ash", "morgan") for each in house.told(who) if "late" in each.subject]
    assert alarms
    for each in alarms:
        assert each.subject.startswith(f"ALARM: {FIRST} and may be held, do NOT ring. Morgan Manages has it")
        assert each.text.startswith(f"{FIRST}: they may be held or threatened, and must NOT be rung")
        assert "Code word: given at 13:20; they may be held and must NOT be rung. Morgan Manages has it" in each.text
        assert "ring Sam Visits now" not in each.text
        assert "Ring Sam Visits" not in each.text
        assert "asked to ring" not in each.text
        assert "you rang" not in each.text


def test_the_text_of_the_next_visits_alarm_says_the_same_first() -> None:
    house = TextHouse(at="12:30")
    next_visit_late(house)
    texts = [each.text for who in ("dee", "ash") for each in house.texts_to(who) if "due 16:00" in each.text]
    assert texts
    for each in texts:
        assert each.startswith(f"{FIRST}: they may be held. Do NOT ring them. Morgan Manages has it")
        assert "07700" not in each
        assert "nothing for you to do" not in each


LONG = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley of Somewhere"


@pytest.mark.parametrize("owner", ["", LONG])
@pytest.mark.parametrize("ask", [each for each in Ask if each not in (Ask.CHECK_IN, Ask.IS_IT_A_VISIT)])
def test_no_step_of_any_kind_asks_to_ring_and_every_text_holds_the_warning(ask: Ask, owner: str) -> None:
    word = StandingWord(worker=LONG, given="13:20", owner=owner, told=("Dee Deputises",))
    long = replace(SAM, name=LONG)
    people = replace(CAST, persons=tuple(long if each.id == "sam" else each for each in CAST.persons))
    for kind in DeadlineKind:
        for alarm in (AlarmKind.SILENCE, AlarmKind.HELP):
            for outside in ("", "123"):
                deadline = a_deadline(kind=kind, alarm=alarm, outside_body=outside)
                scene = Scene(deadline=deadline, visit=a_visit(), people=people, word=word)
                row = Notification(
                    id="n1", deadline_id="d1", step="4", round=0, recipient="morgan", channel=Channel.TEXT, ask=ask,
                    role=Role.LINE_MANAGER, lane=Lane.ALARM, due=clock("14:20"), recorded=clock("14:20"),
                    token="ABCDEF",
                )  # fmt: skip
                words = text_of(brief_of(row, scene, mailed=True)).words
                assert words.startswith(f"{LONG[:30].strip()} gave the code word at 13:20: they may be held. Do NOT")
                subject, text = compose(replace(row, channel=Channel.MAIL), scene)
                assert f"{LONG} gave the code word at 13:20 and may be held, do NOT ring. " in subject
                assert text.startswith(f"{LONG} gave the code word at 13:20")
                said = text.split("\n\nCode word: ")[0]
                for each in (words, said):
                    assert SAM.mobile not in each
                    assert "Ring " not in each


def test_once_the_code_word_is_closed_the_alarm_reads_as_any_other() -> None:
    house = next_visit_late(House(at="12:30"), until="16:12")
    about_word = next(each for each in house.told("morgan") if "code word" in each.subject)
    house.says("close: safe and well, I spoke to them", who="morgan", to=about_word)
    house.go_to("16:26")
    assert house.last("morgan").subject.startswith("ALARM: Sam Visits is 2")
    assert "code word" not in house.last("morgan").text


def test_nothing_of_it_is_shown_to_the_worker() -> None:
    house = next_visit_late(House(at="12:30"))
    assert not [each for each in house.told("sam") if "code word" in each.subject + each.text or "held" in each.text]


def test_who_is_stood_down_from_the_next_visit_reads_that_the_code_word_stands() -> None:
    house = next_visit_late(House(at="12:30"))
    late = next(each for each in house.told("dee") if "late" in each.subject)
    house.says("close: the visit did not take place", who="morgan", to=late)
    house.send()
    over = house.last("dee")
    assert over.subject.startswith("Stand down")
    assert over.text.startswith(FIRST)
