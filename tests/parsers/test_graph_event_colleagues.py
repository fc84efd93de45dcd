"""Who is on a visit: colleagues who said that they come, and nobody of the family."""

from __future__ import annotations

from typing import Any

from calsync.domain.model import Event
from calsync.parsers.graph_event import read_event
from tests.parsers.graph_rows import WHOLE, guest, read


def guests(*people: dict[str, Any], organizer: str = "sam@clarendon.example") -> tuple[str, ...]:
    raw = WHOLE | {"attendees": list(people), "organizer": {"emailAddress": {"address": organizer}}}
    found = read_event(raw, "sam", colleagues_at="clarendon.example")
    assert isinstance(found, Event)
    return found.attendees


def test_nobody_is_kept_unless_asked_for() -> None:
    assert read().attendees == ()


def test_colleagues_are_kept_and_the_family_is_not() -> None:
    found = guests(
        guest("Dee@Clarendon.example"),
        guest("family@home.example"),
        guest("anwar@clarendon.example.evil.example"),
        guest("x@notclarendon.example"),
    )
    assert found == ("dee@clarendon.example",)


def test_a_manager_who_was_merely_invited_or_is_in_copy_is_not_on_the_visit() -> None:
    found = guests(
        guest("morgan@clarendon.example", "none"), guest("dee@clarendon.example", "accepted", kind="optional")
    )
    assert found == ()


def test_somebody_who_declined_and_a_room_are_not_on_the_visit() -> None:
    found = guests(
        guest("dee@clarendon.example", "declined"), guest("oak@clarendon.example", kind="resource"), organizer=""
    )
    assert found == ()
