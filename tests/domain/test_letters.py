"""Which letters are owed at a moment, to whom, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from calsync.domain.keys import letter_key
from calsync.domain.letter_days import spread
from calsync.domain.letter_readers import span
from calsync.domain.letters import (
    EVENING_LASTS,
    MORNING_LASTS,
    Known,
    Owed,
    first_weekday,
    overdue,
    owed,
    policy_digest,
    stale,
    wrong_numbers,
)
from calsync.domain.list_wording import Sheet, changes, listed, visit_list
from calsync.domain.model import People, Person, Policies, Role, Tag, Visit, VisitState
from calsync.domain.model.letters import Declaration, Declared, Letter, LetterKind, Letters, LetterState
from calsync.domain.report_wording import Month, report
from tests.house import CAST, CLARENDON, MINUTE, OFFICE, SAM, clock
from tests.values import a_visit

ZONE = "Europe/London"
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def planned(**changes: Any) -> Visit:
    """Sam's visit of 13:00 to 14:00, not begun."""
    return a_visit(**{"state": VisitState.PLANNED, **changes})


def due(
    at: datetime,
    visits: Sequence[Visit] = (planned(),),
    *,
    people: People = CAST,
    known: Known | None = None,
    **letters: Any,
) -> list[Owed]:
    policy = replace(CLARENDON, letters=Letters(**letters))
    return owed(Policies(standing=policy), visits, people, at, zone=ZONE, known=known or Known())


def a_letter(kind: LetterKind = LetterKind.SUMMARY, recipient: str = "sam", **changes: Any) -> Letter:
    values: dict[str, Any] = {"kind": kind, "day": TODAY, "recipient": recipient, "due": clock("07:00")}
    values |= {"recorded": clock("06:30"), "token": "ABCDEF", **changes}
    return Letter(id=letter_key(kind, values["day"], recipient, values.get("part", 0)), **values)


@pytest.mark.parametrize(
    ("at", "wanted"),
    [("06:29", False), ("06:30", True), ("09:59", True), ("10:00", False), ("17:00", False)],
)
def test_a_summary_of_today_is_owed_in_the_morning(at: str, wanted: bool) -> None:
    assert bool(due(clock(at))) is wanted


def test_what_stands_is_not_owed_again() -> None:
    known = Known(letters=[a_letter(state=LetterState.CANCELLED)])
    assert due(clock("08:00"), known=known) == []


@pytest.mark.parametrize(
    "visit",
    [
        planned(state=VisitState.CANCELLED),
        planned(tag=Tag.POSSIBLE),
        planned(event_id="outcry:1"),
        planned(event_id="unbelieved:e1"),
        planned(start=clock("07:00"), end=clock("08:00")),
        planned(worker="nobody"),
    ],
)
def test_no_summary_is_owed_for_what_is_no_visit_ahead(visit: Visit) -> None:
    assert due(clock("08:00"), [visit]) == []


@pytest.mark.parametrize(("starts", "wanted"), [("09:29", True), ("09:30", False), ("00:10", True)])
def test_the_evening_before_is_for_early_visits(starts: str, wanted: bool) -> None:
    tomorrow = planned(start=clock(starts, day=1), end=clock("11:00", day=1))
    found = due(clock("18:00"), [tomorrow])
    assert bool(found) is wanted
    assert all(each.day == TODAY + DAY and clock("17:00") <= each.due < clock("17:30") for each in found)
    assert due(clock("21:00"), [tomorrow]) == []


def test_the_worker_counts_days_in_their_own_zone() -> None:
    away = replace(SAM, zone="America/New_York")
    people = replace(CAST, persons=(away, *CAST.persons[1:]))
    visit = planned(start=clock("18:00"), end=clock("19:00"))
    assert due(clock("08:00"), [visit], people=people) == []
    (found,) = due(clock("11:30"), [visit], people=people)
    assert clock("11:30") <= found.due <= clock("13:00")


def test_over_a_clock_change_half_past_six_is_that_of_the_new_time() -> None:
    visit = planned(start=clock("13:00", day=27), end=clock("14:00", day=27))  # Sunday 29 March: summer time
    assert due(clock("05:29", day=27), [visit]) == []
    (found,) = due(clock("05:30", day=27), [visit])
    assert found.due >= clock("05:30", day=27)


def test_everybodys_place_in_the_morning_is_their_own_and_stays() -> None:
    places = [spread(f"w{each}", MORNING_LASTS) for each in range(1000)]
    assert places == [spread(f"w{each}", MORNING_LASTS) for each in range(1000)]
    assert max(places) < MORNING_LASTS
    quarter = sum(each < MORNING_LASTS / 4 for each in places)
    assert 200 < quarter < 300
    assert spread("sam", EVENING_LASTS) < EVENING_LASTS


def test_a_summary_waits_for_the_question_of_the_same_morning() -> None:
    doubtful = planned(id="v2", tag=Tag.POSSIBLE, start=clock("15:00"), end=clock("16:00"))
    (found,) = due(clock("07:00"), [planned(), doubtful])
    assert found.due == clock("08:05")


def test_CO3_a_list_is_owed_to_whom_the_policy_names_on_days_with_visits() -> None:
    assert [each.recipient for each in due(clock("07:00"), summary=False, list=(Role.ADMIN,))] == ["ash"]
    assert due(clock("07:00"), [], summary=False, list=(Role.ADMIN,)) == []
    assert due(clock("06:00"), summary=False, list=(Role.ADMIN,)) == []
    assert due(clock("15:00"), summary=False, list=(Role.ADMIN,)) != []


def test_everybody_gets_one_list_however_many_roles_they_hold() -> None:
    wanted = {"list": (Role.ADMIN, Role.DEPUTY), "concerns": (Role.ADMIN,), "week": (Role.ADMIN,)}
    assert sorted(each.recipient for each in due(clock("07:00"), summary=False, **wanted)) == ["ash", "dee"]


def test_CO3_the_week_is_that_of_mondays() -> None:
    policy = replace(CLARENDON, letters=Letters(week=(Role.ADMIN,), list=(Role.DEPUTY,)))
    policies = Policies(standing=policy)
    assert len(span("ash", CAST, policies, TODAY)) == 7
    assert len(span("ash", CAST, policies, TODAY + DAY)) == 1
    assert len(span("dee", CAST, policies, TODAY)) == 1


def test_CO4_changes_are_owed_two_hours_after_the_list_and_only_when_there_are_any() -> None:
    was = listed(Sheet(visits=[planned()], people=CAST))
    now = listed(Sheet(visits=[planned(start=clock("13:30"))], people=CAST))
    had = a_letter(LetterKind.VISITS, "ash", state=LetterState.SENT, settled=clock("07:10"), listed=was)
    wanted: dict[str, Any] = {"summary": False, "changes": (Role.ADMIN,)}

    def at(text: str, says: Any, *letters: Letter) -> list[tuple[LetterKind, int]]:
        known = Known(letters=[had, *letters], listed={"ash": says})
        return [(each.kind, each.part) for each in due(clock(text), known=known, **wanted)]

    assert at("09:09", now) == []
    assert at("09:10", now) == [(LetterKind.CHANGES, 1)]
    assert at("09:10", was) == []
    waits = a_letter(LetterKind.CHANGES, "ash", part=1)
    assert at("12:00", now, waits) == []
    sent = replace(waits, state=LetterState.SENT, settled=clock("09:12"), listed=now)
    assert at("12:00", now, sent) == []
    assert at("12:00", was, sent) == [(LetterKind.CHANGES, 2)]


def test_CO4_what_is_new_changed_and_gone_is_told_apart() -> None:
    before = [planned(), planned(id="v2", start=clock("15:00"), end=clock("16:00"))]
    after = Sheet(visits=[planned(end=clock("14:30")), planned(id="v3", start=clock("17:00"), end=clock("18:00"))],
                  people=CAST)  # fmt: skip
    was = listed(Sheet(visits=before, people=CAST))
    content = changes(after, was, {"v2": before[1]}, clock("07:10"))
    assert content is not None
    assert "since your list of 07:10" in content.text
    new, changed = content.text.index("NEW"), content.text.index("CHANGED")
    gone = content.text.index("NO LONGER IN THE DIARY")
    assert new < content.text.index("17:00 to 18:00") < changed < content.text.index("(was 13:00 to 14:00)") < gone
    assert content.text.index("- Sam Visits, 15:00 to 16:00") > gone
    assert changes(after, listed(after), {}, clock("07:10")) is None


def test_a_list_of_several_visits_on_one_outing_leaves_once_and_comes_back_once() -> None:
    visits = [
        planned(id="a", start=clock("09:00"), end=clock("10:00")),
        planned(id="b", start=clock("10:30"), end=clock("11:00")),
        planned(id="c", start=clock("14:00"), end=clock("15:00"), back=clock("15:45")),
    ]
    text = visit_list(Sheet(visits=visits, people=CAST), [TODAY]).text
    times = [line for line in text.splitlines() if line.startswith("- ")]
    assert times == [
        "- leaves about 08:30, 09:00 to 10:00",
        "- 10:30 to 11:00, back about 11:30",
        "- leaves about 13:30, 14:00 to 15:00, back 15:45",
    ]


def test_BX16_the_policy_is_asked_about_once_a_year_and_again_when_it_changes() -> None:
    wanted: dict[str, Any] = {"summary": False, "read_and_understood": True}
    assert sorted(each.recipient for each in due(clock("07:00"), [], **wanted)) == ["morgan", "sam"]
    policy = replace(CLARENDON, letters=Letters(**wanted))
    said = Declaration(id="1", who="sam", what=Declared.READ, about=policy_digest(policy), at=clock("08:00", day=-100))
    other = replace(said, id="2", who="morgan", about="another")
    assert [each.recipient for each in due(clock("07:00"), [], known=Known(declared=[said, other]), **wanted)] == [
        "morgan"
    ]
    asked = [a_letter(LetterKind.READ, who, day=TODAY - 20 * DAY) for who in ("sam", "morgan")]
    known = Known(declared=[said], asked=asked)
    assert due(clock("07:00"), [], known=known, **wanted) == []
    assert overdue(Policies(standing=policy), CAST, asked, [said], clock("07:00"), ZONE) == ["morgan"]


def test_nobody_is_asked_two_things_at_once() -> None:
    wanted: dict[str, Any] = {"summary": False, "read_and_understood": True, "numbers": True}
    assert {each.kind for each in due(clock("07:00"), [], **wanted)} == {LetterKind.READ}

    def days_later(days: int) -> set[LetterKind]:
        asked = [a_letter(LetterKind.READ, who, day=TODAY - days * DAY) for who in ("sam", "morgan")]
        return {each.kind for each in due(clock("07:00"), [], known=Known(asked=asked), **wanted)}

    assert days_later(13) == set()
    assert days_later(14) == {LetterKind.NUMBERS}


def test_nobody_is_asked_on_a_day_on_which_they_do_not_work() -> None:
    assert due(clock("07:00", day=5), [], summary=False, read_and_understood=True, numbers=True) == []


def test_RO9_the_last_word_on_somebodys_numbers_counts() -> None:
    wrong = Declaration(id="1", who="sam", what=Declared.WRONG, about="", at=clock("08:00"))
    assert wrong_numbers([wrong]) == ["sam"]
    assert wrong_numbers([wrong, replace(wrong, id="2", what=Declared.RIGHT)]) == []


def test_the_digest_of_a_policy_is_that_of_what_its_people_must_know() -> None:
    other = replace(CLARENDON, letters=Letters(numbers=True), code_words=("pineapple",))
    assert policy_digest(other) == policy_digest(CLARENDON)
    longer = replace(CLARENDON, steps=(replace(CLARENDON.steps[0], after=MINUTE), *CLARENDON.steps[1:]))
    assert policy_digest(longer) != policy_digest(CLARENDON)


@pytest.mark.parametrize(
    ("kind", "last", "first"),
    [
        (LetterKind.SUMMARY, clock("11:59"), clock("12:00")),
        (LetterKind.VISITS, clock("23:59"), clock("00:00", day=1)),
        (LetterKind.READ, clock("06:59", day=7), clock("07:00", day=7)),
    ],
)
def test_a_letter_is_not_sent_once_it_says_nothing_of_use(kind: LetterKind, last: datetime, first: datetime) -> None:
    assert not stale(a_letter(kind), last, ZONE)
    assert stale(a_letter(kind), first, ZONE)


class TestTheReport:
    def test_RO17_it_goes_out_on_the_first_weekday_of_a_month(self) -> None:
        assert first_weekday(date(2026, 3, 17)) == date(2026, 3, 2)  # the first is a Sunday
        assert first_weekday(date(2026, 8, 1)) == date(2026, 8, 3)  # a Saturday
        assert first_weekday(date(2026, 4, 30)) == date(2026, 4, 1)
        assert [each.kind for each in due(clock("07:00"), [], summary=False, report=(Role.DEPUTY,))] == [
            LetterKind.REPORT
        ]
        assert due(clock("07:00", day=1), [], summary=False, report=(Role.DEPUTY,)) == []

    def test_RO17_AH2_it_tells_of_teams_and_hides_small_figures(self) -> None:
        large = Month(team="Early help", people=9, visits=120, alerted=7, helped=1, addressed=90)
        small = Month(team="Assessment", people=2, visits=30, alerted=9, helped=2, addressed=11)
        content = report(date(2026, 2, 1), [large, small])
        assert content is not None
        assert content.subject == "Visits alone in February 2026"
        assert content.text.index("Assessment\n- visits: 30\n\n") < content.text.index("Early help\n- visits: 120\n")
        assert "- visits of which somebody had to be asked to act: 7" in content.text
        assert "- calls for help and other incidents: fewer than 5" in content.text
        assert "- visits with an address that can be found: 75 of 100" in content.text
        assert " 9" not in content.text

    def test_a_month_without_visits_brings_none(self) -> None:
        assert report(date(2026, 2, 1), [Month(team="Early help")]) is None


def test_a_team_of_another_manager_is_not_shown() -> None:
    other = Person(
        id="robin", name="Robin Visits", mail="robin@clarendon.test", manager="dee", hours=OFFICE, works=True
    )
    people = replace(CAST, persons=(*CAST.persons, other))
    found = due(clock("07:00"), [planned(worker="robin")], people=people, summary=False, list=(Role.LINE_MANAGER,))
    assert [each.recipient for each in found] == ["dee"]
