"""Whoever visits under a policy that asks for a PIN on risk visits, and has none: their "safe" there closes nothing."""

from __future__ import annotations

from calsync.app import App
from calsync.doctor.finding import Finding, Light, Trouble, listed
from calsync.domain.model import People


def without_pin(app: App, people: People) -> list[Finding]:
    """A finding for each worker, or for many at once; empty where no policy asks for PINs, or all have one."""
    if not any(policy.pin_on_risk for policy in app.policies.every):
        return []
    with app.store.transaction() as tx:
        have = {pin.who for pin in tx.pins() if pin.is_set}
    troubles = [
        Trouble(
            person=each,
            words='has no PIN, and the policy asks for one on risk visits (pin_on_risk): a "safe" of theirs from there '
            f"counts as contact, and others are told; calsync pin invite {each.mail or each.id}",
        )
        for each in people.persons
        if each.works and each.id not in have and app.policies.of(each).pin_on_risk
    ]
    return listed(troubles, Light.AMBER, one="worker", many="workers", head="{n} people, each of whom")
