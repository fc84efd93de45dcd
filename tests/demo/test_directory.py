"""The directory: users, managers, groups within groups."""

from __future__ import annotations

from calsync.demo.people import WorkingHours
from calsync.demo.tenant import Tenant


def test_a_user_is_found_by_id_and_by_address_in_any_case(http, person):
    sam = person("Sam Visits", mobile="+447700900001", department="Family Support")
    for name in (sam.id, sam.mail, sam.mail.upper()):
        found = http.get(f"/users/{name}").json()
        assert (found["id"], found["mobilePhone"]) == (sam.id, "+447700900001")
        assert "department" not in found
    chosen = http.get(f"/users/{sam.id}", params={"$select": "id,department"}).json()
    assert {name: value for name, value in chosen.items() if name[0] != "@"} == {
        "id": sam.id,
        "department": "Family Support",
    }


def test_somebody_unknown_is_not_found(http):
    answer = http.get("/users/nobody@clarendon.example")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "Request_ResourceNotFound")


def test_the_manager_is_told_and_its_absence_is_a_404(http, tenant: Tenant, person):
    morgan = person("Morgan Manages")
    sam = person("Sam Visits", manager=morgan.mail)
    found = http.get(f"/users/{sam.id}/manager").json()
    assert (found["@odata.type"], found["id"]) == ("#microsoft.graph.user", morgan.id)
    tenant.set_manager(sam.mail, None)
    answer = http.get(f"/users/{sam.id}/manager")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "Request_ResourceNotFound")


def test_members_of_groups_within_groups_are_members_once_even_in_a_ring(http, tenant: Tenant, person):
    sam, dee, ash = person("Sam Visits"), person("Dee Deputises"), person("Ash Administers")
    inner = tenant.add_group("Inner", [dee.mail, sam.mail])
    outer = tenant.add_group("Outer", [sam.mail, ash.mail, inner.id])
    tenant.groups[inner.id] = type(inner)(
        id=inner.id, name="Inner", mail=inner.mail, members=(*inner.members, outer.id)
    )
    direct = http.get(f"/groups/{outer.id}/members").json()["value"]
    assert [row["id"] for row in direct] == [sam.id, ash.id, inner.id]
    every = http.get(f"/groups/{outer.id}/transitiveMembers").json()["value"]
    assert {row["id"] for row in every} == {sam.id, ash.id, dee.id, inner.id}
    for cast in ("microsoft.graph.user", "graph.user"):
        people = http.get(f"/groups/{outer.id}/transitiveMembers/{cast}", params={"$select": "id,mail"}).json()["value"]
        assert sorted(row["mail"] for row in people) == sorted([sam.mail, ash.mail, dee.mail])


def test_members_come_in_pages(http, tenant: Tenant, person):
    people = [person("Sam Visits") for _ in range(5)]
    group = tenant.add_group("Lone workers", [p.mail for p in people])
    address, found = f"/groups/{group.id}/transitiveMembers/microsoft.graph.user?$top=2", []
    while address:
        page = http.get(address).json()
        found += [row["id"] for row in page["value"]]
        address = page.get("@odata.nextLink")
    assert found == [p.id for p in people]


def test_users_are_filtered(http, person):
    sam = person("Sam Visits")
    found = http.get("/users", params={"$filter": f"mail eq '{sam.mail}'"}).json()["value"]
    assert [row["id"] for row in found] == [sam.id]


def test_mailbox_settings_tell_zone_and_working_hours(http, person):
    sam = person("Sam Visits", working_hours=WorkingHours(days=("monday",)))
    found = http.get(f"/users/{sam.mail}/mailboxSettings").json()
    assert found["timeZone"] == "GMT Standard Time"
    assert found["workingHours"] == {
        "daysOfWeek": ["monday"],
        "startTime": "08:00:00.0000000",
        "endTime": "18:00:00.0000000",
        "timeZone": {"name": "GMT Standard Time"},
    }
    assert found["automaticRepliesSetting"]["status"] == "disabled"


def test_somebody_without_a_mailbox_has_no_diary_but_is_in_the_directory(http, person):
    sloane = person("Sloane Leads", has_mailbox=False)
    assert http.get(f"/users/{sloane.id}").status_code == 200
    answer = http.get(f"/users/{sloane.id}/events")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "MailboxNotEnabledForRESTAPI")


def test_who_left_is_gone_from_the_directory_and_the_groups(http, tenant: Tenant, person):
    sam, dee = person("Sam Visits"), person("Dee Deputises")
    group = tenant.add_group("Lone workers", [sam.mail, dee.mail])
    tenant.remove_person(sam.mail)
    assert [row["id"] for row in http.get(f"/groups/{group.id}/members").json()["value"]] == [dee.id]
    assert http.get(f"/users/{sam.mail}").status_code == 404


def test_me_is_nobody_to_an_app(http):
    answer = http.get("/me")
    assert answer.status_code == 400
    assert "delegated" in answer.json()["error"]["message"]


def test_managers_are_expanded_on_members_and_users_where_there_are_any(http, tenant: Tenant, person):
    morgan = person("Morgan Manages")
    sam, dee = person("Sam Visits", manager=morgan.mail), person("Dee Deputises")
    group = tenant.add_group("Lone workers", [sam.mail, dee.mail])
    expand = {"$expand": "manager($select=id,displayName)", "$select": "id", "$top": "999"}
    for path in (f"/groups/{group.id}/transitiveMembers/microsoft.graph.user", "/users"):
        rows = {row["id"]: row for row in http.get(path, params=expand).json()["value"]}
        assert (rows[sam.id]["manager"]["id"], rows[sam.id]["manager"]["@odata.type"]) == (
            morgan.id,
            "#microsoft.graph.user",
        )
        assert "manager" not in rows[dee.id]
    assert http.get(f"/users/{sam.id}", params=expand).json()["manager"]["displayName"] == "Morgan Manages"
