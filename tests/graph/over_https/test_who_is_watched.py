"""Workers, their managers and the contacts are known by their roles, and a refusal is no empty directory."""

from __future__ import annotations

from dataclasses import replace

from calsync.demo.faults import Fault
from calsync.domain.contacts import Contact
from calsync.domain.model import People, Role
from calsync.errors import SourceRefused, SourceUnavailable
from calsync.graph.client import Graph
from calsync.graph.directory import GraphDirectory
from tests.graph.over_https.conftest import ROLES, House


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
