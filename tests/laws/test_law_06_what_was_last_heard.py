"""Law 6: an unclear answer stands in the next message to responders, and what was last heard is true for the outing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from calsync.domain.model import Ask, DeadlineKind, Role
from tests.house import MINUTE, House
from tests.ladders import BY_RETURN, EVERYBODY, a_step, asks_worker

DURING = DeadlineKind.INTERVAL
LONG = replace(
    BY_RETURN,
    steps=(*BY_RETURN.steps, asks_worker(0, deadline=DURING),
           a_step(15, Ask.CALL_WORKER, Role.ADMIN, deadline=DURING)),
    interval=60 * MINUTE, travel=timedelta(minutes=30),
)  # fmt: skip


def on_an_outing(start: str, end: str, until: str) -> House:
    """A house whose alarm hangs on the outing's return, and in which the worker is asked during long visits."""
    house = House(at="08:00", people=EVERYBODY, policy=LONG)
    house.entry(start=start, end=end)
    house.go_to(until)
    return house


def lines(house: House, who: str, label: str) -> list[str]:
    """What the lines of that label say in the last message to somebody."""
    found = (line.partition(": ") for line in house.last(who).text.splitlines())
    return [value for name, _, value in found if name == label]


def test_the_alarm_of_a_return_tells_what_was_said_at_the_end_of_a_visit():
    house = on_an_outing("13:00", "14:00", "14:02")
    house.says("dog bit me, wont stop barking", to=house.last("sam"))
    house.go_to("14:05")
    house.says("left, all fine", to=house.last("sam"))
    house.go_to("16:01")
    assert lines(house, "morgan", "Last heard") == ['14:05: "left, all fine" (about the visit of 13:00 to 14:00)']
    unclear = ['14:02: "dog bit me, wont stop barking" (about the visit of 13:00 to 14:00)']
    assert lines(house, "morgan", "Not understood") == unclear


def test_what_was_said_during_a_visit_is_told_and_is_not_taken_for_its_end():
    house = on_an_outing("09:00", "12:00", "10:05")
    house.says("still here, all fine", to=house.last("sam"))
    house.go_to("11:15")
    assert lines(house, "ash", "Last heard") == ['10:05: "still here, all fine"']
    assert "the visit is watched on, and its end is at 12:00" in house.last("ash").text
    house.go_to("11:17")
    house.says("dog bit me, wont stop barking", to=house.last("sam"))
    house.go_to("11:18")
    question = next(each for each in reversed(house.told("sam")) if "Is all well?" in each.text)
    house.says("fine", to=question)
    house.send()
    told = house.last("ash")
    assert told.subject.startswith("Answered, still on the visit: Sam Visits [")
    assert "Sam Visits has answered at 11:18: all is well. The visit goes on until 12:00" in told.text
    assert "asked again at 12:00" in told.text
    assert 'They wrote, and it was not understood: 11:17: "dog bit me, wont stop barking"' in told.text
    assert "out and safe" not in told.text
    closed = [each for one in house.watched() for each in one.deadlines if each.kind is DURING and not each.is_open]
    assert {each.reason for each in closed} == {"the worker is well, and still there"}
