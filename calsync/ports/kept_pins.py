"""PINs, as the store keeps them: by hashes alone."""

from __future__ import annotations

from typing import Protocol

from calsync.domain.model import PersonId
from calsync.domain.pins import Pin


class KeptPins(Protocol):
    """Workers' PINs, and the links by which they choose one."""

    def put_pin(self, pin: Pin) -> None:
        """Keep what is known of somebody's PIN, in the place of what was."""

    def pin(self, who: PersonId) -> Pin | None:
        """What is kept of somebody's PIN; None when they have none, and are not to choose one."""

    def pins(self) -> list[Pin]:
        """All that are kept, by person."""

    def pin_invited(self, invite: str) -> Pin | None:
        """Whose link that is, by its hash; None when nobody's."""

    def drop_pin(self, who: PersonId) -> bool:
        """Forget somebody's PIN; False when there was none."""
