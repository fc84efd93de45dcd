"""A diary of several calendars over HTTPS against the simulated tenant: whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

import pytest

from calsync.demo.faults import Fault
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.domain.classify import Rules
from calsync.domain.model import Person, Snapshot, Turn
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.graph.calendars import GraphCalendars
from calsync.graph.client import Graph
from calsync.graph.limits import LocalLimiter
from calsync.graph.settings import GraphSettings
from calsync.graph.unread_calendars import UnreadCalendar, unread_calendars
from calsync.ports import DiaryWanted, Unchanged
from tests.graph.conftest import MONDAY, settings_of

T = TypeVar("T")
Answer = Snapshot | Unchanged | SourceError
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAM = "sam@clarendon.example"
RULES = Rules(home_categories=("Home visit",))


@dataclass
class House:
    """Sam, who keeps visits in two calendars, and Dee, who keeps them in one; each test has a client of its own."""

    tenant: Tenant
    settings: GraphSettings
    sam: str
    dee: str
    outreach: str
    visits: list[str]
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def __post_init__(self) -> None:
        self.graph = Graph(self.settings, limiter=LocalLimiter(4, ceiling=4))
        self.calendars = GraphCalendars(self.graph, page_size=2)

    def run(self, work: Awaitable[T]) -> T:
        return self.loop.run_until_complete(asyncio.ensure_future(work, loop=self.loop))

    def read(self, *names: str, who: str = "", digest: str = "") -> Answer:
        window = {"start": MONDAY - 12 * HOUR, "end": MONDAY + 36 * HOUR}
        told = DiaryWanted(worker=who or self.sam, digest=digest, calendars=names, **window)
        dees = DiaryWanted(worker=self.dee, **window)
        answer, other = self.run(self.calendars.snapshots([told, dees]))
        assert isinstance(other, Snapshot), other
        assert len(other.events) == 1
        return answer

    def refused(self, *names: str) -> SourceError:
        answer = self.read(*names)
        assert isinstance(answer, SourceError), answer
        return answer

    def requests(self, ask: Callable[[], object]) -> int:
        before = self.tenant.traffic.outlook
        ask()
        return self.tenant.traffic.outlook - before


@pytest.fixture
def house(running: tuple[Tenant, TenantServer]) -> Iterator[House]:
    tenant, server = running
    tenant.people.clear()
    app = tenant.add_app()
    sam, dee = tenant.add_person("Sam Carter", SAM), tenant.add_person("Dee Deputises", "dee@clarendon.example")
    outreach = tenant.add_calendar(SAM, "Outreach")
    first = tenant.add_event(SAM, "Home visit", MONDAY + HOUR, MONDAY + 2 * HOUR)
    second = tenant.add_event(SAM, "Outreach", MONDAY + 3 * HOUR, MONDAY + 4 * HOUR, calendar=outreach)
    tenant.add_event(dee.mail, "Home visit", MONDAY + HOUR, MONDAY + 2 * HOUR)
    settings = settings_of(tenant, app, server, service_mailbox=dee.mail)
    made = House(tenant, settings, sam.id, dee.id, outreach, [first, second])
    yield made
    made.run(made.graph.aclose())
    made.loop.close()
    tenant.faults.clear()


def ids(answer: Answer) -> list[str]:
    assert isinstance(answer, Snapshot), answer
    return sorted(event.id for event in answer.events)


def test_the_primary_calendar_alone_is_read_unless_others_are_named(house: House) -> None:
    assert ids(house.read()) == house.visits[:1]
    assert ids(house.read("Outreach")) == sorted(house.visits)
    assert ids(house.read(" outREACH  ")) == sorted(house.visits)
    # The primary one is read once, named or not.
    assert ids(house.read("Calendar", "Outreach")) == sorted(house.visits)


def test_one_digest_is_over_all_calendars(house: House) -> None:
    first = house.read("Outreach")
    assert isinstance(first, Snapshot)
    assert house.read("Outreach", digest=first.digest) == Unchanged(worker=house.sam, digest=first.digest)
    assert isinstance(house.read(digest=first.digest), Snapshot)
    house.tenant.change_event(SAM, house.visits[1], subject="Another visit")
    changed = house.read("Outreach", digest=first.digest)
    assert isinstance(changed, Snapshot)
    assert changed.digest != first.digest


def test_the_same_entry_in_two_calendars_stays_two(house: House) -> None:
    copy = house.tenant.add_event(SAM, "Home visit", MONDAY + HOUR, MONDAY + 2 * HOUR, calendar=house.outreach)
    assert ids(house.read("Outreach")) == sorted([*house.visits, copy])


def test_an_entry_of_a_further_calendar_is_asked_for_by_its_id_alone(house: House) -> None:
    event = house.run(house.calendars.event(house.sam, house.visits[1]))
    assert event is not None
    assert event.subject == "Outreach"
    house.tenant.delete_event(SAM, house.visits[1])
    assert house.run(house.calendars.event(house.sam, house.visits[1])) is None


def test_further_pages_of_a_further_calendar_are_read(house: House) -> None:
    for n in range(5):
        start = MONDAY + n * HOUR
        house.tenant.add_event(SAM, f"Visit {n}", start, start + HOUR, calendar=house.outreach)
    assert len(ids(house.read("Outreach"))) == 7


def test_the_list_of_calendars_is_asked_for_once_an_hour(house: House) -> None:
    assert house.requests(lambda: house.read("Outreach")) == 4  # Sam's diary, list and calendar, and Dee's diary
    assert house.requests(lambda: house.read("Outreach")) == 3


def test_the_list_is_found_beyond_its_first_page(house: House) -> None:
    for n in range(120):
        house.tenant.add_calendar(SAM, f"Rota {n}")
    house.tenant.add_calendar(SAM, "Evenings")
    assert ids(house.read("Evenings")) == house.visits[:1]


@pytest.mark.parametrize("before", [False, True])
def test_a_calendar_that_is_not_there_leaves_the_whole_diary_unread_and_says_how_to_mend_it(
    house: House, before: bool
) -> None:
    if before:
        house.read("Outreach")
    error = house.refused("Outreach", "Evenings")
    assert isinstance(error, SourceRefused)
    assert f'Mailbox {house.sam} has no calendar called "Evenings"' in str(error)
    assert "calendars in the people file" in str(error)
    # Somebody makes it: no hour is waited for.
    house.tenant.add_calendar(SAM, "Evenings")
    assert ids(house.read("Outreach", "Evenings")) == sorted(house.visits)


def test_a_calendar_that_was_made_anew_is_found_at_once_and_one_that_was_removed_is_told(house: House) -> None:
    house.read("Outreach")
    house.tenant.remove_calendar(SAM, house.outreach)
    anew = house.tenant.add_calendar(SAM, "Outreach")
    visit = house.tenant.add_event(SAM, "Visit", MONDAY + HOUR, MONDAY + 2 * HOUR, calendar=anew)
    assert ids(house.read("Outreach")) == sorted([house.visits[0], visit])
    house.tenant.remove_calendar(SAM, anew)
    assert 'no calendar called "Outreach"' in str(house.refused("Outreach"))


def test_a_mailbox_that_is_refused_or_fails_is_never_half_read(house: House) -> None:
    house.read("Outreach")
    house.tenant.faults.set(Fault("access-denied", SAM))
    error = house.refused("Outreach")
    assert isinstance(error, SourceRefused)
    assert error.status == 403
    house.tenant.faults.clear()
    house.tenant.faults.set(Fault("unavailable", SAM))
    assert isinstance(house.refused("Outreach"), SourceUnavailable)


def test_of_two_calendars_of_one_name_ones_own_is_read_and_both_when_both_are(house: House) -> None:
    shared = house.tenant.add_calendar(SAM, "Outreach", owner="dee@clarendon.example")
    house.tenant.add_event(SAM, "Dee's visit", MONDAY + HOUR, MONDAY + 2 * HOUR, calendar=shared)
    assert ids(house.read("Outreach")) == sorted(house.visits)
    second = house.tenant.add_calendar(SAM, "outreach")
    visit = house.tenant.add_event(SAM, "Visit", MONDAY + HOUR, MONDAY + 2 * HOUR, calendar=second)
    house.calendars.lists.forget(house.sam)
    assert ids(house.read("Outreach")) == sorted([*house.visits, visit])


# --- what doctor asks ----------------------------------------------------------------------------------------


def unread(house: House, *calendars: str) -> list[UnreadCalendar]:
    sam = Person(id=house.sam, name="Sam Carter", calendars=calendars, works=True)
    dee = Person(id=house.dee, name="Dee Deputises", works=True)
    answer, dees = house.run(unread_calendars(house.calendars, [sam, dee], RULES, MONDAY))
    assert dees == []
    assert isinstance(answer, list)
    return answer


def test_a_calendar_that_nobody_reads_and_that_holds_visits_is_named(house: House) -> None:
    assert unread(house) == []  # "Outreach" has neither category nor address
    for day in (1, 13, 15):
        start = MONDAY + day * DAY
        house.tenant.add_event(SAM, "HV JS", start, start + HOUR, categories=["Home visit"], calendar=house.outreach)
    [found] = unread(house)
    assert found.words == (
        'Sam Carter\'s calendar "Outreach" holds 2 entries like visits and is not read: list it under calendars in the '
        "people file, or move them into the main calendar"
    )
    assert unread(house, "outreach") == []


def test_what_another_shared_and_what_is_beyond_twenty_is_not_looked_at(house: House) -> None:
    shared = house.tenant.add_calendar(SAM, "Dee", owner="dee@clarendon.example")
    house.tenant.add_event(SAM, "HV", MONDAY + DAY, MONDAY + DAY + HOUR, categories=["Home visit"], calendar=shared)
    assert unread(house) == []
    for n in range(30):
        key = house.tenant.add_calendar(SAM, f"Rota {n}")
        house.tenant.add_event(SAM, "HV", MONDAY + DAY, MONDAY + DAY + HOUR, categories=["Home visit"], calendar=key)
    assert [each.name for each in unread(house)] == [f"Rota {n}" for n in range(19)]


def test_who_can_not_be_asked_harms_no_other(house: House) -> None:
    house.tenant.faults.set(Fault("access-denied", SAM))
    sam, dee = (Person(id=each, name="Sam", works=True) for each in (house.sam, house.dee))
    answer, dees = house.run(unread_calendars(house.calendars, [sam, dee], RULES, MONDAY))
    assert isinstance(answer, SourceRefused)
    assert dees == []


def test_a_look_reads_further_calendars_as_well(house: House) -> None:
    end = MONDAY + 36 * HOUR
    told = DiaryWanted(worker=house.sam, start=MONDAY, end=end, calendars=("Outreach",))
    [answer] = house.run(house.calendars.snapshots([told], turn=Turn.LOOK))
    assert ids(answer) == sorted(house.visits)


def test_a_diary_says_how_many_requests_it_took(house):
    answer = house.read("Outreach")
    assert (answer.requests, house.read().requests) == (3, 1), "the list of calendars and two of them; the diary alone"
    assert house.read("Outreach", digest=answer.digest).requests == 2, "the list is known by now"
