"""The stand-in for Outlook in a real browser: a visitor is Alex, answers the question, and the ladder stops."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from calsync.demo.cast import cast
from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant, message_id

pytestmark = pytest.mark.browser

SPEED = 60
PATIENCE = 90.0
"""Real seconds; the story that matters here lasts 45."""
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1200, "height": 900}
VIEWS = [
    pytest.param(PHONE, True, id="phone"),
    pytest.param(PHONE, False, id="phone without JavaScript"),
    pytest.param(DESKTOP, True, id="desktop"),
    pytest.param(DESKTOP, False, id="desktop without JavaScript"),
]
TUESDAY = datetime(2026, 12, 1, 13, 50, tzinfo=UTC)
ALEX_IS_ASKED = datetime(2026, 12, 1, 14, 10, tzinfo=UTC)
MANAGER_WOULD_BE_TOLD = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)


@contextmanager
def tab(browser: Browser, size: dict[str, int], *, scripts: bool = True) -> Iterator[Page]:
    """A page of its own, in a window of this size."""
    context = browser.new_context(
        viewport=size,
        java_script_enabled=scripts,
        ignore_https_errors=True,
        locale="en-GB",
        timezone_id="Europe/London",
    )
    context.set_default_timeout(15_000)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def demo(folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """The demo as a process: the address of the stand-in, and its JSON lines so far."""
    out, err = folder / "demo.out", folder / "demo.err"
    with out.open("wb") as output, err.open("wb") as aside:
        process = subprocess.Popen(
            [Path(sys.executable).with_name("calsync"), "demo", "--speed", str(SPEED), "--json"],
            stdout=output,
            stderr=aside,
            stdin=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            end = time.monotonic() + PATIENCE
            while not (told := re.search(r"https://localhost:\d+/outlook", err.read_text())):
                assert process.poll() is None, err.read_text()
                assert time.monotonic() < end, "the demo did not start"
                time.sleep(0.1)
            yield told.group(0), out.read_text
            assert process.poll() is None, err.read_text()
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def clock(page: Page) -> datetime:
    """What the tenant's clock showed when the page was made."""
    return datetime.fromisoformat(page.locator(".clock time").get_attribute("datetime") or "")


def reload_until(page: Page, come: Callable[[], bool], what: str) -> None:
    """Load the page again until something has come."""
    end = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < end, f"{what}: did not come"
        page.wait_for_timeout(300)
        page.reload()


def be(page: Page, outlook: str, name: str) -> None:
    """Pick a person."""
    page.goto(outlook)
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def mails(page: Page, about: str | re.Pattern[str]) -> Locator:
    return page.locator("article.mail h3 a", has_text=about)


def too_wide(page: Page) -> bool:
    """Whether one has to scroll sideways."""
    # Asked by the browser's own measure, which works without the page's JavaScript too.
    box = page.locator("html").bounding_box()
    assert box is not None
    widest = max((each["x"] + each["width"] for each in _boxes(page)), default=0.0)
    return widest > box["width"] + 0.5


def _boxes(page: Page) -> list[dict[str, float]]:
    shown = page.locator("main button, main input, main textarea, main article, main .body, main h1, nav a")
    return [box for each in shown.all() if (box := each.bounding_box()) is not None]


@pytest.mark.parametrize(
    ("size", "scripts"),
    [pytest.param(PHONE, False, id="phone without JavaScript"), pytest.param(DESKTOP, True, id="desktop")],
)
def test_answering_as_alex_that_all_is_fine_stops_the_ladder(
    browser: Browser, tmp_path: Path, size: dict[str, int], scripts: bool
) -> None:
    with demo(tmp_path) as (outlook, told), tab(browser, size, scripts=scripts) as page:
        be(page, outlook, "Alex Reid")
        reload_until(page, lambda: mails(page, "Have you left?").count() > 0, "the question to Alex")
        assert clock(page) >= ALEX_IS_ASKED
        mails(page, "Have you left?").first.click()
        expect(page.locator(".body")).to_contain_text("Have you left, and are you safe?")
        page.get_by_role("button", name="Left, safe").click()
        expect(page.get_by_label("Your answer")).to_have_value("Left, all fine.")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Answer sent.")
        answered = clock(page)
        assert answered < MANAGER_WOULD_BE_TOLD
        expect(page.get_by_role("heading", name="Sent")).to_be_visible()
        expect(mails(page, "Re: Have you left?")).to_be_visible()

        be(page, outlook, "Morgan Ellis")
        reload_until(page, lambda: clock(page).timestamp() > MANAGER_WOULD_BE_TOLD.timestamp() + 120, "14:32")
        expect(mails(page, "ALARM: Alex Reid")).to_have_count(0)
        be(page, outlook, "Alex Reid")
        asked_since = [each for each in _lines(told()) if each["what"] == "notify" and each["role"] == "worker"]
        assert len(asked_since) <= 2  # at the end, and, had the answer come after it, ten minutes later
    closed = [fact for fact in _lines(told()) if fact["what"] == "closed"]
    assert [(fact["role"], fact["text"]) for fact in closed] == [("worker", "the worker is out and safe")]
    assert not [fact for fact in _lines(told()) if fact["role"] == "line_manager"]


def _lines(out: str) -> list[dict[str, str]]:
    """What the demo told of Alex's visit so far; a line that is just being written is left out."""
    whole = out[: out.rfind("\n") + 1]
    return [fact for fact in map(json.loads, whole.splitlines()) if fact["visit"] == "never answered"]


QUESTION = "Your visit was to end at 14:10.\n" * 5 + '- "call me": something is wrong, and you want a call now\n'
"""A question to a worker, as far as the stand-in knows one."""


@pytest.fixture(scope="module")
def still() -> Iterator[tuple[TenantServer, Tenant]]:
    """A tenant whose clock stands still, with the demo's people, an entry and a mail."""
    tenant = Tenant(lambda: TUESDAY)
    people = cast(tenant)
    alex = people.mail("alex")
    tenant.add_event(alex, "Home visit KM", TUESDAY, TUESDAY.replace(hour=14, minute=10), "27 Garden Terrace, Leeds")
    tenant.send_mail(people.mail("calsync"), alex, "Have you left? [ABC234]", QUESTION)
    with TenantServer(tenant) as server:
        yield server, tenant


@pytest.mark.parametrize(("size", "scripts"), VIEWS)
def test_every_page_fits_its_window_and_says_that_it_is_a_simulation(
    browser: Browser, still: tuple[TenantServer, Tenant], size: dict[str, int], scripts: bool
) -> None:
    server, tenant = still
    alex = tenant.person("alex@clarendon.example")
    (letter,) = tenant.mail(alex.id)
    with tab(browser, size, scripts=scripts) as page:
        person = f"{server.base_url}/outlook/people/{alex.id}"
        mail = f"{person}/mail/{message_id(letter)}"
        for address in (f"{server.base_url}/outlook", f"{server.base_url}/outlook/faults", person, mail):
            page.goto(address)
            expect(page.locator(".banner")).to_have_text("SIMULATION - not Microsoft Outlook")
            assert not too_wide(page), address
        page.goto(person)
        page.locator("article.entry h4 a").first.click()
        expect(page.get_by_label("Subject")).to_be_visible()
        assert not too_wide(page)


@pytest.mark.parametrize(("size", "scripts"), VIEWS)
def test_an_entry_is_added_made_longer_marked_as_done_and_deleted(
    browser: Browser, still: tuple[TenantServer, Tenant], size: dict[str, int], scripts: bool
) -> None:
    server, _ = still
    with tab(browser, size, scripts=scripts) as page:
        be(page, f"{server.base_url}/outlook", "Jo Mensah")
        page.get_by_label("Subject").fill("HV TB")
        page.get_by_label("Where").fill("3 Mill Lane, Leeds LS13 3NA")
        page.get_by_label("Category").select_option("Home visit")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("status")).to_have_text("Entry added.")
        entry = page.locator("article.entry", has_text="HV TB")
        expect(entry.locator(".when")).to_have_text("13:55 to 14:55")
        page.get_by_role("button", name="30 minutes longer: HV TB").click()
        expect(entry.locator(".when")).to_have_text("13:55 to 15:25")
        page.get_by_role("button", name="Visit done: HV TB").click()
        expect(entry.locator(".tag")).to_have_text(["Home visit", "Visit done"])
        page.get_by_role("button", name="Delete: HV TB").click()
        expect(page.get_by_role("status")).to_have_text("Entry deleted.")
        expect(entry).to_have_count(0)


def test_an_empty_answer_is_not_sent_and_opening_a_mail_changes_nothing(
    browser: Browser, still: tuple[TenantServer, Tenant]
) -> None:
    server, tenant = still
    with tab(browser, DESKTOP) as page:
        be(page, f"{server.base_url}/outlook", "Alex Reid")
        mails(page, "Have you left?").click()
        page.get_by_role("button", name="Left, safe").click()
        page.get_by_label("Your answer").fill("")
        page.get_by_role("button", name="Send", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("The answer is empty")
    assert tenant.mail("alex@clarendon.example", "sentitems") == []
    assert not tenant.mail("alex@clarendon.example")[0].read
