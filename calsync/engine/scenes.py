"""What stands in the store -> the scene of one message: all that it may speak of, read just before it is sent."""

from __future__ import annotations

from calsync.domain.answering import STOOD_DOWN
from calsync.domain.before.messages import deadline_of
from calsync.domain.drill_wording import as_drill
from calsync.domain.drills import is_drill
from calsync.domain.links import ShownLink
from calsync.domain.model import Ask, Channel, Deadline, Notification, Role, Visit, VisitState, Watched
from calsync.domain.model.said import Said
from calsync.domain.outings import OF_OUTINGS
from calsync.domain.scene import Scene
from calsync.domain.unbelieved import shown
from calsync.domain.whereabouts import may_be_at, was_last
from calsync.engine.besides import besides, heard, heard_elsewhere, tried, visits_around
from calsync.engine.concerns import said_by
from calsync.engine.core import Core
from calsync.engine.linking import link_for
from calsync.engine.standing_word import word_beside
from calsync.ports import Transaction


def message_scene(core: Core, tx: Transaction, row: Notification, deadline: Deadline, visit: Visit) -> Scene:
    """What a message that is about to go out speaks of; its link is kept."""
    return scene_of(core, tx, row, deadline, visit, link=link_for(core, tx, row, core.clock.now()))


def scene_of(
    core: Core, tx: Transaction, row: Notification, deadline: Deadline, visit: Visit, *, link: ShownLink | None
) -> Scene:
    """What may be said of a deadline to whom a row is for; `link` is the row's own."""
    mailbox, others = tx.mailbox(visit.worker), besides(tx, deadline, visit)
    # The household's number is handed to those who look for the worker, in a mail's text alone (law 15). A question
    # to the worker quotes their own words, whatever stands in them.
    by_mail = row.role is not Role.WORKER and row.channel is Channel.MAIL
    people = tx.people()
    policy = core.policies.named(deadline.policy, people.get(visit.worker))
    around = visits_around(tx, deadline, visit)
    scene = Scene(
        deadline=deadline,
        visit=visit,
        people=people,
        answers=heard(tx, deadline, others),
        elsewhere=heard_elsewhere(tx, deadline, visit) if by_mail else (),
        besides=others,
        tried=tried(tx, deadline, others) if by_mail else (),
        told=tx.notifications_of(row.deadline_id),
        agencies=policy.agencies,
        code_questions=policy.code_questions,
        household_at_a_step=any(step.ask is Ask.CALL_HOUSEHOLD for step in policy.steps),
        nobody_rings=not any(
            step.deadline is deadline.kind and not step.to_worker and step.ask is not Ask.KNOW for step in policy.steps
        ),
        unread_since=mailbox.failing_since if mailbox is not None else None,
        zone=core.zone,
        said=said_by(visit, core.zone) if by_mail else Said(),
        by_mail=by_mail,
        outing=_outing(tx, deadline, visit) if by_mail else (),
        may_be_at=may_be_at(deadline, around) if by_mail else (),
        was_last=was_last(deadline, around) if by_mail else None,
        link=link,
        word=word_beside(tx, row, deadline, visit, people, core.zone),
    )
    return as_drill(scene) if is_drill(visit) else scene


def folded_scene(core: Core, tx: Transaction, row: Notification) -> Scene | None:
    """What a folded message speaks of; None when its deadline was closed meanwhile.

    A closed one keeps its place in a list of questions: the answers go by the numbers in it.
    """
    deadline = tx.deadline(deadline_of(row))
    visit = tx.visit(deadline.visit_id) if deadline is not None else None
    if (
        deadline is None
        or visit is None
        or not (deadline.is_open or row.ask is Ask.IS_IT_A_VISIT or row.step == STOOD_DOWN)
    ):
        return None
    return message_scene(core, tx, row, deadline, visit)


def _outing(tx: Transaction, deadline: Deadline, first: Visit) -> list[Watched]:
    """The visits of the outing that a return, or a word of being home, is about; empty for every other deadline."""
    if deadline.kind not in OF_OUTINGS:
        return []
    until = max(deadline.due, deadline.planned)
    found = [each for each in tx.watched(first.worker, first.start) if first.start <= each.visit.start < until]
    standing = [each for each in shown(found) if each.visit.state is not VisitState.CANCELLED]
    return sorted(standing, key=lambda each: (each.visit.start, each.visit.id))
