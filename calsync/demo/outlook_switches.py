"""The page of the simulation's switches: faults, settings, more people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.routing import Route

from calsync.demo.crowd import Crowd, add_crowd
from calsync.demo.fault_kinds import GROUPS, KINDS
from calsync.demo.faults import EVERYBODY, Fault
from calsync.demo.graph_error import GraphError
from calsync.demo.outlook_frame import Frame, Mistake, said, text_of
from calsync.demo.tenant import Tenant
from calsync.demo.tenant_settings import SETTINGS, apply_settings, settings_json

T = TypeVar("T")
_HERE = "/outlook/faults"
_FIELDS = ("mailbox", "kind", "seconds", "entry", "begins_in", "ends_in")
# Beyond so many a list to pick from helps nobody; the address is typed.
_MOST_LISTED = 200


def switch_routes(tenant: Tenant) -> list[Route]:
    """The routes of the switches, under /outlook."""
    pages = SwitchPages(tenant)
    return [
        Route(_HERE, pages.shown(pages.faults)),
        Route(_HERE, pages.acted(pages.set_fault), methods=["POST"]),
        Route("/outlook/settings", pages.acted(pages.set_settings), methods=["POST"]),
        Route("/outlook/crowd", pages.acted(pages.add_people), methods=["POST"]),
    ]


class SwitchPages(Frame):
    """The switches and their forms."""

    def faults(self, request: Request) -> str:
        """What is switched on, and everything that can be."""
        with self._tenant.lock:
            on = self._tenant.faults.all()
            people = sorted(self._tenant.people.values(), key=lambda p: p.name)[:_MOST_LISTED]
        asked = {name: request.query_params.get(name, "") for name in ("mailbox", "entry")}
        return self.render(
            request,
            "faults.html",
            faults=on,
            groups=GROUPS,
            kinds=KINDS,
            people=people,
            everybody=EVERYBODY,
            asked=asked,
            settings=SETTINGS,
            values=settings_json(self._tenant),
            traffic=self._tenant.traffic,
        )

    def set_fault(self, _request: Request, form: FormData) -> str:
        """Turns a switch on or off."""
        act = text_of(form, "act")
        with self._tenant.lock:
            if act == "all-off":
                self._tenant.faults.clear()
                return said(_HERE, "Everything switched off.")
            if act == "off":
                mailbox, kind = text_of(form, "mailbox") or None, text_of(form, "kind") or None
                self._tenant.faults.clear(mailbox, kind, text_of(form, "entry"))
                return said(_HERE, "Switched off.")
            fault = _understood(lambda: Fault.from_json({f: text_of(form, f) for f in _FIELDS}, self._tenant.now()))
            if fault.mailbox != EVERYBODY and self._tenant.find_person(fault.mailbox) is None:
                raise Mistake(f"There is nobody of the address “{fault.mailbox}” in this tenant.")
            self._tenant.faults.set(fault)
        return said(_HERE, "Switched on.")

    def set_settings(self, _request: Request, form: FormData) -> str:
        """Sets every number of the form."""
        optional = {setting.name for setting in SETTINGS if setting.optional}
        given = {setting.name: text_of(form, setting.name) for setting in SETTINGS if setting.name in form}
        wanted = {name: None if not value and name in optional else value for name, value in given.items()}
        _understood(lambda: apply_settings(self._tenant, wanted))
        return said(_HERE, "Settings kept.")

    def add_people(self, _request: Request, form: FormData) -> str:
        """Adds workers with managers and diaries."""
        fields = {name: text_of(form, name) for name in ("people", "begun", "soon")}
        numbers = {name: int(value) if value.isascii() and value.isdigit() else value for name, value in fields.items()}
        added = add_crowd(self._tenant, _understood(lambda: Crowd.from_json(numbers)))
        return said("/outlook", f"{len(added.workers)} workers and {len(added.managers)} managers added.")


def _understood(read: Callable[[], T]) -> T:
    try:
        return read()
    except GraphError as error:
        raise Mistake(error.message) from None
