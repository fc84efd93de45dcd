"""Feeds as diaries: equal to Graph's behind the same port."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from calsync.domain.model import People, Person, Snapshot, Turn
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.feeds.choosing import SeveralSources
from calsync.feeds.diaries import FeedDiaries
from calsync.feeds.reading import MOST_TOLD, TextReader
from calsync.feeds.settings import FeedCalendar, FeedSettings
from calsync.ports import CalendarSource, DiaryWanted, Unchanged
from tests.fakes import FakeCalendars
from tests.feeds.conftest import MORNING, Answer, Publisher, calendar, entry

SAM = Person(id="id-sam", name="Sam", mail="Sam@centre.example", works=True)
SLOANE = Person(id="id-sloane", name="Sloane", mail="sloane@centre.example", works=True)
PEOPLE = People(persons=(SAM, SLOANE))
START, END = MORNING - timedelta(hours=12), MORNING + timedelta(hours=36)
VISIT = entry(
    "visit",
    "20261201T140000Z",
    "SUMMARY:JS",
    r"LOCATION:14 Elm Road\, Rotherham S60 3AB",
    "CATEGORIES:Home visit",
    "CREATED:20261120T090000Z",
    "LAST-MODIFIED:20261121T090000Z",
    "ATTENDEE;PARTSTAT=ACCEPTED:mailto:dee@centre.example",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sam.ics"


@pytest.fixture
def feeds(file: Path) -> FeedDiaries:
    told = FeedSettings(calendars=(FeedCalendar(worker="sam@centre.example", file=file),))
    return FeedDiaries(told, lambda: PEOPLE)


def wanted(worker: str = "id-sam", digest: str = "", start: datetime = START, end: datetime = END) -> DiaryWanted:
    return DiaryWanted(worker=worker, start=start, end=end, digest=digest)


def snapshot(feeds: CalendarSource) -> Snapshot:
    return asyncio.run(one(feeds))


async def one(feeds: CalendarSource) -> Snapshot:
    """Sam's diary, whole; its refusal is raised."""
    (found,) = await feeds.snapshots([wanted()])
    if isinstance(found, SourceError):
        raise found
    assert isinstance(found, Snapshot)
    return found


def read(feeds: CalendarSource, *asked: DiaryWanted) -> Sequence[Snapshot | Unchanged | SourceError]:
    return asyncio.run(feeds.snapshots(asked))


def test_a_snapshot_lists_an_entry_as_graph_does(feeds: FeedDiaries, file: Path) -> None:
    file.write_bytes(calendar(VISIT))
    (event,) = snapshot(feeds).events
    assert (event.worker, event.id, event.subject) == ("id-sam", "visit", "JS")
    assert (event.place.postcode, event.categories) == ("S60 3AB", ("Home visit",))
    assert (event.created, event.modified, event.attendees) == (None, None, ())
    assert event.change_key


def test_an_entry_asked_for_by_its_id_tells_when_it_was_made_and_who_comes_along(
    feeds: FeedDiaries, file: Path
) -> None:
    file.write_bytes(calendar(VISIT))
    event = asyncio.run(feeds.event("id-sam", "visit"))
    assert event is not None
    assert event.created == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert event.attendees == ("dee@centre.example",)
    assert replace(event, created=None, modified=None, attendees=()) == snapshot(feeds).events[0]


def test_an_entry_is_gone_only_from_a_calendar_that_was_read_whole(feeds: FeedDiaries, file: Path) -> None:
    file.write_bytes(calendar(entry("other", "20261201T140000Z")))
    assert asyncio.run(feeds.event("id-sam", "visit")) is None
    for torn in (b"", calendar()[:-10], calendar() + b"BEGIN:VCALENDAR\r\n"):
        file.write_bytes(torn)
        with pytest.raises(SourceUnavailable):
            asyncio.run(feeds.event("id-sam", "visit"))
    file.unlink()
    with pytest.raises(SourceRefused):
        asyncio.run(feeds.event("id-sam", "visit"))


def test_an_entry_that_cannot_be_understood_is_told_and_not_gone(feeds: FeedDiaries, file: Path) -> None:
    file.write_bytes(calendar(VISIT.replace("DTSTART:2026", "DTSTART:20,26"), entry("calm", "20261201T160000Z")))
    found = snapshot(feeds)
    assert [event.id for event in found.events] == ["calm"]
    assert [each.id for each in found.unreadable] == ["visit"]
    assert "JS" not in found.unreadable[0].why
    with pytest.raises(SourceRefused) as told:
        asyncio.run(feeds.event("id-sam", "visit"))
    assert told.value.code == "Unreadable"


def test_a_file_that_breaks_off_is_no_empty_diary(feeds: FeedDiaries, file: Path) -> None:
    whole = calendar(VISIT)
    for length in range(0, len(whole) - 5, 37):
        file.write_bytes(whole[:length])
        (told,) = read(feeds, wanted())
        assert isinstance(told, SourceError), whole[:length]


def test_the_same_text_is_unchanged_only_while_the_window_holds_the_same(feeds: FeedDiaries, file: Path) -> None:
    file.write_bytes(calendar(VISIT, entry("later", "20261203T090000Z")))
    (first,) = read(feeds, wanted())
    assert isinstance(first, Snapshot)
    assert read(feeds, wanted(digest=first.digest)) == [Unchanged(worker="id-sam", digest=first.digest)]
    # The window has moved, and nothing came into it or left it.
    assert read(feeds, wanted(digest=first.digest, end=END + timedelta(hours=1))) == [
        Unchanged(worker="id-sam", digest=first.digest)
    ]
    (moved,) = read(feeds, wanted(digest=first.digest, end=END + timedelta(hours=24)))
    assert isinstance(moved, Snapshot)
    assert [event.id for event in moved.events] == ["visit", "later"]


def test_a_change_of_stamps_alone_is_no_change_and_one_of_words_is(feeds: FeedDiaries, file: Path) -> None:
    file.write_bytes(calendar(VISIT))
    digest = snapshot(feeds).digest
    file.write_bytes(calendar(VISIT.replace("LAST-MODIFIED:20261121", "LAST-MODIFIED:20261130")))
    assert isinstance(read(feeds, wanted(digest=digest))[0], Unchanged)
    file.write_bytes(calendar(VISIT.replace("PARTSTAT=ACCEPTED", "PARTSTAT=DECLINED")))
    assert isinstance(read(feeds, wanted(digest=digest))[0], Snapshot)


def test_a_published_calendar_that_has_not_changed_still_brings_what_comes_into_the_window(
    publisher: Publisher,
) -> None:
    text = calendar(entry("daily", "20261201T090000Z", "RRULE:FREQ=DAILY"))
    publisher.says(lambda asked: Answer(304) if "if-none-match" in asked else Answer(headers={"ETag": "1"}, body=text))
    told = FeedSettings(calendars=(FeedCalendar(worker="sam@centre.example", url=publisher.url()),))
    feeds = FeedDiaries(told, lambda: PEOPLE, fetcher=publisher.fetcher())

    async def days() -> list[Snapshot | Unchanged | SourceError]:
        (first,) = await feeds.snapshots([wanted()])
        assert isinstance(first, Snapshot)
        soon = wanted(digest=first.digest, start=START + timedelta(minutes=5), end=END + timedelta(minutes=5))
        later = wanted(digest=first.digest, start=START + timedelta(days=1), end=END + timedelta(days=1))
        return [first, *await feeds.snapshots([soon]), *await feeds.snapshots([later])]

    first, soon, later = asyncio.run(days())
    assert ["if-none-match" in headers for _, headers in publisher.asked] == [False, True, True]
    assert isinstance(first, Snapshot)
    assert isinstance(soon, Unchanged)
    assert isinstance(later, Snapshot)
    assert [event.start.day for event in later.events] == [2, 3]


def test_an_absent_entry_of_a_published_calendar_is_asked_for_anew(publisher: Publisher) -> None:
    told = FeedSettings(calendars=(FeedCalendar(worker="sam@centre.example", url=publisher.url()),))
    feeds = FeedDiaries(told, lambda: PEOPLE, fetcher=publisher.fetcher())
    publisher.says(Answer(body=calendar()))

    async def gone_then_back() -> list[str | None]:
        await one(feeds)
        publisher.says(Answer(body=calendar(VISIT)))
        there = await feeds.event("id-sam", "visit")
        asked = len(publisher.asked)
        again = await feeds.event("id-sam", "visit")
        assert len(publisher.asked) == asked  # that it is there, the reading of just now says
        publisher.says(Answer(404))
        with pytest.raises(SourceRefused):
            await feeds.event("id-sam", "elsewhere")
        return [each and each.id for each in (there, again)]

    assert asyncio.run(gone_then_back()) == ["visit", "visit"]


def test_floating_times_are_read_in_the_workers_zone(file: Path) -> None:
    file.write_bytes(calendar(entry("visit", "20260701T140000")))
    for own, everybodys, hour in (("Europe/Berlin", "Europe/London", 12), ("", "Europe/London", 13)):
        told = FeedCalendar(worker="sam@centre.example", file=file, zone=own)
        feeds = FeedDiaries(FeedSettings(calendars=(told,), zone=everybodys), lambda: PEOPLE)
        event = asyncio.run(feeds.event("id-sam", "visit"))
        assert event is not None
        assert event.start.hour == hour


def test_one_feed_that_hangs_or_fails_harms_no_other(publisher: Publisher, file: Path) -> None:
    hold = threading.Event()
    publisher.says(Answer(body=calendar(), hold=hold))
    file.write_bytes(calendar(VISIT))
    told = FeedSettings(
        calendars=(
            FeedCalendar(worker="sloane@centre.example", url=publisher.url()),
            FeedCalendar(worker="sam@centre.example", file=file),
        )
    )
    feeds = FeedDiaries(told, lambda: PEOPLE, fetcher=publisher.fetcher(seconds=0.3))
    slow, well, nobody = read(feeds, wanted("id-sloane"), wanted(), wanted("id-nobody"))
    hold.set()
    assert isinstance(slow, SourceUnavailable)
    assert isinstance(well, Snapshot)
    assert isinstance(nobody, SourceRefused)


def test_a_look_before_an_alarm_waits_for_no_other_feed(publisher: Publisher, file: Path) -> None:
    hold = threading.Event()
    publisher.says(Answer(body=calendar(), hold=hold))
    file.write_bytes(calendar(VISIT))
    slow = [Person(id=f"slow-{n}", name="", mail=f"slow-{n}@centre.example") for n in range(12)]
    told = FeedSettings(
        calendars=(
            FeedCalendar(worker="sam@centre.example", file=file),
            *(FeedCalendar(worker=each.mail, url=publisher.url()) for each in slow),
        )
    )
    feeds = FeedDiaries(told, lambda: People(persons=(SAM, *slow)), fetcher=publisher.fetcher(seconds=60))

    async def look() -> list[Snapshot | Unchanged | SourceError]:
        held_up = asyncio.create_task(feeds.snapshots([wanted(each.id) for each in slow]))
        await asyncio.sleep(0)
        async with asyncio.timeout(5):  # else it waits for the others, which wait for this test
            found = await feeds.snapshots([wanted()], turn=Turn.LOOK)
        hold.set()
        await held_up
        return found

    assert isinstance(asyncio.run(look())[0], Snapshot)


def test_a_calendar_without_measure_is_refused_in_time_and_not_tried_again_at_once(file: Path) -> None:
    seconds = 0.0

    def elapsed() -> float:
        nonlocal seconds
        seconds += 0.01
        return seconds

    told = FeedSettings(calendars=(FeedCalendar(worker="sam@centre.example", file=file),))
    feeds = FeedDiaries(told, lambda: PEOPLE, reader=TextReader(seconds=1.0, elapsed=elapsed))
    file.write_bytes(calendar(*(entry(f"n{n}", "20261201T090000Z", "RRULE:FREQ=DAILY") for n in range(2000))))
    (slow,) = read(feeds, wanted())
    assert isinstance(slow, SourceUnavailable)
    assert "take longer than 1 seconds" in str(slow)
    used = seconds
    assert read(feeds, wanted()) == [slow]
    assert seconds - used < 0.1
    file.write_bytes(calendar(VISIT))
    assert isinstance(read(feeds, wanted())[0], Snapshot)


def test_a_million_occurrences_are_refused_whole(feeds: FeedDiaries, file: Path) -> None:
    hours = ",".join(str(hour) for hour in range(24))
    minutes = ",".join(str(minute) for minute in range(60))
    rule = f"RRULE:FREQ=DAILY;BYHOUR={hours};BYMINUTE={minutes}"
    file.write_bytes(calendar(*(entry(f"n{n}", "20261201T000000Z", rule) for n in range(400))))
    (told,) = read(feeds, wanted())
    assert isinstance(told, SourceRefused)
    assert "more than 5000 entries" in str(told)


def test_many_entries_that_cannot_be_read_are_told_in_measure(feeds: FeedDiaries, file: Path) -> None:
    file.write_bytes(calendar(VISIT, *(entry(f"bad-{n}", "soon") for n in range(MOST_TOLD + 30))))
    found = snapshot(feeds)
    assert [event.id for event in found.events] == ["visit"]
    assert len(found.unreadable) == MOST_TOLD + 1
    assert found.unreadable[-1].why == "30 more entries of this calendar can't be read."


def test_a_folder_is_everybodys_and_a_namesake_needs_the_whole_address(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    other = Person(id="id-other", name="Sam too", mail="sam@elsewhere.example")
    feeds = FeedDiaries(FeedSettings(folder=folder), lambda: People(persons=(SAM, SLOANE, other)))
    assert feeds.serving(["id-sam", "id-nobody"]) == {"id-sam", "id-nobody"}
    for name in ("sam", "sloane"):
        (folder / f"{name}.ics").write_bytes(calendar(VISIT))
    sam, sloane = read(feeds, wanted(), wanted("id-sloane"))
    assert isinstance(sam, SourceRefused)
    assert isinstance(sloane, Snapshot)


def test_who_has_a_feed_is_read_from_it_and_everybody_else_from_the_other_source(
    feeds: FeedDiaries, file: Path
) -> None:
    file.write_bytes(calendar(VISIT))
    graph = FakeCalendars(places=7, speed=3.5)
    both = SeveralSources(feeds, graph)
    assert (both.room, both.reads_a_second) == (7, 3.5)
    found = read(both, wanted("id-sloane"), wanted(), wanted("id-sloane"))
    assert [each.worker for each in found if isinstance(each, Snapshot)] == ["id-sloane", "id-sam", "id-sloane"]
    assert graph.read == ["id-sloane", "id-sloane"]
    assert [event.id for event in snapshot(both).events] == ["visit"]
    assert asyncio.run(both.event("id-sloane", "visit")) is None
    assert graph.asked == ["visit"]
    assert asyncio.run(both.event("id-sam", "visit")) is not None


def test_a_feed_that_cannot_be_read_is_not_replaced_by_the_other_source(feeds: FeedDiaries, file: Path) -> None:
    graph = FakeCalendars()
    (told,) = read(SeveralSources(feeds, graph), wanted())
    assert isinstance(told, SourceRefused)
    assert graph.read == []


def test_further_calendars_named_for_somebody_with_a_feed_leave_the_diary_unread(tmp_path: Path) -> None:
    feeds = FeedDiaries(FeedSettings(folder=tmp_path), lambda: PEOPLE)
    (answer,) = read(feeds, replace(wanted(), calendars=("Outreach",)))
    assert isinstance(answer, SourceRefused)
    assert "take one of both out" in str(answer)
