"""BX8: on a risk visit the time that its entry names is the deadline, and law 2 holds for every change of it."""

from __future__ import annotations

from typing import Any

from calsync.domain.model import DeadlineState
from tests.house import House, clock
from tests.letter_house import letters_of
from tests.scenarios.presets import house_of

RISK = ("High risk",)
FOR_45 = "HV Mrs Whitcombe max 45 min"


def a_house(at: str = "12:00", **entry: Any) -> House:
    """Bexley's house, and Sam's risk visit of 13:00 to 15:00 that names its own end."""
    house = house_of("bexley", at=at)
    house.entry(**{"subject": FOR_45, "categories": RISK, "end": "15:00", **entry})
    house.poll()
    house.poll()
    return house


def due(house: House) -> str:
    """The time of day of the one deadline."""
    return f"{house.deadline.due:%H:%M}"


def at(house: House, text: str) -> None:
    """It is that time, and everything is done once."""
    house.clock.moment = clock(text)
    house.tick()


def test_BX8_the_manager_is_asked_to_ring_at_the_time_that_the_entry_names() -> None:
    house = a_house(at="06:00")
    (summary,) = [each for each in letters_of(house) if each.subject.startswith("Your visits")]
    assert '- 13:00 to 13:45, "HV Mrs Whitcombe max 45 min"' in summary.text
    assert "Until 13:45, as the words of your entry say." in summary.text
    assert due(house) == "13:45"
    at(house, "13:40")
    assert "13:45" in house.last("sam").text
    asked = len(house.told("morgan"))
    at(house, "13:44")
    assert len(house.told("morgan")) == asked
    at(house, "13:45")
    assert len(house.told("morgan")) > asked
    assert "13:00 to 13:45" in house.last("morgan").text


def test_BX8_no_other_visit_has_it_and_no_entry_gets_longer_by_it() -> None:
    assert due(a_house(categories=())) == "15:00"
    assert due(a_house(subject="HV Mrs Whitcombe max 3 hours")) == "15:00"
    assert due(a_house(subject="HV Mrs Whitcombe until 16:30")) == "15:00"
    assert due(a_house(categories=("High risk", "until 14:10"), subject="HV Mrs Whitcombe")) == "14:10"
    house = house_of("bexley", agreed_time=False)
    house.entry(subject=FOR_45, categories=RISK, end="15:00")
    house.poll()
    assert due(house) == "15:00"


def test_BX8_law_2_before_the_start_the_diary_decides_and_after_it_a_risk_visit_gets_no_longer() -> None:
    house = a_house()
    house.change(subject="HV Mrs Whitcombe max 60 min")
    house.poll()
    assert due(house) == "14:00"
    house.clock.moment = clock("13:20")
    for subject in ("HV Mrs Whitcombe max 90 min", "HV Mrs Whitcombe"):
        house.change(subject=subject)
        house.poll()
        assert due(house) == "14:00"
    house.change(categories=(), subject="HV Mrs Whitcombe")
    house.poll()
    house.poll()
    assert due(house) == "14:00"
    house.change(categories=RISK, subject="HV Mrs Whitcombe max 15 min")
    house.poll()
    assert due(house) == "13:30"  # ten minutes after it was read
    house.change(start=clock("13:10"))
    house.poll()
    house.poll()
    assert due(house) == "13:30"
    assert len(house.watched()) == 1


def test_BX8_an_entry_found_after_the_time_that_it_names_is_watched_all_the_same() -> None:
    house = house_of("bexley", at="12:00")
    house.poll()
    house.clock.moment = clock("14:00")
    house.entry(subject=FOR_45, categories=RISK, end="15:00", created=clock("13:59"))
    house.poll()
    assert due(house) == "14:10"
    at(house, "14:05")
    assert due(house) == "14:10"
    at(house, "14:10")
    assert any(each.notification.ask == "call-worker" for each in house.told("morgan"))


def test_BX8_law_1_deleting_the_entry_leaves_the_agreed_time() -> None:
    house = a_house()
    house.clock.moment = clock("13:20")
    house.poll()
    house.delete()
    house.poll()
    assert due(house) == "13:45"
    assert house.deadline.state is DeadlineState.OPEN


def test_BX8_an_agreed_time_stays_where_it_is_from_reading_to_reading() -> None:
    house = a_house()
    house.clock.moment = clock("13:05")
    house.poll()
    house.change(start=clock("12:30"))
    for _ in range(3):
        house.poll()
        assert due(house) == "13:45"
    assert len(house.watched()) == 1
