"""After a visit: what is passed on, incidents with what is due after them, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from calsync.domain.model import (
    Afterwards,
    AlarmKind,
    Incident,
    IncidentKind,
    PassOn,
    People,
    Person,
    Role,
)
from calsync.engine.afterwards import open_incidents
from calsync.engine.incidents import act_done, close_incident
from tests.house import CAST, CLARENDON, ELM_ROAD, MORGAN, OFFICE, House

EVERYTHING = tuple(IncidentKind)
CPLO = Person(id="pat", name="Pat Protects", mail="pat@clarendon.test", hours=OFFICE)
PEOPLE: People = replace(CAST, persons=(*CAST.persons, CPLO), roles=(*CAST.roles, (Role.SAFEGUARDING_LEAD, ("pat",))))
POLICY = replace(
    CLARENDON,
    pass_on=(PassOn.COMPLETED, PassOn.GOING_HOME),
    afterwards=(
        Afterwards(
            kinds=(IncidentKind.SAFEGUARDING,), what="report the safeguarding incident", role=Role.SAFEGUARDING_LEAD,
            clause="CL13",
        ),
        Afterwards(
            kinds=(IncidentKind.INCIDENT, IncidentKind.VIOLENCE, IncidentKind.HELP),
            what="fill in the incident form", role=Role.WORKER, within=timedelta(hours=2), clause="CL15",
        ),
        Afterwards(
            kinds=(IncidentKind.VIOLENCE, IncidentKind.HELP, IncidentKind.DURESS),
            what="hold a risk assessment meeting", role=Role.LINE_MANAGER, within=timedelta(days=2), clause="AH16",
        ),
    ),
)  # fmt: skip


def over(answer: str = "", *, at: str = "14:01", start: str = "13:00", end: str = "14:00", **changes) -> House:
    """A house in which Sam's visit is just over, and Sam has answered so."""
    house = House(at="12:00", policy=POLICY, people=PEOPLE)
    house.entry("e1", start, end, **changes)
    house.go_to(at)
    if answer:
        house.says(answer, to=house.last("sam") if house.told("sam") else None)
        house.send()
    return house


def incidents(house: House) -> list[Incident]:
    with house.store.transaction() as tx:
        return tx.incidents()


def subjects(house: House, who: str) -> list[str]:
    return [each.subject.rsplit(" [", 1)[0] for each in house.told(who)]


# --- what is passed on


def test_AH9_RO13_CL11_left_and_going_home_is_passed_on_to_the_line_manager_once():
    house = over("left, going home")
    assert subjects(house, "morgan") == ["Going home: Sam Visits"]
    assert "Sam Visits has finished for today and is going home, as they said at 14:01." in house.last("morgan").text
    house.says("going home", to=house.last("sam"))
    house.send()
    assert len(house.told("morgan")) == 1


def test_CL11_left_and_returning_is_passed_on_to_nobody():
    house = over("left, returning")
    assert not house.open()
    assert house.told("morgan") == []


def test_AH9_going_home_said_after_the_visit_was_closed_is_passed_on_too():
    house = over("left, all fine")
    assert house.told("morgan") == []
    house.says("done for the day")
    house.send()
    assert subjects(house, "morgan") == ["Going home: Sam Visits"]


def test_going_home_is_not_the_end_of_a_day_that_has_another_visit():
    house = House(at="12:00", policy=POLICY, people=PEOPLE)
    house.entry("e1", "13:00", "14:00")
    house.entry("e2", "16:00", "17:00")
    house.go_to("14:01")
    house.says("left, going home", to=house.last("sam"))
    house.send()
    assert house.told("morgan") == []


def test_AH10_where_the_line_manager_is_away_the_deputy_hears_of_it():
    away = replace(MORGAN, hours=replace(OFFICE, days=frozenset({2})))
    people = replace(PEOPLE, persons=tuple(away if each.id == "morgan" else each for each in PEOPLE.persons))
    house = House(at="12:00", policy=POLICY, people=people)
    house.entry()
    house.go_to("14:01")
    house.says("left, going home", to=house.last("sam"))
    house.send()
    assert (subjects(house, "dee"), subjects(house, "morgan")) == (["Going home: Sam Visits"], [])


def test_BX5_AH4_the_end_of_an_ordinary_visit_is_no_message():
    assert over("left, all fine").told("morgan") == []


def test_BX5_AH4_the_end_of_a_visit_out_of_hours_is_one_short_message():
    house = over("left, all fine", at="18:01", start="17:00", end="18:00")
    assert subjects(house, "morgan") == ["Completed: Sam Visits"]
    assert "There is nothing for you to do." in house.last("morgan").text


def test_BX5_the_end_of_a_risk_visit_goes_to_the_named_colleague_where_there_is_one():
    people = replace(PEOPLE, roles=(*PEOPLE.roles, (Role.NAMED_COLLEAGUE, ("ash",))))
    house = House(at="12:00", policy=POLICY, people=people)
    house.entry(categories=("High risk",))
    house.go_to("14:01")
    house.says("left, all fine", to=house.last("sam"))
    house.send()
    assert (subjects(house, "ash"), house.told("morgan")) == (["Completed: Sam Visits"], [])


def test_one_message_says_that_a_risk_visit_is_over_and_that_the_worker_goes_home():
    house = over("left, going home", categories=("High risk",))
    assert subjects(house, "morgan") == ["Going home: Sam Visits"]


def test_who_was_asked_to_act_hears_of_the_end_by_being_stood_down_and_not_twice():
    house = over("", at="14:21", categories=("High risk",))
    assert house.told("morgan")
    house.says("left, all fine", to=house.last("sam"))
    house.send()
    assert [each for each in subjects(house, "morgan") if "ALARM" not in each] == ["Stand down: Sam Visits"]


def test_a_policy_that_has_nothing_passed_on_sends_nothing():
    house = House(at="12:00", people=PEOPLE)
    house.entry(categories=("High risk",))
    house.go_to("14:01")
    house.says("left, going home", to=house.last("sam"))
    house.send()
    assert house.told("morgan") == []


def test_CL10_nobody_home_closes_the_visit_early():
    house = over("no one home", at="13:20")
    assert not house.open()


def test_BX10_left_early_is_taken_at_any_time_of_the_visit():
    house = House(at="12:00", policy=POLICY, people=PEOPLE)
    house.entry()
    house.go_to("13:10")
    house.says("left early, all fine")
    assert not house.open()
    assert house.told("morgan") == []


def test_CO24_not_going_in_closes_without_an_alarm_and_tells_the_manager():
    house = House(at="12:00", policy=POLICY, people=PEOPLE)
    house.entry()
    house.go_to("13:02")
    house.says("I have not gone in, rearranging")
    house.send()
    assert not house.open()
    assert subjects(house, "morgan") == ["Did not go in: Sam Visits"]


def test_AH17_who_asks_for_advice_is_out_and_their_manager_is_asked_to_ring():
    house = over("safe, need advice")
    assert not house.open()
    assert subjects(house, "morgan") == ["Please ring Sam Visits: they ask for advice"]
    assert "+44 7700 900101" in house.last("morgan").text


def test_AH17_advice_asked_for_out_of_hours_reaches_who_is_on_call_too():
    house = over("safe, need advice", at="19:01", start="18:00", end="19:00")
    assert "Please ring Sam Visits: they ask for advice" in subjects(house, "sloane")


# --- incidents


def test_AH15_CO25_safe_but_something_happened_closes_and_tells_the_manager_at_once():
    house = over("safe, but something happened")
    assert not house.open()
    assert subjects(house, "morgan") == ["Incident: Sam Visits"]
    (opened,) = incidents(house)
    assert (opened.kind, opened.worker, opened.opened_by) == (IncidentKind.INCIDENT, "sam", "sam")
    assert "by 16:01 (the worker)" in house.last("morgan").text
    assert "fill in the incident form" in house.last("sam").text


def test_AH15_out_of_hours_an_incident_reaches_who_is_on_call():
    house = over("safe, but something happened", at="19:01", start="18:00", end="19:00")
    assert "Incident: Sam Visits" in subjects(house, "sloane")


def test_an_incident_is_told_of_also_once_the_visit_is_closed_and_without_any_visit():
    house = over("left, all fine")
    house.says("safe, but something happened")
    alone = House(at="12:00", policy=POLICY, people=PEOPLE)
    alone.says("safe, but something happened")
    for each in (house, alone):
        each.send()
        assert len(incidents(each)) == 1
        assert "Incident: Sam Visits" in subjects(each, "morgan")
        assert not each.open()


def test_the_same_word_twice_is_one_incident():
    house = over("safe, but something happened")
    house.says("safe, but there was an incident", to=house.last("sam"))
    house.send()
    assert len(incidents(house)) == 1
    assert len(house.told("morgan")) == 1


def test_CL13_a_safeguarding_incident_goes_to_the_safeguarding_lead_and_is_due_the_same_day():
    house = over("left, safeguarding incident to report")
    assert subjects(house, "pat") == ["Incident: Sam Visits"]
    assert "report the safeguarding incident, by 23:59 (safeguarding lead)" in house.last("pat").text


def test_CL13_a_safeguarding_incident_not_closed_by_the_end_of_the_day_is_told_once():
    house = over("left, safeguarding incident to report")
    before = len(house.mail.sent)
    house.dark_until("23:57")
    house.go_to("23:59")
    assert len(house.mail.sent) == before
    house.go_to("00:01", day=1)
    assert subjects(house, "pat")[-1] == "Still due: Sam Visits"
    assert "report the safeguarding incident, was due by Mon 02 Mar 23:59" in house.last("pat").text
    told = len(house.mail.sent)
    house.go_to("00:05", day=1)
    assert len(house.mail.sent) == told
    assert "incident-act-overdue" in [each.what for each in house.acts()]


def test_CL13_what_was_done_in_time_is_told_to_nobody():
    house = over("left, safeguarding incident to report")
    (opened,) = incidents(house)
    assert act_done(house.core, opened.id, 1, "pat") == ""
    before = len(house.mail.sent)
    house.dark_until("23:57")
    house.go_to("00:01", day=1)
    assert len(house.mail.sent) == before


def test_a_call_for_help_opens_an_incident_in_the_same_unit_of_work_beside_its_alarm():
    house = over("help")
    assert house.alarms == [AlarmKind.HELP]
    (opened,) = incidents(house)
    assert opened.kind is IncidentKind.HELP
    house.scan()
    assert all("ALARM" in each for each in subjects(house, "morgan")), "the alarm speaks first"


def test_what_is_due_after_a_call_for_help_is_told_once_its_alarm_is_closed():
    house = over("help")
    house.scan()
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    house.send()
    assert subjects(house, "morgan")[-1] == "Incident: Sam Visits"
    assert "hold a risk assessment meeting" in house.last("morgan").text
    assert subjects(house, "sam")[-1] == "What is due now"


def test_while_the_visit_goes_on_after_help_the_workers_own_part_waits_until_it_is_over():
    house = over("help", at="13:20")
    house.scan()
    house.says("close: spoke to them, going on with the visit", who="morgan", to=house.last("morgan"))
    house.send()
    assert subjects(house, "morgan")[-1] == "Incident: Sam Visits"
    house.go_to("14:01")
    assert subjects(house, "sam") == ["Have you left?"]
    house.says("left, all fine", to=house.last("sam"))
    house.send()
    assert subjects(house, "sam")[-1] == "What is due now"
    assert "fill in the incident form" in house.last("sam").text
    assert subjects(house, "morgan").count("Incident: Sam Visits") == 1


def test_help_outside_any_visit_opens_an_incident_too():
    house = House(at="12:00", policy=POLICY, people=PEOPLE)
    house.says("help")
    (opened,) = incidents(house)
    assert opened.kind is IncidentKind.HELP


def test_under_a_code_word_the_worker_is_sent_what_a_plain_safe_would_bring_to_the_very_end():
    plain, forced = over("left, going home"), over("pineapple, left, going home")
    assert [each.kind for each in incidents(forced)] == [IncidentKind.DURESS]
    forced.scan()
    forced.says("close: safe and well, I spoke to them", who="morgan", to=forced.last("morgan"))
    for house in (plain, forced):
        house.dark_until("15:00", day=3)
        house.tick()
    assert [each.text for each in plain.told("sam")] == [each.text for each in forced.told("sam")]
    assert "Going home: Sam Visits" not in subjects(forced, "morgan")
    assert subjects(forced, "morgan")[-1] == "Still due: Sam Visits"


def test_AH16_violence_leaves_the_place_with_an_open_incident_until_it_is_closed():
    house = over("safe, but they were aggressive")
    (opened,) = incidents(house)
    with house.store.transaction() as tx:
        ((incident, visit),) = open_incidents(tx)
    assert (incident, visit.place.text) == (opened, ELM_ROAD)
    assert "1 (fill in the incident form)" in close_incident(house.core, opened.id, "morgan", "two go from now on")
    for number in (1, 2):
        assert act_done(house.core, opened.id, number, "morgan") == ""
    assert close_incident(house.core, opened.id, "morgan", "two go from now on") == ""
    with house.store.transaction() as tx:
        assert open_incidents(tx) == []
    whats = [each.what for each in house.acts()]
    assert [whats.count(each) for each in ("incident-opened", "incident-act-done", "incident-closed")] == [1, 2, 1]


def test_CL15_what_was_learnt_is_kept_with_the_incident_and_stands_in_no_line_of_the_audit():
    house = over("safe, but they were aggressive")
    (opened,) = incidents(house)
    for number in (1, 2):
        act_done(house.core, opened.id, number, "morgan")
    close_incident(house.core, opened.id, "morgan", "Mrs Whitcombe's son is violent")
    assert incidents(house)[0].lessons == "Mrs Whitcombe's son is violent"
    assert "Whitcombe" not in "".join(f"{each}" for each in house.acts())


def test_an_incident_of_a_help_that_is_still_open_can_not_be_closed():
    house = over("help")
    (opened,) = incidents(house)
    for number in (1, 2):
        act_done(house.core, opened.id, number, "morgan")
    assert "alarm for it is still open" in close_incident(house.core, opened.id, "morgan", "all is well")


@pytest.mark.parametrize("answer", ["safe, but something happened", "left, going home", "safe, need advice"])
def test_no_message_after_a_visit_names_whom_was_visited_or_where(answer):
    house = over(answer, at="18:31", start="17:00", end="18:30", categories=("High risk",))
    house.dark_until("20:59")
    house.go_to("21:00")
    for each in house.mail.sent:
        assert "Whitcombe" not in each.subject + each.text
        assert "Elm" not in each.subject + (each.text if "ALARM" not in each.subject else "")


@pytest.mark.parametrize("answer", ["safe, but something happened", "safe, but they were aggressive", "help"])
def test_nothing_to_the_worker_names_alarm_police_or_escalation(answer):
    house = over(answer)
    house.scan()
    if house.alarms:
        house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    house.go_to("17:00")
    for each in house.told("sam"):
        assert not {"alarm", "police", "escalat"} & set((each.subject + each.text).casefold().split())


def test_an_incident_whose_visit_is_gone_delays_no_alarm():
    house = over("safe, but something happened")
    with house.store.transaction() as tx:
        (opened,) = tx.incidents()
        tx.put_incident(replace(opened, visit_id="gone"))
    house.entry("e2", "15:00", "16:00")
    house.go_to("16:21")
    assert any("ALARM" in each for each in subjects(house, "morgan"))


def test_law_7_a_code_word_beside_safe_but_something_happened_shows_the_worker_the_same_and_nobody_else():
    shown = []
    for word in ("", " pineapple"):
        house = over(f"safe, but something happened{word}")
        house.go_to("16:05")
        shown.append([(each.subject.rsplit(" [", 1)[0], each.text) for each in house.told("sam")])
    assert shown[0] == shown[1]
    assert [title for title, _ in shown[1]][-2:] == ["What is due now", "Still due"]
    assert house.alarms == [AlarmKind.DURESS]
    assert not any(each.startswith("Incident") for each in subjects(house, "morgan"))
