"""The board as a page: read by whoever manages, changed by nobody's looking."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from calsync.app import App
from calsync.domain.model import Person
from calsync.web.board_page import board_page
from tests.house import CODE_WORD, MORGAN, SAM, House


def board_of(house: House, viewer: Person = MORGAN) -> str:
    """The page as somebody sees it."""
    app = cast(App, SimpleNamespace(engine=house.engine))
    return bytes(board_page(app, viewer, {"sam"}).body).decode()


def at_elm_road(at: str) -> House:
    """Sam at Elm Road from 13:00 to 14:00, and nothing said by `at`."""
    house = House(at="12:00")
    house.entry()
    house.go_to(at)
    return house


def test_who_is_late_stands_first_with_who_is_asked_next() -> None:
    found = board_of(at_elm_road("14:15"))
    assert "1 visit is late, and nobody has it." in found
    assert found.index("Sam Visits") < found.index("Out now")
    assert "15 min late" in found
    assert "At 14:20: Morgan Manages" in found


def test_no_address_and_nobody_visited_stands_on_it() -> None:
    found = board_of(at_elm_road("14:25"))
    for each in ("Elm Road", "S60", "Whitcombe"):
        assert each not in found


def test_looking_changes_nothing() -> None:
    house = at_elm_road("14:15")
    before = house.store.audit()
    board_of(house)
    assert house.store.audit() == before


def test_a_worker_sees_the_same_with_and_without_their_code_word() -> None:
    """Law 7: their own visits are not on their board, so nothing there can give them away."""
    seen = []
    for words in ("left, all fine", f"left, all fine {CODE_WORD}"):
        house = at_elm_road("13:55")
        house.says(words)
        house.go_to("14:15")
        seen.append(board_of(house, SAM))
    assert seen[0] == seen[1]


def test_a_code_word_stands_on_the_managers_board() -> None:
    house = at_elm_road("13:55")
    house.says(f"left, all fine {CODE_WORD}")
    assert "CODE WORD given at 13:55: do not ring them" in board_of(house)


def test_a_service_that_does_not_scan_is_told_first_and_not_shown_as_all_well() -> None:
    house = at_elm_road("13:30")
    assert "OUT OF DATE" not in board_of(house)
    house.clock.go(10)
    assert "OUT OF DATE: calsync last looked at the deadlines at 13:30" in board_of(house)
