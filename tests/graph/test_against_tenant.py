"""The whole of calsync.graph over HTTPS against the simulated tenant."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

import pytest

from calsync.demo.entries import Location
from calsync.demo.faults import Fault
from calsync.demo.people import WorkingHours as TenantHours
from calsync.demo.recurrence import Recurrence
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant, message_id
from calsync.domain.contacts import Contact
from calsync.domain.model import Event, People, Person, PlaceKind, Role, Series, Snapshot
from calsync.errors import SignInRefused, SourceError, SourceRefused, SourceUnavailable
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.credentials import ClientSecret
from calsync.graph.directory import GraphDirectory
from calsync.graph.mailbox import GraphMailbox
from calsync.graph.openness import GraphOpenness
from calsync.graph.settings import GraphSettings
from calsync.ports import OutgoingMail

T = TypeVar("T")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Clock:
    at = MONDAY

    def now(self) -> datetime:
        return self.at


@dataclass
class House:
    """One organisation: Sam visits, Morgan manages, Dee deputises, Ash administers, Sloane leads."""

    tenant: Tenant
    server: TenantServer
    settings: GraphSettings
    clock: Clock
    sam: str
    morgan: str

    def run(self, ask: Callable[[Graph], Awaitable[T]], settings: GraphSettings | None = None) -> T:
        async def whole() -> T:
            graph = Graph(settings or self.settings)
            try:
                return await ask(graph)
            finally:
                await graph.aclose()

        return asyncio.run(whole())

    def snapshot(self, start: datetime = MONDAY - 12 * HOUR, end: datetime = MONDAY + 36 * HOUR) -> Snapshot:
        return self.run(lambda graph: GraphCalendars(graph, page_size=3).snapshot(self.sam, start, end))

    def event(self, event_id: str) -> Event | None:
        return self.run(lambda graph: GraphCalendars(graph).event(self.sam, event_id))

    def refused(self, ask: Callable[[Graph], Awaitable[object]], settings: GraphSettings | None = None) -> SourceError:
        with pytest.raises(SourceError) as caught:
            self.run(ask, settings)
        for word in ("sam@", "checkin@", "Elm Road", "High Street", "Anwar"):
            assert word not in str(caught.value)
        return caught.value

    def blind(self, kind: str, seconds: float = 5.0, **changes: float) -> SourceError:
        """What reading Sam's diary raises under a fault."""
        self.tenant.faults.set(Fault(kind, seconds=seconds))
        settings = replace(self.settings, **changes) if changes else None
        return self.refused(lambda graph: GraphCalendars(graph).snapshot(self.sam, MONDAY, MONDAY + DAY), settings)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Tenant, TenantServer, Clock]]:
    clock = Clock()
    tenant = Tenant(lambda: clock.now(), seed=7)
    with TenantServer(tenant, certificates_folder=tmp_path_factory.mktemp("certificates")) as server:
        yield tenant, server, clock


@pytest.fixture
def house(running: tuple[Tenant, TenantServer, Clock]) -> Iterator[House]:
    tenant, server, clock = running
    clock.at = MONDAY
    tenant.people.clear()
    tenant.groups.clear()
    app = tenant.add_app()
    tenant.add_person("Sloane Lead", mobile="+441632960001", has_mailbox=False)
    morgan = tenant.add_person("Morgan Manager", mobile="+441632960002", manager="sloane@clarendon.example")
    tenant.add_person("Dee Deputy")
    tenant.add_person("Ash Admin")
    sam = tenant.add_person(
        "Sam Worker", mobile="+441632960003", manager=morgan.mail, business_phones=["+441632960004"]
    )
    tenant.add_person("Check In", "checkin@clarendon.example")
    group = tenant.add_group("Lone workers", [sam.id])
    settings = GraphSettings(
        tenant=tenant.id,
        client_id=app.client_id,
        credential=ClientSecret(value=app.secret),
        service_mailbox="checkin@clarendon.example",
        group=group.id,
        authority=server.base_url,
        root=server.base_url,
        ca_file=str(server.ca_file),
    )
    yield House(tenant, server, settings, clock, sam.id, morgan.id)
    tenant.faults.clear()


# --- diaries -----------------------------------------------------------------------------------------------


def test_a_visit_comes_with_everything_that_a_rule_asks(house: House) -> None:
    made = house.tenant.add_event(
        "sam@clarendon.example", "Family support visit", MONDAY + HOUR, MONDAY + 2 * HOUR, "14 Elm Road, S60 3AB",
        ["Home visit"], attendees=["morgan@clarendon.example"],
    )  # fmt: skip
    [event] = house.snapshot().events
    assert (event.id, event.worker) == (made, house.sam)
    assert (event.start, event.end) == (MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert (event.subject, event.categories, event.series) == ("Family support visit", ("Home visit",), Series.SINGLE)
    assert (event.place.text, event.place.postcode) == ("14 Elm Road, S60 3AB", "S60 3AB")
    assert (event.created, event.attendees) == (None, ())


def test_trap_01_every_occurrence_of_a_series_has_its_subject_and_place(house: House) -> None:
    house.tenant.add_event(
        "sam@clarendon.example", "Weekly visit", MONDAY, MONDAY + HOUR, "14 Elm Road", ["Home visit"],
        Recurrence.daily(MONDAY.date(), count=5),
    )  # fmt: skip
    events = house.snapshot().events
    assert len(events) == 2
    assert {(each.subject, each.place.street, each.series) for each in events} == {
        ("Weekly visit", "14 elm road", Series.OCCURRENCE)
    }
    assert len({each.id for each in events}) == 2


def test_trap_05_all_pages_are_read_past_an_empty_one(house: House) -> None:
    made = [
        house.tenant.add_event("sam@clarendon.example", f"Entry {n}", MONDAY + n * HOUR, MONDAY + (n + 1) * HOUR)
        for n in range(10)
    ]
    house.tenant.faults.set(Fault("empty-page"))
    assert [event.id for event in house.snapshot().events] == made


def test_rows_that_come_twice_are_one_entry(house: House) -> None:
    made = [
        house.tenant.add_event("sam@clarendon.example", f"Entry {n}", MONDAY + n * HOUR, MONDAY + (n + 1) * HOUR)
        for n in range(7)
    ]
    house.tenant.faults.set(Fault("repeated-rows"))
    assert [event.id for event in house.snapshot().events] == made


def test_trap_12_an_all_day_entry_keeps_its_date_in_summer_time(house: House) -> None:
    day = datetime(2026, 7, 6, tzinfo=UTC)
    house.tenant.add_event("sam@clarendon.example", "Leave", day, day + DAY, all_day=True, show_as="oof")
    [event] = house.snapshot(day - DAY, day + 2 * DAY).events
    assert (event.start, event.end, event.all_day, event.away) == (day, day + DAY, True, True)


def test_trap_13_an_entry_keeps_its_id_when_it_is_moved(house: House) -> None:
    made = house.tenant.add_event("sam@clarendon.example", "Visit", MONDAY, MONDAY + HOUR)
    house.tenant.change_event("sam@clarendon.example", made, start=MONDAY + 3 * HOUR, end=MONDAY + 4 * HOUR)
    [event] = house.snapshot().events
    assert (event.id, event.start) == (made, MONDAY + 3 * HOUR)


def test_trap_14_declined_cancelled_free_and_private_entries_say_so(house: House) -> None:
    mail = "sam@clarendon.example"
    house.tenant.add_event(mail, "Lunch", MONDAY, MONDAY + HOUR, show_as="free", sensitivity="private")
    house.tenant.add_event("morgan@clarendon.example", "Team", MONDAY, MONDAY + HOUR, attendees=[mail])
    copy = next(each for each in house.snapshot().events if each.subject == "Team")
    house.tenant.respond(mail, copy.id, "declined")
    lunch, team = sorted(house.snapshot().events, key=lambda each: each.id == copy.id)
    assert (lunch.free, lunch.private, lunch.declined) == (True, True, False)
    assert (team.declined, team.cancelled) == (True, False)


def test_one_entry_brings_when_it_was_made_and_which_colleagues_are_on_it(house: House) -> None:
    made = house.tenant.add_event(
        "sam@clarendon.example", "Joint visit", MONDAY, MONDAY + HOUR,
        attendees=["Dee@clarendon.example", "anwar@family.example"],
    )  # fmt: skip
    event = house.event(made)
    assert event is not None
    assert event.created == MONDAY
    assert event.attendees == ()  # invited is not coming along


def test_trap_02_only_an_entry_that_is_not_found_is_gone(house: House) -> None:
    made = house.tenant.add_event("sam@clarendon.example", "Visit", MONDAY, MONDAY + HOUR)
    house.tenant.delete_event("sam@clarendon.example", made)
    assert house.event(made) is None
    for kind in ("no-mailbox", "access-denied"):
        house.tenant.faults.clear()
        house.tenant.faults.set(Fault(kind))
        with pytest.raises(SourceRefused):
            house.event(made)


def test_a_room_is_a_room(house: House) -> None:
    house.tenant.add_event(
        "sam@clarendon.example", "Team", MONDAY, MONDAY + HOUR,
        Location(name="Boardroom", kind="conferenceRoom", uri="boardroom@clarendon.example"),
    )  # fmt: skip
    assert house.snapshot().events[0].place.kind is PlaceKind.ROOM


# --- blindness ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("access-denied", 403, "ErrorAccessDenied"), ("no-mailbox", 404, "MailboxNotEnabledForRESTAPI")],
)
def test_trap_18_a_refused_mailbox_is_no_empty_diary(house: House, kind: str, status: int, code: str) -> None:
    error = house.blind(kind)
    assert isinstance(error, SourceRefused)
    assert (error.status, error.code) == (status, code)
    assert house.sam in str(error)


def test_somebody_whom_the_directory_does_not_know_is_no_empty_diary(house: House) -> None:
    error = house.refused(lambda graph: GraphCalendars(graph).snapshot("nobody", MONDAY, MONDAY + DAY))
    assert (type(error), error.status, error.code) == (SourceRefused, 404, "Request_ResourceNotFound")


def test_a_throttled_request_says_how_long_to_wait_and_is_not_repeated_inside_a_slot(house: House) -> None:
    error = house.blind("throttled", seconds=17)
    assert isinstance(error, SourceUnavailable)
    assert (error.status, error.code, error.retry_after) == (429, "ApplicationThrottled", 17.0)


@pytest.mark.parametrize(("kind", "status"), [("unavailable", 503), ("gateway-timeout", 504)])
def test_a_page_of_html_or_nothing_at_all_is_an_error_with_its_status(house: House, kind: str, status: int) -> None:
    error = house.blind(kind)
    assert isinstance(error, SourceUnavailable)
    assert (error.status, error.code, error.retry_after) == (status, "", None)


def test_a_slow_answer_is_given_up_in_time(house: House) -> None:
    error = house.blind("slow", seconds=0.6, timeout=0.2)
    assert isinstance(error, SourceUnavailable)
    assert "did not answer within 0.2 seconds" in str(error)


def test_a_wrong_secret_is_told_as_one(house: House) -> None:
    settings = replace(house.settings, credential=ClientSecret(value="something else"))
    error = house.refused(lambda graph: GraphCalendars(graph).snapshot(house.sam, MONDAY, MONDAY + DAY), settings)
    assert (type(error), error.code) == (SignInRefused, "AADSTS7000215")


def test_a_server_that_is_not_there_is_named(house: House) -> None:
    settings = replace(house.settings, root="http://localhost:9")
    error = house.refused(lambda graph: GraphCalendars(graph).snapshot(house.sam, MONDAY, MONDAY + DAY), settings)
    assert isinstance(error, SourceUnavailable)
    assert str(error).startswith("No answer from localhost: the connection failed.")


def test_a_certificate_of_an_authority_that_nobody_named_is_not_trusted(house: House) -> None:
    settings = replace(house.settings, ca_file=None)
    error = house.refused(lambda graph: GraphCalendars(graph).snapshot(house.sam, MONDAY, MONDAY + DAY), settings)
    assert "its certificate is not trusted here" in str(error)


def test_tokens_that_were_revoked_are_replaced_at_once(house: House) -> None:
    async def ask(graph: Graph) -> int:
        calendars = GraphCalendars(graph)
        await calendars.snapshot(house.sam, MONDAY, MONDAY + DAY)
        house.tenant.tokens.revoke_all()
        return len((await calendars.snapshot(house.sam, MONDAY, MONDAY + DAY)).events)

    assert house.run(ask) == 0


def test_trap_15_no_more_requests_are_in_flight_than_there_are_slots(house: House) -> None:
    house.tenant.latency = 0.02

    async def ask(graph: Graph) -> None:
        calendars = GraphCalendars(graph)
        await asyncio.gather(*(calendars.snapshot(house.sam, MONDAY, MONDAY + DAY) for _ in range(16)))

    try:
        house.run(ask)  # the tenant refuses the fifth at once with 429
    finally:
        house.tenant.latency = 0.0


def test_microsofts_clock_is_noted(house: House) -> None:
    async def ask(graph: Graph) -> datetime:
        assert graph.server_date is None
        await GraphCalendars(graph).snapshot(house.sam, MONDAY, MONDAY + DAY)
        assert graph.server_date is not None
        return graph.server_date[0]

    assert house.run(ask) == MONDAY


# --- the service mailbox -----------------------------------------------------------------------------------


def mail(reference: str = "n-1", **changes: object) -> OutgoingMail:
    made = OutgoingMail(
        to="sam@clarendon.example", subject="Are you safe? [K7Q]", text="Please reply.", reference=reference
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_mail_arrives_with_its_reference_from_the_service_mailbox(house: House) -> None:
    sent = house.run(lambda graph: GraphMailbox(graph).send(mail(important=True)))
    [letter] = house.tenant.mail("sam@clarendon.example")
    assert letter.message_id == sent.message_id
    assert (letter.sender.mail, letter.subject, letter.text) == (
        "checkin@clarendon.example", "Are you safe? [K7Q]", "Are you safe? [K7Q]\n\nPlease reply.",
    )  # fmt: skip
    assert (letter.importance, letter.body_type) == ("high", "html")
    assert ("x-calsync-reference", "n-1") in letter.headers
    assert not house.tenant.mail("checkin@clarendon.example", "drafts")


def test_a_reply_names_the_mail_that_it_answers(house: House) -> None:
    sent = house.run(lambda graph: GraphMailbox(graph).send(mail()))
    [letter] = house.tenant.mail("sam@clarendon.example")
    house.clock.at += timedelta(minutes=5)
    house.tenant.reply("sam@clarendon.example", message_id(letter), "Safe, leaving now")
    [reply] = house.run(lambda graph: GraphMailbox(graph).received_since(MONDAY))
    assert (reply.in_reply_to, reply.references) == (sent.message_id, (sent.message_id,))
    assert reply.conversation_id == sent.conversation_id
    assert (reply.sender, reply.subject) == ("sam@clarendon.example", "Re: Are you safe? [K7Q]")
    assert reply.text.startswith("Safe, leaving now")
    assert "<" not in reply.text.split("____")[0]
    assert (reply.sent, reply.received) == (house.clock.at, house.clock.at)


def test_every_mail_since_a_moment_is_read_oldest_first_over_all_pages_read_or_not(house: House) -> None:
    for n in range(7):
        house.clock.at = MONDAY + timedelta(minutes=n)
        house.tenant.send_mail("sam@clarendon.example", "checkin@clarendon.example", f"Mail {n}", "Safe")
    for letter in house.tenant.mail("checkin@clarendon.example")[::2]:
        house.tenant.mark_read("checkin@clarendon.example", message_id(letter))
    found = house.run(lambda graph: GraphMailbox(graph, page_size=2).received_since(MONDAY + timedelta(minutes=2)))
    assert [each.subject for each in found] == [f"Mail {n}" for n in range(2, 7)]


def test_a_bounce_and_an_automatic_reply_carry_the_headers_that_give_them_away(house: House) -> None:
    house.tenant.set_automatic_replies("morgan@clarendon.example", "I am away")
    house.run(lambda graph: GraphMailbox(graph).send(mail(to="nobody@clarendon.example")))
    house.run(lambda graph: GraphMailbox(graph).send(mail(to="morgan@clarendon.example")))
    found = house.run(lambda graph: GraphMailbox(graph).received_since(MONDAY))
    assert len(found) == 2
    assert all("auto-submitted" in {name.lower() for name, _ in each.headers} for each in found)


def test_trap_16_a_mail_whose_answer_was_lost_is_sent_once(house: House) -> None:
    house.tenant.faults.set(Fault("sent-then-timeout"))
    error = house.refused(lambda graph: GraphMailbox(graph).send(mail()))
    assert (type(error), error.status) == (SourceUnavailable, 504)
    assert len(house.tenant.mail("sam@clarendon.example")) == 1


# --- the directory -----------------------------------------------------------------------------------------

ROLES = {
    Role.DEPUTY: [Contact(mail="Dee@clarendon.example")],
    Role.ADMIN: [Contact(mail="ash@clarendon.example", phone="+441632960009"), Contact(mail="dee@clarendon.example")],
    Role.OUT_OF_HOURS: [
        Contact(mail="Control@Room.example", name="Control room", phone="+4416329600", always_at_work=True)
    ],
}


def test_workers_managers_and_contacts_are_known_with_their_roles(house: House) -> None:
    people = house.run(lambda graph: GraphDirectory(graph, ROLES).people())
    by_mail = {person.mail: person for person in people.persons}
    sam = by_mail["sam@clarendon.example"]
    assert (sam.id, sam.name, sam.works, sam.manager) == (house.sam, "Sam Worker", True, house.morgan)
    assert (sam.mobile, sam.phones) == ("+441632960003", ("+441632960004",))
    assert by_mail["morgan@clarendon.example"].works is False
    assert people.holding(Role.DEPUTY) == (by_mail["dee@clarendon.example"].id,)
    assert people.holding(Role.ADMIN) == (by_mail["ash@clarendon.example"].id, by_mail["dee@clarendon.example"].id)
    assert by_mail["ash@clarendon.example"].mobile == "+441632960009"
    control = by_mail["control@room.example"]
    assert (control.id, control.name, control.hours) == ("contact:control@room.example", "Control room", None)
    assert people.holding(Role.LINE_MANAGER) == ()


def test_members_of_a_group_within_the_group_are_workers_too(house: House) -> None:
    inner = house.tenant.add_group("Night team", ["dee@clarendon.example"])
    outer = house.tenant.add_group("All lone workers", ["sam@clarendon.example", inner.id])
    settings = replace(house.settings, group=outer.id)
    people = house.run(lambda graph: GraphDirectory(graph, {}).people(), settings)
    assert [person.name for person in people.persons if person.works] == ["Sam Worker", "Dee Deputy"]


def settled(house: House, *mails: str) -> list[Person | SourceError]:
    """What the mailboxes of these people say of them."""

    async def ask(graph: Graph) -> list[Person | SourceError]:
        directory = GraphDirectory(graph, ROLES)
        people = await directory.people()
        wanted = [person for mail in mails if (person := people.by_mail(mail)) is not None]
        return await directory.settings(wanted, house.clock.now())

    return house.run(ask)


def test_hours_zone_and_absence_come_from_the_mailbox(house: House) -> None:
    hours = TenantHours(days=("saturday", "sunday"), start=time(20), end=time(4), zone="W. Europe Standard Time")
    house.tenant.change_person(house.morgan, working_hours=hours)
    house.tenant.set_automatic_replies(house.morgan, "Away", start=MONDAY, end=MONDAY + DAY)
    house.tenant.set_automatic_replies(house.sam, "Away")
    morgan, sam = settled(house, "morgan@clarendon.example", "sam@clarendon.example")
    assert isinstance(morgan, Person)
    assert morgan.hours is not None
    assert (morgan.hours.days, morgan.hours.start, morgan.hours.end) == (frozenset({5, 6}), time(20), time(4))
    assert (morgan.hours.zone, morgan.zone) == ("Europe/Berlin", "Europe/London")
    assert [(absence.start, absence.end) for absence in morgan.absences] == [(MONDAY, MONDAY + DAY)]
    assert isinstance(sam, Person)
    assert sam.absences[0].covers(MONDAY)
    assert sam.absences[0].end is None


def test_out_of_office_entries_of_the_next_day_and_a_half_are_absences(house: House) -> None:
    for name, hours in (("dentist", 2), ("far away", 48)):
        start = MONDAY + hours * HOUR
        house.tenant.add_event("sam@clarendon.example", name, start, start + HOUR, show_as="oof")
    house.tenant.add_event(
        "sam@clarendon.example", "Holiday", MONDAY, MONDAY + DAY, all_day=True, show_as="oof", zone="UTC"
    )
    [sam] = settled(house, "sam@clarendon.example")
    assert isinstance(sam, Person)
    midnight = MONDAY.replace(hour=0)
    assert [(each.start, each.end) for each in sam.absences] == [
        (midnight, midnight + DAY),
        (MONDAY + 2 * HOUR, MONDAY + 3 * HOUR),
    ]


def test_mailboxes_that_can_not_answer_harm_nobody_else(house: House) -> None:
    house.tenant.set_automatic_replies(house.morgan, "Away")
    house.tenant.faults.set(Fault("unavailable", "ash@clarendon.example"))
    house.tenant.faults.set(Fault("access-denied", "sam@clarendon.example"))
    names = ("ash", "sam", "morgan")
    ash, sam, morgan = settled(house, *(f"{name}@clarendon.example" for name in names))
    assert (type(ash), type(sam)) == (SourceUnavailable, SourceRefused)
    assert isinstance(morgan, Person)
    assert morgan.absences


def test_an_outage_of_mailboxes_is_raised_as_one(house: House) -> None:
    house.tenant.faults.set(Fault("unavailable"))
    people = [Person(id=house.sam, name=""), Person(id=house.morgan, name="")] * 2
    error = house.refused(lambda graph: GraphDirectory(graph, ROLES).settings(people, MONDAY))
    assert (type(error), error.status) == (SourceUnavailable, 503)


def test_two_thousand_people_and_their_managers_are_known_in_a_few_requests(house: House) -> None:
    for number in range(2000):
        house.tenant.add_person(f"Worker {number}", f"w{number}@clarendon.example", manager=house.morgan)
    group = house.tenant.add_group("All", [f"w{number}@clarendon.example" for number in range(2000)])
    settings = replace(house.settings, group=group.id)

    async def ask(graph: Graph) -> tuple[People, int]:
        people = await GraphDirectory(graph, ROLES).people()
        return people, graph.quota.requests

    people, requests = house.run(ask, settings)
    workers = [person for person in people.persons if person.works]
    assert (len(workers), {person.manager for person in workers}) == (2000, {house.morgan})
    assert requests <= 6  # three pages, and three contacts


def test_a_worker_without_a_manager_and_a_manager_without_a_mailbox_are_ordinary(house: House) -> None:
    house.tenant.set_manager(house.sam, "sloane@clarendon.example")
    people = house.run(lambda graph: GraphDirectory(graph, {}).people())
    assert {person.name for person in people.persons} == {"Sam Worker", "Sloane Lead"}
    house.tenant.set_manager(house.sam, None)
    people = house.run(lambda graph: GraphDirectory(graph, {}).people())
    assert [person.manager for person in people.persons] == [None]


def test_what_is_said_of_one_contact_at_several_roles_is_taken_together(house: House) -> None:
    roles = {
        Role.DEPUTY: [Contact(mail="", name="Night line", phone="+441632960000")],
        Role.OUT_OF_HOURS: [Contact(mail="", phone="+441632960000", always_at_work=True)],
    }
    people = house.run(lambda graph: GraphDirectory(graph, roles).people())
    line = people.get("contact:+441632960000")
    assert line is not None
    assert (line.name, line.mail, line.mobile, line.hours) == ("Night line", "", "+441632960000", None)
    assert people.holding(Role.DEPUTY) == people.holding(Role.OUT_OF_HOURS) == (line.id,)


def test_an_account_that_is_switched_off_is_nobodys_diary_to_read(house: House) -> None:
    house.tenant.change_person(house.sam, enabled=False)
    people = house.run(lambda graph: GraphDirectory(graph, {}).people())
    assert people.persons == ()
    assert [(each.person, each.name) for each in people.not_watched] == [(house.sam, "Sam Worker")]


def test_a_group_that_is_not_there_is_a_refusal_and_no_empty_directory(house: House) -> None:
    settings = replace(house.settings, group="77777777-2222-4333-8444-555555555555")
    error = house.refused(lambda graph: GraphDirectory(graph, ROLES).people(), settings)
    assert (type(error), error.status) == (SourceRefused, 404)
    assert "the group of lone workers" in str(error)


def test_a_throttled_directory_raises_one_plain_error(house: House) -> None:
    house.tenant.faults.set(Fault("throttled", seconds=9))
    error = house.refused(lambda graph: GraphDirectory(graph, ROLES).people())
    assert (type(error), error.retry_after) == (SourceUnavailable, 9.0)


@pytest.mark.parametrize(
    ("shared", "told"),
    [("freeBusyRead", ""), ("none", ""), ("limitedRead", "limitedRead"), ("read", "read"), ("write", "write")],
)
def test_RO4_what_everybody_may_do_with_a_diary_is_read(house: House, shared: str, told: str) -> None:
    house.tenant.people[house.sam] = replace(house.tenant.people[house.sam], shared_as=shared)
    assert house.run(lambda graph: GraphOpenness(graph).open_to_all(Person(id=house.sam, name="Sam"))) == told
