"""Whether the policy asks for a channel at all."""

from __future__ import annotations

from calsync.app import App
from calsync.domain.model import Channel


def asked_for(app: App, channel: Channel) -> bool:
    """Whether a step of any policy goes by this channel."""
    return any(channel in step.channels for each in app.policies.every for step in (*each.steps, *each.emergency))
