"""Whether two places are the same door, and whether one is the organisation's own."""

from __future__ import annotations

from collections.abc import Sequence

from calsync.domain.classify.names import fold
from calsync.domain.classify.sites import Sites
from calsync.domain.model import Place


def same_place(one: Place, other: Place) -> bool:
    """Whether two locations name the same door, as far as can be said from their words.

    A postcode covers a dozen or more doors: where both name a house, the houses must agree too.
    """
    if one.postcode and other.postcode and one.postcode != other.postcode:
        return False
    if one.street and other.street:
        return fold(one.street) == fold(other.street)
    if one.postcode and other.postcode:
        return True
    return bool(one.text.strip()) and fold(one.text) == fold(other.text)


def own_site(place: Place, sites: Sequence[Place]) -> str:
    """The organisation's own site that a place is; empty if it is none of them."""
    return Sites(sites).find(place)
