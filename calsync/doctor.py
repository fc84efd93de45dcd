"""Every part of a deployment, one plain line each: green, amber or red, with the fix. It changes nothing."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from calsync.app import App
from calsync.clocks import MAY_DIFFER
from calsync.domain.model import MailboxState, People, Person, Policy, Role, Step
from calsync.engine.darkness import SCAN
from calsync.errors import CalsyncError
from calsync.policies.loader import warnings


class Light(StrEnum):
    """How a part is."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part, how it is, and what to do about it."""

    part: str
    light: Light
    words: str


def _finding(part: str, light: Light, words: str) -> Finding:
    return Finding(part=part, light=light, words=words)


async def examine(app: App) -> AsyncIterator[Finding]:
    """A finding for each part, in the order in which they depend on each other."""
    for each in _policy(app):
        yield each
    yield _finding("database", Light.GREEN, "opens, and its tables are up to date")
    try:
        people = await app.directory.people()
    except CalsyncError as error:
        yield _finding("directory", Light.RED, str(error))
        return
    workers = [person for person in people.persons if person.works]
    if not workers:
        yield _finding(
            "directory",
            Light.RED,
            "the group of lone workers has no members, so nobody is watched: add some in Entra",
        )
    else:
        yield _finding("directory", Light.GREEN, f"{len(workers)} people are watched")
    for each in _people(people, app.policy):
        yield each
    async for each in _mailboxes(app, workers):
        yield each
    for each in _life(app):
        yield each


def _policy(app: App) -> list[Finding]:
    told = [
        _finding("policy", Light.AMBER, each) for each in warnings(app.settings.policy.use, at=app.clock.now().date())
    ]
    return [_finding("policy", Light.GREEN, f"{app.policy.title}: every step can be delivered"), *told]


def _people(people: People, policy: Policy) -> list[Finding]:
    found = []
    for worker in (person for person in people.persons if person.works):
        missing = _missing(worker, people, policy)
        if missing:
            found.append(_finding(f"worker {worker.name}", Light.RED, "; ".join(missing)))
        elif not worker.mobile:
            words = "has no mobile number in the directory: whoever is told to ring them has nothing to ring"
            found.append(_finding(f"worker {worker.name}", Light.AMBER, words))
    for role in sorted({role for step in _responder_steps(policy) for role in step.roles} - {Role.LINE_MANAGER}):
        if not people.holding(role):
            words = f"nobody holds it, and the policy tells them: add {role} under [roles] in calsync.toml"
            found.append(_finding(f"role {role}", Light.RED, words))
    found += [_unknown(role, person) for role, ids in people.roles for id_ in ids if (person := people.get(id_))]
    found = [each for each in found if each.words]
    return found or [_finding("people", Light.GREEN, "everybody watched can be reached, and so can those who are told")]


def _unknown(role: Role, person: Person) -> Finding:
    """Somebody named in calsync.toml whom the directory does not have; without words when it does."""
    outside = person.id.startswith("contact:")
    words = (
        f"{person.mail or person.name} is not in the directory: right if it is a mere mailbox or desk, else correct it"
    )
    return _finding(f"role {role}", Light.AMBER, words if outside else "")


def _responder_steps(policy: Policy) -> list[Step]:
    return [step for step in (*policy.steps, *policy.emergency) if not step.to_worker]


def _missing(worker: Person, people: People, policy: Policy) -> list[str]:
    missing = [] if worker.mail else ["has no mail address: nobody can ask them"]
    needs_manager = any(Role.LINE_MANAGER in step.roles for step in _responder_steps(policy))
    manager = people.get(worker.manager) if worker.manager else None
    if needs_manager and manager is None and not people.holding(Role.LINE_MANAGER):
        missing.append("has no manager in the directory: set one there, or line_manager under [roles]")
    elif needs_manager and manager is not None and not manager.mail:
        missing.append("has a manager without a mail address")
    return missing


async def _mailboxes(app: App, workers: list[Person]) -> AsyncIterator[Finding]:
    at = app.clock.now()
    unread = 0
    for worker in workers:
        try:
            await app.engine.core.calendars.snapshot(worker.id, at, at + timedelta(hours=1))
        except CalsyncError as error:
            unread += 1
            yield _finding(f"diary of {worker.name}", Light.RED, str(error))
    if workers and not unread:
        yield _finding("diaries", Light.GREEN, f"all {len(workers)} can be read")
    try:
        await app.engine.core.mailbox.received_since(at)
        yield _finding("service mailbox", Light.GREEN, "can be read")
    except CalsyncError as error:
        yield _finding("service mailbox", Light.RED, str(error))
    if (dated := app.graph.server_date) is not None and app.settings.simulation is None:
        server, seen = dated
        off = app.clock.now() - server - timedelta(seconds=time.monotonic() - seen)
        light = Light.RED if abs(off) > MAY_DIFFER else Light.GREEN
        words = f"differs from Microsoft's by {abs(off.total_seconds()):.0f} seconds"
        yield _finding("clock", light, words + ("" if light is Light.GREEN else ": set this machine's clock by NTP"))


def _life(app: App) -> list[Finding]:
    at = app.clock.now()
    with app.store.transaction() as tx:
        scanned, mailboxes = tx.heartbeat(SCAN), tx.mailboxes()
    found = []
    if scanned is None:
        found.append(_finding("service", Light.AMBER, "has never run with this database: start `calsync run`"))
    elif at - scanned > timedelta(minutes=1):
        minutes = int((at - scanned).total_seconds() // 60)
        found.append(_finding("service", Light.RED, f"last scanned {minutes} minutes ago: start `calsync run`"))
    else:
        found.append(_finding("service", Light.GREEN, "scans"))
    found += [_unread(state, app) for state in mailboxes if state.failing_since is not None]
    if broken := app.store.verify():
        found.append(_finding("audit", Light.RED, broken))
    else:
        found.append(_finding("audit", Light.GREEN, "its chain is whole"))
    return found


def _unread(state: MailboxState, app: App) -> Finding:
    with app.store.transaction() as tx:
        worker = tx.people().get(state.worker)
    name = worker.name if worker is not None else state.worker
    since = f"{state.failing_since:%d %B %H:%M} UTC" if state.failing_since is not None else "the start"
    return _finding(f"diary of {name}", Light.RED, f"not read since {since}: {state.last_error}")
