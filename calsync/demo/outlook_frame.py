"""What every page of the stand-in for Outlook shares: its frame, its forms, its sentences. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from calsync.demo.graph_error import GraphError
from calsync.demo.graph_time import LONDON, zone_info
from calsync.demo.same_origin import refused
from calsync.demo.tenant import Tenant

_TEMPLATES = Path(__file__).parent / "templates"
_REFRESHES = ("5", "15", "60")
Page = Callable[[Request], Awaitable[Response]]


class Mistake(Exception):
    """What a form got wrong, as a sentence for the person who filled it in."""


class Frame:
    """The frame around pages and forms; a group of pages builds on it."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        loader = FileSystemLoader(_TEMPLATES)
        self._jinja = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._jinja.filters |= {"clock": _clock, "day": _day, "stamp": _stamp, "field": _field}

    def shown(self, page: Callable[[Request], str]) -> Page:
        """The endpoint that shows a page; what is not there any more is said in a sentence."""

        async def endpoint(request: Request) -> Response:
            reason = refused(request)
            if reason:
                return self._problem(request, reason, 403)
            try:
                return HTMLResponse(page(request))
            except GraphError as error:
                return self._problem(request, sentence_of(error), 404)

        return endpoint

    def acted(self, act: Callable[[Request, FormData], str]) -> Page:
        """The endpoint of a form: it acts, then sends the browser on to a page that can be loaded again."""

        async def endpoint(request: Request) -> Response:
            reason = refused(request)
            if reason:
                return self._problem(request, reason, 403)
            try:
                async with request.form() as form:
                    return RedirectResponse(act(request, form), 303)
            except Mistake as mistake:
                return self._problem(request, str(mistake), 422)
            except GraphError as error:
                return self._problem(request, sentence_of(error), 404 if error.status == 404 else 422)

        return endpoint

    def render(self, request: Request, template: str, **values: Any) -> str:
        """A page, with what every page shows."""
        refresh = request.query_params.get("refresh", "")
        common = {
            "tenant": self._tenant,
            "now": self._tenant.now(),
            "refresh": refresh if refresh in _REFRESHES else None,
            "said": request.query_params.get("said", ""),
            "here": request.url.path,
        }
        return self._jinja.get_template(template).render(common | values)

    def _problem(self, request: Request, sentence: str, status: int) -> Response:
        back = request.url.path.split("/entries")[0].split("/mail/")[0]
        return HTMLResponse(self.render(request, "problem.html", sentence=sentence, back=back), status)


def text_of(form: FormData, name: str) -> str:
    """What stands in a field, without the blanks around it; empty when there is no such field."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def said(path: str, sentence: str, **options: str) -> str:
    """The address to go on to, which says what was done."""
    return f"{path}?{urlencode(options | {'said': sentence})}"


def sentence_of(error: GraphError) -> str:
    """A Graph error as a sentence for whoever looks at the page."""
    if error.code == "ErrorItemNotFound":
        return "That entry or mail is not there any more."
    if error.code == "Request_ResourceNotFound":
        return "There is nobody of that name in this tenant."
    return error.message if error.message.endswith(".") else f"{error.message}."


def _local(moment: datetime) -> datetime:
    return moment.astimezone(zone_info(LONDON))


def _clock(moment: datetime) -> str:
    return f"{_local(moment):%H:%M}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _stamp(moment: datetime) -> str:
    local = _local(moment)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def _field(moment: datetime) -> str:
    return f"{_local(moment):%Y-%m-%dT%H:%M}"
