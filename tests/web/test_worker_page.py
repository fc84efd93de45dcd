"""The page behind the link in a question: what it shows, what is taken there, and what is not."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from calsync.domain.buttons import CALLS, MEANINGS, Button
from calsync.domain.model import Absence, AlarmKind, AnswerKind, DeadlineState
from calsync.engine.answer_kinds import KINDS
from calsync.parsers.reply import read_reply
from tests.house import CAST, MONDAY, clock
from tests.link_house import LinkHouse, asked, everything
from tests.possible_visits import maybe

SAID = re.compile(r"<p[^>]*>(.*?)</p>")


def said(answer: object) -> str:
    """The sentences of a page."""
    return unescape(" ".join(each for each in SAID.findall(answer.text) if "<" not in each))  # type: ignore[attr-defined]


def buttons(answer: object) -> list[str]:
    return re.findall(r'name="choice" value="([\w-]+)"', answer.text)  # type: ignore[attr-defined]


def test_the_page_asks_with_times_alone_and_opening_it_changes_nothing() -> None:
    house = asked(1)
    before = everything(house)
    for _ in range(3):
        page = house.look()
    assert (page.status_code, said(page)) == (200, "Your visit: 13:00 to 14:00. Have you left, and are you safe?")
    assert not re.search("Whitcombe|Elm|S60|Sam|Rotherham", page.text)
    assert "no-store" in page.headers["cache-control"]
    assert everything(house) == before


def test_left_with_the_two_digits_closes_the_deadline_and_pressing_twice_acts_once() -> None:
    house = asked(1)
    fields = {"choice": "left", "digits": house.link().digits, "shown": "7"}
    first = house.pages.post(house.path(), data=fields)
    assert (first.status_code, said(first)) == (200, "Thank you. That is all.")
    assert house.deadline.state is DeadlineState.CLOSED
    closed = house.deadline
    with house.store.transaction() as tx:
        (answer,) = tx.answers_of(closed.id)
    assert (answer.via, answer.words, answer.leaving) == ("link", "I have left and I am safe.", True)
    house.send()
    before = everything(house)
    again = house.pages.post(house.path(), data=fields)
    assert "This is done. There is nothing to do here." in said(again)
    assert everything(house) == before


def test_more_time_pressed_twice_on_the_same_page_moves_the_time_once_and_says_the_same() -> None:
    house = asked(1)
    fields = {"choice": "more-15", "digits": house.link().digits, "shown": "7"}
    both = [house.pages.post(house.path(), data=fields).text for _ in range(2)]
    assert both[0] == both[1]
    assert "Thank you. Your new time is 14:16." in both[0]
    assert house.deadline.due == clock("14:16")


def test_more_time_ends_at_the_policys_bound_and_the_page_says_so() -> None:
    house = asked(1)
    house.press("more-60")
    page = house.press("more-60")
    assert said(page) == (
        "Thank you. Your new time is 15:00. It can't be moved further here. If you need longer, ring Morgan Manages."
    )


@pytest.mark.parametrize("digits", ["", "7", "abc", "777", "４７"])
def test_without_the_right_digits_nothing_changes_and_the_button_is_kept(digits: str) -> None:
    house = asked(1)
    before = everything(house)
    page = house.press("left", digits=digits)
    assert page.status_code == 422
    assert "Nothing was changed." in said(page)
    assert buttons(page)[0] == "left"
    assert everything(house) == before


def wrong_digits(house: LinkHouse) -> str:
    return "00" if house.link().digits != "00" else "01"


def test_many_wrong_tries_make_the_next_wait_a_little_but_never_a_call_for_help() -> None:
    house = asked(1)
    wrong = wrong_digits(house)
    for _ in range(5):
        assert "These are not the two digits" in said(house.press("left", digits=wrong))
    assert "Wait ten seconds" in said(house.press("left"))
    assert house.deadline.is_open
    house.press("help")
    assert house.alarms == [AlarmKind.HELP]


def test_a_call_for_help_with_wrong_digits_is_asked_again_at_once_and_then_taken() -> None:
    house = asked(1)
    wrong = wrong_digits(house)
    first = house.press("help", digits=wrong)
    assert "ring Morgan Manages now" in said(first)
    assert (buttons(first)[0], house.alarms) == ("help", [])
    assert said(house.press("help", digits=wrong)) == "Thank you. A colleague rings you."
    assert house.alarms == [AlarmKind.HELP]


def test_a_call_for_help_without_any_digit_is_never_taken_since_a_scanner_could_have_pressed() -> None:
    house = asked(1)
    for _ in range(4):
        page = house.press("help", digits="")
    assert "ring Morgan Manages now" in said(page)
    assert house.alarms == []


def test_whom_to_ring_is_named_with_a_number_to_tap_and_is_somebody_who_is_there() -> None:
    numbers = {"morgan": "(+44) 7700 900102", "dee": "07700 900103"}
    persons = tuple(replace(each, mobile=numbers.get(each.id, each.mobile)) for each in CAST.persons)
    house = asked(1, people=replace(CAST, persons=persons))
    page = house.press("help", digits="")
    assert 'href="tel:+447700900102">Ring Morgan Manages: (+44) 7700 900102</a>' in page.text
    assert "tel:" not in house.press("left", digits="").text + house.look().text
    longer = house.press("more-60").text
    assert "If you need longer, ring Morgan Manages." in longer
    assert 'href="tel:+447700900102"' in longer
    away = Absence(start=clock("08:00"), end=clock("18:00"))
    with house.store.transaction() as tx:
        left = (replace(each, absences=(away,)) if each.id == "morgan" else each for each in persons)
        tx.put_people(replace(CAST, persons=tuple(left)))
    page = house.press("help", digits="")
    assert "If you can't, ring Dee Deputises now." in said(page)
    assert 'href="tel:+447700900103"' in page.text


@pytest.mark.parametrize("digits", ["123", "4711 "])
def test_a_call_for_help_is_taken_at_the_second_press_whatever_digits_were_typed(digits: str) -> None:
    house = asked(1)
    house.press("help", digits=digits)
    assert house.alarms == []
    house.press("help", digits=digits)
    assert house.alarms == [AlarmKind.HELP]


def test_a_link_is_done_with_its_deadline_and_still_takes_a_call_for_help() -> None:
    house = asked(1)
    link = house.last("sam")
    house.says("left, all fine", to=link)
    page = house.look(link)
    assert said(page) == "This is done. There is nothing to do here."
    assert buttons(page) == ["call-me", "help"]
    before = everything(house)
    assert said(house.press("left", message=link)) == "This is done. There is nothing to do here."
    assert everything(house) == before
    assert said(house.press("help", message=link)) == "Thank you. A colleague rings you."
    assert house.alarms == [AlarmKind.HELP]


def test_a_press_after_the_alarm_closes_it_and_stands_down_who_was_told() -> None:
    house = asked(25)
    link = house.told("sam")[0]
    assert house.told("morgan")
    assert said(house.press("left-going-home", message=link)) == "Thank you. That is all."
    house.send()
    assert not house.deadline.is_open
    assert "Stand down" in house.last("morgan").subject


def test_what_may_be_a_visit_can_be_said_to_be_none() -> None:
    house = LinkHouse(at="08:00")
    maybe(house)
    house.tick()
    page = house.look()
    assert buttons(page) == ["is-visit", "no-visit", "call-me", "help"]
    assert said(house.press("no-visit")) == "Thank you. It is taken as no visit."
    assert not house.open()


@pytest.mark.parametrize("button", [each for each in Button if each not in (Button.IS_VISIT, Button.NO_VISIT)])
def test_a_button_means_what_its_words_mean_in_a_reply(button: Button) -> None:
    meaning = MEANINGS[button]
    reply = read_reply(meaning.words, sent=MONDAY, zone="Europe/London", code_words=(), names=())
    facts = {"leaving": False, "back": False, "home": False, "told": (), "minutes": None} | dict(meaning.facts)
    assert KINDS.get(reply.intent, AnswerKind.UNCLEAR) is meaning.kind
    assert facts == {name: getattr(reply, name) for name in facts}


def test_every_button_but_the_calls_fits_some_deadline_and_the_calls_fit_every_one() -> None:
    assert set(MEANINGS) == set(Button) >= CALLS


@pytest.mark.parametrize("token", ["a" * 32, "x", "A" * 400, "%00", "..%2f..%2fetc", "%F0%9F%92%A3"])
def test_a_link_that_nobody_was_sent_is_a_sentence(token: str) -> None:
    house = asked(1)
    assert house.pages.get(f"/a/{token}").status_code == 404
    page = house.pages.post(f"/a/{token}", data={"choice": "left", "digits": "47"})
    assert page.status_code == 404
    assert "There is nothing behind this link" in page.text or "no such page" in page.text


def test_wrong_digits_and_links_of_nobody_go_into_the_audit_so_many_a_minute_and_nothing_typed_with_them() -> None:
    house = asked(1)
    wrong = wrong_digits(house)
    for _ in range(4):
        house.press("left", digits=wrong)
    for _ in range(20):
        house.pages.post("/a/" + "a" * 32, data={"choice": "left", "digits": "47"})
    kept = [(each.what, each.who) for each in house.acts() if each.what.startswith("link-")]
    assert kept == [("link-refused", "sam")] * 4 + [("link-unknown", "calsync")] * 6


def test_a_slash_too_many_leads_to_no_address_of_the_callers_making() -> None:
    house = asked(1)
    page = house.pages.get(house.path() + "/")
    assert (page.status_code, "location" in page.headers) == (404, False)
