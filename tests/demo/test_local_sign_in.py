"""The demo's way in: labelled, for the demo's people, and out of reach of every deployment."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
from pydantic import SecretStr

from calsync.app import App
from calsync.config import Settings
from calsync.config.web import WebSettings
from calsync.demo.cast import cast as make_cast
from calsync.demo.local_sign_in import AS, everybody, local_sign_in
from calsync.demo.tenant import Tenant
from calsync.web import make_web
from tests.house import MONDAY, House
from tests.pages import Pages

HERE = "http://127.0.0.1:8123"
FORM = {"Sec-Fetch-Site": "same-origin"}


def pages_of(*, demo: bool) -> tuple[Pages, str]:
    """The pages with the demo's way in or without it, and Morgan's id."""
    people = make_cast(Tenant(lambda: MONDAY, seed=1))
    house = House()
    web = WebSettings(address=HERE, secret=SecretStr("s" * 40))
    settings: Any = SimpleNamespace(web=web, sign_in=None, text=None)
    app = cast(App, SimpleNamespace(settings=settings, clock=house.clock, store=house.store, engine=house.engine))
    way_in = local_sign_in(everybody(people)) if demo else None
    return Pages(make_web(app, way_in=way_in), HERE), people.tenant.person(people.mail("morgan")).id


def test_a_visitor_picks_whom_to_be_on_a_page_that_says_it_is_the_demos() -> None:
    pages, morgan = pages_of(demo=True)
    shown = pages.get("/sign-in?next=/me").text
    assert "<h1>Demo: sign in as</h1>" in shown
    assert all(name in shown for name in ("Morgan Ellis", "Sloane Price", "Ira Webb", "Operator"))
    let_in = pages.post(AS, data={"person": morgan, "next": "//evil.test"}, headers=FORM)
    assert (let_in.status_code, let_in.headers["location"]) == (303, "/me")
    cookie = let_in.headers["set-cookie"].partition(";")[0]
    assert "You are Morgan Ellis" in pages.get("/me", headers={"Cookie": cookie}).text


@pytest.mark.parametrize(
    ("person", "headers"),
    [
        ("nobody", FORM),
        ("", FORM),
        (None, {"Sec-Fetch-Site": "cross-site"}),
        (None, {**FORM, "Host": "evil.test:8123"}),
    ],
)
def test_nobody_else_and_no_other_site_is_let_in(person: str | None, headers: dict[str, str]) -> None:
    pages, morgan = pages_of(demo=True)
    answer = pages.post(AS, data={"person": morgan if person is None else person}, headers=headers)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_a_deployment_has_no_such_page() -> None:
    pages, morgan = pages_of(demo=False)
    answers: list[httpx.Response] = [pages.get("/sign-in"), pages.get("/me")]
    answers.append(pages.post(AS, data={"person": morgan}, headers=FORM))
    assert [each.status_code for each in answers] == [404] * 3


def test_nothing_of_what_calsync_run_loads_knows_the_demos_way_in() -> None:
    program = (
        "import sys, calsync.cli.service, calsync.loop, calsync.web, calsync.web.serving, calsync.config;"
        "print(any(name.startswith('calsync.demo') for name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
    assert not [name for name in Settings.model_fields["sign_in"].annotation.__args__[0].model_fields if "demo" in name]  # type: ignore[union-attr]
