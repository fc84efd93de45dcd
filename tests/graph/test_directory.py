from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from calsync.domain.model import People, Person, WorkingHours
from calsync.errors import SourceRefused, SourceUnavailable
from calsync.graph.directory import GraphDirectory

if TYPE_CHECKING:
    from tests.graph.conftest import Wire

SAM = {"id": "sam-id", "displayName": "Sam Worker", "mail": "Sam@clarendon.example", "accountEnabled": True}
NOBODY = httpx.Response(404, json={"error": {"code": "Request_ResourceNotFound", "message": ""}})
MEMBERS = "https://graph.microsoft.com/v1.0/groups/g/transitiveMembers/microsoft.graph.user"


def members(*rows: Any, link: str | None = None) -> httpx.Response:
    return httpx.Response(200, json={"value": list(rows)} | ({"@odata.nextLink": link} if link else {}))


def people(wire: Wire, *answers: httpx.Response) -> People:
    wire.answers = list(answers)
    return wire.run(lambda graph: GraphDirectory(graph, {}).people())


def sam(wire: Wire, settings: dict[str, Any]) -> Person:
    [found] = people(wire, members(SAM), NOBODY, httpx.Response(200, json=settings)).persons
    return found


def test_all_pages_of_the_group_are_read(wire: Wire) -> None:
    found = people(
        wire, members(link=f"{MEMBERS}?$skiptoken=1"), members(SAM), NOBODY, httpx.Response(403), httpx.Response(403)
    )
    assert [(person.id, person.mail, person.works) for person in found.persons] == [
        ("sam-id", "sam@clarendon.example", True)
    ]
    assert str(wire.asked[1].url) == f"{MEMBERS}?$skiptoken=1"


def test_trap_21_a_link_off_the_root_is_refused(wire: Wire) -> None:
    with pytest.raises(SourceRefused, match="leads away"):
        people(wire, members(SAM, link="https://evil.example/v1.0/groups?$skiptoken=1"))


def test_members_whose_names_are_hidden_are_a_missing_permission(wire: Wire) -> None:
    with pytest.raises(SourceRefused, match=r"User\.Read\.All"):
        people(wire, members({"id": "sam-id"}))


@pytest.mark.parametrize("answer", [httpx.Response(200, json={}), httpx.Response(204)])
def test_an_answer_without_a_list_is_no_empty_group(wire: Wire, answer: httpx.Response) -> None:
    with pytest.raises(SourceRefused, match="no list of members"):
        people(wire, answer)


def test_a_manager_that_may_not_be_read_stops_the_reading(wire: Wire) -> None:
    refusal = httpx.Response(403, json={"error": {"code": "Authorization_RequestDenied", "message": ""}})
    with pytest.raises(SourceRefused, match=r"User\.Read\.All"):
        people(wire, members(SAM), refusal)


def test_a_manager_in_the_address_book_alone_is_known_by_what_stands_there(wire: Wire) -> None:
    contact = {
        "@odata.type": "#microsoft.graph.orgContact",
        "id": "c-id",
        "displayName": "Morgan",
        "mail": "morgan@partner.example",
        "phones": [{"type": "business", "number": "+441632960002"}],
    }
    found = people(wire, members(SAM), httpx.Response(200, json=contact), httpx.Response(404))
    morgan = found.get("c-id")
    assert morgan is not None
    assert (morgan.name, morgan.mail, morgan.phones) == ("Morgan", "morgan@partner.example", ("+441632960002",))


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


def test_a_page_of_html_is_an_error_and_no_person(wire: Wire) -> None:
    page = httpx.Response(200, headers={"content-type": "text/html"}, content=b"<html>Please sign in</html>")
    with pytest.raises(SourceUnavailable):
        people(wire, page)
