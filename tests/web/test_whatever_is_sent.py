"""Whatever is sent to the page behind a link: a sentence, and without the digits nothing changed."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from calsync.domain.buttons import Button
from calsync.web.guard import MOST
from tests.link_house import LinkHouse, asked, everything

QUIETLY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SENTENCES = (200, 404, 413, 422)


@pytest.fixture(scope="module")
def house() -> LinkHouse:
    return asked(1)


@QUIETLY
@given(
    button=st.sampled_from([*Button, "", "close", "safe"]) | st.text(max_size=20),
    digits=st.text(max_size=12),
    more=st.dictionaries(st.text(max_size=10), st.text(max_size=30), max_size=4),
    shown=st.text(max_size=20) | st.integers().map(str),
)
def test_no_form_without_the_digits_changes_anything(
    house: LinkHouse, button: str, digits: str, more: dict[str, str], shown: str
) -> None:
    before = everything(house)
    fields = {"choice": str(button), "digits": digits, "shown": shown, **more}
    # Digits that are wrong are the one thing that a call for help counts: it has its own test.
    assume(fields["choice"] not in ("help", "call-me") or not re.search("[0-9]", fields["digits"]))
    assume(fields["digits"].strip() != house.link().digits)
    body = urlencode(fields, errors="replace").encode()
    answer = house.pages.post(house.path(), content=body, headers=FORM)
    assert answer.status_code in SENTENCES
    assert "<h1>" in answer.text
    assert everything(house) == before


@QUIETLY
@given(
    body=st.binary(max_size=300) | st.sampled_from([b"&" * 5000, b"choice=help&" * 500, b"x" * (MOST + 1), b"\xff=%ff"])
)
def test_no_bytes_are_too_odd_for_a_sentence(house: LinkHouse, body: bytes) -> None:
    before = everything(house)
    answer = house.pages.post(house.path(), content=body, headers=FORM)
    assert answer.status_code in SENTENCES
    assert answer.text.strip()
    assert everything(house) == before


@QUIETLY
@given(token=st.text(min_size=1, max_size=60))
def test_no_token_that_nobody_was_sent_opens_anything(house: LinkHouse, token: str) -> None:
    for answer in (house.pages.get(path := f"/a/{quote(token, errors='replace')}"), house.pages.post(path, data={})):
        assert answer.status_code in (404, 405)  # 405: it is a path of another page
        assert answer.text.strip()
