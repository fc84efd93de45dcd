"""A letter's row -> what it says now: its text is made when it is sent, and kept nowhere (law 15)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from types import MappingProxyType

from calsync.domain.before.hidden import words_for
from calsync.domain.letter_days import by_worker, local_day, moment, stands
from calsync.domain.letter_readers import Wanted, changes_shown_to, on_lists, on_sheets, reads_week, shown_to, span
from calsync.domain.letter_wording import Content, numbers, read_and_understood
from calsync.domain.letters import A_YEAR, last_list, overdue, policy_digest, wrong_numbers
from calsync.domain.list_wording import Sheet, changes, listed, visit_list
from calsync.domain.model import AlarmKind, Pause, People, PersonId, Policy, Role, Tag, Visit, Watched
from calsync.domain.model.letters import Letter, LetterKind, Listed
from calsync.domain.named import by_name_alone
from calsync.domain.number_card import number_card
from calsync.domain.outage_sheet import outage_sheet
from calsync.domain.pause_wording import beside_visit
from calsync.domain.report_wording import Month, report
from calsync.engine.concerns import concerns_shown, said_by
from calsync.engine.core import Core
from calsync.engine.letter_pauses import held_by_pauses
from calsync.engine.quiet import not_watched_lines
from calsync.engine.summary import summary_of
from calsync.ports import Transaction

MIDNIGHT = datetime.min.time()
NO_PAUSE: Mapping[str, Pause] = MappingProxyType({})
_CONCERNS: Wanted = attrgetter("concerns")
_REPORT: Wanted = attrgetter("report")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What a letter says, and the visits that it tells of where changes are told later."""

    content: Content | None
    """None when there is nothing to say."""
    listed: tuple[Listed, ...] = ()
    visits: int = 0
    """Of how many visits a list tells."""
    about: str = ""
    """The digest of the policy that it asks about."""


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
            return _changes(core, tx, letter, at)
        case LetterKind.OUTAGE_SHEET:
            return _outage_letter(core, tx, letter, at)
        case LetterKind.READ:
            people = tx.people()
            person = people.get(letter.recipient)
            asked_of, name = core.policies.of(person), _name(people, letter.recipient)
            card, about = number_card(person, asked_of, people) if person is not None else [], policy_digest(asked_of)
            return lambda: Composed(content=read_and_understood(asked_of.title, name, card), about=about)
        case LetterKind.NUMBERS:
            asked = _numbers(tx, letter.recipient)
            return lambda: Composed(content=asked)
        case LetterKind.REPORT:
            figures = _report(core, tx, letter)
            return lambda: Composed(content=figures)


def sheet_of_outage(core: Core, tx: Transaction, at: datetime) -> Callable[[], Content]:
    """What makes the outage sheet of everybody as it stands now, from the store alone."""
    return _outage(core, tx, at, _on_any_sheet(core, tx, at))


def _outage_letter(core: Core, tx: Transaction, letter: Letter, at: datetime) -> Make:
    """The sheet as one recipient has it: of the workers whose policy asks for one, and it says whose does not."""
    people, policies, every = tx.people(), core.policies, _on_any_sheet(core, tx, at)
    visits = on_sheets(every, people, policies).get(letter.recipient, [])
    if not visits:
        return lambda: NOTHING
    own = {each.name: each for each in (policies.of(people.get(worker)) for worker, _ in by_worker(every))}
    sheet = _outage(core, tx, at, visits, [each for each in own.values() if not each.letters.outage_sheet])
    return lambda: Composed(content=sheet())


def _on_any_sheet(core: Core, tx: Transaction, at: datetime) -> list[Visit]:
    found = visits_of(core, tx, local_day(at, core.zone), 2)
    return [each for each in found if stands(each) and each.tag is Tag.VISIT]


def _outage(
    core: Core, tx: Transaction, at: datetime, visits: Sequence[Visit], left_out: Sequence[Policy] = ()
) -> Callable[[], Content]:
    people, held = tx.people(), held_by_pauses(tx, visits, at)
    states = [tx.mailbox(worker) for worker, _ in by_worker(visits)]
    read = min((each.last_read for each in states if each is not None and each.last_read is not None), default=None)
    return lambda: outage_sheet(sheet_for(core, people, visits, held), core.policies, at, read, left_out=left_out)


def visits_of(core: Core, tx: Transaction, first: date, days: int, *, outlines: bool = False) -> list[Visit]:
    """Every visit that begins on one of so many days from the first, as the organisation counts days.

    What was called off, or handed to a colleague, is none of them, though its entry stands. With `outlines` each comes
    without what its entry says.
    """
    start = moment(first, MIDNIGHT, core.zone)
    end = moment(first + timedelta(days=days), MIDNIGHT, core.zone)
    found = tx.outlines_between(start, end) if outlines else tx.visits_between(start, end)
    off = tx.called_off_between(start, end)
    return [each for each in found if each.start >= start and each.id not in off]


def sheet_for(
    core: Core,
    people: People,
    visits: Sequence[Visit],
    held: Mapping[str, Pause] = NO_PAUSE,
    *,
    reader: PersonId = "",
) -> Sheet:
    """What a list of these visits is made from; `held` are those that a pause holds, by their ids.

    With `reader` those that they have only since the entry names them are shown without whom they are to.
    """
    return Sheet(
        visits=visits,
        people=people,
        said={each.id: said_by(each, core.zone) for each in visits},
        paused={name: beside_visit(pause, core.zone) for name, pause in held.items()},
        brief=by_name_alone(reader, visits, people, core.policies) if reader else frozenset(),
        travel={each.worker: core.policies.of(people.get(each.worker)).travel for each in visits},
        zone=core.zone,
    )


def lists_of_changes(core: Core, people: People, day: date, visits: Sequence[Visit]) -> dict[PersonId, Sequence[Visit]]:
    """Of each reader's list the visits of which they are told the changes; `visits` are those of its days at least."""
    lists = on_lists(visits, people, core.policies, day, core.zone)
    return {each: changes_shown_to(each, theirs, people, core.policies) for each, theirs in lists.items()}


def _list(core: Core, tx: Transaction, letter: Letter, at: datetime) -> Make:
    people, policies, recipient = tx.people(), core.policies, letter.recipient
    days = span(recipient, people, policies, letter.day)
    found = visits_of(core, tx, letter.day, len(days))
    visits = on_lists(found, people, policies, letter.day, core.zone).get(recipient, [])
    unwatched = not_watched_lines(core, tx, recipient, letter.day)
    if not visits and not unwatched:
        return lambda: NOTHING
    mended = shown_to(recipient, _CONCERNS, visits, people, policies)
    concerns = _concerns(core, tx, mended, at, recipient) if mended else None
    changing = changes_shown_to(recipient, visits, people, policies)
    today_alone = [
        _name(people, worker)
        for worker, _ in by_worker(visits)
        if len(days) > 1 and not reads_week(recipient, people.get(worker), people, policies)
    ]
    held = held_by_pauses(tx, visits, at)
    late: list[str] = []
    wrong: list[str] = []
    if recipient in people.holding(Role.ADMIN):
        declared = tx.declarations(at - A_YEAR)
        asks = any(policy.letters.read_and_understood for policy in policies.every)
        asked = tx.letters_since(LetterKind.READ, letter.day - A_YEAR) if asks else []
        late = [_name(people, each) for each in overdue(policies, people, asked, declared, at, core.zone)]
        wrong = [_name(people, each) for each in wrong_numbers(declared)]

    def make() -> Composed:
        sheet = sheet_for(core, people, visits, held, reader=recipient)
        content = visit_list(
            sheet,
            days,
            unwatched=unwatched,
            concerns=concerns,
            today_alone=today_alone,
            late_readers=late,
            wrong_numbers=wrong,
        )
        return Composed(content=content, listed=listed(sheet_for(core, people, changing)), visits=len(visits))

    return make


def _changes(core: Core, tx: Transaction, letter: Letter, at: datetime) -> Make:
    people, recipient = tx.people(), letter.recipient
    before = last_list(each for each in tx.letters_about(letter.day) if each.recipient == recipient)
    if before is None or before.settled is None:
        return lambda: NOTHING
    since = before.settled
    days = len(span(recipient, people, core.policies, letter.day))
    found = visits_of(core, tx, letter.day, days)
    visits = lists_of_changes(core, people, letter.day, found).get(recipient, [])
    # What is in the diary as ever and on this list no more has other readers now, and is not told as gone.
    shown, here = {each.id for each in visits}, {each.id for each in found if stands(each) and each.tag is Tag.VISIT}
    was = [each for each in before.listed if each.visit_id in shown or each.visit_id not in here]
    lost = [each.visit_id for each in was if each.visit_id not in shown]
    gone = {name: visit for name in lost if (visit := tx.visit(name)) is not None}
    held = held_by_pauses(tx, visits, at)

    def make() -> Composed:
        sheet = sheet_for(core, people, visits, held, reader=recipient)
        return Composed(content=changes(sheet, was, gone, since), listed=listed(sheet), visits=len(visits))

    return make


def _concerns(
    core: Core, tx: Transaction, visits: Sequence[Visit], at: datetime, reader: PersonId
) -> dict[str, list[str]]:
    """The open concerns of each of these visits as a reader may have them, by its id; empty for one that has none."""
    watched: list[Watched] = []
    for worker, theirs in by_worker(visits):
        wanted = {each.id for each in theirs}
        watched += [each for each in tx.watched(worker, theirs[0].start) if each.visit.id in wanted]
    found = concerns_shown(tx, watched, core.rules, core.zone, at, ready=core.ready)
    return {each.id: words_for(reader, found.get(each.id, ())) for each in visits}


def _report(core: Core, tx: Transaction, letter: Letter) -> Content | None:
    """The month before the letter's, of the teams of the workers for whom its recipient holds a role."""
    people = tx.people()
    first = (letter.day.replace(day=1) - timedelta(days=1)).replace(day=1)
    days = (letter.day.replace(day=1) - first).days
    # What rose from a call for help is counted by its deadline, whether or not it has a visit in a diary.
    theirs = [each for each in visits_of(core, tx, first, days) if each.tag is Tag.VISIT]
    months: dict[str, Month] = {}
    for worker, visits in by_worker(shown_to(letter.recipient, _REPORT, theirs, people, core.policies)):
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
