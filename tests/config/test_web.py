"""[web]: what is refused, with the fix."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from calsync.config.web import WebSettings

WHOLE = {"address": "https://safe.clarendon.test/", "secret": "s" * 32}


def test_the_address_is_taken_without_the_slash_at_its_end() -> None:
    assert WebSettings.model_validate(WHOLE).address == "https://safe.clarendon.test"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"secret": "short"}, "secret must have 32 or more letters; make one"),
        ({"previous_secret": "short"}, "previous_secret must have 32 or more letters"),
        ({"address": "http://safe.clarendon.test"}, "must begin with https://"),
        ({"address": "https://safe.clarendon.test/calsync"}, "must end after the host"),
        ({"port": 70000}, "less than or equal to 65535"),
    ],
)
def test_what_would_leave_a_link_open_or_unreachable_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        WebSettings.model_validate(WHOLE | wrong)
