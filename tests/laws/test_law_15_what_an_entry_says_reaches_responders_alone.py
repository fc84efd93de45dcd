"""Law 15: the number and the return that an entry speaks of reach those who look for its worker, and nobody else."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import cache

import pytest

from calsync.domain.model import AnswerKind, Channel, Tag, Unreadable
from calsync.engine.concerns import concerns_shown
from calsync.errors import SourceRefused
from calsync.notify.memory import MemoryNotifier
from calsync.parsers.location import read_place
from tests.house import CAST, CLARENDON, CODE_WORD, ELM_ROAD, MONDAY, OAK_STREET, SAM, House, clock
from tests.possible_visits import maybe, questions

NUMBER = "07700 900123"
WRITTEN = (NUMBER, "07700900123", "+447700900123", "7700 900123", "900123")
PLAIN = {"subject": "Home visit: Mrs Whitcombe", "place": read_place(ELM_ROAD)}
IN_SUBJECT = {"subject": f"Home visit: Mrs Whitcombe {NUMBER} back 15:30"}
IN_LOCATION = {"place": read_place(f"{ELM_ROAD}, tel {NUMBER}, back 15:30")}
SAYS = {"nothing": PLAIN, "in the subject": IN_SUBJECT, "in the location": IN_LOCATION}
BOTH = pytest.mark.parametrize("says", [IN_SUBJECT, IN_LOCATION], ids=list(SAYS)[1:])


def has_number(text):
    return [each for each in WRITTEN if each in text]


def silent_visit(until="14:26", **says):
    house = House(at="12:00")
    house.entry(**says)
    house.go_to(until)
    return house


def shown_on_sams_phone(house):
    """What Sam's devices have shown, tokens apart."""
    return [
        (each.notification.recorded, each.subject.replace(each.notification.token, ""), each.text)
        for each in house.told("sam")
    ]


# --- the responders have it


@BOTH
def test_each_responder_who_looks_for_the_worker_has_the_number_and_the_return(says):
    house = silent_visit(**says)
    for who in ("dee", "ash", "morgan"):
        text = house.last(who).text
        assert f"Number in the entry: {NUMBER} (it may be the household's)" in text
        assert "Back, says the entry: by 15:30" in text


@BOTH
@pytest.mark.parametrize("words", ["help", f"left, all fine, {CODE_WORD}"])
def test_whoever_is_told_of_a_call_for_help_or_a_code_word_has_both_at_once(says, words):
    house = silent_visit("13:10", **says)
    house.says(words)
    house.scan()
    for who in ("morgan", "dee"):
        assert f"Number in the entry: {NUMBER}" in house.last(who).text
        assert "by 15:30" in house.last(who).text


def test_an_entry_that_says_nothing_besides_adds_no_line():
    house = silent_visit(**PLAIN)
    assert house.told("morgan")
    for each in house.mail.sent:
        assert "Number in the entry" not in each.text
        assert "says the entry" not in each.text


def test_the_entry_as_it_stands_when_the_mail_is_sent_is_the_one_that_is_told():
    house = silent_visit("14:05", **IN_SUBJECT)
    house.change(subject="Home visit: Mrs Whitcombe 07700 900456 back 15:45")
    house.go_to("14:11")
    assert "Number in the entry: 07700 900456" in house.last("dee").text
    assert "by 15:45" in house.last("dee").text
    assert not has_number(house.last("dee").text)


def test_a_visit_that_was_folded_into_another_ones_alarm_keeps_its_own_number():
    house = House(at="12:00")
    house.entry(**IN_SUBJECT)
    other = {"subject": "Home visit: K 07700 900456 back 15:45", "place": read_place(OAK_STREET)}
    house.entry("e2", "13:00", "14:00", **other)
    house.go_to("13:05")
    house.dark_until("16:00")
    house.tick()
    house.tick()
    told = "\n".join(each.text for each in house.told("morgan"))
    for found in (NUMBER, "07700 900456", "by 15:30", "by 15:45"):
        assert found in told
    assert not any(has_number(each.text) for each in house.told("sam"))


def test_the_line_manager_who_is_asked_about_a_possible_visit_has_the_number():
    house = House(at="07:30")
    maybe(house, subject=f"Meeting K {NUMBER} back 15:30")
    house.go_to("14:11")
    assert house.visit.tag is Tag.POSSIBLE
    assert f"Number in the entry: {NUMBER}" in house.last("morgan").text
    assert not has_number(house.last("morgan").subject)


# --- the worker does not


STORIES = {
    "silence": (),
    "at the question": (("14:05", "left, all fine"),),
    "more time": (("14:05", "+30"), ("14:41", "hm, the dog")),
    "in the middle": (("13:20", "all fine"), ("13:40", "left, all fine")),
    "before the start": (("12:30", "all fine"),),
    "a call for help": (("13:20", "help"),),
    "a code word at the question": (("14:05", f"left, all fine, {CODE_WORD}"),),
    "a code word in the middle": (("13:20", f"all fine, {CODE_WORD}"), ("13:40", "left, all fine")),
    "a code word before the start": (("12:30", f"all fine, {CODE_WORD}"),),
}


@cache
def told_sam(story, says):
    """What Sam's devices show of such an afternoon, whose entry says so."""
    house = House(at="12:00")
    house.entry(**SAYS[says])
    for at, words in STORIES[story]:
        house.go_to(at)
        house.says(words, to=house.last("sam") if house.told("sam") else None)
        house.scan()
    house.go_to("15:10")
    return shown_on_sams_phone(house)


@pytest.mark.parametrize("says", list(SAYS)[1:])
@pytest.mark.parametrize("story", STORIES)
def test_whatever_happens_all_that_the_worker_is_shown_is_what_it_would_be_without(story, says):
    shown = told_sam(story, says)
    assert not has_number(repr(shown))
    assert shown == told_sam(story, "nothing")


@pytest.mark.parametrize("says", list(SAYS)[1:])
@pytest.mark.parametrize("when", ["at the question", "in the middle", "before the start"])
def test_under_duress_all_that_the_worker_is_shown_equals_the_safe_path(when, says):
    assert told_sam(f"a code word {when}", says) == told_sam(when, says)


@BOTH
def test_the_questions_about_changes_in_the_diary_have_neither(says):
    def deleted(**entry):
        house = silent_visit("13:30", **entry)
        house.delete()
        house.go_to("14:26")
        return house

    house = deleted(**says)
    assert "no longer in your diary" in house.told("sam")[0].text
    assert shown_on_sams_phone(house) == shown_on_sams_phone(deleted(**PLAIN))
    assert f"Number in the entry: {NUMBER}" in house.last("morgan").text


@pytest.mark.parametrize("entries", [1, 2])
def test_the_question_whether_an_entry_is_a_visit_quotes_the_workers_own_words_in_the_mails_text_alone(entries):
    house = House(at="07:30")
    for number in range(entries):
        begin = 13 + 2 * number
        maybe(house, f"e{number}", f"{begin}:00", f"{begin + 1}:00", subject=f"Meeting K {NUMBER}")
    house.go_to("16:30")
    assert "Meeting K" in questions(house)[0].text
    assert [each.subject for each in house.mail.sent if has_number(each.subject) or "Meeting K" in each.subject] == []


# --- nothing else does


def nasty_afternoon():
    """Everything that can go wrong with a visit that says all that an entry can say."""
    house = House(at="12:00")
    words = f"HV Mrs Whitcombe {NUMBER} back 15:30 max 45 min"
    place = read_place(f"{ELM_ROAD}, tel {NUMBER} / {OAK_STREET}")
    house.entry(subject=words, place=place, categories=("Home visit", "Two workers", "Not a visit"))
    house.entry("e2", "13:30", "14:10", subject=f"HV K {NUMBER}", place=read_place(f"S70 2ZZ, tel {NUMBER}"))
    house.entry("e3", "15:00", "15:00", subject=f"HV L {NUMBER}", place=read_place(NUMBER))
    house.go_to("13:10")
    house.calendars.unreadable["sam"] = [Unreadable(worker="sam", id="bad", why="its start is no time")]
    house.calendars.refuse("sam", SourceRefused("The mailbox is refused.", status=403))
    house.tick()
    house.calendars.allow("sam")
    house.says(f"I am still with Mrs Whitcombe on {NUMBER}")
    house.delete("e2")
    house.tick()
    house.go_to("14:12")
    house.says("+20", to=house.last("sam"))
    house.mail.fail("no connection")
    house.go_to("14:40")
    house.mail.recover()
    send = house.mail.send

    async def repeats_the_message(message):
        raise RuntimeError(f"could not send: {message.text}")

    house.mail.send = repeats_the_message
    house.go_to("14:50")
    house.mail.send = send
    house.go_to("14:58")
    house.says(f"I have it, ringing {NUMBER}", who="morgan", to=house.last("morgan"))
    house.says(f"hello from {NUMBER}", who="stranger@example.org")
    house.says("help", to=house.last("sam"))
    house.go_to("15:20")
    house.says(f"close: safe and well, {NUMBER} answered", who="morgan", to=house.last("morgan"))
    house.answers(AnswerKind.HELP)
    house.go_to("15:30")
    house.engine.seal()
    return house


@pytest.fixture(scope="module")
def afternoon():
    lines = []

    class Keeping(logging.Handler):
        def emit(self, record):
            lines.append(self.format(record))

    handler, logger = Keeping(level=logging.DEBUG), logging.getLogger()
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        house = nasty_afternoon()
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
    return house, lines


def test_somebody_was_told_the_number(afternoon):
    house, _ = afternoon
    assert any(f"Number in the entry: {NUMBER}" in each.text for each in house.told("morgan"))


def test_the_number_stands_in_no_mails_subject(afternoon):
    house, _ = afternoon
    assert len(house.mail.sent) > 10
    assert [each.subject for each in house.mail.sent if has_number(each.subject)] == []


def test_the_number_stands_in_no_message_to_the_worker(afternoon):
    house, _ = afternoon
    assert len(house.told("sam")) > 2
    assert [each.subject for each in house.mail.sent if has_number(each.subject) or "Meeting K" in each.subject] == []


def test_the_number_stands_in_no_act_of_the_audit(afternoon):
    house, _ = afternoon
    assert len(house.acts()) > 20
    assert [act for act in house.acts() if has_number(repr(act))] == []


def test_the_number_stands_in_no_log_line(afternoon):
    _, lines = afternoon
    assert any("RuntimeError" in line for line in lines)
    assert [line for line in lines if has_number(line)] == []


def test_the_number_stands_in_no_notice(afternoon):
    house, _ = afternoon
    with house.store.transaction() as tx:
        notices = [*tx.standing_notices(), *tx.cleared_notices(MONDAY)]
    assert notices
    assert not has_number(repr(notices))


def test_the_number_stands_in_no_id_no_token_and_no_error_of_a_message(afternoon):
    house, _ = afternoon
    for row in house.rows():
        assert not has_number(f"{row.id} {row.deadline_id} {row.token} {row.last_error}")
    for each in house.watched():
        assert not has_number(f"{each.visit.id} {' '.join(deadline.id for deadline in each.deadlines)}")


def test_the_number_stands_in_no_concern(afternoon):
    house, _ = afternoon
    watched = house.watched()
    with house.store.transaction() as tx:
        raised = tx.concerns()
        now = concerns_shown(tx, watched, house.core.rules, house.core.zone, clock("13:00"))
    kinds = {each.kind for each in raised}
    assert kinds >= {"unclear-place", "no-end", "longer-than-said", "categories", "second-worker", "impossible-travel"}
    assert not has_number(repr([*raised, *now.values()]))
    assert not any(name in repr(raised) for name in ("Whitcombe", "Elm", "Oak", "S60", "S61", "S70"))
    concerns = [each for each in house.seen if each.what == "concern"]
    assert {each.text for each in concerns} >= {each.words for each in raised if each.kind in kinds - {"unreadable"}}
    assert not has_number(" ".join(each.text for each in concerns))


def test_a_log_line_about_a_message_that_fails_has_neither(caplog):
    caplog.set_level(logging.DEBUG)
    house = silent_visit("14:09", **IN_SUBJECT)

    async def repeats_the_message(message):
        raise RuntimeError(f"could not send: {message.subject} {message.text}")

    house.mail.send = repeats_the_message
    house.go_to("14:21")
    logged = "\n".join(caplog.handler.format(record) for record in caplog.records)
    assert "RuntimeError" in logged
    assert not has_number(logged)
    assert "15:30" not in logged


def test_a_text_message_has_neither():
    channels = (Channel.TEXT, Channel.MAIL)
    policy = replace(CLARENDON, steps=tuple(replace(each, channels=channels) for each in CLARENDON.steps))
    mobiles = tuple(replace(each, mobile=each.mobile or "+44 7700 900199") for each in CAST.persons)
    text = MemoryNotifier(Channel.TEXT)
    house = House(
        at="12:00",
        people=replace(CAST, persons=mobiles),
        policy=policy,
        notifiers={Channel.TEXT: text, Channel.MAIL: MemoryNotifier(Channel.MAIL)},
    )
    house.entry(**IN_SUBJECT)
    house.go_to("14:26")
    assert {each.notification.recipient for each in text.sent} == {"sam", "dee", "ash", "morgan"}
    assert [each.text for each in text.sent if has_number(each.text) or "15:30" in each.text] == []


def test_the_workers_own_number_stands_apart_from_the_one_in_the_entry():
    sheet = silent_visit("14:11", **IN_SUBJECT).last("dee").text
    (own,) = [each for each in sheet.splitlines() if each.startswith("Telephone: ")]
    assert own == f"Telephone: {SAM.mobile}"
