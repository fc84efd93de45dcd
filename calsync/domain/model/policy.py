"""The policy as data: roles, asks, channels, steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class DeadlineKind(StrEnum):
    """Whose clock it is."""

    VISIT_END = "visit-end"
    RETURN = "return"
    HOME_SAFE = "home-safe"
    INTERVAL = "interval"


class Role(StrEnum):
    """In what capacity a person is told."""

    WORKER = "worker"
    LINE_MANAGER = "line_manager"
    DEPUTY = "deputy"
    BUDDY = "buddy"
    NAMED_COLLEAGUE = "named_colleague"
    ADMIN = "admin"
    SENIOR_MANAGEMENT = "senior_management"
    DELIVERY_MANAGER = "delivery_manager"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    DUTY_MANAGER = "duty_manager"
    OUT_OF_HOURS = "out_of_hours"


class Ask(StrEnum):
    """What the person who is told is asked to do."""

    CHECK_IN = "check-in"
    IS_IT_A_VISIT = "is-it-a-visit"
    CALL_WORKER = "call-worker"
    CALL_HOUSEHOLD = "call-household"
    CALL_HOME = "call-home"
    GO_AND_LOOK = "go-and-look"
    TAKE_OVER = "take-over"
    INFORM_EMERGENCY_SERVICES = "inform-emergency-services"
    CALL_POLICE = "call-police"
    APPROVE = "approve"
    CONFIRM = "confirm"
    KNOW = "know"

    @property
    def outside_body(self) -> bool:
        """Whether it asks for the police or another body outside the organisation."""
        return self in (Ask.INFORM_EMERGENCY_SERVICES, Ask.CALL_POLICE)


class Possible(StrEnum):
    """What a policy does with an entry that may be a visit."""

    ASK = "ask"
    """The worker is asked; after silence the line manager is told once, and nobody else (law 16)."""
    WATCH = "watch"
    """It is watched as a visit from the start."""


class Channel(StrEnum):
    """By what a message travels."""

    MAIL = "mail"
    TEXT = "text"
    VOICE = "voice"
    WEBHOOK = "webhook"

    @property
    def rings(self) -> bool:
        """Whether it can wake somebody (law 4)."""
        return self in (Channel.TEXT, Channel.VOICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who is told, how, what they are asked to do, and how long after the deadline."""

    after: timedelta
    roles: tuple[Role, ...]
    ask: Ask
    channels: tuple[Channel, ...] = (Channel.MAIL,)
    every: timedelta | None = None
    """Repeated at this pace until the next step; None: told once."""
    clause: str = ""
    deadline: DeadlineKind = DeadlineKind.VISIT_END

    @property
    def to_worker(self) -> bool:
        """Whether it goes to the lone worker and to nobody else."""
        return self.roles == (Role.WORKER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One organisation's lone-working policy as data: rules, clocks, steps, checks."""

    name: str
    title: str
    steps: tuple[Step, ...]
    emergency: tuple[Step, ...]
    max_extension: timedelta = timedelta(minutes=60)
    max_extension_on_risk: timedelta = timedelta(minutes=30)
    diary_answers: bool = True
    possible: Possible = Possible.ASK
    mail_alone: str = ""
    """Who signed that mail without a channel that rings is enough; empty: nobody did."""
    code_words: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    """Partner agencies that are informed together with the emergency services, each with its number."""
    review_by: date | None = None

    def extension(self, *, risk: bool) -> timedelta:
        """How far beyond its planned end a deadline may ever be moved (law 2)."""
        return self.max_extension_on_risk if risk else self.max_extension
