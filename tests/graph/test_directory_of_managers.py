"""Whose manager is who: asked with the members where that goes, a few at a time where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from calsync.domain.model import People, Person
from calsync.errors import SignInRefused, SourceUnavailable
from calsync.graph.directory import ASKED_AGAIN, GraphDirectory
from tests.graph.canned_people import MORGAN, NOBODY_THERE, SAM, answering, members, people, refusal

if TYPE_CHECKING:
    from calsync.graph.client import Graph
    from tests.graph.conftest import Wire


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
