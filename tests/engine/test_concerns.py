"""What is missing in an entry: a concern raised once, shown as long as it is true, and sent to nobody (law 16)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.coverage import NOBODY_THERE, STILL_NOBODY
from calsync.domain.missing import COMPUTED
from calsync.domain.model import Place
from calsync.domain.model.said import Said
from calsync.engine.concerns import AHEAD, concerns_shown, said_by
from calsync.parsers.location import read_place
from tests.house import CAST, DEE, ELM_ROAD, OAK_STREET, House, an_entry, clock
from tests.values import a_visit

LEEDS = read_place("3 Mill Lane, Leeds LS6 2BB")
WELL = {"subject": "Home visit: K", "place": read_place(ELM_ROAD), "categories": (), "end": clock("14:00")}
LACKING = {
    "no-address": {"place": Place()},
    "unclear-place": {"place": read_place("her house")},
    "no-end": {"end": clock("13:00")},
    "longer-than-said": {"subject": "Home visit: K, max 45 min"},
    "categories": {"categories": ("Home visit", "Not a visit")},
    "impossible-travel": {"place": LEEDS, "start": clock("14:00"), "end": clock("15:00")},
    "second-worker": {"categories": ("Two workers",)},
    "unknown-colleague": {"categories": ("Home visit", "Tell: Robin")},
}
"""What each kind of concern comes of."""
MENDED = {**dict.fromkeys(LACKING, WELL), "impossible-travel": {"start": clock("14:10")}}


def house_with(kind, **changes):
    """A house in which Sam's entry lacks this, read until nothing is left to be asked for."""
    house = House(people=WITH_DEES_DIARY)
    if kind == "impossible-travel":
        house.entry("e0", "13:00", "14:00", subject="Home visit: L")
    entry = {**WELL, **LACKING[kind], **changes}
    house.entry("e1", "13:00", "14:00", **{key: value for key, value in entry.items() if key not in ("start", "end")})
    house.change(**{key: value for key, value in entry.items() if key in ("start", "end")})
    read(house)
    return house


def read(house):
    for _ in range(3):
        house.poll("dee")
        house.poll()


def raised(house):
    with house.store.transaction() as tx:
        return [each.kind for each in tx.concerns()]


def told(house):
    return [each for each in house.seen if each.what == "concern"]


def shown(house, worker="sam"):
    watched = house.watched(worker)
    with house.store.transaction() as tx:
        found = concerns_shown(tx, watched, house.core.rules, house.core.zone, house.clock.now())
    assert found.keys() == {each.visit.id for each in watched}
    return sorted(each.kind for concerns in found.values() for each in concerns)


WITH_DEES_DIARY = replace(
    CAST, persons=tuple(replace(DEE, works=True) if each.id == "dee" else each for each in CAST.persons)
)
KINDS = pytest.mark.parametrize("kind", LACKING)


def test_each_kind_that_is_found_anew_is_tried_here():
    of_people = {NOBODY_THERE, STILL_NOBODY}  # no entry lacks anything: tests/domain/test_coverage.py
    assert LACKING.keys() == COMPUTED - of_people


@KINDS
def test_it_is_raised_and_told_once_however_often_the_diary_is_read(kind):
    house = house_with(kind)
    assert raised(house) == [kind]
    house.change(subject=f"{LACKING[kind].get('subject', 'Home visit: K')}, ring first")
    house.go_to("09:20")
    assert raised(house) == [kind]
    (happened,) = told(house)
    with house.store.transaction() as tx:
        (kept,) = tx.concerns()
    assert (happened.text, happened.visit.id) == (kept.words, kept.visit_id)
    assert kept.worker == "sam"


@KINDS
def test_it_is_shown_as_long_as_it_is_true_and_gone_when_it_is_mended(kind):
    house = house_with(kind)
    assert shown(house) == [kind]
    house.change(**MENDED[kind])
    read(house)
    assert shown(house) == []
    assert raised(house) == [kind]


@KINDS
def test_what_is_lacking_again_is_shown_again_and_not_told_again(kind):
    house = house_with(kind)
    house.change(**MENDED[kind])
    read(house)
    house.change(**LACKING[kind])
    read(house)
    assert shown(house) == [kind]
    assert len(told(house)) == 1


@KINDS
def test_nobody_is_sent_anything_about_it(kind):
    house = house_with(kind)
    house.go_to("12:55")
    assert raised(house) == [kind]
    assert house.mail.sent == []


def test_a_visit_that_lacks_nothing_has_no_concern():
    house = House()
    house.entry()
    read_alone(house)
    assert (raised(house), shown(house), told(house)) == ([], [], [])


def read_alone(house):
    for _ in range(3):
        house.poll()


def test_several_concerns_of_one_visit_stand_side_by_side():
    house = house_with("no-address", **LACKING["longer-than-said"], **LACKING["categories"])
    assert sorted(raised(house)) == shown(house) == ["categories", "longer-than-said", "no-address"]


def test_a_visit_that_is_over_raises_none():
    house = House(at="14:05")
    house.entry(place=Place())
    read_alone(house)
    assert len(house.watched()) == 1
    assert raised(house) == []


def test_a_visit_that_lasts_still_raises_them():
    house = House(at="13:30")
    house.entry(place=Place())
    read_alone(house)
    assert raised(house) == ["no-address"]


def test_a_visit_that_somebody_has_closed_raises_none():
    house = House(at="13:10")
    house.entry()
    house.go_to("13:20")
    house.says("left, all fine")
    house.change(place=Place())
    house.go_to("13:40")
    assert house.open() == []
    assert raised(house) == []


def test_it_is_raised_when_its_visit_is_two_days_away_and_not_while_the_week_is_planned():
    assert timedelta(days=2) == AHEAD
    house = House()
    house.entry()
    house.change(place=Place(), start=clock("13:00", day=3), end=clock("14:00", day=3))
    house.tick()
    house.dark_until("12:59", day=1)
    house.tick()
    house.tick()
    assert raised(house) == []
    house.dark_until("13:06", day=1)
    house.tick()
    assert raised(house) == ["no-address"]


# --- the second worker


def joint(at="09:00", accepted=(DEE.mail,), people=WITH_DEES_DIARY, **changes):
    house = House(at=at, people=people)
    house.entry(categories=("Two workers",), attendees=accepted, **changes)
    return house


def dees(house, start="13:00", end="14:00", **changes):
    house.calendars.put(an_entry("d1", start, end, worker="dee", **changes))


def test_a_second_worker_who_accepted_and_has_it_in_their_own_diary_is_no_concern():
    house = joint()
    dees(house)
    read(house)
    assert (raised(house), shown(house)) == ([], [])


def test_a_second_worker_who_comes_a_little_earlier_and_leaves_earlier_is_one_still():
    house = joint()
    dees(house, "12:50", "13:20")
    read(house)
    assert (raised(house), shown(house)) == ([], [])


@pytest.mark.parametrize(
    "dees_entry",
    [None, {"place": read_place(OAK_STREET)}, {"start": clock("15:00"), "end": clock("16:00")}, {"cancelled": True}],
    ids=["none", "at another address", "at another time", "cancelled"],
)
def test_one_who_accepted_and_whose_own_diary_does_not_agree_is_a_concern(dees_entry):
    house = joint()
    if dees_entry is not None:
        dees(house)
        house.calendars.put(replace(house.calendars.diaries["dee"]["d1"], **dees_entry))
    read(house)
    assert raised(house) == shown(house) == ["second-worker"]


def test_somebody_at_the_same_door_who_did_not_accept_is_a_concern():
    house = joint(accepted=())
    dees(house)
    read(house)
    assert raised(house) == shown(house) == ["second-worker"]


def test_of_a_colleague_whose_diary_is_not_read_that_they_accepted_is_enough_until_they_decline():
    house = joint(people=CAST)
    read_alone(house)
    assert raised(house) == shown(house) == []
    house.change(attendees=())
    read_alone(house)
    assert raised(house) == shown(house) == ["second-worker"]


def test_nothing_is_said_before_the_entry_was_asked_for_and_the_colleagues_diary_read():
    house = joint()
    dees(house)
    for _ in range(3):
        house.poll()
    assert (raised(house), shown(house)) == ([], [])
    house.delete("d1", "dee")
    house.poll("dee")
    house.poll()
    assert raised(house) == shown(house) == ["second-worker"]


def test_a_second_worker_who_drops_out_is_shown_at_once():
    house = joint()
    dees(house)
    read(house)
    house.delete("d1", "dee")
    house.poll("dee")
    assert shown(house) == ["second-worker"]


def test_a_second_worker_who_drops_out_is_told_of_within_half_an_hour_though_the_workers_diary_says_what_it_said():
    house = joint()
    dees(house)
    go_on_until(house, "09:20")
    assert raised(house) == []
    house.delete("d1", "dee")
    go_on_until(house, "10:00")
    assert raised(house) == ["second-worker"]
    assert len(told(house)) == 1


def go_on_until(house, text):
    """Every diary is read when its turn has come, and judged when there is something to judge."""
    while house.clock.now() < clock(text):
        house.clock.go(5)
        asyncio.run(house.engine.poll())


def test_a_visit_for_one_asks_for_no_second():
    house = House()
    house.entry(attendees=(DEE.mail,))
    read_alone(house)
    assert raised(house) == []


# --- what the entry says besides


def test_an_entry_whose_text_was_erased_says_nothing():
    visit = a_visit(subject="Home visit: K 07700 900123 back 15:30", place=read_place(ELM_ROAD))
    assert said_by(visit, "Europe/London").phone_written == "07700 900123"
    assert said_by(replace(visit, subject="", place=Place()), "Europe/London") == Said()
