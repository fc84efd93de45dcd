"""PINs, as the fake keeps them: read beside `sql_pins.py`."""

from __future__ import annotations

from calsync.domain.model import PersonId
from calsync.domain.pins import Pin
from calsync.store.memory.work import MemoryWork


class MemoryPins(MemoryWork):
    """The part of a transaction about PINs."""

    def put_pin(self, pin: Pin) -> None:
        """Keep what is known of somebody's PIN, in the place of what was."""
        self._state.pins[pin.who] = pin

    def pin(self, who: PersonId) -> Pin | None:
        """What is kept of somebody's PIN; None when they have none, and are not to choose one."""
        return self._state.pins.get(who)

    def pins(self) -> list[Pin]:
        """All that are kept, by person."""
        return sorted(self._state.pins.values(), key=lambda each: each.who)

    def pin_invited(self, invite: str) -> Pin | None:
        """Whose link that is, by its hash; None when nobody's."""
        return next((each for each in self._state.pins.values() if invite and each.invite == invite), None)

    def drop_pin(self, who: PersonId) -> bool:
        """Forget somebody's PIN; False when there was none."""
        return self._state.pins.pop(who, None) is not None
