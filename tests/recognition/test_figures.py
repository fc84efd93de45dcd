"""The bench of recognition counts what it says that it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from labelled import Labelled, Score, budgets_of, in_hours, judge

from calsync.domain.classify import Rules
from calsync.domain.model import Event, Tag, VisitKind

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
RULES = Rules()


def an_event(category: str = "", *, start: datetime = TUESDAY, all_day: bool = False) -> Event:
    return Event(
        worker="sam",
        id=f"{category} {start}",
        start=start,
        end=start + timedelta(hours=1),
        categories=(category,) if category else (),
        all_day=all_day,
    )


def labelled(label: Tag, category: str, kind: VisitKind | None = None) -> Labelled:
    return Labelled(id=f"{label} {category}", event=an_event(category), label=label, kind=kind, about="categories")


def score_of(*entries: Labelled) -> Score:
    return judge("entries", entries, RULES)


class TestAScore:
    def test_counts_a_visit_that_nobody_would_have_watched(self) -> None:
        score = score_of(
            labelled(Tag.VISIT, "Visit", VisitKind.HOME), labelled(Tag.VISIT, "Not a visit", VisitKind.HOME)
        )
        assert score.lost == 1
        assert score.outright == 0.5
        assert [(miss.id, miss.called) for miss in score.misses] == [("visit Not a visit", "none")]

    def test_an_entry_of_which_managers_disagree_is_half_wrong_only_when_strict(self) -> None:
        score = score_of(labelled(Tag.VISIT, "Visit", VisitKind.HOME), labelled(Tag.POSSIBLE, "Home visit"))
        assert score.lenient == 1.0
        assert score.strict == 0.75

    def test_what_is_none_and_called_a_visit_is_wholly_wrong(self) -> None:
        score = score_of(labelled(Tag.VISIT, "Visit", VisitKind.HOME), labelled(Tag.NONE, "Home visit"))
        assert score.lenient == 0.5
        assert score.strict == 0.5

    def test_a_visit_of_another_kind_is_told_but_is_a_visit(self) -> None:
        score = score_of(labelled(Tag.VISIT, "School visit", VisitKind.HOME))
        assert score.outright == 1.0
        assert score.kinds_right == 0
        assert [(miss.meant, miss.called) for miss in score.misses] == [("visit, home", "visit, school")]

    def test_one_lost_visit_breaks_its_budget(self) -> None:
        right = [labelled(Tag.VISIT, "Visit", VisitKind.HOME)] * 99
        assert all(budget.kept for budget in budgets_of(score_of(*right)))
        lost = score_of(*right, labelled(Tag.VISIT, "Not a visit", VisitKind.HOME))
        assert [budget.what for budget in budgets_of(lost) if not budget.kept] == [
            "entries: definite visits called none"
        ]


@pytest.mark.parametrize(
    ("start", "inside"),
    [
        (datetime(2026, 3, 3, 9, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 3, 17, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 7, 8, 0, tzinfo=UTC), True),  # nine o'clock in the summer
        (datetime(2026, 7, 7, 16, 30, tzinfo=UTC), False),
        (datetime(2026, 3, 7, 11, 0, tzinfo=UTC), False),
    ],
)
def test_hours_are_those_of_london_from_monday_to_friday(start: datetime, inside: bool) -> None:
    assert in_hours(an_event(start=start)) is inside


def test_an_all_day_entry_lies_in_the_hours_of_a_working_day() -> None:
    midnight = datetime(2026, 3, 6, tzinfo=UTC)
    assert in_hours(an_event(start=midnight, all_day=True))
    assert not in_hours(replace(an_event(start=midnight, all_day=True), start=midnight + timedelta(days=1)))
