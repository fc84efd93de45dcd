"""The rows of a diary as Graph writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from calsync.demo import odata
from calsync.demo.diary_faults import odd_kinds
from calsync.demo.entries import Address, Entry
from calsync.demo.graph_call import Call
from calsync.demo.graph_json import event_json
from calsync.demo.odd_entries import make_odd
from calsync.demo.people import TenantPerson

_EXTRA = (
    "cancelledOccurrences",
    "exceptionOccurrences",
    "instances",
    "calendar",
    "attachments",
    "extensions",
    "singleValueExtendedProperties",
    "multiValueExtendedProperties",
)
Names = tuple[str, ...] | None


def plain_row(call: Call, owner: TenantPerson, entry: Entry) -> dict[str, Any]:
    """The whole row of an entry, as an untroubled Outlook writes it."""
    return event_json(entry, owner, immutable=call.immutable, zone=call.zone, text_body=call.text_body)


def whole_row(call: Call, owner: TenantPerson, entry: Entry) -> dict[str, Any]:
    """The whole row of an entry, odd where a switch says so."""
    return make_odd(plain_row(call, owner, entry), odd_kinds(call, owner, entry))


def page_rows(call: Call, owner: TenantPerson, entries: Sequence[Entry], names: Names) -> list[Any]:
    """The rows of a page, to be written as JSON."""
    if not call.tenant.faults.of_entries(owner.mail):
        form, cache = (call.immutable, call.zone, call.text_body, names), call.tenant.rows

        def make(entry: Entry) -> dict[str, Any]:
            return odata.pick(plain_row(call, owner, entry), names)

        return [cache.row(entry, owner, form, make) for entry in entries]
    return [odata.pick(whole_row(call, owner, entry), names) for entry in entries]


@lru_cache(maxsize=256)
def check_names(names: Names) -> None:
    """Raises the Graph error for a property that events don't have."""
    odata.check_select(names, _known(), "event")


@lru_cache(maxsize=1)
def _known() -> tuple[str, ...]:
    nobody, never = TenantPerson(id="", name="", mail=""), datetime(1, 1, 1, tzinfo=UTC)
    entry = Entry(
        key="", start=never, end=never, created=never, modified=never, change_key="", ical_uid="", organizer=Address("")
    )
    return (*event_json(entry, nobody, immutable=True), *_EXTRA)
