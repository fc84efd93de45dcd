"""Policy files: the presets that come along by their name, an organisation's own by its path."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from calsync.domain.model import Channel, Policy, Step
from calsync.errors import CalsyncError, Problems
from calsync.parsers.toml_text import NotToml, read_toml_text
from calsync.policies.checks import Reading, read
from calsync.policies.fields import did_you_mean
from calsync.policies.rows import Row

__all__ = ["Row", "Sketch", "check", "deliverable", "load", "presets", "rows", "sketch", "warnings"]

_LINE = re.compile(r"^line (\d+)")
_OTHER_MINUS = re.compile(r"=\s*[\u2212\u2012-\u2015]\s*\d")


def presets() -> list[str]:
    """The names of the policies that come with calsync, in alphabetical order."""
    found = (each.name for each in files("calsync.policies").iterdir())
    return sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml"))


def load(name_or_path: str) -> Policy:
    """The policy of a preset's name or a file's path.

    Raises Problems with every mistake of the file at once, and CalsyncError when there is no such policy.
    """
    reading = _reading(name_or_path)
    if reading.policy is None:
        raise Problems(name_or_path, list(reading.problems))
    return reading.policy


def check(name_or_path: str) -> list[str]:
    """Every problem of a policy file as a sentence with its place; empty when it can be used.

    Raises CalsyncError when there is no such policy or its file can't be read at all.
    """
    return list(_reading(name_or_path).problems)


def rows(name_or_path: str) -> list[Row]:
    """Each requirement of the policy and how it is met; empty when the file lists none.

    Raises Problems or CalsyncError as `sketch` does.
    """
    return list(sketch(name_or_path).rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A policy to be looked at, which may still have choices that nobody made."""

    policy: Policy
    open: frozenset[tuple[str, str]]
    """The choices that nobody made: the place of each, "step 1", and its key. What stands there is no value."""
    rows: tuple[Row, ...]


def sketch(name_or_path: str) -> Sketch:
    """The policy as it can be shown, also while minutes are still to be chosen.

    Raises Problems with every other mistake at once, and CalsyncError as `load` does.
    """
    reading = _reading(name_or_path)
    if reading.sketch is None:
        raise Problems(name_or_path, list(reading.problems))
    return Sketch(policy=reading.sketch, open=reading.open, rows=reading.rows)


def warnings(name_or_path: str, *, at: date | None = None) -> list[str]:
    """What is allowed and still to be known: a signature, a second thought, a review that is past on the day `at`.

    Without `at` no date is judged. Raises Problems or CalsyncError as `load` does.
    """
    reading = _reading(name_or_path)
    if reading.policy is None:
        raise Problems(name_or_path, list(reading.problems))
    policy = reading.policy
    found = list(reading.notes)
    if policy.mail_alone:
        signed = policy.mail_alone
        found.append(f"mail alone: {signed if signed.casefold().startswith('signed') else f'signed by {signed}'}")
    if policy.pin_on_risk:
        found.append(
            'pin_on_risk: whoever goes on risk visits needs a PIN, else a "safe" of theirs from there is contact, '
            "and others are told; `calsync pin list` names those who have one, `calsync doctor` those who have none"
        )
    if at is not None and policy.review_by is not None and policy.review_by < at:
        found.append(f"review_by: this policy was to be reviewed by {policy.review_by.isoformat()}")
    return found


def deliverable(policy: Policy, channels_available: AbstractSet[Channel]) -> list[str]:
    """Which steps can't be delivered by the channels that are configured; empty when all can.

    A responder step of which only channels without a ring are left is one of them, unless mail alone is signed
    for: else a policy that asks for a ring would be kept by mail in silence.
    """
    found: list[str] = []
    for place, steps in (("step", policy.steps), ("emergency step", policy.emergency)):
        for number, step in enumerate(steps, 1):
            told_by = [channel for channel in step.channels if channel is not Channel.WEBHOOK]  # it tells no person
            left = [channel for channel in told_by if channel in channels_available]
            who = f"{place} {number} ({', '.join(step.roles)})"
            if not left:
                found.append(f"{who} can't be delivered: {_none_of(step)} configured")
            elif not step.to_worker and not policy.mail_alone and not any(channel.rings for channel in left):
                found.append(
                    f"{who} would come by {', '.join(left)} alone, which wakes nobody: configure text or voice, "
                    'or sign for mail alone in the policy with mail_alone = "signed by ..."'
                )
    return found


def _none_of(step: Step) -> str:
    """The step's channels as the subject of "configured", denied."""
    names = ", ".join(step.channels)
    return f"its channel {names} is not" if len(step.channels) == 1 else f"none of its channels {names} is"


def _reading(name_or_path: str) -> Reading:
    """What the file holds; syntax errors count as its only problem."""
    name, content = _content(name_or_path)
    try:
        table, _ = read_toml_text(content)
    except NotToml as error:
        return Reading(problems=(f"{error}{_minus(content, str(error))}",))
    return read(name, table)


def _minus(content: bytes, error: str) -> str:
    """The end of a sentence on a line that can't be read for its minus sign: word processors write another one."""
    at = _LINE.match(error)
    lines = content.decode("utf-8", errors="replace").splitlines()
    line = lines[int(at[1]) - 1] if at is not None and int(at[1]) <= len(lines) else ""
    return "; write its minus sign as -, the one of the keyboard" if _OTHER_MINUS.search(line) else ""


def _content(name_or_path: str) -> tuple[str, bytes]:
    """The policy's name and the bytes of its file."""
    if name_or_path in presets():
        return name_or_path, files("calsync.policies").joinpath(f"{name_or_path}.toml").read_bytes()
    path = Path(name_or_path)
    try:
        return path.stem, path.read_bytes()
    except FileNotFoundError:
        if path.suffix or path.name != name_or_path:
            raise CalsyncError(f"There is no policy file {name_or_path}; look at its path.") from None
        near = did_you_mean(name_or_path, presets())
        raise CalsyncError(
            f"There is no policy called '{name_or_path}'{near}{'' if near.endswith('?') else '.'} "
            "An organisation's own policy is named by the path of its file."
        ) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CalsyncError(f"The policy file {name_or_path} can't be read: {why}.") from None
