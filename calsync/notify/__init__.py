"""The channels by which a message travels, one file each, all behind the Notifier port."""

from __future__ import annotations

from calsync.domain.model import Channel

CHANNELS = frozenset({Channel.MAIL})
"""The channels that this version sends by."""
