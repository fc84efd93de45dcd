"""The policy as data: roles, asks, channels, steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from calsync.domain.model.afterwards import IncidentKind, PassOn
from calsync.domain.model.checks import Checks
from calsync.domain.model.hours import OfficeHours
from calsync.domain.model.letters import Letters


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


class OnNoAnswer(StrEnum):
    """What a call step does once it is logged that nobody answered."""

    WAIT = "wait"
    """The next step keeps its time."""
    NEXT = "next"
    """The next step is taken at once."""


class Hours(StrEnum):
    """Of which deadlines a step is: judged by the moment of the deadline in force, and the office's own hours."""

    ANY = "any"
    OFFICE = "office"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who is told, how, what they are asked to do, and how long after the deadline."""

    after: timedelta
    """From the deadline in force; of a step that follows the one before it, the latest at which it can come."""
    roles: tuple[Role, ...]
    ask: Ask
    channels: tuple[Channel, ...] = (Channel.MAIL,)
    every: timedelta | None = None
    """Repeated at this pace until the next step; None: told once."""
    clause: str = ""
    deadline: DeadlineKind = DeadlineKind.VISIT_END
    then_within: timedelta | None = None
    """Set where it follows the step before it: as soon as what came of that one is logged, and at the latest so long
    after it was taken; zero: together with it. None: it keeps its own time, `after` the deadline."""
    on_no_answer: OnNoAnswer = OnNoAnswer.WAIT
    hours: Hours = Hours.ANY
    when: tuple[str, ...] = ()
    """What makes it apply, any of these words being enough (`domain/ladders.py`); empty: it always does."""

    @property
    def to_worker(self) -> bool:
        """Whether it goes to the lone worker and to nobody else."""
        return self.roles == (Role.WORKER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """What is due after an incident: by whom, and within which time."""

    kinds: tuple[IncidentKind, ...]
    what: str
    role: Role
    within: timedelta | None = None
    """From the moment at which the incident was told; None: by the end of that day, 23:59 local time."""
    clause: str = ""


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
    pin_on_risk: bool = False
    """Whether a "safe" on a risk visit, by what another may hold, counts with the worker's PIN alone (law 6)."""
    possible: Possible = Possible.ASK
    mail_alone: str = ""
    """Who signed that mail without a channel that rings is enough; empty: nobody did."""
    code_words: tuple[str, ...] = ()
    code_questions: tuple[str, ...] = ()
    """What a caller asks a worker who may not be able to speak freely: a "yes" or "no" to it means danger."""
    agencies: tuple[str, ...] = ()
    """Partner agencies that are informed together with the emergency services, each with its number."""
    review_by: date | None = None
    office: OfficeHours = field(default_factory=OfficeHours)
    """When a step of `hours` "office" or "out" applies, and which visits are out of hours."""
    travel: timedelta = timedelta(minutes=30)
    """How long the way back takes where the diary does not say when the worker is back."""
    return_at_most: timedelta = timedelta(hours=3)
    """How long after the first unanswered end of an outing its return comes at the latest."""
    late_after: time | None = None
    """From when on, in local time, a visit that ends is taken for one after which nobody comes back to the office.

    That it is over is then passed on (`domain/passing_on.py`)."""
    home_area: tuple[str, ...] = ()
    """The postcode areas or districts ("S60") that are the organisation's own. After a visit outside them nobody is
    expected back at the office either."""
    home_safe: timedelta | None = None
    """How long after the last visit of the day the worker is asked whether they are home; None: they are not asked.

    It counts from the return where the policy asks for one or the diary says when they are back; else from the end."""
    agreed_time: bool = False
    """Whether a time that the entry of a risk visit names, "max 45 min" or "until 15:30", is its end."""
    remind_of_family: bool = False
    """Whether a worker whose home visit is moved or taken out before its start is reminded to tell the family."""
    interval: timedelta | None = None
    """How often the worker is asked during a long visit; None: they are not."""
    pass_on: tuple[PassOn, ...] = ()
    """What is passed on in one short message once a visit is over; empty: nothing."""
    afterwards: tuple[Afterwards, ...] = ()
    """What is due after incidents."""
    checks: Checks = field(default_factory=Checks)
    """What is looked at before a visit."""
    letters: Letters = field(default_factory=Letters)
    """Which mails besides are sent, that are no alarm."""

    def extension(self, *, risk: bool) -> timedelta:
        """How far beyond its planned end a deadline may ever be moved (law 2)."""
        return self.max_extension_on_risk if risk else self.max_extension
