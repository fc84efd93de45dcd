"""[webhook]: each mistake is told with its fix, and no word of the address or the secret is shown."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from calsync.config.texts import TextSettings
from calsync.config.webhook import WebhookSettings
from tests.web.hook_house import NOTIFY, TWILIO

WHOLE = {"url": "https://alarms.clarendon.test/in?key=most-secret", "secret": "s" * 32}


def test_a_whole_table_is_taken_and_shows_no_secret() -> None:
    told = WebhookSettings.model_validate(WHOLE)
    assert not told.allow_private
    assert "most-secret" not in repr(told)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "http://alarms.clarendon.test/most-secret"}, "must begin with https://"),
        ({"url": "https://sam:most-secret@alarms.clarendon.test"}, "must name no user"),
        ({"url": "most-secret"}, "must be a whole address"),
        ({"url": "https://alarms.clarendon.test/most-secret\n"}, "must be a whole address"),
        ({"url": "https://[most-secret"}, "must be a whole address"),
        ({"url": "https://0177.0.0.1/most-secret"}, "must be a whole address"),
        ({"url": "https://xn--.org/most-secret"}, "must be a whole address"),
        ({"url": "https://alarms.clarendon.test/most-secret" + "a" * 70_000}, "must be a whole address"),
        ({"url": "https://10.0.0.1/most-secret"}, "leads into your own network: set allow_private"),
        ({"url": "https://localhost/most-secret"}, "leads into your own network: set allow_private"),
        ({"secret": "most-secret"}, "must have 32 or more letters"),
    ],
)
def test_what_is_wrong_is_told_without_a_word_of_it(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words) as caught:
        WebhookSettings.model_validate(WHOLE | wrong)
    assert "most-secret" not in str(caught.value)


@pytest.mark.parametrize("token", ["short", "with a space in the middle", "ümlaut-ümlaut-ümlaut-ümlaut"])
def test_the_token_that_notify_calls_in_with_is_no_guessable_one(token: str) -> None:
    with pytest.raises(ValidationError, match="callback_token must have 20 or more letters") as caught:
        TextSettings.model_validate(NOTIFY | {"callback_token": token})
    assert token not in str(caught.value)
    with pytest.raises(ValidationError, match="callback_token belongs to the other provider"):
        TextSettings.model_validate(TWILIO | {"callback_token": "x" * 30})
