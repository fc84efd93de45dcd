"""The policy as the demo keeps it: by the ways that were asked for, with a code word, and with every choice made."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from calsync.demo.joining import POLICY
from calsync.domain.model import Channel, Policy, Step
from calsync.policies.by_mail import by_mail_alone
from calsync.policies.loader import load, presets, sketch

CODE_WORD = "purple file"
"""Where the policy names none."""
MADE_UP = (0, 15, 15, 15, 30)
"""Minutes for a preset that leaves them open, in the order of its steps."""
_OPEN = re.compile(r'^after = "choose"', re.MULTILINE)


def kept(name: str | None, folder: Path, *, texts: bool, calls: bool) -> Policy:
    """The policy of that name or file, Clarendon's where there is none. Raises Problems and CalsyncError.

    A preset with minutes that an organisation has to choose is written into `folder` with made-up ones.
    """
    use = name or str(POLICY)
    if use in presets() and sketch(use).open:
        use = _with_minutes(use, folder)
    policy = load(use)
    if not policy.code_words:
        policy = replace(policy, code_words=(CODE_WORD,))
    if not texts and not calls:
        return by_mail_alone(policy, "signed for the demonstration")
    policy = _with(policy, Channel.TEXT) if policy.mail_alone else policy
    return by_call_first(policy) if calls else policy


def by_call_first(policy: Policy) -> Policy:
    """The policy with a call before each of its texts."""

    def ringing(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(
            replace(step, channels=(Channel.VOICE, *step.channels))
            if Channel.TEXT in step.channels and Channel.VOICE not in step.channels
            else step
            for step in steps
        )

    return replace(policy, steps=ringing(policy.steps), emergency=ringing(policy.emergency))


def _with(policy: Policy, channel: Channel) -> Policy:
    """A policy that was signed for mail alone, told by another channel first."""

    def both(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(replace(step, channels=(channel, Channel.MAIL)) for step in steps)

    return replace(policy, steps=both(policy.steps), emergency=both(policy.emergency), mail_alone="")


def _with_minutes(preset: str, folder: Path) -> str:
    """The path of the preset with every choice made."""
    minutes = iter(MADE_UP)
    written = files("calsync.policies").joinpath(f"{preset}.toml").read_text(encoding="utf-8")
    file = folder / f"{preset}.toml"
    file.write_text(_OPEN.sub(lambda _: f"after = {next(minutes, MADE_UP[-1])}", written), encoding="utf-8")
    return str(file)
