"""After the sign-in: how long it lasts, what a form needs, and what becomes of one that was sent too late."""

from __future__ import annotations

import re

import pytest

from calsync.web.guard import HEADERS
from calsync.web.seal import Seals
from tests.web.sign_in_house import Browser, SignInHouse

SESSION, HELD = "__Host-calsync-session", "__Host-calsync-held"
NOTE = "Spoke to Sam at 14:05, <b>all well</b> & back at the office."


@pytest.fixture
def house() -> SignInHouse:
    """The pages, with a way in that asks nobody."""
    return SignInHouse(None)


@pytest.fixture
def morgan(house: SignInHouse) -> Browser:
    """Morgan's browser, signed in."""
    browser = Browser(house)
    browser.believed("morgan")
    return browser


def test_who_does_nothing_for_an_hour_is_signed_out(house: SignInHouse, morgan: Browser) -> None:
    house.later(minutes=59)
    assert morgan.get("/notes").status_code == 200
    house.later(minutes=59)
    assert morgan.get("/notes").status_code == 200
    house.later(minutes=60)
    assert morgan.get("/notes").status_code == 303


def test_after_eight_hours_everybody_signs_in_anew(house: SignInHouse, morgan: Browser) -> None:
    for _ in range(15):
        house.later(minutes=30)
        assert morgan.get("/notes").status_code == 200
    house.later(minutes=30)
    assert morgan.get("/notes").status_code == 303


def test_a_simulation_that_runs_faster_signs_nobody_out(house: SignInHouse, morgan: Browser) -> None:
    house.clock.go(60 * 24)
    assert morgan.get("/notes").status_code == 200


def test_a_session_that_the_browser_made_up_opens_nothing(house: SignInHouse) -> None:
    browser = Browser(house)
    for made_up in ("", "x", "x" * 5000, "a" * 43):
        browser.cookies[SESSION] = made_up
        assert browser.get("/me").status_code == 303


def test_who_signs_out_is_out_also_where_the_cookie_was_kept(house: SignInHouse, morgan: Browser) -> None:
    kept = dict(morgan.cookies)
    answer = morgan.post("/sign-out", {"mark": morgan.mark()})
    assert "You are signed out of calsync" in answer.text
    assert SESSION not in morgan.cookies
    morgan.cookies = kept
    assert morgan.get("/me").status_code == 303
    assert [each.who for each in house.audited("signed-out")] == ["morgan"]


@pytest.mark.parametrize("fields", [{}, {"mark": ""}, {"mark": "x"}, {"mark": f"{'a' * 64}.{'b' * 64}"}])
def test_a_form_without_the_mark_of_a_page_changes_nothing(
    house: SignInHouse, morgan: Browser, fields: dict[str, str]
) -> None:
    assert morgan.post("/notes", {"words": NOTE, **fields}).status_code == 403
    assert morgan.post("/sign-out", fields).status_code == 403
    assert (house.notes, HELD in morgan.cookies, morgan.get("/me").status_code) == ([], False, 200)
    assert house.why_refused() == ["form-not-ours"] * 2


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_of_another_site_changes_nothing_whatever_it_carries(
    house: SignInHouse, morgan: Browser, site: str
) -> None:
    mark = morgan.mark()
    assert morgan.post("/notes", {"words": NOTE, "mark": mark}, site=site).status_code == 403
    assert house.notes == []


def test_the_mark_of_somebody_elses_page_is_not_mine(house: SignInHouse, morgan: Browser) -> None:
    other = Browser(house)
    other.believed("morgan")  # even of another browser of my own: it is brought back to be sent anew
    answer = morgan.post("/notes", {"words": NOTE, "mark": other.mark()})
    assert (answer.status_code, answer.headers["location"], house.notes) == (303, "/held", [])


def test_a_form_with_its_mark_is_taken(house: SignInHouse, morgan: Browser) -> None:
    assert morgan.post("/notes", {"words": NOTE, "mark": morgan.mark()}).text == "Noted"
    assert house.notes == [("morgan", {"words": NOTE})]


def test_what_was_typed_before_the_session_ended_is_brought_back_and_sent_by_hand(
    house: SignInHouse, morgan: Browser
) -> None:
    mark = morgan.mark()
    house.later(hours=2)
    answer = morgan.post("/notes", {"words": NOTE, "step": "3", "mark": mark})
    assert (answer.status_code, house.notes) == (401, [])
    assert "What you typed is kept" in answer.text
    assert 'href="/sign-in?next=/held"' in answer.text
    morgan.believed("morgan", to="/held")
    page = morgan.get("/held").text
    assert "&lt;b&gt;all well&lt;/b&gt; &amp; back at the office." in page
    assert house.notes == []
    form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert re.search(r'<form method="post" action="([^"]+)"', page)[1] == "/notes"  # type: ignore[index]
    assert morgan.post("/notes", {"words": NOTE, **form}).text == "Noted"
    assert house.notes == [("morgan", {"words": NOTE, "step": "3"})]


def test_what_was_typed_is_kept_for_its_writer_alone_in_their_browser_and_for_half_an_hour(
    house: SignInHouse, morgan: Browser
) -> None:
    mark = morgan.mark()
    house.later(hours=2)
    morgan.post("/notes", {"words": NOTE, "mark": mark})
    with house.store.transaction() as tx:
        (kept,) = tx._state.held_forms.values()
    assert "Sam" not in kept.sealed
    elsewhere = Browser(house)
    elsewhere.believed("morgan")
    assert elsewhere.get("/held").status_code == 404
    morgan.believed("sloane")
    assert morgan.get("/held").status_code == 404
    morgan.believed("morgan")
    assert morgan.get("/held").status_code == 200
    house.later(minutes=30)
    assert morgan.get("/held").status_code == 404


def test_who_signed_in_again_in_another_window_loses_nothing_either(house: SignInHouse, morgan: Browser) -> None:
    mark = morgan.mark()
    morgan.believed("morgan")
    assert morgan.post("/notes", {"words": NOTE, "mark": mark}).headers["location"] == "/held"
    assert "all well" in morgan.get("/held").text
    morgan.post("/sign-out", {"mark": morgan.mark()})
    assert morgan.post("/notes", {"words": NOTE, "mark": mark}).status_code == 401


def test_a_flood_of_forms_keeps_five_of_one_person(house: SignInHouse, morgan: Browser) -> None:
    mark = morgan.mark()
    house.later(hours=2)
    for number in range(8):
        house.later(seconds=1)
        morgan.post("/notes", {"words": f"Note {number} " + "x" * 2000, "mark": mark})
    with house.store.transaction() as tx:
        assert len(tx._state.held_forms) == 5
    morgan.believed("morgan")
    assert "Note 7" in morgan.get("/held").text


@pytest.mark.parametrize("path", ["/me", "/held", "/notes"])
def test_pages_of_the_signed_in_are_kept_by_nobody_and_run_no_script(
    house: SignInHouse, morgan: Browser, path: str
) -> None:
    for answer in (morgan.get(path), Browser(house).get(path)):
        assert {name: answer.headers[name] for name in HEADERS} == dict(HEADERS)
        assert not re.search(r"<script|style=|\son\w+=", answer.text)


def test_a_mark_stays_good_while_the_secret_before_is_named() -> None:
    former, both, other = Seals(["a" * 40]), Seals(["b" * 40, "a" * 40]), Seals(["b" * 40])
    session = "0f" * 32
    assert both.marked(former.mark(session)) == session
    assert other.marked(former.mark(session)) == ""
    assert both.opened(former.seal({"next": "/me"}), seconds=60) == {"next": "/me"}
    assert other.opened(former.seal({"next": "/me"}), seconds=60) is None
    assert both.opened(former.seal({"next": "/me"}), seconds=-1) is None
