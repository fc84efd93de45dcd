"""Who works here: joiners, leavers, a group that shrinks, and settings read in slices."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import Absence, AnswerKind, NotWatched, People, Person, WorkingHours
from calsync.engine.people import BELIEVED_AFTER, LEAVERS_SHOWN
from calsync.errors import SourceRefused, SourceUnavailable
from tests.house import ASH, CAST, DEE, MONDAY, MORGAN, OFFICE, ROLES, SAM, SLOANE, House

AWAY = (Absence(start=MONDAY),)
EMPTY = SourceRefused("no", status=403, code="ErrorAccessDenied")
DOWN = SourceUnavailable("down", status=503)


def crowd(count: int, *, first: int = 0) -> tuple[Person, ...]:
    return tuple(
        Person(id=f"w{number:02}", name=f"Worker {number}", mail=f"w{number}@clarendon.test", manager="morgan",
               hours=OFFICE, works=True)
        for number in range(first, first + count)
    )  # fmt: skip


def working(*persons: Person) -> People:
    return People(persons=(*persons, MORGAN, DEE, ASH, SLOANE), roles=ROLES)


def refresh(house: House, people: People | None = None) -> People:
    if people is not None:
        house.directory.everybody = people
    return asyncio.run(house.engine.refresh_people())


def settle(house: House, limit: int = 50) -> list[str]:
    """Whose settings were read now."""
    house.directory.asked.clear()
    count = asyncio.run(house.engine.refresh_settings(limit=limit))
    assert count == len(house.directory.asked)
    return list(house.directory.asked)


def stored(house: House) -> People:
    with house.store.transaction() as tx:
        return tx.people()


def watched_ids(house: House) -> set[str]:
    return {person.id for person in stored(house).persons if person.works}


# --- joiners and leavers ------------------------------------------------------------------------------------


def test_a_joiner_is_watched_from_now_on():
    house = House(watched_from=None)
    house.clock.go(60)
    refresh(house, working(SAM, *crowd(1)))
    [joined] = [state for state in house.mailboxes() if state.worker == "w00"]
    assert (joined.watched_from, joined.next_poll_at) == (house.clock.now(), house.clock.now())
    assert house.acts()[-1].what == "diary-watched"


def test_a_leavers_open_visit_stays_watched_and_afterwards_it_is_said_that_nobody_watches():
    house = House(at="12:30")
    house.entry()
    house.go_to("13:05")
    refresh(house, working(*crowd(1)))
    assert stored(house).not_watched == ()
    house.go_to("14:00")
    assert house.told("sam"), "a leaver's begun visit is asked about like any other"
    house.answers(AnswerKind.SAFE, leaving=True)
    house.go_to("14:10")
    refresh(house)
    [left] = stored(house).not_watched
    assert (left.person, left.name) == ("sam", "Sam Visits")
    assert "left the group" in left.why


def test_a_leaver_stands_in_the_list_for_a_week_or_until_they_are_back():
    house = House()
    house.poll()
    refresh(house, working(*crowd(1)))
    assert [each.person for each in stored(house).not_watched] == ["sam"]
    house.clock.moment += LEAVERS_SHOWN + timedelta(minutes=1)
    refresh(house)
    assert stored(house).not_watched == ()
    refresh(house, working(SAM, *crowd(1)))
    refresh(house, working(*crowd(1)))
    refresh(house, working(SAM, *crowd(1)))
    assert stored(house).not_watched == ()


def test_somebody_who_left_and_is_back_is_watched_anew_from_now_on():
    house = House()
    refresh(house, working(*crowd(1)))
    house.poll()  # nothing of theirs is open, so that it is not read again
    house.clock.go(600)
    refresh(house, CAST)
    [sam] = [state for state in house.mailboxes() if state.worker == "sam"]
    assert (sam.watched_from, sam.next_poll_at, sam.last_read) == (house.clock.now(), house.clock.now(), None)


def test_whom_the_directory_leaves_out_is_kept_with_the_reason():
    house = House()
    why = NotWatched(person="robin", name="Robin", why="They have no mailbox.")
    refresh(house, replace(CAST, not_watched=(why,)))
    assert stored(house).not_watched == (why,)


def test_a_refusal_leaves_everybody_as_they_were():
    house = House()
    house.directory.refusal = DOWN
    with pytest.raises(SourceUnavailable):
        refresh(house)
    assert stored(house) == replace(CAST, office=house.core.policies.standing.office)


def test_a_reading_that_says_the_same_writes_nothing():
    house = House()
    before = stored(house)
    refresh(house)
    assert stored(house) is before


# --- a group that shrinks ----------------------------------------------------------------------------------


def test_a_group_that_is_suddenly_empty_is_refused_however_often_it_is_read():
    house = House(people=working(*crowd(10)))
    for _ in range(3):
        house.clock.go(90)
        with pytest.raises(SourceRefused, match="no members"):
            refresh(house, working())
    assert len(watched_ids(house)) == 10


def test_of_a_group_that_lost_more_than_half_at_once_all_stay_watched_and_joiners_are_too(caplog):
    house = House(people=working(*crowd(10)))
    with caplog.at_level(logging.ERROR, "calsync"):
        for _ in range(3):
            house.clock.go(5)
            refresh(house, working(*crowd(4), *crowd(1, first=50)))
    assert watched_ids(house) == {each.id for each in (*crowd(10), *crowd(1, first=50))}
    assert stored(house).get("morgan") is not None
    told = [line for record in caplog.records if (line := record.getMessage()).startswith("people: ")]
    assert len(told) == 1, "it is said once"
    assert "6 of the watched people have left" in told[0]


def test_it_is_believed_when_it_is_still_so_after_an_hour():
    house = House(people=working(*crowd(10)))
    for minutes in (15, 30, BELIEVED_AFTER.total_seconds() / 60 - 31):
        house.clock.go(minutes)
        refresh(house, working(*crowd(4)))
        assert len(watched_ids(house)) == 10
    house.clock.go(1)
    refresh(house)
    assert len(watched_ids(house)) == 4


def test_the_hour_begins_anew_when_the_group_was_whole_in_between():
    house = House(people=working(*crowd(10)))
    house.clock.go(15)
    refresh(house, working(*crowd(4)))
    house.clock.go(50)
    refresh(house, working(*crowd(10)))
    house.clock.go(20)
    refresh(house, working(*crowd(4)))
    assert len(watched_ids(house)) == 10
    house.clock.go(59)
    refresh(house)
    assert len(watched_ids(house)) == 10


def test_the_hour_outlives_a_restart():
    house = House(people=working(*crowd(10)))
    house.clock.go(15)
    refresh(house, working(*crowd(4)))
    house.clock.go(60)
    again = House(people=working(*crowd(4)), store=house.store, clock_=house.clock)
    assert len(watched_ids(again)) == 4


@pytest.mark.parametrize(("before", "after"), [(9, 1), (10, 5)])
def test_a_small_group_or_half_of_a_large_one_is_believed_at_once(before, after):
    house = House(people=working(*crowd(before)))
    refresh(house, working(*crowd(after)))
    assert len(watched_ids(house)) == after


def test_who_vanished_from_the_group_and_is_somebodys_manager_stays_watched():
    boss = replace(crowd(1)[0], manager=None)
    others = tuple(replace(each, manager="w00") for each in crowd(9, first=1))
    house = House(people=working(boss, *others))
    left_out = (NotWatched(person="w05", name="Worker 5", why="switched off"),)
    refresh(house, replace(working(replace(boss, works=False), *others[:3]), not_watched=left_out))
    assert len(watched_ids(house)) == 10
    assert stored(house).not_watched == ()


# --- settings ---------------------------------------------------------------------------------------------


def test_settings_are_read_in_slices_of_those_who_are_told_first():
    house = House(people=working(SAM, *crowd(3)))
    assert set(settle(house, 3)) == {"morgan", "dee", "ash"}
    assert settle(house, 3) == ["sam", "w00", "w01"]
    assert settle(house, 3) == ["w02"]
    assert settle(house, 3) == []


def test_somebody_always_at_work_or_without_an_address_has_no_settings_to_read():
    student = Person(id="roster:jo", name="Jo Student", mobile="07700 900 109", hours=OFFICE)
    house = House(people=replace(CAST, persons=(*CAST.persons, student)))
    assert set(settle(house)) == {"sam", "morgan", "dee", "ash"}


def test_who_is_told_is_read_again_after_a_quarter_of_an_hour_and_a_worker_after_two():
    house = House()
    settle(house)
    house.clock.go(14)
    assert settle(house) == []
    house.clock.go(1)
    assert set(settle(house)) == {"morgan", "dee", "ash"}
    house.clock.go(105)
    assert set(settle(house)) == {"morgan", "dee", "ash", "sam"}


def test_a_returned_manager_is_told_again_within_a_quarter_of_an_hour():
    house = House()
    away = replace(MORGAN, absences=(Absence(start=house.clock.now()),))
    house.directory.mailboxes["morgan"] = away
    settle(house)
    assert stored(house).get("morgan") == away
    del house.directory.mailboxes["morgan"]
    house.clock.go(15)
    settle(house)
    assert stored(house).get("morgan") == MORGAN


def test_what_was_read_of_a_mailbox_stays_when_people_are_read_anew():
    house = House()
    house.directory.mailboxes["sam"] = replace(SAM, zone="Europe/Paris", hours=WorkingHours(zone="Europe/Paris"))
    settle(house)

    # The directory was asked before the settings were written, and answers after it.
    async def asked_before(known: People) -> People:
        found = replace(CAST, persons=tuple(replace(each, name=each.name.upper()) for each in CAST.persons))
        house.directory.mailboxes["dee"] = replace(DEE, zone="Europe/Rome")
        house.clock.go(15)
        await house.engine.refresh_settings()
        return replace(
            found,
            persons=tuple(
                replace(each, zone=old.zone, hours=old.hours, absences=old.absences)
                for each in found.persons
                if (old := known.get(each.id)) is not None
            ),
        )

    house.directory.people = asked_before
    refresh(house)
    sam, dee = stored(house).get("sam"), stored(house).get("dee")
    assert sam is not None
    assert dee is not None
    assert (sam.name, sam.zone, dee.name, dee.zone) == ("SAM VISITS", "Europe/Paris", "DEE DEPUTISES", "Europe/Rome")


def test_one_who_is_refused_keeps_what_was_known_and_is_named_once(caplog):
    house = House(people=working(replace(SAM, absences=AWAY), *crowd(2)))
    house.directory.refusals = {"sam": EMPTY, "w00": DOWN}
    house.directory.mailboxes["w01"] = replace(crowd(2)[1], zone="Europe/Paris")
    with caplog.at_level(logging.WARNING, "calsync"):
        settle(house)
        house.clock.go(15)
        assert {"sam", "w00"} < set(settle(house)), "they are tried again sooner than other workers"
    people = stored(house)
    assert people.get("sam").absences == AWAY
    assert people.get("w01").zone == "Europe/Paris"
    [said] = [record.getMessage() for record in caplog.records]
    assert "w00" in said


def test_after_an_outage_the_next_slice_is_another_one():
    house = House(people=working(SAM, *crowd(3)))
    house.directory.refusal = DOWN
    for _ in range(2):
        with pytest.raises(SourceUnavailable):
            asyncio.run(house.engine.refresh_settings(limit=3))
    house.directory.refusal = None
    assert settle(house) == ["w02"]
    house.clock.go(15)
    assert len(settle(house)) == 6


def test_a_throttled_mailbox_is_left_alone_as_long_as_it_asks():
    house = House()
    house.directory.refusals["morgan"] = SourceUnavailable("wait", status=429, retry_after=1800)
    settle(house)
    del house.directory.refusals["morgan"]
    house.clock.go(15)
    assert "morgan" not in settle(house)
    house.clock.go(15)
    assert "morgan" in settle(house)


def test_settings_change_nothing_of_who_works_here():
    house = House()
    asked = house.directory.settings

    async def meanwhile(persons, at):
        with house.store.transaction() as tx:  # another process reads the directory
            tx.put_people(working(replace(SAM, works=False, name="Sam Married"), *crowd(1)))
        house.directory.mailboxes["sam"] = replace(SAM, zone="Europe/Paris")
        return await asked(persons, at)

    house.directory.settings = meanwhile
    settle(house)
    people = stored(house)
    assert watched_ids(house) == {"w00"}
    assert (people.get("sam").name, people.get("sam").zone) == ("Sam Married", "Europe/Paris")
