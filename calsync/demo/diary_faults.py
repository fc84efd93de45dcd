"""What fault switches do to a diary: entries that are missing, and pages that mislead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, overload

from calsync.demo import odata
from calsync.demo.entries import Entry
from calsync.demo.graph_call import Call
from calsync.demo.graph_error import access_denied, item_not_found
from calsync.demo.ids import outlook_id
from calsync.demo.people import TenantPerson

ELSEWHERE = "https://elsewhere.example/v1.0"
_MARK = "rows"


def odd_kinds(call: Call, owner: TenantPerson, entry: Entry) -> list[str]:
    """The kinds of the switches in force that touch this entry."""
    faults = call.tenant.faults.of_entries(owner.mail)
    if not faults:
        return []
    ids = tuple(outlook_id(entry.key, "calendar", immutable=i, original=entry.original) for i in (True, False))
    return [fault.kind for fault in faults if fault.names(entry.subject, ids)]


def visible(call: Call, owner: TenantPerson, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries that a reading of the diary shows."""
    faults = call.tenant.faults
    if faults.quiet:
        return entries
    if faults.find("empty", owner.mail) or faults.find("emptied", owner.mail):
        return []
    hiding = {"entry-gone", "entry-left-out"}
    return [entry for entry in entries if hiding.isdisjoint(odd_kinds(call, owner, entry))]


def check_there(call: Call, owner: TenantPerson, entry: Entry) -> None:
    """Raises ErrorItemNotFound when a switch says that the entry is gone."""
    faults = call.tenant.faults
    if not faults.quiet and (faults.find("emptied", owner.mail) or "entry-gone" in odd_kinds(call, owner, entry)):
        raise item_not_found()


def check_writable(call: Call, owner: TenantPerson) -> None:
    """Raises ErrorAccessDenied when a switch says that the app may but read this diary."""
    if call.tenant.faults.find("read-only", owner.mail):
        raise access_denied()


def empty_page(call: Call, owner: TenantPerson, context: str) -> dict[str, Any] | None:
    """The empty page that comes before this one, with its link here; None when there is none."""
    if "$skiptoken" in call.query or not call.tenant.faults.find("empty-page", owner.mail):
        return None
    link = call.link(skip=call.query.get("$skip", "0"), skiptoken=_MARK)
    return {"@odata.context": call.context(context), "@odata.nextLink": link, "value": []}


def misled(call: Call, owner: TenantPerson, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries as they stand while this page of them is read, with what has moved since the page before."""
    faults, skip = call.tenant.faults, odata.whole_number(call.query, "$skip", 0, 10**9)
    if faults.quiet:
        return entries
    if 0 < skip <= len(entries) and faults.find("repeated-rows", owner.mail):
        # The last row of the page before comes again, as it does when a diary changes while it is being read.
        return [*entries[:skip], entries[skip - 1], *entries[skip:]]
    if 0 < skip < len(entries) and faults.find("moved-rows", owner.mail):
        return [entries[skip], *entries[:skip], *entries[skip + 1 :]]
    return entries


def endless(call: Call, owner: TenantPerson, entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries, and new ones like them without end when the switch says so."""
    return _Endless(entries) if entries and call.tenant.faults.find("endless-pages", owner.mail) else entries


def relinked(call: Call, owner: TenantPerson, shell: dict[str, Any]) -> dict[str, Any]:
    """The collection with the link to its next page as the switches want it."""
    faults, link = call.tenant.faults, shell.get("@odata.nextLink")
    if link is not None and "$skiptoken" in call.query:
        # The next page is again preceded by an empty one.
        shell = shell | {"@odata.nextLink": link.replace(f"&$skiptoken={_MARK}", "")}
    if faults.find("foreign-link", owner.mail):
        here = shell.get("@odata.nextLink") or call.link(skip="10")
        shell = shell | {"@odata.nextLink": here.replace(call.base, ELSEWHERE, 1)}
    return shell


class _Endless(Sequence[Entry]):
    """A diary of ever new entries, each like one of the real ones."""

    def __init__(self, real: Sequence[Entry]) -> None:
        self._real = real

    def __len__(self) -> int:
        return 10**9

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        entry = self._real[place % len(self._real)]
        return entry if place < len(self._real) else replace(entry, key=f"{place:022d}")

    def __iter__(self) -> Iterator[Entry]:
        return (self[number] for number in range(len(self)))
