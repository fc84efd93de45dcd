"""Law 7: while a code word stands, nobody is asked to ring who is on the same visit, nor by any note about either."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.after_wording import After, to_responder
from calsync.domain.before.messages import CONCERN, about
from calsync.domain.before.wording import before_visit
from calsync.domain.model import Ask, Channel, Lane, Notification, Role
from calsync.domain.model.checks import Check
from calsync.domain.passing_on import ADVICE, AFTER, COMPLETED, GOING_HOME, INCIDENT, NOT_GONE_IN, OVERDUE
from calsync.domain.scene import Scene
from calsync.domain.short_text import SEGMENTS, segments
from calsync.domain.standing_word import StandingWord
from calsync.domain.text_brief import brief_of
from calsync.domain.text_wording import text_of
from calsync.domain.voice_wording import alarm, taken
from calsync.domain.wording import compose
from tests.house import CAST, CODE_WORD, SAM, clock
from tests.texts import STAFF, TextHouse
from tests.values import a_deadline, a_visit

ROBIN = replace(SAM, id="robin", name="Robin Calls", mail="robin@clarendon.test", mobile="07700 900109")
FIRST = "Robin Calls gave the code word at 13:20"
WORD = StandingWord(worker="Robin Calls", given="13:20", owner="Morgan Manages", colleague="Sam Visits")
LONG = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley of Somewhere"


def a_row(**changes: object) -> Notification:
    values = {
        "id": "n1", "deadline_id": "d1", "step": "4", "round": 0, "recipient": "morgan", "channel": Channel.TEXT,
        "ask": Ask.CALL_WORKER, "role": Role.LINE_MANAGER, "lane": Lane.ALARM, "due": clock("14:20"),
        "recorded": clock("14:20"), "token": "ABCDEF",
    }  # fmt: skip
    return Notification(**{**values, **changes})


def joint(until: str) -> TextHouse:
    """Sam and Robin visit together, each by their own diary; Robin gives the code word, and no word comes of Sam."""
    house = TextHouse(at="12:30", people=replace(STAFF, persons=(*STAFF.persons, ROBIN)))
    house.entry()
    house.entry("r1", worker="robin")
    house.go_to("13:20")
    house.says(CODE_WORD, who="robin")
    house.go_to("13:25")
    house.says("I have it", who="morgan", to=house.texts_to("morgan")[-1])
    house.go_to(until)
    return house


def test_the_alarm_of_who_is_with_them_says_it_first_by_text_and_mail_and_asks_for_no_call() -> None:
    house = joint("14:11")
    (text,) = [each.text for each in house.texts_to("dee") if "due 14:00" in each.text]
    assert text.startswith(f"{FIRST}: they may be held. Ring NEITHER them nor Sam Visits. Morgan Manages has it")
    assert "07700" not in text
    mail = next(each for each in house.told("dee") if FIRST in each.subject)
    assert mail.subject.startswith(f"ALARM: {FIRST} and may be held, do NOT ring them or Sam Visits. Morgan Manages ha")
    assert mail.text.startswith(
        f"{FIRST}: they may be held or threatened. Sam Visits is on that visit with them: neither must be rung"
    )
    assert "Please ring nobody: not Robin Calls, not Sam Visits, not a household" in mail.text
    assert (
        "Code word: given by Robin Calls at 13:20; Robin Calls and Sam Visits, on one visit, may be held" in mail.text
    )
    for phrase in ("Ring Sam", "ring Sam Visits now", "asked to ring", "you rang"):
        assert phrase not in mail.text
    shown = [each.text for each in (*house.texts_to("sam"), *house.texts_to("robin"), *house.told("sam"))]
    assert not [each for each in shown if "held" in each or "code word" in each]
    cry = next(each for each in house.told("morgan") if "gave the code word" in each.subject)
    house.says("close: safe and well, I spoke to them", who="morgan", to=cry)
    house.go_to("14:21")
    assert "Robin" not in house.texts_to("morgan")[-1].text


@pytest.mark.parametrize("ask", [each for each in Ask if each not in (Ask.CHECK_IN, Ask.IS_IT_A_VISIT)])
def test_every_text_holds_the_warning_and_every_call_speaks_it_before_and_after_it_is_taken(ask: Ask) -> None:
    word = StandingWord(worker=LONG, given="13:20", owner=LONG, colleague=LONG)
    for each in (word, replace(WORD, colleague=""), replace(WORD, owner="")):
        scene = Scene(deadline=a_deadline(), visit=a_visit(), people=CAST, word=each)
        brief = brief_of(a_row(ask=ask), scene, mailed=True)
        words = text_of(brief).words
        assert segments(words) <= SEGMENTS
        assert "gave the code word at 13:20: they may be held" in words
        brief_maybe = replace(brief, ask=Ask.IS_IT_A_VISIT)
        assert "Ring Sam" not in text_of(brief_maybe).words + alarm(brief_maybe).words
        assert segments(text_of(brief_maybe).words) <= SEGMENTS
        _, mail = compose(a_row(ask=Ask.IS_IT_A_VISIT, channel=Channel.MAIL), scene)
        assert "Please ask them" not in mail
        for said in (alarm(brief).words, taken(brief).words):
            assert "gave the code word at 13:20. They may be held." in said
            assert "0 7 7" not in said
            assert "Ring Sam" not in said


@pytest.mark.parametrize("step", [*AFTER, INCIDENT, OVERDUE])
def test_no_note_after_a_visit_says_that_all_is_well_or_asks_to_ring(step: str) -> None:
    title, body = to_responder(step, After(worker="Sam Visits", span="13:00 to 14:00", phones=SAM.mobile, word=WORD))
    assert title.startswith(WORD.subject)
    assert body.startswith(WORD.first)
    scene = Scene(deadline=a_deadline(), visit=a_visit(), people=CAST, word=WORD)
    text = text_of(brief_of(a_row(step=step, ask=Ask.KNOW), scene)).words
    for each in (title, body, text):
        assert SAM.mobile not in each
        assert "Please ring" not in each
        assert "nothing for you to do" not in each
        assert "is out and safe" not in each
    assert "Ring NEITHER" in text


def test_a_note_after_a_visit_says_by_whom_it_was_said() -> None:
    says = After(worker="Sam Visits", span="13:00 to 14:00", phones="", word=WORD)
    for step in (COMPLETED, GOING_HOME, NOT_GONE_IN):
        assert "is said" in to_responder(step, says)[1]
    assert "advice" in to_responder(ADVICE, says)[0]


@pytest.mark.parametrize("channel", [Channel.MAIL, Channel.TEXT])
def test_a_concern_before_a_visit_asks_nobody_to_ring(channel: Channel) -> None:
    scene = Scene(deadline=a_deadline(), visit=a_visit(), people=CAST, word=replace(WORD, colleague=""))
    row = a_row(
        step=CONCERN, deadline_id=about("v1", Check.CONFIRMED), ask=Ask.KNOW, channel=channel, note="No address."
    )
    words = "\n".join(before_visit(row, scene)) if channel is Channel.MAIL else text_of(brief_of(row, scene)).words
    assert "gave the code word at 13:20" in words
    assert "Please ring" not in words
    assert SAM.mobile not in words
