"""What an organisation's diaries mean: its own names for visits, for risks and for its sites."""

from __future__ import annotations

from dataclasses import dataclass

from calsync.domain.model import Place, VisitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something that categories say about a visit, besides that it is one."""

    name: str
    """What policies call it, such as "two-workers"."""
    categories: tuple[str, ...]
    risk: bool = False
    """Whether it makes the visit a risk visit, with shorter bounds (law 2)."""
    visit: bool = False
    """Whether such a category is used for visits alone, so that it says that the entry is one."""


FLAGS = (
    Flag(name="high-risk", categories=("High risk",), risk=True, visit=True),
    Flag(name="two-workers", categories=("Two workers", "Joint visit"), visit=True),
    Flag(name="unknown-family", categories=("Unknown family",), visit=True),
    Flag(name="risk-assessed", categories=("Risk assessed",)),
    Flag(name="approved-alone", categories=("Approved alone",)),
    Flag(name="going-home", categories=("Going home",)),
    Flag(name="lives-alone", categories=("Lives alone",)),
    Flag(name="domestic-abuse", categories=("Domestic abuse", "Domestic violence"), risk=True),
    Flag(name="threats", categories=("Threats", "Violence"), risk=True),
    Flag(name="assessment-required", categories=("RA required", "Risk assessment required"), risk=True),
    Flag(name="remote-area", categories=("Remote area",)),
    Flag(name="unplanned", categories=("Unplanned visit",), visit=True),
    Flag(name="public-transport", categories=("Public transport",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """By what an entry is recognised; compared in any case and spacing."""

    home_categories: tuple[str, ...] = ("Home visit", "Visit")
    school_categories: tuple[str, ...] = ("School visit",)
    other_categories: tuple[str, ...] = ("Community visit",)
    not_visit_categories: tuple[str, ...] = ("Not a visit",)
    done_categories: tuple[str, ...] = ("Visit done",)
    flags: tuple[Flag, ...] = FLAGS
    visit_words: tuple[str, ...] = ()
    """What this organisation writes into a subject for a visit, besides what everybody writes."""
    not_visit_words: tuple[str, ...] = ()
    """What it writes for what is none."""
    sites: tuple[Place, ...] = ()
    """The organisation's own addresses."""

    @property
    def visit_categories(self) -> dict[VisitKind, tuple[str, ...]]:
        """The categories of each kind of visit."""
        return {
            VisitKind.HOME: self.home_categories,
            VisitKind.SCHOOL: self.school_categories,
            VisitKind.OTHER: self.other_categories,
        }
