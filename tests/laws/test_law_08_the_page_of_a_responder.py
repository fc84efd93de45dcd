"""Laws 7 and 8 on the page of whoever is told: looking changes nothing, and the worker's devices show none of it."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calsync.domain.acts_open import Does
from calsync.web.guard import MOST
from tests.link_house import LinkHouse, everything

QUIETLY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SENTENCES = (200, 404, 413, 422)
LOOKS = (Does.SHEET, Does.HOUSEHOLD, Does.HOME)


def overdue(minutes: int) -> LinkHouse:
    house = LinkHouse(at="13:54")
    house.entry()
    house.go_to(f"14:{minutes:02}")
    return house


@pytest.fixture(scope="module")
def house() -> LinkHouse:
    return overdue(21)


def standing(house: LinkHouse) -> object:
    """All that is kept but the audit, in which a wrong try stands."""
    watched, rows, _, answers = everything(house)  # type: ignore[misc]
    return watched, rows, answers


def test_opening_it_changes_nothing_at_all_however_often(house: LinkHouse) -> None:
    before = everything(house)
    shown = [house.look(house.last("morgan")).text for _ in range(3)]
    assert "I have it" in shown[0]
    assert everything(house) == before


@QUIETLY
@given(
    does=st.sampled_from([*Does, "", "x"]) | st.text(max_size=20),
    digits=st.text(max_size=12),
    more=st.dictionaries(
        st.sampled_from(["shown", "step", "minutes", "until", "to", "log", "why", "words", "x"]),
        st.text(max_size=40),
        max_size=6,
    ),
)
def test_no_form_without_the_digits_changes_anything(
    house: LinkHouse, does: str, digits: str, more: dict[str, str]
) -> None:
    message = house.last("morgan")
    if re.sub(r"\s", "", digits) == house.link(message).digits:
        return
    before = standing(house)
    body = urlencode({"does": str(does), "digits": digits, **more}, errors="replace").encode()
    answer = house.pages.post(house.path(message), content=body, headers=FORM)
    assert answer.status_code in SENTENCES
    assert "<h1>" in answer.text
    assert standing(house) == before


@QUIETLY
@given(
    does=st.sampled_from(LOOKS) | st.text(max_size=20).filter(lambda text: text.strip() not in list(Does)),
    more=st.dictionaries(st.sampled_from(["shown", "step", "to", "log", "words"]), st.text(max_size=40), max_size=4),
)
def test_with_the_digits_nonsense_and_looks_change_nothing(house: LinkHouse, does: str, more: dict[str, str]) -> None:
    message = house.last("dee")
    before = standing(house)
    fields = {"does": str(does), "digits": house.link(message).digits, **more}
    body = urlencode(fields, errors="replace").encode()
    assert house.pages.post(house.path(message), content=body, headers=FORM).status_code == 200
    assert standing(house) == before


@QUIETLY
@given(
    body=st.binary(max_size=300) | st.sampled_from([b"&" * 5000, b"does=take&" * 500, b"x" * (MOST + 1), b"\xff=%ff"])
)
def test_no_bytes_are_too_odd_for_a_sentence(house: LinkHouse, body: bytes) -> None:
    before = standing(house)
    answer = house.pages.post(house.path(house.last("ash")), content=body, headers=FORM)
    assert answer.status_code in SENTENCES
    assert standing(house) == before


@QUIETLY
@given(
    does=st.sampled_from([each for each in Does if each not in (Does.SAFE, Does.CLOSE, Does.CODE_WORD)]),
    more=st.fixed_dictionaries(
        {each: st.text(max_size=30) for each in ("until", "to", "log", "why", "words")},
        optional={"minutes": st.sampled_from(["15", "-1", "9999", "x"]), "step": st.text(max_size=3)},
    ),
)
def test_whatever_is_filled_in_is_answered_by_a_sentence(house: LinkHouse, does: Does, more: dict[str, str]) -> None:
    message = house.told("dee")[0]
    fields = {"does": str(does), "digits": house.link(message).digits, **more}
    body = urlencode(fields, errors="replace").encode()
    assert house.pages.post(house.path(message), content=body, headers=FORM).status_code == 200
    assert house.deadline.is_open or house.alarms


def test_what_responders_do_shows_nowhere_on_what_the_worker_opens() -> None:
    house = overdue(11)
    mine, theirs = house.told("sam")[-1], house.last("dee")
    seen = house.look(mine).text
    fields = {"digits": house.link(theirs).digits, "shown": "1"}
    house.pages.post(house.path(theirs), data={**fields, "does": "code-word"})
    house.scan()
    assert house.alarms == ["duress"]
    after = house.look(mine).text
    assert not re.search(r"(?i)code word|alarm|police|999|emergency|do not ring|Dee|Morgan", seen + after)
