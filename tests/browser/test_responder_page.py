"""The page of somebody who was told, in a real browser: taken in two taps, a call logged, closed with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from calsync.domain.model import AnswerKind
from calsync.web.serving import WebServer, listening
from tests.link_house import LinkHouse, everything

pytestmark = pytest.mark.browser

PHONE = {"width": 320, "height": 640}
DESKTOP = {"width": 1200, "height": 900}


@contextmanager
def opened(browser: Browser, house: LinkHouse, who: str, size: dict[str, int]) -> Iterator[Page]:
    """The link of somebody's last message, opened without JavaScript in a window of this size."""
    listener = listening("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}{house.path(house.last(who))}"
    with WebServer(house.pages.web, listener):
        context = browser.new_context(viewport=size, java_script_enabled=False, locale="en-GB")
        context.set_default_timeout(30_000)
        try:
            page = context.new_page()
            page.goto(address)
            yield page
        finally:
            context.close()


def overdue(minutes: int, *, code_word: bool = False) -> LinkHouse:
    """Sam's visit of 13:00 to 14:00 has been over for so many minutes without a word, or with the code word."""

    def made() -> LinkHouse:
        house = LinkHouse(at="13:54")
        house.entry()
        house.go_to(f"14:{minutes:02}")
        if code_word:
            house.answers(AnswerKind.DURESS, deadline_id=house.deadline.id)
            house.scan()
        return house

    with ThreadPoolExecutor(1) as apart:  # Playwright's own loop runs in this thread
        return apart.submit(made).result()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_an_alarm_is_taken_in_two_taps_a_call_is_logged_and_it_is_closed_with_a_reason(
    browser: Browser, size: dict[str, int]
) -> None:
    house = overdue(21)
    before = everything(house)
    with opened(browser, house, "morgan", size) as page:
        assert everything(house) == before, "looking at it changes nothing"
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        for button in page.locator("button:visible, a.button").all():
            box = button.bounding_box()
            assert box is not None
            assert box["height"] >= 48
        page.get_by_label("The two digits in your message").first.fill(house.link(house.last("morgan")).digits)
        page.get_by_role("button", name="I have it").click()
        expect(page.get_by_role("status")).to_contain_text("You have it")
        assert house.deadline.owner == "morgan"
        page.get_by_role("button", name="No answer", exact=True).click()
        expect(page.get_by_text("Morgan Manages: rang, and nobody answered")).to_be_visible()
        page.get_by_text("Close it").first.click()
        page.get_by_label("How you know, in a few words").fill("spoke to her, she is at the office")
        page.get_by_role("button", name="Close it").click()
        expect(page.get_by_text("Closed.")).to_be_visible()
    assert house.deadline.reason == "safe and well: spoke to her, she is at the office"


def test_who_presses_enter_in_a_field_presses_no_button_by_mistake(browser: Browser) -> None:
    house = overdue(21)
    with opened(browser, house, "morgan", PHONE) as page:
        before = everything(house)
        page.get_by_label("The two digits in your message").first.fill(house.link(house.last("morgan")).digits)
        page.keyboard.press("Enter")
        page.wait_for_timeout(300)
        assert everything(house) == before


def test_where_the_code_word_was_given_no_number_of_the_worker_can_be_tapped(browser: Browser) -> None:
    house = overdue(11, code_word=True)
    with opened(browser, house, "morgan", PHONE) as page:
        expect(page.get_by_role("alert")).to_have_text("The code word was given: do NOT ring Sam Visits.")
        assert page.locator("a[href^='tel:']").count() == 0
