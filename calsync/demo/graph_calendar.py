"""The calendar's resources: the view of a window, and events one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from calsync.demo import diary_faults, odata
from calsync.demo.entries import Entry
from calsync.demo.event_body import event_fields
from calsync.demo.event_rows import check_names, page_rows, whole_row
from calsync.demo.graph_call import Call, Reply
from calsync.demo.graph_error import bad_request, item_not_found
from calsync.demo.graph_time import read_instant
from calsync.demo.ids import outlook_id
from calsync.demo.people import OtherCalendar, TenantPerson

_LONGEST = timedelta(days=1825)
_NOT_SELECTABLE = ("createddatetime", "lastmodifieddatetime")
_PAGE = 10


def _collection(call: Call, owner: TenantPerson, entries: Sequence[Entry], what: str) -> Reply:
    """A page of entries; JSON is made for the page alone unless a filter or an order needs every row."""
    names = odata.selected(call.query)
    _ = call.zone  # an unknown zone is refused even when there is nothing to show
    check_names(names)
    context = f"users('{owner.id}')/{what}"
    before = diary_faults.empty_page(call, owner, context)
    if before is not None:
        return Reply(200, before, call.applied())
    entries = diary_faults.misled(call, owner, entries)
    page: Sequence[Any]
    if "$filter" in call.query or call.query.get("$orderby", "").lower() not in ("", *_BY_START):
        every = [whole_row(call, owner, entry) for entry in entries]
        rows, shell = call.page(odata.ordered(odata.filtered(every, call.query), call.query), context, default=_PAGE)
        page = [odata.pick(row, names) for row in rows]
    else:
        some, shell = call.page(diary_faults.endless(call, owner, entries), context, default=_PAGE)
        page = page_rows(call, owner, some, names)
    if not call.tenant.faults.quiet:
        shell = diary_faults.relinked(call, owner, shell)
    return Reply(200, shell | {"value": page}, call.applied())


_BY_START = ("start/datetime", "start/datetime asc")


def _window(call: Call) -> tuple[datetime, datetime]:
    start, end = call.query.get("startdatetime", ""), call.query.get("enddatetime", "")
    if not start or not end:
        raise bad_request(
            "This request requires a time window specified by the query string parameters StartDateTime and "
            "EndDateTime.",
            "ErrorInvalidParameter",
        )
    after, before = read_instant(start), read_instant(end)
    if before < after:
        raise bad_request("The end of the window lies before its start.", "ErrorInvalidParameter")
    if before - after > _LONGEST:
        raise bad_request("The requested time duration specified for FreeBusy is too long.", "ErrorTimeRangeTooLong")
    return after, before


def calendar_view(call: Call) -> Reply:
    """The entries, occurrences and exceptions of a window, in full, in pages by start."""
    owner = call.owner()
    after, before = _window(call)
    for name in odata.selected(call.query) or ():
        if name.lower() in _NOT_SELECTABLE:
            raise bad_request(
                f"The property '{name}' does not support $select on the 'calendarView' resource.",
                "ErrorInvalidProperty",
            )
    entries = call.tenant.events(owner.id, after, before, chosen_calendar(call))
    return _collection(call, owner, diary_faults.visible(call, owner, entries), "calendarView")


def list_events(call: Call) -> Reply:
    """Single entries and masters of series, in pages."""
    owner = call.owner()
    wanted = chosen_calendar(call)
    with call.tenant.lock:
        entries = [entry for entry in call.tenant.diaries.masters(owner.id) if entry.calendar == wanted]
    return _collection(call, owner, diary_faults.visible(call, owner, entries), "events")


def create_event(call: Call) -> Reply:
    """The event made, with its id."""
    owner = call.owner()
    diary_faults.check_writable(call, owner)
    entry = call.tenant.add_entry(
        owner.id, {**event_fields(call.json_object(), None), "calendar": chosen_calendar(call)}
    )
    return _single(call, owner, entry, 201)


def _single(call: Call, owner: TenantPerson, entry: Entry, status: int = 200) -> Reply:
    names = odata.selected(call.query)
    check_names(names)
    row = whole_row(call, owner, entry)
    wanted = {name.lower() for name in names or ()}
    if "cancelledoccurrences" in wanted and entry.recurrence is not None:
        with call.tenant.lock:
            gone = call.tenant.diaries.removed_dates(owner.id, entry.key)
        row["cancelledOccurrences"] = [f"OID.{row['id']}.{day}" for day in gone]
    context = call.context(f"users('{owner.id}')/events/$entity")
    headers = call.applied() | {"ETag": row["@odata.etag"]}
    return Reply(status, {"@odata.context": context} | odata.pick(row, names), headers)


def _named(call: Call, owner: TenantPerson) -> Entry:
    entry = call.tenant.event(owner.id, call.names["event"])
    diary_faults.check_there(call, owner, entry)
    return entry


def get_event(call: Call) -> Reply:
    """One event or occurrence; ErrorItemNotFound when it is gone."""
    owner = call.owner()
    return _single(call, owner, _named(call, owner))


def change_event(call: Call) -> Reply:
    """The event as changed; of a series, an occurrence's id makes an exception."""
    owner = call.owner()
    diary_faults.check_writable(call, owner)
    before = _named(call, owner)
    match = call.headers.get("if-match", "")
    if match not in ("", "*", f'W/"{before.change_key}"'):
        raise bad_request(
            "The change key passed in the request does not match the current change key for the item.",
            "ErrorIrresolvableConflict",
        )
    changes = event_fields(call.json_object(), before)
    if not changes:
        return _single(call, owner, before)
    return _single(call, owner, call.tenant.change_event(owner.id, call.names["event"], **changes))


def delete_event(call: Call) -> Reply:
    """Nothing, the event being gone; an occurrence's id removes it alone."""
    owner = call.owner()
    diary_faults.check_writable(call, owner)
    _named(call, owner)
    call.tenant.delete_event(owner.id, call.names["event"])
    return Reply(204)


def instances(call: Call) -> Reply:
    """The occurrences of one series in a window."""
    owner = call.owner()
    after, before = _window(call)
    master = _named(call, owner)
    events = call.tenant.events(owner.id, after, before, master.calendar)
    every = diary_faults.visible(call, owner, events)
    entries = [e for e in every if e.key == master.key and e.original]
    return _collection(call, owner, entries, "events/instances")


def respond(call: Call) -> Reply:
    """Nothing, the invitation being answered."""
    answers = {"accept": "accepted", "decline": "declined", "tentativelyaccept": "tentativelyAccepted"}
    owner = call.owner()
    _named(call, owner)
    call.tenant.respond(owner.id, call.names["event"], answers[call.segments[-1].lower()])
    return Reply(202)


def calendar_id(person: TenantPerson) -> str:
    """The id of a person's primary calendar."""
    return _folder_id(person.id.replace("-", "")[:22])


def _folder_id(key: str) -> str:
    return outlook_id(key, "calendar", immutable=False)


def _calendar(owner: TenantPerson, other: OtherCalendar | None = None) -> dict[str, Any]:
    mine = other is None or other.owner_mail == owner.mail
    return {
        "id": calendar_id(owner) if other is None else _folder_id(other.key),
        "name": "Calendar" if other is None else other.name,
        "color": "auto",
        "hexColor": "",
        "isDefaultCalendar": other is None,
        "changeKey": "simulated",
        "canShare": mine,
        "canViewPrivateItems": mine,
        "canEdit": mine,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": "teamsForBusiness",
        "isTallyingResponses": other is None,
        "isRemovable": other is not None,
        "owner": address_json_flat(owner) if other is None else _shared_by(other),
    }


def address_json_flat(owner: TenantPerson) -> dict[str, str]:
    """The owner of a calendar, which Graph writes without the recipient around it."""
    return {"name": owner.name, "address": owner.mail}


def _shared_by(other: OtherCalendar) -> dict[str, str]:
    return {"name": other.owner_name, "address": other.owner_mail}


def _others(call: Call) -> list[OtherCalendar]:
    with call.tenant.lock:
        return call.tenant.diaries.calendars(call.owner().id)


def list_calendars(call: Call) -> Reply:
    """The primary calendar and those beside it, in pages."""
    owner = call.owner()
    rows, shell = call.page([None, *_others(call)], f"users('{owner.id}')/calendars", default=_PAGE)
    names = odata.selected(call.query)
    return Reply(200, shell | {"value": [odata.pick(_calendar(owner, each), names) for each in rows]})


def get_calendar(call: Call) -> Reply:
    """The calendar that the path names, or the primary one; ErrorItemNotFound for an id that is none of theirs."""
    owner, key = call.owner(), chosen_calendar(call)
    other = next((each for each in _others(call) if each.key == key), None)
    context = call.context(f"users('{owner.id}')/calendars/$entity")
    return Reply(200, {"@odata.context": context} | odata.pick(_calendar(owner, other), odata.selected(call.query)))


def chosen_calendar(call: Call) -> str:
    """The key of the calendar that the path names; empty: the primary one. Raises ErrorItemNotFound for no such one."""
    wanted = call.names.get("calendar")
    if wanted is None or wanted == calendar_id(call.owner()):
        return ""
    for each in _others(call):
        if wanted == _folder_id(each.key):
            return each.key
    raise item_not_found()
