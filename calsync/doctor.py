"""Every part of a deployment, one plain line each: green, amber or red, with the fix. It changes nothing."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from calsync.app import App
from calsync.clocks import MAY_DIFFER
from calsync.domain.expiry import TOLD_DAYS
from calsync.domain.model import MailboxState, People, Person, Policy, Role, Step
from calsync.domain.not_watched import not_watched
from calsync.domain.shrunk import too_many, vanished
from calsync.engine.darkness import SCAN
from calsync.errors import CalsyncError, DeliveryFailed, SourceError
from calsync.graph.calendars import GraphCalendars
from calsync.graph.credentials import Certificate, FederatedToken, ManagedIdentity
from calsync.policies.loader import warnings

SLICE = 100
"""How many mailboxes' settings are asked for together."""
SHOWN = 10
"""So many refused ones are named; where most are refused, the cause is one and the same."""


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
    for each in _credential(app):
        yield each
    async for each in _it(app):
        yield each
    with app.store.transaction() as tx:
        known = tx.people()
    try:
        people = await app.directory.people(known)
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
    for each in (*_directory(app, people, known), *_people(people, app.policy)):
        yield each
    async for each in _settings(app, people):
        yield each
    async for each in _mailboxes(app, workers):
        yield each
    async for each in _scope(app):
        yield each
    for each in _life(app):
        yield each


def _policy(app: App) -> list[Finding]:
    told = [
        _finding("policy", Light.AMBER, each) for each in warnings(app.settings.policy.use, at=app.clock.now().date())
    ]
    return [_finding("policy", Light.GREEN, f"{app.policy.title}: every step can be delivered"), *told]


def _directory(app: App, people: People, known: People) -> list[Finding]:
    """What could not be used of the directory, and who is not watched and why."""
    found = [_finding("directory", Light.AMBER, problem) for problem in app.directory.problems]
    gone = vanished(known, people)
    if too_many(known, gone):
        words = f"{len(gone)} of the watched people have left the group at once: put them back if it is a mistake"
        found.append(_finding("directory", Light.RED, words))
    working = {person.id for person in people.persons if person.works}
    left = tuple(each for each in known.not_watched if each.person not in working)
    listed = replace(people, not_watched=(*left, *people.not_watched))
    return found + [_finding(f"not watched: {each.name}", Light.AMBER, each.why) for each in not_watched(listed, ())]


async def _settings(app: App, people: People) -> AsyncIterator[Finding]:
    """Whose hours and absences can't be read from their mailbox."""
    asked = [person for person in people.persons if person.hours is not None and person.mail]
    refused: list[tuple[Person, SourceError]] = []
    for start in range(0, len(asked), SLICE):
        persons = asked[start : start + SLICE]
        try:
            answers = await app.directory.settings(persons, app.clock.now())
        except CalsyncError as error:
            yield _finding("mailbox settings", Light.RED, str(error))
            return
        pairs = zip(persons, answers, strict=True)
        refused += [(person, answer) for person, answer in pairs if isinstance(answer, SourceError)]
    for person, refusal in refused[:SHOWN]:
        words = f"ordinary hours and no absences count, or those known before: {refusal}"
        yield _finding(f"settings of {person.name or person.mail}", Light.AMBER, words)
    if len(refused) > SHOWN:
        words = f"those of {len(refused) - SHOWN} more people can't be read either"
        yield _finding("mailbox settings", Light.AMBER, words)
    if not refused:
        yield _finding("mailbox settings", Light.GREEN, f"all {len(asked)} can be read")


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
        missing.append(
            "has nobody to tell: name a manager in the directory, a contact of their team in the file of people, or "
            "line_manager under [roles]"
        )
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


def _credential(app: App) -> list[Finding]:
    """How long the app can still sign in by what it was given, and whether others can take that from this machine."""
    credential = app.graph.settings.credential
    if isinstance(credential, FederatedToken | ManagedIdentity):
        return [_finding("credential", Light.GREEN, "is renewed by the platform")]
    found = []
    if isinstance(credential, Certificate) and (file := credential.exposed()) is not None:
        words = f"{file} holds the private key, and others than its owner may read it: chmod 600 {file}"
        found.append(_finding("credential", Light.AMBER, words))
    what = "the certificate" if isinstance(credential, Certificate) else "the client secret"
    try:
        expires = credential.expires()
    except CalsyncError as error:
        return [*found, _finding("credential", Light.RED, str(error))]
    if expires is None:
        words = (
            "nobody will be told before the client secret ends: give its day as client_secret_expires (Entra, App "
            "registrations, Certificates & secrets, Expires)"
        )
        return [*found, _finding("credential", Light.AMBER, words)]
    left = expires - app.clock.now()
    if left <= timedelta(0):
        words = f"{what} ended on {expires:%d %B %Y}: make a new one in Entra and put it in place of the old one"
        return [*found, _finding("credential", Light.RED, words)]
    words = f"{what} can be used until {expires:%d %B %Y}, for {left.days} more days"
    if left > timedelta(days=TOLD_DAYS[0]):
        return [*found, _finding("credential", Light.GREEN, words)]
    return [*found, _finding("credential", Light.AMBER, f"{words}: make a new one in Entra")]


async def _scope(app: App) -> AsyncIterator[Finding]:
    """Whether Exchange keeps the app out of a mailbox that it was not given; nothing when no such mailbox is named.

    Grants add up: a Calendars.Read that was consented to in Entra opens every mailbox of the tenant, whatever Exchange
    was told, and the token does not show it. So one such mailbox is asked.
    """
    mailbox, at = app.settings.graph.out_of_scope_mailbox, app.clock.now()
    if mailbox is None:
        return
    try:
        await GraphCalendars(app.graph).snapshot(mailbox, at, at + timedelta(hours=1))
    except SourceError as error:
        if error.status == 403:
            yield _finding("scope", Light.GREEN, "the app is kept out of the mailbox that is out of its scope")
        elif error.status == 404:
            words = "there is no such mailbox: name one that is there, as out_of_scope_mailbox"
            yield _finding("scope", Light.AMBER, words)
        else:
            yield _finding("scope", Light.AMBER, str(error))
        return
    words = (
        "the app can read a mailbox that is out of its scope, and so perhaps the whole tenant: take Calendars.Read and "
        "the other Exchange permissions out of Entra (API permissions), and leave the scoped roles in Exchange"
    )
    yield _finding("scope", Light.RED, words)


async def _it(app: App) -> AsyncIterator[Finding]:
    """Whether somebody hears of it when calsync can't do its work, by a channel that does not depend on Microsoft."""
    if not app.settings.it.mail:
        words = f"nobody is named; {', '.join(app.engine.core.it)} is told in their place: add [it] mail"
        yield _finding("IT", Light.AMBER, words)
    else:
        yield _finding("IT", Light.GREEN, f"{', '.join(app.engine.core.it)} is told when calsync can't do its work")
    smtp = app.engine.core.smtp
    if smtp is None:
        words = "nobody hears of a failing tenant: configure [smtp], a mail server that is not Microsoft's"
        yield _finding("mail server", Light.AMBER, words)
        return
    try:
        await smtp.check()
        yield _finding("mail server", Light.GREEN, "greets and lets calsync sign in")
    except DeliveryFailed as error:
        yield _finding("mail server", Light.RED, str(error))


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
