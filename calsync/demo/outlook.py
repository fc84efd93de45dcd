"""The stand-in for Outlook: pages on which a visitor can be each person. Works without JavaScript."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.routing import Route

from calsync.demo.entries import Entry
from calsync.demo.graph_error import GraphError
from calsync.demo.graph_time import LONDON, at_local, local_date, read_instant
from calsync.demo.letters import Letter
from calsync.demo.mail_frame import NARROW, WIDE, height_of, in_a_frame
from calsync.demo.outlook_frame import Frame, Mistake, said, text_of
from calsync.demo.outlook_switches import switch_routes
from calsync.demo.people import TenantPerson
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
_OF_WORKERS = range(4)
"""Which of them a worker gives; the others are of those who are told."""
# Beyond so many the page offers a search.
_MOST_SHOWN = 60


def _fitting(letter: Letter) -> list[tuple[int, str]]:
    """The quick answers that a mail asks for, with their numbers: a worker's, or those of who is told; else none."""
    told = '"I have it"' in letter.text
    asked = told or '"call me"' in letter.text
    return [(at, name) for at, (name, _) in enumerate(QUICK_ANSWERS) if asked and (at in _OF_WORKERS) != told]


def outlook_routes(tenant: Tenant) -> list[Route]:
    """The routes under /outlook."""
    pages = OutlookPages(tenant)
    person, entry = "/outlook/people/{person}", "/outlook/people/{person}/entries/{entry}"
    return [
        Route("/outlook", pages.shown(pages.people)),
        *switch_routes(tenant),
        Route(person, pages.shown(pages.person)),
        Route(f"{person}/entries", pages.acted(pages.add), methods=["POST"]),
        Route(entry, pages.shown(pages.entry)),
        Route(entry, pages.acted(pages.change), methods=["POST"]),
        Route(f"{person}/mail/{{message}}", pages.shown(pages.message)),
        Route(f"{person}/mail/{{message}}", pages.acted(pages.answer), methods=["POST"]),
    ]


class OutlookPages(Frame):
    """People, their diaries and their mail."""

    def __init__(self, tenant: Tenant) -> None:
        super().__init__(tenant)
        self._jinja.globals |= {"event_id": event_id, "message_id": message_id, "VISIT_DONE": VISIT_DONE}

    def _person(self, request: Request) -> TenantPerson:
        return self._tenant.mailbox(request.path_params["person"])

    def people(self, request: Request) -> str:
        """Everybody with a mailbox, to pick from; of a crowd, the first of those whose name or address is sought."""
        sought = request.query_params.get("find", "").strip()
        every = sorted((p for p in list(self._tenant.people.values()) if p.has_mailbox), key=lambda p: p.name)
        found = [p for p in every if sought.lower() in f"{p.name} {p.mail}".lower()]
        people = found[:_MOST_SHOWN]
        unread = {p.id: sum(not letter.read for letter in self._tenant.mail(p.id)) for p in people}
        more, crowd = len(found) - len(people), len(every) > _MOST_SHOWN
        return self.render(request, "people.html", people=people, unread=unread, sought=sought, more=more, crowd=crowd)

    def person(self, request: Request) -> str:
        """One person's diary of two days and their mail."""
        person, now = self._person(request), self._tenant.now()
        first = _read_day(request.query_params.get("day", "")) or local_date(now, LONDON)
        days = [(day, self._entries_of(person, day)) for day in (first, first + timedelta(days=1))]
        start = now + timedelta(minutes=5)
        start -= timedelta(minutes=start.minute % 5, seconds=start.second, microseconds=start.microsecond)
        return self.render(
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
        return self.render(request, "entry.html", person=person, entry=entry, categories=known)

    def message(self, request: Request) -> str:
        """One mail with the form that answers it; quick answers only fill the form in."""
        person = self._person(request)
        # Opening does not mark as read: a GET changes nothing, and a refreshed page would mark it unseen.
        letter = self._tenant.message(person.id, request.path_params["message"])
        fill = request.query_params.get("fill", "")
        number = int(fill) if fill.isascii() and fill.isdigit() else len(QUICK_ANSWERS)
        text = QUICK_ANSWERS[number][1] if number < len(QUICK_ANSWERS) else ""
        return self.render(
            request,
            "message.html",
            person=person,
            letter=letter,
            shown=in_a_frame(letter.html),
            heights=(height_of(letter.text, NARROW), height_of(letter.text, WIDE)),
            text=text,
            quick=_fitting(letter),
            conversation=self._conversation(person, letter),
        )

    def _conversation(self, person: TenantPerson, letter: Letter) -> list[Letter]:
        every = self._tenant.mail(person.id, None)
        return [other for other in every if other.thread == letter.thread and other.key != letter.key]

    def add(self, request: Request, form: FormData) -> str:
        """Writes a new entry."""
        person = self._person(request)
        start, end = _times(form)
        category = text_of(form, "category")
        self._tenant.add_event(
            person.id,
            text_of(form, "subject") or "(no subject)",
            start,
            end,
            text_of(form, "location"),
            (category,) if category else (),
        )
        day = local_date(start, LONDON)
        return said(f"/outlook/people/{person.id}", "Entry added.", **({} if self._near(day) else {"day": str(day)}))

    def _near(self, day: date) -> bool:
        return 0 <= (day - local_date(self._tenant.now(), LONDON)).days <= 1

    def change(self, request: Request, form: FormData) -> str:
        """Saves, extends, marks as done or deletes an entry."""
        person, wanted = self._person(request), request.path_params["entry"]
        diary, act = f"/outlook/people/{person.id}", text_of(form, "act")
        entry = self._tenant.event(person.id, wanted)
        if act == "delete":
            self._tenant.delete_event(person.id, wanted)
            return said(diary, "Entry deleted.")
        if act == "extend":
            self._tenant.change_event(person.id, wanted, end=entry.end + timedelta(minutes=30))
            return said(diary, "Entry made 30 minutes longer.")
        if act == "split":
            return self._split(person, wanted, form)
        if act == "done":
            self._tenant.change_event(person.id, wanted, categories=_with(entry.categories, VISIT_DONE))
            return said(diary, f"Category “{VISIT_DONE}” set.")
        if act != "save":
            raise Mistake("That button is not known here.")
        changes: dict[str, Any] = {
            "subject": text_of(form, "subject"),
            "location": text_of(form, "location"),
            "categories": tuple(str(c) for c in form.getlist("categories") if isinstance(c, str)),
        }
        if not entry.all_day:
            changes["start"], changes["end"] = _times(form)
        if changes["location"] == (entry.locations[0].name if entry.locations else ""):
            # An untouched field keeps the address that was picked from a map.
            del changes["location"]
        self._tenant.change_event(person.id, wanted, **changes)
        return said(diary, "Entry saved.")

    def _split(self, person: TenantPerson, wanted: str, form: FormData) -> str:
        """Changes an occurrence and all that follow it, which makes a new series with new ids."""
        start, end = _times(form)
        changes = {"subject": text_of(form, "subject"), "start": start, "end": end}
        self._tenant.split_series(person.id, wanted, **changes)
        return said(f"/outlook/people/{person.id}", "This and the following entries changed: they are a new series.")

    def answer(self, request: Request, form: FormData) -> str:
        """Sends an answer, or marks a mail as read."""
        person, wanted = self._person(request), request.path_params["message"]
        if text_of(form, "act") == "read":
            self._tenant.mark_read(person.id, wanted)
            return said(f"/outlook/people/{person.id}", "Marked as read.")
        text = text_of(form, "text")
        if not text:
            raise Mistake("The answer is empty: write a word, or press one of the quick answers first.")
        self._tenant.reply(person.id, wanted, text)
        self._tenant.mark_read(person.id, wanted)
        return said(f"/outlook/people/{person.id}", "Answer sent.")


def _times(form: FormData) -> tuple[datetime, datetime]:
    moments = []
    for name in ("start", "end"):
        value = text_of(form, name)
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


def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2999 else None
