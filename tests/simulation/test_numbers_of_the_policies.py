"""The numbers of the five policies, side by side, in what is played under each: who is asked what at which minute.

Each test is named after the requirement that says the number. 17:00 to 18:15 is long enough for every ladder's end.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.simulation.scenes import ELM_ROAD, asked, happens, of, under

CHECK_IN, CALL, TAKE_OVER = "check-in", "call-worker", "take-over"
HOUSEHOLD, HOME, INFORM, POLICE = "call-household", "call-home", "inform-emergency-services", "call-police"
RISK = ELM_ROAD.replace('["Home visit"]', '["Home visit", "High risk"]')
EVENING = ELM_ROAD.replace("T14", "T19").replace("T15", "T20")
TONIGHT = '[people.tonight]\nrole = "duty_manager"\nhours = "always"\n'
OUTING = "".join(
    f'[[visit]]\nname = "{name}"\nstart = 2026-12-01T{start}:00Z\nend = 2026-12-01T{end}:00Z\n'
    f'location = "{number} Elm Road, Rotherham S60 3AB"\ncategories = ["Home visit"]\n'
    for number, (name, start, end) in enumerate(
        [("first", "10:00", "10:45"), ("second", "11:00", "11:30"), ("third", "11:35", "12:00")], 1
    )
)
POLICIES = ["clarendon", "rotherham", "commence", "bexley", "al-hasaniya"]


def until(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-12-01T{clock}").replace(tzinfo=UTC)


def says(clock: str, text: str, who: str = "worker", **more: str) -> str:
    return happens(clock, who, "reply", text=f'"{text}"', **more)


def logs(clock: str, who: str, outcome: str = "no answer", **more: str) -> str:
    return happens(clock, who, "call-outcome", outcome=f'"{outcome}"', **more)


def minutes(found: list[dict[str, Any]], role: str, ask: str = "") -> list[int]:
    """At how many minutes late a role was asked something."""
    return [late for late, what in asked(found, role) if ask in ("", what)]


# --- Clarendon: from the departure time


def test_CL2_worker_0_and_10_deputy_and_admin_10_once_centre_manager_20_repeated_every_5() -> None:
    found = under("clarendon", ELM_ROAD, until=until("16:00"))
    assert asked(found, "worker") == [(0, CHECK_IN), (10, CHECK_IN)]
    assert asked(found, "deputy") == asked(found, "admin") == [(10, CALL)]
    assert asked(found, "line_manager") == [(late, INFORM) for late in range(20, 61, 5)]
    assert {role for _, role, _ in asked(found)} == {"worker", "deputy", "admin", "line_manager"}


def test_CL2_the_centre_manager_reads_ring_once_then_the_sheet_the_agencies_and_who_goes_in_twos() -> None:
    found = under("clarendon", ELM_ROAD, until=until("15:21"))
    text = of(found, "notify", "line_manager")[0]["text"]
    assert "Ring Sam once now" in text
    assert "No answer: dial 999 yourself with the sheet below, and inform: Children's Social Care duty team" in text
    assert "in twos" in text


def test_CL2_a_logged_no_answer_moves_nothing_and_an_owner_keeps_nobody_from_the_centre_manager() -> None:
    found = under(
        "clarendon",
        ELM_ROAD,
        happens("15:11", "deputy", "acknowledge"),
        logs("15:12", "deputy"),
        until=until("15:26"),
    )
    assert minutes(found, "line_manager") == [20, 25]


def test_CL10_nobody_home_closes_the_visit_early_and_nobody_is_asked() -> None:
    found = under("clarendon", ELM_ROAD, says("14:10", "no one home"))
    assert [each["late_minutes"] for each in of(found, "closed")] == [-50]
    assert asked(found) == []


@pytest.mark.parametrize("word", ["left, returning", "left, going home"])
def test_CL11_one_answer_says_that_it_is_over_and_where_they_go(word: str) -> None:
    found = under("clarendon", ELM_ROAD, says("15:02", word))
    assert [each["late_minutes"] for each in of(found, "closed")] == [2]
    passed_on = [each["text"].splitlines()[0] for each in of(found, "notify", "line_manager")]
    assert [each.startswith("Going home: Sam") for each in passed_on] == [True] * ("home" in word)


@pytest.mark.parametrize(
    ("policy", "roles", "ask"),
    [
        ("clarendon", {"line_manager", "deputy"}, INFORM),
        ("al-hasaniya", {"line_manager"}, POLICE),
        ("bexley", {"line_manager"}, POLICE),
        ("commence", {"admin", "line_manager"}, INFORM),
        ("rotherham", {"line_manager", "deputy", "admin"}, INFORM),
    ],
)
def test_CL14_AH14_help_starts_the_emergency_steps_in_the_same_minute_and_every_5(
    policy: str, roles: set[str], ask: str
) -> None:
    found = under(policy, ELM_ROAD, says("14:30", "I need help"), until=until("14:41"))
    told = {(each["at"][11:16], each["role"], each["ask"]) for each in of(found, "notify")}
    assert told == {(at, role, ask) for at in ("14:30", "14:35", "14:40") for role in roles}


# --- Rotherham: from the expected return to the office


def test_RO2_each_end_asks_the_worker_alone_and_the_return_is_half_an_hour_after_the_last() -> None:
    found = under("rotherham", ELM_ROAD, until=until("16:00"))
    assert [(each["at"][11:16], each["deadline"], each["role"]) for each in found] == [
        ("15:00", "visit-end", "worker"),
        ("15:30", "return", "worker"),
    ]


def test_RO2_the_entry_at_the_office_says_when_the_return_is() -> None:
    found = under("rotherham", ELM_ROAD, "return = 2026-12-01T16:15:00Z", until=until("16:20"))
    assert [each["at"][11:16] for each in found if each["deadline"] == "return"] == ["16:15"]


def test_RO2_one_return_for_an_outing_of_three_visits() -> None:
    found = under("rotherham", OUTING, until=until("14:00"))
    ends = [(each["visit"], each["at"][11:16]) for each in found if each["deadline"] == "visit-end"]
    assert ends == [("first", "10:45"), ("second", "11:30"), ("third", "12:00")]
    returns = {(each["at"][11:16], each["role"]) for each in found if each["deadline"] == "return"}
    assert returns == {("12:30", "worker"), *(("14:00", role) for role in ("line_manager", "deputy", "admin"))}


def test_RO2_at_most_three_hours_after_the_first_unanswered_end_and_then_admin_is_asked_at_once() -> None:
    long = OUTING.replace("T11:35", "T14:00").replace("T12:00:00", "T15:00:00")
    found = under("rotherham", long, until=until("15:14"))
    first = [(each["at"][11:16], each["role"], each["ask"]) for each in found if each["deadline"] == "return"]
    assert sorted(first) == [("13:45", "admin", CALL), ("13:45", "worker", CHECK_IN)]
    answered = under("rotherham", long, says("11:31", "left, all fine", visit='"second"'), until=until("15:29"))
    assert asked(answered, deadline="return") == []


def test_RO10_manager_deputy_and_admin_are_asked_at_90_after_the_return() -> None:
    found = under("rotherham", ELM_ROAD, until=until("17:01"))
    assert asked(found, deadline="return") == [
        (0, "worker", CHECK_IN),
        (90, "admin", CALL),
        (90, "deputy", CALL),
        (90, "line_manager", CALL),
    ]


def test_RO11_every_10_minutes_for_30_minutes_and_a_logged_no_answer_never_shortens_them() -> None:
    found = under("rotherham", ELM_ROAD, logs("17:01", "deputy"), logs("17:11", "admin"), until=until("17:31"))
    for role in ("line_manager", "deputy", "admin"):
        assert asked(found, role) == [(90, CALL), (100, CALL), (110, CALL)]
    assert asked(found, "senior_management") == [(120, TAKE_OVER)]


@pytest.mark.parametrize("acts", [[], ["acknowledge"], ["acknowledge", "no answer"], ["still there"], ["unclear"]])
def test_RO12_senior_management_at_120_whatever_was_acknowledged_or_logged_and_every_5(acts: list[str]) -> None:
    done = [
        happens(f"17:{20 + number}", "deputy", "acknowledge") if act == "acknowledge" else logs("17:25", "deputy", act)
        for number, act in enumerate(acts)
    ]
    found = under("rotherham", ELM_ROAD, *done, until=until("17:41"))
    assert asked(found, "senior_management") == [(120, TAKE_OVER), (125, TAKE_OVER), (130, TAKE_OVER)]


def test_RO12_not_once_a_person_has_closed_it() -> None:
    found = under("rotherham", ELM_ROAD, happens("17:29", "deputy", "close", reason='"safe and well"'))
    assert asked(found, "senior_management") == []


# --- Commence: from the agreed end


def test_CO8_the_worker_is_asked_at_minus_5_and_admin_at_0() -> None:
    found = under("commence", ELM_ROAD, until=until("15:01"))
    assert asked(found) == [(-5, "worker", CHECK_IN), (0, "admin", CALL)]


def test_CO10_again_5_minutes_later_also_to_the_admin_who_owns_it() -> None:
    found = under(
        "commence", ELM_ROAD, happens("15:01", "admin", "acknowledge"), logs("15:02", "admin"), until=until("15:06")
    )
    assert asked(found, "admin") == [(0, CALL), (5, CALL)]


def test_CO11_after_the_second_no_answer_at_once() -> None:
    found = under("commence", ELM_ROAD, logs("15:01", "admin"), logs("15:07", "admin"), until=until("15:08"))
    assert asked(found, "admin") == [(0, CALL), (5, CALL), (7, HOUSEHOLD)]


def test_CO11_at_the_latest_5_minutes_after_the_second_call() -> None:
    found = under("commence", ELM_ROAD, until=until("15:11"))
    assert asked(found, "admin") == [(0, CALL), (5, CALL), (10, HOUSEHOLD)]


def test_CO11_skipped_on_high_risk() -> None:
    found = under("commence", RISK, until=until("15:31"))
    assert HOUSEHOLD not in [ask for _, _, ask in asked(found)]
    assert (10, "admin", HOME) in asked(found)


def test_CO11_the_households_number_is_shown_at_that_step_alone_and_asked_for_where_none_is_known() -> None:
    known = under("commence", ELM_ROAD, 'household_phone = "01709 336080"', until=until("15:11"))
    assert [each["ask"] for each in known if "01709 336080" in each["text"]] == [HOUSEHOLD]
    unknown = [each["text"] for each in under("commence", ELM_ROAD, until=until("15:11")) if each["ask"] == HOUSEHOLD]
    assert "the diary has none" in unknown[0]


def test_CO12_the_workers_home_and_the_line_manager_together_at_the_latest_5_minutes_after_the_household() -> None:
    found = under("commence", ELM_ROAD, until=until("15:31"))
    assert (15, "admin", HOME) in asked(found)
    assert asked(found, "line_manager") == [(late, TAKE_OVER) for late in (15, 20, 25, 30)]


def test_CO12_at_once_when_it_is_logged_what_the_household_said() -> None:
    found = under("commence", ELM_ROAD, logs("15:07", "admin"), logs("15:09", "admin", "logged"), until=until("15:10"))
    assert {(9, "admin", HOME), (9, "line_manager", TAKE_OVER)} <= set(asked(found))


def test_CO6_the_office_records_that_they_rang_in_and_nobody_is_asked() -> None:
    found = under("commence", ELM_ROAD, logs("14:54", "admin", "safe", text='"rang in"'))
    assert [each["late_minutes"] for each in of(found, "closed")] == [-6]
    assert asked(found) == []


def test_CO7_an_overrun_by_a_reply_is_a_new_time_and_the_admin_who_was_asked_is_told() -> None:
    found = under("commence", ELM_ROAD, says("15:02", "+30"), until=until("15:33"))
    assert [(each["at"][11:16], each["ask"]) for each in of(found, "notify", "admin")] == [
        ("15:00", CALL),
        ("15:02", "know"),
        ("15:32", CALL),
    ]
    assert of(found, "notify", "admin")[1]["text"].startswith("New time for Sam")


def test_CO7_an_overrun_by_the_end_moved_in_the_diary_before_anybody_was_asked() -> None:
    found = under(
        "commence", ELM_ROAD, happens("14:50", "worker", "edit", end="2026-12-01T15:30:00Z"), until=until("15:31")
    )
    asked_at = [(each["at"][11:16], each["role"]) for each in of(found, "notify")]
    assert asked_at == [("15:25", "worker"), ("15:30", "admin")]


def test_CO24_not_going_in_closes_without_an_alarm_and_tells_the_manager() -> None:
    found = under("commence", ELM_ROAD, says("14:05", "not going in"))
    assert asked(found) == []
    assert [each["late_minutes"] for each in of(found, "closed")] == [-55]
    assert [each["text"].splitlines()[0][:16] for each in of(found, "notify", "line_manager")] == ["Did not go in: S"]


# --- Bexley: from the agreed end


def test_BX5_the_worker_at_minus_5_10_and_20_and_the_manager_at_30() -> None:
    found = under("bexley", ELM_ROAD, until=until("15:41"))
    assert asked(found, "worker") == [(-5, CHECK_IN), (10, CHECK_IN), (20, CHECK_IN)]
    assert asked(found, "line_manager") == [(30, CALL), (35, CALL), (40, CALL)]


def test_BX5_a_named_colleague_is_asked_with_the_manager() -> None:
    found = under("bexley", ELM_ROAD, '[people.kim]\nrole = "named_colleague"\n', until=until("15:31"))
    assert asked(found)[-2:] == [(30, "line_manager", CALL), (30, "named_colleague", CALL)]


def test_BX8_on_risk_visits_the_manager_calls_at_0_after_the_worker_was_asked_at_minus_5() -> None:
    found = under("bexley", RISK, '[people.kim]\nrole = "named_colleague"\n', until=until("15:06"))
    assert asked(found, "worker") == [(-5, CHECK_IN)]
    assert asked(found, "line_manager") == asked(found, "named_colleague") == [(0, CALL), (5, CALL)]


@pytest.mark.parametrize(("visit", "first"), [(EVENING, 30), (EVENING.replace('"Home visit"', '"High risk"'), 0)])
def test_BX6_out_of_hours_who_is_named_for_tonight_and_the_emergency_duty_team_10_minutes_later(
    visit: str, first: int
) -> None:
    found = under("bexley", visit, TONIGHT, until=until("20:51"))
    assert minutes(found, "duty_manager")[:2] == [first, first + 5]
    assert asked(found, "out_of_hours")[:2] == [(first + 10, TAKE_OVER), (first + 15, TAKE_OVER)]
    assert asked(found, "line_manager") == []


def test_BX6_the_emergency_duty_team_at_once_when_nobody_is_named() -> None:
    found = under("bexley", EVENING, until=until("20:46"))
    assert asked(found, "out_of_hours")[0] == (30, CALL)
    assert {role for _, role, _ in asked(found)} == {"worker", "out_of_hours"}


def test_BX10_a_word_of_leaving_is_taken_at_any_time_and_nobody_is_asked_after_it() -> None:
    found = under("bexley", ELM_ROAD, says("14:20", "left early, all fine"))
    assert [each["late_minutes"] for each in of(found, "closed")] == [-40]
    assert asked(found) == []


@pytest.mark.parametrize("clock", ["14:30", "15:12"])
def test_BX14_purple_file_starts_the_emergency_steps_and_the_worker_reads_what_a_plain_safe_brings(clock: str) -> None:
    def brought(words: str) -> list[dict[str, Any]]:
        return under("bexley", ELM_ROAD, says(clock, words), until=until("15:36"))

    duress = brought("My next meeting must be cancelled, the details are in the PURPLE FILE")
    plain = brought("All fine")
    alarm = [(each["at"][11:16], each["ask"]) for each in of(duress, "notify", "line_manager")]
    assert alarm[:2] == [(clock, POLICE), (f"{clock[:3]}{int(clock[3:]) + 5}", POLICE)]
    seen = [[(each["at"], each["text"]) for each in of(found, "notify", "worker")] for found in (duress, plain)]
    assert seen[0] == seen[1]
    assert "purple" not in str(seen).casefold()


def test_BX14_purple_file_in_the_subject_of_a_watched_visit_counts_and_long_before_it_the_manager_rings() -> None:
    def asked_at(clock: str) -> list[tuple[str, str]]:
        edit = happens(clock, "worker", "edit", subject='"JS, purple file"', visit='"third"')
        told = of(under("bexley", OUTING, edit, until=until("11:41")), "notify", "line_manager")
        # The alarms of the outing's other visits name the word too, and ask nobody to ring.
        heard = [each for each in told if "code word" in each["text"] and "ring nobody" not in each["text"]]
        return [(each["at"][11:16], each["ask"]) for each in heard]

    assert asked_at("11:30") == [("11:30", POLICE), ("11:35", POLICE), ("11:40", POLICE)]
    assert asked_at("10:20") == [("10:20", CALL)]


# --- Al-Hasaniya names no minutes: one organisation's


def test_AH4_worker_0_and_15_and_the_line_manager_30_every_5() -> None:
    found = under("al-hasaniya", ELM_ROAD, until=until("15:41"))
    assert asked(found, "worker") == [(0, CHECK_IN), (15, CHECK_IN)]
    assert asked(found, "line_manager") == [(30, CALL), (35, CALL), (40, CALL)]


def test_AH4_the_other_person_who_was_agreed_is_asked_too() -> None:
    found = under("al-hasaniya", ELM_ROAD, '[people.kim]\nrole = "named_colleague"\n', until=until("15:31"))
    assert asked(found, "named_colleague") == [(30, CALL)]


def test_AH10_a_manager_who_is_away_is_passed_over_and_somebody_else_told_in_the_same_minute() -> None:
    away = happens("12:00", "line_manager", "absent")
    found = under("al-hasaniya", ELM_ROAD, away, until=until("15:31"))
    assert (30, "out_of_hours", CALL) in asked(found)
    standing_in = of(found, "notify", "out_of_hours")[0]["text"]
    assert "Morgan (line manager) is told too, but not counted on: away." in standing_in


def test_AH11_sooner_out_of_office_hours() -> None:
    found = under("al-hasaniya", EVENING, until=until("20:16"))
    assert minutes(found, "out_of_hours") == [15]


def test_AH15_safe_but_an_incident_closes_the_visit_and_tells_the_line_manager_at_once() -> None:
    found = under("al-hasaniya", ELM_ROAD, says("15:02", "safe, but there was an incident"))
    assert [each["late_minutes"] for each in of(found, "closed")] == [2]
    told = of(found, "notify", "line_manager")
    assert [(each["at"][11:16], each["text"].splitlines()[0][:13]) for each in told] == [("15:02", "Incident: Sam")]
    assert [each["role"] for each in of(found, "notify") if each["ask"] != CHECK_IN] == ["line_manager"]


@pytest.mark.parametrize("policy", ["al-hasaniya", "clarendon", "commence", "rotherham"])
def test_AH9_CL11_RO13_CO13_left_going_home_closes_visit_and_return_and_is_passed_to_the_line_manager(
    policy: str,
) -> None:
    found = under(policy, ELM_ROAD, says("14:58", "left, going home"))
    closed = {each["deadline"] for each in of(found, "closed")}
    assert closed == ({"visit-end", "return"} if policy == "rotherham" else {"visit-end"})
    told = of(found, "notify", "line_manager")
    assert [each["text"].splitlines()[0][:15] for each in told] == ["Going home: Sam"]
    assert minutes(found, "line_manager") == []


# --- all five


@pytest.mark.parametrize("policy", POLICIES)
def test_whoever_answered_in_time_is_asked_no_more_and_nobody_else_hears_of_it(policy: str) -> None:
    found = under(policy, ELM_ROAD, says("14:54", "left, all fine"), says("15:29", "back at the office"))
    assert [(late, role) for late, role, _ in asked(found) if role != "worker"] == []


def test_each_policy_differs_in_its_clock_and_in_whom_it_asks_first() -> None:
    first = {
        policy: min((each["at"][11:16], each["role"]) for each in of(found, "notify") if each["role"] != "worker")
        for policy in POLICIES
        if (found := under(policy, ELM_ROAD, until=until("17:01")))
    }
    assert first == {
        "clarendon": ("15:10", "admin"),
        "rotherham": ("17:00", "admin"),
        "commence": ("15:00", "admin"),
        "bexley": ("15:30", "line_manager"),
        "al-hasaniya": ("15:30", "line_manager"),
    }
