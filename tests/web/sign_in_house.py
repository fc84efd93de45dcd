"""A house whose pages need a sign-in: the real msal, a simulated tenant on loopback, browsers with their cookies."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Annotated, Any, cast
from urllib.parse import parse_qs, urlsplit

import httpx
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from pydantic import SecretStr

from calsync.app import App
from calsync.config.sign_in import SIGNED_IN, SignInSettings
from calsync.config.web import WebSettings
from calsync.demo.people import AppRegistration
from calsync.demo.server import TenantServer
from calsync.domain.app_roles import AppRole, Right
from calsync.domain.model import Act
from calsync.domain.sessions import Identity
from calsync.graph.credentials import ClientSecret
from calsync.graph.settings import GraphSettings
from calsync.graph.staff import StaffSignIn
from calsync.web import make_web, sign_in
from calsync.web.door import Door
from calsync.web.signed_in import SignedForm, SignedIn, needing, signed_in_form
from tests.house import CAST, House
from tests.pages import Pages

ADDRESS = "https://safe.clarendon.test"
REDIRECT = f"{ADDRESS}{SIGNED_IN}"
FORM = """<form method="post" action="/notes"><label for="n">Note</label><textarea id="n" name="note"></textarea>
<input type="hidden" name="mark" value="{mark}"><button>Keep</button></form>"""
ROLES = {"morgan": ["Manager"], "dee": ["Responder"], "ash": ["Operator"], "sloane": ["Auditor"], "sam": []}


def register(server: TenantServer, redirect: str = REDIRECT) -> AppRegistration:
    """The cast in the tenant's directory, with their app roles, and the app."""
    for person in CAST.persons:
        server.tenant.add_person(person.name, person.mail, person_id=person.id)
        server.tenant.staff.roles[person.id] = tuple(ROLES[person.id])
    return server.tenant.add_app(redirects=[redirect])


def graph_settings(server: TenantServer, app: AppRegistration) -> GraphSettings:
    """How the tenant is reached."""
    return GraphSettings(
        tenant=server.tenant.id,
        credential=ClientSecret(value=app.secret),
        client_id=app.client_id,
        service_mailbox="calsync@clarendon.test",
        authority=server.base_url,
        root=server.base_url,
        ca_file=str(server.ca_file),
    )


class SignInHouse(House):
    """The pages of a house, with one more: notes, which a manager writes."""

    def __init__(self, staff: StaffSignIn | None, *, address: str = ADDRESS, **told: Any) -> None:
        super().__init__()
        self.real = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.notes: list[tuple[str, Mapping[str, str]]] = []
        settings = SimpleNamespace(
            web=WebSettings(address=address, secret=SecretStr("s" * 40)),
            sign_in=SignInSettings.model_validate(told),
            text=None,
        )
        app = SimpleNamespace(settings=settings, clock=self.clock, store=self.store, engine=self.engine, staff=staff)
        self.web = make_web(cast(App, app), way_in=self._way_in(staff), now=lambda: self.real)

    def later(self, **time: float) -> None:
        """Let real time pass."""
        self.real += timedelta(**time)

    def audited(self, what: str) -> list[Act]:
        """The lines of the audit about something."""
        return [each.act for each in self.store.audit() if each.act.what == what]

    def why_refused(self) -> list[str]:
        """Why somebody was not let in, each time."""
        return [dict(each.details)["why"] for each in self.audited("sign-in-refused")]

    def _way_in(self, staff: StaffSignIn | None) -> Callable[[App, Door], APIRouter]:
        def routes(app: App, door: Door) -> APIRouter:
            router = sign_in.routes(app, door) if staff is not None else self._believing(door)

            @router.get("/notes")
            def notes(by: Annotated[SignedIn, Depends(needing(Right.BOARD))]) -> Response:
                return PlainTextResponse(f"{by.who} {by.mark}")

            @router.get("/form")
            def form(by: Annotated[SignedIn, Depends(needing(Right.BOARD))]) -> Response:
                return HTMLResponse(FORM.format(mark=by.mark))

            @router.post("/notes")
            def note(form: Annotated[SignedForm, Depends(signed_in_form)]) -> Response:
                self.notes.append((form.by.who, form.fields))
                return PlainTextResponse("Noted")

            return router

        return routes

    def _believing(self, door: Door) -> APIRouter:
        """A way in that asks nobody, for what comes after it."""
        router = APIRouter()

        @router.post("/sign-in/{who}")
        def let_in(who: str, next: str = "/me") -> Response:  # noqa: A002
            roles = tuple(AppRole(each) for each in ROLES[who])
            return door.admit(Identity(who=who, name=who.title(), roles=roles), next)

        return router


class Browser:
    """Somebody's browser: keeps cookies, and brings to a form from another site only those that travel with it."""

    def __init__(self, house: SignInHouse) -> None:
        self.house, self.pages = house, Pages(house.web, ADDRESS)
        self.cookies: dict[str, str] = {}
        self.given: dict[str, str] = {}
        """How each cookie was given, whole."""

    def get(self, path: str) -> httpx.Response:
        """Open a page."""
        return self._kept(self.pages.get(path, headers=self._headers(self.cookies)))

    def post(self, path: str, fields: Mapping[str, str], *, site: str = "same-origin") -> httpx.Response:
        """Send a form."""
        brought = self.cookies
        if site == "cross-site":
            brought = {name: value for name, value in brought.items() if "SameSite=none" in self.given[name]}
        headers = {**self._headers(brought), "Sec-Fetch-Site": site}
        return self._kept(self.pages.post(path, data=fields, headers=headers))

    def believed(self, who: str, *, to: str = "/me") -> httpx.Response:
        """Come in by the way that asks nobody."""
        return self.post(f"/sign-in/{who}?next={to}", {})

    def mark(self) -> str:
        """What the forms of the page of notes carry."""
        return self.get("/notes").text.split()[1]

    def answer_of(self, server: TenantServer, who: str, begun: httpx.Response) -> dict[str, str]:
        """The fields that the tenant's page has the browser post, once somebody has picked who they are."""
        with httpx.Client(verify=_trust(server)) as client:
            shown = client.get(begun.headers["location"])
            assert "pick whom to be" in shown.text, shown.text
            page = client.post(begun.headers["location"], data={"person": who})
        action = re.search(r'<form method="post" action="([^"]+)">', page.text)
        assert action is not None, page.text
        assert action[1] == REDIRECT
        found = re.findall(r'name="(code|state)" value="([^"]*)"', page.text)
        return {name: html.unescape(value) for name, value in found}

    def signs_in(self, server: TenantServer, who: str, *, path: str = "/sign-in") -> httpx.Response:
        """From our page to the tenant's and back."""
        answer = self.answer_of(server, who, self.get(path))
        return self.post(SIGNED_IN, answer, site="cross-site")

    def _headers(self, brought: Mapping[str, str]) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in brought.items())} if brought else {}

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name], self.given[name] = rest.partition(";")[0].strip('"'), line
            if "Max-Age=0" in line:
                del self.cookies[name]
        return answer


def asked(address: str) -> dict[str, str]:
    """What an address of the tenant asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def _trust(server: TenantServer) -> Any:
    import ssl

    return ssl.create_default_context(cafile=str(server.ca_file))
