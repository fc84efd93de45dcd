"""A month of a team in figures, on one page: for supervision, and never about one person (RO17, AH2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from calsync.domain.letter_wording import Content

FEW = 5
"""Figures below this are not told: they would speak of single people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What a team's month came to."""

    team: str
    """The name of its department; empty where the directory has none."""
    people: int = 0
    """How many had a visit."""
    visits: int = 0
    alerted: int = 0
    """Visits of which somebody had to be asked to act."""
    helped: int = 0
    """Calls for help, and whatever else was an incident."""
    addressed: int = 0
    """Visits with an address whose door can be found."""

    def with_another(self, other: Month) -> Month:
        """Both together."""
        return replace(
            self,
            people=self.people + other.people,
            visits=self.visits + other.visits,
            alerted=self.alerted + other.alerted,
            helped=self.helped + other.helped,
            addressed=self.addressed + other.addressed,
        )


def report(first: date, months: Sequence[Month]) -> Content | None:
    """The month that begins on `first`, team by team in the order of their names; None when nobody visited."""
    if not any(each.visits for each in months):
        return None
    title = f"{first:%B} {first.year}"
    parts = [f"Visits alone in {title}, for your team meetings and supervision."]
    parts += [_team(each) for each in sorted(months, key=lambda each: each.team.casefold()) if each.visits]
    parts.append(
        f'Figures below {FEW} are told as "fewer than {FEW}", and of a team in which fewer than {FEW} visited the '
        "visits alone, so that nobody is read out of them. They are no ranking: an alert is mostly a forgotten answer."
    )
    return Content(subject=f"Visits alone in {title}", text="\n\n".join(parts) + "\n")


def _team(month: Month) -> str:
    lines = [f"{month.team or 'Without a department'}", f"- visits: {_figure(month.visits)}"]
    if month.people >= FEW:
        lines += [
            f"- visits of which somebody had to be asked to act: {_figure(month.alerted)}",
            f"- calls for help and other incidents: {_figure(month.helped)}",
            f"- visits with an address that can be found: {_share(month.addressed, month.visits)}",
        ]
    return "\n".join(lines)


def _figure(number: int) -> str:
    return "none" if number == 0 else f"fewer than {FEW}" if number < FEW else str(number)


def _share(part: int, whole: int) -> str:
    """A share, where neither it nor what is missing from it is a figure that is not told."""
    if whole < FEW or 0 < whole - part < FEW:
        return "all but a few" if whole >= FEW else f"of fewer than {FEW}"
    return f"{round(100 * part / whole)} of 100"
