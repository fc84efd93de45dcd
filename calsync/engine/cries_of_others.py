"""A cry for a colleague in a mail of its own -> help for whom it names, or a word that nothing was done.

Whoever writes it must not believe that somebody acts when nobody does (law 6).
"""

from __future__ import annotations

import re
from hashlib import blake2b

from calsync.domain.model import Act, Answer, AnswerKind, Person
from calsync.domain.naming import named_in
from calsync.engine.core import Core
from calsync.engine.direct import LINE, direct_row
from calsync.engine.mail_text import names_of
from calsync.engine.out_now import looks_out, open_deadline, running_of
from calsync.engine.passed_on import PassedOn
from calsync.engine.unwatched import RUNG, ask_to_ring_unwatched, told_lately
from calsync.parsers.cries import cries_for_help, folded, needs_help
from calsync.parsers.visible_text import visible_text

_OF_ANOTHER = re.compile(
    r"\bneeds? (?:urgent |some |your )?help\b(?! with)|\bhelp (?:her|him|them)\b|\bsaid help\b|\b(?:in|into) trouble\b|"
    r"\b(?:danger|police|attack\w*|hurt|injured|999|ambulance|emergency)\b"
)
"""What somebody says who calls for help for another."""
NOBODY = "cry-of-nobody"
NOTHING_DONE = (
    "Nothing was done: who needs help?",
    "Nothing was done: it is not known who needs help, and you are not watched yourself. Is somebody in danger, ring "
    '999 now. Is it somebody who is on a visit, write their whole name, such as "Sam Smith needs help".',
)


class CriesOfOthers:
    """Hears cries for somebody who is out, from whoever knows of them."""

    def __init__(self, core: Core, passed_on: PassedOn) -> None:
        self._core, self._passed_on = core, passed_on

    def take(self, answer: Answer, text: str, sender: Person) -> bool | None:
        """Whether a cry was new; None where it is none, or the writer's own besides."""
        said = visible_text(text, names_of(sender))
        if not needs_help(said):
            return None
        core, at = self._core, self._core.clock.now()
        with core.store.transaction() as tx:
            workers = [each for each in tx.people().persons if each.works and each.id != sender.id]
            out = {each.id: found for each in workers if (found := running_of(tx, each, at)) is not None}
            # "Please call me about Sam" asks for a call, and calls for nobody's help.
            named = [each for each in named_in(said, workers) if each.id in out and _OF_ANOTHER.search(folded(said))]
            is_out = looks_out(tx, sender, answer.sent)
            visits = sender.works or bool(tx.deadlines_of(sender.id))
        if not named and not cries_for_help(folded(said)):
            return None
        new = [
            self._passed_on.take(answer, each.id, open_deadline(out[each.id]), kind=AnswerKind.HELP) for each in named
        ]
        if visits and (is_out or not named):
            return None
        if named:
            return any(new)
        topic = f"{LINE}{blake2b(answer.id.encode('utf-8', 'replace'), digest_size=12).hexdigest()}"
        with core.store.transaction() as tx:
            if any(each.step in (NOBODY, RUNG) for each in tx.notifications_of(topic)):
                return False
            if told_lately(tx, sender, at) and ask_to_ring_unwatched(core, tx, sender, topic, at):
                return True
            tx.add_notifications([direct_row(topic, NOBODY, sender, NOTHING_DONE, at, ready=core.ready)])
            tx.add_acts([Act(at=at, what="cry-of-nobody", who=sender.id)])
        return True
