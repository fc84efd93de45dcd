"""How long somebody stays signed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from calsync.domain.sessions import CLOCK_SLIP, Lasting, Session

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MORGANS = Session(digest="d", who="morgan", name="Morgan Manages", roles=(), began=NOON, seen=NOON)
LASTING = Lasting(idle=timedelta(minutes=60), longest=timedelta(hours=8))


def _after(**time: float) -> datetime:
    return NOON + timedelta(**time)


def test_a_session_ends_when_it_is_not_used_and_however_it_is_used() -> None:
    assert LASTING.lasts(MORGANS, _after(minutes=59))
    assert not LASTING.lasts(MORGANS, _after(minutes=60))
    used = replace(MORGANS, seen=_after(hours=7, minutes=59))
    assert LASTING.lasts(used, _after(hours=7, minutes=59))
    assert not LASTING.lasts(used, _after(hours=8))


def test_who_signed_out_is_out() -> None:
    assert not LASTING.lasts(replace(MORGANS, ended=_after(minutes=1)), _after(minutes=1))


def test_a_clock_that_was_put_back_makes_no_session_longer() -> None:
    assert LASTING.lasts(MORGANS, NOON - CLOCK_SLIP)
    assert not LASTING.lasts(MORGANS, NOON - CLOCK_SLIP - timedelta(seconds=1))
