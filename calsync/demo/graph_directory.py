"""The directory's resources: users, managers, groups and their members."""

from __future__ import annotations

from typing import Any

from calsync.demo import odata
from calsync.demo.graph_call import Call, Reply
from calsync.demo.graph_error import resource_not_found
from calsync.demo.graph_json import USER_DEFAULT, USER_MORE, group_json, mailbox_settings_json, user_json
from calsync.demo.people import Group, TenantPerson

_GROUP = ["id", "description", "displayName", "groupTypes", "mail", "mailEnabled", "mailNickname", "securityEnabled"]
_TYPED_USER = {"@odata.type": "#microsoft.graph.user"}
_TYPED_GROUP = {"@odata.type": "#microsoft.graph.group"}
_PAGE = 100


def _user(call: Call, person: TenantPerson) -> dict[str, Any]:
    names = odata.selected(call.query)
    odata.check_select(names, [*USER_DEFAULT, *USER_MORE], "user")
    row = user_json(person)
    if names is None:
        return {name: row[name] for name in USER_DEFAULT}
    wanted = {name.lower() for name in names}
    return {name: value for name, value in row.items() if name.lower() in wanted}


def get_user(call: Call) -> Reply:
    """One user, with the manager when $expand asks for it."""
    person = call.tenant.person(call.names["user"])
    context = {"@odata.context": call.context("users/$entity")}
    return Reply(200, context | _user(call, person) | _expanded(call, person))


def _expanded(call: Call, person: TenantPerson) -> dict[str, Any]:
    """The user's manager where $expand asks for it; a user without one has no such key."""
    manager = call.tenant.people.get(person.manager_id or "")
    if manager is None or not call.query.get("$expand", "").lower().startswith("manager"):
        return {}
    return {"manager": _TYPED_USER | user_json(manager)}


def list_users(call: Call) -> Reply:
    """The users, filtered and in pages."""
    every = [(user_json(p), p) for p in list(call.tenant.people.values())]
    kept = odata.ordered(odata.filtered([row for row, _ in every], call.query), call.query)
    by_id = {row["id"]: person for row, person in every}
    page, shell = call.page(kept, "users", default=_PAGE, most=999, marker="$skiptoken")
    found = [by_id[row["id"]] for row in page]
    return Reply(200, shell | {"value": [_user(call, each) | _expanded(call, each) for each in found]})


def get_manager(call: Call) -> Reply:
    """The user's manager; Request_ResourceNotFound when there is none."""
    person = call.tenant.person(call.names["user"])
    manager = call.tenant.people.get(person.manager_id or "")
    if manager is None:
        raise resource_not_found("manager")
    return Reply(200, {"@odata.context": call.context("directoryObjects/$entity")} | _TYPED_USER | _user(call, manager))


def get_mailbox_settings(call: Call) -> Reply:
    """A mailbox's settings."""
    person = call.owner()
    context = call.context(f"users('{person.id}')/mailboxSettings")
    settings = odata.pick(mailbox_settings_json(person), odata.selected(call.query))
    return Reply(200, {"@odata.context": context} | settings)


def list_calendar_permissions(call: Call) -> Reply:
    """Who may do what with somebody's primary calendar: everybody inside the organisation, which has no address."""
    person = call.owner()
    allowed = ["none", "freeBusyRead", "limitedRead", "read", "write"]
    row = {
        "id": "RGVmYXVsdA==",
        "isRemovable": False,
        "isInsideOrganization": True,
        "role": person.shared_as,
        "allowedRoles": allowed,
        "emailAddress": {"name": "My Organization"},
    }
    context = call.context(f"users('{person.id}')/calendar/calendarPermissions")
    return Reply(200, {"@odata.context": context, "value": [odata.pick(row, odata.selected(call.query))]})


def get_group(call: Call) -> Reply:
    """One group."""
    row = odata.pick(group_json(call.group()), odata.selected(call.query))
    return Reply(200, {"@odata.context": call.context("groups/$entity")} | row)


def list_groups(call: Call) -> Reply:
    """The groups, filtered and in pages."""
    rows = odata.filtered([group_json(g) for g in list(call.tenant.groups.values())], call.query)
    page, shell = call.page(rows, "groups", default=_PAGE, most=999, marker="$skiptoken")
    return Reply(200, shell | {"value": [odata.pick(row, odata.selected(call.query)) for row in page]})


def list_members(call: Call) -> Reply:
    """The direct members of a group, people and groups."""
    return _members(call, [*_direct(call, call.group())], typed=True)


def list_transitive_members(call: Call) -> Reply:
    """Everybody in a group and in the groups within it, and those groups."""
    return _members(call, _transitive(call, call.group()), typed=True)


def list_users_among_members(call: Call) -> Reply:
    """The people alone among the direct or transitive members."""
    everything = "transitivemembers" in (part.lower() for part in call.segments)
    found = _transitive(call, call.group()) if everything else _direct(call, call.group())
    return _members(call, [item for item in found if isinstance(item, TenantPerson)], typed=False)


def _direct(call: Call, group: Group) -> list[TenantPerson | Group]:
    tenant = call.tenant
    found = [tenant.people.get(member) or tenant.groups.get(member) for member in group.members]
    # An account that was deleted leaves its groups.
    return [item for item in found if item is not None]


def _transitive(call: Call, group: Group) -> list[TenantPerson | Group]:
    found: dict[str, TenantPerson | Group] = {}
    waiting = [group]
    while waiting:
        for item in _direct(call, waiting.pop(0)):
            # A group may hold itself, by way of another.
            if item.id not in found and item.id != group.id:
                found[item.id] = item
                if isinstance(item, Group):
                    waiting.append(item)
    return list(found.values())


def _members(call: Call, found: list[Any], *, typed: bool) -> Reply:
    page, shell = call.page(found, "directoryObjects", default=_PAGE, most=999, marker="$skiptoken")
    rows = []
    for item in page:
        if isinstance(item, TenantPerson):
            rows.append((_TYPED_USER if typed else {}) | _user(call, item) | _expanded(call, item))
        else:
            rows.append(_TYPED_GROUP | {name: value for name, value in group_json(item).items() if name in _GROUP})
    return Reply(200, shell | {"value": rows})
