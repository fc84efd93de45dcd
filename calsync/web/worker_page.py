"""The page on which a worker answers: it shows times alone, and takes what is pressed beside the two digits."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi.responses import Response

from calsync.app import App
from calsync.domain import link_wording as words
from calsync.domain.buttons import CALLS, MORE, Button
from calsync.domain.pins import Says
from calsync.domain.whom_to_ring import Contact
from calsync.engine.link_answers import Opened
from calsync.parsers.dialling import same_number
from calsync.web.showing import page
from calsync.web.tries import Tries

SHOWN = re.compile(r"[0-9]{1,12}")
DIGIT = re.compile(r"[0-9]")
UNCLEAR_AFTER = 3
"""So many wrong PINs are shown to responders as an answer that was not clear."""
_AFTER = (Button.NOBODY_HOME, Button.NOT_HELD, Button.HAPPENED, Button.NO_VISIT)
"""They stand below "more time" on the page."""
INSISTS = 2
"""A call for help with digits that are wrong, however many, counts at the second press: a machine types none."""


class WorkerPage:
    """Shows the question, and takes its answer."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._tries, self._calls = Tries(), Tries()

    def show(self, token: str, opened: Opened) -> Response:
        """The question with its buttons; of a closed deadline that it is done, and how to call."""
        return self._page(token, opened)

    def press(self, token: str, opened: Opened, fields: Mapping[str, str], address: str) -> Response:
        """What came of it in words; or the page once more with what is wrong, and nothing changed."""
        button = _pressed(fields.get("choice", ""), opened)
        typed = re.sub(r"\s", "", fields.get("digits", ""))
        shown = fields.get("shown", "")
        moment = int(shown) if SHOWN.fullmatch(shown) else 0
        if button is None:
            if opened.pin is not None and typed and opened.proof(typed) is Says.DURESS:
                self._app.engine.links.heard(opened, moment)  # and what is shown stays the same (law 7)
            if not opened.deadline.is_open:
                return self._page(token, opened)  # it was pressed before, or answered by another way
            return self._page(token, opened, wrong=words.PICK, status=422)
        proof = self._proof(opened, button, typed, moment, address)
        if isinstance(proof, str):
            return self._page(token, opened, wrong=proof, kept=button, status=422)
        said = self._app.engine.links.press(opened, button, moment, proof)
        contact = opened.contact
        named = contact is not None and any(contact.name in each for each in said)
        return page("thanks.html", sentences=said, contact=_to_ring(contact) if named else None)

    def _proof(self, opened: Opened, button: Button, typed: str, moment: int, address: str) -> Says | str:
        """What was typed beside the press; a sentence where it is not taken.

        WRONG is taken of somebody who insists on a call for help, and of nobody else.
        """
        link, calls = opened.link.digest, button in CALLS
        seconds = self._tries.wait(link, address) if typed and not calls else 0.0
        if seconds and opened.pin is None:
            return words.wait(seconds)
        proof = opened.proof(typed) if typed else Says.WRONG
        if seconds:
            if proof is Says.DURESS:
                self._app.engine.links.heard(opened, moment)  # it waits for nothing, and looks as if it did
            return words.wait(seconds)
        if proof is not Says.WRONG:
            self._tries.right(link, address)
            return proof
        pin, still = opened.pin is not None, words.still_calls(opened.contact)
        if not typed:
            none = words.NO_PIN if pin else words.NO_DIGITS
            return f"{none} {still}" if calls else none
        count = self._tries.wrong(link, address)
        self._app.engine.refused_links.wrong(opened)
        if pin and count == UNCLEAR_AFTER:
            self._app.engine.links.wrong_pin(opened)
        if calls and DIGIT.search(typed) and self._calls.wrong(link, address) >= INSISTS:
            self._calls.right(link, address)
            return Says.WRONG
        wrong = words.NOT_THE_PIN if pin else words.NOT_THE_DIGITS
        return f"{wrong} {still}" if calls else wrong

    def _page(
        self, token: str, opened: Opened, *, wrong: str = "", kept: Button | None = None, status: int = 200
    ) -> Response:
        rest = [each for each in opened.buttons if each not in CALLS and each not in MORE and each is not kept]
        return page(
            "answer.html",
            status,
            token=token,
            title=opened.words.title,
            asks=opened.words.asks,
            wrong=wrong,
            kept=kept,
            kept_label=_kept_label(kept),
            before=[each for each in rest if each not in _AFTER],
            more=[each for each in opened.buttons if each in MORE],
            more_label=words.MORE_LABEL[opened.deadline.kind],
            after=[each for each in rest if each in _AFTER],
            calls=[each for each in opened.buttons if each in CALLS],
            label=words.LABELS,
            type_here=words.TYPE_PIN if opened.pin is not None else words.TYPE_DIGITS,
            is_pin=opened.pin is not None,
            shown=int(opened.at.timestamp()),
            contact=_to_ring(opened.contact) if kept in CALLS else None,
        )


def _pressed(told: str, opened: Opened) -> Button | None:
    """The button that was pressed; None for what this page has not."""
    return next((each for each in opened.buttons if each == told), None)


def _to_ring(contact: Contact | None) -> tuple[str, str] | None:
    """What is read of somebody to ring, and what a telephone dials; None where no number is known."""
    if contact is None or not contact.number:
        return None
    return f"Ring {contact.name}: {contact.number}", same_number(contact.number)


def _kept_label(kept: Button | None) -> str:
    if kept is None:
        return ""
    return f"Safe, {words.LABELS[kept]} more" if kept in MORE else words.LABELS[kept]
