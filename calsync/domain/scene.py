"""All that a message may speak of, and the words for roles and for what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from calsync.domain.links import ShownLink
from calsync.domain.model import Answer, Ask, Deadline, Notification, People, Role, Visit, Watched
from calsync.domain.model.said import Said
from calsync.domain.standing_word import StandingWord

ROLE_WORDS = {
    Role.WORKER: "the worker",
    Role.LINE_MANAGER: "the line manager",
    Role.DEPUTY: "the deputy",
    Role.BUDDY: "the buddy",
    Role.NAMED_COLLEAGUE: "the named colleague",
    Role.ADMIN: "the administrator",
    Role.SENIOR_MANAGEMENT: "senior management",
    Role.DELIVERY_MANAGER: "the Delivery Manager",
    Role.SAFEGUARDING_LEAD: "the safeguarding lead",
    Role.DUTY_MANAGER: "the duty manager",
    Role.OUT_OF_HOURS: "the out-of-hours contact",
}

ASK_WORDS = {
    Ask.CALL_WORKER: "ring the worker",
    Ask.CALL_HOUSEHOLD: "ring the household",
    Ask.CALL_HOME: "ring the worker's home",
    Ask.GO_AND_LOOK: "go and look, in twos",
    Ask.TAKE_OVER: "take over",
    Ask.INFORM_EMERGENCY_SERVICES: "inform the emergency services",
    Ask.CALL_POLICE: "call the police",
    Ask.CHECK_IN: "say whether they are out and safe",
    Ask.KNOW: "know of it",
    Ask.APPROVE: "approve",
    Ask.CONFIRM: "confirm",
    Ask.IS_IT_A_VISIT: "say whether it is a visit",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One answer of the worker, and what it was about."""

    answer: Answer
    visit: Visit
    deadline: Deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a message may speak of."""

    deadline: Deadline
    visit: Visit
    people: People
    answers: Sequence[Answer] = ()
    elsewhere: Sequence[Heard] = ()
    """What the worker has said of late under their other deadlines; empty in whatever goes to them."""
    tried: Sequence[Answer] = ()
    """What responders have said of this alarm, and of the visit's others beside it; empty where no sheet stands."""
    told: Sequence[Notification] = ()
    agencies: Sequence[str] = ()
    unread_since: datetime | None = None
    """Since when the worker's diary can't be read; None: it can."""
    zone: str = "Europe/London"
    said: Said = field(default_factory=Said)
    """What the entry says besides; empty in whatever goes to the worker, or by another channel than mail (law 15)."""
    besides: Sequence[Deadline] = ()
    """Of a call for help, a code word, or what is asked during a visit: the visit's other deadlines."""
    by_mail: bool = False
    """Whether it is a mail to somebody else than the worker, in which home details may stand."""
    outing: Sequence[Watched] = ()
    """Of a deadline of an outing as a whole: its visits, in the order of their starts."""
    may_be_at: Sequence[Watched] = ()
    """Of a call for help or a code word: the visits on which the worker may be, oldest first."""
    was_last: Watched | None = None
    """Of one that came while no visit was under way: the visit that began last before it."""
    household_at_a_step: bool = False
    """Whether the policy asks for a call to the household, at a step of its own."""
    nobody_rings: bool = False
    """Whether the policy asks the worker alone at deadlines of this kind.

    A deadline's own ladder does not tell: under duress it goes to the worker alone, and must say the same (law 7)."""
    beside: Sequence[str] = ()
    """The names of those who are on the visit together with the worker, and whom the same message is about."""
    beside_due: Sequence[datetime] = ()
    """The deadlines in force of those, in the same order."""
    link: ShownLink | None = None
    """The link by which this very message can be answered; None: it has none."""
    code_questions: Sequence[str] = ()
    """What a caller may ask to find out, unnoticed, whether the worker is in danger."""
    word: StandingWord | None = None
    """A code word of the worker that stands elsewhere; None in whatever goes to them, and in the word's own alarm."""

    def clock(self, moment: datetime) -> str:
        """A moment as people read it: local, hours and minutes."""
        return moment.astimezone(ZoneInfo(self.zone)).strftime("%H:%M")

    def name(self, person_id: str) -> str:
        """A person's name, or a plain word where it is not known."""
        person = self.people.get(person_id)
        return person.name if person is not None else "a colleague"

    def span(self) -> str:
        """From when to when the visit lasts, as the diary says."""
        return f"{self.clock(self.visit.start)} to {self.clock(self.visit.end)}"

    def phones(self) -> str:
        """By which numbers the worker is reached, or that none is known."""
        person = self.people.get(self.deadline.worker)
        return " or ".join(person.numbers if person is not None else ()) or "no number is known"


def all_of(names: Sequence[str]) -> str:
    """Several names as one reads them aloud."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
