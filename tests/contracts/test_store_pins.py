"""What every store promises of PINs."""

from __future__ import annotations

from datetime import timedelta

from calsync.domain.pins import Pin
from tests.contracts.cast import NOON
from tests.contracts.conftest import World

SET = Pin(who="sam", salt="0a", own="1b", duress="2c", made=NOON)
INVITED = Pin(who="jo", invite="d" * 64, invited_until=NOON + timedelta(days=2))


def test_a_pin_is_kept_replaced_found_by_its_invitation_and_forgotten(world: World) -> None:
    with world.store.transaction() as work:
        work.put_pin(SET)
        work.put_pin(INVITED)
    with world.store.transaction() as work:
        assert work.pins() == [INVITED, SET]
        assert work.pin("sam") == SET
        assert work.pin("morgan") is None
        assert work.pin_invited("d" * 64) == INVITED
        assert work.pin_invited("") is None
        work.put_pin(Pin(who="jo", salt="0a", own="3d", made=NOON))
        assert work.pin_invited("d" * 64) is None
        assert (work.drop_pin("jo"), work.drop_pin("jo")) == (True, False)
    with world.store.transaction() as work:
        assert work.pins() == [SET]
