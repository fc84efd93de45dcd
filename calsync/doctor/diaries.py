"""The diaries: whose can be read now, and whose the service has not read, since when, and why."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime

from calsync.app import App
from calsync.doctor.feeds import can_be_tried, feeds
from calsync.doctor.finding import Finding, Light, Trouble, green, listed, red, said
from calsync.doctor.reading import read
from calsync.domain.model import MailboxState, People, Person, PersonId
from calsync.domain.pace import LEAST_UNREAD, LONGEST_WAIT
from calsync.errors import SourceError

_HEAD = "{n} can't be read."


async def diaries(app: App, people: People, known: People) -> AsyncIterator[Finding]:
    """Each diary that is watched, read now; `known` are the people of the database. Raises SignInRefused.

    Those of people who left are among them, as long as the service reads them.
    """
    at, states = app.clock.now(), _states(app)
    persons = [*(each for each in people.persons if each.works), *_leavers(states, people, known)]
    asked = [each for each in persons if can_be_tried(app, each, known)]
    count, unread, again = 0, list[Trouble](), list[Trouble]()
    async for person, answer in read(app.engine.core.calendars, asked, at):
        count += 1
        state = states.get(person.id)
        if isinstance(answer, SourceError):
            unread.append(Trouble(person=person, words=said(answer, of_mailbox=True), beside=_since(state)))
        elif state is not None and _has_failed(state, at):
            again.append(Trouble(person=person, words=_before(state), beside="can be read now"))
    for each in listed(unread, Light.RED, one="diary of", many="diaries", head=_HEAD):
        yield each
    if count < len(asked):
        words = (
            f"most of the {count} that were asked first do not answer, so the other {len(asked) - count} were not "
            "asked: mend what is named above, and try again"
        )
        yield red("diaries", words)
    for each in listed(again, Light.AMBER, one="diary of", many="diaries", head="{n} can be read now."):
        yield each
    if asked and not unread:
        yield green("diaries", f"all {len(asked)} can be read")
    for each in (*feeds(app, persons, len(persons) - len(asked)), *_emptied(states, people, known)):
        yield each


def diaries_by_the_store(app: App) -> list[Finding]:
    """What the database alone tells of the diaries: since when which ones could not be read, and which were emptied."""
    states = _states(app)
    with app.store.transaction() as tx:
        known = tx.people()
    failing = [
        Trouble(person=_person(state, known), words=state.last_error, beside=_since(state))
        for state in states.values()
        if state.failing_since is not None
    ]
    return [
        *listed(failing, Light.RED, one="diary of", many="diaries", head="{n} could not be read by the service."),
        *_emptied(states, known),
    ]


def _states(app: App) -> dict[PersonId, MailboxState]:
    """How far each diary was read that the service still reads."""
    at = app.clock.now()
    with app.store.transaction() as tx:
        return {each.worker: each for each in tx.mailboxes() if each.next_poll_at - at <= LONGEST_WAIT}


def _leavers(states: Mapping[PersonId, MailboxState], people: People, known: People) -> list[Person]:
    """Whose diaries are still read though they are no workers any more."""
    working = {each.id for each in people.persons if each.works}
    return [_person(state, people, known) for state in states.values() if state.worker not in working]


def _person(state: MailboxState, *everybody: People) -> Person:
    found = (people.get(state.worker) for people in everybody)
    return next((each for each in found if each is not None), Person(id=state.worker, name=state.worker))


def _since(state: MailboxState | None) -> str:
    """Since when the service has not read a diary."""
    if state is None or (state.last_read is None and state.failing_since is None):
        return "not yet read by the service"
    if state.last_read is None:
        return f"never read, tried since {state.failing_since:%d %B %H:%M} UTC"
    told = "last read" if state.failing_since is None else "not read since"
    return f"{told} {state.last_read:%d %B %H:%M} UTC"


def _has_failed(state: MailboxState, at: datetime) -> bool:
    """Whether the service has not read a diary for so long that its next try can't be all there is to it."""
    return state.failing_since is not None and at - state.failing_since >= LEAST_UNREAD


def _before(state: MailboxState) -> str:
    """What is said of a diary that can be read now, and that the service could not read the last time."""
    why = state.last_error or "It said nothing of why."
    return f"the service could not the last time, and tries again by itself while it runs. It was told then: {why}"


def _emptied(states: Mapping[PersonId, MailboxState], *everybody: People) -> list[Finding]:
    """Which diaries lost planned visits all at once."""
    troubles = []
    for state in states.values():
        if state.emptied_since is None:
            continue
        person = _person(state, *everybody)
        words = (
            "that is not believed, and they stay watched. Ask whether the mailbox was moved, restored or emptied by "
            "mistake; entries that are back end this by themselves. If the visits really are off: calsync poll "
            f"--mailbox {person.mail or 'ADDRESS'} --believe-empty"
        )
        since = f"planned visits are missing all at once since {state.emptied_since:%d %B %H:%M} UTC"
        troubles.append(Trouble(person=person, words=words, beside=since))
    return listed(troubles, Light.RED, one="diary of", many="diaries", head="{n} lost planned visits all at once:")
