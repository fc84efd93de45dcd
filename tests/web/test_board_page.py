"""The board as a page: read by whoever manages, changed by nobody's looking."""

from __future__ import annotations

from dataclasses import replace

import pytest

from calsync.domain.model import Person
from calsync.domain.notices import Cause
from calsync.engine.notices import raise_notice
from calsync.web.board_page import board_page
from tests.engine.test_pausing import paused
from tests.house import CODE_WORD, MORGAN, SAM, House, differing
from tests.web.sign_in_house import Browser, SignInHouse


def board_of(house: House, viewer: Person = MORGAN) -> str:
    """The page as somebody sees it who has Sam in their care."""
    return bytes(board_page(house.engine.boards.seen_by(viewer, {"sam"})).body).decode()


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
    assert "At 14:30 again: Morgan Manages" in board_of(at_elm_road("14:25"))


def test_no_address_and_nobody_visited_stands_on_it() -> None:
    found = board_of(at_elm_road("14:25"))
    for each in ("Elm Road", "S60", "Whitcombe"):
        assert each not in found


def test_looking_changes_nothing_but_that_the_view_stands_in_the_audit() -> None:
    house, browser = signed_in_as("morgan")
    house.go_to("14:15")

    def state() -> tuple[object, ...]:
        with house.store.transaction() as tx:
            rows = [
                row for each in tx.open_deadlines() for one in each.deadlines for row in tx.notifications_of(one.id)
            ]
            return tx.open_deadlines(), rows, tx.mailboxes(), tx.pauses(house.clock.now())

    before, acts = state(), house.store.audit()
    assert "15 min late" in browser.get("/board").text
    assert state() == before
    assert {each.act.what for each in house.store.audit() if each not in acts} == {"viewed"}


def test_a_pause_stands_first_and_nothing_is_green_while_it_does() -> None:
    house = House(at="12:30")
    house.entry()
    house.poll()
    paused(house)
    house.go_to("13:30")
    found = board_of(house)
    assert found.index("PAUSED: visits of everybody") < found.index("Nobody who is watched is late")
    assert 'class="said"' not in found
    assert "NOT WATCHED: paused until 18:00" in found
    assert "Everybody who should be watched is" not in found
    # Of a pause of others a board says nothing (law 15).
    shown = house.engine.boards.seen_by(MORGAN, {"nora"})
    assert shown.strip.warnings == ()


def test_nothing_is_green_while_a_diary_is_not_read() -> None:
    house = at_elm_road("12:10")
    assert 'class="said"' in board_of(house)
    house.clock.go(45)
    house.scan()
    found = board_of(house)
    assert 'class="said"' not in found
    assert found.index("The diary of Sam Visits was not read in time") < found.index("As far as calsync has seen")


def test_what_it_is_told_of_one_alarm_or_message_is_not_counted() -> None:
    """Law 7: an alarm that reaches nobody may be that of a code word."""
    house = at_elm_road("13:30")
    with house.store.transaction() as tx:
        for cause in (Cause.NOBODY_REACHED, Cause.DIRECTORY_UNREAD):
            raise_notice(tx, cause, "", "Ring IT.", house.clock.now())
    assert "1 thing keeps calsync from its work" in board_of(house)


def test_whom_the_directory_has_not_and_who_has_nobody_in_their_care_read_so_instead() -> None:
    house, browser = signed_in_as("morgan")
    with house.store.transaction() as tx:
        people = tx.people()
        tx.put_people(replace(differing(people, "sam", manager="dee"), roles=people.roles[1:]))
    assert "Nobody is in your care" in browser.get("/board").text
    with house.store.transaction() as tx:
        tx.put_people(replace(people, persons=tuple(each for each in people.persons if each.id != "morgan")))
    assert "calsync does not know you from its directory" in browser.get("/board").text


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


def signed_in_as(who: str) -> tuple[SignInHouse, Browser]:
    """Somebody's browser, and Sam an hour out."""
    house = SignInHouse(None)
    house.entry()
    house.go_to("13:30")
    browser = Browser(house)
    browser.believed(who)
    return house, browser


def test_a_manager_opens_the_board_of_those_in_their_care_and_each_view_is_in_the_audit() -> None:
    house, browser = signed_in_as("morgan")
    before = len(house.audited("viewed"))
    found = browser.get("/board")
    assert found.status_code == 200
    assert "Sam Visits" in found.text
    assert found.headers["cache-control"] == "no-store"
    assert [dict(each.details) for each in house.audited("viewed")[before:]] == [{"page": "board", "worker": "sam"}]


@pytest.mark.parametrize("who", ["dee", "ash", "sloane"])
def test_no_other_role_opens_the_board(who: str) -> None:
    _, browser = signed_in_as(who)
    assert browser.get("/board").status_code == 403


def test_nobody_opens_it_without_signing_in() -> None:
    house, _ = signed_in_as("morgan")
    assert Browser(house).get("/board").headers["location"] == "/sign-in?next=/board"
