"""What somebody who was told of an alarm sees and presses on the page behind their link -> the same answers as by mail.

Looking changes nothing (law 8). A press is taken with the two digits of the message, which the page compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from calsync.domain.acts_open import Does, duty_of, first_step, open_to
from calsync.domain.answering.handing import may_be_asked
from calsync.domain.call_sheet import call_sheet, without_household
from calsync.domain.home_record import shown_in
from calsync.domain.model import Act, AlarmKind, Channel, Deadline, Notification, Person, Visit
from calsync.domain.responder_page_words import what_came
from calsync.domain.responders import may_take, on_the_visit
from calsync.domain.scene import Scene
from calsync.engine.answer import TAKEN_BEFORE, Answering
from calsync.engine.carried import OF_ALL, take_carried, told_together
from calsync.engine.core import Core, log
from calsync.engine.home_record import HOME, HOUSEHOLD
from calsync.engine.link_answers import Opened
from calsync.engine.pressed import Press, answer_by
from calsync.engine.scenes import scene_of
from calsync.ports import Transaction

CALLS = frozenset({Does.SAFE, Does.NO_ANSWER, Does.MESSAGE, Does.EXTEND})
"""What follows from a call to the worker: nobody makes one while a code word stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """An alarm as somebody who was told of it sees it now."""

    person: Person
    row: Notification
    """What asks them to act, else the message of their link."""
    scene: Scene
    """Without the household's number in anything that a page shows."""
    does: frozenset[Does]
    others: Sequence[Person]
    """To whom it can be handed over."""
    is_asked: bool
    """Whether they are asked to act on it as it stands now."""
    code_word: bool
    """Whether a code word of the worker stands, on this visit or another one."""
    theirs: bool
    """Whether they may see more of it than that."""
    at: datetime
    also: Sequence[str] = ()
    """The names of others whom the same message told of."""
    household: str = ""
    home: str = ""
    """The numbers that are shown by a press of their own alone."""


class Responding:
    """Shows alarms to those who were told, and takes what they press."""

    def __init__(self, core: Core, answering: Answering) -> None:
        self._core, self._answering = core, answering

    def sight(self, opened: Opened) -> Sight | None:
        """What the reader of a link may see; None where it is nothing any more. Nothing is written."""
        with self._core.store.transaction() as tx:
            return self._sight(tx, opened)

    def press(self, opened: Opened, press: Press) -> str:
        """What came of a press, in words. The same press of the same page acts once, however often it comes."""
        sight = self.sight(opened)
        if sight is None or press.does not in sight.does:
            return ""
        policy = self._core.policies.named(
            sight.scene.deadline.policy, sight.scene.people.get(sight.scene.deadline.worker)
        )
        answer = answer_by(
            press,
            answer_id=f"link:{opened.link.digest[:24]}:{press.does}:{press.shown}:{press.mark}",
            who=sight.person.id,
            deadline=sight.scene.deadline,
            code_words=policy.code_words,
            zone=self._core.zone,
            at=sight.at,
        )
        if isinstance(answer, str):
            return f"Not done. {answer}"
        outcome = self._answering.answer(answer)
        if answer.kind in OF_ALL and sight.scene.deadline.alarm is AlarmKind.SILENCE and outcome.took_as != "refused":
            take_carried(self._core, self._answering, answer, sight.row)
        log.info("link %s was taken as %s: %s", opened.link.digest[:8], answer.kind, outcome.took_as)
        now = self.sight(opened)
        to = sight.scene.name(press.to) if press.to else ""
        scene = self._after(sight, now)
        words = what_came(press.does, outcome, scene, again=outcome is TAKEN_BEFORE, to=to)
        owner = scene.deadline.owner
        if outcome.took_as == "refused" and scene.deadline.owned(sight.at) and owner not in (None, sight.person.id):
            words += f" {scene.name(owner or '')} has it."
        return words

    def number(self, opened: Opened, sight: Sight, what: Does) -> str:
        """A number that is shown to them now; empty where it is not theirs to see. The look goes into the audit."""
        number = {Does.HOUSEHOLD: sight.household, Does.HOME: sight.home}[what]
        if what not in sight.does or not number:
            return ""
        if what is Does.HOME:
            self._audit(opened, sight, HOME, ("what", "home telephone"))
        elif sight.scene.visit.risk:
            self._audit(opened, sight, HOUSEHOLD, ("of a risk visit", "asked for by its manager"))
        else:
            self._audit(opened, sight, HOUSEHOLD)
        return number

    def sheet(self, opened: Opened, sight: Sight) -> str:
        """The call sheet; where it shows home details of the worker the look goes into the audit."""
        text = call_sheet(sight.scene)
        what = shown_in(text, sight.scene.people.get(sight.scene.deadline.worker))
        if what:
            self._audit(opened, sight, HOME, ("what", ", ".join(what)))
        return text

    def _audit(self, opened: Opened, sight: Sight, what: str, *more: tuple[str, str]) -> None:
        deadline = sight.scene.deadline
        act = Act(
            at=self._core.clock.now(),
            what=what,
            who=sight.person.id,
            visit_id=deadline.visit_id,
            deadline_id=deadline.id,
            details=(("to", sight.person.id), *more, ("link", opened.link.digest[:8])),
        )
        with self._core.store.transaction() as tx:
            tx.add_acts([act])

    def _after(self, before: Sight, now: Sight | None) -> Scene:
        """The scene after a press: of the alarm that it was about, as that one stands now."""
        with self._core.store.transaction() as tx:
            deadline = tx.deadline(before.scene.deadline.id)
        if now is not None and deadline is not None and now.scene.deadline.id == deadline.id:
            return now.scene
        return replace(before.scene, deadline=deadline or before.scene.deadline)

    def _sight(self, tx: Transaction, opened: Opened) -> Sight | None:
        core, at = self._core, self._core.clock.now()
        people = tx.people()
        person = people.get(opened.link.who)
        # Read anew: what was opened is as old as the request, and a press comes in between.
        visit = tx.visit(opened.visit.id) or opened.visit
        deadline = _stands(tx, tx.deadline(opened.deadline.id) or opened.deadline, visit)
        if person is None or on_the_visit(person, visit):
            return None  # whoever is beside the worker sees nothing of it, least of all of a code word (laws 5 and 7)
        told = tx.notifications_of(deadline.id)
        duty = duty_of(person, deadline, told)
        row = replace(duty or opened.row, channel=Channel.MAIL)
        first = first_step(person, deadline, visit, people) if duty is None else None
        row = replace(row, ask=first.ask) if first is not None else row
        whole = scene_of(core, tx, row, deadline, visit, link=None)
        theirs = may_take(person, visit, people, [each.recipient for each in told])
        others = may_be_asked(person.id, visit, people, told, core.ready)
        word = any(each.is_word for one in tx.deadlines_of(deadline.worker) for each in one.deadlines)
        does = open_to(person, whole, at, others=others) if theirs else frozenset()
        worker, also = people.get(deadline.worker), dict.fromkeys(each.worker for each in told_together(tx, row))
        return Sight(
            person=person,
            row=row,
            scene=without_household(whole),
            does=does - CALLS if word or whole.word is not None else does,
            others=others,
            is_asked=duty is not None or first is not None,
            code_word=word or whole.word is not None,
            theirs=theirs,
            at=at,
            also=[each for each in map(whole.name, also) if each != whole.name(deadline.worker)],
            household=whole.said.phone_written,
            home=worker.home_phone if worker is not None else "",
        )


def _stands(tx: Transaction, deadline: Deadline, visit: Visit) -> Deadline:
    """The alarm that a link is about now: a code word on its visit, else a call for help, else its own deadline."""
    own = [each for each in tx.watched_under(visit.worker, [visit.event_id]) if each.visit.id == visit.id]
    open_ = [one for each in own for one in each.deadlines if one.is_open]
    for kind in (AlarmKind.DURESS, AlarmKind.HELP):
        for each in open_:
            if each.alarm is kind and deadline.alarm is not AlarmKind.DURESS:
                return each
    return deadline
