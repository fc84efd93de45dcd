"""What an entry's categories say: they decide alone, since somebody set them on purpose."""

from __future__ import annotations

from calsync.domain.classify.names import fold
from calsync.domain.classify.prepared import Prepared
from calsync.domain.classify.rules import Flag
from calsync.domain.model import Tag, VisitKind


def flags_of(categories: tuple[str, ...], prepared: Prepared) -> tuple[Flag, ...]:
    """The flags that an entry's categories carry, in the order of the rules; none without categories."""
    if not categories:
        return ()
    folded = {fold(each) for each in categories}
    return tuple(flag for flag, names in prepared.flags if not names.isdisjoint(folded))


def by_category(
    categories: tuple[str, ...], prepared: Prepared
) -> tuple[Tag, VisitKind, tuple[str, ...], tuple[str, ...]] | None:
    """The tag and kind that categories decide, with what speaks for and against; None when they decide nothing.

    Where one says visit and another says none, it is a visit: the cautious side.
    """
    if not categories:
        return None
    said = [(each, fold(each)) for each in categories]
    none = next((each for each, folded in said if folded in prepared.not_visit), "")
    against = (f'Its category "{none}" says that it is no visit.',) if none else ()
    for kind, names in prepared.kinds:
        if category := next((each for each, folded in said if folded in names), ""):
            return Tag.VISIT, kind, (f'Its category "{category}" says that it is a visit.',), against
    if category := next((each for each, folded in said if folded in prepared.visits_alone), ""):
        return Tag.VISIT, VisitKind.HOME, (f'Its category "{category}" is used for visits alone.',), against
    return (Tag.NONE, VisitKind.HOME, against, ()) if none else None
