"""A mail to "is it a visit?" -> one answer for each entry that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, replace

from calsync.domain.model import Answer, AnswerKind, Ask, Deadline, Notification, Tag
from calsync.domain.wording import in_order
from calsync.parsers.yes_no import read_yes_no
from calsync.ports import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one message asked about: its entries in the order of their numbers."""

    rows: tuple[Notification, ...]
    deadlines: tuple[Deadline, ...]
    """Those of the rows, in their order."""
    outright: bool
    """Whether it asked nothing else, so that a plain "yes" means that it is a visit."""
    taken: frozenset[str] = frozenset()
    """The answers about them that are kept already: mail is read more than once."""

    @property
    def numbered_as_sent(self) -> bool:
        """Whether the numbers are still those that were sent: an entry moved since may have another place."""
        pairs = zip(self.rows, self.deadlines, strict=True)
        return len(self.rows) == 1 or all(row.round == deadline.round for row, deadline in pairs)


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
    deadlines = tuple(found[each.id][0] for each in ordered)
    taken = frozenset(said.id for each in deadlines for said in tx.answers_of(each.id))
    return Asked(rows=tuple(ordered), deadlines=deadlines, outright=outright, taken=taken) if ordered else None


def verdicts(answer: Answer, text: str, asked: Asked, names: frozenset[str]) -> list[Answer]:
    """What the writer says of each entry, one answer each; empty when they say nothing of what it is.

    A plain yes or no, to several, is for all that are still to be answered. Numbers that may not be those that were
    sent, since an entry was moved, are an unclear answer. The last answer has the mail's own id: once that is kept, all
    are.
    """
    if answer.id in asked.taken:
        return [answer]
    said = read_yes_no(text, count=len(asked.rows), names=names)
    if said is None or not (asked.outright or said.names_the_visit):
        return []
    if said.of_all is not None:
        open_ = [each for each in asked.deadlines if each.is_open]
        about = [(each, said.of_all) for each in open_ or asked.deadlines[:1]]
    elif asked.numbered_as_sent:
        about = [(asked.deadlines[number - 1], is_visit) for number, is_visit in sorted(said.by_number.items())]
    else:
        return [replace(answer, kind=AnswerKind.UNCLEAR)]
    return [_of(answer, *each, last=each is about[-1]) for each in about]


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
