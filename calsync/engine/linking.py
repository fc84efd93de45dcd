"""A message's link: kept before the message goes out, so that it opens as soon as it is read (law 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from calsync.domain.links import ShownLink, has_link
from calsync.domain.model import Notification, Role
from calsync.engine.core import Core
from calsync.ports import Transaction

YOUR_PIN = "your PIN"
"""What whoever has a PIN is to type, in place of the two digits."""


def link_for(core: Core, tx: Transaction, row: Notification, at: datetime) -> ShownLink | None:
    """The link that a message shows; None where it has none, or this deployment has no pages."""
    if core.links is None or not has_link(row):
        return None
    link = core.links.made_for(row, at)
    if tx.link(link.digest) is None:
        tx.put_link(link)
    shown = core.links.shown(row)
    pin = tx.pin(row.recipient) if row.role is Role.WORKER else None
    return replace(shown, digits=YOUR_PIN) if pin is not None and pin.is_set else shown
