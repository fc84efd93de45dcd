"""Law 7: a cry from an unknown address makes nobody ring while a code word stands; IT and the call sheet have it."""

from __future__ import annotations

import pytest

from tests.house import CODE_WORD, House


def cried(first: str) -> House:
    """Sam answers, and two minutes later a mail from a private address answers the same question."""
    house = House(at="12:50")
    house.entry()
    house.go_to("14:01")
    house.says(first)
    house.go_to("14:03")
    house.says("help it's Sam", who="sam@private.test", to=house.last("sam"))
    house.go_to("14:04")
    return house


@pytest.mark.parametrize(("first", "rung"), [("still here", True), (f"left, all fine {CODE_WORD}", False)])
def test_nobody_is_asked_to_ring_whose_code_word_stands(first: str, rung: bool) -> None:
    house = cried(first)
    asked = [each for who in ("morgan", "dee", "ash") for each in house.told(who) if "Please ring Sam" in each.text]
    assert bool(asked) is rung
    with house.store.transaction() as tx:
        assert any("calls for help" in each.words for each in tx.standing_notices())
