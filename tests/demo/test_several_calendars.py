"""Mailboxes with more than one calendar, as Graph lists and reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from calsync.demo.tenant import Tenant

NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
DAY = {"startDateTime": "2026-03-02T00:00:00Z", "endDateTime": "2026-03-03T00:00:00Z"}


@pytest.fixture
def sam(person):
    return person("Sam Visits")


def listed(http, who, **options):
    answer = http.get(f"/users/{who.id}/calendars", params=options)
    assert answer.status_code == 200, answer.text
    return answer.json()


def subjects(http, path):
    answer = http.get(path, params=DAY)
    assert answer.status_code == 200, answer.text
    return [row["subject"] for row in answer.json()["value"]]


def test_a_mailbox_lists_its_calendars_and_whose_they_are(http, tenant: Tenant, sam, person):
    dee = person("Dee Deputises")
    tenant.add_calendar(sam.mail, "Outreach")
    tenant.add_calendar(sam.mail, "Dee", owner=dee.mail)
    rows = listed(http, sam)["value"]
    assert [(row["name"], row["isDefaultCalendar"], row["owner"]["address"], row["canEdit"]) for row in rows] == [
        ("Calendar", True, sam.mail, True),
        ("Outreach", False, sam.mail, True),
        ("Dee", False, dee.mail, False),
    ]
    assert len({row["id"] for row in rows}) == 3
    alone = http.get(f"/users/{sam.id}/calendars/{rows[1]['id']}").json()
    assert (alone["name"], alone["id"]) == ("Outreach", rows[1]["id"])
    assert http.get(f"/users/{dee.id}/calendars/{rows[1]['id']}").json()["error"]["code"] == "ErrorItemNotFound"


def test_calendars_come_in_pages_of_ten_with_the_properties_that_were_asked_for(http, tenant: Tenant, sam):
    for n in range(12):
        tenant.add_calendar(sam.mail, f"Rota {n}")
    first = listed(http, sam, **{"$select": "id,name"})
    assert len(first["value"]) == 10
    assert set(first["value"][0]) == {"id", "name"}
    rest = http.get(first["@odata.nextLink"]).json()
    assert [row["name"] for row in rest["value"]] == ["Rota 9", "Rota 10", "Rota 11"]


def test_an_entry_stands_in_its_own_calendar_alone_and_is_found_by_its_id_from_the_mailbox(http, tenant: Tenant, sam):
    key = tenant.add_calendar(sam.mail, "Outreach")
    tenant.add_event(sam.mail, "Team meeting", NINE, TEN)
    made = tenant.add_event(sam.mail, "Visit", NINE, TEN, calendar=key)
    place = f"/users/{sam.id}/calendars/{listed(http, sam)['value'][1]['id']}"
    assert subjects(http, f"/users/{sam.id}/calendarView") == ["Team meeting"]
    assert subjects(http, f"/users/{sam.id}/calendar/calendarView") == ["Team meeting"]
    assert subjects(http, f"{place}/calendarView") == ["Visit"]
    assert subjects(http, f"{place}/events") == ["Visit"]
    assert http.get(f"/users/{sam.id}/events/{made}").json()["subject"] == "Visit"
    told = {
        name: {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"} for name, at in (("start", NINE), ("end", TEN))
    }
    assert http.post(f"{place}/events", json={"subject": "Another", **told}).status_code == 201
    assert sorted(subjects(http, f"{place}/calendarView")) == ["Another", "Visit"]


def test_a_calendar_that_is_removed_takes_its_entries_with_it(http, tenant: Tenant, sam):
    key = tenant.add_calendar(sam.mail, "Outreach")
    made = tenant.add_event(sam.mail, "Visit", NINE, TEN, calendar=key)
    place = f"/users/{sam.id}/calendars/{listed(http, sam)['value'][1]['id']}"
    tenant.remove_calendar(sam.mail, key)
    for path in (f"{place}/calendarView", f"/users/{sam.id}/events/{made}"):
        answer = http.get(path, params=DAY)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "ErrorItemNotFound")
