"""What a scenario brings is what the service would do: the same engine, at the same moments, and nobody told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calsync.errors import Problems
from tests.house import House
from tests.simulation.scenes import ELM_ROAD, facts, happens, played, scenario, timeline

SHORTLY_BEFORE = "created = 2026-12-01T13:50:00Z"
"""So that the service is played from ten minutes before the visit on."""
AT_FOUR = datetime(2026, 12, 1, 16, tzinfo=UTC)


def whats(found: list[dict[str, Any]]) -> list[str]:
    return [each["what"] for each in found]


@pytest.mark.parametrize("way", ["reply", "link", "text", "call"])
def test_a_safe_word_closes_by_whichever_way_it_comes(way: str) -> None:
    found = facts(ELM_ROAD, happens("15:02", "worker", way, text='"Left, all fine"'))
    assert timeline(found)[1:] == [(2, "answer", "worker"), (2, "closed", "worker")]
    assert found[1]["channel"] == way


def test_an_answer_in_the_very_minute_of_a_step_is_a_moment_too_late_for_it() -> None:
    found = facts(ELM_ROAD, happens("15:20", "worker", "reply", text='"Left, all fine"'))
    assert [each["late_minutes"] for each in found if each["role"] == "line_manager"] == [20, 20]  # and stood down
    assert whats(found)[-4:] == ["closed", "notify", "notify", "notify"]


def test_an_answer_ten_seconds_before_a_step_keeps_it_from_being_taken() -> None:
    reply = happens("15:19", "worker", "reply", text='"Left, all fine"').replace("15:19:00", "15:19:50")
    assert not any(each["role"] == "line_manager" for each in facts(ELM_ROAD, reply))


def test_a_deletion_after_the_start_closes_nothing_and_asks_the_worker() -> None:
    found = facts(ELM_ROAD, happens("14:30", "worker", "delete"), until=AT_FOUR)
    assert "Are you not going, or have you finished?" in found[0]["text"]
    assert found[0]["late_minutes"] == -30
    assert "closed" not in whats(found)


def test_a_deletion_before_the_start_leaves_nothing_to_say() -> None:
    told = played(scenario(ELM_ROAD, happens("12:00", "worker", "delete")))
    assert (told.happened, told.closed) == ((), True)


def test_help_starts_the_emergency_steps_at_once() -> None:
    found = facts(
        ELM_ROAD,
        happens("14:30", "worker", "text", text='"call me, I need help"'),
        happens("14:40", "line_manager", "call-outcome", outcome='"told-outside"', log='"123"'),
        happens("14:50", "line_manager", "call-outcome", outcome='"stood down"', log='"123"'),
        happens("14:51", "line_manager", "close", reason='"safe and well, the police saw them"'),
    )
    assert whats(found)[:2] == ["answer", "incident"]
    assert {each["role"] for each in found[2:4]} == {"line_manager", "deputy"}
    assert {each["at"] for each in found[2:4]} == {"2026-12-01T14:30:02Z"}
    assert "closed" in whats(found)


def test_the_category_visit_done_set_in_mid_visit_closes_as_in_the_service() -> None:
    done = happens("14:57", "worker", "edit", categories='["Home visit", "Visit done"]')
    assert "closed" in whats(facts(ELM_ROAD, done))


def test_an_entry_that_moves_to_another_day_is_told_with_the_day() -> None:
    times = {"start": "2026-12-02T14:00:00Z", "end": "2026-12-02T15:00:00Z"}
    told = played(scenario(ELM_ROAD, happens("12:00", "worker", "edit", **times)), until=AT_FOUR)
    assert "Wed 02 Dec 14:00 to 15:00" in told.did[0][1]


def test_an_edit_of_the_end_extends() -> None:
    found = facts(
        ELM_ROAD,
        happens("14:40", "worker", "edit", end="2026-12-01T15:30:00Z"),
        happens("15:31", "worker", "reply", text='"all done, left"'),
    )
    assert timeline(found) == [
        (-50, "extended", "worker"),
        (0, "notify", "worker"),
        (1, "answer", "worker"),
        (1, "closed", "worker"),
    ]


def test_what_nobody_takes_up_is_said() -> None:
    told = played(
        scenario(
            ELM_ROAD,
            happens("12:00", "admin", "reply", text='"I have it"'),
            happens("15:01", "worker", "reply", text='"Left, all fine"'),
            happens("15:02", "deputy", "acknowledge"),
        )
    )
    assert told.remarks == ("12:00: Ash's reply does nothing: it is about nothing that is open, or asked of them.",)
    assert [(each.what, each.text) for each in told.happened][-1] == ("contact", "It is closed already.")


def test_what_lies_behind_the_end_is_said() -> None:
    told = played(scenario(ELM_ROAD, happens("23:00", "deputy", "close", reason='"she rang"')))
    assert told.remarks == ("23:00: Dee's close lies after the end: give a later --until.",)
    assert (told.closed, told.ended) == (False, datetime(2026, 12, 1, 21, tzinfo=UTC))


def test_it_ends_at_the_end_that_was_named() -> None:
    told = played(scenario(ELM_ROAD), until=datetime(2026, 12, 1, 15, 12, tzinfo=UTC))
    assert (told.ended.minute, told.closed, len(told.happened)) == (12, False, 4)


def test_a_possible_visit_is_asked_about_and_its_worker_may_say_no() -> None:
    perhaps = ELM_ROAD.replace("14 Elm Road, Rotherham S60 3AB", "Bramley").replace('categories = ["Home visit"]', "")
    found = facts(perhaps, 'subject = "KM"', happens("08:05", "worker", "reply", text='"no"'))
    assert [(each["at"][11:16], each["ask"]) for each in found if each["what"] == "notify"] == [
        ("08:00", "is-it-a-visit")
    ]
    assert whats(found)[-1] == "closed"


def test_an_entry_that_is_no_visit_brings_nothing() -> None:
    told = played(
        scenario(ELM_ROAD.replace('categories = ["Home visit"]', "").replace("14 Elm Road, Rotherham S60 3AB", ""))
    )
    assert (told.happened, told.closed) == ((), True)


def test_three_visits_that_vanish_at_once_are_not_believed_and_that_is_said() -> None:
    visits = "".join(
        f'[[visit]]\nname = "{n}"\nstart = 2026-12-01T1{n}:00:00Z\nend = 2026-12-01T1{n}:30:00Z\n'
        f'location = "{n} Elm Road, Rotherham S60 3AB"\n'
        for n in (1, 2, 3)
    )
    told = played(scenario(visits, *(happens("09:00", "worker", "delete", visit=f'"{n}"') for n in (1, 2, 3))))
    assert any(each.startswith("IT would be told: The 3 planned visits") for each in told.remarks)
    assert told.happened


def test_the_households_number_reaches_those_who_look_for_the_worker() -> None:
    found = facts(ELM_ROAD, 'household_phone = "01709 336080"', until=datetime(2026, 12, 1, 15, 21, tzinfo=UTC))
    assert all("01709 336080" in each["text"] for each in found if each["role"] == "line_manager")
    assert not any("01709 336080" in each["text"] for each in found if each["role"] == "worker")


def test_a_colleague_on_the_visit_is_passed_over() -> None:
    found = facts(ELM_ROAD, 'attendees = ["line_manager"]', until=datetime(2026, 12, 1, 15, 21, tzinfo=UTC))
    assert [each["role"] for each in found if each["late_minutes"] == 20] == ["out_of_hours"]


def test_it_agrees_with_the_engine_driven_by_another_hand() -> None:
    house = House(at="12:00")
    house.entry()
    house.go_to("15:00")
    theirs = sorted((each.late_minutes, each.what, each.role, each.ask) for each in house.seen)
    until = datetime(2026, 12, 1, 16, tzinfo=UTC)
    ours = sorted(
        (each["late_minutes"], each["what"], each["role"], each["ask"]) for each in facts(ELM_ROAD, until=until)
    )
    assert ours == theirs


SHORT = [
    (happens("15:03", "worker", "reply", text='"+15"'), happens("15:31", "deputy", "acknowledge")),
    (
        happens("14:20", "worker", "edit", location='"27 Oak Street, Rotherham S61 1XY"'),
        happens("14:31", "worker", "delete"),
        happens("14:41", "worker", "created").replace("created", "reply") + 'text = "still here"',
    ),
    (happens("14:10", "worker", "text", text='"help"'), happens("14:21", "line_manager", "acknowledge")),
]


@pytest.mark.parametrize("acts", SHORT, ids=["extended", "deleted", "help"])
def test_leaving_out_the_moments_at_which_nothing_is_to_be_done_changes_nothing(acts: tuple[str, ...]) -> None:
    read = scenario(ELM_ROAD, SHORTLY_BEFORE, *acts)
    until = datetime(2026, 12, 1, 15, 40, tzinfo=UTC)
    quick, slow = played(read, until=until), played(read, until=until, every_tick=True)
    assert [_plain(each) for each in quick.happened] == [_plain(each) for each in slow.happened]
    assert (quick.ended, quick.closed, quick.remarks) == (slow.ended, slow.closed, slow.remarks)


def _plain(happened: Any) -> tuple[Any, ...]:
    return happened.at, happened.what, happened.role, happened.ask, happened.text.partition("\n")[2]


WORDS = ["Left, all fine", "+30", "still here", "help", "?", "", "I have it", "close: safe and well", "no", "yes"]
ROLES = ["worker", "deputy", "line_manager", "admin", "out_of_hours", "senior_management"]


@st.composite
def files(draw: st.DrawFn) -> str:
    """Whatever people may do around one visit; some of it makes no sense, and is refused or does nothing."""
    parts = [ELM_ROAD, SHORTLY_BEFORE]
    for _ in range(draw(st.integers(0, 5))):
        clock = f"{draw(st.integers(13, 16))}:{draw(st.integers(0, 59)):02}"
        what = draw(st.sampled_from(["reply", "link", "text", "call", "edit", "delete", "call-outcome", "acknowledge",
                                     "close", "absent", "created"]))  # fmt: skip
        more: dict[str, str] = {}
        if what in ("reply", "link", "text", "call"):
            more["text"] = f'"{draw(st.sampled_from(WORDS))}"'
        elif what == "edit":
            more["end"] = f"2026-12-01T{draw(st.integers(14, 18))}:30:00Z"
        elif what == "close":
            more["reason"] = '"safe and well"'
        elif what == "call-outcome":
            more["outcome"] = f'"{draw(st.sampled_from(["no answer", "safe", "help", "duress", "still there"]))}"'
        parts.append(happens(clock, draw(st.sampled_from(ROLES)), what, **more))
    return "\n".join(parts)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(files())
def test_any_scenario_ends_and_brings_the_same_each_time(text: str) -> None:
    try:
        read = scenario(text)
    except Problems:
        return
    until = AT_FOUR + timedelta(hours=1)
    first, second = played(read, until=until), played(read, until=until)
    assert first.closed or first.ended == until
    assert first.ended <= until
    assert [_plain(each) for each in first.happened] == [_plain(each) for each in second.happened]
    assert first.remarks == second.remarks
    moments = [each.at for each in first.happened]
    assert moments == sorted(moments)
