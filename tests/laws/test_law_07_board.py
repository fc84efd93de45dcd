"""Law 7: no code word shows on the board of whoever is on that visit; who is with its worker is not to be rung."""

from __future__ import annotations

from calsync.domain.model import People, Person
from calsync.parsers.location import read_place
from calsync.web.board_page import board_page
from tests.house import CAST, CODE_WORD, MORGAN, OAK_STREET, House, differing
from tests.laws.test_law_07_nobody_rings_who_is_with_them import ROBIN, joint

WITH_MORGAN = ("morgan@clarendon.test",)
MORGAN_WORKS = differing(CAST, "morgan", works=True, manager="dee")
DEE = CAST.persons[2]


def page_of(house: House, viewer: Person = MORGAN, workers: frozenset[str] = frozenset({"sam"})) -> str:
    """The board as somebody sees it."""
    return bytes(board_page(house.engine.boards.seen_by(viewer, workers)).body).decode()


def out(people: People = CAST, **entry: object) -> House:
    """Sam at Elm Road from 13:00, and alone at Oak Street from 15:00; it is 13:20."""
    house = House(at="12:00", people=people)
    house.entry(**entry)
    house.entry("e2", "15:00", "16:00", place=read_place(OAK_STREET))
    if people is MORGAN_WORKS:
        house.entry("m1", worker="morgan")
    house.go_to("13:20")
    return house


def test_the_workers_other_lines_say_nothing_of_it_to_whoever_is_with_them() -> None:
    seen = []
    for words in ("safe, still here", f"safe, still here {CODE_WORD}"):
        house = out(attendees=WITH_MORGAN)
        house.says(words)
        house.go_to("13:30")
        seen.append(page_of(house))
        assert ("CODE WORD" in page_of(house, DEE)) == (CODE_WORD in words)
    assert seen[0] == seen[1]
    assert "15:00 · Out by 16:00" in seen[0]


def test_whoever_is_with_them_by_their_own_diary_sees_no_word_also_after_their_own_answer() -> None:
    seen = []
    for words in ("left, all fine", f"left, all fine {CODE_WORD}"):
        house = out(MORGAN_WORKS)
        house.go_to("13:55")
        house.says(words)
        seen.append(page_of(house))
        house.says("left, all fine", who="morgan")
        house.go_to("14:12")
        seen.append(page_of(house))
        assert ("CODE WORD" in page_of(house, DEE)) == (CODE_WORD in words)
    assert seen[:2] == seen[2:]


def test_what_was_called_off_under_duress_shows_on_no_board_of_whoever_goes_along() -> None:
    seen = []
    for words in ("no visit, cancelled", f"no visit, cancelled {CODE_WORD}"):
        house = out(MORGAN_WORKS)
        house.says(words)
        house.go_to("13:30")
        seen.append(page_of(house))
    assert seen[0] == seen[1]


def test_a_line_of_whoever_is_on_one_visit_with_the_words_worker_asks_for_no_call() -> None:
    both = frozenset({"sam", "robin"})
    for at in ("13:30", "14:15"):
        found = page_of(joint(at), workers=both)
        assert "On a visit with Robin Calls, whose CODE WORD stands: ring neither" in found
        assert "to ring the worker" not in found
    assert "CODE WORD" not in page_of(joint("13:30"), ROBIN, frozenset({"sam"}))


def test_a_visit_together_that_is_to_come_or_long_over_hides_no_word_from_whoever_has_to_act() -> None:
    house = House(at="08:00")
    house.entry("e0", "09:00", "10:00", attendees=WITH_MORGAN)
    house.entry()
    house.entry("e2", "16:00", "17:00", attendees=WITH_MORGAN)
    house.go_to("09:55")
    house.says("left, all fine")
    house.go_to("13:20")
    house.says(CODE_WORD)
    assert "CODE WORD given at 13:20: do not ring them" in page_of(house)
