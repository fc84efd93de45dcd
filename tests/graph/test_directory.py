from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from calsync.domain.contacts import Contact
from calsync.domain.model import Absence, People, Person, Role, WorkingHours
from calsync.errors import SignInRefused, SourceError, SourceRefused, SourceUnavailable
from calsync.graph.directory import ASKED_AGAIN, GraphDirectory
from calsync.ports import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable

    from calsync.graph.client import Graph
    from tests.graph.conftest import Wire

MONDAY = datetime(2026, 7, 6, 9, 0, tzinfo=UTC)
SAM = {"id": "sam-id", "displayName": "Sam Worker", "mail": "Sam@clarendon.example", "accountEnabled": True}
MORGAN = {"@odata.type": "#microsoft.graph.user", "id": "m-id", "displayName": "Morgan", "mail": "m@clarendon.example"}
NOBODY_THERE = httpx.Response(404, json={"error": {"code": "Request_ResourceNotFound", "message": ""}})
NO_ENTRIES = httpx.Response(200, json={"value": []})
THROTTLED = httpx.Response(429, json={"error": {"code": "TooManyRequests", "message": ""}})
MEMBERS = "https://graph.microsoft.com/v1.0/groups/g/transitiveMembers/microsoft.graph.user"
SAM_BEFORE = Person(id="sam-id", name="Sam", mail="sam@clarendon.example", hours=WorkingHours(), works=True)


def members(*rows: Any, link: str | None = None) -> httpx.Response:
    return httpx.Response(200, json={"value": list(rows)} | ({"@odata.nextLink": link} if link else {}))


def refusal(status: int, code: str = "") -> httpx.Response:
    return httpx.Response(status, json={"error": {"code": code, "message": ""}})


def people(wire: Wire, *answers: httpx.Response, known: People = NOBODY, **roles: list[Contact]) -> People:
    wire.answers = list(answers)
    held = {Role(name): contacts for name, contacts in roles.items()}
    return wire.run(lambda graph: GraphDirectory(graph, held).people(known))


def settings(wire: Wire, *answers: httpx.Response, person: Person = SAM_BEFORE) -> Person | SourceError:
    wire.answers = list(answers)
    [found] = wire.run(lambda graph: GraphDirectory(graph, {}).settings([person], MONDAY))
    return found


def sam(wire: Wire, told: dict[str, Any], *entries: dict[str, Any]) -> Person:
    found = settings(wire, httpx.Response(200, json=told), httpx.Response(200, json={"value": list(entries)}))
    assert isinstance(found, Person)
    return found


def answering(wire: Wire, answer: Callable[[str], httpx.Response]) -> None:
    """Graph answers by the path of what it is asked."""

    async def handle(request: httpx.Request) -> httpx.Response:
        wire.asked.append(request)
        return answer(request.url.path)

    wire.handle = handle  # type: ignore[method-assign]


# --- the group --------------------------------------------------------------------------------------------


def test_all_pages_of_the_group_are_read(wire: Wire) -> None:
    found = people(wire, members(link=f"{MEMBERS}?$skiptoken=1"), members(SAM), NOBODY_THERE)
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
    with pytest.raises(SourceUnavailable, match="can't be read"):
        people(wire, answer)


def test_a_group_that_can_not_be_read_is_raised_whatever_was_known(wire: Wire) -> None:
    for answer, kind in ((refusal(403), SourceRefused), (refusal(404), SourceRefused), (THROTTLED, SourceUnavailable)):
        wire.asked.clear()
        with pytest.raises(kind, match="the group of lone workers"):
            people(wire, answer, known=People(persons=(SAM_BEFORE,)))


def test_a_page_of_html_is_an_error_and_no_person(wire: Wire) -> None:
    page = httpx.Response(200, headers={"content-type": "text/html"}, content=b"<html>Please sign in</html>")
    with pytest.raises(SourceUnavailable):
        people(wire, page)


@pytest.mark.parametrize(
    ("account", "why"),
    [
        ({"accountEnabled": False}, "switched off"),
        ({"userType": "Guest"}, "guest"),
        ({"mail": None}, "no mailbox"),
        ({"displayName": None, "mail": None}, "hides who"),
    ],
)
def test_a_member_who_has_no_diary_here_is_not_watched_and_it_is_said_why(
    wire: Wire, account: dict[str, Any], why: str
) -> None:
    dee = {"id": "dee-id", "displayName": "Dee", "mail": "dee@clarendon.example"}
    found = people(wire, members({**SAM, "manager": MORGAN}, {**dee, **account}))
    assert [person.id for person in found.persons if person.works] == ["sam-id"]
    [left_out] = found.not_watched
    assert left_out.person == "dee-id"
    assert why in left_out.why


def test_a_row_that_can_not_be_read_harms_only_that_member(wire: Wire) -> None:
    odd = {"id": "dee-id", "displayName": 7}
    found = people(wire, members({**SAM, "manager": MORGAN}, odd, {"id": 8}, None, 5))
    assert [person.id for person in found.persons if person.works] == ["sam-id"]
    assert [(each.person, "can't be read" in each.why) for each in found.not_watched] == [("dee-id", True)]
    with pytest.raises(SourceUnavailable, match="can't be read"):
        people(wire, members(odd))


def test_who_was_watched_stays_watched_when_their_row_or_their_managers_can_not_be_read(wire: Wire) -> None:
    dee = Person(id="dee-id", name="Dee", mail="dee@clarendon.example", manager="x-id", works=True)
    ash = Person(id="ash-id", name="Ash", mail="ash@clarendon.example", manager="x-id", works=True)
    boss = Person(id="x-id", name="Boss", mail="boss@clarendon.example")
    rows = [{**SAM, "manager": MORGAN}, {"id": "dee-id", "mail": []}, {**SAM, "id": "ash-id", "manager": 7}]
    found = people(wire, members(*rows), known=People(persons=(dee, ash, boss)))
    assert {each.id: each.manager for each in found.persons if each.works} == {
        "sam-id": "m-id",
        "dee-id": "x-id",
        "ash-id": "x-id",
    }
    assert found.get("x-id") is not None


def test_somebody_who_comes_on_two_pages_is_one_person(wire: Wire) -> None:
    twice = {**SAM, "manager": MORGAN}
    found = people(
        wire, members(twice, link=f"{MEMBERS}?$skiptoken=1"), members({**twice, "displayName": "Sam Married"})
    )
    assert [(each.id, each.name) for each in found.persons if each.works] == [("sam-id", "Sam Married")]


# --- managers ---------------------------------------------------------------------------------------------


def test_managers_come_with_the_members_in_one_request(wire: Wire) -> None:
    found = people(wire, members({**SAM, "manager": MORGAN, "department": " North "}, {**SAM, "id": "dee-id"}))
    assert len(wire.asked) == 1
    assert "manager($select=id,displayName" in wire.asked[0].url.params["$expand"]
    assert [(each.id, each.manager, each.works) for each in found.persons] == [
        ("sam-id", "m-id", True),
        ("dee-id", None, True),
        ("m-id", None, False),
    ]
    assert found.persons[0].department == "North"


def test_a_tenant_that_does_not_expand_managers_is_asked_for_each(wire: Wire) -> None:
    found = people(wire, refusal(400, "Request_UnsupportedQuery"), members(SAM), httpx.Response(200, json=MORGAN))
    assert [each.manager for each in found.persons] == ["m-id", None]
    assert "$expand" not in wire.asked[1].url.params


def test_a_manager_that_may_not_be_read_harms_nobody_and_is_named(wire: Wire) -> None:
    morgan = Person(id="m-id", name="Morgan", mail="m@clarendon.example")
    known = People(persons=(Person(id="sam-id", name="Sam", manager="m-id"), morgan))
    answers = {
        "sam-id": refusal(429),
        "dee-id": httpx.Response(200, json=MORGAN | {"id": "s-id"}),
        "ash-id": httpx.Response(200, json={"id": "x", "displayName": 7, "businessPhones": 5}),
    }
    rows = [SAM, {**SAM, "id": "dee-id"}, {**SAM, "id": "ash-id"}]
    answering(wire, lambda path: answers[path.split("/")[3]] if path.endswith("/manager") else members(*rows))
    problems: list[str] = []

    async def ask(graph: Graph) -> People:
        directory = GraphDirectory(graph, {})
        found = await directory.people(known)
        problems.extend(directory.problems)
        return found

    found = wire.run(ask)
    managers = {each.id: each.manager for each in found.persons}
    assert (managers["sam-id"], managers["dee-id"], managers["m-id"]) == ("m-id", "s-id", None)
    assert "Sam Worker" in problems[0]
    assert "429" in problems[0]


def test_an_outage_while_managers_are_asked_for_is_raised(wire: Wire) -> None:
    rows = [{**SAM, "id": f"{number}-id"} for number in range(40)]
    answering(wire, lambda path: refusal(503) if path.endswith("/manager") else members(*rows))
    with pytest.raises(SourceUnavailable, match="503"):
        people(wire)
    assert len(wire.asked) < 30  # after enough failures nobody else is asked


def test_a_refused_sign_in_is_nobodys_own_fault(wire: Wire) -> None:
    answering(wire, lambda path: refusal(401) if path.endswith("/manager") else members(SAM))
    with pytest.raises(SignInRefused):
        people(wire)


def test_managers_known_for_long_are_asked_for_again_a_few_at_a_time(wire: Wire) -> None:
    count = ASKED_AGAIN + 5
    rows = [{**SAM, "id": f"{number}-id"} for number in range(count)]
    answering(wire, lambda path: NOBODY_THERE if path.endswith("/manager") else members(*rows))

    async def three_times(graph: Graph) -> None:
        directory = GraphDirectory(graph, {})
        for _ in range(3):
            await directory.people()

    wire.run(three_times)
    asked = [request.url.path for request in wire.asked if request.url.path.endswith("/manager")]
    assert len(asked) == count + 2 * ASKED_AGAIN
    assert set(asked[-ASKED_AGAIN:][:5]) == {f"/v1.0/users/{number}-id/manager" for number in range(count - 5, count)}


def test_a_manager_in_the_address_book_alone_is_known_by_what_stands_there(wire: Wire) -> None:
    contact = {
        "@odata.type": "#microsoft.graph.orgContact",
        "id": "c-id",
        "displayName": "Morgan",
        "mail": "morgan@partner.example",
        "phones": [{"type": "business", "number": "+441632960002"}],
    }
    morgan = people(wire, members({**SAM, "manager": contact})).get("c-id")
    assert morgan is not None
    assert (morgan.name, morgan.mail, morgan.phones) == ("Morgan", "morgan@partner.example", ("+441632960002",))


@pytest.mark.parametrize("manager", [{**MORGAN, "id": "sam-id"}, {**MORGAN, "accountEnabled": False}])
def test_nobody_is_their_own_manager_and_who_left_is_nobodys(wire: Wire, manager: dict[str, Any]) -> None:
    [found] = people(wire, members({**SAM, "manager": manager})).persons
    assert found.manager is None


def test_two_who_manage_each_other_are_both_known(wire: Wire) -> None:
    dee = {**SAM, "id": "dee-id", "displayName": "Dee", "@odata.type": "#microsoft.graph.user"}
    typed = {**SAM, "@odata.type": "#microsoft.graph.user"}
    found = people(wire, members({**SAM, "manager": dee}, {**dee, "manager": typed}))
    assert [(each.id, each.manager, each.works) for each in found.persons] == [
        ("sam-id", "dee-id", True),
        ("dee-id", "sam-id", True),
    ]


# --- what stays from before, and contacts ---------------------------------------------------------------------


def test_hours_zone_and_absences_stay_as_they_were_last_read(wire: Wire) -> None:
    hours = WorkingHours(start=time(20), end=time(4))
    away = (Absence(start=MONDAY),)
    before = Person(id="sam-id", name="Sam", zone="Europe/Berlin", hours=hours, absences=away)
    always = Person(id="m-id", name="Morgan", hours=None)
    found = people(wire, members({**SAM, "manager": MORGAN}), known=People(persons=(before, always)))
    sam, morgan = found.persons
    assert (sam.name, sam.zone, sam.hours, sam.absences) == ("Sam Worker", "Europe/Berlin", hours, away)
    assert morgan.hours == WorkingHours()  # no longer always at work, and not read yet


def test_a_contact_who_can_not_be_asked_for_is_who_they_were(wire: Wire) -> None:
    dee = Person(id="dee-id", name="Dee", mail="dee@clarendon.example", works=True)
    found = people(
        wire, members({**SAM, "manager": MORGAN}), THROTTLED, known=People(persons=(dee,)),
        deputy=[Contact(mail="Dee@clarendon.example")],
    )  # fmt: skip
    assert found.holding(Role.DEPUTY) == ("dee-id",)
    kept = found.get("dee-id")
    assert kept is not None
    assert not kept.works


# --- settings ---------------------------------------------------------------------------------------------


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


def test_somebody_is_found_by_address_or_not_at_all(wire: Wire) -> None:
    wire.answers = [httpx.Response(200, json=MORGAN), NOBODY_THERE, refusal(403)]
    addresses = ["m@clarendon.example", "x@clarendon.example", "y@clarendon.example"]
    morgan, nobody, refused = wire.run(lambda graph: GraphDirectory(graph, {}).named(addresses))
    assert isinstance(morgan, Person)
    assert (morgan.id, nobody, type(refused)) == ("m-id", None, SourceRefused)
