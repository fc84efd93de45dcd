"""Law 14: one bad row harms only itself."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta, timezone

from calsync.domain.model import Unreadable
from calsync.parsers.location import read_place
from tests.house import CAST, MORGAN, OAK_STREET, SAM, House, clock, late


def two_deadlines_at_the_same_minute():
    house = House(at="12:00")
    house.entry()
    house.entry("e2", "13:30", "14:00", place=read_place(OAK_STREET))
    house.tick()
    return house


def break_deadline(house, event_id):
    """Make one deadline impossible to escalate: its steps are none that any code could read."""
    (deadline,) = [each for one in house.watched() if one.visit.event_id == event_id for each in one.deadlines]
    with house.store.transaction() as tx:
        tx.put_deadlines([replace(deadline, steps=(object(),))])
    return deadline.id


def test_a_deadline_that_can_not_be_escalated_is_quarantined_and_every_other_fires_on_time():
    house = two_deadlines_at_the_same_minute()
    broken = break_deadline(house, "e1")
    for minute in (0, 10, 20):
        house.clock.moment = clock(f"14:{minute:02}")
        house.scan()
    assert [each.notification.recorded for each in house.told("morgan")] == [clock("14:20")]
    assert all(each.notification.deadline_id != broken for each in house.mail.sent)


def test_the_quarantine_itself_is_told():
    house = two_deadlines_at_the_same_minute()
    broken = break_deadline(house, "e1")
    house.clock.moment = clock("14:00")
    house.scan()
    assert [act.deadline_id for act in house.acts() if act.what == "deadline-quarantined"] == [broken]


def test_a_mended_deadline_goes_on_a_minute_later_with_nothing_skipped():
    house = two_deadlines_at_the_same_minute()
    (good,) = [each for one in house.watched() if one.visit.event_id == "e1" for each in one.deadlines]
    break_deadline(house, "e1")
    house.clock.moment = clock("14:10")
    house.scan()
    with house.store.transaction() as tx:
        tx.put_deadlines([replace(good, version=tx.deadline(good.id).version)])
    house.clock.go(1)
    house.scan()
    assert {row.step for row in house.rows() if row.deadline_id == good.id} == {"1", "2", "3"}


def test_two_hundred_good_deadlines_fire_beside_a_bad_one():
    house = House(at="12:00")
    for number in range(201):
        house.entry(f"e{number}", place=read_place(f"{number + 1} Elm Road, Rotherham"))
    house.tick()
    broken = break_deadline(house, "e0")
    house.clock.moment = clock("14:20")
    house.scan()
    assert {row.deadline_id for row in house.rows() if row.recipient == "morgan"} == {
        each.id for each in house.open() if each.id != broken
    }


def test_an_entry_that_can_not_be_understood_is_told_once_and_the_others_are_watched():
    house = House(at="12:00")
    house.entry()
    house.calendars.unreadable["sam"] = [Unreadable(worker="sam", id="bad", why="its start is no time")]
    house.tick()
    house.go_to("12:10")
    assert len(house.open()) == 1
    with house.store.transaction() as tx:
        assert [each.kind for each in tx.concerns()] == ["unreadable"]
    assert [act.what for act in house.acts()].count("entry-unreadable") == 1


def test_a_watched_entry_that_becomes_unreadable_stays_watched_and_is_not_gone():
    house = House(at="12:00")
    house.entry()
    house.go_to("12:10")
    house.delete()
    house.calendars.unreadable["sam"] = [Unreadable(worker="sam", id="e1", why="its start is no time")]
    house.go_to("14:21")
    assert house.told("morgan")


def two_workers():
    robin = replace(SAM, id="robin", name="Robin Rounds", mail="robin@clarendon.test")
    house = House(at="12:00", people=replace(CAST, persons=(robin, *CAST.persons)))
    house.entry(worker="robin")
    house.entry(worker="sam")
    return house


def test_one_diary_that_brings_an_error_nobody_thought_of_keeps_no_other_from_being_read():
    house = two_workers()
    house.calendars.refuse("robin", ValueError("the diary makes no sense"))
    for _ in range(3):
        asyncio.run(house.engine.poll())
        house.clock.go(2)
    assert len(house.open("sam")) == 1
    (robins,) = [each for each in house.mailboxes() if each.worker == "robin"]
    assert robins.failing_since == clock("12:00")


def test_one_message_that_can_not_be_made_stops_no_other():
    house = late(19)
    with house.store.transaction() as tx:
        tx.put_people(
            replace(CAST, persons=tuple(replace(MORGAN, mail="") if p.id == "morgan" else p for p in CAST.persons))
        )
    house.go_to("14:21")
    assert house.told("sloane")


def test_one_channel_that_raises_what_nobody_thought_of_stops_no_other_message():
    house = late(9)
    send = house.mail.send

    async def not_for_dee(message):
        if message.notification.recipient == "dee":
            raise ZeroDivisionError
        return await send(message)

    house.mail.send = not_for_dee
    house.go_to("14:10")
    assert house.told("ash")
    assert house.told("sam")[-1].notification.step == "2"


def test_one_mail_that_can_not_be_read_keeps_no_later_one_from_being_read():
    house = late(5)
    elsewhere = clock("14:05").astimezone(timezone(timedelta(hours=1)))
    house.writes("left, all fine", to=house.last("sam"), sent=None, received=elsewhere, id="bad", message_id="<bad>")
    house.mailbox.received[-1] = replace(house.mailbox.received[-1], sent=elsewhere)
    house.clock.go(1)
    house.writes("help", to=house.last("sam"))
    for _ in range(2):
        try:
            house.read_mail()
        except ValueError:
            house.clock.go(1)
    assert house.alarms == ["help"]
