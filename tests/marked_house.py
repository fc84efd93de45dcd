"""A house in which the diary has closed a visit."""

from __future__ import annotations

from tests.house import House


def marked(at: str = "13:40", house: House | None = None) -> House:
    """Sam's visit of 13:00 to 14:00 was marked as done at that time."""
    house = house or House(at="12:50")
    house.entry()
    house.go_to(at)
    house.change(categories=("Visit done",))
    house.poll()
    house.send()
    return house


def subjects(house: House, who: str) -> list[str]:
    return [each.subject.split(" [")[0] for each in house.told(who)]
