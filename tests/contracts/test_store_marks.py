"""What every store promises of marks: when a part was last alive, and how far something was read."""

from __future__ import annotations

from tests.contracts.cast import NOON, ONE
from tests.contracts.conftest import World


class TestMarks:
    def test_a_part_is_known_to_live_since_its_last_beat(self, world: World) -> None:
        with world.store.transaction() as work:
            assert work.heartbeat("scan") is None
            work.beat("scan", NOON)
            work.beat("scan", ONE)
            work.beat("poll", NOON)
            assert (work.heartbeat("scan"), work.heartbeat("poll")) == (ONE, NOON)

    def test_a_cursor_is_no_heartbeat(self, world: World) -> None:
        with world.store.transaction() as work:
            work.put_cursor("mail", NOON)
            work.put_cursor("mail", ONE)
            assert work.cursor("mail") == ONE
            assert work.heartbeat("mail") is None
            assert work.cursor("other") is None
