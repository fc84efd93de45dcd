"""The manager's board: who is late, who is out and who comes, and how far it can be relied on."""

from __future__ import annotations

from collections.abc import Container

from fastapi.responses import Response

from calsync.app import App
from calsync.domain.board_words import NOBODY, TITLES, line_words, summary
from calsync.domain.model import Person, PersonId
from calsync.web.showing import page


def board_page(app: App, viewer: Person, workers: Container[PersonId]) -> Response:
    """The board of these workers as `viewer` sees it now. Looking changes nothing."""
    shown = app.engine.boards.seen_by(viewer, workers)
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
