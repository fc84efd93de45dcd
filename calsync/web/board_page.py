"""`/board`: who is late, who is out and who comes, and how far that can be relied on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.responses import Response

from calsync.app import App
from calsync.domain.app_roles import Right
from calsync.domain.board_words import NOBODY, TITLES, line_words, summary
from calsync.domain.model import Person, PersonId
from calsync.engine.boards import Shown
from calsync.web.door import Door
from calsync.web.showing import page
from calsync.web.signed_in import SignedIn, needing

BOARD = "/board"


def routes(app: App, door: Door) -> APIRouter:
    """`GET /board`: of those in the care of whoever looks. Looking changes nothing but the audit."""
    router = APIRouter()

    @router.get(BOARD)
    def board(by: Annotated[SignedIn, Depends(needing(Right.BOARD))]) -> Response:
        viewer = door.engine.person(by.who) or Person(id=by.who, name=by.session.name)
        shown = app.engine.boards.seen_by(viewer, by.reach.theirs)
        by.viewed("board", sorted(_named(shown)))
        return board_page(shown)

    return router


def board_page(shown: Shown) -> Response:
    """The board as a page."""
    groups = [
        {
            "id": standing.value,
            "title": TITLES[standing],
            "nobody": NOBODY[standing],
            "lines": [line_words(each, shown.at, shown.zone) for each in lines],
        }
        for standing, lines in shown.board.groups
    ]
    return page(
        "board.html",
        groups=groups,
        summary=summary(shown.board),
        urgent=shown.board.unanswered > 0,
        stale=shown.strip.stale,
        sentences=shown.strip.sentences,
        not_watched=shown.not_watched,
        at=f"{shown.at.astimezone(shown.zone):%H:%M:%S}",
    )


def _named(shown: Shown) -> set[PersonId]:
    return {line.worker for line in shown.board.lines} | {each.person for each in shown.not_watched}
