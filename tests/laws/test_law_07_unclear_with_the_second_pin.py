"""Law 7: what is not clear is asked back with the second PIN as with the first, also where it answers no question."""

from __future__ import annotations

import pytest

from calsync.domain.model import AlarmKind
from calsync.domain.pins import made_pin
from tests.devices import DeviceHouse, everything
from tests.house import clock

PIN, SECOND = "4711", "8264"


def written(words: str, at: str, later: str, pin: str) -> DeviceHouse:
    """Sam writes with a PIN, and perhaps once more without one."""
    house = DeviceHouse(at="12:50")
    with house.store.transaction() as tx:
        tx.put_pin(made_pin("sam", PIN, SECOND, salt=b"salt", at=clock("09:00")))
    house.entry()
    house.every(5, at)
    house.says(f"{words} {pin}")
    house.send()
    if later:
        house.every(5, "14:16")
        house.says(later)
    house.every(5, "14:40")
    return house


@pytest.mark.parametrize(("words", "at"), [("no", "13:45"), ("not going", "13:45"), ("hm, the dog", "14:08")])
@pytest.mark.parametrize("later", ["", "no"])
def test_what_is_not_clear_is_asked_back_with_either_pin(words: str, at: str, later: str) -> None:
    first, second = written(words, at, later, PIN), written(words, at, later, SECOND)
    assert everything(first) == everything(second)
    assert AlarmKind.DURESS not in first.alarms
    assert AlarmKind.DURESS in second.alarms
