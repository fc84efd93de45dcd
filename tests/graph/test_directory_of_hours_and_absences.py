"""Hours, zone and absences are read as far as they say something, and stay as they were where they can not be."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from calsync.domain.model import Absence, People, Person, WorkingHours
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.graph.directory import GraphDirectory
from tests.graph.canned_people import (
    MONDAY,
    MORGAN,
    NO_ENTRIES,
    SAM,
    SAM_BEFORE,
    THROTTLED,
    answering,
    members,
    people,
    refusal,
    sam,
    settings,
)

if TYPE_CHECKING:
    from tests.graph.conftest import Wire


def test_hours_zone_and_absences_stay_as_they_were_last_read(wire: Wire) -> None:
    hours = WorkingHours(start=time(20), end=time(4))
    away = (Absence(start=MONDAY),)
    before = Person(id="sam-id", name="Sam", zone="Europe/Berlin", hours=hours, absences=away)
    always = Person(id="m-id", name="Morgan", hours=None)
    found = people(wire, members({**SAM, "manager": MORGAN}), known=People(persons=(before, always)))
    sam, morgan = found.persons
    assert (sam.name, sam.zone, sam.hours, sam.absences) == ("Sam Worker", "Europe/Berlin", hours, away)
    assert morgan.hours == WorkingHours()  # no longer always at work, and not read yet


def test_a_zone_of_ones_own_and_a_day_nobody_knows_leave_the_rest_standing(wire: Wire) -> None:
    hours = {
        "daysOfWeek": ["monday", "someday"],
        "startTime": "07:30:00.0000000",
        "endTime": "15:00:00.0000000",
        "timeZone": {"@odata.type": "#microsoft.graph.customTimeZone", "name": "Customized Time Zone", "bias": 0},
    }
    found = sam(wire, {"timeZone": "GMT Standard Time", "workingHours": hours})
    assert found.hours == WorkingHours(days=frozenset({0}), start=time(7, 30), end=time(15), zone="Europe/London")


def test_a_scheduled_absence_is_read_in_its_own_zone(wire: Wire) -> None:
    replies = {
        "status": "scheduled",
        "scheduledStartDateTime": {"dateTime": "2026-07-06T09:00:00.0000000", "timeZone": "GMT Standard Time"},
        "scheduledEndDateTime": {"dateTime": "2026-07-07T09:00:00.0000000", "timeZone": "UTC"},
    }
    [absence] = sam(wire, {"automaticRepliesSetting": replies}).absences
    assert absence.start == datetime(2026, 7, 6, 8, 0, tzinfo=UTC)
    assert absence.end == datetime(2026, 7, 7, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "replies",
    [
        None,
        {"status": "disabled"},
        {"status": "somethingNew"},
        {"status": "scheduled"},
        {"status": "scheduled", "scheduledStartDateTime": {"dateTime": "soon", "timeZone": "UTC"}},
    ],
)
def test_an_absence_that_says_no_times_is_none(wire: Wire, replies: Any) -> None:
    assert sam(wire, {"automaticRepliesSetting": replies}).absences == ()


def test_empty_settings_leave_ordinary_hours(wire: Wire) -> None:
    assert sam(wire, {}).hours == WorkingHours()


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ({"daysOfWeek": [], "startTime": "08:00:00", "endTime": "18:00:00"}, WorkingHours(days=frozenset())),
        (
            {"daysOfWeek": ["sunday"], "startTime": "22:00:00.0000000", "endTime": "06:00:00.0000000"},
            WorkingHours(days=frozenset({6}), start=time(22), end=time(6)),
        ),
        # Equal times are no hours that anybody keeps.
        ({"daysOfWeek": ["monday"], "startTime": "00:00:00", "endTime": "00:00:00"}, WorkingHours(days=frozenset({0}))),
        ({"daysOfWeek": ["monday"]}, WorkingHours(days=frozenset({0}))),
        ({"daysOfWeek": ["monday"], "startTime": "08:00:00"}, WorkingHours(days=frozenset({0}))),
    ],
)
def test_odd_hours_are_read_as_far_as_they_say_something(wire: Wire, told: Any, read: WorkingHours) -> None:
    assert sam(wire, {"workingHours": told}).hours == read


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("GMT Standard Time", "Europe/London"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Europe/Paris", "Europe/Paris"),
        ("UTC", "Etc/UTC"),
        ("Customized Time Zone", "Europe/London"),
        ("tzone://Microsoft/Custom", "Europe/London"),
        ("", "Europe/London"),
        (None, "Europe/London"),
    ],
)
def test_a_zone_is_read_by_windows_name_or_its_own(wire: Wire, name: Any, zone: str) -> None:
    found = sam(wire, {"timeZone": name})
    assert found.zone == zone
    assert found.hours == WorkingHours(zone=zone)


def entry(start: str, end: str, **changes: Any) -> dict[str, Any]:
    times = {"start": {"dateTime": start, "timeZone": "UTC"}, "end": {"dateTime": end, "timeZone": "UTC"}}
    return {"id": f"e{start}", "showAs": "oof", "isAllDay": False, **times, **changes}


def test_out_of_office_entries_are_absences_beside_automatic_replies(wire: Wire) -> None:
    found = sam(
        wire,
        {"automaticRepliesSetting": {"status": "alwaysEnabled"}},
        entry("2026-07-06T12:00:00", "2026-07-06T14:00:00"),
        entry("2026-07-06T15:00:00", "2026-07-06T16:00:00", showAs="busy"),
        entry("2026-07-06T17:00:00", "2026-07-06T18:00:00", isCancelled=True),
        entry("2026-07-06T18:00:00", "2026-07-06T19:00:00", responseStatus={"response": "declined"}),
        entry("2026-07-07T00:00:00", "2026-07-08T00:00:00", isAllDay=True),
        entry("soon", "later"),
    )
    replies, visit, holiday = found.absences
    assert replies.end is None
    assert (visit.start.hour, visit.end) == (12, datetime(2026, 7, 6, 14, tzinfo=UTC))
    # An all-day entry is a day of London's summer, which begins an hour before that of UTC.
    assert (holiday.start, holiday.end) == (datetime(2026, 7, 6, 23, tzinfo=UTC), datetime(2026, 7, 7, 23, tzinfo=UTC))


def test_of_an_entry_no_words_are_asked_for(wire: Wire) -> None:
    sam(wire, {})
    asked = wire.asked[-1].url.params["$select"].split(",")
    assert not {"subject", "location", "locations", "categories", "attendees", "body"} & set(asked)


def test_a_diary_out_of_the_apps_scope_leaves_the_automatic_replies(wire: Wire) -> None:
    replies = httpx.Response(200, json={"automaticRepliesSetting": {"status": "alwaysEnabled"}})
    found = settings(wire, replies, refusal(403, "ErrorAccessDenied"))
    assert isinstance(found, Person)
    assert len(found.absences) == 1


@pytest.mark.parametrize("answer", [refusal(403), refusal(404), THROTTLED, refusal(503), httpx.Response(204)])
def test_settings_that_can_not_be_read_are_told_of_that_person_alone(wire: Wire, answer: httpx.Response) -> None:
    dee = Person(id="dee-id", name="Dee", hours=WorkingHours())

    def by_path(path: str) -> httpx.Response:
        if "sam-id" in path:
            return answer
        return NO_ENTRIES if path.endswith("calendarView") else httpx.Response(200, json={"timeZone": "Europe/Paris"})

    answering(wire, by_path)
    refused, read = wire.run(lambda graph: GraphDirectory(graph, {}).settings([SAM_BEFORE, dee], MONDAY))
    assert isinstance(refused, SourceError)
    assert isinstance(read, Person)
    assert read.zone == "Europe/Paris"


def test_an_outage_is_raised_and_settings_that_nobody_may_read_are_none(wire: Wire) -> None:
    several = [Person(id=f"{number}-id", name="", hours=WorkingHours()) for number in range(5)]
    answering(wire, lambda _: refusal(503))
    with pytest.raises(SourceUnavailable):
        wire.run(lambda graph: GraphDirectory(graph, {}).settings(several, MONDAY))
    answering(wire, lambda _: refusal(403))
    found = wire.run(lambda graph: GraphDirectory(graph, {}).settings(several, MONDAY))
    assert [type(each) for each in found] == [SourceRefused] * 5


def test_a_mere_contact_has_no_settings_to_ask_for(wire: Wire) -> None:
    line = Person(id="contact:01709 000000", name="Night line", hours=WorkingHours())
    assert settings(wire, refusal(500), person=line) is line
    assert [request.url.path for request in wire.asked if "graph" in request.url.host] == []
