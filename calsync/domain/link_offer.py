"""The line of a message that offers its link: in what asks somebody to answer or to act, and in nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.answering import HAND_OVER, UNCLEAR
from calsync.domain.diary import DIARY_CHANGED
from calsync.domain.links import ShownLink
from calsync.domain.looking_after import LOOKED_AFTER
from calsync.domain.model import Ask, Notification, Role
from calsync.domain.scene import Scene
from calsync.domain.short_text import SEGMENTS, segments


def offers(row: Notification) -> bool:
    """Whether a message asks its worker what its page asks: a step of a ladder, or what is asked beside it."""
    asks = row.ask in (Ask.CHECK_IN, Ask.IS_IT_A_VISIT)
    asked = asks and (row.step.isdigit() or row.step in (UNCLEAR, DIARY_CHANGED))
    return row.role is Role.WORKER and (asked or row.step == LOOKED_AFTER)


def offered(row: Notification, scene: Scene, also: Sequence[object]) -> ShownLink | None:
    """The link that a message shows; None where it asks nothing, or several things at once.

    A page is about one deadline, so a list of questions has none.
    """
    several = bool(also) and row.ask is Ask.IS_IT_A_VISIT
    return scene.link if offers(row) and not several else None


def offered_to_responder(row: Notification, scene: Scene) -> ShownLink | None:
    """The link that a text to a responder shows; None where it asks them to do nothing."""
    asked = row.step.isdigit() or row.step == HAND_OVER
    return scene.link if asked and row.role is not Role.WORKER and row.ask is not Ask.KNOW else None


def by_mail(link: ShownLink) -> str:
    """The line in a mail: the address stands last, so that the same words can be a large link to it."""
    return f"Or answer on this page, and type {link.digits} there: {link.address}"


def by_text(words: str, link: ShownLink | None, *, spare: int = 0) -> str:
    """A text's words with the line, where both have room in the segments that a text may have; else without it.

    `spare` letters are kept for what is still to stand before them.
    """
    if link is None:
        return words
    longer = f"{words} Or open {link.address} and type {link.digits}."
    try:
        return longer if segments(longer + " " * spare) <= SEGMENTS else words
    except ValueError:  # an address with a letter that a text has not
        return words
