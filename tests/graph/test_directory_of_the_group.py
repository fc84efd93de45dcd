"""The members of the group are known as they stand there; what can not be read harms one member, and is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from calsync.domain.contacts import Contact
from calsync.domain.model import People, Person, Role
from calsync.errors import SourceRefused, SourceUnavailable
from calsync.graph.directory import GraphDirectory
from tests.graph.canned_people import (
    MEMBERS,
    MORGAN,
    NOBODY_THERE,
    SAM,
    SAM_BEFORE,
    THROTTLED,
    members,
    people,
    refusal,
)

if TYPE_CHECKING:
    from tests.graph.conftest import Wire


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


def test_somebody_is_found_by_address_or_not_at_all(wire: Wire) -> None:
    wire.answers = [httpx.Response(200, json=MORGAN), NOBODY_THERE, refusal(403)]
    addresses = ["m@clarendon.example", "x@clarendon.example", "y@clarendon.example"]
    morgan, nobody, refused = wire.run(lambda graph: GraphDirectory(graph, {}).named(addresses))
    assert isinstance(morgan, Person)
    assert (morgan.id, nobody, type(refused)) == ("m-id", None, SourceRefused)
