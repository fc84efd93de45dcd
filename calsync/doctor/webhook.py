"""The webhook: whether its receiver takes a signed message."""

from __future__ import annotations

from collections.abc import AsyncIterator

from calsync.app import App
from calsync.doctor.asked import asked_for
from calsync.doctor.finding import Finding, amber, green, red
from calsync.domain.model import Channel
from calsync.engine.webhooking import trial_message
from calsync.errors import DeliveryFailed
from calsync.sending import make_webhook


async def webhook(app: App) -> AsyncIterator[Finding]:
    """Post a test, which says that it is one; nothing where no policy asks for it and none is configured."""
    told, at = app.settings.webhook, app.clock.now()
    wanted = asked_for(app, Channel.WEBHOOK)
    if told is None:
        if wanted:
            yield amber("webhook", "the policy has steps that are posted, and none are: configure [webhook]")
        return
    try:
        await make_webhook(told).post(trial_message(at), reference=f"test-{at:%Y%m%d%H%M%S}")
    except DeliveryFailed as error:
        yield red("webhook", str(error))
        return
    if wanted:
        yield green("webhook", "a signed test was taken")
    else:
        words = "a signed test was taken, and nothing else is posted: no step of the policy has the channel webhook"
        yield amber("webhook", words)
