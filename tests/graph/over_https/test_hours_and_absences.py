"""Hours, zone and absences come from the mailboxes, and one that can not answer harms nobody else."""

from __future__ import annotations

from datetime import time

from calsync.demo.faults import Fault
from calsync.demo.people import WorkingHours as TenantHours
from calsync.domain.model import Person
from calsync.errors import SourceError, SourceRefused, SourceUnavailable
from calsync.graph.client import Graph
from calsync.graph.directory import GraphDirectory
from tests.graph.over_https.conftest import DAY, HOUR, MONDAY, ROLES, House


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
