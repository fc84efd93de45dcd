"""The stand-in for Outlook: pages on which a visitor can be each person. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from calsync.demo.entries import Entry
from calsync.demo.faults import EVERYBODY, KINDS, TIMED, Fault
from calsync.demo.graph_error import GraphError
from calsync.demo.graph_time import LONDON, at_local, local_date, read_instant, zone_info
from calsync.demo.letters import Letter
from calsync.demo.people import TenantPerson
from calsync.demo.same_origin import refused
from calsync.demo.tenant import Tenant, event_id, message_id

VISIT_DONE = "Visit done"
CATEGORIES = ("Home visit", "High risk", "Office", VISIT_DONE)
QUICK_ANSWERS = (
    ("Left, safe", "Left, all fine."),
    ("Another 30 minutes", "+30"),
    ("Still here, all well", "Safe, still here."),
    ("Help", "Help"),
    ("I have it", "I have it"),
    ("Close with a reason", "Close: safe and well, I spoke to them."),
)
_TEMPLATES = Path(__file__).parent / "templates"
_REFRESHES = ("5", "15", "60")
Page = Callable[[Request], Awaitable[Response]]


class Mistake(Exception):
    """What a form got wrong, as a sentence for the person who filled it in."""


def outlook_routes(tenant: Tenant) -> list[Route]:
    """The routes under /outlook."""
    pages = OutlookPages(tenant)
    person, entry = "/outlook/people/{person}", "/outlook/people/{person}/entries/{entry}"
    return [
        Route("/outlook", pages.shown(pages.people)),
        Route("/outlook/faults", pages.shown(pages.faults)),
        Route("/outlook/faults", pages.acted(pages.set_fault), methods=["POST"]),
        Route(person, pages.shown(pages.person)),
        Route(f"{person}/entries", pages.acted(pages.add), methods=["POST"]),
        Route(entry, pages.shown(pages.entry)),
        Route(entry, pages.acted(pages.change), methods=["POST"]),
        Route(f"{person}/mail/{{message}}", pages.shown(pages.message)),
        Route(f"{person}/mail/{{message}}", pages.acted(pages.answer), methods=["POST"]),
    ]


class OutlookPages:
    """Every page and every form of the stand-in."""

    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant
        loader = FileSystemLoader(_TEMPLATES)
        self._jinja = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        self._jinja.filters |= {"clock": _clock, "day": _day, "stamp": _stamp, "field": _field}
        self._jinja.globals |= {"event_id": event_id, "message_id": message_id, "VISIT_DONE": VISIT_DONE}

    def shown(self, page: Callable[[Request], str]) -> Page:
        """The endpoint that shows a page; what is not there any more is said in a sentence."""

        async def endpoint(request: Request) -> Response:
            reason = refused(request)
            if reason:
                return self._problem(request, reason, 403)
            try:
                return HTMLResponse(page(request))
            except GraphError as error:
                return self._problem(request, _sentence(error), 404)

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
                return self._problem(request, _sentence(error), 404 if error.status == 404 else 422)

        return endpoint

    def _render(self, request: Request, template: str, **values: Any) -> str:
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
        return HTMLResponse(self._render(request, "problem.html", sentence=sentence, back=back), status)

    def _person(self, request: Request) -> TenantPerson:
        return self._tenant.mailbox(request.path_params["person"])

    def people(self, request: Request) -> str:
        """Everybody with a mailbox, to pick from."""
        people = sorted((p for p in list(self._tenant.people.values()) if p.has_mailbox), key=lambda p: p.name)
        unread = {p.id: sum(not letter.read for letter in self._tenant.mail(p.id)) for p in people}
        return self._render(request, "people.html", people=people, unread=unread)

    def person(self, request: Request) -> str:
        """One person's diary of two days and their mail."""
        person, now = self._person(request), self._tenant.now()
        first = _read_day(request.query_params.get("day", "")) or local_date(now, LONDON)
        days = [(day, self._entries_of(person, day)) for day in (first, first + timedelta(days=1))]
        start = now + timedelta(minutes=5)
        start -= timedelta(minutes=start.minute % 5, seconds=start.second, microseconds=start.microsecond)
        return self._render(
            request,
            "person.html",
            person=person,
            days=days,
            categories=CATEGORIES,
            first=first,
            letters=self._tenant.mail(person.id)[:50],
            sent=self._tenant.mail(person.id, "sentitems")[:50],
            start=start,
            end=start + timedelta(hours=1),
            one_day=timedelta(days=1),
        )

    def _entries_of(self, person: TenantPerson, day: date) -> list[Entry]:
        midnight = datetime.min.time()
        after, before = at_local(day, midnight, LONDON), at_local(day + timedelta(days=1), midnight, LONDON)
        return self._tenant.events(person.id, after, before)

    def entry(self, request: Request) -> str:
        """One entry, to be changed or deleted."""
        person = self._person(request)
        entry = self._tenant.event(person.id, request.path_params["entry"])
        known = list(dict.fromkeys((*CATEGORIES, *entry.categories)))
        return self._render(request, "entry.html", person=person, entry=entry, categories=known)

    def message(self, request: Request) -> str:
        """One mail with the form that answers it; quick answers only fill the form in."""
        person = self._person(request)
        # Opening does not mark as read: a GET changes nothing, and a refreshed page would mark it unseen.
        letter = self._tenant.message(person.id, request.path_params["message"])
        fill = request.query_params.get("fill", "")
        number = int(fill) if fill.isascii() and fill.isdigit() else len(QUICK_ANSWERS)
        text = QUICK_ANSWERS[number][1] if number < len(QUICK_ANSWERS) else ""
        return self._render(
            request,
            "message.html",
            person=person,
            letter=letter,
            text=text,
            quick=QUICK_ANSWERS,
            conversation=self._conversation(person, letter),
        )

    def _conversation(self, person: TenantPerson, letter: Letter) -> list[Letter]:
        every = self._tenant.mail(person.id, None)
        return [other for other in every if other.thread == letter.thread and other.key != letter.key]

    def faults(self, request: Request) -> str:
        """The fault switches."""
        with self._tenant.lock:
            on = self._tenant.faults.all()
        people = sorted(self._tenant.people.values(), key=lambda p: p.name)
        return self._render(
            request, "faults.html", faults=on, kinds=KINDS, timed=TIMED, people=people, everybody=EVERYBODY
        )

    def set_fault(self, _request: Request, form: FormData) -> str:
        """Turns a switch on or off."""
        with self._tenant.lock:
            if _text(form, "act") == "off":
                self._tenant.faults.clear(_text(form, "mailbox") or None, _text(form, "kind") or None)
                return _said("/outlook/faults", "Switched off.")
            value = {name: _text(form, name) for name in ("mailbox", "kind", "seconds")}
            self._tenant.faults.set(Fault.from_json(value | {"seconds": value["seconds"] or 5}))
        return _said("/outlook/faults", "Switched on.")

    def add(self, request: Request, form: FormData) -> str:
        """Writes a new entry."""
        person = self._person(request)
        start, end = _times(form)
        category = _text(form, "category")
        self._tenant.add_event(
            person.id,
            _text(form, "subject") or "(no subject)",
            start,
            end,
            _text(form, "location"),
            (category,) if category else (),
        )
        day = local_date(start, LONDON)
        return _said(f"/outlook/people/{person.id}", "Entry added.", **({} if self._near(day) else {"day": str(day)}))

    def _near(self, day: date) -> bool:
        return 0 <= (day - local_date(self._tenant.now(), LONDON)).days <= 1

    def change(self, request: Request, form: FormData) -> str:
        """Saves, extends, marks as done or deletes an entry."""
        person, wanted = self._person(request), request.path_params["entry"]
        diary, act = f"/outlook/people/{person.id}", _text(form, "act")
        entry = self._tenant.event(person.id, wanted)
        if act == "delete":
            self._tenant.delete_event(person.id, wanted)
            return _said(diary, "Entry deleted.")
        if act == "extend":
            self._tenant.change_event(person.id, wanted, end=entry.end + timedelta(minutes=30))
            return _said(diary, "Entry made 30 minutes longer.")
        if act == "done":
            self._tenant.change_event(person.id, wanted, categories=_with(entry.categories, VISIT_DONE))
            return _said(diary, f"Category “{VISIT_DONE}” set.")
        if act != "save":
            raise Mistake("That button is not known here.")
        changes: dict[str, Any] = {
            "subject": _text(form, "subject"),
            "location": _text(form, "location"),
            "categories": tuple(str(c) for c in form.getlist("categories") if isinstance(c, str)),
        }
        if not entry.all_day:
            changes["start"], changes["end"] = _times(form)
        if changes["location"] == (entry.locations[0].name if entry.locations else ""):
            # An untouched field keeps the address that was picked from a map.
            del changes["location"]
        self._tenant.change_event(person.id, wanted, **changes)
        return _said(diary, "Entry saved.")

    def answer(self, request: Request, form: FormData) -> str:
        """Sends an answer, or marks a mail as read."""
        person, wanted = self._person(request), request.path_params["message"]
        if _text(form, "act") == "read":
            self._tenant.mark_read(person.id, wanted)
            return _said(f"/outlook/people/{person.id}", "Marked as read.")
        text = _text(form, "text")
        if not text:
            raise Mistake("The answer is empty: write a word, or press one of the quick answers first.")
        self._tenant.reply(person.id, wanted, text)
        self._tenant.mark_read(person.id, wanted)
        return _said(f"/outlook/people/{person.id}", "Answer sent.")


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _times(form: FormData) -> tuple[datetime, datetime]:
    moments = []
    for name in ("start", "end"):
        value = _text(form, name)
        if not value:
            raise Mistake(f"The {name} is missing: give a day and a time.")
        try:
            moments.append(read_instant(value, LONDON))
        except GraphError:
            raise Mistake(f"The {name} “{value}” is no time: write it as 2026-03-02T09:30.") from None
    if moments[1] <= moments[0]:
        raise Mistake("The end is not after the start: make the end later.")
    return moments[0], moments[1]


def _with(categories: tuple[str, ...], more: str) -> tuple[str, ...]:
    return categories if more in categories else (*categories, more)


def _said(path: str, sentence: str, **options: str) -> str:
    return f"{path}?{urlencode(options | {'said': sentence})}"


def _sentence(error: GraphError) -> str:
    if error.code == "ErrorItemNotFound":
        return "That entry or mail is not there any more."
    if error.code == "Request_ResourceNotFound":
        return "There is nobody of that name in this tenant."
    return error.message if error.message.endswith(".") else f"{error.message}."


def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2999 else None


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
