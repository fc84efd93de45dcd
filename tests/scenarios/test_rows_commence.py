"""Rows of Commence's policy that no other test tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import AnswerKind, Ask, DeadlineKind, Role, Step, TeamPolicy
from calsync.policies.loader import load
from tests.house import CAST, SAM, House, clock, differing
from tests.scenarios.presets import house_of, looked_at, reminders_of, subjects

HOME = "01709 336080"
ALONE = replace(SAM, home_phone=HOME, lives_alone=True)
PEOPLE = replace(CAST, persons=tuple(ALONE if each.id == "sam" else each for each in CAST.persons))
ZERO, MINUTE = timedelta(0), timedelta(minutes=1)


def at_work(at: str, **changes) -> House:
    """A house in which Sam's visit of 13:00 to 14:00 has gone on without a word until then."""
    house = house_of("commence", at="12:00", people=PEOPLE, **changes)
    house.entry(subject="Home visit: K 01632 960123")
    house.go_to(at)
    return house


def test_CO5_every_entry_is_a_reminder_and_the_administrator_is_told_at_its_end_without_having_logged_it() -> None:
    house = at_work("14:01")
    assert any("ALARM" in each for each in subjects(house, "ash"))


def test_CO6_a_call_to_the_office_is_recorded_for_the_worker_by_who_took_it() -> None:
    house = at_work("13:56")
    house.answers(AnswerKind.CLOSE, who="ash", deadline_id=house.deadline.id, reason="rang in, safe and well")
    assert not house.open()
    house.go_to("14:20")
    assert not any("ALARM" in each for each in subjects(house, "ash"))


def test_CO7_more_time_moves_the_call_and_the_administrator_who_was_asked_is_told() -> None:
    house = at_work("14:01")
    house.says("until 14:40", to=house.last("sam"))
    house.send()
    assert "New time for Sam Visits" in subjects(house, "ash")
    assert house.deadline.due == clock("14:40")


def test_CO13_going_home_closes_the_visit_and_is_passed_to_the_line_manager() -> None:
    house = at_work("13:56")
    house.says("left, going home", to=house.last("sam"))
    house.send()
    assert not house.open()
    assert "Going home: Sam Visits" in subjects(house, "morgan")


def test_CO16_the_plan_is_to_check_first_and_then_the_emergency_contacts() -> None:
    house = at_work("14:16")
    asked = [row.ask for row in sorted(house.rows(), key=lambda each: each.due) if row.role is not Role.WORKER]
    assert list(dict.fromkeys(asked)) == [Ask.CALL_WORKER, Ask.CALL_HOUSEHOLD, Ask.CALL_HOME, Ask.TAKE_OVER]


def test_CO17_a_team_has_a_policy_of_its_own_beside_the_standing_one() -> None:
    people = differing(PEOPLE, "sam", department="Residential")
    team = TeamPolicy(departments=("Residential",), policy=load("clarendon"))
    house = House(at="12:00", people=people, policy=load("commence"), teams=(team,))
    house.entry()
    house.go_to("14:05")
    assert house.deadline.policy == "clarendon"
    assert not any("ALARM" in each for each in subjects(house, "ash"))


def test_CO18_a_policy_can_ask_during_long_visits_and_more_of_who_lives_alone() -> None:
    during = Step(after=ZERO, roles=(Role.WORKER,), ask=Ask.CHECK_IN, deadline=DeadlineKind.INTERVAL)
    sooner = Step(
        after=10 * MINUTE, roles=(Role.ADMIN,), ask=Ask.CALL_WORKER, deadline=DeadlineKind.INTERVAL,
        when=("lives-alone",),
    )  # fmt: skip
    house = house_of(
        "commence", at="09:00", people=PEOPLE, interval=60 * MINUTE,
        steps=(*load("commence").steps, during, sooner),
    )  # fmt: skip
    house.entry(start="10:00", end="13:00")
    house.go_to("11:11")
    assert "Is all well?" in house.told("sam")[-1].text
    assert any("has not answered" in each.text for each in house.told("ash"))


def test_CO19_CO20_CO23_the_workers_summary_reminds_of_telephone_movements_and_note() -> None:
    text = reminders_of("commence")
    for line in ("- Your telephone is charged, working, and has credit.", "- A telephone is no safeguard by itself"):
        assert line in text
    assert "- After each visit: record why, who was there, when, and what worries you, in the case system." in text


def test_CO23_what_is_kept_of_a_visit_is_times_place_and_answers() -> None:
    house = at_work("13:56")
    house.says("left, all fine", to=house.last("sam"))
    assert (house.visit.start, house.visit.end) == (clock("13:00"), clock("14:00"))
    assert house.visit.place.postcode == "S60 3AB"
    deadline = house.deadline.id
    with house.store.transaction() as tx:
        (answer,) = tx.answers_of(deadline)
    assert (answer.who, answer.kind) == ("sam", AnswerKind.SAFE)


def test_CO21_the_workers_home_number_stands_in_the_message_that_asks_for_that_call_alone() -> None:
    house = at_work("14:16")
    with_number = [each for each in house.mail.sent if HOME in each.text]
    assert with_number
    assert {each.notification.ask for each in with_number} == {Ask.CALL_HOME}
    assert not any(HOME in each.subject for each in house.mail.sent)
    shown = [dict(each.details) for each in house.acts() if each.what == "home-details-shown"]
    assert [(each["to"], each["what"]) for each in shown] == [("ash", "home telephone")] * len(with_number)


def test_CO9_who_is_asked_to_ring_reads_questions_for_yes_and_no() -> None:
    assert '"Is somebody with you?"' in at_work("14:01").last("ash").text


def test_CO1_a_home_visit_alone_is_asked_of_the_line_manager_the_day_before() -> None:
    house = house_of("commence")
    house.entry()
    looked_at(house)
    looked_at(house, "12:05")
    assert "May Sam Visits go alone?" in "".join(each.text for each in house.told("morgan"))
