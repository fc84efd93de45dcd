"""The diaries in the doctor's eyes: those it reads now, and what the database knows of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from calsync.doctor.diaries import diaries, diaries_by_the_store
from calsync.doctor.finding import Light
from calsync.domain.model import People
from tests.doctor.conftest import Examined, Facts, told
from tests.it_house import down, forbidden, signed_out

Make = Callable[..., Examined]


def read(at: Examined, known: People | None = None) -> Facts:
    return told(at.found(diaries(at.app, at.people, at.people if known is None else known)))


def test_when_all_can_be_read_one_line_says_so(examined: Make) -> None:
    assert read(examined(3)) == [("diaries", "green", "all 4 can be read")]


def test_beside_a_diary_that_can_not_be_read_stands_since_when(examined: Make) -> None:
    house = examined(2)
    at = house.house.clock.now()
    house.state("sam", failing_since=at - timedelta(minutes=9), last_read=at - timedelta(minutes=12))
    house.state("w1", last_read=None, failing_since=at - timedelta(minutes=9))
    house.state("w2")
    for worker in ("sam", "w1"):
        house.house.calendars.refuse(worker, forbidden(worker))
    found = read(house)
    assert [(part, light) for part, light, _ in found] == [("diary of Sam Visits", "red"), ("diary of Worker 1", "red")]
    assert found[0][2].startswith("not read since 02 March 08:48 UTC: Microsoft Graph refuses the diary of sam (403 ")
    assert found[1][2].startswith("never read, tried since 02 March 08:51 UTC: ")


def test_a_diary_that_the_service_still_reads_is_told_as_last_read(examined: Make) -> None:
    house = examined()
    house.state("sam")
    house.house.calendars.refuse("sam", forbidden())
    [(_, light, words)] = read(house)
    assert (light, words.startswith("last read 02 March 08:59 UTC: ")) == ("red", True)


def test_of_an_outage_the_first_are_told_and_how_many_were_not_asked(examined: Make) -> None:
    house = examined(199)
    for person in house.people.persons:
        house.house.calendars.refuse(person.id, down("mailbox " + person.id))
    [(_, _, alike), (part, light, words)] = read(house)
    assert alike.startswith("20 can't be read. Microsoft Graph could not answer (503 ")
    assert (part, light) == ("diaries", "red")
    assert "the other 180 were not asked" in words


def test_a_diary_that_the_service_could_not_read_for_long_and_the_doctor_can_is_amber(examined: Make) -> None:
    house = examined(1)
    at = house.house.clock.now()
    house.state("sam", failing_since=at - timedelta(minutes=6), last_error=str(forbidden()))
    house.state("w1", failing_since=at - timedelta(minutes=1), last_error=str(down()))
    found = read(house)
    assert [(part, light) for part, light, _ in found] == [("diary of Sam Visits", "amber"), ("diaries", "green")]
    assert "It was told then: Microsoft Graph refuses the diary of sam (403" in found[0][2]


def test_an_emptied_diary_is_red_with_the_command_that_believes_it(examined: Make) -> None:
    house = examined()
    house.state("sam", emptied_since=house.house.clock.now() - timedelta(hours=2), ahead=7)
    green, (part, light, words) = read(house)
    assert green[1] == "green"
    assert (part, light) == ("diary of Sam Visits", "red")
    assert words.startswith("planned visits are missing all at once since 02 March 07:00 UTC")
    assert words.endswith("calsync poll --mailbox sam@clarendon.test --believe-empty")


def test_somebody_who_left_is_read_until_nothing_of_theirs_is_open(examined: Make) -> None:
    house = examined(1)
    left = replace(house.people, persons=tuple(each for each in house.people.persons if each.id != "sam"))
    known, house.people = house.people, left
    house.house.calendars.refuse("sam", forbidden())
    assert [part for part, _, _ in read(house, known)] == ["diary of Sam Visits"]
    house.state("sam", next_poll_at=house.house.clock.now() + timedelta(days=365))
    assert read(house, known) == [("diaries", "green", "all 1 can be read")]


def test_without_asking_anybody_the_database_tells_since_when_and_why(examined: Make) -> None:
    house = examined(3)
    at = house.house.clock.now()
    for worker in ("w1", "w2", "w3"):
        house.state(worker, failing_since=at - timedelta(minutes=20), last_error=str(signed_out()))
    house.state("sam", emptied_since=at)
    alike, emptied = diaries_by_the_store(house.app)
    assert house.house.calendars.read == []
    assert (alike.light, alike.about) == (Light.RED, ("w1@clarendon.test", "w2@clarendon.test", "w3@clarendon.test"))
    assert "make a new one" in alike.words
    assert emptied.part == "diary of Sam Visits"


# --- diaries that come as calendars ------------------------------------------------------------------------


def test_a_feed_of_nobody_who_is_watched_is_told(examined: Make) -> None:
    house = examined(feeds={"calendar": [{"worker": "samm@clarendon.test", "url": "https://cal.test/SECRET.ics"}]})
    [_, (part, light, words)] = read(house)
    assert (part, light) == ("feed of samm@clarendon.test", "amber")
    assert "correct worker under [[feeds.calendar]]" in words
    assert "SECRET" not in words


def test_whose_address_the_database_does_not_know_is_not_asked_for_elsewhere(examined: Make) -> None:
    house = examined(1, feeds={"calendar": [{"worker": "Sam@clarendon.test", "file": "/nowhere/sam.ics"}]})
    found = read(house, People())
    assert house.house.calendars.read == ["w1"]
    assert [(part, light) for part, light, _ in found] == [("diaries", "green"), ("feeds", "amber")]
    assert "those of 1 people" in found[1][2]
    house.house.calendars.read.clear()
    assert read(house) == [("diaries", "green", "all 2 can be read")]
