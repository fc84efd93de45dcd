"""A mail to "is it a visit?" -> one answer for each entry that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from calsync.domain.likeness import words_of
from calsync.domain.model import Answer, AnswerKind, Ask, Deadline, Notification, PersonId, Tag
from calsync.domain.questions import asks_whether
from calsync.domain.worker_wording import in_order
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.core import log
from calsync.parsers.visible_text import is_interleaved
from calsync.parsers.yes_no import read_yes_no
from calsync.ports import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one message asked about."""

    numbered: Mapping[int, Deadline]
    """The deadlines of its entries, by the numbers under which it lists them."""
    worker: PersonId
    """Whose entries they are."""
    outright: bool
    """Whether it asked nothing else, so that a plain "yes" means that it is a visit."""
    changed: frozenset[str] = frozenset()
    """The ids of those deadlines whose entry says something else by now than when it was asked about."""
    taken: frozenset[str] = frozenset()
    """The answers about them that are kept already: mail is read more than once."""


def asked_about(tx: Transaction, row: Notification) -> Asked | None:
    """The entries that may be visits of which a message spoke; None when it spoke of none."""
    outright = row.ask is Ask.IS_IT_A_VISIT
    rows = [row, *(each for each in tx.carried_by(row) if outright and each.ask is Ask.IS_IT_A_VISIT)]
    found = {
        each.id: (deadline, visit)
        for each in rows
        if (deadline := tx.deadline(each.deadline_id)) is not None
        and (visit := tx.visit(deadline.visit_id)) is not None
    }
    if not outright and not any(visit.tag is Tag.POSSIBLE for _, visit in found.values()):
        return None
    ordered = in_order([(each, found[each.id][1]) for each in rows if each.id in found])
    if not ordered:
        return None
    numbered = {each.number or place: found[each.id][0] for place, each in enumerate(ordered, 1)}
    changed = (each for each in ordered if each.asked_as and each.asked_as != words_of(found[each.id][1]))
    return Asked(
        numbered=numbered,
        worker=next(iter(numbered.values())).worker,
        outright=outright,
        changed=frozenset(each.deadline_id for each in changed),
        taken=frozenset(said.id for each in numbered.values() for said in tx.answers_of(each.id)),
    )


def verdicts(answer: Answer, text: str, asked: Asked, names: frozenset[str]) -> list[Answer]:
    """What the writer says of each entry, one answer each; empty when they say nothing of what it is.

    A plain yes or no, to several, is for all that are still asked about. It is an unclear answer where nothing is any
    more, where it stands between the lines of the list, and where an entry that it takes for none says something else
    by now. The last answer has the mail's own id: once that is kept, all are.
    """
    if answer.id in asked.taken:
        return [answer]
    said = read_yes_no(text, numbers=asked.numbered.keys(), names=names)
    if said is None or not (asked.outright or said.names_the_visit):
        return []
    every = list(asked.numbered.values())
    still = [each for each in every if each.is_open and asks_whether(each)]
    listed: tuple[str, ...] = ()
    if said.of_all is None:
        # Every "yes" first: a "no" beside it must know that its kind was said to be a visit.
        by_number = sorted(said.by_number.items(), key=lambda each: (not each[1], each[0]))
        about = [(asked.numbered[number], is_visit) for number, is_visit in by_number]
        listed = tuple(each.id for each in every)
    elif len(every) == 1:
        about = [(every[0], said.of_all)]
    else:
        about = [(each, said.of_all) for each in still] if not is_interleaved(text) else []
    if not about or any(not is_visit and each.id in asked.changed for each, is_visit in about):
        return [replace(answer, kind=AnswerKind.UNCLEAR, deadline_id=(still or every)[0].id)]
    return [replace(_of(answer, *each, last=each is about[-1]), listed=listed) for each in about]


def _of(answer: Answer, deadline: Deadline, is_visit: bool, *, last: bool) -> Answer:
    return replace(
        answer,
        id=answer.id if last else f"{answer.id}:{deadline.id}",
        kind=AnswerKind.VISIT if is_visit else AnswerKind.NOT_VISIT,
        deadline_id=deadline.id,
        minutes=None,
        until=None,
        leaving=False,
        finished=False,
        alone=False,
        reason="",
    )


def take_verdicts(answering: Answering, said: Sequence[Answer]) -> bool:
    """Whether any of these answers of one mail is new; each is taken by itself."""
    new = False
    for each in said:
        outcome = answering.answer(each)
        if outcome is TAKEN_BEFORE:
            continue
        new = True
        log.info("mail %s was taken as %s: %s", each.id[-12:], each.kind, outcome.took_as)
    return new
