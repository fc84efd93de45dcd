"""The tenant's sign-in page: a visitor picks whom to be, and the browser takes a code to the app. No JavaScript."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from calsync.demo.login import check_tenant
from calsync.demo.login_refused import LoginRefused
from calsync.demo.outlook_frame import Frame
from calsync.demo.people import AppRegistration
from calsync.demo.same_origin import refused
from calsync.demo.staff_login import Asked
from calsync.demo.tenant import Tenant

AUTHORIZE = "/{tenant}/oauth2/v2.0/authorize"


def authorize_routes(tenant: Tenant) -> list[Route]:
    """The sign-in page, and the keys by which id tokens are checked."""
    pages = AuthorizePages(tenant)

    async def keys(_: Request) -> Response:
        return JSONResponse(tenant.staff.published())

    return [
        Route(AUTHORIZE, pages.show),
        Route(AUTHORIZE, pages.pick, methods=["POST"]),
        Route("/{tenant}/discovery/v2.0/keys", keys),
    ]


class AuthorizePages(Frame):
    """Asks who somebody is, and believes it."""

    async def show(self, request: Request) -> Response:
        """Everybody who was given a role of an app first, then the others."""
        try:
            self._asked(request)
        except LoginRefused as refusal:
            return self._refusal(request, refusal)
        roles = self._tenant.staff.roles
        people = sorted(self._tenant.people.values(), key=lambda each: (each.id not in roles, each.name))[:60]
        return HTMLResponse(self.render(request, "authorize.html", people=people, roles=roles))

    async def pick(self, request: Request) -> Response:
        """The page whose button takes the code to the app, as Entra's does by a script."""
        if reason := refused(request):
            return self._problem(request, reason, 403)
        async with request.form() as form:
            who = form.get("person", "")
        try:
            app, asked = self._asked(request)
        except LoginRefused as refusal:
            return self._refusal(request, refusal)
        person = self._tenant.find_person(who) if isinstance(who, str) else None
        if person is None or not person.enabled:
            words = "The user account does not exist in this tenant, or it is disabled."
            return self._refusal(request, LoginRefused("interaction_required", 50034, words, 400))
        code = self._tenant.staff.code_for(app, person, asked)
        return HTMLResponse(self.render(request, "authorized.html", person=person, app=app, asked=asked, code=code))

    def _asked(self, request: Request) -> tuple[AppRegistration, Asked]:
        """Which app asks, and for what. Raises LoginRefused: nothing goes to an address that is not registered."""
        check_tenant(self._tenant, request.path_params["tenant"])
        told = request.query_params
        app = self._tenant.apps.get(told.get("client_id", ""))
        if app is None:
            raise _wrong(700016, f"Application with identifier '{told.get('client_id', '')}' was not found.")
        redirect = told.get("redirect_uri", "")
        if redirect not in app.redirects:
            words = f"The redirect URI '{redirect}' specified in the request does not match those configured for"
            raise _wrong(50011, f"{words} the application '{app.client_id}'.")
        _check(told)
        return app, Asked(
            redirect=redirect,
            state=told.get("state", ""),
            nonce=told.get("nonce", ""),
            challenge=told.get("code_challenge", ""),
        )

    def _refusal(self, request: Request, refusal: LoginRefused) -> Response:
        return self._problem(request, f"AADSTS{refusal.number}: {refusal.sentence}", 400)


def _check(told: Mapping[str, str]) -> None:
    if told.get("response_type", "") != "code":
        raise _wrong(700054, f"response_type '{told.get('response_type', '')}' is not enabled for the application.")
    if told.get("response_mode", "") != "form_post":
        raise _wrong(70011, "The simulation answers by response_mode=form_post alone.")
    if "openid" not in told.get("scope", "").split():
        raise _wrong(70011, "The provided value for the input parameter 'scope' is not valid: it lacks openid.")
    if told.get("code_challenge_method", "") != "S256" or not told.get("code_challenge", ""):
        raise _wrong(50149, "Invalid Code_Challenge_method parameter: the simulation wants S256.")


def _wrong(number: int, sentence: str) -> LoginRefused:
    return LoginRefused("invalid_request", number, sentence, 400)
