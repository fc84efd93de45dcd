"""A letter's row -> what it says now: its text is made when it is sent, and kept nowhere (law 15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calsync.domain.letter_wording import Content, numbers, read_and_understood
from calsync.domain.letters import (
    A_YEAR,
    by_worker,
    last_list,
    local_day,
    moment,
    overdue,
    recipients,
    shown_to,
    span,
    stands,
    wrong_numbers,
)
from calsync.domain.list_wording import Sheet, changes, listed, visit_list
from calsync.domain.model import AlarmKind, People, PersonId, Role, Tag, Visit, Watched
from calsync.domain.model.letters import Letter, LetterKind, Listed
from calsync.domain.outage_sheet import outage_sheet
from calsync.domain.report_wording import Month, report
from calsync.domain.responders import holders
from calsync.engine.concerns import concerns_shown, said_by
from calsync.engine.core import Core
from calsync.engine.summary import summary_of
from calsync.ports import Transaction

MIDNIGHT = datetime.min.time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What a letter says, and the visits that it tells of where changes are told later."""

    content: Content | None
    """None when there is nothing to say."""
    listed: tuple[Listed, ...] = ()


NOTHING = Composed(content=None)
Make = Callable[[], Composed]
"""Makes a letter of what was read; it asks the store for nothing."""


def reading(core: Core, tx: Transaction, letter: Letter, at: datetime) -> Make:
    """What a letter says now, as far as it has to be read; the rest is made when nothing is held up by it."""
    match letter.kind:
        case LetterKind.SUMMARY:
            content = summary_of(core, tx, letter, at)
            return lambda: Composed(content=content)
        case LetterKind.VISITS:
            return _list(core, tx, letter, at)
        case LetterKind.CHANGES:
            return _changes(core, tx, letter)
        case LetterKind.OUTAGE_SHEET:
            sheet = sheet_of_outage(core, tx, at)
            return lambda: Composed(content=sheet())
        case LetterKind.READ:
            name = _name(tx.people(), letter.recipient)
            return lambda: Composed(content=read_and_understood(core.policies.standing.title, name))
        case LetterKind.NUMBERS:
            asked = _numbers(tx, letter.recipient)
            return lambda: Composed(content=asked)
        case LetterKind.REPORT:
            figures = _report(core, tx, letter)
            return lambda: Composed(content=figures)


def sheet_of_outage(core: Core, tx: Transaction, at: datetime) -> Callable[[], Content]:
    """What makes the outage sheet as it stands now, from the store alone."""
    today, people = local_day(at, core.zone), tx.people()
    visits = [each for each in visits_of(core, tx, today, 2) if stands(each) and each.tag is Tag.VISIT]
    states = [tx.mailbox(worker) for worker, _ in by_worker(visits)]
    read = min((each.last_read for each in states if each is not None and each.last_read is not None), default=None)
    return lambda: outage_sheet(sheet_for(core, people, visits), core.policies.standing, at, read)


def visits_of(core: Core, tx: Transaction, first: date, days: int, *, outlines: bool = False) -> list[Visit]:
    """Every visit that begins on one of so many days from the first, as the organisation counts days.

    With `outlines` each comes without what its entry says.
    """
    start = moment(first, MIDNIGHT, core.zone)
    end = moment(first + timedelta(days=days), MIDNIGHT, core.zone)
    found = tx.outlines_between(start, end) if outlines else tx.visits_between(start, end)
    return [each for each in found if each.start >= start]


def sheet_for(core: Core, people: People, visits: Sequence[Visit]) -> Sheet:
    """What a list of these visits is made from."""
    said = {each.id: said_by(each, core.zone) for each in visits}
    return Sheet(visits=visits, people=people, said=said, travel=core.policies.standing.travel, zone=core.zone)


def sheet_of_list(core: Core, people: People, recipient: PersonId, day: date, visits: Sequence[Visit]) -> Sheet:
    """What somebody's list of that day is made from; `visits` are those of its days at least."""
    days = span(recipient, core.policies.standing, people, day)
    shown = shown_to(recipient, core.policies.standing.letters.lists, visits, people, days, core.zone)
    return sheet_for(core, people, shown)


def _list(core: Core, tx: Transaction, letter: Letter, at: datetime) -> Make:
    people, policy, recipient = tx.people(), core.policies.standing, letter.recipient
    days = span(recipient, policy, people, letter.day)
    visits = shown_to(
        recipient, policy.letters.lists, visits_of(core, tx, letter.day, len(days)), people, days, core.zone
    )
    if not visits:
        return lambda: NOTHING
    concerns = None
    if recipient in recipients(policy.letters.concerns, people):
        concerns = _concerns(core, tx, visits, at)
    late: list[str] = []
    wrong: list[str] = []
    if recipient in people.holding(Role.ADMIN):
        declared = tx.declarations(at - A_YEAR)
        asked = tx.letters_since(LetterKind.READ, letter.day - A_YEAR) if policy.letters.read_and_understood else []
        late = [_name(people, each) for each in overdue(policy, asked, declared, at, core.zone)]
        wrong = [_name(people, each) for each in wrong_numbers(declared)]

    def make() -> Composed:
        sheet = sheet_for(core, people, visits)
        content = visit_list(sheet, days, concerns=concerns, late_readers=late, wrong_numbers=wrong)
        return Composed(content=content, listed=listed(sheet))

    return make


def _changes(core: Core, tx: Transaction, letter: Letter) -> Make:
    people, recipient = tx.people(), letter.recipient
    before = last_list(each for each in tx.letters_about(letter.day) if each.recipient == recipient)
    if before is None or before.settled is None:
        return lambda: NOTHING
    since, was = before.settled, before.listed
    days = len(span(recipient, core.policies.standing, people, letter.day))
    visits = visits_of(core, tx, letter.day, days)
    here = {each.id for each in visits if stands(each)}
    lost = [each.visit_id for each in was if each.visit_id not in here]
    gone = {name: visit for name in lost if (visit := tx.visit(name)) is not None}

    def make() -> Composed:
        sheet = sheet_of_list(core, people, recipient, letter.day, visits)
        return Composed(content=changes(sheet, was, gone, since), listed=listed(sheet))

    return make


def _concerns(core: Core, tx: Transaction, visits: Sequence[Visit], at: datetime) -> dict[str, list[str]]:
    """The open concerns of each visit, by its id."""
    watched: list[Watched] = []
    for worker, theirs in by_worker(visits):
        wanted = {each.id for each in theirs}
        watched += [each for each in tx.watched(worker, theirs[0].start) if each.visit.id in wanted]
    found = concerns_shown(tx, watched, core.rules, core.zone, at)
    return {name: [each.words for each in theirs] for name, theirs in found.items()}


def _report(core: Core, tx: Transaction, letter: Letter) -> Content | None:
    """The month before the letter's, of the teams of the workers for whom its recipient holds a role."""
    people = tx.people()
    first = (letter.day.replace(day=1) - timedelta(days=1)).replace(day=1)
    days = (letter.day.replace(day=1) - first).days
    # What rose from a call for help is counted by its deadline, whether or not it has a visit in a diary.
    theirs = [each for each in visits_of(core, tx, first, days) if each.tag is Tag.VISIT]
    roles = core.policies.standing.letters.report
    months: dict[str, Month] = {}
    for worker, visits in by_worker(
        each for each in theirs if any(letter.recipient in holders(role, each, people) for role in roles)
    ):
        person = people.get(worker)
        team = person.department if person is not None else ""
        kept = {each.visit.id: each for each in tx.watched(worker, visits[0].start)}
        own = [each for each in visits if stands(each)]
        deadlines_ = [kept[each.id].deadlines for each in visits if each.id in kept]
        month = Month(
            team=team,
            people=1 if own else 0,
            visits=len(own),
            alerted=sum(any(each.responders_asked for each in deadlines) for deadlines in deadlines_),
            helped=sum(each.alarm is not AlarmKind.SILENCE for deadlines in deadlines_ for each in deadlines),
            addressed=sum(each.place.is_address for each in own),
        )
        months[team] = months.get(team, Month(team=team)).with_another(month)
    return report(first, list(months.values()))


def _numbers(tx: Transaction, recipient: PersonId) -> Content | None:
    people = tx.people()
    person = people.get(recipient)
    if person is None:
        return None
    return numbers(person, [_name(people, each) for each in people.holding(Role.ADMIN)])


def _name(people: People, person: PersonId) -> str:
    found = people.get(person)
    return found.name if found is not None else "a colleague"
