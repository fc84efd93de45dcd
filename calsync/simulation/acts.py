"""[[happens]] -> what people do, in time order; each is looked at against the visit as it stands at that moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from calsync.domain.model import AnswerKind, PersonId, Role
from calsync.parsers.reply import Intent, read_reply
from calsync.policies.fields import Table, did_you_mean
from calsync.simulation.people import NOBODY, Staff
from calsync.simulation.scenario import Act, Entry, What

ALL_KEYS = ("at", "who", "what", "visit")
ENTRY_KEYS = ("start", "end", "location", "subject", "categories", "attendees")
KEYS: Mapping[What, tuple[str, ...]] = {
    What.REPLY: ("text",),
    What.LINK: ("text",),
    What.TEXT: ("text",),
    What.CALL: ("text",),
    What.EDIT: ENTRY_KEYS,
    What.DELETE: (),
    What.CREATED: (),
    What.CALL_OUTCOME: ("outcome", "text", "until", "log", "reason"),
    What.ACKNOWLEDGE: (),
    What.CLOSE: ("reason",),
    What.ABSENT: ("until",),
}
"""What else may be said of each."""
OUTCOMES = {
    "no-answer": AnswerKind.NO_ANSWER,
    "logged": AnswerKind.CALL_LOGGED,
    "unclear": AnswerKind.CALL_LOGGED,
    "safe": AnswerKind.SAFE,
    "still-there": AnswerKind.CONTACT,
    "extend": AnswerKind.EXTEND,
    "help": AnswerKind.HELP,
    "duress": AnswerKind.DURESS,
    "told-outside": AnswerKind.TOLD_OUTSIDE,
    "stood-down": AnswerKind.STAND_DOWN,
}
"""What came of a call, and what it is for the service: the worker's word as they gave it, or that there was none."""


@dataclass(slots=True)
class Subject:
    """A visit as it stands at the moment up to which the happenings were read."""

    worker: PersonId
    entry: Entry | None
    """None where it could not be read."""
    created: datetime | None
    """When its entry was made, as the visit itself says."""
    made: datetime | None = None
    """The same, as a happening says."""
    gone: bool = False


def read_acts(document: Table, visits: Mapping[str, Subject], staff: Staff) -> tuple[Act, ...]:
    """What happens, in time order, each problem noted. `visits` are carried along, and say what became of them."""
    tables = document.tables("happens")
    timed = [(each.moment("at"), each) for each in tables if each.required("at", "when it happens")]
    making: dict[str, datetime] = {}
    for at, table in timed:
        if table.values.get("what") == What.CREATED and at is not None:
            name = _visit_named(table, visits)
            making[name] = min(at, making.get(name, at))
    for name, at in making.items():
        if (subject := visits.get(name)) is not None:
            subject.made = at
    acts: list[Act] = []
    for at, table in sorted(((at, each) for at, each in timed if at is not None), key=lambda pair: pair[0]):
        act = _Reader(table, at, visits, staff).act()
        if act is not None:
            acts.append(act)
    for table in (each for at, each in timed if at is None):
        _Reader(table, None, visits, staff).act()
    return tuple(acts)


def colleagues(table: Table, named: Sequence[str], staff: Staff) -> tuple[str, ...]:
    """The addresses of those who accepted, by role, name or address; who is unknown is noted."""
    found = {each: staff.address(each) for each in named}
    for each, address in found.items():
        if not address:
            table.note(f"attendees: nobody is called '{each}'{did_you_mean(each, staff.known())}")
    return tuple(dict.fromkeys(address for address in found.values() if address))


def _visit_named(table: Table, visits: Mapping[str, Subject]) -> str:
    """The visit that a happening names; the only one where it names none; empty otherwise."""
    name = table.values.get("visit")
    if name is None and len(visits) == 1:
        return next(iter(visits))
    return name.strip() if isinstance(name, str) else ""


class _Reader:
    """Reads one happening."""

    def __init__(self, table: Table, at: datetime | None, visits: Mapping[str, Subject], staff: Staff) -> None:
        self._table, self._at, self._visits, self._staff = table, at, visits, staff

    def act(self) -> Act | None:
        """The happening; None when something about it was noted."""
        table, before = self._table, len(self._table.problems)
        whats = table.words("what", What) if table.required("what", f"what is done: {', '.join(What)}") else ()
        if len(whats) != 1:
            if len(whats) > 1:
                table.note("what is one word: make a [[happens]] for each thing that is done")
            return None
        what = whats[0]
        table.only((*ALL_KEYS, *KEYS[what]))
        who, visit = self._who(what), self._visit(what)
        more = self._more(what, visit)
        if len(table.problems) > before or self._at is None:
            return None
        return Act(at=self._at, who=who, what=what, visit=visit, **more)

    def _visit(self, what: What) -> str:
        table, name = self._table, self._table.text("visit")
        if name and name not in self._visits:
            table.note(f"there is no visit '{name}'{did_you_mean(name, self._visits or ('visit',))}")
        elif not name and len(self._visits) > 1 and not what.speaks and what is not What.ABSENT:
            table.note(f"visit is missing: say which of {', '.join(self._visits)} it is about")
        return _visit_named(table, self._visits)

    def _who(self, what: What) -> PersonId:
        table = self._table
        name = table.text("who")
        subject = self._visits.get(_visit_named(table, self._visits))
        if not name:
            if what.in_diary and subject is not None and "who" not in table.values:
                return subject.worker
            table.required("who", "which role, or whose name")
            return ""
        if name == Role.WORKER and subject is not None:
            return subject.worker
        found = self._staff.called(name)
        if len(found) == 1:
            return found[0]
        if found:
            table.note(f"who: several people are '{name}' ({', '.join(found)}): give the name of one, or the visit")
        elif name in list(Role):
            why = ", unless the scenario says who" if Role(name) in NOBODY else ""
            table.note(f'who: nobody is {name}{why}: write [people.NAME] with role = "{name}"')
        else:
            table.note(f"who: nobody is called '{name}'{did_you_mean(name, self._staff.known())}")
        return ""

    def _more(self, what: What, visit: str) -> dict[str, Any]:
        table = self._table
        if what.speaks:
            return {"text": table.written("text")} if table.required("text", "what they say") else {}
        if what.in_diary:
            return self._in_diary(what, visit)
        match what:
            case What.CALL_OUTCOME:
                return self._outcome()
            case What.CLOSE:
                table.required("reason", "nobody closes an alarm without one, such as safe and well, I spoke to them")
                return {"answer": AnswerKind.CLOSE, "reason": table.text("reason")}
            case What.ACKNOWLEDGE:
                return {"answer": AnswerKind.ACKNOWLEDGE}
        return {"until": self._until()}

    def _until(self) -> datetime | None:
        until = self._table.moment("until")
        if until is not None and self._at is not None and until <= self._at:
            self._table.note("until is not later than at")
        return until

    def _outcome(self) -> dict[str, Any]:
        table = self._table
        if not table.required("outcome", f"what came of the call: {', '.join(OUTCOMES)}"):
            return {}
        told = table.text("outcome")
        word = "-".join(told.casefold().replace("_", " ").replace("-", " ").split())
        if told and word not in OUTCOMES:
            table.note(f"unknown outcome '{told}'{did_you_mean(word, OUTCOMES)}")
            return {}
        kind, text, until = OUTCOMES.get(word), table.text("text"), self._until()
        more = {"answer": kind, "text": text or word.replace("-", " "), "until": until, "reason": table.text("reason")}
        if kind in (AnswerKind.TOLD_OUTSIDE, AnswerKind.STAND_DOWN):
            return {**more, "log_number": table.text("log")}
        if kind is AnswerKind.EXTEND and until is None and self._at is not None:
            reply = read_reply(text, sent=self._at)
            if reply.intent is not Intent.EXTEND:
                table.note('extend needs how much more time: text = "+30", or until = 2026-12-01T15:40:00Z')
            return {**more, "minutes": reply.minutes, "until": reply.until}
        return more

    def _in_diary(self, what: What, visit: str) -> dict[str, Any]:
        """What the entry says after it; noted where there is no entry at that moment to do it with."""
        table, subject, at = self._table, self._visits.get(visit), self._at
        if what is What.EDIT and not any(key in table.values for key in ENTRY_KEYS):
            table.note(f"an edit changes something: say one of {', '.join(ENTRY_KEYS)}")
        if subject is None or subject.entry is None or at is None:
            return {"entry": None}
        if what is What.CREATED:
            self._created(subject, at)
            return {"entry": subject.entry}
        made = subject.made or subject.created
        if subject.gone or (made is not None and at < made):
            why = "was deleted before" if subject.gone else "is made later"
            table.note(f"the entry of this visit is not in the diary at that time: it {why}")
            return {}
        if what is What.DELETE:
            subject.gone = True
            return {}
        subject.entry = self._edited(subject.entry)
        return {"entry": subject.entry}

    def _created(self, subject: Subject, at: datetime) -> None:
        if subject.created is not None and subject.made == at and subject.created != at:
            self._table.note("the visit itself says that its entry was created at another time; keep one of both")
        elif subject.made != at and not subject.gone:
            self._table.note("the entry of this visit is in the diary already; it is created once")
        subject.gone = False

    def _edited(self, entry: Entry) -> Entry:
        table, told = self._table, self._table.values
        changed = replace(entry, start=table.moment("start") or entry.start, end=table.moment("end") or entry.end)
        if changed.end <= changed.start:
            table.note("after this edit the entry ends before it starts")
        if "location" in told:
            changed = replace(changed, location=table.written("location"))
        if "subject" in told:
            changed = replace(changed, subject=table.written("subject"))
        if "categories" in told:
            changed = replace(changed, categories=table.texts("categories"))
        if "attendees" in told:
            changed = replace(changed, attendees=colleagues(table, table.texts("attendees"), self._staff))
        return changed
