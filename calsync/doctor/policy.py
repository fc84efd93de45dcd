"""The policy: what it leaves open in this deployment."""

from __future__ import annotations

from calsync.app import App
from calsync.doctor.finding import Finding, amber, green
from calsync.policies.loader import warnings


def policy(app: App) -> list[Finding]:
    """That every step can be delivered, without which nothing starts, and what the policy's file warns of."""
    told = warnings(app.settings.policy.use, at=app.clock.now().date())
    return [
        green("policy", f"{app.policy.title}: every step can be delivered"),
        *(amber("policy", each) for each in told),
    ]
