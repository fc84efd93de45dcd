"""Law 7: each button of the worker's page shows the same with the second PIN as with the first, on every device.

The pages behind all of the worker's links are devices as well: they are opened again and again until the evening.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from calsync.app import App
from calsync.domain.buttons import CALLS, Button
from calsync.domain.model import AlarmKind
from calsync.domain.pins import made_pin
from calsync.parsers.location import read_place
from calsync.web import make_web
from tests.devices import DeviceHouse, everything
from tests.house import MINUTE, OAK_STREET, clock
from tests.ladders import BY_HOME, BY_HOURS, BY_RETURN
from tests.link_house import LINKS
from tests.pages import Pages
from tests.possible_visits import maybe
from tests.texts import BY_TEXT

PIN, DANGER = "4711", "8264"
MADE = made_pin("sam", PIN, DANGER, salt=b"salt", at=clock("09:00"))
LATER = (1, 10, 20, 31, 46, 61, 100, 130)
"""So many minutes after the press the service runs, and everything is looked at."""


class Phone(DeviceHouse):
    """A house with pages whose worker has a PIN: what their devices have shown, with every page that they open."""

    def __init__(self, **changes: Any) -> None:
        super().__init__(links=LINKS, **changes)
        self._pages = Pages(
            make_web(cast(App, SimpleNamespace(engine=self.engine, settings=SimpleNamespace(text=None, web=None))))
        )
        self._read: list[str] = []
        with self.store.transaction() as tx:
            tx.put_pin(MADE)

    def until(self, *moments: str) -> Phone:
        """The service runs at those times, and at no other."""
        for moment in moments:
            self.dark_until(moment)
            self.tick()
        return self

    def presses(self, button: Button, typed: str) -> None:
        """Press on the page of the last question."""
        path, fields = self._paths()[-1], {"choice": button, "digits": typed, "shown": "5"}
        offered = f'value="{button}"' in self._pages.get(path).text
        self._read.append(self._pages.post(path, data=fields).text)
        assert ("Thank you" in self._read[-1]) == offered

    def looks(self) -> None:
        """Open every page that there is."""
        self._read += [self._pages.get(path).text for path in self._paths()]

    def shown(self) -> bytes:
        """All of it, in order."""
        return "\n".join([everything(self).decode(), *self._read]).encode()

    def _paths(self) -> list[str]:
        rows = [each.notification for each in (*self.mail.sent, *self.texted.sent)]
        asked = sorted((row.recorded, row.id) for row in rows if row.recipient == "sam")
        links = {row.id: LINKS.shown(row).address.removeprefix(LINKS.address) for row in rows}
        return list(dict.fromkeys(links[key] for _, key in asked))


def plain() -> Phone:
    house = Phone(at="12:50")
    house.entry()
    return house.until("13:01", "14:01")


def risk() -> Phone:
    house = Phone(at="12:50", policy=replace(BY_TEXT, pin_on_risk=True))
    house.entry(categories=("High risk",))
    return house.until("13:01", "14:01")


def possible() -> Phone:
    house = Phone(at="07:50")
    maybe(house)
    return house.until("07:58", "08:00")


def possible_and_over() -> Phone:
    house = Phone(at="11:50")
    maybe(house)
    return house.until("12:01", "13:01", "14:01")


def long() -> Phone:
    house = Phone(at="12:50", policy=BY_HOURS)
    house.entry(end="16:00")
    return house.until("13:01", "14:01")


def at_the_return() -> Phone:
    house = Phone(at="12:50", policy=BY_RETURN)
    house.entry()
    return house.until("13:01", "14:01", "14:31", "15:01")


def on_the_way_home() -> Phone:
    house = Phone(at="12:50", policy=BY_HOME)
    house.entry()
    house.until("13:01", "14:01")
    house.says("left, all fine")
    return house.until("14:31", "15:01", "15:02")


def two_visits() -> Phone:
    house = Phone(at="12:50")
    house.entry()
    house.entry("e2", "14:00", "14:50", subject="Home visit: Mr Ackroyd", place=read_place(OAK_STREET))
    return house.until("13:01", "14:01")


def marked_done() -> Phone:
    house = plain()
    house.change(categories=("Visit done",))
    return house.until("14:03")


END = (
    Button.LEFT, Button.LEFT_HOME, Button.MORE_15, Button.MORE_60, Button.NOBODY_HOME, Button.NOT_HELD,
    Button.HAPPENED, Button.CALL_ME, Button.HELP,
)  # fmt: skip
BUTTONS: dict[Callable[[], Phone], tuple[Button, ...]] = {
    plain: END,
    risk: END,
    possible: (Button.IS_VISIT, Button.NO_VISIT, Button.CALL_ME, Button.HELP),
    possible_and_over: (*END, Button.NO_VISIT),
    long: (Button.WELL, Button.LEFT, Button.LEFT_HOME, Button.MORE_30, Button.HAPPENED, Button.CALL_ME, Button.HELP),
    at_the_return: (Button.BACK, Button.GOING_HOME, Button.MORE_30, Button.HAPPENED, Button.CALL_ME, Button.HELP),
    on_the_way_home: (Button.HOME, Button.MORE_30, Button.HAPPENED, Button.CALL_ME, Button.HELP),
    two_visits: END,
    marked_done: (Button.LEFT, Button.MORE_15, Button.HAPPENED, Button.CALL_ME, Button.HELP),
}


def day(story: Callable[[], Phone], button: Button, typed: str) -> Phone:
    """What comes of one press until the evening."""
    house = story()
    house.presses(button, typed)
    house.looks()
    now = house.clock.now()
    for minutes in LATER:
        house.until(f"{now + minutes * MINUTE:%H:%M}")
        house.looks()
    return house


@pytest.mark.parametrize(("story", "button"), [(story, each) for story, all_ in BUTTONS.items() for each in all_])
def test_a_button_shows_the_same_with_the_second_pin(story: Callable[[], Phone], button: Button) -> None:
    first, second = day(story, button, PIN), day(story, button, DANGER)
    assert second.shown().split(b"\n") == first.shown().split(b"\n")
    calls = [AlarmKind.HELP] if button in CALLS else []
    assert (second.alarms, first.alarms) == ([AlarmKind.DURESS, *calls], calls)


@pytest.mark.parametrize("story", [plain, possible, long, marked_done])
@pytest.mark.parametrize("button", [Button.HELP, Button.CALL_ME])
def test_a_call_with_the_second_pin_is_one_alarm_for_others_and_ends_with_it(
    story: Callable[[], Phone], button: Button
) -> None:
    house = day(story, button, DANGER)
    others = [each for each in (*house.mail.sent, *house.texted.sent) if each.notification.recipient != "sam"]
    assert len({each.notification.deadline_id for each in others}) == 1
    assert not any("asks for help" in each.subject or "Ring Sam" in each.text for each in others)
    assert ("I need help." if button is Button.HELP else "Call me.") in house.last("morgan").text
    house.says("close: safe and well, I spoke to them", who="morgan", to=house.last("morgan"))
    assert house.alarms == []
