"""PINs, in SQL."""

from __future__ import annotations

from sqlalchemy import delete, select

from calsync.domain.model import PersonId
from calsync.domain.pins import Pin
from calsync.store.tables import pins
from calsync.store.work import Work

_COLUMNS = ("who", "salt", "own", "duress", "made", "invite", "invited_until")


class PinWork(Work):
    """The part of a transaction about PINs."""

    def put_pin(self, pin: Pin) -> None:
        """Keep what is known of somebody's PIN, in the place of what was."""
        self._upsert(pins, [{name: getattr(pin, name) for name in _COLUMNS}])

    def pin(self, who: PersonId) -> Pin | None:
        """What is kept of somebody's PIN; None when they have none, and are not to choose one."""
        return next(iter(self._read(pins.c.who == who)), None)

    def pins(self) -> list[Pin]:
        """All that are kept, by person."""
        return self._read()

    def pin_invited(self, invite: str) -> Pin | None:
        """Whose link that is, by its hash; None when nobody's."""
        return next(iter(self._read(pins.c.invite == invite)), None) if invite else None

    def drop_pin(self, who: PersonId) -> bool:
        """Forget somebody's PIN; False when there was none."""
        return bool(self._connection.execute(delete(pins).where(pins.c.who == who)).rowcount)

    def _read(self, *which: object) -> list[Pin]:
        rows = self._rows(select(pins).where(*which).order_by(pins.c.who))  # type: ignore[arg-type]
        return [Pin(**{name: row[name] for name in _COLUMNS}) for row in rows]
