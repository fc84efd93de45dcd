"""Which handler answers which method and path of the simulated Graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from calsync.demo import graph_calendar as calendar
from calsync.demo import graph_directory as directory
from calsync.demo import graph_mail as mail
from calsync.demo.graph_call import Call, Reply
from calsync.demo.graph_error import GraphError, bad_request

Handler = Callable[[Call], Reply]

# Paths are compared without regard to case; {name} takes any one part.
_ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", "users", directory.list_users),
    ("GET", "users/{user}", directory.get_user),
    ("GET", "users/{user}/manager", directory.get_manager),
    ("GET", "users/{user}/mailboxsettings", directory.get_mailbox_settings),
    ("GET", "groups", directory.list_groups),
    ("GET", "groups/{group}", directory.get_group),
    ("GET", "groups/{group}/members", directory.list_members),
    ("GET", "groups/{group}/members/graph.user", directory.list_users_among_members),
    ("GET", "groups/{group}/transitivemembers", directory.list_transitive_members),
    ("GET", "groups/{group}/transitivemembers/graph.user", directory.list_users_among_members),
    ("GET", "users/{user}/calendars", calendar.list_calendars),
    ("GET", "users/{user}/calendar", calendar.get_calendar),
    ("GET", "users/{user}/calendars/{calendar}", calendar.get_calendar),
    ("GET", "users/{user}/calendar/calendarpermissions", directory.list_calendar_permissions),
    ("GET", "users/{user}/calendarview", calendar.calendar_view),
    ("GET", "users/{user}/mailfolders", mail.list_folders),
    ("GET", "users/{user}/mailfolders/{folder}", mail.get_folder),
    ("GET", "users/{user}/mailfolders/{folder}/messages", mail.list_messages),
    ("POST", "users/{user}/mailfolders/{folder}/messages", mail.create_draft_in_folder),
    ("GET", "users/{user}/mailfolders/{folder}/messages/{message}", mail.get_message),
    ("GET", "users/{user}/messages", mail.list_messages),
    ("POST", "users/{user}/messages", mail.create_draft),
    ("GET", "users/{user}/messages/{message}", mail.get_message),
    ("PATCH", "users/{user}/messages/{message}", mail.change_message),
    ("DELETE", "users/{user}/messages/{message}", mail.delete_message),
    ("POST", "users/{user}/messages/{message}/send", mail.send_draft),
    ("POST", "users/{user}/messages/{message}/reply", mail.reply),
    ("POST", "users/{user}/messages/{message}/createreply", mail.create_reply),
    ("POST", "users/{user}/sendmail", mail.send_mail),
]
for _place in ("users/{user}", "users/{user}/calendar", "users/{user}/calendars/{calendar}"):
    _event = f"{_place}/events/{{event}}"
    _ROUTES += [
        ("GET", f"{_place}/events", calendar.list_events),
        ("POST", f"{_place}/events", calendar.create_event),
        ("GET", _event, calendar.get_event),
        ("PATCH", _event, calendar.change_event),
        ("DELETE", _event, calendar.delete_event),
        ("GET", f"{_event}/instances", calendar.instances),
        ("POST", f"{_event}/accept", calendar.respond),
        ("POST", f"{_event}/decline", calendar.respond),
        ("POST", f"{_event}/tentativelyaccept", calendar.respond),
    ]
    if _place != "users/{user}":
        _ROUTES.append(("GET", f"{_place}/calendarview", calendar.calendar_view))

_TABLE: dict[int, list[tuple[str, tuple[str, ...], Handler]]] = defaultdict(list)
for _method, _path, _handler in _ROUTES:
    _TABLE[_path.count("/") + 1].append((_method, tuple(_path.split("/")), _handler))


def answer(call: Call) -> Reply:
    """The reply of the resource that the call names; raises the Graph error when there is none such."""
    parts = tuple(part.lower().removeprefix("microsoft.") for part in call.segments)
    if parts[:1] == ("me",):
        raise bad_request("/me request is only valid with delegated authentication flow.")
    known = False
    for method, pattern, handler in _TABLE.get(len(parts), ()):
        names = {}
        for wanted, part, original in zip(pattern, parts, call.segments, strict=True):
            if wanted.startswith("{"):
                names[wanted[1:-1]] = original
            elif wanted != part:
                break
        else:
            known = True
            if method == call.method:
                named = replace(call, names=names)
                calendar.chosen_calendar(named)
                return handler(named)
    if known:
        raise GraphError(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
    raise bad_request(f"Resource not found for the segment '{call.segments[-1] if call.segments else ''}'.")
