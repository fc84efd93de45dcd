"""Each person's telephone in the stand-in: the texts that arrived, a line to answer by, its calls. No JavaScript."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.routing import Route

from calsync.demo.outlook_frame import Frame, Mistake, said, text_of
from calsync.demo.tenant import Tenant

QUICK = ("OK", "1", "30", "CALL ME")


def phone_routes(tenant: Tenant) -> list[Route]:
    """The route of a telephone's page."""
    pages = PhonePages(tenant)
    path = "/outlook/people/{person}/phone"
    return [Route(path, pages.shown(pages.phone)), Route(path, pages.acted(pages.act), methods=["POST"])]


class PhonePages(Frame):
    """One telephone."""

    def phone(self, request: Request) -> str:
        """What it shows."""
        person = self._tenant.mailbox(request.path_params["person"])
        number = person.mobile or ""
        texts, off = self._tenant.phones.of(number)[:50], self._tenant.phones.is_off(number)
        calls = self._tenant.exchange.of(number)[:10]
        return self.render(request, "phone.html", person=person, texts=texts, off=off, quick=QUICK, calls=calls)

    def act(self, request: Request, form: FormData) -> str:
        """Sends a text to calsync, or switches the telephone off and on."""
        person = self._tenant.mailbox(request.path_params["person"])
        here, act, number = f"/outlook/people/{person.id}/phone", text_of(form, "act"), person.mobile or ""
        if not number:
            raise Mistake("They have no mobile number in the directory.")
        if act == "switch":
            off = not self._tenant.phones.is_off(number)
            self._tenant.phones.switch(number, off=off)
            return said(here, "Switched off." if off else "Switched on.")
        place = act.removeprefix("quick-")
        quick = QUICK[int(place)] if act.startswith("quick-") and place.isdigit() and int(place) < len(QUICK) else ""
        words = quick or text_of(form, "text")
        if not words:
            raise Mistake("The text is empty: write a word, or press one of the buttons.")
        self._tenant.phones.answer(number, words)
        return said(here, "Sent.")
