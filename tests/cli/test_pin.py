"""`calsync pin`: set, listed, cleared; what it is stands in no argument and no answer."""

from __future__ import annotations

import io

import pytest

from tests.cli.conftest import Command, Joined
from tests.cli.test_bad_input import one_sentence


def test_a_pin_is_set_from_standard_input_listed_without_itself_and_cleared(
    calsync: Command, joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert calsync("poll").status == 0
    sam = joined.mail("sam")
    assert calsync("pin", "list").out == "Nobody has a PIN.\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("4711\n5822\n"))
    done = calsync("pin", "set", sam)
    assert (done.status, "has a PIN and a second PIN that means danger" in done.out) == (0, True)
    (fact,) = calsync("pin", "list", "--json").facts
    assert (fact["mail"], fact["pin"], fact["danger_pin"]) == (sam, True, True)
    assert "4711" not in done.out + calsync("pin", "list").out
    assert "has no PIN any more" in calsync("pin", "clear", sam).out
    monkeypatch.setattr("sys.stdin", io.StringIO("47\n"))
    assert "4 to 8 digits" in one_sentence(calsync("pin", "set", sam))
    assert "[web]" in one_sentence(calsync("pin", "invite", sam))
