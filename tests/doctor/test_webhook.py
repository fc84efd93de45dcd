"""What `calsync doctor` says of the webhook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from calsync.demo.certificates import make_certificates
from calsync.doctor.webhook import webhook
from calsync.engine.webhooking import trial_message
from tests.doctor.conftest import Examined
from tests.house import clock

TOLD = {"url": "https://localhost:1/in?key=most-secret", "secret": "s" * 32}
# A spelling of this machine that no reader of the configuration takes for a number: it shows when it is looked up.
HIDDEN = {**TOLD, "url": "https://127.1:1/in?key=most-secret"}


def found(**sections: Any) -> list[tuple[str, str]]:
    examined = Examined(**sections)
    return [(str(each.light), each.words) for each in examined.found(webhook(examined.app))]


def test_nothing_is_said_where_nothing_is_posted() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({**TOLD, "allow_private": True}, "No answer from the webhook on localhost"),
        (HIDDEN, "inside a private network"),
    ],
)
def test_a_receiver_that_can_not_be_reached_is_red_and_its_address_is_not_shown(
    tmp_path: Path, told: dict[str, Any], expected: str
) -> None:
    ((light, words),) = found(webhook={**told, "ca_file": make_certificates(tmp_path).ca_file})
    assert light == "red"
    assert expected in words
    assert "most-secret" not in words


def test_what_is_posted_says_that_it_is_a_test() -> None:
    assert json.loads(trial_message(clock("14:00"))) == {
        "id": "test-20260302140000",
        "event": "test",
        "at": "2026-03-02T14:00:00Z",
    }
