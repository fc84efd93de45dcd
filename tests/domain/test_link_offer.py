"""Where a message shows its link: in what asks its worker something, and in nothing else."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.link_offer import by_text
from calsync.domain.links import ShownLink
from calsync.domain.model import Ask, Channel, Role
from calsync.domain.short_text import SEGMENTS, segments
from calsync.domain.text_brief import brief_of
from calsync.domain.text_wording import text_of
from calsync.notify.memory import MemoryNotifier
from tests.house import CAST
from tests.link_house import ADDRESS, LinkHouse, asked
from tests.possible_visits import maybe
from tests.scenes import ALARM, a_row, a_scene
from tests.texts import BY_TEXT, STAFF


def test_a_question_by_mail_ends_with_its_link_and_the_two_digits() -> None:
    house = asked(1)
    link = house.link()
    assert (
        house.last("sam")
        .text.rstrip()
        .endswith(f"Or answer on this page, and type {link.digits} there: {link.address}")
    )


def test_nothing_else_that_anybody_is_sent_shows_a_workers_link() -> None:
    house = asked(1)
    house.press("more-60")
    house.press("more-60")
    house.send()
    assert "Your new time" in house.last("sam").subject
    house.go_to("15:45")
    for message in (house.last("sam"), *(each for who in CAST.persons for each in house.told(who.id))):
        asks = message.notification.role == "worker" and message.notification.step.isdigit()
        assert (f"{ADDRESS}/a/" in message.text) == asks or message.notification.role != "worker"


def test_an_alarm_by_text_ends_with_the_link_of_its_page_where_both_have_room_and_who_is_copied_gets_none() -> None:
    texts = MemoryNotifier(Channel.TEXT)
    house = asked(21, policy=BY_TEXT, people=STAFF, notifiers={Channel.TEXT: texts})
    alarms = [each for each in texts.sent if each.notification.role is not Role.WORKER]
    assert {each.notification.recipient for each in alarms} == {"dee", "ash", "morgan"}
    for each in alarms:
        link = house.link(each)
        last = f" Reply 1 to take it. Or open {link.address} and type {link.digits}."
        assert each.text.endswith(last)
        assert segments(each.text) == SEGMENTS
        assert not any(said in each.text for said in ("Whitcombe", "Elm Road", "S60"))

    row, scene = a_row("3", Role.ADMIN, Ask.KNOW), replace(a_scene(ALARM), link=house.link(alarms[0]))
    assert ADDRESS not in text_of(brief_of(row, scene)).words
    assert ADDRESS in text_of(brief_of(replace(row, ask=Ask.TAKE_OVER), scene)).words


def test_a_list_of_questions_has_no_link_since_a_page_is_about_one_entry() -> None:
    house = LinkHouse(at="07:50")
    maybe(house)
    maybe(house, "e2", "15:00", "16:00")
    house.go_to("08:01")
    assert "Are these visits?" in house.last("sam").subject
    assert ADDRESS not in house.last("sam").text


def test_a_question_by_text_has_it_where_both_have_room_in_two_segments() -> None:
    texts = MemoryNotifier(Channel.TEXT)
    house = asked(1, policy=BY_TEXT, people=STAFF, notifiers={Channel.TEXT: texts})
    (text,) = [each for each in texts.sent if each.notification.recipient == "sam"]
    link = house.link(text)
    assert text.text == (
        "Your visit was to end at 14:00. Have you left, and are you safe? Reply OK, or 30 for more time, or CALL ME. "
        f"Or open {link.address} and type {link.digits}."
    )
    assert segments(text.text) == SEGMENTS
    words = "x" * 250
    assert by_text(words, link) == words
    assert by_text("Well?", ShownLink(address="https://café.test/ñ—", digits="47")) == "Well?"
