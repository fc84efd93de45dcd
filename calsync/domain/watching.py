"""Who looks after a worker while their line manager is away: what the worker is told of it, and what the copied are."""

from __future__ import annotations

from datetime import datetime

from calsync.domain.ladders import all_steps, chosen
from calsync.domain.model import AlarmKind, Channel, Deadline, People, PersonId, Policy, Role, Tag, Visit
from calsync.domain.responders import AWAY, NOT_AT_WORK, PassedOver, Recipient, Told, holders, whom_to_tell
from calsync.domain.whom_to_ring import there, whom_to_ring

_AWAY_WORDS = {AWAY: "is away", NOT_AT_WORK: "is not at work"}


def who_watches(
    deadline: Deadline, policy: Policy, visit: Visit, people: People, at: datetime, *, ready: frozenset[Channel]
) -> str:
    """The line of the worker's own message; empty while the line manager is at work, or has no part in it.

    It goes by the policy and not by the deadline's own ladder, which asks the worker alone once a code word was said:
    so it says the same whatever they have answered, and tells nobody who reads along anything (law 7).
    """
    if deadline.alarm is not AlarmKind.SILENCE or deadline.late_entry or visit.tag is Tag.POSSIBLE:
        return ""
    ladder = chosen(all_steps(policy, deadline.kind, visit), policy.office, deadline.due)
    steps = [step for step in ladder if Role.LINE_MANAGER in step.roles]
    for step in steps[:1]:
        told = whom_to_tell(step.roles, visit, people, at, channels=step.channels, ready=ready)
        managers = [each for each in told.passed_over if each.role is Role.LINE_MANAGER and each.why in _AWAY_WORDS]
        watching = _names(told.recipients, managers)
        if managers and watching:
            verb = "looks" if len(watching) == 1 else "look"
            gone = managers[0]
            return f"{_listed(watching)} {verb} after you while {gone.person.name} {_AWAY_WORDS[gone.why]}."
    return ""


def copied_note(told: Told) -> str:
    """What somebody is told who is copied, since a buddy has taken the line manager's place."""
    acting = _listed([each.person.name for each in told.recipients])
    words = f"You are copied in to know of it, and need not act: {acting} is asked to."
    return "\n".join((words, *passed_words(told)))


def passed_words(told: Told, reader: PersonId = "") -> list[str]:
    """Why somebody is told and not somebody else: a sentence for each who is passed over, but the reader.

    Where nobody is at work, those who are not are told all the same: that is said too.
    """
    all_the_same = {each.person.id for each in told.recipients}
    return [
        f"{each.person.name} ({each.role.replace('_', ' ')}) is "
        + ("told too, but not counted on: " if each.person.id in all_the_same else "passed over: ")
        + f"{each.why}."
        for each in told.passed_over
        if each.person.id != reader
    ]


def ring_first(visit: Visit, people: People, at: datetime) -> str:
    """That a worker rings their line manager before a visit, or whoever is there while that one is away."""
    managers = [each for one in holders(Role.LINE_MANAGER, visit, people) if (each := people.get(one)) is not None]
    if there(Role.LINE_MANAGER, visit, people, at) or not managers:
        return "Please ring your line manager before you go."
    found = whom_to_ring(visit, people, at)
    return f"Please ring {found.name if found is not None else 'your team'} before you go: {managers[0].name} is away."


def _names(recipients: tuple[Recipient, ...], managers: list[PassedOver]) -> list[str]:
    away = {each.person.id for each in managers}
    names = [each.person.name for each in recipients if each.person.id not in away and each.role is not Role.WORKER]
    return list(dict.fromkeys(name for name in names if name))


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
