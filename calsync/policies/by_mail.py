"""A policy as it is kept where nothing rings: every step by mail, and that signed for."""

from __future__ import annotations

from dataclasses import replace

from calsync.domain.model import Channel, Policy, Step


def by_mail_alone(policy: Policy, signed: str) -> Policy:
    """The policy with what rings told by mail, `signed` saying who takes that on; one signed already is left alone."""
    if policy.mail_alone:
        return policy

    def by_mail(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(replace(step, channels=(Channel.MAIL,)) for step in steps)

    return replace(policy, steps=by_mail(policy.steps), emergency=by_mail(policy.emergency), mail_alone=signed)
