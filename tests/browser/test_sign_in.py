"""Signing in with a browser: its own rules for cookies, for forms from another site, and for redirects hold."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant
from calsync.graph.staff import StaffSignIn
from calsync.web.serving import WebServer, listening
from tests.web.sign_in_house import SignInHouse, graph_settings, register

pytestmark = pytest.mark.browser


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[SignInHouse, str]]:
    """The pages over plain http on this machine, and the tenant over https beside them."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    listener = listening("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with listener, TenantServer(Tenant(lambda: datetime.now(UTC)), certificates_folder=tmp_path) as server:
        app = register(server, f"{address}/signed-in")
        staff = StaffSignIn(graph_settings(server, app), f"{address}/signed-in")
        with ThreadPoolExecutor(1) as aside:  # the browser's own event loop runs in this thread
            house = aside.submit(SignInHouse, staff, address=address).result()
        with WebServer(house.web, listener):
            yield house, address
        staff.close()


def _picks(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="Go on to calsync").click()


def test_somebody_signs_in_is_signed_out_by_time_and_loses_nothing_that_they_typed(
    browser: Browser, house: tuple[SignInHouse, str]
) -> None:
    kept, address = house
    context = browser.new_context(ignore_https_errors=True, java_script_enabled=False)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{address}/form")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    _picks(page, "Morgan Manages")
    assert page.url == f"{address}/form"
    page.get_by_label("Note").fill("Spoke to Sam at 14:05")
    kept.later(hours=2)
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    page.get_by_role("link", name="Sign in").click()
    _picks(page, "Morgan Manages")
    expect(page.get_by_label("Note")).to_have_value("Spoke to Sam at 14:05")
    assert kept.notes == []
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("body")).to_have_text("Noted")
    assert kept.notes == [("morgan", {"note": "Spoke to Sam at 14:05"})]
    page.goto(f"{address}/me")
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{address}/me")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()
