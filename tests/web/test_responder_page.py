"""The page of somebody who was told of an alarm: every act of theirs, and what it says of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import httpx
import pytest

from calsync.domain.model import AlarmKind, AnswerKind, Channel, Via
from calsync.notify.memory import MemoryNotifier
from calsync.ports import Message
from tests.house import CAST, CLARENDON, CODE_WORD, SAM, an_entry, clock
from tests.ladders import BY_CALLS
from tests.link_house import LinkHouse, everything
from tests.possible_visits import maybe

NUMBER = "01709 336080"
HOME = "01709 336081"
WITH_HOME = replace(CAST, persons=(replace(SAM, home_phone=HOME), *CAST.persons[1:]))


def asked(minutes: int, **changes: Any) -> LinkHouse:
    """A house in which Sam's visit of 13:00 to 14:00 has been over for so many minutes without a word."""
    house = LinkHouse(at="13:54", **changes)
    house.entry()
    house.go_to(f"14:{minutes:02}")
    return house


def pressed(house: LinkHouse, who: str, does: str, *, message: Message | None = None, **fields: str) -> httpx.Response:
    """Somebody opens the link of their last message, types its digits, and presses."""
    message = message or house.last(who)
    path, digits = house.path(message), house.link(message).digits
    hidden = dict(re.findall(r'name="(shown|step)" value="(\d+)"', house.pages.get(path).text))
    return house.pages.post(path, data={"does": does, "digits": digits, **hidden, **fields})


def said(answer: httpx.Response) -> str:
    """What the page says of a press."""
    assert answer.status_code == 200
    found = re.search(r'class="(?:said|wrong)" role="(?:status|alert)">([^<]*)<', answer.text)
    return found[1] if found else re.sub(r"<[^>]+>", " ", answer.text.split("<h1>")[1])


def test_the_mail_shows_the_link_and_its_digits_and_the_page_begins_with_the_call() -> None:
    house = asked(21)
    mail, link = house.last("morgan"), house.link(house.last("morgan"))
    assert f"Act on it on this page, and type {link.digits} there: {link.address}" in mail.text
    page = house.look(mail)
    assert page.status_code == 200
    assert '<a class="button urgent" href="tel:+447700900101">Call Sam Visits now: +44 7700 900101</a>' in page.text
    order = [page.text.index(each) for each in ("Do this now", "tel:", "I have it<", ">No answer<", "Close it<")]
    assert order == sorted(order)


def test_without_the_digits_it_names_no_place_and_with_them_it_shows_all_that_is_known() -> None:
    house = asked(21)
    assert not re.search("Elm Road|Whitcombe|S60", house.look(house.last("morgan")).text)
    page = pressed(house, "morgan", "sheet").text
    assert "14 Elm Road, Rotherham S60 3AB" in page
    assert "Dee Deputises was asked to ring the worker, by mail" in page
    assert "the line manager: inform the emergency services" in page
    assert house.link(house.last("morgan")).digits in page, "they are typed once"


def test_taking_it_is_two_presses_and_the_second_of_two_people_reads_who_has_it() -> None:
    house = asked(21)
    assert "You have it" in said(pressed(house, "morgan", "take"))
    assert (house.deadline.owner, house.deadline.is_open) == ("morgan", True)
    late = pressed(house, "dee", "take")
    assert "I have it</button>" not in late.text
    assert "Morgan Manages has it, until 14:2" in late.text
    assert house.deadline.owner == "morgan"


def test_a_press_that_comes_twice_acts_once() -> None:
    house = asked(11)
    message = house.last("dee")
    fields = {"does": "no-answer", "digits": house.link(message).digits, "shown": "7", "step": "3"}
    first, second = (house.pages.post(house.path(message), data=fields) for _ in range(2))
    assert "Recorded" in said(first)
    assert "taken before" in said(second)
    deadline_id = house.deadline.id
    with house.store.transaction() as tx:
        assert [each.kind for each in tx.answers_of(deadline_id)] == [AnswerKind.NO_ANSWER]


def test_no_answer_does_what_the_policys_step_says_and_stands_in_what_was_tried() -> None:
    house = asked(5, policy=BY_CALLS)
    steps = house.deadline.taken
    page = pressed(house, "ash", "message")
    assert "14:05</time> Ash Administers: rang, nobody answered, and left a message" in page.text
    house.scan()
    assert house.deadline.taken == steps + 1, "its step asks for the next one at once"
    assert "Attempt: 14:05 Ash Administers: rang, nobody answered, and left a message" in house.last("ash").text


def test_CO11_CO12_the_households_and_the_home_number_are_shown_at_their_step_by_a_press_that_is_audited() -> None:
    house = asked(0, policy=BY_CALLS, people=WITH_HOME)
    house.change(subject=f"Home visit: Mrs Whitcombe {NUMBER}")
    house.go_to("14:06")
    assert "Show the household" not in pressed(house, "ash", "sheet").text
    for step, number, other, does in (("14:11", NUMBER, HOME, "household"), ("14:16", HOME, NUMBER, "home")):
        house.go_to(step)
        hidden = house.look(house.last("ash")).text + pressed(house, "ash", "sheet").text
        assert number not in hidden
        before = len([act for act in house.acts() if act.what.endswith("-shown") and act.who == "ash"])
        page = pressed(house, "ash", does).text
        assert number in page
        assert other not in page
        looks = [act for act in house.acts() if act.what.endswith("-shown") and act.who == "ash"]
        assert len(looks) == before + 1
        assert number not in repr(looks)


def test_a_risk_visits_household_is_not_rung_unless_the_manager_asks() -> None:
    house = LinkHouse(at="13:54", policy=BY_CALLS)
    house.entry(subject=f"Home visit: Mrs Whitcombe {NUMBER}", categories=("High risk",))
    house.go_to("14:07")
    assert NUMBER not in pressed(house, "ash", "household").text
    house.go_to("14:16")
    house.last("morgan")
    page = pressed(house, "morgan", "household")
    assert NUMBER in page.text
    assert "asked for by its manager" in repr(house.acts())


def test_handing_over_asks_the_other_one_who_has_it_once_they_press() -> None:
    house = asked(21)
    pressed(house, "morgan", "take")
    assert "Dee Deputises is asked to take it" in said(pressed(house, "morgan", "hand-over", to="dee"))
    house.send()
    assert house.deadline.owner == "morgan"
    assert "You have it" in said(pressed(house, "dee", "take"))
    house.send()
    assert house.deadline.owner == "dee"
    assert "Dee Deputises has it now" in house.last("ash").subject


def test_more_time_on_the_workers_word_moves_the_deadline_within_its_bound() -> None:
    house = asked(11)
    assert "The new time is 14:41" in said(pressed(house, "dee", "extend", minutes="30"))
    house.go_to("14:52")
    assert "The new time is 15:00" in said(pressed(house, "dee", "extend", until="15:30"))
    assert house.deadline.due == clock("15:00")


def test_a_log_number_is_kept_and_then_only_whoever_stood_the_service_down_closes() -> None:
    house = asked(21)
    assert "Write the log number" in said(pressed(house, "morgan", "outside", log="none yet"))
    assert "log number 77" in said(pressed(house, "morgan", "outside", log="77"))
    house.says("left, all fine", to=house.last("sam"))
    assert house.deadline.is_open
    assert "Close it</button>" not in pressed(house, "morgan", "sheet").text
    assert "not the one" in said(pressed(house, "morgan", "stand-down", log="78"))
    assert "can be closed" in said(pressed(house, "morgan", "stand-down", log="77"))
    pressed(house, "morgan", "close", why="safe", words="spoke to her, she is at home")
    assert house.deadline.closed_by == "morgan"
    assert house.deadline.reason == "safe and well: spoke to her, she is at home"


@pytest.mark.parametrize("words", ["", "no answer", "I hope so", "she is missing"])
def test_a_reason_that_is_none_or_leaves_a_doubt_closes_nothing(words: str) -> None:
    house = asked(21)
    assert said(pressed(house, "morgan", "close", why="safe", words=words)).startswith("Not done.")
    assert house.deadline.is_open


def test_spoke_to_them_closes_it_and_all_who_were_told_are_stood_down() -> None:
    house = asked(21)
    page = pressed(house, "dee", "safe")
    assert "Closed." in page.text
    house.send()
    assert "Stand down" in house.last("morgan").subject
    shown = house.look(house.told("dee")[0]).text
    assert "is closed" in shown
    assert "Sam" not in shown


def test_closing_it_as_an_incident_opens_one() -> None:
    house = asked(21)
    pressed(house, "morgan", "close", why="incident", words="she fell on the stairs, she is in hospital")
    with house.store.transaction() as tx:
        assert [(each.kind, each.opened_by) for each in tx.incidents()] == [("incident", "morgan")]


@pytest.mark.parametrize("fields", [{"does": "code-word"}, {"does": "unclear", "words": f"she said {CODE_WORD}"}])
def test_the_code_word_from_whoever_took_the_call_starts_the_emergency_steps_at_once(fields: dict[str, Any]) -> None:
    house = asked(11)
    page = pressed(house, "dee", **fields)
    assert house.alarms == ["duress"]
    assert page.text.index("do NOT ring Sam Visits") < page.text.index("<h1>")
    assert "tel:" not in page.text
    assert "No answer" not in page.text
    house.scan()
    assert "gave the code word" in house.last("morgan").subject
    assert "dial 999 yourself" in house.look(house.last("morgan")).text.lower().replace("dial 999", "dial 999")


def test_nothing_but_the_right_digits_acts_and_a_wrong_try_is_in_the_audit() -> None:
    house = asked(21)
    message = house.last("morgan")
    right = house.link(message).digits
    house.look(message)
    before = everything(house)
    wrong = f"{(int(right) + 1) % 100:02}"
    path = house.path(message)
    assert house.pages.post(path, data={"does": "take", "digits": wrong}).status_code == 422
    after = everything(house)
    assert after[0] == before[0]  # type: ignore[index]
    assert [act.what for act in house.acts()][-1] == "link-refused"
    assert house.deadline.owner is None


def test_somebody_on_the_same_visit_opens_nothing() -> None:
    house = asked(21)
    message = house.last("dee")
    house.change(attendees=("dee@clarendon.test",))
    house.poll()
    house.answers(AnswerKind.DURESS, deadline_id=house.open()[0].id, via=Via.TEXT)
    assert house.look(message).status_code == 404


def test_two_who_are_late_together_are_taken_together_and_the_page_names_both() -> None:
    robin = replace(SAM, id="robin", name="Robin Rounds", mail="robin@clarendon.test", mobile="+44 7700 900102")
    house = LinkHouse(at="13:54", people=replace(CAST, persons=(robin, *CAST.persons)))
    house.entry()
    house.calendars.put(replace(an_entry("r1"), worker="robin"))
    house.go_to("14:21")
    mail = house.last("morgan")
    assert "Robin Rounds" in mail.subject
    assert "Sam Visits" in mail.subject
    page = pressed(house, "morgan", "take")
    assert "Your message told of" in page.text
    owners = [each.owner for who in ("sam", "robin") for each in house.open(who)]
    assert owners == ["morgan", "morgan"]


def test_of_what_may_be_a_visit_a_press_says_whether_it_is_one() -> None:
    for does, words, tag in (("is-visit", "", "visit"), ("no-visit", "a team meeting", "possible")):
        house = LinkHouse(at="13:54")
        maybe(house)
        house.go_to("14:21")
        assert "may be a visit" in house.last("morgan").text
        pressed(house, "morgan", does, words=words)
        assert house.visit.tag == tag
        assert house.deadline.is_open is (does == "is-visit")


def test_what_is_posted_to_a_machine_stands_in_no_list_of_who_was_told() -> None:
    steps = tuple(
        each if each.to_worker else replace(each, channels=(*each.channels, Channel.WEBHOOK))
        for each in CLARENDON.steps
    )
    posted, mail = MemoryNotifier(Channel.WEBHOOK), MemoryNotifier(Channel.MAIL)
    notifiers = {Channel.MAIL: mail, Channel.WEBHOOK: posted}
    house = LinkHouse(at="12:00", policy=replace(CLARENDON, steps=steps), notifiers=notifiers)
    house.mail = mail
    house.entry()
    house.go_to("14:21")
    assert posted.sent
    page = pressed(house, "morgan", "sheet").text
    told = page[page.index("Who was told") :]
    assert "webhook" not in told
    assert "a colleague" not in told
    lines = [told.index(each) for each in ("Ash Administers", "Dee Deputises", "Morgan Manages")]
    assert lines == sorted(lines), "by when they were told, then by name"


@pytest.mark.parametrize(
    "fields",
    [{"does": "code-word"}, {"does": "unclear", "words": "she said pineapple"}],
    ids=["pressed", "in words"],
)
def test_a_code_word_told_on_the_phone_counts_on_the_page_of_an_alarm_that_was_closed_meanwhile(
    fields: dict[str, str],
) -> None:
    house = asked(21)
    message = house.last("morgan")
    path, digits = house.path(message), house.link(message).digits
    house.says("left, all fine")
    assert not house.deadline.is_open
    over = house.pages.get(path).text
    assert "This is over" in over
    assert 'value="code-word"' in over
    assert (house.pages.post(path, data=fields).status_code, house.alarms) == (422, [])
    page = house.pages.post(path, data={**fields, "digits": digits})
    assert "do NOT ring Sam Visits" in page.text
    assert house.alarms == [AlarmKind.DURESS]


def test_what_else_came_of_a_call_is_refused_on_a_closed_alarm_and_kept_to_be_read() -> None:
    house = asked(21)
    message = house.last("morgan")
    house.says("left, all fine")
    page = pressed(house, "morgan", "unclear", message=message, words="she will ring me back")
    assert "Not done. It is closed already." in page.text
    assert "she will ring me back</textarea>" in page.text


def test_whoever_presses_what_another_has_taken_meanwhile_reads_first_who_has_it() -> None:
    house = asked(21)
    message = house.last("dee")
    pressed(house, "morgan", "take")
    late = pressed(house, "dee", "take", message=message)
    assert "Nothing was changed; this is how it stands. Morgan Manages has it, until 14:" in said(late)


def test_whoever_presses_the_code_word_reads_at_once_what_to_do_and_the_sheet_is_there() -> None:
    house = asked(21)
    page = pressed(house, "morgan", "code-word").text
    assert "Do this now" in page
    assert "999" in page
    opened = house.look(house.last("morgan")).text
    assert "the sheet below" not in opened


def test_a_code_word_in_the_words_of_a_closing_is_not_told_as_closed() -> None:
    page = pressed(asked(21), "morgan", "close", why="safe", words="she said pineapple").text
    assert "Taken as the code word. Do NOT ring Sam Visits again." in page
    assert "Whoever was told hears that it is over" not in page
