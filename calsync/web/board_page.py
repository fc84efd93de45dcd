"""`/board`: who is late, who is out and who comes, and how far that can be relied on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from calsync.app import App
from calsync.domain.app_roles import Right
from calsync.domain.board_words import TITLES, everybody_watched, line_words, nobody, summary
from calsync.engine.boards import Shown
from calsync.web.door import Door
from calsync.web.showing import page, sentence
from calsync.web.signed_in import SignedIn, needing

BOARD = "/board"
_TITLE = "Who is out"
UNKNOWN = (
    "calsync does not know you from its directory, so it can't tell which visits are your own, and shows you none. "
    "Ask IT to name you where your role is."
)
NOBODYS = "Nobody is in your care: you are nobody's line manager, and hold no role of a team. Nobody stands here."


def routes(app: App, door: Door) -> APIRouter:
    """`GET /board`: of those in the care of whoever looks. Looking changes nothing but the audit."""
    router = APIRouter()

    @router.get(BOARD)
    def board(by: Annotated[SignedIn, Depends(needing(Right.BOARD))]) -> Response:
        viewer = door.engine.person(by.who)
        if viewer is None:
            return sentence(_TITLE, UNKNOWN)
        if not by.reach.theirs:
            return sentence(_TITLE, NOBODYS)
        shown = app.engine.boards.seen_by(viewer, by.reach.theirs)
        by.viewed("board", sorted(shown.named))
        return board_page(shown)

    return router


def board_page(shown: Shown) -> Response:
    """The board as a page."""
    groups = [
        {
            "id": urgency.value,
            "title": TITLES[urgency],
            "nobody": nobody(urgency, shown.board),
            "lines": [line_words(each, shown.at, shown.zone) for each in lines],
        }
        for urgency, lines in shown.board.groups
    ]
    return page(
        "board.html",
        groups=groups,
        summary=summary(shown.board, shown.strip),
        well=not shown.board.unanswered and not shown.strip.warnings,
        warnings=shown.strip.warnings,
        sentences=shown.strip.sentences,
        not_watched=shown.not_watched,
        everybody_watched=everybody_watched(shown.strip),
        at=f"{shown.at.astimezone(shown.zone):%H:%M:%S}",
    )
