"""The page behind a link in a browser: a scanner that opens and presses everything changes nothing, a person does."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from calsync.domain.pins import made_pin
from calsync.web.serving import WebServer, listening
from tests.house import clock
from tests.link_house import LINKS, LinkHouse, asked, everything

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1200, "height": 900}
LEAST = 48
PICTURES = os.environ.get("CALSYNC_PICTURES", "")
"""A folder for pictures of what was seen; empty: none are made."""


@pytest.fixture
def house() -> Iterator[LinkHouse]:
    """Sam was asked a minute ago, and the pages are served on a port of this machine."""
    listener = listening("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with ThreadPoolExecutor(1) as aside:  # the browser's own event loop runs in this thread
        house = aside.submit(asked, 1, links=replace(LINKS, address=address)).result()
    with listener, WebServer(house.web, listener):
        yield house


def tab(browser: Browser, size: dict[str, int], *, scripts: bool = True, dark: bool = False) -> Page:
    context = browser.new_context(
        viewport=size, java_script_enabled=scripts, color_scheme="dark" if dark else "light", locale="en-GB"
    )
    context.set_default_timeout(15_000)
    return context.new_page()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def test_a_scanner_that_opens_every_link_and_presses_every_button_changes_nothing(
    browser: Browser, house: LinkHouse
) -> None:
    before = everything(house)
    page = tab(browser, DESKTOP)
    (link,) = re.findall(r"https?://\S+", house.last("sam").text)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Have you left?")
    for number in range(page.get_by_role("button").count()):
        page.goto(link)
        page.get_by_role("button").nth(number).click()
        expect(page.get_by_role("alert")).to_contain_text("Nothing was changed.")
        page.keyboard.press("Enter")
    page.goto(link)
    page.get_by_label("Type the two digits").press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.context.close()
    assert everything(house) == before


@pytest.mark.parametrize(("size", "scripts"), [(NARROW, False), (DESKTOP, True)], ids=["phone", "desktop"])
def test_a_person_who_types_the_digits_is_out_and_safe(
    browser: Browser, house: LinkHouse, size: dict[str, int], scripts: bool
) -> None:
    words = house.last("sam").text
    told = re.search(r"type (?P<digits>\d\d) there: (?P<address>\S+)", words)
    assert told is not None
    page = tab(browser, size, scripts=scripts)
    page.goto(told["address"])
    page.get_by_label("Type the two digits").fill(told["digits"])
    page.get_by_role("button", name="30 min").click()
    expect(page.locator("main")).to_contain_text("Thank you. Your new time is 14:31.")
    page.goto(told["address"])
    page.get_by_label("Type the two digits").fill(told["digits"])
    page.get_by_role("button", name="I am going home").click()
    expect(page.locator("main")).to_contain_text("Thank you. That is all.")
    assert not house.deadline.is_open
    page.goto(told["address"])
    expect(page.locator("main")).to_contain_text("This is done. There is nothing to do here.")
    page.context.close()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, DESKTOP], ids=["320", "desktop"])
def test_the_page_fits_its_window_and_whatever_is_pressed_is_large(
    browser: Browser, house: LinkHouse, size: dict[str, int], dark: bool
) -> None:
    page, name = tab(browser, size, scripts=False, dark=dark), f"{size['width']}-{'dark' if dark else 'light'}"
    page.goto(house.link().address)
    picture(page, f"open-{name}")
    fits(page, size)
    in_sight(page, size)
    page.evaluate("window.scrollTo(0, 200)")
    in_sight(page, size)
    page.get_by_label("Type the two digits").fill("9")
    page.get_by_role("button", name="No one home").click()
    picture(page, f"wrong-{name}")
    fits(page, size)
    with house.store.transaction() as tx:
        tx.put_pin(made_pin("sam", "4711", "4722", salt=b"salt", at=clock("09:00")))
    page.goto(house.link().address)
    page.get_by_label("Type your PIN").fill("4711")
    picture(page, f"pin-{name}")
    page.get_by_role("button", name="I go on, or return").click()
    picture(page, f"thanks-{name}")
    page.goto(house.link().address)
    picture(page, f"done-{name}")
    fits(page, size)
    page.context.close()


def in_sight(page: Page, size: dict[str, int]) -> None:
    """Help is called without looking for it, wherever the page is scrolled to."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"sight-{size['width']}.png")
    box = page.get_by_role("button", name="I need help").bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= size["height"] - box["height"]


def fits(page: Page, size: dict[str, int]) -> None:
    """Nothing is wider than the window, and no target is small."""
    for each in page.locator("button:visible, input:visible").all():
        box = each.bounding_box()
        assert box is not None
        assert box["height"] >= LEAST
        assert box["x"] + box["width"] <= size["width"]
