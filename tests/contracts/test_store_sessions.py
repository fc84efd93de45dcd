"""What every store promises of sessions, and of forms kept over a new sign-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.app_roles import AppRole
from calsync.domain.sessions import HeldForm, Session
from tests.contracts.cast import MINUTE, NOON
from tests.contracts.conftest import World

MORGANS = Session(
    digest="a" * 64, who="morgan", name="Morgan Manages", roles=(AppRole.RESPONDER, AppRole.MANAGER),
    began=NOON, seen=NOON,
)  # fmt: skip
DEES = replace(MORGANS, digest="b" * 64, who="dee", name="Dee Deputises", roles=(), seen=NOON + MINUTE)


def form(name: str, minute: int, who: str = "morgan") -> HeldForm:
    """A form kept so many minutes after noon."""
    return HeldForm(digest=name * 64, who=who, sealed=f"sealed {name}", held=NOON + timedelta(minutes=minute))


def test_a_session_is_kept_used_ended_once_and_forgotten(world: World) -> None:
    with world.store.transaction() as work:
        work.put_session(MORGANS)
        work.put_session(DEES)
    with world.store.transaction() as work:
        assert work.session("a" * 64) == MORGANS
        assert work.session("c" * 64) is None
        work.session_seen("a" * 64, NOON + 5 * MINUTE)
        work.session_seen("c" * 64, NOON)
        assert [work.end_session(each * 64, NOON + 6 * MINUTE) for each in "aac"] == [True, False, False]
    with world.store.transaction() as work:
        # That it was used while it was ended elsewhere brings it back in no order of the two.
        work.session_seen("a" * 64, NOON + 7 * MINUTE)
        assert work.session("a" * 64) == replace(MORGANS, seen=NOON + 7 * MINUTE, ended=NOON + 6 * MINUTE)
        assert work.drop_sessions(NOON + 2 * MINUTE) == 1
        assert work.session("b" * 64) is None


def test_forms_are_kept_up_to_a_number_of_one_person_and_of_all(world: World) -> None:
    with world.store.transaction() as work:
        for place, name in enumerate("abc"):
            work.put_held(form(name, place), most=4, most_of_one=2)
        work.put_held(form("d", 3, "dee"), most=4, most_of_one=2)
        assert [work.held(name * 64) is not None for name in "abcd"] == [False, True, True, True]
        work.put_held(form("e", 4, "ash"), most=2, most_of_one=2)
        assert [work.held(name * 64) is not None for name in "bcde"] == [False, False, True, True]
    with world.store.transaction() as work:
        assert work.held("d" * 64) == form("d", 3, "dee")
        assert work.drop_held(NOON + 4 * MINUTE) == 1
        assert work.held("d" * 64) is None
