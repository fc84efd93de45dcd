"""Law 10: blindness is told by a channel that does not depend on what failed, and names nobody visited."""

from __future__ import annotations

import asyncio

from calsync.domain.notices import Cause
from calsync.errors import DeliveryFailed
from tests.house import ELM_ROAD, SAM
from tests.it_house import UNREAD, ItHouse, forbidden, graph_is_down


def test_without_smtp_it_goes_by_microsofts_mail_and_with_it_never_twice():
    house = ItHouse(smtp=False)
    house.calendars.refuse("sam", forbidden())
    house.live(10)
    assert [each.to for each in house.mailbox.sent] == ["ash@clarendon.test"]
    both = ItHouse()
    both.calendars.refuse("sam", forbidden())
    both.live(10)
    assert (len(both.server.sent), len(both.mailbox.sent)) == (1, 0)


def test_while_every_channel_fails_it_is_kept_and_told_when_one_comes_back_though_all_is_well_by_then():
    house = ItHouse()
    house.server.failure = DeliveryFailed("The mail server cut the connection.")
    graph_is_down(house)
    house.calendars.refuse("sam", forbidden())
    house.live(20)
    house.calendars.allow("sam")
    house.live(20)
    assert house.subjects == []
    house.mailbox.refusal = None
    house.live(2)
    assert UNREAD in house.subjects
    unread = next(each for each in house.mailbox.sent if UNREAD in each.subject)
    assert "It has been well again since" in unread.text
    assert "By smtp: The mail server cut the connection." in unread.text
    house.live(30)
    assert house.subjects.count(UNREAD) == 1


def test_a_store_that_fails_is_told_past_it_once_an_hour():
    house = ItHouse()

    def tell() -> bool:
        words = "The disk that holds the database is full: free some space on it."
        with house.store.transaction():  # as long as somebody else holds the store, nothing can be written or read
            return asyncio.run(house.engine.tell_directly(Cause.STORE_FAILING, words))

    assert tell()
    house.clock.go(59)
    assert not tell()
    house.clock.go(1)
    assert tell()
    assert house.subjects == ["the database fails", "the database fails"]
    assert "free some space" in house.server.sent[0].text


def test_no_notice_names_anybody_visited_or_any_place_and_no_subject_a_worker():
    house = ItHouse(at="12:40", workers=4)
    house.entry()
    house.live(10)
    house.refuse_all(forbidden)
    house.live(30)
    with house.store.transaction() as tx:
        rows = tx.standing_notices()
    mails = [f"{each.subject} {each.text}" for each in house.server.sent]
    written = "\n".join([*mails, *(each.words for each in rows)])
    assert house.server.sent
    assert not [word for word in ("Whitcombe", "Home visit", ELM_ROAD, "Elm") if word in written]
    assert not [each for each in house.server.sent if SAM.name in each.subject or SAM.mail in each.subject]
    audited = repr(house.noticed)
    assert not [word for word in (SAM.name, SAM.mail, "Whitcombe") if word in audited]


def test_every_message_is_a_row_before_it_is_sent():
    house = ItHouse()
    seen: list[int] = []

    def look() -> None:
        seen.append(len(house.standing))

    house.server.before = look
    house.calendars.refuse("sam", forbidden())
    house.live(10)
    assert seen == [1]
    assert [each.what for each in house.noticed] == ["notice-raised", "notice-told"]
