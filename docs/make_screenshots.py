"""Makes the pictures of docs/screenshots/ anew from the running demo: python docs/make_screenshots.py

It needs what the browser tests need: Chromium, and the packages of the extra `dev`. It takes about a minute.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
DESKTOP: ViewportSize = {"width": 1200, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}
MOST_BYTES = 150_000
PATIENCE = 120.0


@contextmanager
def demo(folder: Path) -> Iterator[str]:
    """The demo as a process of its own; gives the address of the stand-in for Outlook."""
    aside = folder / "aside"
    program = Path(sys.executable).with_name("calsync")
    with aside.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - a program of our own, with arguments of our own
            [program, "demo", "--speed", "60", "--json"], stdout=subprocess.DEVNULL, stderr=output
        )
        try:
            end = time.monotonic() + PATIENCE
            while not (told := re.search(r"https://localhost:\d+/outlook", aside.read_text("utf-8"))):
                if process.poll() is not None or time.monotonic() > end:
                    sys.exit(f"The demo did not start: {aside.read_text('utf-8')}")
                time.sleep(0.1)
            yield told.group(0)
        finally:
            process.terminate()
            process.wait()


@contextmanager
def window(browser: Browser, size: ViewportSize) -> Iterator[Page]:
    """A page in a window of that size."""
    context = browser.new_context(viewport=size, ignore_https_errors=True, locale="en-GB", timezone_id="Europe/London")
    try:
        yield context.new_page()
    finally:
        context.close()


def be(page: Page, outlook: str, name: str) -> None:
    """Go to somebody's diary and mail."""
    page.goto(outlook)
    page.get_by_role("link", name=name).click()


def open_mail(page: Page, about: str) -> None:
    """Open the first mail about something, as soon as it has come."""
    mail = page.locator("article.mail h3 a", has_text=about)
    end = time.monotonic() + PATIENCE
    while not mail.count():
        if time.monotonic() > end:
            sys.exit(f"No mail about {about!r} came.")
        page.wait_for_timeout(300)
        page.reload()
    mail.first.click()


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """One picture; of the whole page where what matters is further down."""
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file, full_page=whole)
    if (size := file.stat().st_size) > MOST_BYTES:
        sys.exit(f"{file} has {size} bytes, more than {MOST_BYTES}.")


def main() -> None:
    """All pictures, in the order of the story."""
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo(Path(folder)) as outlook,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        with window(browser, DESKTOP) as desktop, window(browser, PHONE) as phone:
            be(desktop, outlook, "Alex Reid")
            open_mail(desktop, "Have you left?")
            desktop.get_by_role("button", name="Left, safe").click()
            desktop.evaluate("scrollTo(0, 0)")
            take(desktop, "outlook-question", whole=True)
            be(phone, outlook, "Alex Reid")
            open_mail(phone, "Have you left?")
            take(phone, "outlook-question-phone", whole=True)
            be(desktop, outlook, "Alex Reid")
            take(desktop, "outlook-diary")
            be(desktop, outlook, "Morgan Ellis")
            open_mail(desktop, "ALARM: Alex Reid")
            take(desktop, "outlook-alarm")
            desktop.goto(outlook)
            take(desktop, "outlook-people")
        browser.close()


if __name__ == "__main__":
    main()
