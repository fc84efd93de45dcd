"""What a text message says: the least that its reader needs, in two segments, and nothing of whom is visited."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calsync.domain.answering import EXTENDED, KNOW, LIMITED, NOT_TAKEN, STOOD_DOWN, UNCLEAR
from calsync.domain.before.messages import ASK, BACK, CONCERN, REMIND, about
from calsync.domain.call_sheet import call_sheet
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.model import (
    AlarmKind,
    Ask,
    Channel,
    DeadlineKind,
    DeadlineState,
    Lane,
    Notification,
    NotificationState,
    Person,
    Role,
    Tag,
)
from calsync.domain.model.checks import Check
from calsync.domain.model.said import Said
from calsync.domain.passing_on import AFTER
from calsync.domain.scene import Scene
from calsync.domain.short_text import ShortText, plain_letters, segments, septets
from calsync.domain.text_brief import brief_of
from calsync.domain.text_wording import text_of
from calsync.domain.wording import compose
from calsync.policies.loader import load, presets
from tests.house import CAST, SAM, clock
from tests.scenarios.presets import FILLED
from tests.values import a_deadline, a_visit

SECRET = ("Whitcombe", "Elm", "Rotherham", "S60", "3AB", "01709", "336080", "14 ")
"""Words of the visit's place, subject and household, of which no text holds any."""
TO_WORKER_NEVER = ("alarm", "police", "999", "escalat", "emergency", "code word", "help")
LONG = "Wilhelmina-Alexandrina Featherstonehaugh-Cholmondeley of Somewhere"


def a_scene(deadline=None, visit=None, **changes):
    values = {
        "deadline": deadline or a_deadline(),
        "visit": visit or a_visit(),
        "people": CAST,
        "said": Said(phone="+441709336080", phone_written="01709 336080"),
        "household_at_a_step": True,
    }
    return Scene(**{**values, **changes})


def a_row(step="1", role=Role.WORKER, ask=Ask.CHECK_IN, recorded="14:20", **changes):
    values = {
        "id": "n1", "deadline_id": a_deadline().id, "round": 0, "recipient": "sam" if role is Role.WORKER else "morgan",
        "channel": Channel.TEXT, "lane": Lane.ALARM, "due": clock(recorded), "recorded": clock(recorded),
        "token": "ABCDEF", "note": "Whitcombe, 14 Elm Road S60 3AB, 01709 336080",
    }  # fmt: skip
    return Notification(step=step, role=role, ask=ask, **{**values, **changes})


def words(row, scene=None, also=(), **changes):
    return text_of(brief_of(row, scene or a_scene(), also, **changes)).words


def every_row():
    """Every kind of message that any preset's ladders, an answer, a check or an incident can bring to anybody."""
    names = [FILLED if name == "al-hasaniya" else name for name in presets()]
    steps = [step for name in names for policy in (load(name),) for step in (*policy.steps, *policy.emergency)]
    kinds: set[tuple[Role, Ask]] = {(role, step.ask) for step in steps for role in step.roles}
    kinds |= {(role, ask) for role in (Role.WORKER, Role.LINE_MANAGER) for ask in Ask}
    for role, ask in sorted(kinds):
        yield a_row("1", role, ask)
    for name in (DIARY_CHANGED, UNCLEAR, LIMITED, *AFTER):
        yield a_row(name, Role.WORKER)
        yield a_row(name, Role.WORKER, Ask.IS_IT_A_VISIT)
    for name in (EXTENDED, KNOW, NOT_TAKEN, STOOD_DOWN, *AFTER):
        yield a_row(name, Role.DEPUTY, Ask.KNOW)
    for name, role, check in product((ASK, REMIND, BACK, CONCERN), (Role.WORKER, Role.LINE_MANAGER), list(Check)[:1]):
        yield a_row(name, role, Ask.KNOW, deadline_id=about("v1", check))


def every_scene():
    long = replace(CAST, persons=tuple(replace(each, name=LONG) for each in CAST.persons))
    for alarm, kind, people in product(AlarmKind, DeadlineKind, (CAST, long)):
        for tag, late, body in ((Tag.VISIT, False, ""), (Tag.POSSIBLE, False, ""), (Tag.POSSIBLE, True, "77")):
            deadline = a_deadline(
                alarm=alarm, kind=kind, late_entry=late, outside_body=body, owner="dee", state=DeadlineState.CLOSED,
                closed_by="morgan", closed_at=clock("14:25"), reason="Whitcombe says so",
            )  # fmt: skip
            yield a_scene(deadline, a_visit(tag=tag), people=people)


def test_no_text_of_any_kind_names_whom_or_where_and_none_has_more_than_two_segments():
    seen = set()
    scenes = list(every_scene())
    for row, scene in product(every_row(), scenes):
        mailed = scene.people is not CAST
        also = ((replace(row, id="n2", number=2), scene),) * (12 if mailed else 0)
        text = words(row, scene, also, mailed=mailed)
        if (row.role, text) not in seen:
            seen.add((row.role, text))
            assert segments(text) <= 2, text
            assert not [each for each in SECRET if each in text], text
            assert mailed or "mail" not in text, text
            assert row.role is not Role.WORKER or not [w for w in TO_WORKER_NEVER if w in text.casefold()], text
    assert len(seen) > 100


def test_a_question_asks_have_you_left_and_says_how_to_answer():
    text = words(a_row())
    assert text == (
        "Your visit was to end at 14:00. Have you left, and are you safe? Reply OK, or 30 for more time, or CALL ME."
    )
    assert segments(text) == 1


@pytest.mark.parametrize(
    ("kind", "word"),
    [(DeadlineKind.RETURN, "BACK"), (DeadlineKind.HOME_SAFE, "HOME"), (DeadlineKind.INTERVAL, "STILL HERE")],
)
def test_what_ends_by_another_word_asks_for_that_word(kind, word):
    assert f"Reply {word}, or 30" in words(a_row(), a_scene(a_deadline(kind=kind)))


def test_a_responder_reads_who_since_when_which_number_and_where_the_rest_stands():
    text = words(a_row("3", Role.DEPUTY, Ask.CALL_WORKER), mailed=True)
    assert text == (
        f"Sam Visits has not said they are safe, due 14:00. Ring Sam Visits now: {SAM.mobile}. Details are in your "
        "mail. Reply 1 to take it."
    )


def test_a_mail_that_nobody_is_sent_is_not_promised():
    row = a_row("3", Role.DEPUTY, Ask.CALL_WORKER)
    beside = replace(row, id="n2", channel=Channel.MAIL)
    assert "mail" not in words(row)
    assert "in your mail" in words(row, a_scene(told=[row, beside]))
    assert "mail" not in words(row, a_scene(told=[row, replace(beside, state=NotificationState.FAILED)]))


def test_under_duress_nobody_is_told_to_ring_the_worker():
    for ask in Ask:
        text = words(a_row("1", Role.LINE_MANAGER, ask), a_scene(a_deadline(alarm=AlarmKind.DURESS)))
        assert ask is Ask.IS_IT_A_VISIT or ("Do NOT ring" in text and SAM.mobile not in text)


def test_several_alarms_in_one_text_give_the_first_and_the_count():
    other = a_scene(visit=a_visit(id="v2", worker="dee", start=clock("09:00"), end=clock("10:00")))
    row = a_row("4", Role.LINE_MANAGER, Ask.INFORM_EMERGENCY_SERVICES)
    assert "And 1 more." in words(row, also=[(replace(row, id="n2"), other)])


def test_questions_about_several_entries_have_their_numbers():
    row = a_row("1", Role.WORKER, Ask.IS_IT_A_VISIT, number=1)
    later = a_scene(visit=a_visit(id="v2", start=clock("15:00"), end=clock("16:00")))
    text = words(row, also=[(replace(row, id="n2", number=2), later)])
    assert "1. 13:00-14:00\n2. 15:00-16:00" in text


def test_a_mails_words_never_become_a_text():
    scene = a_scene()
    _, text = compose(a_row("3", Role.DEPUTY, Ask.CALL_WORKER), scene)
    for mail in (text, call_sheet(scene)):
        with pytest.raises(ValueError, match="one paragraph"):
            ShortText(mail)


def test_a_brief_holds_no_word_of_the_entry():
    brief = brief_of(a_row("3", Role.DEPUTY, Ask.CALL_WORKER), a_scene())
    assert not [each for each in SECRET if each in repr(brief)]


@pytest.mark.parametrize(
    ("words_", "parts"), [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2)]
)
def test_segments_are_counted_as_carriers_count_them(words_, parts):
    assert segments(words_) == parts


def test_a_text_is_never_longer_than_two_segments():
    with pytest.raises(ValueError, match="at most 2"):
        ShortText("a" * 307)


@pytest.mark.parametrize(
    ("name", "written"), [("Zoë", "Zoe"), ("Siân Rhŷs", "Sian Rhys"), ("O’Neill", "O'Neill"), ("Łucja", "Lucja")]
)
def test_names_are_written_in_letters_that_every_telephone_has(name, written):
    assert plain_letters(name) == written


def test_a_name_that_can_not_be_written_so_is_a_colleague():
    people = replace(CAST, persons=(Person(id="sam", name="李小龍", mobile=SAM.mobile), *CAST.persons[1:]))
    assert words(a_row("3", Role.DEPUTY, Ask.CALL_WORKER), a_scene(people=people)).startswith("a colleague has not")


@given(st.text(max_size=80))
def test_whatever_a_name_holds_it_can_be_counted(name):
    assert septets(plain_letters(name)) >= 0


def test_one_word_that_ended_several_names_each_of_them_once():
    other = a_scene(a_deadline(worker="dee"), a_visit(id="v2", worker="dee"))
    row = a_row(STOOD_DOWN, Role.LINE_MANAGER, Ask.KNOW)
    text = words(row, also=[(replace(row, id="n2"), other), (replace(row, id="n3"), a_scene())])
    assert text.startswith("Stand down: Sam Visits and Dee Deputises. Closed at")


def test_a_message_of_which_a_text_knows_nothing_points_to_the_mail():
    assert words(a_row("appointment")).endswith("Please look into your mail.")
    assert words(a_row("something", Role.DEPUTY, Ask.KNOW)).endswith("Please look into your mail.")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (DeadlineKind.VISIT_END, "you have left and are safe. Reply OK,"),
        (DeadlineKind.RETURN, "you are back and safe. Reply BACK,"),
        (DeadlineKind.HOME_SAFE, "you are home and safe. Reply HOME,"),
        (DeadlineKind.INTERVAL, "all is well. Reply STILL HERE,"),
    ],
)
def test_an_answer_that_was_not_clear_is_asked_back_as_it_was_asked(kind, words):
    text = text_of(brief_of(a_row(UNCLEAR), a_scene(a_deadline(kind=kind)))).words
    assert f"It was not clear from your answer whether {words}" in text
