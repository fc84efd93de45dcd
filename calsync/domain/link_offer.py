"""The line of a question that offers its link: in what asks its worker something, and in nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.answering import UNCLEAR
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


def by_mail(link: ShownLink) -> str:
    """The line in a mail: the address stands last, so that the same words can be a large link to it."""
    return f"Or answer on this page, and type {link.digits} there: {link.address}"


def by_text(words: str, link: ShownLink | None) -> str:
    """A text's words with the line, where both have room in the segments that a text may have; else without it."""
    if link is None:
        return words
    longer = f"{words} Or open {link.address} and type {link.digits}."
    try:
        return longer if segments(longer) <= SEGMENTS else words
    except ValueError:  # an address with a letter that a text has not
        return words
