"""A step's `when` and a visit -> whether the step applies to it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from calsync.domain.model import Step, Visit

NOT = "not "
"""Before a word: the step is left out where the word holds."""


class When(StrEnum):
    """The words by which a step is bound to some visits. What stands for a flag is named as the rules name it."""

    RISK = "risk"
    """A risk visit: one with a category of risk."""
    ORDINARY = "ordinary"
    """Every other visit."""
    HOME = "home"
    """A visit to somebody's home."""
    SCHOOL = "school"
    """A visit to a school."""
    OTHER = "other"
    """A visit to any other place."""
    HIGH_RISK = "high-risk"
    """The flag of the category "High risk", or of what the organisation calls it; PUBLIC_TRANSPORT is the last flag."""
    TWO_WORKERS = "two-workers"
    UNKNOWN_FAMILY = "unknown-family"
    RISK_ASSESSED = "risk-assessed"
    APPROVED_ALONE = "approved-alone"
    GOING_HOME = "going-home"
    LIVES_ALONE = "lives-alone"
    """The flag, or that the worker is known to live alone."""
    DOMESTIC_ABUSE = "domestic-abuse"
    THREATS = "threats"
    ASSESSMENT_REQUIRED = "assessment-required"
    REMOTE_AREA = "remote-area"
    UNPLANNED = "unplanned"
    PUBLIC_TRANSPORT = "public-transport"
    CAPPED_RETURN = "capped-return"
    """A return brought forward, since an end of its outing stayed unanswered too long."""
    LATE = "late"
    """A visit that ends at `late_after` or later, or after midnight."""
    OUTSIDE_AREA = "outside-area"
    """A visit outside `home_area`."""


CAPPED = str(When.CAPPED_RETURN)


def applies(
    step: Step,
    visit: Visit,
    *,
    lives_alone: bool = False,
    capped: bool = False,
    late: bool = False,
    outside: bool = False,
) -> bool:
    """Whether a step applies to a visit, whatever the hour: `hours` is judged by its deadline, elsewhere."""
    return fits(step.when, facts(visit, lives_alone=lives_alone, capped=capped, late=late, outside=outside))


def facts(
    visit: Visit, *, lives_alone: bool = False, capped: bool = False, late: bool = False, outside: bool = False
) -> frozenset[str]:
    """Every word that holds of a visit."""
    told = {
        When.LIVES_ALONE: lives_alone,
        When.CAPPED_RETURN: capped,
        When.LATE: late,
        When.OUTSIDE_AREA: outside,
    }
    held = {str(word) for word, holds in told.items() if holds}
    return frozenset({str(When.RISK if visit.risk else When.ORDINARY), str(visit.kind), *visit.flags, *held})


def fits(when: Iterable[str], holding: frozenset[str]) -> bool:
    """Whether the words of a `when` hold: any one of them is enough, and one with "not" leaves out where it is true.

    Empty: always. Words with "not" alone: wherever none of them is true.
    """
    words = tuple(when)
    left_out = any(word.removeprefix(NOT) in holding for word in words if word.startswith(NOT))
    wanted = [word for word in words if not word.startswith(NOT)]
    return not left_out and (not wanted or any(word in holding for word in wanted))
