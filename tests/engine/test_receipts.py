"""Receipts of texts: what did not arrive goes to the next channel at once, and nothing is asked without bounds."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

from calsync.domain.model import Receipt
from calsync.domain.notices import Cause
from calsync.engine import receipts as reading
from calsync.errors import SourceUnavailable
from calsync.parsers.location import read_place
from tests.house import OAK_STREET, an_entry
from tests.texts import STAFF, TextHouse, late_by_text


def receipts(house: TextHouse, who: str) -> list[Receipt]:
    return [row.receipt for row in house.rows() if row.recipient == who and row.channel == "text"]


def says(house: TextHouse, who: str, receipt: Receipt) -> None:
    for each in house.texts_to(who):
        house.carrier.receipts[f"<{each.notification.id}@memory>"] = receipt


def undelivered(house: TextHouse) -> list[str]:
    with house.store.transaction() as tx:
        return [each.about for each in tx.standing_notices() if each.cause == Cause.TEXT_UNDELIVERED]


def test_a_delivered_text_is_noted_and_asked_about_no_more():
    house = late_by_text()
    says(house, "sam", Receipt.DELIVERED)
    assert house.read_receipts() == 1
    assert receipts(house, "sam") == [Receipt.DELIVERED]
    house.carrier.asked.clear()
    assert house.read_receipts() == 0
    assert house.carrier.asked == []


def test_a_question_that_did_not_arrive_goes_by_mail_at_once_is_told_to_it_and_shortens_nothing():
    house = late_by_text()
    says(house, "sam", Receipt.FAILED)
    house.read_receipts()
    house.send()
    assert len(house.told("sam")) == 1
    assert house.deadline.taken == 1
    assert undelivered(house) == ["sam"]


def test_two_minutes_without_a_word_count_as_undelivered_and_a_late_word_still_counts():
    house = late_by_text()
    assert house.read_receipts() == 0
    house.clock.go(1)
    assert house.read_receipts() == 1
    assert receipts(house, "sam") == [Receipt.UNKNOWN]
    assert house.read_receipts() == 0
    says(house, "sam", Receipt.DELIVERED)
    assert house.read_receipts() == 1
    assert receipts(house, "sam") == [Receipt.DELIVERED]
    assert undelivered(house) == []
    says(house, "sam", Receipt.FAILED)
    assert house.read_receipts() == 0


def test_when_neither_text_nor_mail_reaches_anybody_of_a_step_the_next_step_is_taken():
    house = late_by_text("14:10")
    house.mail.fail("no such mailbox", permanent=True)
    house.clock.go(0.1)
    for who in ("dee", "ash"):
        says(house, who, Receipt.FAILED)
    house.send()
    house.read_receipts()
    taken = house.deadline.taken
    assert taken == 3  # the mails beside the texts did arrive: they were sent before


def test_only_texts_of_open_deadlines_and_of_the_last_hour_are_asked_about():
    house = late_by_text()
    house.texts("OK")
    house.carrier.asked.clear()
    house.read_receipts()
    assert house.carrier.asked == []
    other = late_by_text()
    other.clock.go(61)
    other.read_receipts()
    assert other.carrier.asked == []


def test_a_carrier_that_can_not_be_asked_is_told_to_it_and_what_is_overdue_gives_way_all_the_same():
    house = late_by_text()
    house.carrier.refusal = SourceUnavailable("down", status=503)
    for _ in range(8):
        house.clock.go(1)
        try:
            house.read_receipts()
        except SourceUnavailable:
            continue
    house.send()
    assert receipts(house, "sam") == [Receipt.UNKNOWN]
    assert house.told("sam")
    with house.store.transaction() as tx:
        assert Cause.TEXTS_UNREAD in [each.cause for each in tx.standing_notices()]


def test_while_receipts_are_asked_for_what_people_write_is_read():
    house = late_by_text()
    house.texts("hm")
    read = []

    async def receipt(message_id: str) -> Receipt:
        read.append(await asyncio.wait_for(house.engine.read_texts(), 2))
        return Receipt.WAITING

    setattr(house.carrier, "receipt", receipt)  # noqa: B010
    house.read_receipts()
    assert read


def test_what_finds_no_room_in_a_look_gives_way_unasked_and_each_has_its_turn(monkeypatch):
    monkeypatch.setattr(reading, "MOST", 2)
    names = [f"w{each}" for each in range(5)]
    many = [replace(STAFF.persons[0], id=each, name=each, mail=f"{each}@clarendon.test") for each in names]
    house = TextHouse(
        people=replace(
            STAFF,
            persons=(
                *STAFF.persons,
                *(replace(each, mobile=f"07700 90020{number}") for number, each in enumerate(many)),
            ),
        )
    )
    for each in names:
        house.calendars.put(an_entry(f"of-{each}", "13:00", "14:00", worker=each, place=read_place(OAK_STREET)))
    house.go_to("14:01")
    turns = []
    for _ in range(3):
        house.carrier.asked.clear()
        house.read_receipts()
        turns.append(set(house.carrier.asked))
    assert len(turns[0] | turns[1] | turns[2]) == 5
    house.clock.go(2)
    assert house.read_receipts() == 5
    assert {each: receipts(house, each) for each in names} == {each: [Receipt.UNKNOWN] for each in names}
    house.carrier.asked.clear()
    house.carrier.refusal = SourceUnavailable("down", status=503)
    with suppress(SourceUnavailable):
        house.read_receipts()
    assert len(house.carrier.asked) <= 1  # who does not answer is asked no more at this look


def test_a_text_that_the_carrier_refuses_for_good_is_told_to_it():
    house = TextHouse()
    house.entry()
    house.texted.fail("Twilio did not take the text (400, 21610).", permanent=True)
    house.go_to("14:02")
    with house.store.transaction() as tx:
        assert [(each.cause, each.about) for each in tx.standing_notices()] == [(Cause.TEXT_UNDELIVERED, "sam")]
