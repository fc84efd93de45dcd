"""The page of somebody who was told of an alarm: what to do now first, then its buttons, then all that is known.

Without the two digits it names nobody visited and no place: whoever opens links by machine sees no more than a text
message would say (laws 8 and 15).
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi.responses import Response

from calsync.app import App
from calsync.domain import responder_page_words as words
from calsync.domain.acts_open import Does
from calsync.domain.attempts import ATTEMPT, attempts
from calsync.domain.drill_wording import FIRST, MARK
from calsync.domain.drills import is_drill
from calsync.domain.link_wording import a_while
from calsync.domain.model import Ask
from calsync.domain.responder_wording import to_responder, what_comes_next
from calsync.domain.scene import all_of
from calsync.engine.link_answers import Opened
from calsync.engine.pressed import MINUTES, Press
from calsync.engine.responding import Sight
from calsync.parsers.dialling import same_number
from calsync.web.showing import nothing, page, sentence
from calsync.web.tries import Tries

SHOWN = re.compile(r"[0-9]{1,12}")
STEP = re.compile(r"[0-9]{1,2}")
SHOWS = (Does.SHEET, Does.HOUSEHOLD, Does.HOME)
"""What is pressed to see something, and changes nothing."""
FIELDS = ("does", "log", "until", "why", "words")
"""What stays filled in where something else was wrong."""
OUTCOMES = (Does.SAFE, Does.NO_ANSWER, Does.MESSAGE, Does.CODE_WORD)
NOT_HERE = "There is nothing behind this link any more. Answer the message by a reply."


class ResponderPage:
    """Shows an alarm to somebody who was told of it, and takes what they press."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._tries = Tries()

    def show(self, token: str, opened: Opened) -> Response:
        """What to do now, with its buttons; of a closed alarm that it is over. It changes nothing."""
        sight = self._app.engine.responding.sight(opened)
        return self._page(token, opened, sight) if sight is not None else nothing(NOT_HERE)

    def press(self, token: str, opened: Opened, fields: Mapping[str, str], address: str) -> Response:
        """What came of it, above how it stands now; or what is wrong, and nothing changed."""
        responding = self._app.engine.responding
        if (sight := responding.sight(opened)) is None:
            return nothing(NOT_HERE)
        if (wrong := self._wrong(opened, fields.get("digits", ""), address)) is not None:
            return self._page(token, opened, sight, wrong=wrong, kept=fields, status=422)
        does = next((each for each in Does if each == fields.get("does")), None)
        if does is None or does not in sight.does:
            # What was closed meanwhile says so itself, also to whoever presses twice.
            return self._page(token, opened, sight, known=True, said=_not_now(sight))
        if does in SHOWS:
            number = responding.number(opened, sight, does) if does is not Does.SHEET else ""
            return self._page(token, opened, sight, known=True, number=number, number_of=does)
        said = responding.press(opened, _press(does, fields))
        if (now := responding.sight(opened)) is None:
            return nothing(NOT_HERE)
        failed = not said or said.startswith("Not done.")
        if failed:
            return self._page(token, opened, now, known=True, kept=fields, wrong=said or words.NOT_NOW)
        return self._page(token, opened, now, known=True, said=said)

    def _wrong(self, opened: Opened, typed: str, address: str) -> str | None:
        """What is wrong with the digits, as a sentence; None when they are right."""
        link, typed = opened.link.digest, re.sub(r"\s", "", typed)
        if not typed:
            return words.NO_DIGITS
        if seconds := self._tries.wait(link, address):
            return words.A_MOMENT.format(a_while(seconds))
        if hmac.compare_digest(typed.encode(), opened.digits.encode()):
            self._tries.right(link, address)
            return None
        self._tries.wrong(link, address)
        self._app.engine.refused_links.wrong(opened)
        return words.NOT_THE_DIGITS

    def _page(
        self,
        token: str,
        opened: Opened,
        sight: Sight,
        *,
        known: bool = False,
        said: str = "",
        wrong: str = "",
        number: str = "",
        number_of: Does | None = None,
        kept: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        scene, row = sight.scene, replace(sight.row, recorded=sight.at)
        worker = scene.name(scene.deadline.worker)
        mark = MARK if is_drill(scene.visit) else ""
        if not scene.deadline.is_open:
            digits = opened.digits if known else ""
            told = _over(sight, said or wrong, known, kept)
            return page("over.html", status, token=token, mark=mark, digits=digits, **told)
        if not sight.theirs:
            first = words.do_not_ring(worker) if sight.code_word else words.ELSEWHERE
            return sentence(f"{mark}Look into your mail", first, words.who_has_it(scene, sight.person.id, sight.at))
        return page(
            "responder.html",
            status,
            token=token,
            title=mark + to_responder(row, scene)[0],
            said=said,
            wrong=wrong,
            do_not_ring=words.do_not_ring(worker) if sight.code_word else "",
            dealing=scene.word.dealing + "." if scene.word is not None else "",
            happened=words.why_told(row, scene),
            drill=FIRST if mark else "",
            act=words.act_now(row, scene, code_word=sight.code_word, known=known) if sight.is_asked else "",
            phones=[] if sight.code_word else _phones(sight),
            worker=worker,
            questions=[] if sight.code_word else scene.code_questions,
            does={each.name: each in sight.does for each in Does},
            value={each.name: each.value for each in Does},
            label={each.name: each in sight.does and words.LABELS[each] for each in Does},
            outcomes=[each.name for each in OUTCOMES if each in sight.does],
            also=all_of(sight.also) if sight.also else "",
            take=words.LABELS[Does.TAKE] if scene.deadline.owner != sight.person.id else "I still have it",
            owner=words.who_has_it(scene, sight.person.id, sight.at),
            next=what_comes_next(scene),
            minutes=MINUTES,
            others=sight.others,
            closings=words.CLOSINGS,
            kept={name: (kept or {}).get(name, "") for name in FIELDS},
            digits=opened.digits if known else "",
            shown=int(sight.at.timestamp()),
            step=sight.row.step if STEP.fullmatch(sight.row.step) else "",
            number=number,
            dialled=same_number(number),
            elsewhere=_elsewhere(sight),
            number_of="the household" if number_of is Does.HOUSEHOLD else f"{worker}'s home",
            risk=scene.visit.risk and Does.HOUSEHOLD in sight.does,
            **self._details(opened, sight, known=known),
        )

    def _details(self, opened: Opened, sight: Sight, *, known: bool) -> dict[str, Any]:
        """All that is known, for who has typed the digits; nothing of it for whoever has not."""
        if not known:
            return {"known": False, "sheet": [], "stages": [], "told": [], "tried": []}
        scene = sight.scene
        lines = self._app.engine.responding.sheet(opened, sight).split("\n")
        tried = attempts(scene.tried, scene.deadline.worker)
        return {
            "known": True,
            # The attempts have a list of their own.
            "sheet": [
                (label, value) for label, _, value in (line.partition(": ") for line in lines) if label != ATTEMPT
            ],
            "stages": words.stages(scene),
            "told": words.told_lines(scene),
            "tried": [(scene.clock(each.at), scene.name(each.who), each.outcome) for each in tried],
        }


def _not_now(sight: Sight) -> str:
    """Why what was pressed is not taken; empty of a closed alarm, whose page says so."""
    if not sight.does or not sight.scene.deadline.is_open:
        return ""
    return f"{words.NOT_NOW} {words.who_has_it(sight.scene, sight.person.id, sight.at)}"


def _over(sight: Sight, said: str, known: bool, kept: Mapping[str, str] | None) -> dict[str, Any]:
    """What stands on the page of a closed alarm: its reason only for who has typed the digits."""
    told = words.closed_words(sight.scene) if known else "The alarm of this message is closed."
    word = Does.CODE_WORD in sight.does
    return {
        "sentences": [each for each in (said, told, words.OVER_BUT if word else words.OVER) if each],
        "shown": int(sight.at.timestamp()),
        "code_word": Does.CODE_WORD.value if word else "",
        "code_word_label": words.LABELS[Does.CODE_WORD],
        "unclear": Does.UNCLEAR.value,
        "unclear_label": words.LABELS[Does.UNCLEAR],
        "kept_words": (kept or {}).get("words", "") if (kept or {}).get("does") == Does.UNCLEAR else "",
    }


def _phones(sight: Sight) -> list[tuple[str, str]]:
    """The worker's own numbers, each as it is written and as a telephone dials it; empty where it can't be dialled."""
    person = sight.scene.people.get(sight.scene.deadline.worker)
    return [(each, same_number(each)) for each in (person.numbers if person is not None else ())]


def _elsewhere(sight: Sight) -> str:
    """Which number their step asks them to ring in the worker's place; empty for the worker's own, and for none."""
    asked = {Ask.CALL_HOUSEHOLD: Does.HOUSEHOLD, Ask.CALL_HOME: Does.HOME}.get(sight.row.ask)
    return asked.name if asked is not None and asked in sight.does and sight.is_asked else ""


def _press(does: Does, fields: Mapping[str, str]) -> Press:
    shown, step = fields.get("shown", ""), fields.get("step", "")
    return Press(
        does=does,
        shown=int(shown) if SHOWN.fullmatch(shown) else 0,
        step=int(step) if STEP.fullmatch(step) else None,
        minutes=fields.get("minutes", ""),
        until=fields.get("until", ""),
        to=fields.get("to", ""),
        log=fields.get("log", ""),
        why=fields.get("why", ""),
        words=fields.get("words", ""),
    )
