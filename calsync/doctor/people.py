"""Who is watched, who is not and why, and whether everybody watched has somebody who is told."""

from __future__ import annotations

from dataclasses import replace

from calsync.app import App
from calsync.doctor.contacts import contacts
from calsync.doctor.finding import Finding, Light, Trouble, amber, green, listed, red, said
from calsync.doctor.pins import without_pin
from calsync.doctor.policy import nobody_in
from calsync.domain.model import People, Person, Policy, Role, Step
from calsync.domain.not_watched import not_watched
from calsync.domain.shrunk import too_many, vanished
from calsync.errors import SignInRefused, SourceError, SourceRefused


async def directory(app: App, known: People) -> tuple[list[Finding], People | None]:
    """What was found of the people, and who they are: those known before where the directory refuses to tell.

    None instead of people when nobody is to be asked about: there are none, or Microsoft does not answer. Raises
    SignInRefused.
    """
    try:
        people = await app.directory.people(known)
    except SignInRefused:
        raise
    except SourceError as error:
        refused = red("directory", f"joiners are not watched, and changes are not known: {said(error)}")
        usable = isinstance(error, SourceRefused) and any(person.works for person in known.persons)
        return [refused], known if usable else None
    count = sum(person.works for person in people.persons)
    if not count:
        words = "the group of lone workers has no members, so nobody is watched: add some in Entra"
        return [red("directory", words), *_directory(app, people, known)], None
    found = [green("directory", f"{count} people are watched"), *_directory(app, people, known)]
    found += [*nobody_in(people, app.policies), *_reached(app, people, known), *without_pin(app, people)]
    return found, people


def _directory(app: App, people: People, known: People) -> list[Finding]:
    """What could not be used of the directory, and who is not watched and why."""
    found = [amber("directory", problem) for problem in app.directory.problems]
    gone = vanished(known, people)
    if too_many(known, gone):
        words = f"{len(gone)} of the watched people have left the group at once: put them back if it is a mistake"
        found.append(red("directory", words))
    working = {person.id for person in people.persons if person.works}
    left = tuple(each for each in known.not_watched if each.person not in working)
    everybody = not_watched(replace(people, not_watched=(*left, *people.not_watched)), ())
    persons = {each.person: people.get(each.person) or known.get(each.person) for each in everybody}
    troubles = [
        Trouble(person=persons[each.person] or Person(id=each.person, name=each.name), words=each.why)
        for each in everybody
    ]
    return found + listed(troubles, Light.AMBER, one="not watched:", many="not watched", head="{n} people.")


def _reached(app: App, people: People, known: People) -> list[Finding]:
    """For whom there is nobody to tell, or nothing to ring; and what is odd about those who are told."""
    policies = app.policies
    unreachable, silent = [], []
    for worker in (person for person in people.persons if person.works):
        missing = _missing(worker, people, policies.of(worker))
        if missing:
            unreachable.append(Trouble(person=worker, words="; ".join(missing)))
        elif not worker.mobile:
            words = "has no mobile number in the directory: whoever is told to ring them has nothing to ring"
            silent.append(Trouble(person=worker, words=words))
    head = "{n} people, each of whom"
    found = listed(unreachable, Light.RED, one="worker", many="workers", head=head)
    found += listed(silent, Light.AMBER, one="worker", many="workers", head=head)
    found += contacts(people, known, policies, app.engine.core.rotas)
    return found or [green("people", "everybody watched can be reached, and so can those who are told")]


def _responder_steps(policy: Policy) -> list[Step]:
    return [step for step in (*policy.steps, *policy.emergency) if not step.to_worker]


def _missing(worker: Person, people: People, policy: Policy) -> list[str]:
    missing = [] if worker.mail else ["has no mail address, so nobody can ask them: give them one in the directory"]
    needs_manager = any(Role.LINE_MANAGER in step.roles for step in _responder_steps(policy))
    manager = people.get(worker.manager) if worker.manager else None
    if needs_manager and manager is None and not people.holding(Role.LINE_MANAGER):
        missing.append(
            "has nobody to tell: name a manager in the directory, a contact of their team in the file of people, or "
            "line_manager under [roles]"
        )
    elif needs_manager and manager is not None and not manager.mail:
        missing.append(f"has a manager without a mail address: give {manager.name} one in the directory")
    return missing
