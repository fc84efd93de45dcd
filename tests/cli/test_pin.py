"""`calsync pin`: set, listed, cleared; what it is stands in no argument and no answer."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest

from calsync.cli.pin import how_it_stands
from calsync.domain.pins import Pin
from tests.cli.conftest import Command, Joined
from tests.cli.test_bad_input import one_sentence
from tests.house import clock


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
    assert (fact["mail"], fact["pin"], fact["second_pin"]) == (sam, True, True)
    typed = iter(("4711", "4711", "5822", "5823"))
    monkeypatch.setattr("calsync.cli.pin.getpass.getpass", lambda _: next(typed))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    assert "The second PIN was not typed the same twice" in one_sentence(calsync("pin", "set", sam))
    assert "Nobody is known by" in one_sentence(calsync("pin", "set", "nobody@else.example")), (
        "before a PIN is asked for"
    )
    assert "4711" not in done.out + calsync("pin", "list").out
    assert "has no PIN any more" in calsync("pin", "clear", sam).out
    monkeypatch.setattr("sys.stdin", io.StringIO("47\n"))
    assert "4 to 8 digits" in one_sentence(calsync("pin", "set", sam))
    assert "[web]" in one_sentence(calsync("pin", "invite", sam))


def test_who_was_invited_and_did_not_choose_in_time_is_told_as_such() -> None:
    pin = Pin(who="sam", invited_until=clock("12:00"))
    assert how_it_stands(pin, clock("11:59")) == "is invited to choose one"
    assert how_it_stands(pin, clock("12:00")).endswith("did not in time; invite them again")
