"""A code word that stands elsewhere -> what every other message about its worker says before all else (law 7).

The alarm of a later visit, of a return or of a call for help goes on (law 4), also to people who were told nothing of
the word: none of them may ring somebody who is held, and each reads who is dealing with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from calsync.domain.model import AlarmKind, Ask, Deadline, PersonId, Watched

RINGS = (Ask.CALL_WORKER, Ask.CALL_HOUSEHOLD, Ask.CALL_HOME)
"""What asks for a call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingWord:
    """An open code word of a worker, as those read of it who are told of something else about them."""

    worker: str
    """Their name."""
    given: str
    """When it was given: local, hours and minutes."""
    owner: str = ""
    """The name of whoever has its alarm; empty while nobody has."""
    told: tuple[str, ...] = ()
    """The names of those who were told of it."""
    colleague: str = ""
    """Whom the message is about, where that is somebody on the same visit; empty where it is who gave the word."""

    open_question: bool = False
    """Whether it is not known whose it was, and the worker is one of those who may be meant."""

    @property
    def dealing(self) -> str:
        """Who is dealing with it."""
        if self.open_question:
            return f"Whose it was is asked of: {', '.join(self.told)}"
        if self.owner:
            return f"{self.owner} has it"
        return f"Nobody has it yet; told: {', '.join(self.told)}" if self.told else "Nobody has it yet"

    @property
    def first(self) -> str:
        """What stands first in a mail."""
        if self.open_question:
            return (
                f"A code word was given at {self.given}, and it is not known yet whose it was: {self.worker} may be "
                f"held or threatened, and must NOT be rung before that is settled. {self.dealing}."
            )
        beside = f"{self.colleague} is on that visit with them: neither" if self.colleague else ""
        rung = f"threatened. {beside} must be rung" if beside else "threatened, and must NOT be rung"
        return (
            f"{self.worker} gave the code word at {self.given}: they may be held or {rung}, since whoever is there may "
            f"hear it. {self.dealing}."
        )

    @property
    def subject(self) -> str:
        """What stands first in a subject."""
        if self.open_question:
            return f"{self.worker} may have given a code word at {self.given}, do NOT ring before that is settled"
        dealing = f"{self.owner} has it" if self.owner else "Nobody has it yet"
        ring = f"do NOT ring them or {self.colleague}" if self.colleague else "do NOT ring"
        return f"{self.worker} gave the code word at {self.given} and may be held, {ring}. {dealing}"

    @property
    def line(self) -> str:
        """What stands first in the call sheet."""
        if self.open_question:
            return (
                f"given at {self.given}, perhaps by {self.worker}: do NOT ring before that is settled. {self.dealing}"
            )
        if self.colleague:
            whom = f"{self.worker} and {self.colleague}, on one visit, may be held: NEITHER must be rung"
            return f"given by {self.worker} at {self.given}; {whom}. {self.dealing}"
        return f"given at {self.given}; they may be held and must NOT be rung. {self.dealing}"

    def act(self, ask: Ask) -> str:
        """The one thing to do, in the place of what would ring."""
        if self.open_question and not ask.outside_body:
            asked = f"Speak to those who are asked whose it was: {', '.join(self.told)}"
            return f"Please ring nobody before that is settled: not {self.worker}, not their home. {asked}."
        alarm = "that alarm" if self.owner else 'that alarm: answer its message "I have it"'
        speak = f"Speak to {self.owner}, and tell them of this" if self.owner else f"Take {alarm}"
        if ask.outside_body:
            return (
                f"{speak}. Were the police not told yet: dial 999 yourself with the sheet below, and say that a code "
                "word was given. calsync dials nobody."
            )
        whom = f"{self.worker}, not {self.colleague}" if self.colleague else self.worker
        nobody = f"Please ring nobody: not {whom}, not a household, not their home. "
        return f"{nobody if ask in RINGS or ask is Ask.TAKE_OVER else ''}{speak}. Nobody goes there alone."


def open_word(watched: Sequence[Watched], beside: Deadline) -> Deadline | None:
    """The newest open code word of a worker that is not this deadline's own alarm; None when none stands."""
    words = (one for each in watched for one in each.deadlines if one.is_open and one.alarm is AlarmKind.DURESS)
    return max((one for one in words if one.id != beside.id), key=lambda one: (one.base, one.id), default=None)


def standing(
    word: Deadline,
    told: Sequence[PersonId],
    name: Callable[[PersonId], str],
    clock: Callable[[datetime], str],
    *,
    about: PersonId,
) -> StandingWord:
    """The word as it is read; `told` are those who were sent its alarm, and `about` is whom the message is about."""
    return StandingWord(
        worker=name(word.worker),
        given=clock(word.base),
        owner=name(word.owner) if word.owner is not None else "",
        told=tuple(dict.fromkeys(name(each) for each in told)),
        colleague=name(about) if about != word.worker else "",
    )
